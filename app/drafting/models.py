"""Drafts of a report: their texts, what was waved through, and their anonymous cases, each about a lead."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import having, protect
from app.db.base import Base, Key
from app.ledger.history import IN_PARTS


class ReportDraft(Base):
    """A report in the making: its reporting date and the texts of each section, as JSON.

    `replaces` is the number of the published report that it will take the place of, and why.
    """

    __tablename__ = "report_draft"
    id: Mapped[Key]
    reporting_date: Mapped[date] = mapped_column(unique=True)
    narrative: Mapped[str] = mapped_column(Text, info={IN_PARTS: True})
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    replaces: Mapped[str | None] = mapped_column(String(12))
    replaces_reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReportWaiver(Base):
    """A line of a draft's check-list that was waved through: why, by whom, and (as a hash) what it was about then."""

    __tablename__ = "report_waiver"
    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("report_draft.id"))
    line: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[datetime]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("draft_id", "line"),)


class ReportCase(Base):
    """A case in a draft: the lead it is about, how exactly each trait is told (JSON), and its words."""

    __tablename__ = "report_case"
    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("report_draft.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    token: Mapped[str] = mapped_column(String(16), unique=True)
    levels: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("draft_id", "lead_id"),)


coordinators = having(Role.COORDINATOR)

protect(ReportDraft, read=coordinators, write=coordinators)
protect(ReportWaiver, read=coordinators, write=coordinators)
protect(ReportCase, read=coordinators, write=coordinators)
