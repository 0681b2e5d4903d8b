"""How the programme counts: figures from accepted facts, without a database (002 §5.5).

Who reads a figure reads the ledger: entries up to a reporting date, as known at a ledger number. The unit is the
company, once, at its first date. What leaves the count leaves it because an entry says so, with a reason.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import NamedTuple

from app.ledger.rules import Fact
from app.words import N_

RULES_VERSION = "2026-1"

PROGRAMME_START = date(2025, 1, 1)
PROGRAMME_END = date(2028, 12, 31)
PROGRAMME_DAYS = (PROGRAMME_END - PROGRAMME_START).days + 1

IN_FUTURE = N_("Deze peildatum ligt in de toekomst. Kies een dag die voorbij is.")
BEFORE_START = N_("Deze peildatum ligt voor het begin van het programma, 1 januari 2025.")

LEADS = "leads_portefeuille"
APPROACHES = "aanpakken"
REALISED = "gerealiseerd"
SCALEUPS = "scaleups"
CAPITAL = "vermogen"
FIGURE_CODES = (LEADS, APPROACHES, REALISED, SCALEUPS, CAPITAL)

OWN_REGION = "eigen_regio"
EXPECTED = "vermogen_verwacht"
SPENT = "vermogen_gerealiseerd"

# Only the first row of the table in 002 §5.5 says "pro rata"; a line for the others is our own reading.
PRO_RATA_AGREED = frozenset({LEADS})

COUNTERFACTUALS = {
    "not_at_all": N_("Anders niet geïnvesteerd"),
    "not_in_nl": N_("Anders buiten Nederland geïnvesteerd"),
}


class Entry(NamedTuple):
    """One accepted fact as the ledger holds it; amounts in whole euros."""

    number: int
    fact: str
    company_id: int
    lead_id: int | None
    holds_on: date
    amount: int | None = None
    origin_rom: str | None = None
    destination_rom: str | None = None
    counterfactual: str | None = None
    reverses: int | None = None


class Target(NamedTuple):
    """What a figure should be at the end of 2028, from the day this target applies."""

    code: str
    amount: int
    valid_from: date


class Pending(NamedTuple):
    """A submission that still waits: what it would add when it is accepted."""

    fact: str
    company_id: int
    amount: int | None = None
    origin_rom: str | None = None
    destination_rom: str | None = None


@dataclass(frozen=True)
class Figure:
    """One figure at a reporting date: its value and the ledger numbers that make it."""

    code: str
    value: int
    target: int | None
    pro_rata: Decimal | None
    indicative: bool
    entries: tuple[int, ...]

    @property
    def gap(self) -> Decimal | None:
        """How far the value is ahead of (or, below zero, behind) its line."""
        return None if self.pro_rata is None else Decimal(self.value) - self.pro_rata


@dataclass(frozen=True)
class Line:
    """A count or sum that stands apart from the five figures."""

    code: str
    value: int
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Breach:
    """Something in the ledger that does not add up, and the companies it is about."""

    kind: str
    company_ids: tuple[int, ...]
    entries: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """All figures at one reporting date, as known at one ledger number."""

    reporting_date: date
    ledger_number: int
    rules_version: str
    by_code: Mapping[str, Figure]
    lines: Mapping[str, Line]
    breaches: tuple[Breach, ...]
    counted: Mapping[str, tuple[Entry, ...]] = field(repr=False)

    def __getitem__(self, code: str) -> Figure:
        return self.by_code[code]

    def companies(self, code: str) -> frozenset[int]:
        """The companies that a figure or line counts."""
        return frozenset(entry.company_id for entry in self.counted[code])

    @cached_property
    def leads(self) -> frozenset[int]:
        """The leads in portfolio: of each company the one that was admitted first."""
        return frozenset(entry.lead_id for entry in self.counted[LEADS] if entry.lead_id is not None)


BREACHES = {
    "scaleup_without_realised": N_("Scale-up zonder realisatie"),
    "realised_without_approach": N_("Realisatie zonder aanpak"),
    "approach_without_lead": N_("Aanpak zonder toegelaten lead"),
    "capital_without_lead": N_("Kapitaal zonder toegelaten lead"),
    "capital_before_entry": N_("Kapitaalbesluit van voor de toelating"),
    "capital_without_counterfactual": N_("Kapitaal zonder onderbouwing"),
}
INVARIANTS = ("scaleup_without_realised", "realised_without_approach", "approach_without_lead")
CONTRADICTED = "contradicted"
NOT_SUBMITTED = "not_submitted"
DOUBLE = "possibly_double"


def day_refused(day: date, today: date) -> str | None:
    """Why figures are not of this day, in words; None where they may be."""
    return IN_FUTURE if day > today else BEFORE_START if day < PROGRAMME_START else None


def programme_share(day: date) -> Decimal:
    """The part of the programme's 1,461 days that has passed at the end of a day, 0 to 1 (002 §5.5)."""
    passed = (day - PROGRAMME_START).days + 1
    return Decimal(min(max(passed, 0), PROGRAMME_DAYS)) / PROGRAMME_DAYS


def pro_rata(target: int, day: date, *, euros: bool = False) -> Decimal:
    """The straight line to a target at a day: one decimal, or whole euros (002 §5.5)."""
    step = Decimal("1") if euros else Decimal("0.1")
    return (target * programme_share(day)).quantize(step, rounding=ROUND_HALF_UP)


def target_at(targets: Iterable[Target], code: str, day: date) -> int | None:
    """The target of a figure that applies on a day: the last one valid from that day or before (002 §5.4)."""
    valid = [target for target in targets if target.code == code and target.valid_from <= day]
    return max(valid, key=lambda target: target.valid_from).amount if valid else None


def moves_region(entry: Entry) -> bool:
    """Whether a decision settles the company in another ROM's area; without a Dutch origin it cannot."""
    origin, destination = entry.origin_rom, entry.destination_rom
    return origin is not None and destination is not None and origin != destination


def stays_in_region(entry: Entry) -> bool:
    """Whether a decision settles the company inside the ROM area it came from."""
    return entry.origin_rom is not None and entry.origin_rom == entry.destination_rom


def standing(entries: Iterable[Entry], as_of: int | None = None) -> list[Entry]:
    """The entries that still stand as known at a ledger number, by the day they hold for.

    A reversal takes its entry away on every reporting date: it says that the fact never was one. A withdrawal does
    the same to all earlier entries of its lead. Either can itself be reversed.
    """
    known = sorted(
        (entry for entry in entries if as_of is None or entry.number <= as_of), key=lambda entry: entry.number
    )
    fallen: set[int] = set()
    withdrawn_at: dict[int, int] = {}
    for entry in reversed(known):
        if entry.number in fallen:
            continue
        if entry.reverses is not None:
            fallen.add(entry.reverses)
        elif entry.fact == Fact.WITHDRAWN and entry.lead_id is not None:
            withdrawn_at.setdefault(entry.lead_id, entry.number)
    stands = [
        entry
        for entry in known
        if entry.number not in fallen
        and entry.reverses is None
        and entry.fact != Fact.WITHDRAWN
        and not (entry.lead_id is not None and entry.number < withdrawn_at.get(entry.lead_id, 0))
    ]
    return sorted(stands, key=lambda entry: (entry.holds_on, entry.number))


def withdrawal(entries: Iterable[Entry], lead_id: int) -> Entry | None:
    """The entry that keeps a lead out of the count; None where it was reversed, or there is none."""
    entries = list(entries)
    reversed_ = {entry.reverses for entry in entries}
    of_lead = (entry for entry in entries if entry.lead_id == lead_id and entry.fact == Fact.WITHDRAWN)
    stands = [entry for entry in of_lead if entry.reverses is None and entry.number not in reversed_]
    return max(stands, key=lambda entry: entry.number, default=None)


def _first_per_company(entries: Iterable[Entry]) -> dict[int, Entry]:
    first: dict[int, Entry] = {}
    for entry in entries:
        first.setdefault(entry.company_id, entry)
    return first


def count(
    entries: Iterable[Entry], reporting_date: date, targets: Sequence[Target] = (), as_of: int | None = None
) -> Figures:
    """All figures at a reporting date, from the ledger as known at a number (None: all of it) (002 §5.5)."""
    entries = list(entries)
    last = max((entry.number for entry in entries), default=0)
    by_fact: dict[str, list[Entry]] = {}
    for entry in standing(entries, as_of):
        if entry.holds_on <= reporting_date:
            by_fact.setdefault(entry.fact, []).append(entry)

    def of(fact: Fact) -> list[Entry]:
        return by_fact.get(fact, [])

    leads = _first_per_company(of(Fact.ADMITTED))
    approaches = _first_per_company(of(Fact.APPROACH_STARTED))
    realised = _first_per_company(filter(moves_region, of(Fact.REALISED)))
    own_region = _first_per_company(filter(stays_in_region, of(Fact.REALISED)))
    grown = _first_per_company(of(Fact.BECAME_SCALEUP))

    def retained(fact: Fact) -> list[Entry]:
        return [
            entry
            for entry in of(fact)
            if entry.counterfactual in COUNTERFACTUALS
            and entry.company_id in leads
            and entry.holds_on >= leads[entry.company_id].holds_on
        ]

    counted = {
        LEADS: tuple(leads.values()),
        APPROACHES: tuple(approaches.values()),
        REALISED: tuple(realised.values()),
        SCALEUPS: tuple(entry for company, entry in grown.items() if company in realised),
        CAPITAL: tuple(retained(Fact.CAPITAL_DECIDED)),
        OWN_REGION: tuple(own_region.values()),
        EXPECTED: tuple(retained(Fact.CAPITAL_EXPECTED)),
        SPENT: tuple(retained(Fact.CAPITAL_REALISED)),
    }
    return Figures(
        reporting_date=reporting_date,
        ledger_number=last if as_of is None else min(as_of, last),
        rules_version=RULES_VERSION,
        by_code={code: _figure(code, counted[code], reporting_date, targets) for code in FIGURE_CODES},
        lines={code: Line(code, _value(code, counted[code]), _numbers(counted[code])) for code in counted},
        breaches=tuple(_breaches(leads, approaches, realised, grown, of(Fact.CAPITAL_DECIDED))),
        counted=counted,
    )


def _value(code: str, entries: Sequence[Entry]) -> int:
    if code in (CAPITAL, EXPECTED, SPENT):
        return sum(entry.amount or 0 for entry in entries)
    return len(entries)


def _numbers(entries: Iterable[Entry]) -> tuple[int, ...]:
    return tuple(sorted(entry.number for entry in entries))


def _figure(code: str, entries: Sequence[Entry], day: date, targets: Sequence[Target]) -> Figure:
    target = target_at(targets, code, day)
    return Figure(
        code=code,
        value=_value(code, entries),
        target=target,
        pro_rata=None if target is None else pro_rata(target, day, euros=code == CAPITAL),
        indicative=code not in PRO_RATA_AGREED,
        entries=_numbers(entries),
    )


def _breaches(
    leads: Mapping[int, Entry],
    approaches: Mapping[int, Entry],
    realised: Mapping[int, Entry],
    grown: Mapping[int, Entry],
    decided: Sequence[Entry],
) -> Iterable[Breach]:
    without = {
        "scaleup_without_realised": [entry for company, entry in grown.items() if company not in realised],
        "realised_without_approach": [entry for company, entry in realised.items() if company not in approaches],
        "approach_without_lead": [entry for company, entry in approaches.items() if company not in leads],
        "capital_without_lead": [entry for entry in decided if entry.company_id not in leads],
        "capital_before_entry": [
            entry
            for entry in decided
            if entry.company_id in leads and entry.holds_on < leads[entry.company_id].holds_on
        ],
        "capital_without_counterfactual": [entry for entry in decided if entry.counterfactual not in COUNTERFACTUALS],
    }
    for kind, entries in without.items():
        if entries:
            companies = tuple(sorted({entry.company_id for entry in entries}))
            yield Breach(kind, companies, _numbers(entries))


def awaiting(figures: Figures, pending: Iterable[Pending]) -> dict[str, int]:
    """What each figure would gain when all that waits is accepted: companies not yet counted, or whole euros."""
    known = {code: figures.companies(code) for code in FIGURE_CODES}
    new: dict[str, set[int]] = {code: set() for code in FIGURE_CODES}
    capital = 0
    fact_of = {Fact.ADMITTED: LEADS, Fact.APPROACH_STARTED: APPROACHES, Fact.BECAME_SCALEUP: SCALEUPS}
    for item in pending:
        code = fact_of.get(Fact(item.fact))
        if item.fact == Fact.CAPITAL_DECIDED:
            capital += item.amount or 0
        elif item.fact == Fact.REALISED and item.destination_rom not in (None, item.origin_rom) and item.origin_rom:
            code = REALISED
        if code and item.company_id not in known[code]:
            new[code].add(item.company_id)
    return {code: len(companies) for code, companies in new.items()} | {CAPITAL: capital}


@dataclass(frozen=True)
class RomRow:
    """What is counted at one ROM as the origin; capital in whole euros."""

    leads: int = 0
    approaches: int = 0
    realised: int = 0
    own_region: int = 0
    decided: int = 0


def per_rom(figures: Figures) -> dict[str | None, RomRow]:
    """The figures by ROM of origin; the rows add up to the totals. None: a lead without a Dutch site."""
    tally: dict[str | None, dict[str, int]] = {}
    columns = {LEADS: "leads", APPROACHES: "approaches", REALISED: "realised", OWN_REGION: "own_region"}
    for code, column in columns.items():
        for entry in figures.counted[code]:
            row = tally.setdefault(entry.origin_rom, {})
            row[column] = row.get(column, 0) + 1
    for entry in figures.counted[CAPITAL]:
        row = tally.setdefault(entry.origin_rom, {})
        row["decided"] = row.get("decided", 0) + (entry.amount or 0)
    return {rom: RomRow(**row) for rom, row in tally.items()}


def per_kind(figures: Figures, leads_of_kinds: Mapping[str, Set[int]]) -> dict[str, int]:
    """How many counted leads ask for each kind of demand; a lead may ask for more, so these never add up."""
    found = {kind: len(figures.leads & leads) for kind, leads in leads_of_kinds.items()}
    return {kind: leads for kind, leads in found.items() if leads}


@dataclass(frozen=True)
class Flow:
    """Settled in another ROM's area: how many left a region, how many came in. Never add the two."""

    outgoing: int = 0
    incoming: int = 0


def flows(figures: Figures, region_of: Mapping[str, str]) -> dict[str, Flow]:
    """In and out per programme region, of leads that settled in another ROM's area (002 §5.5)."""
    outgoing: dict[str, int] = {}
    incoming: dict[str, int] = {}
    for entry in figures.counted[REALISED]:
        for tally, rom in ((outgoing, entry.origin_rom), (incoming, entry.destination_rom)):
            region = region_of[rom or ""]
            tally[region] = tally.get(region, 0) + 1
    return {
        region: Flow(outgoing.get(region, 0), incoming.get(region, 0))
        for region in dict.fromkeys([*region_of.values()])
    }
