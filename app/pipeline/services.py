"""Moving a lead through the pipeline, closing it and opening it again."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.access.actor import Role
from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.leads.models import Lead, LeadCourse
from app.ledger.services import keep_texts
from app.pipeline.models import StepMove
from app.pipeline.queries import facts_by_lead, facts_of
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

UNDONE = N_("Ongedaan gemaakt.")
MISSING = N_("Er ontbreekt nog iets voor deze stap. Onder het formulier staat wat.")


def _course(session: GuardedSession, lead: Lead) -> LeadCourse:
    return session.scalars(select(LeadCourse).where(LeadCourse.lead_id == lead.id)).one()


def _refuse(ruling: Ruling) -> None:
    if ruling.allowed:
        return
    raise Refused(ruling.objection or MISSING, field=ruling.field or "step")


def _keep(session: GuardedSession, lead: Lead, ruling: Ruling, *, reason: str, **how: Any) -> StepMove:
    move = _row(session, lead, ruling, reason_id=_reasons(session, [lead], reason)[0], **how)
    session.add(move)
    session.flush()
    return move


def _reasons(session: GuardedSession, leads: Sequence[Lead], reason: str) -> Sequence[int | None]:
    """The numbers of the rows that hold why, one for each lead; each may have to be erased by itself."""
    said = reason.strip()
    if not said:
        return [None] * len(leads)
    return [text.id for text in keep_texts(session, [(lead.company_id, said) for lead in leads])]


def _row(
    session: GuardedSession,
    lead: Lead,
    ruling: Ruling,
    *,
    from_step: str,
    to_step: str,
    moved_on: date,
    reason_id: int | None,
    outcome: str | None = None,
    lacking: str | None = None,
    cause: str | None = None,
) -> StepMove:
    return StepMove(
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
        reason_id=reason_id,
        person_id=session.actor.person_id,
        organisation_id=session.actor.organisation_id,
    )


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
    return move_steps(session, [lead], to=to, reason=reason, override=override, cause=cause)[0]


def move_steps(
    session: GuardedSession,
    leads: Sequence[Lead],
    *,
    to: str,
    reason: str = "",
    override: bool = False,
    cause: str | None = None,
) -> list[StepMove]:
    """The same for several leads: all of them go, or none where one may not."""
    numbers = [lead.id for lead in leads]
    found = session.scalars(select(LeadCourse).where(LeadCourse.lead_id.in_(numbers)))
    courses, facts = {course.lead_id: course for course in found}, facts_by_lead(session, numbers)
    if len(courses) < len(set(numbers)):
        raise OutOfScope("this actor may not write the dossier of each of these leads")
    rulings = {
        number: rule_on_move(
            courses[number].step,
            to,
            facts[number],
            closed=courses[number].closed_on is not None,
            reason=reason,
            override=override,
            coordinator=session.actor.has(Role.COORDINATOR),
            cause=cause,
        )
        for number in numbers
    }
    for ruling in rulings.values():
        _refuse(ruling)
    made = []
    for lead, reason_id in zip(leads, _reasons(session, leads, reason), strict=True):
        course, ruling = courses[lead.id], rulings[lead.id]
        made.append(
            _row(
                session,
                lead,
                ruling,
                from_step=course.step,
                to_step=Step(to),
                moved_on=session.clock.today(),
                reason_id=reason_id,
                lacking=", ".join(one.key for one in missing_for(course.step, to, facts[lead.id])) or None,
                cause=cause if ruling.course is Course.OVERRIDE else None,
            )
        )
        course.step = Step(to)
        course.step_since = session.clock.today()
        course.last_activity_at = session.clock.now()
    session.add_all(made)
    session.flush()
    return made


def tell_steps_back(session: GuardedSession, lead_ids: Collection[int]) -> None:
    """The timeline says where leads stand again whose step was undone: a move is never taken out of it."""
    steps = dict(
        session.execute(select(LeadCourse.lead_id, LeadCourse.step).where(LeadCourse.lead_id.in_(lead_ids))).all()
    )
    last = select(func.max(StepMove.id)).where(StepMove.lead_id.in_(lead_ids)).group_by(StepMove.lead_id)
    left = {move.lead_id: move for move in session.scalars(select(StepMove).where(StepMove.id.in_(last)))}
    leads = session.scalars(select(Lead).where(Lead.id.in_(left)).order_by(Lead.id)).all()
    for lead, reason_id in zip(leads, _reasons(session, leads, UNDONE), strict=True):
        session.add(
            _row(
                session,
                lead,
                Ruling(Course.BACK),
                from_step=left[lead.id].to_step,
                to_step=steps[lead.id],
                moved_on=session.clock.today(),
                reason_id=reason_id,
            )
        )
    session.flush()


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
