"""Adding a document to a lead, and taking it away."""

from collections.abc import Iterable
from typing import Any

from app.access.session import GuardedSession
from app.documents.message import Message
from app.documents.models import Document
from app.documents.rules import clean_name, recognise
from app.documents.store import Store
from app.leads.models import Lead
from app.ledger.services import erase_history
from app.timeline.models import Talk
from app.timeline.services import mark_activity, organisation_for, record_talk_and_step


def add_document(session: GuardedSession, lead: Lead, *, store: Store, name: str, content: bytes) -> Document:
    """A file under a clean name; the document out. Refuses what is not taken. The file is on the disk before the row."""
    found = recognise(content, name)
    row = Document(
        lead_id=lead.id,
        company_id=lead.company_id,
        organisation_id=organisation_for(session, lead),
        person_id=session.actor.person_id,
        name=clean_name(name, found),
        file_type=found.code,
        size=len(content),
        digest=store.keep(content),
        added_at=session.clock.now(),
    )
    session.add(row)
    session.flush()
    mark_activity(session, lead)
    return row


def keep_message(
    session: GuardedSession,
    lead: Lead,
    *,
    store: Store,
    message: Message,
    attached: Iterable[int] = (),
    original: tuple[str, bytes] | None = None,
    **talk: Any,
) -> Talk:
    """A message as a talk in the words of `talk`, with some of its attachments and the file itself as documents."""
    held = record_talk_and_step(session, lead, **talk)
    for number in attached:
        one = message.attachments[number]
        add_document(session, lead, store=store, name=one.name, content=one.content)
    if original is not None:
        name, content = original
        add_document(session, lead, store=store, name=name, content=content)
    return held


def take_away(session: GuardedSession, document: Document) -> None:
    """Wipes name and content, here and in history; that there was a document stays (AVG). The sweep removes the file."""
    document.name = document.digest = None
    document.erased_at = session.clock.now()
    session.flush()
    erase_history(session, "document", document.id)
