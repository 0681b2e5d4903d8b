"""Reads of imports: those of the organisation, one of them, and its batch."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.imports.models import Import
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
    wanted = select(Import).where(Import.id == import_id).options(undefer(Import.content), undefer(Import.plan))
    return session.scalars(wanted).one_or_none()


def batch_of(session: GuardedSession, row: Import) -> Batch | None:
    """What an import wrote, as a batch that can be undone; None before it wrote anything."""
    if row.batch_id is None:
        return None
    return session.scalars(select(Batch).where(Batch.id == row.batch_id)).one_or_none()
