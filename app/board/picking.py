"""The leads that somebody picked in the list: some of them by their codes, or all of a filter."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.board.conditions import asked_by, conditions
from app.board.filter import Filter
from app.board.together import MOST_TOGETHER
from app.companies.models import Company
from app.leads.models import Lead, LeadCourse


def picked(session: GuardedSession, wanted: Filter | None, codes: Sequence[str]) -> Sequence[Any]:
    """What a deed asks of the leads with these codes, or (with a filter) of all its leads; one more than may be is too many."""
    chosen = conditions(asked_by(session, wanted)) if wanted else [Lead.code.in_(set(codes[: MOST_TOGETHER + 1]))]
    return session.execute(
        select(
            Lead.id,
            Lead.code,
            Company.name.label("company"),
            Company.holder_id,
            LeadCourse.step,
            LeadCourse.version,
            LeadCourse.closed_on,
            LeadCourse.owner_id,
            Person.name.label("owner"),
            Person.organisation_id.label("owner_organisation_id"),
        )
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
        .where(*chosen)
        .order_by(Lead.id)
        .limit(MOST_TOGETHER + 1)
    ).all()
