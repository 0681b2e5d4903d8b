"""Which files are taken, told by what is in them, and how their names are cleaned."""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO

from app.db.errors import Refused
from app.words import N_

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_SENT = 60 * MEGABYTE  # what is read of a request that is too large, to keep the words that were typed with it
MOST_UNPACKED = 250 * MEGABYTE
MOST_DIRECTORY = MEGABYTE  # bytes of the list of parts in a zip, about 15,000 parts
MOST_READ = 64 * 1024  # bytes that are really unpacked of one part
LONGEST_NAME = 120

NO_FILE = N_("Kies een bestand.")
EMPTY = N_("Dit bestand is leeg.")
TOO_LARGE = N_("Dit bestand is %(size)s; hoogstens 25 MB past. Maak het kleiner, of splits het.")
OTHER_TYPE = N_("De naam eindigt op .%(ending)s, maar de inhoud is die van een .%(found)s. Klopt de naam?")
UNKNOWN = N_(
    "Dit soort bestand nemen we niet aan. "
    "Wel: pdf, docx, xlsx, pptx, odt, ods, odp, png, jpeg, webp, txt, csv, eml en ics."
)
DAMAGED = N_("Dit bestand is beschadigd of niet volledig. Open het, sla het opnieuw op en probeer het nog eens.")
LOCKED = N_("Dit bestand heeft een wachtwoord. Sla het op zonder wachtwoord.")
MACROS = N_("In dit bestand zitten macro’s. Sla het op zonder, als .docx, .xlsx of .pptx.")
SWOLLEN = N_("Dit bestand wordt uitgepakt groter dan 250 MB. Zulke bestanden nemen we niet aan.")
OUTLOOK = N_("Een .msg van Outlook kunnen we niet lezen. Sla het bericht op als .eml, of als pdf.")
OLD_OFFICE = N_("Dit is een oud Office-bestand, of er zit een wachtwoord op. Sla het op als .docx, .xlsx of .pptx.")
PROGRAM = N_("Dit is een programma. Programma’s nemen we niet aan.")
ARCHIVE = N_("Een ingepakt bestand nemen we niet aan. Pak het uit en voeg de bestanden zelf toe.")
WEB_PAGE = N_("Een webpagina of svg nemen we niet aan. Sla haar op als pdf.")
APPLE_PHOTO = N_("Een foto in .heic nemen we niet aan. Sla haar op als jpeg.")
UNREADABLE_TEXT = N_("De tekens in dit bestand kunnen we niet lezen. Sla het op als UTF-8.")


@dataclass(frozen=True)
class FileType:
    """A type that is taken: its code, the endings of its names (the first is given), its type on the web, a word for it."""

    code: str
    endings: tuple[str, ...]
    mimetype: str
    label: str


OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
_ALL = (
    FileType("pdf", ("pdf",), "application/pdf", N_("pdf")),
    FileType("docx", ("docx",), f"{OFFICE}.wordprocessingml.document", N_("Word")),
    FileType("xlsx", ("xlsx",), f"{OFFICE}.spreadsheetml.sheet", N_("Excel")),
    FileType("pptx", ("pptx",), f"{OFFICE}.presentationml.presentation", N_("PowerPoint")),
    FileType("odt", ("odt",), f"{OPEN}.text", N_("OpenDocument-tekst")),
    FileType("ods", ("ods",), f"{OPEN}.spreadsheet", N_("OpenDocument-rekenblad")),
    FileType("odp", ("odp",), f"{OPEN}.presentation", N_("OpenDocument-presentatie")),
    FileType("png", ("png",), "image/png", N_("afbeelding")),
    FileType("jpeg", ("jpg", "jpeg"), "image/jpeg", N_("foto")),
    FileType("webp", ("webp",), "image/webp", N_("afbeelding")),
    FileType("txt", ("txt",), "text/plain", N_("tekst")),
    FileType("csv", ("csv",), "text/csv", N_("tabel")),
    FileType("eml", ("eml",), "message/rfc822", N_("e-mail")),
    FileType("ics", ("ics",), "text/calendar", N_("agenda-afspraak")),
)
TYPES = {each.code: each for each in _ALL}
OF_ENDING = {ending: each for each in _ALL for ending in each.endings}
ACCEPTED_NAMES = ",".join(f".{ending}" for ending in OF_ENDING)

# The part that a package of Office holds for sure, and what a package of OpenDocument says it is.
MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
CONTENT_TYPES = "[Content_Types].xml"
MACRO_PARTS = ("word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin")
OPEN_TYPES = {TYPES[code].mimetype.encode(): code for code in ("odt", "ods", "odp")}
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    LookupError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN_SIGNS = ((b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"))
REFUSED_SIGNS = (
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"#!", PROGRAM),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
)
WEB_SIGNS = re.compile(
    rb"\s*(?:<!doctype\s+html|<html|<svg|<script|<\?xml[^>]*>\s*(?:<!--.*?-->\s*)?<(?:svg|html))", re.I | re.S
)
HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):")
MAIL_HEADERS = frozenset(
    {b"from", b"to", b"date", b"subject", b"message-id", b"received", b"return-path", b"mime-version"}
)
NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def megabytes(size: int) -> str:
    """A number of bytes as a person reads it: 340 kB, 3,4 MB."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} kB"
    return f"{size / MEGABYTE:.1f} MB".replace(".", ",").replace(",0 ", " ")


def check_size(size: int) -> None:
    """Refuses a file without content, and one of more than 25 MB."""
    if size == 0:
        raise Refused(EMPTY, field="file")
    if size > MOST_BYTES:
        raise Refused(TOO_LARGE, field="file", size=megabytes(size))


def recognise(content: bytes, name: str) -> FileType:
    """What a file is, by what is in it; Refused, in words, where it is not taken or its name says otherwise."""
    check_size(len(content))
    ending = ending_of(name)
    code = _by_signs(content, ending) or _by_words(content, ending)
    if code is None:
        raise Refused(UNKNOWN, field="file")
    found = TYPES[code]
    if ending in OF_ENDING and OF_ENDING[ending] != found:
        raise Refused(OTHER_TYPE, field="file", ending=ending, found=found.endings[0])
    return found


def ending_of(name: str) -> str:
    """What a name ends in, without the dot: pdf; empty where nothing of at most five letters and digits stands there."""
    _stem, dot, ending = name.strip().rpartition(".")
    return ending.casefold() if dot and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{1,4}", ending) else ""


def _by_signs(content: bytes, ending: str) -> str | None:
    """A type that says what it is in its first bytes."""
    for sign, code in PLAIN_SIGNS:
        if content.startswith(sign):
            return code
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"PK"):
        return _package(content)
    if content.startswith(OLE):
        raise Refused(OUTLOOK if ending == "msg" else OLD_OFFICE, field="file")
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        raise Refused(APPLE_PHOTO, field="file")
    for sign, why in REFUSED_SIGNS:
        if content.startswith(sign):
            raise Refused(why, field="file")
    return None


# --- Packages: Office and OpenDocument ----------------------------------------------------------------------


def _package(content: bytes) -> str:
    """Which document a zip is; any other zip is refused."""
    if not _directory_fits(content):
        raise Refused(DAMAGED, field="file")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _document_in(archive)
    except BROKEN_ZIP as error:
        raise Refused(DAMAGED, field="file") from error


def _directory_fits(content: bytes) -> bool:
    """Whether the list of parts is of a size that may be read: its end says so before anything is unpacked."""
    tail = content[-65_557:]
    places = (len(tail) - 22, tail.rfind(b"PK\x05\x06"))
    sizes = [tail[at + 12 : at + 16] for at in places if at >= 0 and tail[at : at + 4] == b"PK\x05\x06"]
    has_large_form = b"PK\x06\x07" in tail[-65_557:]
    return bool(sizes) and not has_large_form and all(int.from_bytes(one, "little") <= MOST_DIRECTORY for one in sizes)


def _document_in(archive: zipfile.ZipFile) -> str:
    parts = {part.filename: part for part in archive.infolist()}
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise Refused(SWOLLEN, field="file")
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Refused(LOCKED, field="file")
    if any(name in parts for name in MACRO_PARTS):
        raise Refused(MACROS, field="file")
    for name, code in MAIN_PARTS.items():
        if name in parts and CONTENT_TYPES in parts:
            if b"<" not in _begin(archive, parts[name]) or b"<" not in _begin(archive, parts[CONTENT_TYPES]):
                raise Refused(DAMAGED, field="file")
            return code
    if "mimetype" in parts and "content.xml" in parts:
        said = _begin(archive, parts["mimetype"]).strip()
        if said in OPEN_TYPES and b"<" in _begin(archive, parts["content.xml"]):
            return OPEN_TYPES[said]
    raise Refused(ARCHIVE, field="file")


def _begin(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The first bytes of a part; no more is unpacked, whatever it says of its size."""
    with archive.open(part) as unpacked:
        return unpacked.read(MOST_READ)


# --- Words: text, tables, mail and calendars ----------------------------------------------------------------


def _by_words(content: bytes, ending: str) -> str | None:
    if WEB_SIGNS.match(content[:MOST_READ]):
        raise Refused(WEB_PAGE, field="file")
    for code, is_one in _telling_ones(ending):
        if is_one(content):
            return code
    return None


def _telling_ones(ending: str) -> Iterator[tuple[str, Callable[[bytes], bool]]]:
    """What a file of words may be, most telling first; a name that says text or table is believed."""
    if ending in ("txt", "csv"):
        yield ending, _is_text
        return
    yield "ics", _is_calendar
    yield "eml", _is_mail
    if not ending:
        yield "txt", _is_text


def _is_calendar(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"


def _is_mail(content: bytes) -> bool:
    """Whether it begins as a message does: headers that mail has, from the first line on."""
    head = re.split(rb"\r?\n\r?\n", content[:MOST_READ].lstrip(b"\xef\xbb\xbf\r\n"), maxsplit=1)[0]
    names = [found[1].lower() for line in head.splitlines() if (found := HEADER.match(line))]
    return bool(names) and HEADER.match(head) is not None and len(MAIL_HEADERS & set(names)) > 1


def _is_text(content: bytes) -> bool:
    words = decoded(content)
    if words is None or NO_TEXT.search(words):
        raise Refused(UNREADABLE_TEXT, field="file")
    return True


def decoded(content: bytes) -> str | None:
    """Text in UTF-8, in UTF-16 that says so, or in Windows-1252; None where it is none of these."""
    ways = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")
    for way in ways:
        try:
            return content.decode(way)
        except UnicodeDecodeError:
            continue
    return None


# --- Names --------------------------------------------------------------------------------------------------

NOT_IN_A_NAME = re.compile(r'[<>:"|?*\x00-\x1f\x7f]+')
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def clean_name(name: str, found: FileType) -> str:
    """A name without folders and marks that mislead or that some computer cannot keep, and with the ending of its type."""
    last = re.split(r"[/\\]", name)[-1]
    plain = "".join(" " if unicodedata.category(mark) in ("Zl", "Zp", "Zs") else mark for mark in last)
    seen = "".join(mark for mark in plain if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    tidy = " ".join(NOT_IN_A_NAME.sub("-", unicodedata.normalize("NFC", seen)).split()).strip(". ")
    ending = ending_of(tidy)
    stem = tidy[: -len(ending) - 1] if ending in found.endings else tidy
    stem = stem[:LONGEST_NAME].rstrip(". ")
    if not stem or DEVICES.fullmatch(stem):
        stem = f"document {stem}".strip()
    return f"{stem}.{ending if ending in found.endings else found.endings[0]}"
