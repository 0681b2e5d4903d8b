"""Reads of leads that every room above may use."""

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies.models import Company
from app.leads.models import Lead


def lead_by_code(session: GuardedSession, code: str) -> Lead | None:
    """The lead with this code, or None where there is none that the reader may know of."""
    return session.scalars(select(Lead).where(Lead.code == code)).one_or_none()


def holds(session: GuardedSession, lead: Lead) -> bool:
    """Whether the actor works for the NDA holder of the lead's company, or is the system."""
    if session.actor.is_system:
        return True
    holder = session.scalars(select(Company.holder_id).where(Company.id == lead.company_id)).one_or_none()
    return holder is not None and holder == session.actor.organisation_id
