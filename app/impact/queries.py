"""The figures, and everything on the coordinator's overview: every answer to "what counts" comes from here."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.access.session import Exemption, GuardedSession
from app.accounts.models import Organisation, Person
from app.capital.models import Decision, Investment
from app.companies.models import Company, CompanyKvk
from app.geography.models import Rom
from app.growth.models import Demand
from app.impact import rules
from app.impact.models import CountingSetting, Target
from app.impact.settings import Setting, settings_at
from app.leads.models import Lead, LeadCourse
from app.ledger import queries as ledger
from app.ledger.models import Entry, Submission
from app.ledger.rules import CHANGEABLE, Fact, Status
from app.pipeline.rules import STEPS, is_silent, months_between


def targets(session: GuardedSession) -> list[rules.Target]:
    """Every target with the day it is valid from."""
    found = session.execute(select(Target.code, Target.amount, Target.valid_from))
    return [rules.Target(*row) for row in found]


def settings(session: GuardedSession, day: date) -> dict[str, int]:
    """The settings of counting and publishing as they hold on a day."""
    found = session.execute(select(CountingSetting.code, CountingSetting.amount, CountingSetting.valid_from))
    return settings_at((Setting(*row) for row in found), day)


def figures(session: GuardedSession, day: date, as_of: int | None = None) -> rules.Figures:
    """All figures at a reporting date, as known at a ledger number (None: now). Two queries.

    A reader gets the figures of the entries that they see: the national ones need the coordinator or the system.
    """
    entries = [rules.Entry(*row) for row in ledger.entries(session)]
    return rules.count(entries, day, targets(session), as_of)


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


def pace(session: GuardedSession, today: date, counted: Iterable[int], advance_months: int = 24) -> Pace:
    """Advance (of the counted leads) and silence per ROM, and how long open leads stand in their step. One query."""
    rows = session.execute(
        select(
            Lead.id,
            Lead.origin_rom_code,
            LeadCourse.asked_on,
            LeadCourse.needed_by,
            LeadCourse.step,
            LeadCourse.step_since,
            LeadCourse.last_activity_at,
            LeadCourse.outcome,
        ).join(LeadCourse, LeadCourse.lead_id == Lead.id)
    ).all()
    counted = set(counted)
    months: dict[str | None, list[int]] = {}
    silent: Counter[str | None] = Counter()
    waits: dict[str, list[int]] = {}
    for row in rows:
        if row.id in counted and row.needed_by is not None:
            months.setdefault(row.origin_rom_code, []).append(months_between(row.asked_on, row.needed_by))
        if row.outcome is None:
            waits.setdefault(row.step, []).append((today - row.step_since).days)
            silent[row.origin_rom_code] += is_silent(row.last_activity_at.date(), today)
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


def kinds_of_leads(session: GuardedSession) -> dict[int, list[str]]:
    """The kinds of demand of every lead that was admitted."""
    admitted = exists().where(Entry.lead_id == Demand.lead_id, Entry.fact == Fact.ADMITTED)
    found: dict[int, list[str]] = {}
    for lead_id, kind in session.execute(select(Demand.lead_id, Demand.kind).where(admitted)):
        found.setdefault(lead_id, []).append(kind)
    return found


@dataclass(frozen=True)
class Waiting:
    """A fact in the queue, with its lead's code and, for who may know, its name."""

    id: int
    fact: Fact
    lead_code: str
    company: str | None
    company_id: int
    holder: str
    submitted_by: str
    submitted_at: datetime
    holds_on: date
    amount: int | None
    counterfactual: str | None
    origin_rom: str | None
    destination_rom: str | None
    destination: str | None
    evidence_kind: str | None
    status: str
    needs_verifier: bool

    @property
    def as_pending(self) -> rules.Pending:
        """The fact as the counting rules take it."""
        return rules.Pending(self.fact, self.company_id, self.amount, self.origin_rom, self.destination_rom)


def waiting(session: GuardedSession, statuses: Sequence[str] = (Status.OPEN,)) -> list[Waiting]:
    """The queue of facts, the oldest first, in one query."""
    destination = aliased(Rom)
    rows = session.execute(
        select(
            Submission.id,
            Submission.fact,
            Lead.code,
            Company.name,
            Submission.company_id,
            Organisation.short,
            Person.name,
            Submission.submitted_at,
            Submission.holds_on,
            Submission.amount,
            Submission.counterfactual,
            Submission.origin_rom_code,
            Submission.destination_rom_code,
            destination.short,
            Submission.evidence_kind,
            Submission.status,
            Submission.needs_verifier,
        )
        .select_from(Submission)
        .join(Lead, Lead.id == Submission.lead_id)
        .join(Organisation, Organisation.id == Submission.submitted_for_id)
        .outerjoin(Person, Person.id == Submission.submitted_by_id)
        .outerjoin(Company, Company.id == Submission.company_id)
        .outerjoin(destination, destination.code == Submission.destination_rom_code)
        .where(Submission.status.in_(statuses))
        .order_by(Submission.submitted_at, Submission.id)
    )
    return [Waiting(row[0], Fact(row[1]), *tuple(row)[2:]) for row in rows]


@dataclass(frozen=True)
class Behind:
    """One line behind a figure: a ledger entry with its lead."""

    number: int
    fact: Fact
    lead_code: str
    company: str | None
    holds_on: date
    recorded_at: datetime
    amount: int | None
    counterfactual: str | None
    origin: str | None
    origin_rom: str | None
    destination: str | None
    accepted_for: str | None
    lead_id: int


def behind(session: GuardedSession, numbers: Sequence[int]) -> list[Behind]:
    """The ledger entries with these numbers and their leads, by the day they hold for. One query."""
    if not numbers:
        return []
    origin, destination = aliased(Rom), aliased(Rom)
    rows = session.execute(
        select(
            Entry.number,
            Entry.fact,
            Lead.code,
            Company.name,
            Entry.holds_on,
            Entry.recorded_at,
            Entry.amount,
            Entry.counterfactual,
            origin.short,
            Entry.origin_rom_code,
            destination.short,
            Organisation.short,
            Entry.lead_id,
        )
        .select_from(Entry)
        .join(Lead, Lead.id == Entry.lead_id)
        .outerjoin(Company, Company.id == Entry.company_id)
        .outerjoin(origin, origin.code == Entry.origin_rom_code)
        .outerjoin(destination, destination.code == Entry.destination_rom_code)
        .outerjoin(Organisation, Organisation.id == Entry.accepted_for_id)
        .where(Entry.number.in_(numbers))
        .order_by(Entry.holds_on, Entry.number)
    )
    return [Behind(row[0], Fact(row[1]), *tuple(row)[2:]) for row in rows]


def lead_codes(session: GuardedSession, company_ids: Iterable[int]) -> dict[int, str]:
    """The code of a lead of each of these companies."""
    wanted = sorted(set(company_ids))
    if not wanted:
        return {}
    found = session.execute(
        select(Lead.company_id, func.min(Lead.code)).where(Lead.company_id.in_(wanted)).group_by(Lead.company_id)
    )
    return {row[0]: row[1] for row in found}


def not_submitted(session: GuardedSession) -> list[str]:
    """Codes of leads with a signed decision or decided money that nobody brought before a verifier. One query."""
    settled = select(Submission.id).where(
        Submission.lead_id == Lead.id,
        Submission.fact == Fact.REALISED,
        Submission.status.in_((*CHANGEABLE, Status.ACCEPTED)),
    )
    paid = select(Submission.id).where(
        Submission.about_id == Investment.id,
        Submission.fact.in_((Fact.CAPITAL_DECIDED, Fact.CAPITAL_REALISED)),
        Submission.status.in_((*CHANGEABLE, Status.ACCEPTED)),
    )
    signed = exists().where(Decision.lead_id == Lead.id, Decision.destination_rom_code.is_not(None), ~settled.exists())
    money = exists().where(Investment.lead_id == Lead.id, Investment.stage != "expected", ~paid.exists())
    return list(session.scalars(select(Lead.code).where(or_(signed, money)).order_by(Lead.code)))


def possibly_double(session: GuardedSession) -> list[tuple[str, ...]]:
    """Codes of leads whose companies share an exact name or KvK number: nothing but the codes (domain §6). One query."""
    twice_named = select(Company.name_key).group_by(Company.name_key).having(func.count() > 1)
    twice_numbered = select(CompanyKvk.number).group_by(CompanyKvk.number).having(func.count() > 1)
    named = (
        select(Company.name_key.label("shared"), Lead.code, Lead.company_id)
        .join(Lead, Lead.company_id == Company.id)
        .where(Company.name_key.in_(twice_named))
    )
    numbered = (
        select(CompanyKvk.number.label("shared"), Lead.code, Lead.company_id)
        .join(Lead, Lead.company_id == CompanyKvk.company_id)
        .where(CompanyKvk.number.in_(twice_numbered))
    )
    groups: dict[str, dict[int, str]] = {}
    for shared, code, company_id in session.look_past(named.union_all(numbered), Exemption.POSSIBLY_DOUBLE):
        groups.setdefault(shared, {})[company_id] = code
    return sorted({tuple(sorted(codes.values())) for codes in groups.values() if len(codes) > 1})
