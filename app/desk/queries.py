"""What a member sees at the start of the day, in a handful of queries whatever the number of leads."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, distinct, func, or_, select

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, Consent, ConsentOrganisation
from app.companies.queries import in_force
from app.companies.rules import Scope
from app.db.clock import AMSTERDAM
from app.growth.models import Demand, DemandAmount
from app.leads.models import Follow, Lead, LeadCourse, LeadStory
from app.ledger.models import Change
from app.matching.models import Match, Offer
from app.timeline.models import Task
from app.timeline.rules import HIDDEN_FIELDS, HIDDEN_TABLES

OFFERED = ("offer", "chosen")
MOST_CHANGES = 60


def my_leads(session: GuardedSession) -> Sequence[Any]:
    """The open leads that the reader owns, with what the signals look at."""
    ends = (
        select(func.min(Consent.ends_on))
        .where(Consent.company_id == Lead.company_id, in_force(session.clock.today()))
        .scalar_subquery()
    )
    offered = select(func.count(Match.id)).where(Match.lead_id == Lead.id, Match.step.in_(OFFERED)).scalar_subquery()
    asked = select(func.count(Demand.id)).where(Demand.lead_id == Lead.id).scalar_subquery()
    articulated = (
        select(func.count(distinct(DemandAmount.demand_id))).where(DemandAmount.lead_id == Lead.id).scalar_subquery()
    )
    return session.execute(
        select(
            Lead.id,
            Lead.code,
            Lead.company_id,
            Company.name.label("company"),
            LeadCourse.step,
            LeadCourse.asked_on,
            LeadCourse.needed_by,
            LeadCourse.next_on,
            LeadCourse.last_activity_at,
            LeadStory.next_step,
            ends.label("consent_ends"),
            offered.label("offered"),
            asked.label("asked"),
            articulated.label("articulated"),
        )
        .join(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(LeadStory, LeadStory.lead_id == Lead.id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(LeadCourse.owner_id == session.actor.person_id, LeadCourse.closed_on.is_(None))
        .order_by(Lead.code)
    ).all()


def my_tasks(session: GuardedSession) -> Sequence[Any]:
    """The reader's open tasks with the lead they are about; the first due first."""
    return session.execute(
        select(Task.id, Task.title, Task.due_on, Lead.code, Company.name.label("company"))
        .join(Lead, Lead.id == Task.lead_id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .where(Task.owner_id == session.actor.person_id, Task.done_on.is_(None))
        .order_by(Task.due_on, Task.id)
        .limit(50)
    ).all()


def tasks_done_since(session: GuardedSession, day: date) -> int:
    """How many tasks the reader finished since a day."""
    mine = and_(Task.owner_id == session.actor.person_id, Task.done_on >= day)
    return session.scalar(select(func.count(Task.id)).where(mine)) or 0


def offers_waiting(session: GuardedSession) -> Sequence[Any]:
    """The places that other ROMs offered for leads we hold, still unanswered."""
    return session.execute(
        select(Lead.code, Company.name.label("company"), Organisation.short.label("organisation"), Offer.offered_on)
        .join(Lead, Lead.id == Offer.lead_id)
        .join(Company, Company.id == Offer.company_id)
        .join(Organisation, Organisation.id == Offer.organisation_id)
        .where(Offer.status == "open", Company.holder_id == session.actor.organisation_id)
        .order_by(Offer.offered_on)
        .limit(10)
    ).all()


def changes_since(session: GuardedSession, day: date) -> Sequence[Any]:
    """What changed since a day on leads that the reader owns or follows, and what others began to share; newest first."""
    return session.execute(
        select(
            Change.at,
            Change.table,
            Change.action,
            Change.field,
            Change.before,
            Change.after,
            Change.lead_id,
            Change.company_id,
            Change.row_id,
            Lead.code,
            Company.name.label("company"),
            Person.id.label("person_id"),
            Person.name.label("person"),
            Organisation.short.label("organisation"),
        )
        .outerjoin(Lead, Lead.id == Change.lead_id)
        .outerjoin(Company, Company.id == Change.company_id)
        .outerjoin(Person, Person.id == Change.person_id)
        .outerjoin(Organisation, Organisation.id == Change.organisation_id)
        .where(Change.at >= _midnight(day), or_(_mine(session), _shared_with_us(session)), _telling())
        .order_by(Change.at.desc(), Change.id.desc())
        .limit(MOST_CHANGES)
    ).all()


def _mine(session: GuardedSession) -> ColumnElement[bool]:
    person = session.actor.person_id
    return or_(
        Change.lead_id.in_(select(LeadCourse.lead_id).where(LeadCourse.owner_id == person)),
        Change.lead_id.in_(select(Follow.lead_id).where(Follow.person_id == person)),
    )


def _shared_with_us(session: GuardedSession) -> ColumnElement[bool]:
    """A consent of another holder that names us, or the whole taskforce; what names others is no news to us."""
    ours = session.actor.organisation_id
    named = select(ConsentOrganisation.consent_id).where(ConsentOrganisation.organisation_id == ours)
    for_us = select(cast(Consent.id, String)).where(or_(Consent.scope == Scope.TASKFORCE, Consent.id.in_(named)))
    begun = and_(Change.table == "consent", Change.action == "insert", Company.holder_id != ours)
    return and_(begun, Change.row_id.in_(for_us))


def _telling() -> ColumnElement[bool]:
    """What says something to a person; a step is told here, though the timeline has its own row for it."""
    said = HIDDEN_FIELDS - {"step", "outcome"}
    return and_(
        Change.table.not_in(HIDDEN_TABLES), case((Change.field.is_(None), True), else_=Change.field.not_in(said))
    )


def _midnight(day: date) -> datetime:
    """The beginning of a day in the Netherlands."""
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)
