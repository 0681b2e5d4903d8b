"""Moving a lead through the pipeline, closing it and opening it again."""

from datetime import date

from sqlalchemy import select

from app.access.actor import Role
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.leads.models import Lead, LeadCourse
from app.ledger.services import keep_text
from app.pipeline.models import StepMove
from app.pipeline.queries import facts_of
from app.pipeline.rules import (
    Course,
    Outcome,
    Ruling,
    Step,
    missing_for,
    rule_on_closing,
    rule_on_move,
    rule_on_reopening,
)
from app.words import N_

MISSING = N_("Er ontbreekt nog iets voor deze stap. Onder het formulier staat wat.")


def _course(session: GuardedSession, lead: Lead) -> LeadCourse:
    return session.scalars(select(LeadCourse).where(LeadCourse.lead_id == lead.id)).one()


def _refuse(ruling: Ruling) -> None:
    if ruling.allowed:
        return
    raise Refused(ruling.objection or MISSING, field=ruling.field or "step")


def _keep(
    session: GuardedSession,
    lead: Lead,
    ruling: Ruling,
    *,
    from_step: str,
    to_step: str,
    moved_on: date,
    reason: str,
    outcome: str | None = None,
    lacking: str | None = None,
    cause: str | None = None,
) -> StepMove:
    said = reason.strip()
    move = StepMove(
        lead_id=lead.id,
        company_id=lead.company_id,
        at=session.clock.now(),
        moved_on=moved_on,
        course=ruling.course,
        from_step=from_step,
        to_step=to_step,
        outcome=outcome,
        lacking=lacking,
        cause=cause,
        reason_id=keep_text(session, lead.company_id, said).id if said else None,
        person_id=session.actor.person_id,
        organisation_id=session.actor.organisation_id,
    )
    session.add(move)
    session.flush()
    return move


def move_step(
    session: GuardedSession,
    lead: Lead,
    *,
    to: str,
    reason: str = "",
    override: bool = False,
    cause: str | None = None,
) -> StepMove:
    """The lead goes to another step: forward when complete, back with a reason, overridden by the coordinator with one.

    Why it is overridden is one of OVERRIDES in `cause`, for who may not read the words.
    """
    course = _course(session, lead)
    facts = facts_of(session, lead)
    ruling = rule_on_move(
        course.step,
        to,
        facts,
        closed=course.closed_on is not None,
        reason=reason,
        override=override,
        coordinator=session.actor.has(Role.COORDINATOR),
        cause=cause,
    )
    _refuse(ruling)
    lacking = ", ".join(one.key for one in missing_for(course.step, to, facts)) or None
    move = _keep(
        session,
        lead,
        ruling,
        from_step=course.step,
        to_step=Step(to),
        moved_on=session.clock.today(),
        reason=reason,
        lacking=lacking,
        cause=cause if ruling.course is Course.OVERRIDE else None,
    )
    course.step = Step(to)
    course.step_since = session.clock.today()
    course.last_activity_at = session.clock.now()
    session.flush()
    return move


def close_lead(
    session: GuardedSession, lead: Lead, *, outcome: str, reason: str = "", closed_on: date | None = None
) -> StepMove:
    """The lead ends with an outcome; it stays in the count (*gehad*, 002 §5.5)."""
    course = _course(session, lead)
    ruling = rule_on_closing(outcome, facts_of(session, lead), closed=course.closed_on is not None, reason=reason)
    _refuse(ruling)
    on = closed_on or session.clock.today()
    move = _keep(
        session,
        lead,
        ruling,
        from_step=course.step,
        to_step=course.step,
        moved_on=on,
        reason=reason,
        outcome=Outcome(outcome),
    )
    course.outcome = Outcome(outcome)
    course.closed_on = on
    course.last_activity_at = session.clock.now()
    session.flush()
    return move


def reopen_lead(session: GuardedSession, lead: Lead, *, reason: str) -> StepMove:
    """A closed lead opens again at the step where it stood; nothing is counted twice."""
    course = _course(session, lead)
    ruling = rule_on_reopening(closed=course.closed_on is not None, reason=reason)
    _refuse(ruling)
    move = _keep(
        session,
        lead,
        ruling,
        from_step=course.step,
        to_step=course.step,
        moved_on=session.clock.today(),
        reason=reason,
    )
    course.outcome = None
    course.closed_on = None
    course.last_activity_at = session.clock.now()
    session.flush()
    return move
