"""Reading documents: one, those of a lead as a source of its timeline, and which files are wanted."""

from typing import Any

from sqlalchemy import Select, String, cast, select

from app.access.session import GuardedSession
from app.documents.models import Document
from app.timeline.sources import day_of, event


def document(session: GuardedSession, lead_id: int, document_id: int) -> Document | None:
    """A document of a lead that was not taken away, or None where the reader may not see it."""
    found = select(Document).where(
        Document.id == document_id, Document.lead_id == lead_id, Document.erased_at.is_(None)
    )
    return session.scalars(found).one_or_none()


def documents(lead_id: Any) -> Select[Any]:
    """The documents of a lead as a source of its timeline."""
    return event(
        "document",
        id=Document.id,
        day=day_of(Document.added_at),
        at=Document.added_at,
        person_id=Document.person_id,
        organisation_id=Document.organisation_id,
        kind=Document.file_type,
        text=Document.name,
        more=cast(Document.size, String),
        erased_at=Document.erased_at,
    ).where(Document.lead_id == lead_id)


def wanted(session: GuardedSession) -> frozenset[str]:
    """The digests that rows point at; of all of them in a session of the system."""
    return frozenset(session.scalars(select(Document.digest).where(Document.digest.is_not(None))))
