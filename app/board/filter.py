"""One filter of leads: read from an address, written back to one, told in chips. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from app.board.columns import BY_CHOICE, SHOWN, Column
from app.growth.rules import KIND_NAMES, KINDS, Kind, main_measures, size_words
from app.leads.rules import PHASES
from app.pipeline.rules import STEP_LABELS, STEPS, Step
from app.web.notation import number
from app.web.parsing import ParseError, parse_decimal
from app.words import N_, Said


class Status(StrEnum):
    """Which leads: those that are open, those that ended, or both."""

    OPEN = "open"
    CLOSED = "gesloten"
    ALL = "alle"


class Whose(StrEnum):
    """Whose leads."""

    MINE = "ik"
    OURS = "organisatie"
    FOLLOWED = "volg"


class Shared(StrEnum):
    """What the company agreed to."""

    WITH_US = "gedeeld"
    ENDING = "eindigt"
    NONE = "geen"


STATUS_LABELS = {Status.OPEN: N_("open"), Status.CLOSED: N_("gesloten"), Status.ALL: N_("open en gesloten")}
WHOSE_LABELS = {
    Whose.MINE: N_("van mij"),
    Whose.OURS: N_("van mijn organisatie"),
    Whose.FOLLOWED: N_("die ik volg"),
}
SHARED_LABELS = {
    Shared.WITH_US: N_("met ons gedeeld"),
    Shared.ENDING: N_("eindigt binnen 60 dagen"),
    Shared.NONE: N_("geen toestemming"),
}
ENDING_WITHIN_DAYS = 60
LONGEST_TEXT = 80
LONGEST_SILENCE = 3650
MOST_ROWS = 2**31 - 1
EVERYTHING = "status=open"  # said aloud: an address that asks nothing opens with the view that a person chose
YEARS = range(2025, 2041)
QUARTER = N_("%(quarter)se kwartaal %(year)s")
DAYS = N_("langer dan %(days)s dagen")

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Lists:
    """What may be chosen from, as the reader knows it: what is said of each, by its code or number."""

    roms: Mapping[str, str]
    hubs: Mapping[str, str]
    technologies: Mapping[str, str]
    owners: Mapping[str, str]


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, with the address that takes it off."""

    label: str
    value: str | Said
    href: str


@dataclass(frozen=True)
class Place:
    """Where a page of the list begins, after (or before) the lead with a number; `key` is what it is sorted on there.

    A text, such as a name, does not stand in an address: then the list looks the key up.
    """

    number: int
    key: str = ""
    back: bool = False


@dataclass(frozen=True)
class Filter:
    """What the reader wants to see; the empty filter shows the open leads, the first needed on top."""

    steps: tuple[Step, ...] = ()
    rom: str = ""
    hub: str = ""
    kind: str = ""
    least: Decimal | None = None
    phase: int | None = None
    technology: str = ""
    before: date | None = None
    since: date | None = None
    owner: str = ""
    whose: str = ""
    silent: int | None = None
    consent: str = ""
    status: Status = Status.OPEN
    text: str = ""
    sort: Column = Column.NEEDED
    down: bool = False
    columns: tuple[Column, ...] = SHOWN
    board: bool = False

    @property
    def chosen(self) -> "Filter":
        """Which leads, whatever is shown of them and in which order."""
        return replace(self, sort=Column.NEEDED, down=False, columns=SHOWN, board=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out but closed leads."""
        return self.chosen == Filter()

    @property
    def least_stored(self) -> int:
        """The least that is asked of the kind, in stored steps of its main measure."""
        return main_measures(self.kind)[0].stored(self.least or 0)

    @property
    def choice(self) -> list[tuple[str, str]]:
        """Which leads, as it stands in an address: only what differs from empty."""
        return [(each.name, word) for each in DIMENSIONS for word in each.words(getattr(self, each.field))]

    @property
    def view(self) -> list[tuple[str, str]]:
        """What is shown of them and in which order, as it stands in an address."""
        parts = {
            "sorteer": "" if self.sort is Column.NEEDED and not self.down else self.sort,
            "richting": "af" if self.down else "",
            "kolommen": "" if self.columns == SHOWN else ",".join(self.columns),
            "beeld": "bord" if self.board else "",
        }
        return [(name, word) for name, word in parts.items() if word]

    def query(self, place: Place | None = None, **changes: object) -> str:
        """The part of an address after the question mark, with some parts changed."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        begins = [("tot" if place.back else "na", f"{place.number}.{place.key}")] if place else []
        return urlencode([*one.choice, *one.view, *begins])

    def path(self, place: Place | None = None, **changes: object) -> str:
        """The address of the list, with some parts changed."""
        return f"/pijplijn?{self.query(place, **changes) or EVERYTHING}"

    @property
    def cleared(self) -> str:
        """The address of the same view without any filter."""
        return Filter(sort=self.sort, down=self.down, columns=self.columns, board=self.board).path()

    def sort_path(self, sort: Column) -> str:
        """The address of the same list sorted on a column; on the same column once more it turns round."""
        return self.path(sort=sort, down=not self.down if sort is self.sort else False)

    def direction(self, sort: Column) -> str:
        """How a column is sorted, in ARIA's words."""
        if sort is not self.sort:
            return "none"
        return "descending" if self.down else "ascending"


# --- The dimensions ----------------------------------------------------------------------------------------

Read = Callable[[list[str], Lists], Any]
Tell = Callable[[Any, Filter, Lists], str | Said]


@dataclass(frozen=True)
class Dimension:
    """One thing to filter on: its field and its name in the address, what it is called, how it is read and told.

    `read` gives None for what it does not understand; the field is then left as it is in the empty filter.
    """

    field: str
    name: str
    label: str
    read: Read
    tell: Tell
    word: Callable[[Any], str] = str

    @property
    def empty(self) -> Any:
        """What the field holds when nothing is asked."""
        return getattr(Filter, self.field)

    def words(self, value: Any) -> Iterator[str]:
        """What stands in the address, a word for each of what was chosen; nothing when nothing is asked."""
        if value != self.empty:
            yield from map(self.word, value if isinstance(value, tuple) else [value])


def _one_of(known: Callable[[Lists], Iterable[str]], made: Callable[[str], Any] = str) -> Read:
    return lambda typed, lists: made(typed[0]) if typed[0] in known(lists) else None


def _listed(name: str) -> tuple[Read, Tell]:
    """One of what the reader's own lists hold, told by its name there."""
    return _one_of(lambda lists: getattr(lists, name)), lambda value, _wanted, lists: getattr(lists, name)[value]


def _worded(labels: Mapping[Any, str], made: Callable[[str], Any]) -> tuple[Read, Tell]:
    """One of a vocabulary of ours."""
    return _one_of(lambda _lists: map(str, labels), made), lambda value, _wanted, _lists: Said(labels[value])


def _several_steps(typed: list[str], _lists: Lists) -> tuple[Step, ...] | None:
    return tuple(step for step in STEPS if step in typed) or None


def _tell_steps(value: tuple[Step, ...], _wanted: Filter, _lists: Lists) -> Said:
    names = {f"step_{place}": Said(STEP_LABELS[step]) for place, step in enumerate(value)}
    return Said(", ".join(f"%({name})s" for name in names), names)


def _amount(typed: list[str], _lists: Lists) -> Decimal | None:
    try:
        return parse_decimal(typed[0], places=3, most=10_000_000_000) or None
    except ParseError:
        return None


def _whole(most: int) -> Read:
    def read(typed: list[str], _lists: Lists) -> int | None:
        text = typed[0][:20]
        return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= most else None

    return read


def _quarter(typed: list[str], _lists: Lists) -> date | None:
    year, _, part = typed[0].partition("-")
    known = year in map(str, YEARS) and part in ("", "1", "2", "3", "4")
    return date(int(year), 3 * int(part or 1) - 2, 1) if known else None


def quarter_word(day: date) -> str:
    """The first day of a quarter as it stands in the address: 2028-3; that of a year: 2028."""
    return f"{day.year}-{(day.month + 2) // 3}" if day.month > 1 else str(day.year)


def tell_quarter(day: date) -> str | Said:
    """The first day of a quarter in words; that of a year by its number."""
    return Said(QUARTER, {"quarter": (day.month + 2) // 3, "year": day.year}) if day.month > 1 else str(day.year)


def _text(typed: list[str], _lists: Lists) -> str | None:
    return typed[0].strip()[:LONGEST_TEXT].strip() or None


def _tell_least(value: Decimal, wanted: Filter, _lists: Lists) -> Said:
    return size_words(wanted.kind, wanted.least_stored)


def _as_typed(value: Any, _wanted: Filter, _lists: Lists) -> str:
    return str(value)


KIND_WORDS = {str(kind): KIND_NAMES[kind] for kind in KINDS}

DIMENSIONS = (
    Dimension("text", "q", N_("Zoek"), _text, _as_typed),
    Dimension("steps", "stap", N_("Stap"), _several_steps, _tell_steps),
    Dimension("rom", "regio", N_("Regio"), *_listed("roms")),
    Dimension("hub", "brandpunt", N_("Brandpunt"), *_listed("hubs")),
    Dimension("kind", "vraag", N_("Vraag"), *_worded(KIND_WORDS, str)),
    Dimension("least", "minimaal", N_("Minimaal"), _amount, _tell_least, number),
    Dimension("phase", "fase", N_("Fase"), *_worded(PHASES, int)),
    Dimension("technology", "technologie", N_("Technologie"), *_listed("technologies")),
    Dimension(
        "since", "vanaf", N_("Nodig vanaf"), _quarter, lambda day, _wanted, _lists: tell_quarter(day), quarter_word
    ),
    Dimension(
        "before", "voor", N_("Nodig vóór"), _quarter, lambda day, _wanted, _lists: tell_quarter(day), quarter_word
    ),
    Dimension("owner", "eigenaar", N_("Eigenaar"), *_listed("owners")),
    Dimension("whose", "wie", N_("Leads"), *_worded(WHOSE_LABELS, Whose)),
    Dimension(
        "silent",
        "stil",
        N_("Stil"),
        _whole(LONGEST_SILENCE),
        lambda days, _wanted, _lists: Said(DAYS, {"days": days}),
    ),
    Dimension("consent", "toestemming", N_("Toestemming"), *_worded(SHARED_LABELS, Shared)),
    Dimension("status", "status", N_("Status"), *_worded(STATUS_LABELS, Status)),
)


NAMES = frozenset(each.name for each in DIMENSIONS)


def read_filter(pairs: Pairs, lists: Lists) -> Filter:
    """An address's arguments in, the filter out; what is not understood is left out."""
    typed = gathered(pairs)
    read = {each.field: each.read(typed[each.name], lists) for each in DIMENSIONS if typed.get(each.name)}
    sort = typed.get("sorteer", [""])[0]
    wanted = Filter(
        **{field: value for field, value in read.items() if value is not None},
        sort=Column(sort) if sort in set(Column) else Column.NEEDED,
        down=typed.get("richting") == ["af"],
        columns=_columns(typed.get("kolommen", [])),
        board=typed.get("beeld") == ["bord"],
    )
    return wanted if _is_measured(wanted) else replace(wanted, least=None)


def gathered(pairs: Pairs) -> dict[str, list[str]]:
    """An address's arguments in, the words of each by its name out."""
    typed: dict[str, list[str]] = {}
    for name, word in pairs:
        typed.setdefault(name, []).append(word)
    return typed


def _is_measured(wanted: Filter) -> bool:
    """Whether the amount is one that is kept of the kind that is asked for."""
    if wanted.least is None:
        return True
    if not wanted.kind:
        return False
    measure = main_measures(Kind(wanted.kind))[0]
    return wanted.least == round(wanted.least, measure.places)


def _columns(typed: list[str]) -> tuple[Column, ...]:
    """The columns that were chosen, always in their own order; the ones that are shown unasked when none was."""
    words = {word for part in typed for word in part.split(",")}
    chosen = tuple(column for column in BY_CHOICE if column in words)
    return chosen or SHOWN


def read_place(pairs: Pairs) -> Place | None:
    """Where the page begins that an address asks for; None for the first page, and for what is not understood."""
    for name, word in pairs:
        if name in ("na", "tot"):
            text, _, key = word.partition(".")
            if text.isascii() and text.isdigit() and int(text[:20]) <= MOST_ROWS:
                return Place(int(text[:20]), key[:LONGEST_TEXT], name == "tot")
    return None


def chips(wanted: Filter, lists: Lists) -> list[Chip]:
    """The parts of a filter in words, each with the address of the list without it."""
    found = []
    for each in DIMENSIONS:
        value = getattr(wanted, each.field)
        if value != each.empty:
            without: dict[str, Any] = {each.field: each.empty}
            if each.field == "kind":
                without["least"] = None
            found.append(Chip(each.label, each.tell(value, wanted, lists), wanted.path(**without)))
    return found
