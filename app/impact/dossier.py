"""What the dossier of a lead says now, and where facts that were submitted or counted say something else."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.capital.models import Decision, Investment
from app.cases.models import Approach
from app.companies.models import Company, TargetTest
from app.db.clock import AMSTERDAM
from app.growth.models import Demand
from app.impact import rules
from app.impact.comparison import STAGE_FACTS, Difference, Dossier, Statement, differences, moved_conditions
from app.impact.conditions import Grounds, conditions
from app.leads.models import Lead, LeadCourse
from app.ledger import queries as ledger
from app.ledger.models import Change, Entry, Submission
from app.ledger.rules import CAPITAL_FACTS, Fact

NDA_RECORDED = ("nda", "none_needed")
# Parts of a fact that stand in the identity circle: who does not know the company believes the holder's statement.
OF_THE_COMPANY = ("target_test", "nda", "articulated")
ON_CONDITIONS = (Fact.ADMITTED, Fact.APPROACH_STARTED)


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


def dossier_of(session: GuardedSession, lead_id: int) -> Row:
    """All of a lead that its facts are about, in one query; what the reader may not see is None."""
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


def grounds_from(row: Row, standing: Iterable[rules.Entry]) -> Grounds:
    """What a dossier knows towards its facts, as days; `standing` are the company's entries."""
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


def standing_of(session: GuardedSession, company_id: int) -> tuple[list[rules.Entry], dict[int, Row]]:
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
    return standing_of(session, company_id)[0]


def grounds_of(session: GuardedSession, lead: Lead) -> Grounds:
    """What the dossier of a lead knows towards its facts, as days."""
    return grounds_from(dossier_of(session, lead.id), entries_of_company(session, lead.company_id))


def dossier_from(row: Row, money: Any = None) -> Dossier:
    """What a dossier says now of its decision and of one investment (or of none), to compare facts with."""
    known = Dossier(row.origin_rom_code, row.signed_on, row.destination_rom_code)
    if money is None:
        return known
    return known._replace(
        stage=money.stage, amount=money.amount, money_on=money.holds_on, counterfactual=money.counterfactual
    )


def said_by(fact: Any) -> Statement:
    """What a submission or an entry says, to compare it with its dossier."""
    return Statement(fact.origin_rom_code, fact.destination_rom_code, fact.holds_on, fact.amount, fact.counterfactual)


def submission_differs(session: GuardedSession, submission: Submission) -> tuple[Difference, ...]:
    """Where what was submitted and the dossier disagree, as far as the reader sees the dossier. Two or three queries."""
    row = dossier_of(session, submission.lead_id)
    fact = Fact(submission.fact)
    found = differences(fact, said_by(submission), dossier_from(row, _money(session, submission)))
    if fact not in ON_CONDITIONS:
        return found
    stated = ledger.conditions(submission)
    if row.holder_id is None:
        stated = {name: day for name, day in stated.items() if name not in OF_THE_COMPANY}
    return found + moved_conditions(stated, conditions(fact, grounds_from(row, ())))


def _money(session: GuardedSession, submission: Submission) -> Investment | None:
    about = Investment.id == submission.about_id, Investment.lead_id == submission.lead_id
    return session.scalars(select(Investment).where(*about)).one_or_none() if submission.about_id else None


class Contradiction(NamedTuple):
    """A ledger entry that the dossier of its lead contradicts now."""

    number: int
    lead_code: str
    differences: tuple[Difference, ...]


def contradictions(
    session: GuardedSession, entries: Iterable[rules.Entry], only: int | None = None
) -> list[Contradiction]:
    """The standing entries whose dossier says something else now, of all or of one number. One query.

    The database leaves out what agrees column by column; the rule decides about the rest.
    """
    stage = case({fact: stage for stage, fact in STAGE_FACTS.items()}, value=Entry.fact)
    settled = or_(
        Decision.destination_rom_code.is_distinct_from(Entry.destination_rom_code),
        Decision.signed_on.is_distinct_from(Entry.holds_on),
    )
    paid = or_(
        Investment.stage.is_distinct_from(stage),
        Investment.amount.is_distinct_from(Entry.amount),
        Investment.holds_on.is_distinct_from(Entry.holds_on),
        Investment.counterfactual.is_distinct_from(Entry.counterfactual),
    )
    suspect = (
        select(
            Entry.number,
            Entry.fact,
            Entry.holds_on,
            Entry.amount,
            Entry.counterfactual,
            Entry.origin_rom_code,
            Entry.destination_rom_code,
            Lead.code,
            Lead.origin_rom_code.label("origin_now"),
            Decision.signed_on,
            Decision.destination_rom_code.label("destination_now"),
            Investment.stage,
            Investment.amount.label("amount_now"),
            Investment.holds_on.label("money_on"),
            Investment.counterfactual.label("otherwise"),
        )
        .join(Lead, Lead.id == Entry.lead_id)
        .outerjoin(Submission, Submission.id == Entry.submission_id)
        .outerjoin(Decision, Decision.lead_id == Entry.lead_id)
        .outerjoin(Investment, and_(Investment.id == Submission.about_id, Investment.lead_id == Entry.lead_id))
        .where(
            Entry.submission_id.is_not(None),
            Entry.fact != Fact.WITHDRAWN,
            or_(
                Lead.origin_rom_code.is_distinct_from(Entry.origin_rom_code),
                and_(Entry.fact == Fact.REALISED, settled),
                and_(Entry.fact.in_(CAPITAL_FACTS), paid),
            ),
        )
        .order_by(Lead.code, Entry.number)
    )
    if only is not None:
        suspect = suspect.where(Entry.number == only)
    stands: Mapping[int, rules.Entry] | None = None
    found = []
    for row in session.execute(suspect):
        stands = {entry.number: entry for entry in rules.standing(entries)} if stands is None else stands
        now = Dossier(
            row.origin_now, row.signed_on, row.destination_now, row.stage, row.amount_now, row.money_on, row.otherwise
        )
        differ = differences(Fact(row.fact), said_by(row), now)
        if differ and row.number in stands:
            found.append(Contradiction(row.number, row.code, differ))
    return found
