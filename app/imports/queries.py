"""Reads of imports: those of the organisation, one of them, and its batch."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import undefer

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies.models import Company
from app.imports.kept import companies_in, judged_of, values_of
from app.imports.models import Import, ImportRow
from app.imports.rules import Judged, Outcome, Wanted
from app.ledger.models import Batch

LATEST = 30


def imports(session: GuardedSession) -> Sequence[Any]:
    """The latest imports of the organisation: what, from which file, by whom, how far, with which counts."""
    return session.execute(
        select(
            Import.id,
            Import.kind,
            Import.name,
            Import.state,
            Import.counts,
            Import.created_at,
            Import.done_at,
            Person.name.label("person"),
        )
        .join(Person, Person.id == Import.person_id)
        .order_by(Import.id.desc())
        .limit(LATEST)
    ).all()


def import_file(session: GuardedSession, import_id: int) -> Import | None:
    """An import of the organisation, with its file, or None."""
    wanted = select(Import).where(Import.id == import_id).options(undefer(Import.content))
    return session.scalars(wanted).one_or_none()


def batch_of(session: GuardedSession, row: Import) -> Batch | None:
    """What an import wrote, as a batch that can be undone; None before it wrote anything."""
    if row.batch_id is None:
        return None
    return session.scalars(select(Batch).where(Batch.id == row.batch_id)).one_or_none()


def _rows_of(import_id: int, outcomes: Sequence[str]) -> Select[Any]:
    columns: tuple[Any, ...] = (ImportRow.number, ImportRow.outcome, ImportRow.target, ImportRow.version)
    wanted = (
        select(*columns, ImportRow.read, ImportRow.told)
        .where(ImportRow.import_id == import_id)
        .order_by(ImportRow.number)
    )
    return wanted.where(ImportRow.outcome.in_(outcomes)) if outcomes else wanted


def judged_rows(
    session: GuardedSession, import_id: int, outcomes: Sequence[str] = (), start: int = 0, most: int | None = None
) -> list[Judged]:
    """Rows of an import as they were judged, some of them in the order of the file; companies by the names they have now."""
    found = session.execute(_rows_of(import_id, outcomes).offset(start).limit(most)).all()
    ids = {number for row in found if row.outcome == Outcome.DOUBLE for number in companies_in(row.told)}
    named = session.execute(select(Company.id, Company.name).where(Company.id.in_(ids))) if ids else ()
    names = {row.id: row.name for row in named}
    return [judged_of(row, names) for row in found]


def wanted_rows(
    session: GuardedSession, import_id: int, outcomes: Sequence[str], start: int = 0, most: int | None = None
) -> list[Wanted]:
    """Rows of an import that are to be written, from the start-th on."""
    found = session.execute(_rows_of(import_id, outcomes).offset(start).limit(most))
    return [Wanted(row.number, values_of(row.read), row.target, row.version) for row in found]


def numbers_of(session: GuardedSession, import_id: int, outcome: str) -> Sequence[int]:
    """The numbers of the rows of an import with an outcome."""
    wanted = select(ImportRow.number).where(ImportRow.import_id == import_id, ImportRow.outcome == outcome)
    return session.scalars(wanted.order_by(ImportRow.number)).all()
