"""Published reports: which there are, and what they say."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, func, select

from app.access.session import GuardedSession
from app.reports.models import Report


def published(session: GuardedSession) -> Sequence[Row]:
    """Every published report, the latest first: number, dates, ledger number, fingerprint, what it replaces."""
    return session.execute(
        select(
            Report.number,
            Report.reporting_date,
            Report.published_at,
            Report.ledger_number,
            Report.fingerprint,
            Report.replaces,
        ).order_by(Report.reporting_date.desc(), Report.id.desc())
    ).all()


def latest(session: GuardedSession) -> Report | None:
    """The report with the latest reporting date, or None before the first."""
    found = select(Report).order_by(Report.reporting_date.desc(), Report.id.desc()).limit(1)
    return session.scalars(found).one_or_none()


def report(session: GuardedSession, number: str) -> Report | None:
    """A published report by its number."""
    return session.scalars(select(Report).where(Report.number == number)).one_or_none()


def told_before(session: GuardedSession) -> Sequence[Row]:
    """Every published report with its text, in the order in which a reader came to know them."""
    columns = (Report.number, Report.reporting_date, Report.published_at, Report.ledger_number)
    found = select(*columns, Report.fingerprint, Report.document)
    return session.execute(found.order_by(Report.reporting_date, Report.id)).all()


def replaced(session: GuardedSession) -> dict[str, str]:
    """The numbers of the reports that another version took the place of, each with the number of that version."""
    found = select(Report.replaces, Report.number).where(Report.replaces.is_not(None))
    return {row.replaces: row.number for row in session.execute(found)}


def documents(session: GuardedSession) -> list[str]:
    """The text of every published report, the latest reporting date first."""
    return list(session.scalars(select(Report.document).order_by(Report.reporting_date.desc(), Report.id.desc())))


def last_published(session: GuardedSession) -> datetime | None:
    """When the last report came out."""
    return session.scalar(select(func.max(Report.published_at)))
