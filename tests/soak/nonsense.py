"""What nobody should type, send or put in an address, and somebody will."""

import random
import string
from collections.abc import Callable
from urllib.parse import quote

from tests.documents.files import CALENDAR, MAIL, PDF, PNG, docx, xlsx
from tests.imports.sheets import as_csv, as_xlsx

WORDS = (
    *("", " ", "\t", "\x00", "a\x00b", "\x1b[31m", "\r\nSet-Cookie: x=1", "\u2028", "\ufeff", "\u202eabc", "\ufffd"),
    *(
        "-1",
        "0",
        "1",
        "+1",
        "00",
        "1_000",
        " 7 ",
        "0x10",
        "1e5",
        "1e9999",
        "NaN",
        "Infinity",
        "-0",
        "1.",
        ".5",
        "1,2,3",
    ),
    *(
        "٣",
        "²",
        "１２",
        "½",
        "Ⅷ",
        "2147483647",
        "2147483648",
        "9223372036854775808",
        "9" * 30,
        "9" * 5000,
        "-" + "9" * 20,
    ),
    *(
        "31-2-2026",
        "0-0-0",
        "31-12-9999",
        "1-1-0001",
        "1-1-1",
        "2026-13-01",
        "29-2-2027",
        "1-1-10000",
        "31 mei",
        "mei 0",
    ),
    *("vandaag", "over 9999999999 weken", "over -1 dagen", "over 5 eeuwen", "vrijdag", "vorige week", "mrt 99999"),
    *("€ 1,5 mln", "€", "1.500.000,00", "17,50,000", "1,5 mrd", "mln", "999999999999 mln", "-5 mln", "1e3 mln"),
    *("' or 1=1 --", '"; drop table lead; --', "%", "_", "\\", "%s %(x)s %d", "{0} {x.__class__}", "{{ 7 * 7 }}"),
    *("<script>alert(1)</script>", "<b>", "&amp;", "javascript:alert(1)", "//evil.example", "https://evil.example/"),
    *("../../etc/passwd", "..\\..", "/", "//", "?", "#", "a/b", "null", "None", "undefined", "true", "on", "[]", "{}"),
    *(
        '{"a": 1}',
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "🦄",
        "ß",
        "İ",
        "ﬁ",
        "e\u0301",
        "Ω" * 300,
        "x" * 300,
        "x" * 5000,
        "é" * 70000,
    ),
    *("GR-25-001", "gr-26-1", "GR-99-999999999", "NTS01", "GM0153", "BOM", "space", "signalled", "alle", "nieuw"),
    *("a@b", "a@b.example", "@", "a b@c.d", "mailto:x", "01234567", "6070325", "6.07E+6", "00000000", "1234567890123"),
)
RAW = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"%", b"%zz", b"\xf0\x9f", b"\x80abc", b"%00", b"%c3%28")
TYPES = (
    *(
        "application/json",
        "text/plain",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x",
    ),
    *(
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
        "x",
        "",
    ),
    *("application/octet-stream", "multipart/mixed; boundary=x", "multipart/form-data; boundary=" + "y" * 3000),
)
METHODS = ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "X" * 40)
HEADERS = (
    ("HX-Request", "true"),
    ("Accept-Language", "en"),
    ("Accept-Language", "xx-\xff;q=abc, *;q=-1"),
    ("Accept-Encoding", "gzip;q=x"),
    ("Range", "bytes=5-1,-"),
    ("If-None-Match", '"x'),
    ("If-Modified-Since", "yesterday"),
    ("Referer", "https://evil.example/x"),
    ("Referer", "//[::1"),
    ("Host", "evil.example"),
    ("Host", "[::1"),
    ("X-Forwarded-For", "a, b, c"),
    ("Cookie", "session=x.y.z; wie=%00; taal=xx"),
    ("Content-Length", "-1"),
    ("Authorization", "Basic ////"),
    ("Origin", "null"),
)
HEADS = ("Naam", "KvK", "Plaats", "Website", "Contact", "E-mail", "Code", "Stap", "Soort", "Datum", "Bedrag", "")


def word(chance: random.Random) -> str:
    """Something to type: from the list, or letters of any alphabet."""
    if chance.random() < 0.85:
        return chance.choice(WORDS)
    letters: list[Callable[[], str]] = [
        lambda: chance.choice(string.printable),
        lambda: chr(chance.randrange(0x20, 0x2FF)),
        lambda: chr(chance.randrange(0x1F300, 0x1F6FF)),
        lambda: chr(chance.randrange(0xE000)) if chance.random() < 0.3 else "a",
    ]
    found = "".join(chance.choice(letters)() for _place in range(chance.randrange(1, 60)))
    return found.encode("utf-8", "replace").decode()


def tampered(chance: random.Random, said: str) -> str:
    """Something that was right, with a little of it changed."""
    place = chance.randrange(len(said) + 1)
    return chance.choice(
        (
            said[:place] + chance.choice(string.printable) + said[place + 1 :],
            said[:place],
            said + chance.choice(("x", ".", "=", " ", "\x00", said)),
            said.swapcase(),
            said[::-1],
            said * 40,
        )
    )


def address_part(chance: random.Random) -> str:
    """A piece of an address."""
    return quote(word(chance)[:200].replace("/", "%2F"), safe="%") or "x"


def file(chance: random.Random) -> tuple[bytes, str]:
    """A file that may be sent: whole, cut off, changed, or not what it says."""
    made = [
        PNG,
        PDF,
        MAIL,
        CALENDAR,
        docx(),
        xlsx(),
        _table(chance, as_csv),
        _table(chance, as_xlsx),
        b"",
        b"x",
        chance.randbytes(900),
    ]
    content = chance.choice(made)
    turn = chance.random()
    if turn < 0.2:
        content = content[: chance.randrange(len(content) + 1)]
    elif turn < 0.4 and content:
        place = chance.randrange(len(content))
        content = content[:place] + chance.randbytes(3) + content[place + 3 :]
    ending = chance.choice(("csv", "xlsx", "pdf", "png", "eml", "ics", "docx", "txt", "xls", "exe", ""))
    return content, f"{tampered(chance, 'bestand') if turn > 0.8 else 'bestand'}.{ending}"


def _table(chance: random.Random, write: Callable[..., bytes]) -> bytes:
    heads = chance.choices(HEADS, k=chance.randrange(1, 9))
    rows = [[word(chance)[:30000].replace("\x00", "") for _head in heads] for _row in range(chance.randrange(6))]
    return write([heads, *rows])


def body(chance: random.Random) -> tuple[bytes, str]:
    """A request's content that is no form, and what it says it is."""
    said = chance.choice(
        (b"", b"{", b"[1,2", b'{"name": "x"}', b"--x\r\n", b"--x\r\nContent-Disposition: form-data; name=", *RAW)
    )
    more = b"&".join(b"a%d=1" % number for number in range(chance.choice((0, 0, 0, 1500))))
    return said + more, chance.choice(TYPES)
