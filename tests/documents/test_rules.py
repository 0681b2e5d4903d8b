"""What a file is, is told by what is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.errors import Refused
from app.documents import rules
from app.documents.rules import TYPES, clean_name, ending_of, megabytes, recognise
from tests.documents.files import CALENDAR, MAIL, PDF, PNG, SAMPLES, docx, odt, packed, xlsx


@pytest.mark.parametrize("code", SAMPLES)
def test_each_type_is_known_by_its_content(code: str) -> None:
    name, content = SAMPLES[code]
    assert recognise(content, name).code == code
    if code != "csv":  # a table is text, until its name says so
        assert recognise(content, "zonder einde").code == code
    assert set(SAMPLES) == set(TYPES)


REFUSED = {
    "nothing": ("leeg.txt", b"", rules.EMPTY),
    "old Excel under a new name": ("cijfers.xlsx", rules.OLE + b"\0" * 600, rules.OLD_OFFICE),
    "a message of Outlook": ("bericht.msg", rules.OLE + b"\0" * 600, rules.OUTLOOK),
    "a program": ("setup.pdf", b"MZ\x90\0" + b"\0" * 60, rules.PROGRAM),
    "a script": ("run", b"#!/bin/sh\nrm -rf /\n", rules.PROGRAM),
    "a zip": ("alles.zip", packed({"a.txt": "a"}), rules.ARCHIVE),
    "a zip under the name of Word": ("a.docx", packed({"word/other.xml": "<a/>"}), rules.ARCHIVE),
    "half a document": ("a.docx", docx()[:-30], rules.DAMAGED),
    "macros": ("a.xlsx", xlsx(**{"xl/vbaProject.bin": b"x"}), rules.MACROS),
    "a page": ("a.txt", b"\n <!DOCTYPE html><script>alert(1)</script>", rules.WEB_PAGE),
    "a drawing": ("a.svg", b'<?xml version="1.0"?>\n<svg onload="x()"/>', rules.WEB_PAGE),
    "a photo of a telephone": ("a.heic", b"\0\0\0\x18ftypheic\0\0", rules.APPLE_PHOTO),
    "text that is none": ("a.txt", b"abc\0def", rules.UNREADABLE_TEXT),
    "text in no alphabet": ("a.csv", b"a\x81b", rules.UNREADABLE_TEXT),
    "noise": ("a.bin", b"\x01\x02\x03", rules.UNKNOWN),
    "a script with a name": ("a.bat", b"del *.*", rules.UNKNOWN),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_said_in_words(what: str) -> None:
    name, content, why = REFUSED[what]
    with pytest.raises(Refused) as refused:
        recognise(content, name)
    assert refused.value.message == why
    assert refused.value.field == "file"


def test_a_name_that_says_otherwise_is_not_believed() -> None:
    with pytest.raises(Refused, match=r"eindigt op \.png, maar de inhoud is die van een \.pdf"):
        recognise(PDF, "foto.png")


def test_a_file_of_more_than_25_mb_is_refused_with_its_size() -> None:
    assert recognise(PNG + b"\0" * (rules.MOST_BYTES - len(PNG)), "a.png").code == "png"
    with pytest.raises(Refused, match="25,1 MB"):
        rules.check_size(int(25.1 * rules.MEGABYTE))


LONG = "x" * 100_000
LONG_SIZE = len(f"<w:document>{LONG}</w:document>")


@pytest.mark.parametrize(("told", "why"), [(300_000_000, rules.SWOLLEN), (30, rules.DAMAGED)])
def test_a_bomb_is_seen_by_what_it_says_and_by_what_it_holds(told: int, why: str) -> None:
    content, true = docx(LONG), LONG_SIZE.to_bytes(4, "little")
    assert content.count(true) == 2
    with pytest.raises(Refused) as refused:
        recognise(content.replace(true, told.to_bytes(4, "little")), "bom.docx")
    assert refused.value.message == why


def test_a_list_of_parts_without_end_is_not_read() -> None:
    many = packed({f"{number:0200}": b"" for number in range(6_000)})
    with pytest.raises(Refused) as refused:
        recognise(many, "a.docx")
    assert refused.value.message == rules.DAMAGED


PIECES = st.sampled_from(
    [
        PDF,
        PNG,
        MAIL,
        CALENDAR,
        docx(),
        odt(),
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"RIFF",
        rules.OLE,
        b"<svg",
        b"\xff\xfe",
        b"a;b\n",
    ]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=300)), max_size=4).map(b"".join), st.text(max_size=40))
def test_any_bytes_are_answered_or_refused(content: bytes, name: str) -> None:
    try:
        found = recognise(content, name)
    except Refused:
        return
    assert clean_name(name, found).endswith(tuple(f".{ending}" for ending in found.endings))


@given(st.sampled_from([docx(), odt(), xlsx()]), st.integers(0, 2_000), st.integers(0, 255), st.integers(0, 2_000))
def test_a_package_with_a_fault_in_it_is_answered_or_refused(content: bytes, at: int, byte: int, cut: int) -> None:
    broken = bytearray(content)
    broken[at % len(broken)] = byte
    try:
        recognise(bytes(broken), "a")
        recognise(bytes(broken[: cut % len(broken)]), "a")
    except Refused:
        return


NAMES = {
    "Offerte fase 2.pdf": "Offerte fase 2.pdf",
    "C:\\Users\\femke\\Offerte.pdf": "Offerte.pdf",
    "../../etc/passwd": "passwd.pdf",
    "scan": "scan.pdf",
    "verslag v1.2": "verslag v1.2.pdf",
    "a\r\nSet-Cookie: x=1.pdf": "aSet-Cookie- x=1.pdf",
    "factuur\u202efdp.exe": "factuurfdp.exe.pdf",
    'a"b<c>|?.PDF': "a-b-c-.pdf",
    "  ..pdf": "pdf.pdf",
    "": "document.pdf",
    "CON.pdf": "document CON.pdf",
    "Cafe\u0301.pdf": "Café.pdf",
    "x" * 300 + ".pdf": "x" * 120 + ".pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_cleaned(name: str) -> None:
    assert clean_name(name, TYPES["pdf"]) == NAMES[name]


@given(st.text(max_size=200), st.sampled_from(list(TYPES.values())))
def test_a_clean_name_stays_as_it_is_and_holds_no_path(name: str, found: rules.FileType) -> None:
    cleaned = clean_name(name, found)
    assert clean_name(cleaned, found) == cleaned
    assert not set('/\\\r\n"<>:|?*') & set(cleaned)
    assert ending_of(cleaned) in found.endings


def test_a_size_is_told_as_people_do() -> None:
    assert [megabytes(size) for size in (1, 340 * 1024, 3_565_158, 25 * 1024 * 1024)] == [
        "1 kB",
        "340 kB",
        "3,4 MB",
        "25 MB",
    ]
