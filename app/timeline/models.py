"""Talks and tasks: what was said and agreed, and who does what by when. All of it tells who the company is."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Circle, Condition, Viewer, any_of, protect, read_rule
from app.db.base import Base, Key
from app.index.keeping import searched
from app.ledger.history import ERASABLE

FREE = {ERASABLE: True}


class Talk(Base):
    """A talk on a day, what was said and what was agreed."""

    __tablename__ = "talk"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(12))
    held_on: Mapped[date]
    said: Mapped[str | None] = mapped_column(Text, info=FREE)
    agreed: Mapped[str | None] = mapped_column(Text, info=FREE)
    recorded_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "lead_id", "held_on"),)


class Task(Base):
    """Something that one person does by a day."""

    __tablename__ = "task"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[str | None] = mapped_column(info=FREE)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "owner_id", "done_on"),)


def own_or_held(row: Any, viewer: Viewer) -> Condition:
    """The holder writes everything; an organisation with consent in force writes its own (domain §6)."""
    inside = read_rule(Circle.IDENTITY)(row, viewer)
    own = False if isinstance(inside, bool) else and_(row.organisation_id == viewer.organisation, inside)
    return any_of(read_rule(Circle.HOLDER)(row, viewer), own)


class Mention(Base):
    """That a talk or note names a colleague, who is told so: as long as they may read it."""

    __tablename__ = "mention"
    id: Mapped[Key]
    talk_id: Mapped[int] = mapped_column(ForeignKey("talk.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("talk_id", "person_id"),)


searched(Talk, "talk", "said", "agreed")
searched(Task, "talk", "title")
for _model in (Talk, Task, Mention):
    protect(_model, read=Circle.IDENTITY, write=own_or_held)
