"""What of one lead counts, what waits, and what is still missing: reads for the lead's page and for submitting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, ScalarSelect, Select, bindparam, cast, func, literal, null, select
from sqlalchemy.orm import aliased

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.capital.models import Decision, Investment
from app.cases.models import Approach
from app.companies.models import Company, TargetTest
from app.db.clock import AMSTERDAM
from app.growth.models import Demand
from app.impact import rules
from app.impact.conditions import Condition, Grounds, conditions, holds_on, missing
from app.leads.models import Lead, LeadCourse
from app.ledger import queries as ledger
from app.ledger.models import Change, Entry, Submission
from app.ledger.rules import CHANGEABLE, Fact, Parties, Status

NDA_RECORDED = ("nda", "none_needed")
STAGE_FACTS = {
    "expected": Fact.CAPITAL_EXPECTED,
    "decided": Fact.CAPITAL_DECIDED,
    "realised": Fact.CAPITAL_REALISED,
}
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
    entry: int | None = None
    investment: Money | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the required parts that are not there yet."""
        return missing(self.conditions)

    @property
    def may_be_submitted(self) -> bool:
        """Whether it lacks nothing and does not wait or count already."""
        return self.state in (READY, Status.REFUSED, Status.WITHDRAWN) and not self.missing

    @property
    def amount(self) -> int | None:
        """Whole euros, for a fact about money."""
        return self.investment.amount if self.investment is not None else None


@dataclass(frozen=True)
class LeadFacts:
    """Every fact of a lead, and whether the reader works for the organisation that may submit them."""

    states: tuple[FactState, ...]
    may_submit: bool

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


def _latest_test() -> ScalarSelect[Any]:
    """The day of the last target-group test, when that one was positive."""
    latest = aliased(TargetTest)
    newest = (
        select(latest.id)
        .where(latest.company_id == Lead.company_id)
        .order_by(latest.decided_on.desc(), latest.id.desc())
        .limit(1)
        .correlate(Lead)
        .scalar_subquery()
    )
    return select(TargetTest.decided_on).where(TargetTest.id == newest, TargetTest.positive).scalar_subquery()


def _first_amount() -> ScalarSelect[Any]:
    """The moment at which the first amount of a demand was written down: from then on one demand is worked out."""
    return (
        select(func.min(Change.at))
        .where(Change.lead_id == Lead.id, Change.table == "demand_amount", Change.action == "insert")
        .scalar_subquery()
    )


def _dossier(session: GuardedSession, lead_id: int) -> Row:
    return session.execute(_dossier_statement(), {"lead_id": lead_id}).one()


@cache
def _dossier_statement() -> Select[Any]:
    return (
        select(
            Lead.id,
            Lead.company_id,
            Lead.origin_rom_code,
            Lead.kind_at_entry,
            LeadCourse.asked_on,
            Company.holder_id,
            Company.nda,
            Company.nda_on,
            Company.created_at,
            _latest_test().label("tested_on"),
            select(func.count(Demand.id)).where(Demand.lead_id == Lead.id).scalar_subquery().label("demands"),
            _first_amount().label("articulated_at"),
            Approach.plan_on,
            Approach.agreed_on,
            Approach.first_external_on,
            Decision.signed_on,
            Decision.kind.label("decision"),
            Decision.destination_rom_code,
            Person.organisation_id.label("owner_organisation"),
        )
        .select_from(Lead)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(Approach, Approach.lead_id == Lead.id)
        .outerjoin(Decision, Decision.lead_id == Lead.id)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
        .where(Lead.id == bindparam("lead_id"))
    )


def _grounds(row: Row, standing: Iterable[rules.Entry]) -> Grounds:
    first: dict[str, date] = {}
    for entry in standing:
        if entry.fact != Fact.REALISED or rules.moves_region(entry):
            first.setdefault(entry.fact, entry.holds_on)
    entered_on = row.created_at.astimezone(AMSTERDAM).date() if row.created_at else None
    return Grounds(
        asked_on=row.asked_on,
        tested_on=row.tested_on,
        has_demand=row.demands > 0,
        articulated_on=row.articulated_at.astimezone(AMSTERDAM).date() if row.articulated_at else None,
        origin_rom=row.origin_rom_code,
        nda_on=(row.nda_on or entered_on) if row.nda in NDA_RECORDED else None,
        plan_on=row.plan_on,
        agreed_on=row.agreed_on,
        external_on=row.first_external_on,
        signed_on=row.signed_on,
        destination_rom=row.destination_rom_code,
        kind_at_entry=row.kind_at_entry,
        admitted_on=first.get(Fact.ADMITTED),
        approach_on=first.get(Fact.APPROACH_STARTED),
        realised_on=first.get(Fact.REALISED),
    )


def _standing(session: GuardedSession, company_id: int) -> tuple[list[rules.Entry], dict[int, Row]]:
    """The entries of a company that still stand, and by number the submission and what that is about."""
    rows = session.execute(
        select(*ledger.COUNTED_COLUMNS, Entry.submission_id, Submission.about_id)
        .outerjoin(Submission, Submission.id == Entry.submission_id)
        .where(Entry.company_id == company_id)
    ).all()
    standing = rules.standing(rules.Entry(*tuple(row)[: len(ledger.COUNTED_COLUMNS)]) for row in rows)
    numbers = {entry.number for entry in standing}
    return standing, {row.number: row for row in rows if row.number in numbers}


def entries_of_company(session: GuardedSession, company_id: int) -> list[rules.Entry]:
    """The entries of a company that still stand, by the day they hold for."""
    return _standing(session, company_id)[0]


def grounds_of(session: GuardedSession, lead: Lead) -> Grounds:
    """What the dossier of a lead knows towards its facts, as days."""
    return _grounds(_dossier(session, lead.id), entries_of_company(session, lead.company_id))


def counts_already(session: GuardedSession, lead: Lead, fact: Fact, about_id: int | None) -> bool:
    """Whether the ledger has this fact of this lead, about this row of its dossier."""
    standing, rows = _standing(session, lead.company_id)
    return any(
        entry.lead_id == lead.id and entry.fact == fact and rows[entry.number].about_id == about_id
        for entry in standing
    )


class Paper(NamedTuple):
    """A company's standing entries (and their submissions by number), a lead's submissions and its investments."""

    standing: list[rules.Entry]
    submission_of: dict[int, int | None]
    sent: list[Row]
    money: list[Row]


def _like(columns: Sequence[Any], given: Mapping[str, Any]) -> list[Any]:
    """Columns of the same names and types, NULL where nothing is given: for one select under another."""
    return [given.get(one.key, cast(null(), one.type)).label(one.key) for one in columns]


def _paper(session: GuardedSession, lead_id: int, company_id: int) -> Paper:
    """All that was written down towards the facts of a lead, in one query."""
    rows = session.execute(_paper_statement(), {"lead_id": lead_id, "company_id": company_id}).all()

    def of(sort: str) -> list[Row]:
        return [row for row in rows if row.sort == sort]

    width = len(ledger.COUNTED_COLUMNS) + 1
    standing = rules.standing(rules.Entry(*tuple(row)[1:width]) for row in of("entry"))
    submission_of = {row.number: row.submission_id for row in of("entry")}
    newest = sorted(of("sent"), key=lambda row: (row.recorded_at, row.number), reverse=True)
    investments_first = sorted(of("money"), key=lambda row: (row.holds_on, row.number))
    return Paper(standing, submission_of, newest, investments_first)


@cache
def _paper_statement() -> Any:
    """A row an entry, a submission and an investment, with the same columns."""
    lead_id: Any = bindparam("lead_id")
    extra = (Entry.recorded_at, Entry.submission_id, Submission.about_id, Submission.status, Submission.evidence_on)
    columns = (*ledger.COUNTED_COLUMNS, *extra, Submission.decision_reason)
    entries = (
        select(literal("entry").label("sort"), *columns)
        .outerjoin(Submission, Submission.id == Entry.submission_id)
        .where(Entry.company_id == bindparam("company_id"))
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
    submissions = select(literal("sent"), *_like(columns, sent | more)).where(Submission.lead_id == lead_id)
    investments = select(literal("money"), *_like(columns, money)).where(Investment.lead_id == lead_id)
    return entries.union_all(submissions, investments)


def lead_facts(session: GuardedSession, lead_id: int) -> LeadFacts:
    """What counts for a lead, what waits and what is missing, in two queries; a stranger gets what their circle has."""
    row = _dossier(session, lead_id)
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
        )
        for one in paper.sent
    ]
    grounds = _grounds(row, paper.standing)
    numbers = {paper.submission_of[one.number]: one.number for one in paper.standing if one.lead_id == lead_id}
    facts = [Fact.ADMITTED, Fact.APPROACH_STARTED, Fact.REALISED]
    if row.kind_at_entry == "startup":
        facts.append(Fact.BECAME_SCALEUP)
    states = [_state(fact, grounds, submissions, numbers) for fact in facts]
    for one in paper.money:
        amount = Money(one.number, one.fact, one.amount, one.holds_on, one.counterfactual)
        states.append(_state(STAGE_FACTS[amount.stage], grounds, submissions, numbers, amount))
    withdrawal = _state(Fact.WITHDRAWN, grounds, submissions, numbers)
    if withdrawal.submission is not None or grounds.admitted_on is not None:
        states.append(withdrawal)
    return LeadFacts(tuple(states), row.holder_id is not None and row.holder_id == session.actor.organisation_id)


def _state(
    fact: Fact,
    grounds: Grounds,
    submissions: Iterable[Sent],
    numbers: Mapping[int | None, int],
    investment: Money | None = None,
) -> FactState:
    about = investment.id if investment is not None else None
    mine = [one for one in submissions if one.fact == fact and one.about_id == about]
    counted = next((one for one in mine if one.id in numbers), None)
    latest = counted or next((one for one in mine if one.status in CHANGEABLE), None) or next(iter(mine), None)
    found = conditions(
        fact,
        grounds,
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
    return FactState(
        fact=fact,
        state=state,
        conditions=waits if latest is None else found,
        holds_on=latest.holds_on if latest is not None else holds_on(found),
        submission=latest,
        entry=numbers.get(counted.id) if counted is not None else None,
        investment=investment,
    )


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
    row = _dossier(session, lead.id)
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
        submitted_by=submission.submitted_by_id if submission else None,
        submitted_for=submission.submitted_for_id if submission else None,
        holder=row.holder_id if row else None,
        owner_organisation=row.organisation_id if row else None,
        origin_rom=about.origin_rom_code,
        destination_rom=about.destination_rom_code,
    )
