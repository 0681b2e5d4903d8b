"""The figures, and everything on the coordinator's overview: every answer to "what counts" comes from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, ScalarSelect, and_, literal, select
from sqlalchemy.orm import aliased

from app.access.actor import Role
from app.access.session import GuardedSession
from app.access.unchanged import while_it_grows, while_same
from app.accounts.models import Organisation, Person
from app.companies.models import Company
from app.geography.models import Rom
from app.impact import rules
from app.impact.judging import for_judge, for_nobody, judge_of, parties_waiting
from app.impact.models import CountingSetting, Target
from app.impact.settings import Setting, settings_at
from app.leads.models import Lead
from app.ledger import queries as ledger
from app.ledger.models import Entry, Submission, Value
from app.ledger.rules import CHANGEABLE, Fact, Status


def targets(session: GuardedSession) -> list[rules.Target]:
    """Every target with the day it is valid from."""
    return goals(session)[0]


def settings(session: GuardedSession, day: date) -> dict[str, int]:
    """The settings of counting and publishing as they hold on a day."""
    return settings_at(goals(session)[1], day)


def goals(session: GuardedSession) -> tuple[list[rules.Target], list[Setting]]:
    """Every target and every setting with the day it is valid from, in one query."""
    aims = select(literal("target"), Target.code, Target.amount, Target.valid_from)
    set_ = select(literal("setting"), CountingSetting.code, CountingSetting.amount, CountingSetting.valid_from)
    rows = session.execute(aims.union_all(set_)).all()
    return (
        [rules.Target(code, amount, since) for which, code, amount, since in rows if which == "target"],
        [Setting(code, amount, since) for which, code, amount, since in rows if which == "setting"],
    )


def entries(session: GuardedSession) -> Sequence[rules.Entry]:
    """Every entry that this reader sees, as the counting rules take it. One query: for what is new to who sees all."""
    return while_it_grows(session, Entry, lambda known: _entries_after(session, known[-1].number if known else 0))


def _entries_after(session: GuardedSession, number: int) -> list[rules.Entry]:
    return [rules.Entry(*row) for row in ledger.entries(session, number)]


def figures(session: GuardedSession, day: date, as_of: int | None = None) -> rules.Figures:
    """All figures at a reporting date, as known at a ledger number (None: now). Two queries.

    A reader gets the figures of the entries that they see: the national ones need the coordinator or the system.
    """
    return counted(session, entries(session), day, targets(session), as_of)


def counted(
    session: GuardedSession,
    known: Sequence[rules.Entry],
    day: date,
    aims: Sequence[rules.Target],
    as_of: int | None = None,
) -> rules.Figures:
    """The figures of these entries: counted once, because what was known of the ledger never changes."""
    given = known, aims
    return while_same(session, ("figures", day, as_of), given, lambda: rules.count(known, day, aims, as_of))


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
    submitted_for: int
    reason: str | None
    decided_at: datetime | None
    cause: str | None = None

    @property
    def as_pending(self) -> rules.Pending:
        """The fact as the counting rules take it."""
        return rules.Pending(self.fact, self.company_id, self.amount, self.origin_rom, self.destination_rom)


def waiting(
    session: GuardedSession, statuses: Sequence[str] = (Status.OPEN,), newest: int | None = None
) -> list[Waiting]:
    """The facts in these states, the oldest first (or the `newest` decided ones), in one query."""
    destination = aliased(Rom)
    found = (
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
            Submission.submitted_for_id,
            Submission.decision_reason,
            Submission.decided_at,
            Submission.cause,
        )
        .select_from(Submission)
        .join(Lead, Lead.id == Submission.lead_id)
        .join(Organisation, Organisation.id == Submission.submitted_for_id)
        .outerjoin(Person, Person.id == Submission.submitted_by_id)
        .outerjoin(Company, Company.id == Submission.company_id)
        .outerjoin(destination, destination.code == Submission.destination_rom_code)
        .where(Submission.status.in_(statuses))
    )
    if newest is None:
        found = found.order_by(Submission.submitted_at, Submission.id)
    else:
        found = found.order_by(Submission.decided_at.desc(), Submission.id.desc()).limit(newest)
    rows = session.execute(found)
    return [Waiting(row[0], Fact(row[1]), *tuple(row)[2:]) for row in rows]


@dataclass(frozen=True)
class Queue:
    """What lies before verifiers: for this reader, for another one, for nobody (and why), and back at its submitter."""

    mine: tuple[Waiting, ...]
    elsewhere: tuple[Waiting, ...]
    nobody: tuple[tuple[Waiting, str], ...]
    asked_back: tuple[Waiting, ...]


def queue(session: GuardedSession) -> Queue:
    """The facts that wait, sorted by who may judge them. Three queries."""
    found = waiting(session, CHANGEABLE)
    waits = [one for one in found if one.status == Status.OPEN]
    parties = parties_waiting(session)
    mine = for_judge(parties, judge_of(session.actor))
    stuck = for_nobody(session, parties)
    return Queue(
        mine=tuple(one for one in waits if one.id in mine),
        elsewhere=tuple(one for one in waits if one.id not in mine and one.id not in stuck),
        nobody=tuple((one, stuck[one.id]) for one in waits if one.id in stuck),
        asked_back=tuple(one for one in found if one.status == Status.ASKED_BACK),
    )


def count_for_me(session: GuardedSession) -> int:
    """How many facts this reader may judge now."""
    return len(for_judge(parties_waiting(session), judge_of(session.actor)))


LATEST_DECIDED = 8


def decided(session: GuardedSession) -> list[Waiting]:
    """The facts that were decided last, the newest first."""
    return waiting(session, (Status.ACCEPTED, Status.REFUSED), newest=LATEST_DECIDED)


def _words(value_id: Any) -> ScalarSelect[Any]:
    """A text beside a row: as a subquery, because two joins to one guarded table cannot be told apart."""
    return select(Value.text).where(Value.id == value_id).scalar_subquery()


def about(session: GuardedSession, submission: Submission) -> Row:
    """All words around one fact: its lead, who submitted, saw and decided, regions, and the texts one may read."""
    origin, destination = aliased(Rom), aliased(Rom)
    submitter, witness, decider = aliased(Person), aliased(Person), aliased(Person)
    deciding = aliased(Organisation)
    return session.execute(
        select(
            Lead.code,
            Company.name.label("company"),
            Organisation.short.label("holder"),
            submitter.name.label("submitter"),
            witness.name.label("witness"),
            decider.name.label("decider"),
            deciding.short.label("decider_of"),
            origin.short.label("origin"),
            origin.programme_region.label("origin_region"),
            destination.short.label("destination"),
            destination.programme_region.label("destination_region"),
            _words(Submission.grounds_id).label("grounds"),
            _words(Submission.decision_reason_id).label("note"),
            Entry.number.label("entry"),
        )
        .select_from(Submission)
        .join(Lead, Lead.id == Submission.lead_id)
        .join(Organisation, Organisation.id == Submission.submitted_for_id)
        .outerjoin(Company, Company.id == Submission.company_id)
        .outerjoin(submitter, submitter.id == Submission.submitted_by_id)
        .outerjoin(witness, witness.id == Submission.evidence_seen_by_id)
        .outerjoin(decider, decider.id == Submission.decided_by_id)
        .outerjoin(deciding, deciding.id == decider.organisation_id)
        .outerjoin(origin, origin.code == Submission.origin_rom_code)
        .outerjoin(destination, destination.code == Submission.destination_rom_code)
        .outerjoin(Entry, and_(Entry.submission_id == Submission.id, Entry.reverses.is_(None)))
        .where(Submission.id == submission.id)
    ).one()


def effect(session: GuardedSession, submission: Submission, day: date) -> list[tuple[rules.Figure, rules.Figure]]:
    """What accepting a fact would do: each figure that moves, as it is and as it would be.

    Only the coordinator reads the national figures; anybody else gets an empty list.
    """
    if not session.actor.has(Role.COORDINATOR):
        return []
    known = entries(session)
    aims = targets(session)
    new = rules.Entry(
        number=max((entry.number for entry in known), default=0) + 1,
        fact=submission.fact,
        company_id=submission.company_id,
        lead_id=submission.lead_id,
        holds_on=submission.holds_on,
        amount=submission.amount,
        origin_rom=submission.origin_rom_code,
        destination_rom=submission.destination_rom_code,
        counterfactual=submission.counterfactual,
    )
    before, after = rules.count(known, day, aims), rules.count([*known, new], day, aims)
    return [(before[code], after[code]) for code in rules.FIGURE_CODES if before[code].entries != after[code].entries]


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
