"""What the dossier of a lead says now, and where facts that were submitted or counted say something else."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Exists, Row, ScalarSelect, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.capital.models import Decision, Investment
from app.cases.models import Approach
from app.companies.models import Company, TargetTest
from app.db.clock import AMSTERDAM
from app.growth.models import Demand, DemandAmount
from app.impact import rules
from app.impact.comparison import (
    STAGE_FACTS,
    Difference,
    Dossier,
    Statement,
    differences,
    lost_conditions,
    moved_conditions,
)
from app.impact.conditions import Grounds, conditions
from app.leads.models import Lead, LeadCourse
from app.ledger import queries as ledger
from app.ledger.models import Change, Entry, Submission
from app.ledger.rules import CAPITAL_FACTS, Fact

NDA_RECORDED = ("nda", "none_needed")
# Parts of a fact that stand in the identity circle: who does not know the company believes the holder's statement.
OF_THE_COMPANY = ("target_test", "nda", "articulated")
ON_CONDITIONS = (Fact.ADMITTED, Fact.APPROACH_STARTED)


def _positive_since() -> ScalarSelect[Any]:
    """The day since which every target-group test was positive; nothing when the last one was not."""
    later = aliased(TargetTest)
    after = or_(
        later.decided_on > TargetTest.decided_on,
        and_(later.decided_on == TargetTest.decided_on, later.id > TargetTest.id),
    )
    overruled = select(later.id).where(later.company_id == TargetTest.company_id, later.positive.is_(False), after)
    positive = TargetTest.company_id == Lead.company_id, TargetTest.positive, ~overruled.exists()
    return select(func.min(TargetTest.decided_on)).where(*positive).scalar_subquery()


def _first_amount() -> ScalarSelect[Any]:
    """The moment at which the first amount of a demand was written down: from then on one demand is worked out."""
    return (
        select(func.min(Change.at))
        .where(Change.lead_id == Lead.id, Change.table == "demand_amount", Change.action == "insert")
        .scalar_subquery()
    )


def _of_lead(model: Any) -> Exists:
    return select(model.id).where(model.lead_id == Lead.id).exists()


def dossier_of(session: GuardedSession, lead_id: int) -> Row:
    """All of a lead that its facts are about, in one query; what the reader may not see is None."""
    (found,) = session.ask(_dossier_statement(), lead_id=lead_id)
    return found


@cache
def _dossier_statement() -> Prepared:
    return Prepared(_dossiers().where(Lead.id == bindparam("lead_id")))


def _dossiers(*more: Any) -> Select[Any]:
    """Select: all of leads that their facts are about, and more."""
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
            _positive_since().label("tested_on"),
            _of_lead(Demand).label("has_demand"),
            _of_lead(DemandAmount).label("has_amount"),
            _first_amount().label("articulated_at"),
            Approach.plan_on,
            Approach.agreed_on,
            Approach.first_external_on,
            Decision.signed_on,
            Decision.kind.label("decision"),
            Decision.destination_rom_code,
            Person.organisation_id.label("owner_organisation"),
            *more,
        )
        .select_from(Lead)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(Approach, Approach.lead_id == Lead.id)
        .outerjoin(Decision, Decision.lead_id == Lead.id)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
    )


def grounds_from(row: Row, standing: Iterable[rules.Entry]) -> Grounds:
    """What a dossier knows towards its facts, as days; `standing` are the company's entries."""
    first: dict[str, date] = {}
    for entry in standing:
        if entry.fact != Fact.REALISED or rules.moves_region(entry):
            first.setdefault(entry.fact, entry.holds_on)
    return Grounds(
        asked_on=row.asked_on,
        tested_on=row.tested_on,
        has_demand=row.has_demand,
        articulated_on=_day_of(row.articulated_at) if row.has_amount else None,
        origin_rom=row.origin_rom_code,
        nda_on=(row.nda_on or _day_of(row.created_at)) if row.nda in NDA_RECORDED else None,
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


def _day_of(moment: datetime | None) -> date | None:
    return moment.astimezone(AMSTERDAM).date() if moment is not None else None


def grounds_seen(known: Grounds, row: Row, stated: Mapping[str, date | None], held_on: date) -> Grounds:
    """What a dossier knows towards a fact; of the parts that its reader may not see, what the holder stated.

    That any demand is worked out at all is seen by everybody who sees the dossier.
    """
    if row.holder_id is not None:
        return known
    tested, nda, articulated = (stated.get(name) or held_on for name in OF_THE_COMPANY)
    return replace(known, tested_on=tested, nda_on=nda, articulated_on=articulated if row.has_amount else None)


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
    seen = grounds_seen(grounds_from(row, ()), row, stated, submission.holds_on)
    return found + moved_conditions(stated, conditions(fact, seen))


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

    The database leaves out what agrees; the rules decide about the rest.
    """
    suspects = _suspects() if only is None else _suspects().where(Entry.number == only)
    found = [Contradiction(row.number, row.code, _told_now(row)) for row in session.execute(suspects)]
    found = [one for one in found if one.differences]
    stands = {entry.number for entry in rules.standing(entries)} if found else set()
    return sorted((one for one in found if one.number in stands), key=lambda one: (one.lead_code, one.number))


@cache
def _suspects() -> Any:
    """Select: the entries that say something else than their dossier, or that may have lost a part, with that dossier."""

    def is_late(*days: Any) -> ColumnElement[bool]:
        return or_(*(or_(day.is_(None), day > Entry.holds_on) for day in days))

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
    no_nda = or_(Company.nda.not_in(NDA_RECORDED), is_late(Company.nda_on))
    of_company = and_(Company.id.is_not(None), or_(no_nda, is_late(_positive_since())))
    admitted = or_(is_late(LeadCourse.asked_on), ~_of_lead(Demand), of_company)
    started = or_(is_late(Approach.plan_on, Approach.agreed_on, Approach.first_external_on), ~_of_lead(DemandAmount))
    return (
        _dossiers(
            Lead.code,
            Entry.number,
            Entry.fact,
            Entry.origin_rom_code.label("said_origin"),
            Entry.destination_rom_code.label("said_destination"),
            Entry.holds_on.label("said_day"),
            Entry.amount.label("said_amount"),
            Entry.counterfactual.label("said_otherwise"),
            Submission.conditions,
            Investment.stage,
            Investment.amount,
            Investment.holds_on,
            Investment.counterfactual,
        )
        .join(Entry, Entry.lead_id == Lead.id)
        .join(Submission, Submission.id == Entry.submission_id)
        .outerjoin(Investment, and_(Investment.id == Submission.about_id, Investment.lead_id == Entry.lead_id))
        .where(
            # follows from the join, but keeps the database from drawing up the dossiers of all other leads first
            Lead.id.in_(select(Entry.lead_id).where(Entry.submission_id.is_not(None))),
            Entry.fact != Fact.WITHDRAWN,
            or_(
                Lead.origin_rom_code.is_distinct_from(Entry.origin_rom_code),
                and_(Entry.fact == Fact.ADMITTED, admitted),
                and_(Entry.fact == Fact.APPROACH_STARTED, started),
                and_(Entry.fact == Fact.REALISED, settled),
                and_(Entry.fact.in_(CAPITAL_FACTS), paid),
            ),
        )
    )


def _told_now(row: Row) -> tuple[Difference, ...]:
    """Where an entry and the dossier beside it disagree."""
    fact = Fact(row.fact)
    said = Statement(row.said_origin, row.said_destination, row.said_day, row.said_amount, row.said_otherwise)
    found = differences(fact, said, dossier_from(row, row if row.stage is not None else None))
    if fact not in ON_CONDITIONS:
        return found
    stated = ledger.stated(row.conditions)
    seen = grounds_seen(grounds_from(row, ()), row, stated, row.said_day)
    return found + lost_conditions(row.said_day, stated, conditions(fact, seen))
