"""Published progress: one text that never changes, the checks that it did not, and which lead each case is about."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Circle, Condition, Viewer, any_of, having, protect, read_rule
from app.db.base import Base, Key
from app.ledger.history import untracked


class Report(Base):
    """Progress as published at a reporting date: canonical JSON with its hash. The database refuses changes."""

    __tablename__ = "report"
    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(12), unique=True)
    reporting_date: Mapped[date] = mapped_column(index=True)
    ledger_number: Mapped[int]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    document: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64))
    replaces: Mapped[str | None] = mapped_column(String(12))


class Verification(Base):
    """A check of ledger, history, seals and reports: when, up to which seal, and what was wrong. Append-only, signed.

    `found` holds what was wrong as JSON: the kind of each problem with its values.
    """

    __tablename__ = "verification"
    id: Mapped[Key]
    at: Mapped[datetime]
    seal_number: Mapped[int]
    problems: Mapped[int]
    found: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(64))


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


def _reads_reports(row: Any, viewer: Viewer) -> Condition:
    """Everybody at the table of the progress talk; not the administrator (domain §6)."""
    return viewer.actor.is_member or viewer.actor.has(Role.PROGRAMME)


coordinators = having(Role.COORDINATOR)


def _coordinator_or_holder(row: type[PublishedCase], viewer: Viewer) -> Condition:
    """The coordinator, who knows the lead by its code, and the holder, who knows the company."""
    return any_of(coordinators(row, viewer), read_rule(Circle.HOLDER)(row, viewer))


protect(Report, read=_reads_reports, write=coordinators)
protect(Verification, read=_reads_reports, write=coordinators)
protect(PublishedCase, read=_coordinator_or_holder, write=coordinators)
untracked(Report)
untracked(Verification)
untracked(PublishedCase)
