"""Which kind of file somebody chose, by what is in it, and the rows of it."""

from app.db.errors import Refused
from app.imports.csv_file import read_csv
from app.imports.rules import (
    EMPTY_FILE,
    MOST_BYTES,
    MOST_COLUMNS,
    NO_TABLE,
    OLD_EXCEL,
    PIVOT,
    TOO_LARGE,
    TOO_MANY_COLUMNS,
    Sheet,
    shown,
)
from app.imports.xlsx_file import read_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"{\\rtf")
PIVOT_HEADS = frozenset({"rijlabels", "row labels", "kolomlabels", "column labels"})


def check_size(size: int) -> None:
    """Refuses a file without content, and one that is too large."""
    if size == 0:
        raise Refused(EMPTY_FILE, field="file")
    if size > MOST_BYTES:
        raise Refused(TOO_LARGE, field="file")


def read_file(content: bytes, *, sheet: str = "", coding: str = "", separator: str = "") -> Sheet:
    """The rows of a file: a workbook of Excel, or text. Refused, in words, where it is neither or does not fit."""
    check_size(len(content))
    if content.startswith(OLE):
        raise Refused(OLD_EXCEL, field="file")
    if content.startswith(NO_TEXT) or content.lstrip()[:1] in (b"<", b"{"):
        raise Refused(NO_TABLE, field="file")
    found = read_xlsx(content, sheet) if content.startswith(b"PK") else read_csv(content, coding, separator)
    _check(found)
    return found


def _check(sheet: Sheet) -> None:
    widest = max((len(row) for row in sheet.rows), default=0)
    if widest > MOST_COLUMNS:
        raise Refused(TOO_MANY_COLUMNS, count=widest, most=MOST_COLUMNS)
    if any(shown(value).casefold() in PIVOT_HEADS for row in sheet.rows[:20] for value in row):
        raise Refused(PIVOT, field="file")
