"""Text with a separator between the cells, in the coding and with the separator that fit it best."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from app.db.errors import Refused
from app.imports.rules import MOST_COLUMNS, MOST_ROWS, TOO_MANY_COLUMNS, TOO_MANY_ROWS, WRONG_CODING, Sheet
from app.web.notation import number
from app.words import N_

CODINGS = {
    "utf-8-sig": N_("UTF-8"),
    "cp1252": N_("Windows-1252 (West-Europa)"),
    "utf-16": N_("UTF-16"),
    "utf-16-le": N_("UTF-16 zonder merkteken"),
    "mac_roman": N_("Mac OS Roman"),
}
SEPARATORS = {";": N_("puntkomma"), ",": N_("komma"), "\t": N_("tab"), "|": N_("rechte streep")}
SAMPLED = 40  # rows by which a separator is chosen
LONGEST_CELL = 131_072


def coding_of(content: bytes) -> str:
    """The coding that a text is most likely in: what its first bytes say, else UTF-8 where that fits."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:2000]
    if start.count(b"\x00") > len(start) // 4:
        return "utf-16-le"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def separator_of(text: str) -> str:
    """The separator that gives most rows the same number of cells; a semicolon where none does."""
    return max(SEPARATORS, key=lambda one: _evenness(text, one))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    widths = Counter(len(row) for row in _first_rows(text, separator) if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda one: (one[1], one[0]))
    return count, width


def _first_rows(text: str, separator: str) -> list[list[str]]:
    try:
        return [row for row, _ in zip(_rows(text, separator), range(SAMPLED), strict=False)]
    except csv.Error:
        return []


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def read_csv(content: bytes, coding: str = "", separator: str = "") -> Sheet:
    """The rows of a text; coding and separator are found out where they are not given. Refused, in words."""
    coding = coding if coding in CODINGS else coding_of(content)
    try:
        text = content.decode(coding)
    except UnicodeDecodeError as error:
        raise Refused(WRONG_CODING, field="coding") from error
    if "\x00" in text:
        raise Refused(WRONG_CODING, field="coding")
    said, text = _said_separator(text)
    separator = separator if separator in SEPARATORS else said or separator_of(text)
    return Sheet(_capped(text, separator), coding=coding, separator=separator)


def _said_separator(text: str) -> tuple[str, str]:
    """The separator that the first line says (sep=;), as Excel writes it, and the text; that line stays as an empty row."""
    line, end, rest = text.partition("\n")
    said = line.strip().lower().removeprefix("sep=")
    return (said, end + rest) if line.lower().startswith("sep=") and said in SEPARATORS else ("", text)


def _capped(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    csv.field_size_limit(LONGEST_CELL)
    try:
        for row in _rows(text, separator):
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise Refused(TOO_MANY_ROWS, most=number(MOST_ROWS))
            if len(row) > MOST_COLUMNS:
                raise Refused(TOO_MANY_COLUMNS, count=number(len(row)), most=MOST_COLUMNS)
    except csv.Error as error:
        raise Refused(WRONG_CODING, field="coding") from error
    return rows
