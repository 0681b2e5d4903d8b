"""Reads about work that runs later."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Row, select

from app.access.session import GuardedSession
from app.jobs.models import Job
from app.jobs.rules import OPEN


def job(session: GuardedSession, job_id: int) -> Job | None:
    """A job of the reader's own, or None."""
    return session.get(Job, job_id)


def asked(session: GuardedSession, job_id: int) -> Row | None:
    """Who asked for a job of what kind, as the number of the person and of the organisation; None when it is gone."""
    return session.execute(select(Job.kind, Job.person_id, Job.organisation_id).where(Job.id == job_id)).one_or_none()


def waiting(session: GuardedSession, job_id: int, steps: int) -> Job | None:
    """A job whose next step is the one after so many, or None."""
    mine = select(Job).where(Job.id == job_id, Job.steps == steps, Job.status.in_(OPEN))
    return session.scalars(mine).one_or_none()


def due(session: GuardedSession, now: datetime) -> Sequence[Row]:
    """The open jobs of which nothing was heard for too long: number and steps done, the oldest first."""
    waiting = select(Job.id, Job.steps).where(Job.status.in_(OPEN), Job.due_at <= now)
    return session.execute(waiting.order_by(Job.due_at, Job.id)).all()


def known(session: GuardedSession, words: Collection[str]) -> set[str]:
    """Which of these words work was asked under already."""
    return {word for word in session.scalars(select(Job.once).where(Job.once.in_(words))) if word}
