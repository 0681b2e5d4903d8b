"""What an import is: a table out of a file, what is read of each cell, and what becomes of each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.words import N_, Said

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_SENT = 40 * MEGABYTE  # what is read of a request that is too large, so that the page can say so
MOST_ROWS = 20_000
MOST_COLUMNS = 60
HEAD_WITHIN = 20  # rows in which the heads are looked for

NO_FILE = N_("Kies een bestand.")
EMPTY_FILE = N_("Dit bestand is leeg.")
TOO_LARGE = N_("Dit bestand is groter dan 10 MB. Splits het, of bewaar alleen het blad dat je nodig hebt.")
NO_TABLE = N_("Dit is geen tabel die we kunnen lezen. Bewaar het als .xlsx of als .csv.")
OLD_EXCEL = N_(
    "Dit is een oud Excel-bestand (.xls) of er zit een wachtwoord op, ook al heet het anders. Open het in Excel en "
    "bewaar het zonder wachtwoord als .xlsx."
)
OTHER_OFFICE = N_("Dit is geen Excel-bestand. Open het en bewaar het als .xlsx of als .csv.")
DAMAGED = N_(
    "Dit bestand is beschadigd of niet volledig. Open het in Excel, bewaar het opnieuw en probeer het nog eens."
)
SWOLLEN = N_("Dit bestand wordt uitgepakt te groot. Bewaar alleen het blad dat je nodig hebt, in een nieuw bestand.")
TOO_MANY_ROWS = N_("Dit bestand heeft meer dan %(most)s rijen. Splits het in kleinere bestanden.")
TOO_MANY_COLUMNS = N_(
    "Dit bestand heeft %(count)s kolommen; hoogstens %(most)s passen. Haal weg wat je niet nodig hebt."
)
TOO_FAR = N_("In dit blad staat iets in cel %(cell)s. Verwijder wat ver buiten de tabel staat, en bewaar het opnieuw.")
PIVOT = N_("Dit is een draaitabel. Importeer de gegevens waarvan zij gemaakt is, of plak haar als waarden.")
NO_SUCH_SHEET = N_("Dit blad bestaat niet in het bestand.")
NO_ROWS = N_("Onder de kopregel staat niets. Kies een andere kopregel of een ander blad.")
NO_HEADS = N_("Op deze regel staan geen kolomkoppen. Kies een andere kopregel.")
WRONG_CODING = N_("Met deze tekenset is het bestand niet te lezen. Kies een andere.")

FORMULA = N_("Hier staat een formule. Plak in Excel de waarde (Plakken speciaal, Waarden).")
MERGED = N_("Deze cel is samengevoegd met %(first)s. Splits de cellen en vul elke rij in.")
EXCEL_ERROR = N_("Hier staat de foutmelding %(shown)s van Excel.")


@dataclass(frozen=True)
class Odd:
    """A cell that holds no value to read, and why."""

    said: Said
    shown: str = ""


Value = str | int | float | bool | date | datetime | Odd | None


@dataclass(frozen=True)
class Sheet:
    """What a file holds, as it was read: its rows by their numbers, what else could be read, and how this was."""

    rows: Sequence[Sequence[Value]]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    coding: str = ""
    separator: str = ""


@dataclass(frozen=True)
class Table:
    """The heads of a sheet and the rows under them: the number of each row in the file, and its cells."""

    heads: tuple[str, ...]
    head_row: int
    rows: tuple[tuple[int, Sequence[Value]], ...]


def table_of(sheet: Sheet, head_row: int) -> Table:
    """The table under a row of heads (counted from 1); rows without anything are left out."""
    heads = tuple(shown(value) for value in sheet.rows[head_row - 1]) if 0 < head_row <= len(sheet.rows) else ()
    below = enumerate(sheet.rows[head_row:], start=head_row + 1)
    return Table(heads, head_row, tuple((number, cells) for number, cells in below if any(map(is_filled, cells))))


def is_filled(value: Value) -> bool:
    """Whether a cell holds anything."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def shown(value: Value) -> str:
    """A cell as a person sees it: text on one line, whole numbers without a point, days as 31-5-2026."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None:
        return ""
    if isinstance(value, Odd):
        return value.shown
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value).replace(".", ",")
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}"
    return str(value)


def column_letter(place: int) -> str:
    """The letter of a column, counted from 0: A, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, place: int) -> str:
    """A cell as Excel names it: C14."""
    return f"{column_letter(place)}{row}"


# --- What becomes of a row ----------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What an import does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DOUBLE = "double"
    REFUSED = "refused"


OUTCOMES = {
    Outcome.NEW: N_("Nieuw"),
    Outcome.CHANGED: N_("Wijziging"),
    Outcome.SAME: N_("Ongewijzigd"),
    Outcome.DOUBLE: N_("Mogelijk dubbel"),
    Outcome.REFUSED: N_("Geweigerd"),
}
MARKS = {
    Outcome.NEW: ("ok", "plus"),
    Outcome.CHANGED: ("un", "pencil"),
    Outcome.SAME: ("un", "check"),
    Outcome.DOUBLE: ("warn", "copy"),
    Outcome.REFUSED: ("bad", "circle-x"),
}


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: the cell (none where it is about the whole row), the field, and the reason."""

    cell: str
    field: str
    said: Said


@dataclass(frozen=True)
class Difference:
    """What changes of a field: before and after, as a person reads them."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Candidate:
    """What a row may be double with: a company, of ours or of another holder, or an earlier row of the file."""

    name: str
    reason: Said
    company_id: int | None = None
    is_ours: bool = False


@dataclass(frozen=True)
class Read:
    """A row as it was read: its number, the values by field, its first words, and what could not be read."""

    number: int
    values: Mapping[str, object]
    first: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A row with what becomes of it; `target` is the row of the database that it is about, in the version that was seen."""

    number: int
    outcome: Outcome
    title: str
    values: Mapping[str, object] = field(default_factory=dict)
    target: int | None = None
    version: int = 0
    differences: tuple[Difference, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()


SKIP, AS_NEW = "skip", "new"  # what a person says of a row that may be double, besides the number of a company
LOOKED_AT = "looked at"  # what is said of a row that resembles nothing, or was shown what it resembles
AT_ONCE = 500  # rows that are written together
LATER_FROM = 2_000  # rows from which an import is carried out or undone later, with its progress shown
CHANGED_SINCE = N_("Sinds je dit voorbeeld zag is er iets veranderd. Dit is het voorbeeld van nu.")
NOTHING_TO_DO = N_("Er is niets om te importeren: geen rij is nieuw of anders.")
NOTHING_TO_UNDO = N_("Deze import is niet uitgevoerd, of al ongedaan gemaakt.")
CHANGED_MEANWHILE = N_(
    "Wat in rij %(row)s staat, is intussen door iemand anders gewijzigd. Bekijk het voorbeeld opnieuw."
)


@dataclass(frozen=True)
class Wanted:
    """A row to carry out: new, or a change of what `target` says, which is still as it was seen (`version`)."""

    number: int
    values: Mapping[str, Any]
    target: int | None = None
    version: int = 0


# --- How far an import is -----------------------------------------------------------------------------------


class State(StrEnum):
    """How far an import is."""

    OPEN = "open"
    WAITING = "waiting"
    DONE = "done"
    GOING_BACK = "undoing"
    UNDONE = "undone"


STATES = {
    State.OPEN: N_("Nog niet uitgevoerd"),
    State.WAITING: N_("Bezig"),
    State.DONE: N_("Uitgevoerd"),
    State.GOING_BACK: N_("Wordt ongedaan gemaakt"),
    State.UNDONE: N_("Ongedaan gemaakt"),
}
