"""The case approach: dates and kinds are dossier, words and partners are identity, lessons are for the taskforce."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Circle, administrators, members, open_to_all, protect
from app.db.base import Base, Key
from app.ledger.history import ERASABLE


class Approach(Base):
    """The approach of one lead: when it was planned, agreed and brought outside. The plan's words are a value."""

    __tablename__ = "approach"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    plan_on: Mapped[date | None]
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    agreed_on: Mapped[date | None]
    first_external_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ApproachPartner(Base):
    """Who works along: a municipality, province, grid operator …; its name would give the company away."""

    __tablename__ = "approach_partner"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(info={ERASABLE: True})


class ApproachAction(Base):
    """A dated action with an owner; external when somebody outside the company and its ROM is part of it."""

    __tablename__ = "approach_action"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("value.id"))
    bottleneck: Mapped[str | None] = mapped_column(String(24))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    external: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    dropped_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Bottleneck(Base):
    """What stands in the way at the present site, since when, and what was tried."""

    __tablename__ = "bottleneck"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24), index=True)
    noted_on: Mapped[date]
    solved_on: Mapped[date | None]
    tried_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("lead_id", "kind"),)


class Signal(Base):
    """What a case tells policy makers: MIRT, nowhere in NL, a funding gap, a case to bundle."""

    __tablename__ = "signal"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24), index=True)
    raised_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    note_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("lead_id", "kind"),)


class Lesson(Base):
    """What a case taught, worded by its writer to be read by the whole taskforce (002 §5.5)."""

    __tablename__ = "lesson"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    bottleneck: Mapped[str] = mapped_column(String(24))
    technology_code: Mapped[str | None] = mapped_column(ForeignKey("technology.code"))
    text: Mapped[str] = mapped_column(Text, info={ERASABLE: True})
    written_at: Mapped[datetime]
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (Index(None, "bottleneck", "written_at"),)


class Programme(Base):
    """An adjacent programme or scheme (002 §5.3-2e)."""

    __tablename__ = "programme"
    code: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str]
    run_by: Mapped[str]


class LeadProgramme(Base):
    """A case linked to an adjacent programme."""

    __tablename__ = "lead_programme"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    programme_code: Mapped[str] = mapped_column(ForeignKey("programme.code"))
    linked_on: Mapped[date]

    __table_args__ = (UniqueConstraint("lead_id", "programme_code"),)


for _model in (Approach, ApproachAction, Bottleneck, Signal, LeadProgramme):
    protect(_model, read=Circle.DOSSIER, write=Circle.HOLDER)
protect(ApproachPartner, read=Circle.IDENTITY, write=Circle.HOLDER)
protect(Lesson, read=members, write=Circle.HOLDER)
open_to_all(Programme, write=administrators)
