"""One filter of brandpunten: read from an address, written back to one, told in chips; and the choice it makes. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from app.growth.rules import KIND_NAMES, KINDS, Kind, main_measures, size_words
from app.hubs.rules import HubProfile, Offering, Room, free_of, room_for
from app.web.notation import number, typed_date
from app.web.parsing import ParseError, parse_date, parse_decimal
from app.words import N_, Said

LONGEST_TEXT = 80


class Sort(StrEnum):
    """What the list is sorted on."""

    NAME = "naam"
    FREE = "vrij"


SORT_NAMES = {Sort.NAME: N_("naam"), Sort.FREE: N_("wat er vrij is")}


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, with the address that takes it off."""

    label: str
    value: str | Said | date
    href: str


@dataclass(frozen=True)
class Filter:
    """Which brandpunten: all of them when it is empty."""

    text: str = ""
    rom: str = ""
    technology: str = ""
    kind: str = ""
    least: Decimal | None = None
    by: date | None = None
    sort: Sort = Sort.NAME

    def query(self, **changes: object) -> str:
        """The part of an address after the question mark, with some parts changed; only what differs from empty."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        parts = {
            "q": one.text,
            "regio": one.rom,
            "technologie": one.technology,
            "soort": one.kind,
            "minimaal": "" if one.least is None else number(one.least),
            "per": "" if one.by is None else typed_date(one.by),
            "sorteer": "" if one.sort is Sort.NAME else one.sort,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def is_empty(self) -> bool:
        """Whether every brandpunt passes."""
        return replace(self, sort=Sort.NAME) == Filter()

    @property
    def shown_kind(self) -> Kind:
        """The kind whose free amount stands in the list: the one filtered on, else room."""
        return Kind(self.kind) if self.kind else Kind.SPACE

    @property
    def least_stored(self) -> int:
        """The least that must be free, in stored steps of the kind that is filtered on."""
        return main_measures(self.shown_kind)[0].stored(self.least or 0)


@dataclass(frozen=True)
class Wrong:
    """A field of the filter that could not be read, why, and what was typed."""

    field: str
    error: ParseError
    typed: str


def read_filter(
    args: Mapping[str, str], *, roms: Mapping[str, str], technologies: Mapping[str, str]
) -> tuple[Filter, tuple[Wrong, ...]]:
    """An address's arguments in; out the filter, and what was typed in it that cannot be read."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = args.get(name, "")
        return value if value in set(known) else ""

    wrong = []
    kind, least, by = one_of("soort", KINDS), None, None
    if typed := args.get("minimaal", "").strip():
        places = main_measures(kind or Kind.SPACE)[0].places
        try:
            least = parse_decimal(typed, places=places, most=100_000_000_000)
        except ParseError as error:
            wrong.append(Wrong("minimaal", error, typed))
    if typed := args.get("per", "").strip():
        try:
            by = parse_date(typed, month_ok=True)
        except ParseError as error:
            wrong.append(Wrong("per", error, typed))
    wanted = Filter(
        text=args.get("q", "").strip()[:LONGEST_TEXT],
        rom=one_of("regio", roms),
        technology=one_of("technologie", technologies),
        kind=kind,
        least=least,
        by=by,
        sort=Sort(one_of("sorteer", Sort) or Sort.NAME),
    )
    return wanted, tuple(wrong)


def chips(wanted: Filter, *, roms: Mapping[str, str], technologies: Mapping[str, str]) -> list[Chip]:
    """The parts of a filter in Dutch words, each with the address of the list without it."""
    found: list[Chip] = []

    def add(label: str, value: str | Said | date, **without: object) -> None:
        found.append(Chip(label, value, f"/brandpunten?{wanted.query(**without)}"))

    if wanted.text:
        add(N_("Zoek"), wanted.text, text="")
    if wanted.rom:
        add(N_("Regio"), roms[wanted.rom], rom="")
    if wanted.technology:
        add(N_("Technologie"), technologies[wanted.technology], technology="")
    if wanted.kind:
        add(N_("Vrij"), Said(KIND_NAMES[Kind(wanted.kind)]), kind="", least=None)
    if wanted.least is not None:
        add(N_("Minimaal"), size_words(wanted.shown_kind, wanted.least_stored), least=None)
    if wanted.by is not None:
        add(N_("Per"), wanted.by, by=None)
    return found


@dataclass(frozen=True)
class Listed:
    """A brandpunt in the list: whether it passes, what is free of the kind that is shown, and its five signs."""

    card: Any
    passes: bool
    free: int | None
    rooms: Mapping[Kind, Room]


def choose(cards: Iterable[Any], wanted: Filter) -> list[Listed]:
    """Every brandpunt with whether it passes the filter; sorted, those that do not pass too."""
    listed = [_listed(card, wanted) for card in cards]
    if wanted.sort is Sort.FREE:
        listed.sort(key=lambda one: -1 if one.free is None else one.free, reverse=True)
    return listed


def _listed(card: Any, wanted: Filter) -> Listed:
    profile: HubProfile = card.profile
    timely = [offering for offering in profile.supply if _is_there(offering, wanted.by)]
    free = free_of(wanted.shown_kind, timely)
    passes = (
        _matches_text(card, wanted.text)
        and wanted.rom in ("", profile.rom)
        and (not wanted.technology or wanted.technology in profile.technologies)
        and (not _filters_on_supply(wanted) or bool(free and free >= wanted.least_stored))
    )
    return Listed(card, passes, free, {kind: room_for(kind, timely) for kind in KINDS})


def _filters_on_supply(wanted: Filter) -> bool:
    return bool(wanted.kind) or wanted.least is not None or wanted.by is not None


def _is_there(offering: Offering, by: date | None) -> bool:
    """Whether a supply is there on a day; without a day, whatever is or will be."""
    if by is None:
        return True
    begins = offering.available_from is None or offering.available_from <= by
    return begins and (offering.until is None or offering.until >= by)


def _matches_text(card: Any, text: str) -> bool:
    words = f"{card.name} {card.place} {card.rom_short} {card.technologies}".casefold()
    return all(word in words for word in text.casefold().split())
