"""What of one lead counts, what waits, and what is still missing: reads for the lead's page and for submitting."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, or_, select

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.capital.models import Investment
from app.companies.models import Company
from app.db.parts import part
from app.impact import rules
from app.impact.comparison import STAGE_FACTS, Difference, Dossier, Statement, differences, lost_conditions
from app.impact.conditions import Condition, Grounds, conditions, holds_on, missing
from app.impact.dossier import ON_CONDITIONS, dossier_from, dossier_of, grounds_from, grounds_seen, standing_of
from app.leads.models import Lead, LeadCourse
from app.ledger import queries as ledger
from app.ledger.models import Entry, Submission
from app.ledger.rules import CAPITAL_FACTS, CHANGEABLE, Fact, Parties, Status

MISSING, READY = "missing", "ready"


class Sent(NamedTuple):
    """A submission of a lead, as far as the lead's page tells of it."""

    id: int
    fact: str
    holds_on: date
    status: str
    evidence_on: date | None
    about_id: int | None
    decision_reason: str | None
    origin_rom_code: str | None
    destination_rom_code: str | None
    amount: int | None
    counterfactual: str | None
    cause: str | None
    conditions: str | None


class Money(NamedTuple):
    """An investment of a lead, in whole euros."""

    id: int
    stage: str
    amount: int
    holds_on: date
    counterfactual: str | None


@dataclass(frozen=True)
class FactState:
    """One fact of a lead: what it needs, and how far it came (missing, ready, or the state of its submission)."""

    fact: Fact
    state: str
    conditions: tuple[Condition, ...]
    holds_on: date | None
    submission: Sent | None = None
    counted: rules.Entry | None = None
    investment: Money | None = None
    differences: tuple[Difference, ...] = ()

    @property
    def entry(self) -> int | None:
        """The number under which it counts."""
        return self.counted.number if self.counted is not None else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the required parts that are not there yet."""
        return missing(self.conditions)

    @property
    def may_be_submitted(self) -> bool:
        """Whether it lacks nothing and does not wait or count already."""
        return self.state in (READY, Status.REFUSED, Status.WITHDRAWN) and not self.missing

    @property
    def told(self) -> Sent | None:
        """The submission while it says what the fact is: it waits or counts. What fell away says nothing any more."""
        return self.submission if self.counted is not None or self.state in CHANGEABLE else None

    @property
    def amount(self) -> int | None:
        """Whole euros, for a fact about money: what counts, else what waits, else what the dossier says."""
        if self.counted is not None:
            return self.counted.amount
        if self.submission is not None and self.state in CHANGEABLE:
            return self.submission.amount
        return self.investment.amount if self.investment is not None else None


@dataclass(frozen=True)
class LeadFacts:
    """Every fact of a lead, and whether the reader works for the organisation that may submit them."""

    states: tuple[FactState, ...]
    may_submit: bool
    withdrawn: rules.Entry | None = None
    withdrawn_cause: str | None = None

    def of(self, fact: Fact | str, about_id: int | None = None) -> FactState | None:
        """The state of one fact; of money by the investment it is about."""
        return next(
            (
                state
                for state in self.states
                if state.fact == fact and (about_id is None or (state.investment and state.investment.id == about_id))
            ),
            None,
        )


def counts_already(session: GuardedSession, lead: Lead, fact: Fact, about_id: int | None) -> bool:
    """Whether the ledger has this fact of this lead, about this row of its dossier."""
    standing, rows = standing_of(session, lead.company_id)
    return any(
        entry.lead_id == lead.id and entry.fact == fact and rows[entry.number].about_id == about_id
        for entry in standing
    )


def is_withdrawn(session: GuardedSession, lead: Lead) -> bool:
    """Whether an accepted withdrawal keeps the lead out of the count."""
    return (
        rules.withdrawal((rules.Entry(*row) for row in ledger.counted_of_lead(session, lead.id)), lead.id) is not None
    )


class Paper(NamedTuple):
    """A company's standing entries (and their submissions by number), a lead's submissions and its investments."""

    standing: list[rules.Entry]
    submission_of: dict[int, int | None]
    sent: list[Row]
    money: list[Row]
    withdrawn: rules.Entry | None


def _paper(session: GuardedSession, lead_id: int, company_id: int) -> Paper:
    """All that was written down towards the facts of a lead, in one query."""
    rows = session.ask(_paper_statement(), lead_id=lead_id, company_id=company_id)

    def of(name: str) -> list[Row]:
        return [row for row in rows if row.part == name]

    width = len(ledger.COUNTED_COLUMNS) + 1
    entries = [rules.Entry(*tuple(row)[1:width]) for row in of("entry")]
    standing = rules.standing(entries)
    submission_of = {row.number: row.submission_id for row in of("entry")}
    newest = sorted(of("sent"), key=lambda row: (row.recorded_at, row.number), reverse=True)
    investments_first = sorted(of("money"), key=lambda row: (row.holds_on, row.number))
    return Paper(standing, submission_of, newest, investments_first, rules.withdrawal(entries, lead_id))


@cache
def _paper_statement() -> Prepared:
    """A row an entry, a submission and an investment, with the same columns."""
    lead_id: Any = bindparam("lead_id")
    extra = (Entry.recorded_at, Entry.submission_id, Submission.about_id, Submission.status, Submission.evidence_on)
    columns = (*ledger.COUNTED_COLUMNS, *extra, Submission.decision_reason, Submission.cause, Submission.conditions)
    kinds = {column.key: column.type for column in columns}
    entries = (
        part("entry", kinds, **{column.key: column for column in columns})
        .outerjoin(Submission, Submission.id == Entry.submission_id)
        .where(or_(Entry.company_id == bindparam("company_id"), Entry.lead_id == lead_id))
    )
    sent = {column.key: getattr(Submission, column.key) for column in columns if hasattr(Submission, column.key)}
    money = {
        "number": Investment.id,
        "fact": Investment.stage,
        "company_id": Investment.company_id,
        "lead_id": Investment.lead_id,
        "holds_on": Investment.holds_on,
        "amount": Investment.amount,
        "counterfactual": Investment.counterfactual,
    }
    more = {"number": Submission.id, "recorded_at": Submission.submitted_at}
    submissions = part("sent", kinds, **sent | more).where(Submission.lead_id == lead_id)
    investments = part("money", kinds, **money).where(Investment.lead_id == lead_id)
    return Prepared(entries.union_all(submissions, investments))


def lead_facts(session: GuardedSession, lead_id: int) -> LeadFacts:
    """What counts for a lead, what waits and what is missing, in two queries; a stranger gets what their circle has."""
    row = dossier_of(session, lead_id)
    paper = _paper(session, lead_id, row.company_id)
    submissions = [
        Sent(
            one.number,
            one.fact,
            one.holds_on,
            one.status,
            one.evidence_on,
            one.about_id,
            one.decision_reason,
            one.origin_rom_code,
            one.destination_rom_code,
            one.amount,
            one.counterfactual,
            one.cause,
            one.conditions,
        )
        for one in paper.sent
    ]
    grounds = grounds_from(row, paper.standing)
    counted = {paper.submission_of[one.number]: one for one in paper.standing if one.lead_id == lead_id}
    known = Known(row, grounds, dossier_from(row), submissions, counted)
    facts = [Fact.ADMITTED, Fact.APPROACH_STARTED, Fact.REALISED]
    if row.kind_at_entry == "startup" and (grounds.realised_on or _was_sent(submissions, Fact.BECAME_SCALEUP)):
        facts.append(Fact.BECAME_SCALEUP)
    states = [_state(fact, known) for fact in facts]
    for one in paper.money:
        amount = Money(one.number, one.fact, one.amount, one.holds_on, one.counterfactual)
        states.append(_state(STAGE_FACTS[amount.stage], replace(known, dossier=dossier_from(row, amount)), amount))
    states += _lost(known, {one.number for one in paper.money})
    withdrawal = _state(Fact.WITHDRAWN, known)
    if withdrawal.submission is not None or grounds.admitted_on is not None:
        states.append(withdrawal)
    is_ours = row.holder_id is not None and row.holder_id == session.actor.organisation_id
    out = paper.withdrawn
    causes = {one.id: one.cause for one in submissions}
    return LeadFacts(tuple(states), is_ours, out, causes.get(paper.submission_of[out.number] or 0) if out else None)


def _was_sent(submissions: Sequence[Sent], fact: Fact) -> bool:
    return any(one.fact == fact for one in submissions)


@dataclass(frozen=True)
class Known:
    """What the state of a lead's facts follows from: dossier, submissions, and what counts by its submission."""

    row: Row
    grounds: Grounds
    dossier: Dossier
    submissions: Sequence[Sent]
    counted: Mapping[int | None, rules.Entry]


def _state(fact: Fact, known: Known, investment: Money | None = None) -> FactState:
    about = investment.id if investment is not None else None
    mine = [one for one in known.submissions if one.fact == fact and one.about_id == about]
    counted = next((one for one in mine if one.id in known.counted), None)
    latest = counted or next((one for one in mine if one.status in CHANGEABLE), None) or next(iter(mine), None)
    found = conditions(
        fact,
        known.grounds,
        evidence_on=latest.evidence_on if latest else None,
        amount_on=investment.holds_on if investment is not None and investment.counterfactual else None,
    )
    if fact in (Fact.BECAME_SCALEUP, Fact.WITHDRAWN):
        waits = tuple(condition for condition in found if condition.name != "evidence")
    else:
        waits = found
    state = MISSING if missing(waits) else READY
    if counted is not None:
        state = Status.ACCEPTED
    elif latest is not None and latest.status != Status.ACCEPTED:
        state = Status(latest.status)
    entry = known.counted[counted.id] if counted is not None else None
    stands = latest is not None and (counted is not None or latest.status in CHANGEABLE)
    return FactState(
        fact=fact,
        state=state,
        conditions=waits if latest is None else found,
        holds_on=latest.holds_on if latest is not None and stands else holds_on(found),
        submission=latest,
        counted=entry,
        investment=investment,
        differences=_differences(fact, known, entry, latest, holds_on(found)) if stands else (),
    )


def _differences(
    fact: Fact, known: Known, entry: rules.Entry | None, sent: Sent | None, day: date | None
) -> tuple[Difference, ...]:
    """Where the dossier disagrees with what counts, or with what waits (whose days have to be right as well)."""
    if entry is not None:
        said = Statement(entry.origin_rom, entry.destination_rom, entry.holds_on, entry.amount, entry.counterfactual)
        return differences(fact, said, known.dossier) + _lost_parts(fact, known, entry, sent)
    if sent is None or fact is Fact.WITHDRAWN:
        return ()
    said = Statement(sent.origin_rom_code, sent.destination_rom_code, sent.holds_on, sent.amount, sent.counterfactual)
    found = differences(fact, said, known.dossier)
    if fact in ON_CONDITIONS and known.row.holder_id is not None and day != sent.holds_on:
        found += (Difference("holds_on", sent.holds_on, day),)
    return found


def _lost_parts(fact: Fact, known: Known, entry: rules.Entry, sent: Sent | None) -> tuple[Difference, ...]:
    """The parts of a fact that counts on conditions which its dossier does not have any more, or only since later."""
    if fact not in ON_CONDITIONS or sent is None:
        return ()
    stated = ledger.stated(sent.conditions)
    seen = grounds_seen(known.grounds, known.row, stated, entry.holds_on)
    return lost_conditions(entry.holds_on, stated, conditions(fact, seen))


def _lost(known: Known, there: Container[int | None]) -> Iterator[FactState]:
    """What counts, or waits, about money that the dossier does not have any more."""
    for sent in known.submissions:
        fact = Fact(sent.fact)
        entry = known.counted.get(sent.id)
        if fact in CAPITAL_FACTS and sent.about_id not in there and (entry or sent.status in CHANGEABLE):
            state = Status.ACCEPTED if entry else Status(sent.status)
            gone = _differences(fact, known, entry, sent, None)
            yield FactState(fact, state, (), sent.holds_on, sent, entry, differences=gone)


def coordinating(session: GuardedSession) -> Row | None:
    """The organisation that coordinates the taskforce: id and ROM area, or None."""
    found: Row | None = session.execute(
        select(Organisation.id, Organisation.rom_code).where(Organisation.is_coordinating).limit(1)
    ).one_or_none()
    return found


def touches_coordinator(session: GuardedSession, lead: Lead, destination_rom: str | None) -> bool:
    """Whether holder, owner, origin or destination is the coordinating ROM, so that a verifier elsewhere judges."""
    found = coordinating(session)
    if found is None:
        return False
    row = dossier_of(session, lead.id)
    if found.id in (row.holder_id, row.owner_organisation):
        return True
    return found.rom_code is not None and found.rom_code in (lead.origin_rom_code, destination_rom)


def parties_of(session: GuardedSession, about: Submission | Entry) -> Parties:
    """Who has a hand in a fact: who submitted it and for whom, holder, owner's organisation, origin and destination."""
    submission = about if isinstance(about, Submission) else None
    if isinstance(about, Entry) and about.submission_id is not None:
        submission = ledger.submission(session, about.submission_id)
    row = session.execute(
        select(Company.holder_id, Person.organisation_id)
        .select_from(LeadCourse)
        .outerjoin(Company, Company.id == LeadCourse.company_id)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
        .where(LeadCourse.lead_id == about.lead_id)
    ).one_or_none()
    return Parties(
        persons=submission.persons if submission else frozenset(),
        submitted_for=submission.submitted_for_id if submission else None,
        holder=row.holder_id if row else None,
        owner_organisation=row.organisation_id if row else None,
        origin_rom=about.origin_rom_code,
        destination_rom=about.destination_rom_code,
        needs_verifier=submission.needs_verifier if submission else False,
    )
