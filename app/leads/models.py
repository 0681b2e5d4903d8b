"""The lead in three layers: its anonymous face, its dossier of dates and steps, and its story."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import members, open_to_all
from app.companies.models import MUNICIPALITY
from app.db.base import Base, Key
from app.index.keeping import searched
from app.ledger.history import ERASABLE, untracked

FREE = {ERASABLE: True}


class Lead(Base):
    """The face of a lead: all that another taskforce organisation may know of it (domain §6)."""

    __tablename__ = "lead"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(12), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    origin_rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"), index=True)
    kind_at_entry: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(12))
    phase: Mapped[int] = mapped_column(SmallInteger)
    needed_quarter: Mapped[date | None]
    withheld: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "needed_quarter", "id"), Index(None, "phase", "id"))


class LeadCourse(Base):
    """The dossier of a lead: when it was asked and is needed, where it stands, who owns it, how it ended."""

    __tablename__ = "lead_course"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    asked_on: Mapped[date]
    needed_by: Mapped[date | None]
    step: Mapped[str] = mapped_column(String(24), default="signalled")
    step_since: Mapped[date]
    next_on: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(24))
    closed_on: Mapped[date | None]
    last_activity_at: Mapped[datetime]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    # the list follows an index in each of its orders: by a key, and then by the lead's number
    __table_args__ = (
        Index(None, "owner_id"),
        Index(None, "step", "lead_id"),
        Index(None, "step", "needed_by", "lead_id"),
        Index(None, "needed_by", "lead_id"),
        Index(None, "next_on", "lead_id"),
        Index(None, "last_activity_at", "lead_id"),
        Index(None, "asked_on", "lead_id"),
    )


class LeadStory(Base):
    """What would give a lead away: the question in words, the municipality, the site, the next step."""

    __tablename__ = "lead_story"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    site_name: Mapped[str | None] = mapped_column(info=FREE)
    question: Mapped[str | None] = mapped_column(Text, info=FREE)
    next_step: Mapped[str | None] = mapped_column(info=FREE)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PhaseRecord(Base):
    """A life phase from a date on, with its assessor and evidence; it may go back (002 §4.2)."""

    __tablename__ = "phase_record"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    phase: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[date]
    assessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    evidence_kind: Mapped[str | None] = mapped_column(String(40))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    is_regression: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]


class CodeCounter(Base):
    """The last number given out in a year; codes tell nothing but the year."""

    __tablename__ = "code_counter"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Follow(Base):
    """A person who wants to hear what changes on a lead."""

    __tablename__ = "follow"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


untracked(CodeCounter)
searched(Lead, "lead", "code")
searched(LeadStory, "lead", "question", "site_name", MUNICIPALITY)
open_to_all(CodeCounter, write=members)
