"""The circle around a lead's anonymous face, and which layer of a lead stands in which circle."""

from typing import Any

from sqlalchemy import exists

from app.access.actor import Role
from app.access.policy import Circle, Condition, Viewer, any_of, define_circle, past_guard, protect
from app.companies.circles import dossier, held
from app.leads.models import Follow, Lead, LeadCourse, LeadStory, PhaseRecord

lead = past_guard(Lead)


def face(row: Any, viewer: Viewer) -> Condition:
    """Anonymous rows: the whole taskforce, unless the holder withholds them until the company agrees.

    Whoever reads the dossier reads the face on it: a verifier judges what is withheld by its code, as the coordinator does.
    """
    if viewer.actor.has(Role.COORDINATOR):
        return True
    if not viewer.actor.is_member:
        return False
    shown = exists().where(lead.c.company_id == row.company_id, lead.c.withheld.is_(False))
    return any_of(shown.correlate_except(lead), dossier(row, viewer))


def _lead_itself(row: Any, viewer: Viewer) -> Condition:
    if viewer.actor.has(Role.COORDINATOR):
        return True
    if not viewer.actor.is_member:
        return False
    return any_of(row.withheld.is_(False), dossier(row, viewer))


def steered(row: Any, viewer: Viewer) -> Condition:
    """The holder, and the coordinator who may override a step with a reason."""
    if viewer.actor.has(Role.COORDINATOR):
        return True
    return held(row, viewer)


def _own(row: Any, viewer: Viewer) -> Condition:
    return row.person_id == viewer.person


define_circle(Circle.FACE, face)

protect(Lead, read=_lead_itself, write=Circle.HOLDER)
protect(LeadCourse, read=Circle.DOSSIER, write=steered)
protect(LeadStory, read=Circle.IDENTITY, write=Circle.HOLDER)
protect(PhaseRecord, read=Circle.DOSSIER, write=Circle.HOLDER)
protect(Follow, read=_own, write=_own)
