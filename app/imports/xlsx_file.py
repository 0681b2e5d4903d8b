"""A sheet of Excel: its parts are unpacked under a cap and looked through before the reader of cells sees them."""

import io
import re
import zipfile
import zlib
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum, XmlError, ZipError

from app.db.errors import Refused
from app.imports.rules import (
    DAMAGED,
    EXCEL_ERROR,
    FORMULA,
    MEGABYTE,
    MERGED,
    MOST_COLUMNS,
    MOST_ROWS,
    NO_SUCH_SHEET,
    OTHER_OFFICE,
    PIVOT,
    SWOLLEN,
    TOO_FAR,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    Odd,
    Sheet,
    Value,
)
from app.web.notation import number
from app.words import Said

MOST_PARTS = 500
MOST_UNPACKED = 80 * MEGABYTE  # of all parts together, and really unpacked
CHUNK = MEGABYTE
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, LookupError, OSError, EOFError, NotImplementedError, RuntimeError)
UNREADABLE = (CalamineError, XmlError, ZipError, PasswordError)

# None of these looks past the next tag, so that a sheet is gone through once.
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
_ROW = re.compile(rb'<(?:\w+:)?row\s(?:[^<>]*?\s)?r="(\d{1,9})"')
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,9})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,9})"[^<>]*>\s*<(?:\w+:)?f[\s/>]')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^<>]*\st="e")(?:[^<>]*?\s)?r="([A-Z]{1,3})(\d{1,9})"[^<>]*>\s*<(?:\w+:)?v>([^<>]*)<'
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s(?:[^<>]*?\s)?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')

Oddities = dict[tuple[int, int], Odd]  # the cells that hold no value of their own, by row and column from 0


def read_xlsx(content: bytes, wanted: str = "") -> Sheet:
    """The rows of a sheet: the one that is named, else the first that is to be seen. Refused, in words."""
    parts = _unpacked(content)
    if "xl/workbook.xml" not in parts:
        raise Refused(OTHER_OFFICE)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = tuple(one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible)
        if wanted and wanted not in names:
            raise Refused(NO_SUCH_SHEET, field="sheet")
        name = wanted or names[0]
        odd = _look_through(parts, name)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (*UNREADABLE, *BROKEN) as error:
        raise Refused(DAMAGED) from error
    return Sheet(_with_oddities(rows, odd), sheets=names, sheet=name)


# --- Unpacking under a cap ----------------------------------------------------------------------------------


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts that say what is where, really unpacked. Refuses what says or proves to be too large, or lies about it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Refused(SWOLLEN)
            return {
                part.filename: whole for part in parts if (whole := _whole(content, part)) and _is_looked_into(part)
            }
    except BROKEN as error:
        raise Refused(DAMAGED) from error


def _is_looked_into(part: zipfile.ZipInfo) -> bool:
    return part.filename.startswith(("xl/workbook.xml", "xl/_rels/", "xl/worksheets/"))


def _whole(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """A part, unpacked no further than it says it is large; one that is larger is refused: other readers would go on."""
    start = part.header_offset
    start += 30 + int.from_bytes(content[start + 26 : start + 28], "little")
    start += int.from_bytes(content[part.header_offset + 28 : part.header_offset + 30], "little")
    packed = content[start : start + part.compress_size]
    if part.flag_bits & 1:
        raise Refused(DAMAGED)
    if part.compress_type == zipfile.ZIP_STORED:
        return packed
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused(DAMAGED)
    unpacker = zlib.decompressobj(-15)
    whole = unpacker.decompress(packed, part.file_size + 1)
    if len(whole) != part.file_size:
        raise Refused(SWOLLEN if len(whole) > part.file_size else DAMAGED)
    return whole


# --- What stands in a sheet besides values ------------------------------------------------------------------


def _look_through(parts: dict[str, bytes], name: str) -> Oddities:
    """The odd cells of a sheet. Refuses a pivot table, and a sheet that is too large before it is read."""
    path = _path_of(parts, name)
    content = parts.get(path, b"")
    folder, _, file = path.rpartition("/")
    if b"/pivotTable" in parts.get(f"{folder}/_rels/{file}.rels", b""):
        raise Refused(PIVOT)
    _check_reach(content)
    return _merged_cells(content) | _errors(content) | _formulas(content)


def _path_of(parts: dict[str, bytes], name: str) -> str:
    targets = {
        _attribute(one, b"Id"): _attribute(one, b"Target")
        for one in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b""))
    }
    for one in _SHEET.findall(parts["xl/workbook.xml"]):
        if _attribute(one, b"name") == name:
            target = targets.get(_attribute(one, rb"\w+:id"), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise Refused(NO_SUCH_SHEET, field="sheet")


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"=\"([^\"]*)\"", tag)
    text = found[1].decode("utf-8", "replace") if found else ""
    for entity, mark in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, mark)
    return text


def _check_reach(content: bytes) -> None:
    last_row = max((int(one) for one in _ROW.findall(content)), default=0)
    last_row = max([last_row, *(int(row) for _, row in _CELL.findall(content))])
    filled = content.count(b"<row") + content.count(b":row")
    if last_row > MOST_ROWS:
        if filled > MOST_ROWS:
            raise Refused(TOO_MANY_ROWS, most=number(MOST_ROWS))
        raise Refused(TOO_FAR, cell=f"A{last_row}")
    columns = {letters for letters, _ in _CELL.findall(content)}
    widest = max((_place(letters) for letters in columns), default=0)
    if widest >= MOST_COLUMNS:
        raise Refused(TOO_MANY_COLUMNS, count=number(widest + 1), most=MOST_COLUMNS)


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _formulas(content: bytes) -> Oddities:
    odd = Odd(Said(FORMULA), "=…")
    return {(int(row) - 1, _place(letters)): odd for letters, row in _FORMULA.findall(content)}


def _errors(content: bytes) -> Oddities:
    return {
        (int(row) - 1, _place(letters)): _error(word.decode("utf-8", "replace"))
        for letters, row, word in _ERROR.findall(content)
    }


def _error(word: str) -> Odd:
    return Odd(Said(EXCEL_ERROR, {"shown": word}), word)


def _merged_cells(content: bytes) -> Oddities:
    """All but the first cell of what was merged within the rows that are read."""
    found: Oddities = {}
    left = MOST_ROWS * MOST_COLUMNS
    for first, top, last, bottom in _MERGED.findall(content):
        rows = range(int(top) - 1, min(int(bottom), MOST_ROWS))
        places = range(_place(first), min(_place(last) + 1, MOST_COLUMNS))
        left -= len(rows) * len(places) + 1
        if left < 0:
            raise Refused(DAMAGED)
        odd = Odd(Said(MERGED, {"first": f"{first.decode()}{int(top)}"}))
        within = [(row, place) for row in rows for place in places]
        found |= dict.fromkeys(within[1:], odd)
    return found


def _with_oddities(rows: list[list[Any]], odd: Oddities) -> list[list[Value]]:
    for (row, place), one in odd.items():
        if row < len(rows) and place < len(rows[row]):
            rows[row][place] = one
    return [[None if value == "" else value for value in row] for row in rows]
