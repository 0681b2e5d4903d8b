"""Which column of a file is which field: guessed by its head, changed by hand, and remembered as settings."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from app.imports.cells import Days, Notation, Numbers, Reader, Unreadable, days_of, folded, numbers_of, read
from app.imports.rules import (
    HEAD_WITHIN,
    Problem,
    Read,
    Sheet,
    Table,
    Value,
    cell_name,
    column_letter,
    is_filled,
    shown,
)
from app.words import N_, Said

MISSING = N_("Dit is leeg, maar hoort ingevuld te zijn.")
NO_COLUMN = N_("Kies eerst in welke kolom dit staat.")
TOTAL_ROW = N_("Dit lijkt een totaalregel, geen gegeven.")
TOTALS = frozenset({"totaal", "eindtotaal", "subtotaal", "total", "grand total", "subtotal"})
SURE, LIKELY = 2, 1


class Shape(StrEnum):
    """What a field holds, for finding out how a file writes it."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    PLACE = "place"


@dataclass(frozen=True)
class Field:
    """Something that may be read of a row: its label, how a cell is read, and the heads by which it is known."""

    code: str
    label: str
    read: Reader
    heads: tuple[str, ...] = ()
    is_needed: bool = False
    hint: str = ""
    shape: str = Shape.TEXT


@dataclass(frozen=True)
class Settings:
    """How a file is read: what was found out, and what somebody changed; the choices that were made for rows."""

    sheet: str = ""
    coding: str = ""
    separator: str = ""
    head_row: int = 1
    days: str = Days.DUTCH
    numbers: str = Numbers.DUTCH
    fills_kvk: bool = False
    columns: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Settings":
        """Settings that were kept as text."""
        return cls(**json.loads(text))

    def kept(self) -> str:
        """Settings as text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def notation(self, words: Mapping[str, Any]) -> Notation:
        """How cells are read, with the words of each list."""
        return Notation(Days(self.days), Numbers(self.numbers), self.fills_kvk, words)


# --- Heads --------------------------------------------------------------------------------------------------


def head_key(head: str) -> str:
    """A head as it is compared: without accents, capitals and what stands in brackets."""
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", head) if not unicodedata.combining(mark))
    return folded(bare.split("(")[0] or bare)


def guess(fields: Sequence[Field], heads: Sequence[str]) -> dict[str, int]:
    """The column of each field, by the heads: those that say it exactly first, then those that mention it.

    A column is taken once; of two columns with the same head the first is taken, and the page says so.
    """
    keys = [head_key(head) for head in heads]
    offers = sorted(
        (-sure, order, place, one.code)
        for order, one in enumerate(fields)
        for place, key in enumerate(keys)
        if (sure := _likeness(one, key))
    )
    found: dict[str, int] = {}
    for _sure, _order, place, code in offers:
        if code not in found and place not in found.values():
            found[code] = place
    return {one.code: found[one.code] for one in fields if one.code in found}


def _likeness(one: Field, key: str) -> int:
    if not key:
        return 0
    known = {head_key(word) for word in (one.label, one.code, *one.heads)}
    if key in known:
        return SURE
    words = set(key.split())
    return LIKELY if any(len(word) > 3 and set(word.split()) <= words for word in known) else 0


def head_row_of(fields: Sequence[Field], rows: Sequence[Sequence[Value]]) -> int:
    """The number of the row with the heads: the one in which most fields are known, else the first that is filled well."""
    best, most = 1, (0, 0)
    for number, cells in enumerate(rows[:HEAD_WITHIN], start=1):
        texts = [shown(cell) for cell in cells if isinstance(cell, str)]
        score = len(guess(fields, texts)), sum(map(bool, texts))
        if score > most:
            best, most = number, score
    return best


def settings_of(fields: Sequence[Field], sheet: Sheet, table: Table) -> Settings:
    """What can be found out of a file: the columns, and how it writes days and amounts."""
    columns = guess(fields, table.heads)
    return Settings(
        sheet=sheet.sheet,
        coding=sheet.coding,
        separator=sheet.separator,
        head_row=table.head_row,
        columns=columns,
        days=days_of(cells_of(fields, table, columns, Shape.DAY)),
        numbers=numbers_of(cells_of(fields, table, columns, Shape.NUMBER)),
    )


def cells_of(fields: Sequence[Field], table: Table, columns: Mapping[str, int], shape: str) -> Iterable[Value]:
    """All cells of the columns that hold something of a shape."""
    places = [columns[one.code] for one in fields if one.shape == shape and one.code in columns]
    return (cells[place] for _, cells in table.rows for place in places if place < len(cells))


@dataclass(frozen=True)
class Seen:
    """A column of a file as the page shows it: its letter, its head, some values, the field it is taken for."""

    place: int
    letter: str
    head: str
    samples: tuple[str, ...]
    field: str
    is_double: bool


def seen(table: Table, settings: Settings, samples: int = 3) -> tuple[Seen, ...]:
    """The columns of a table that have a head or hold anything."""
    width = max([len(table.heads), *(len(cells) for _, cells in table.rows)], default=0)
    fields = {place: code for code, place in settings.columns.items()}
    keys = [head_key(head) for head in table.heads]
    found = []
    for place in range(width):
        values = (shown(cells[place]) for _, cells in table.rows if place < len(cells) and is_filled(cells[place]))
        some = tuple(value for value, _ in zip(dict.fromkeys(values), range(samples), strict=False))
        head = table.heads[place] if place < len(table.heads) else ""
        if head or some:
            is_double = bool(head) and keys.count(keys[place]) > 1
            found.append(Seen(place, column_letter(place), head, some, fields.get(place, ""), is_double))
    return tuple(found)


# --- Rows ---------------------------------------------------------------------------------------------------


def read_rows(fields: Sequence[Field], table: Table, settings: Settings, notation: Notation) -> list[Read]:
    """Every row of a table with the values of its fields, and what could not be read."""
    mapped = [(one, settings.columns[one.code]) for one in fields if one.code in settings.columns]
    lacking = tuple(
        Problem("", one.label, Said(NO_COLUMN)) for one in fields if one.is_needed and one.code not in settings.columns
    )
    read = (_read_row(number, cells, mapped, notation) for number, cells in table.rows)
    return [replace(row, problems=(*lacking, *row.problems)) for row in read] if lacking else list(read)


def _read_row(number: int, cells: Sequence[Value], mapped: Sequence[tuple[Field, int]], notation: Notation) -> Read:
    first = next(shown(cell) for cell in cells if is_filled(cell))
    if folded(first) in TOTALS:
        return Read(number, {}, first, (Problem("", "", Said(TOTAL_ROW)),))
    values: dict[str, object] = {}
    problems = []
    for one, place in mapped:
        cell = cells[place] if place < len(cells) else None
        try:
            value = read(one.read, cell, notation)
        except Unreadable as why:
            problems.append(Problem(cell_name(number, place), one.label, why.said))
            continue
        if value is None and one.is_needed:
            problems.append(Problem(cell_name(number, place), one.label, Said(MISSING)))
        elif value is not None and value != ():
            values[one.code] = value
    return Read(number, values, first, tuple(problems))
