"""Published progress: one text that never changes, the checks that it did not, and the drafts it is prepared in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Condition, Viewer, having, protect
from app.db.base import Base, Key
from app.ledger.history import IN_PARTS, untracked


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


def _reads_reports(row: Any, viewer: Viewer) -> Condition:
    """Everybody at the table of the progress talk; not the administrator (domain §6)."""
    return viewer.actor.is_member or viewer.actor.has(Role.PROGRAMME)


coordinators = having(Role.COORDINATOR)

protect(Report, read=_reads_reports, write=coordinators)
protect(Verification, read=_reads_reports, write=coordinators)
protect(ReportDraft, read=coordinators, write=coordinators)
protect(ReportWaiver, read=coordinators, write=coordinators)
untracked(Report)
untracked(Verification)
