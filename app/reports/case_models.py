"""Anonymous cases: written in a draft about a lead, published under a word that leads nowhere for who may not know."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Circle, Condition, Viewer, any_of, having, protect, read_rule
from app.db.base import Base, Key
from app.ledger.history import untracked


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


class PublishedCase(Base):
    """Which lead a case of a published report is about: the document holds the token only. The database refuses changes."""

    __tablename__ = "published_case"
    id: Mapped[Key]
    token: Mapped[str] = mapped_column(String(16), unique=True)
    report_number: Mapped[str] = mapped_column(String(12), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    levels: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[datetime]


coordinators = having(Role.COORDINATOR)


def _coordinator_or_holder(row: type[PublishedCase], viewer: Viewer) -> Condition:
    """The coordinator, who knows the lead by its code, and the holder, who knows the company."""
    return any_of(coordinators(row, viewer), read_rule(Circle.HOLDER)(row, viewer))


protect(ReportCase, read=coordinators, write=coordinators)
protect(PublishedCase, read=_coordinator_or_holder, write=coordinators)
untracked(PublishedCase)
