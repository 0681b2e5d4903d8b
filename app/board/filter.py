"""One filter of the pipeline: read from an address, written back to one, told in chips. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from app.pipeline.rules import STEP_LABELS, Step
from app.words import N_


class Status(StrEnum):
    """Which leads: those that are open, those that ended, or both."""

    OPEN = "open"
    CLOSED = "gesloten"
    ALL = "alle"


class Sort(StrEnum):
    """What the list is sorted on."""

    NEEDED = "nodig"
    LEAD = "lead"
    STEP = "stap"
    SILENT = "stil"


class Whose(StrEnum):
    """Whose leads."""

    MINE = "ik"
    OURS = "organisatie"


STATUS_LABELS = {Status.OPEN: N_("open"), Status.CLOSED: N_("gesloten"), Status.ALL: N_("open en gesloten")}
WHOSE_LABELS = {Whose.MINE: N_("van mij"), Whose.OURS: N_("van mijn organisatie")}
LONGEST_TEXT = 80
YEARS = range(2025, 2041)


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, with the address that takes it off."""

    label: str
    value: str
    href: str
    is_typed: bool = False  # the reader's own words, not one of ours to translate


@dataclass(frozen=True)
class Filter:
    """What the reader wants to see; the empty filter shows the open leads, the first needed on top."""

    step: str = ""
    rom: str = ""
    kind: str = ""
    status: Status = Status.OPEN
    whose: str = ""
    before: int | None = None
    text: str = ""
    sort: Sort = Sort.NEEDED
    down: bool = False
    board: bool = False

    def query(self, **changes: object) -> str:
        """The part of an address after the question mark, with some parts changed; only what differs from empty."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        parts = {
            "stap": one.step,
            "regio": one.rom,
            "vraag": one.kind,
            "status": "" if one.status is Status.OPEN else one.status,
            "wie": one.whose,
            "voor": "" if one.before is None else str(one.before),
            "q": one.text,
            "sorteer": "" if one.sort is Sort.NEEDED and not one.down else one.sort,
            "richting": "af" if one.down else "",
            "beeld": "bord" if one.board else "",
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left out but closed leads."""
        return replace(self, sort=Sort.NEEDED, down=False, board=False) == Filter()

    @property
    def cleared(self) -> str:
        """The address of the same view without any filter."""
        return "/pijplijn?beeld=bord" if self.board else "/pijplijn"

    def sort_query(self, sort: Sort) -> str:
        """The address of the same list sorted on a column; on the same column once more it turns round."""
        return self.query(sort=sort, down=not self.down if sort is self.sort else False)

    def direction(self, sort: Sort) -> str:
        """How a column is sorted, in ARIA's words."""
        if sort is not self.sort:
            return "none"
        return "descending" if self.down else "ascending"


def read_filter(args: Mapping[str, str], *, roms: Mapping[str, str], kinds: Mapping[str, str]) -> Filter:
    """An address's arguments in, the filter out; what is not understood is left out."""

    def one_of(name: str, known: Mapping[str, str] | type[StrEnum]) -> str:
        value = args.get(name, "")
        allowed = set(known) if isinstance(known, Mapping) else {one.value for one in known}
        return value if value in allowed else ""

    year = args.get("voor", "")
    return Filter(
        step=one_of("stap", Step),
        rom=one_of("regio", roms),
        kind=one_of("vraag", kinds),
        status=Status(one_of("status", Status) or Status.OPEN),
        whose=one_of("wie", Whose),
        before=int(year) if year.isascii() and year.isdigit() and int(year[:5]) in YEARS else None,
        text=args.get("q", "").strip()[:LONGEST_TEXT],
        sort=Sort(one_of("sorteer", Sort) or Sort.NEEDED),
        down=args.get("richting") == "af",
        board=args.get("beeld") == "bord",
    )


def chips(wanted: Filter, *, roms: Mapping[str, str], kinds: Mapping[str, str]) -> list[Chip]:
    """The parts of a filter in Dutch words, each with the address of the list without it."""
    found: list[Chip] = []

    def add(label: str, value: str, **without: object) -> None:
        found.append(Chip(label, value, f"/pijplijn?{wanted.query(**without)}"))

    if wanted.text:
        found.append(Chip(N_("Zoek"), wanted.text, f"/pijplijn?{wanted.query(text='')}", is_typed=True))
    if wanted.rom:
        add(N_("Regio"), roms[wanted.rom], rom="")
    if wanted.step:
        add(N_("Stap"), STEP_LABELS[Step(wanted.step)], step="")
    if wanted.kind:
        add(N_("Vraag"), kinds[wanted.kind], kind="")
    if wanted.status is not Status.OPEN:
        add(N_("Status"), STATUS_LABELS[wanted.status], status=Status.OPEN)
    if wanted.whose:
        add(N_("Leads"), WHOSE_LABELS[Whose(wanted.whose)], whose="")
    if wanted.before is not None:
        add(N_("Nodig vóór"), str(wanted.before), before=None)
    return found
