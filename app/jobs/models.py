"""Work that runs later: who asked for what, how far it is, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Condition, Viewer, protect
from app.db.base import Base, Key
from app.jobs.rules import Status
from app.ledger.history import untracked


class Job(Base):
    """A piece of work of a kind, done in steps that each commit; it acts as who asked, or as the system itself.

    `given` and `result` hold numbers and codes, never a name: what the work is about stands in rows of its room.
    `steps` counts the steps that were done; `due_at` is when it is lined up again if nothing was heard of it;
    `once` keeps work that comes by itself from being asked twice.
    """

    __tablename__ = "job"
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    given: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    status: Mapped[str] = mapped_column(String(8), default=Status.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    steps: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[str | None] = mapped_column(String(16))
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(60), unique=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "status", "due_at"),)


AGAIN = frozenset({"status", "due_at", "tries", "trouble", "ended_at"})


def _own_or_watched(row: type[Job], viewer: Viewer) -> Condition:
    """Who asked, while they work for the organisation that they asked it for; the administrator sees that it is there."""
    if viewer.actor.has(Role.ADMINISTRATOR):
        return True
    if not viewer.actor.is_member:
        return False
    return and_(row.person_id == viewer.person, row.organisation_id == viewer.organisation)


def _columns(viewer: Viewer) -> frozenset[str] | None:
    """The administrator stops work, or lets it be tried again."""
    return AGAIN if viewer.actor.has(Role.ADMINISTRATOR) else None


protect(Job, read=_own_or_watched, write=_own_or_watched, columns=_columns)
untracked(Job)
