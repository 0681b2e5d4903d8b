"""The columns of the table: which there are, which are shown unasked, and what kind of key each is sorted on. Pure."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.words import N_


class Column(StrEnum):
    """What the table can show of a lead and can be sorted on."""

    LEAD = "lead"
    ASKED = "vraag"
    STEP = "stap"
    NEEDED = "nodig"
    ADVANCE = "voorsprong"
    MONEY = "vermogen"
    NEXT = "volgende"
    SILENT = "stil"
    ROM = "regio"
    PHASE = "fase"
    OWNER = "eigenaar"
    ASKED_ON = "gesteld"


COLUMN_LABELS = {
    Column.LEAD: N_("Lead"),
    Column.ASKED: N_("Vraag"),
    Column.STEP: N_("Stap"),
    Column.NEEDED: N_("Nodig"),
    Column.ADVANCE: N_("Voorsprong"),
    Column.MONEY: N_("Vermogen"),
    Column.NEXT: N_("Volgende stap"),
    Column.SILENT: N_("Stil"),
    Column.ROM: N_("Regio"),
    Column.PHASE: N_("Fase"),
    Column.OWNER: N_("Eigenaar"),
    Column.ASKED_ON: N_("Gesteld op"),
}
BY_CHOICE = tuple(column for column in Column if column is not Column.LEAD)  # the lead itself is always there
SHOWN = BY_CHOICE[: BY_CHOICE.index(Column.SILENT) + 1]
NUMBERS = frozenset({Column.ADVANCE, Column.MONEY, Column.SILENT})

MOST = 10**15


def _moment(text: str) -> datetime | None:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else None


def _whole(text: str) -> int | None:
    whole = int(text)
    return whole if abs(whole) < MOST else None


# The keys that may stand in an address, and how each is read there. Texts may not: they are names.
READERS: dict[Column, Callable[[str], Any]] = {
    Column.ASKED: _whole,
    Column.STEP: _whole,
    Column.NEEDED: date.fromisoformat,
    Column.ADVANCE: _whole,
    Column.MONEY: _whole,
    Column.NEXT: date.fromisoformat,
    Column.SILENT: _moment,
    Column.PHASE: _whole,
    Column.ASKED_ON: date.fromisoformat,
}


def write_key(column: Column, key: Any) -> str:
    """The key of the lead at the end of a page, as it stands in an address; nothing for a text or an unknown."""
    if column not in READERS or key is None:
        return ""
    return key.isoformat() if isinstance(key, date) else str(key)


def read_key(column: Column, text: str) -> Any:
    """The key that stands in an address; None where it says nothing that is understood."""
    try:
        return READERS[column](text) if text and column in READERS else None
    except ValueError:
        return None
