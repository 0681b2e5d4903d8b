"""What undoing means, row by row: pure. A batch is read from the history, which says what was and what became."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

Row = tuple[str, int]  # a row by the name of its table and its number
Texts = dict[str, str | None]


class Why(StrEnum):
    """Why a row stays as it is."""

    CHANGED = "changed"  # somebody changed it since
    POINTED_AT = "pointed_at"  # something that stays points at it
    GONE = "gone"  # it is there no more, or not for this reader
    NOT_YOURS = "not_yours"  # it may be read and not written
    ERASED = "erased"  # what it said was wiped


class Told(Protocol):
    """A line of the history, with its words."""

    table: str
    row_id: str
    action: str
    field: str | None
    company_id: int | None
    lead_id: int | None
    was: str | None
    became: str | None
    wiped: bool


@dataclass
class Undoing:
    """What a batch did to one row: made it, removed it, or changed fields (what they were, what they became)."""

    row: Row
    company_id: int | None = None
    lead_id: int | None = None
    made: bool = False
    removed: bool = False
    wiped: bool = False
    was: Texts = field(default_factory=dict)
    became: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    """A row that stays as it is, and why."""

    row: Row
    why: Why
    company_id: int | None = None
    lead_id: int | None = None


def undoings(history: Iterable[Told]) -> list[Undoing]:
    """What a batch did, one for each row that it left other than it found it, in the order of the history."""
    found: dict[Row, Undoing] = {}
    for told in history:
        row = (told.table, int(told.row_id))
        _take_in(found.setdefault(row, Undoing(row, told.company_id, told.lead_id)), told)
    return [one for one in found.values() if not (one.made and one.removed)]


def _take_in(one: Undoing, told: Told) -> None:
    one.made |= told.action == "insert"
    one.removed |= told.action == "delete"
    if told.field is None:
        return
    one.wiped |= told.wiped
    one.was.setdefault(told.field, told.was)
    if told.action == "update":
        one.became[told.field] = told.became


def read_back(kind: type, text: str | None) -> Any:
    """A value as a column of this kind holds it, from the words of the history."""
    if text is None:
        return None
    if kind is bool:
        return text == "True"
    if kind in (date, datetime):
        return kind.fromisoformat(text)
    return kind(text)


def with_parts(now: str | None, was: str | None, became: str | None) -> str:
    """A JSON object of today with the parts that the batch changed as they were before."""
    parts, before, after = (json.loads(text or "{}") for text in (now, was, became))
    for name in {**before, **after}:
        parts.pop(name, None)
    return json.dumps({**parts, **before}, ensure_ascii=False)


def same_parts(now: str | None, became: str | None) -> bool:
    """Whether the parts that the batch wrote stand in a JSON object of today as it left them."""
    parts, after = json.loads(now or "{}"), json.loads(became or "{}")
    return all(parts.get(name) == value for name, value in after.items())


def held(rows: Iterable[Row], pointing: Mapping[Row, Iterable[Row]], staying: Iterable[Row]) -> set[Row]:
    """Of the rows that would be removed, those that must stay: what a row that stays points at, stays.

    `pointing` gives the rows that point at a row.
    """
    stays, held_now, going = set(staying), set[Row](), set(rows)
    while found := {row for row in going if any(each in stays or each not in going for each in pointing.get(row, ()))}:
        held_now |= found
        stays |= found
        going -= found
    return held_now
