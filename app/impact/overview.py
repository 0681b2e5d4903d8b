"""The coordinator's overview: figures, what waits, what does not add up, and how leads do per ROM."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

from sqlalchemy import Row, String, cast, false, func, literal, or_, select, true, union_all

from app.access.session import Exemption, GuardedSession
from app.access.unchanged import while_unchanged
from app.capital.models import Decision, Investment
from app.cases.models import Signal
from app.companies.models import Company, CompanyKvk
from app.geography.models import Rom
from app.growth.models import Demand
from app.impact import queries, rules
from app.impact.dossier import contradictions
from app.impact.queries import Behind, Waiting
from app.impact.settings import settings_at
from app.impact.stand import Stand
from app.leads.models import Lead, LeadCourse
from app.leads.rules import months_between
from app.ledger import queries as ledger
from app.ledger.models import Submission
from app.ledger.rules import Fact
from app.pipeline.rules import STEPS, silent_before
from app.web.parsing import ParseError, parse_date


@dataclass(frozen=True)
class RegionRow:
    """One ROM on the overview: what is counted there as origin, and how its leads do."""

    code: str
    short: str
    counted: rules.RomRow
    advance: int | None
    silent: int


@dataclass(frozen=True)
class Stuck:
    """How long leads stand in one step: median of days, and how many there are."""

    step: str
    days: int
    leads: int


@dataclass(frozen=True)
class Pace:
    """How leads do apart from the ledger: advance and silence per ROM, days per step."""

    advance: Mapping[str | None, int]
    silent: Mapping[str | None, int]
    stuck: tuple[Stuck, ...]
    advance_all: int | None
    early_percent: int | None


def roms(session: GuardedSession) -> Sequence[Row]:
    """The ROMs by name: code, short, programme region."""
    return session.execute(select(Rom.code, Rom.short, Rom.programme_region).order_by(Rom.short)).all()


def pace(session: GuardedSession, today: date, counted: Container[int], advance_months: int = 24) -> Pace:
    """Advance (of the counted leads) and silence per ROM, and how long open leads stand in their step. One query."""
    is_silent = LeadCourse.last_activity_at < silent_before(today)
    rows = session.execute(
        select(
            Lead.id,
            Lead.origin_rom_code,
            LeadCourse.asked_on,
            LeadCourse.needed_by,
            LeadCourse.outcome,
            LeadCourse.step,
            LeadCourse.step_since,
            is_silent,
        ).join(LeadCourse, LeadCourse.lead_id == Lead.id)
    )
    months: dict[str | None, list[int]] = {}
    silent: Counter[str | None] = Counter()
    waits: dict[str, list[int]] = {}
    for lead_id, rom, asked_on, needed_by, outcome, step, since, is_still in rows:
        if lead_id in counted and needed_by is not None:
            months.setdefault(rom, []).append(months_between(asked_on, needed_by))
        if outcome is None:
            waits.setdefault(step, []).append((today - since).days)
            silent[rom] += is_still
    every = [one for of_rom in months.values() for one in of_rom]
    return Pace(
        advance={rom: round(median(of_rom)) for rom, of_rom in months.items()},
        silent=silent,
        stuck=tuple(Stuck(step, round(median(waits[step])), len(waits[step])) for step in STEPS if step in waits),
        advance_all=round(median(every)) if every else None,
        early_percent=round(100 * sum(one >= advance_months for one in every) / len(every)) if every else None,
    )


def per_rom(found: rules.Figures, areas: Sequence[Row], how: Pace) -> list[RegionRow]:
    """A row for each ROM, the busiest first; the rows add up to the national figures."""
    counted = rules.per_rom(found)
    rows = [
        RegionRow(
            rom.code, rom.short, counted.get(rom.code, rules.RomRow()), how.advance.get(rom.code), how.silent[rom.code]
        )
        for rom in areas
    ]
    return sorted(rows, key=lambda row: (-row.counted.leads, -row.counted.decided, row.short))


def leads_of_kinds(session: GuardedSession) -> dict[str, frozenset[int]]:
    """The leads that ask for each kind of demand. One query, one row a kind."""
    numbers = func.aggregate_strings(cast(Demand.lead_id, String), " ")
    told = session.execute(select(Demand.kind, numbers).group_by(Demand.kind))
    return {kind: frozenset(map(int, leads.split())) for kind, leads in told}


class Marked(NamedTuple):
    """Codes of leads: of companies that were asked for, of what nobody submitted, and behind each policy signal."""

    of_company: dict[int, str]
    unsubmitted: list[str]
    signals: dict[str, list[str]]


def marked(session: GuardedSession, day: date, company_ids: Iterable[int] = ()) -> Marked:
    """The code of a lead of each of these companies, and of every lead that is marked. One query.

    Marked are a signed decision or decided money that neither counts nor lies before a verifier, and the signals for
    policy makers that stood on a day (002 §4.7, §4.8, §5.5). A lead that is out of the count misses nothing.
    """
    settled = select(Submission.id).where(
        Submission.lead_id == Decision.lead_id, Submission.fact == Fact.REALISED, ledger.waits_or_counts()
    )
    paid = select(Submission.id).where(
        Submission.about_id == Investment.id,
        Submission.fact.in_((Fact.CAPITAL_DECIDED, Fact.CAPITAL_REALISED)),
        ledger.waits_or_counts(),
    )
    signed = select(Decision.lead_id).where(Decision.destination_rom_code.is_not(None), ~settled.exists())
    money = select(Investment.lead_id).where(Investment.stage != "expected", ~paid.exists())
    waits = select(Lead.company_id, Lead.code, true().label("waits"), literal("").label("signal")).where(
        Lead.id.in_(signed.union(money)), Lead.id.not_in(ledger.withdrawn_leads())
    )
    of_companies = select(Lead.company_id, Lead.code, false(), literal("")).where(Lead.company_id.in_(set(company_ids)))
    raised = (
        select(Lead.company_id, Lead.code, false(), Signal.kind)
        .join(Lead, Lead.id == Signal.lead_id)
        .where(Signal.raised_on <= day, or_(Signal.withdrawn_on.is_(None), Signal.withdrawn_on > day))
    )
    found = Marked({}, [], {})
    for company_id, code, is_unsubmitted, signal in session.execute(
        union_all(waits, of_companies, raised).order_by("code")
    ):
        found.of_company.setdefault(company_id, code)
        if is_unsubmitted:
            found.unsubmitted.append(code)
        if signal:
            found.signals.setdefault(signal, []).append(code)
    return found


def possibly_double(session: GuardedSession) -> list[tuple[str, ...]]:
    """Codes of leads whose companies share an exact name or KvK number: nothing but the codes (domain §6). One query.

    Not of what the reader's own organisation holds: who writes down a name there would learn whose code it is.
    """
    twice_named = select(Company.name_key).group_by(Company.name_key).having(func.count() > 1)
    twice_numbered = select(CompanyKvk.number).group_by(CompanyKvk.number).having(func.count() > 1)
    named = (
        select(Company.name_key.label("shared"), Lead.code, Lead.company_id, Company.holder_id)
        .join(Lead, Lead.company_id == Company.id)
        .where(Company.name_key.in_(twice_named))
    )
    numbered = (
        select(CompanyKvk.number.label("shared"), Lead.code, Lead.company_id, Company.holder_id)
        .join(Lead, Lead.company_id == CompanyKvk.company_id)
        .join(Company, Company.id == CompanyKvk.company_id)
        .where(CompanyKvk.number.in_(twice_numbered))
    )
    groups: dict[str, dict[int, str]] = {}
    ours: set[str] = set()
    for shared, code, company_id, holder in session.look_past(named.union_all(numbered), Exemption.POSSIBLY_DOUBLE):
        groups.setdefault(shared, {})[company_id] = code
        if holder == session.actor.organisation_id:
            ours.add(shared)
    return sorted(
        {tuple(sorted(codes.values())) for key, codes in groups.items() if len(codes) > 1 and key not in ours}
    )


@dataclass(frozen=True)
class Doubt:
    """One check of the books: what it looks at, and the lead codes (or groups of codes) that it doubts."""

    kind: str
    codes: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True)
class Overview:
    """Everything on the overview at one reporting date."""

    day: date
    figures: rules.Figures
    waiting: list[Waiting]
    awaiting: Mapping[str, int]
    doubts: tuple[Doubt, ...]
    regions: Sequence[RegionRow]
    pace: Pace
    kinds: Mapping[str, int]
    flows: Mapping[str, rules.Flow]
    signals: Mapping[str, list[str]]


CHECKS = (*rules.BREACHES, rules.CONTRADICTED, rules.NOT_SUBMITTED, rules.DOUBLE)


def overview(session: GuardedSession, day: date, today: date) -> Overview:
    """The figures at a reporting date and all around them: read once, then again only after something changed."""
    return while_unchanged(session, ("overview", day, today), lambda: _overview(session, day, today))


def _overview(session: GuardedSession, day: date, today: date) -> Overview:
    """Ten queries, whatever the number of leads."""
    aims, setting = queries.goals(session)
    entries = queries.entries(session)
    found = queries.counted(session, entries, day, aims)
    waits = queries.waiting(session)
    areas = roms(session)
    how = pace(session, today, found.leads, settings_at(setting, day)["advance_months"])
    marks = marked(session, day, [company for breach in found.breaches for company in breach.company_ids])
    return Overview(
        day=day,
        figures=found,
        waiting=waits,
        awaiting=rules.awaiting(found, (one.as_pending for one in waits)),
        doubts=tuple(_doubts(session, found, entries, marks)),
        regions=per_rom(found, areas, how),
        pace=how,
        kinds=rules.per_kind(found, leads_of_kinds(session)),
        flows=rules.flows(found, {rom.code: rom.programme_region for rom in areas}),
        signals=marks.signals,
    )


def _doubts(
    session: GuardedSession, found: rules.Figures, entries: Sequence[rules.Entry], marks: Marked
) -> Iterable[Doubt]:
    codes = marks.of_company
    for breach in found.breaches:
        yield Doubt(breach.kind, tuple(codes[one] for one in breach.company_ids if one in codes))
    differing = contradictions(session, entries)
    if differing:
        at = f"/toetsing/grootboek/{differing[0].number}"
        yield Doubt(rules.CONTRADICTED, tuple(dict.fromkeys(one.lead_code for one in differing)), at)
    if marks.unsubmitted:
        yield Doubt(rules.NOT_SUBMITTED, tuple(marks.unsubmitted))
    double = possibly_double(session)
    if double:
        yield Doubt(rules.DOUBLE, tuple(" / ".join(group) for group in double))


def read_day(typed: str, today: date) -> date:
    """The reporting date that an address asks for; today when it asks for none that can be read."""
    try:
        return parse_date(typed) if typed else today
    except ParseError:
        return today


@dataclass(frozen=True)
class BehindFigure:
    """What is behind one figure: its ledger lines, what awaits, and which part of it this is."""

    code: str
    value: int
    lines: list[Behind]
    waiting: list[Waiting]
    figure: rules.Figure | None
    part: str | None


def behind_figure(
    session: GuardedSession, code: str, stand: Stand, *, rom: str = "", kind: str = "", out: str = "", into: str = ""
) -> BehindFigure | None:
    """The lines behind a figure, or behind its part of one ROM, kind of demand or region; None: no such figure.

    What waits adds to the figures as they are known now, so an earlier stand has nothing of it.
    """
    found = queries.figures(session, stand.day, stand.as_of)
    if code not in found.counted:
        return None
    areas = {row.code: row for row in roms(session)}
    entries = list(found.counted[code])
    part = None
    if rom in areas:
        entries, part = [one for one in entries if one.origin_rom == rom], areas[rom].short
    elif kind:
        leads = leads_of_kinds(session).get(kind, frozenset())
        entries, part = [one for one in entries if one.lead_id in leads], kind
    elif out or into:
        region = out or into
        entries = [one for one in entries if _region(areas, one.origin_rom if out else one.destination_rom) == region]
        part = region
    money = code in (rules.CAPITAL, rules.EXPECTED, rules.SPENT)
    waits = queries.waiting(session) if part is None and stand.as_of is None else []
    return BehindFigure(
        code=code,
        value=sum(one.amount or 0 for one in entries) if money else len(entries),
        lines=queries.behind(session, [one.number for one in entries]),
        waiting=[one for one in waits if _adds_to(code, one, found)],
        figure=found.by_code.get(code) if part is None else None,
        part=part,
    )


def _region(areas: Mapping[str, Row], rom: str | None) -> str | None:
    return areas[rom].programme_region if rom is not None and rom in areas else None


def _adds_to(code: str, waits: Waiting, found: rules.Figures) -> bool:
    return bool(rules.awaiting(found, [waits.as_pending]).get(code))
