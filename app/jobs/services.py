"""Asking for work that runs later, beginning and ending its steps, stopping it, and letting it be tried again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.orm import SessionTransaction

from app.access.session import GuardedSession
from app.jobs.kinds import Kind
from app.jobs.models import Job
from app.jobs.queries import due
from app.jobs.rules import ENDED, KEPT_FOR, OPEN, PATIENCE, Status, Trouble, retry_at

LINED_UP = "lined_up"
Person = tuple[int, int]


def ask(
    session: GuardedSession,
    kind: Kind,
    given: Mapping[str, Any] | None = None,
    *,
    total: int | None = None,
    once: str | None = None,
    whom: Person | None = None,
) -> Job:
    """Work of this kind, to be done as the actor once this is committed; `given` holds numbers and codes, no names.

    The system may ask it of somebody else, by the numbers of the person and of the organisation.
    """
    now = session.clock.now()
    person_id, organisation_id = whom or (session.actor.person_id, session.actor.organisation_id)
    job = Job(
        kind=kind.name,
        person_id=person_id,
        organisation_id=organisation_id,
        given=dict(given or {}),
        total=total,
        once=once,
        asked_at=now,
        due_at=now + PATIENCE,
    )
    session.add(job)
    session.flush()
    line_up(session, job.id, 0)
    return job


def line_up(session: GuardedSession, job_id: int, steps: int) -> None:
    """Puts the next step of a job in the line, once this is committed."""
    session.info.setdefault(LINED_UP, []).append((job_id, steps))


@event.listens_for(GuardedSession, "after_commit")
def _hand_over(session: GuardedSession) -> None:
    if session.in_nested_transaction():
        return
    waiting = session.info.pop(LINED_UP, [])
    if waiting and has_app_context():
        current_app.extensions["jobs"].line_up(waiting)


@event.listens_for(GuardedSession, "after_soft_rollback")
def _forget(session: GuardedSession, transaction: SessionTransaction) -> None:
    """What is undone is not lined up; a step whose job went with a savepoint is found to be nobody's."""
    if not transaction.nested:
        session.info.pop(LINED_UP, None)


def begin_step(session: GuardedSession, job_id: int, steps: int) -> Job | None:
    """The job, if its next step is the one after so many; None when that was done already, or the job has ended.

    The row is held until the commit: of two workers with the same step the second finds that it was done.
    """
    now = session.clock.now()
    mine = update(Job).where(Job.id == job_id, Job.steps == steps, Job.status.in_(OPEN))
    begun: Any = session.execute(
        mine.values(
            steps=Job.steps + 1,
            status=Status.RUNNING,
            due_at=now + PATIENCE,
            started_at=func.coalesce(Job.started_at, now),
        ),
        execution_options={"synchronize_session": False},
    )
    return session.get_one(Job, job_id) if begun.rowcount else None


def end_step(session: GuardedSession, job: Job, *, more: bool) -> None:
    """A step was done: the next one is lined up, or the job is done."""
    job.tries = 0
    if more:
        line_up(session, job.id, job.steps)
    else:
        job.status, job.ended_at = Status.DONE, session.clock.now()
        job.total = job.total and job.done
    session.flush()


def fail_step(
    session: GuardedSession, job_id: int, steps: int, trouble: Trouble, result: Mapping[str, Any] | None = None
) -> None:
    """A step failed and was undone: it is tried again a few times where that may help, else the job has failed."""
    found = select(Job).where(Job.id == job_id, Job.steps == steps, Job.status.in_(OPEN)).with_for_update()
    job = session.scalars(found).one_or_none()
    if job is None:
        return
    now = session.clock.now()
    job.tries, job.trouble = job.tries + 1, trouble
    again = retry_at(trouble, job.tries, now)
    if again is not None:
        job.due_at = again
    else:
        job.status, job.ended_at = Status.FAILED, now
        job.result = {**job.result, **(result or {})}
    session.flush()


def stop(session: GuardedSession, job_id: int) -> bool:
    """No further steps; what was done stays. Whether there was anything to stop."""
    mine = update(Job).where(Job.id == job_id, Job.status.in_(OPEN))
    stopped: Any = session.execute(mine.values(status=Status.STOPPED, ended_at=session.clock.now()))
    return bool(stopped.rowcount)


def try_again(session: GuardedSession, job: Job) -> bool:
    """A job that failed or was stopped goes on where it was. Whether it had."""
    if job.status not in (Status.FAILED, Status.STOPPED):
        return False
    job.status, job.trouble, job.ended_at, job.tries = Status.WAITING, None, None, 0
    job.due_at = session.clock.now() + PATIENCE
    session.flush()
    line_up(session, job.id, job.steps)
    return True


def line_up_due(session: GuardedSession) -> int:
    """Lines up again what nothing was heard of, as the line may have lost it; how many."""
    now = session.clock.now()
    found = due(session, now)
    for row in found:
        line_up(session, row.id, row.steps)
    session.execute(update(Job).where(Job.id.in_([row.id for row in found])).values(due_at=now + PATIENCE))
    return len(found)


def forget_ended(session: GuardedSession, before: datetime) -> None:
    """Removes jobs that ended before a moment."""
    session.execute(delete(Job).where(Job.status.in_(ENDED), Job.ended_at < before))


def tidy(session: GuardedSession, _job: Job) -> bool:
    """The step of tidying up: what ended long ago goes."""
    forget_ended(session, session.clock.now() - KEPT_FOR)
    return False
