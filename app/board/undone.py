"""What was done with many leads at once, and what undoing it means for each of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.leads.models import Lead
from app.ledger.batches import Outlook, batches_of
from app.ledger.models import Batch
from app.ledger.undoing import Why
from app.words import N_

TO_UNDO_FOR = timedelta(days=30)

WHY_IT_STAYS = {
    Why.CHANGED: N_("Sindsdien gewijzigd"),
    Why.POINTED_AT: N_("Er is sindsdien iets aan vastgemaakt"),
    Why.GONE: N_("Niet meer te zien"),
    Why.NOT_YOURS: N_("Niet meer van jouw organisatie"),
    Why.ERASED: N_("De tekst is gewist"),
}


def done_together(session: GuardedSession, kinds: Collection[str]) -> Sequence[Any]:
    """The batches of these kinds of the last thirty days, the latest first, each with who did it."""
    since = session.clock.now() - TO_UNDO_FOR
    columns = Batch.id, Batch.kind, Batch.label, Batch.at, Batch.undone_by_id, Person.name.label("who")
    found = batches_of(kinds, since).with_only_columns(*columns)
    return session.execute(found.outerjoin(Person, Person.id == Batch.person_id)).all()


def batch_by_id(session: GuardedSession, kinds: Collection[str], batch_id: int) -> Batch | None:
    """One of those batches; None where there is none of one's organisation."""
    return session.scalars(select(Batch).where(Batch.id == batch_id, Batch.kind.in_(kinds))).one_or_none()


@dataclass(frozen=True)
class Told:
    """The leads that are as they were again, codes by their numbers; and the codes of those that stay, by why."""

    back: dict[int, str]
    staying: dict[Why, list[str]]


def told(session: GuardedSession, outlook: Outlook) -> Told:
    """What undoing does, lead by lead."""
    kept = {one.lead_id: one.why for one in outlook.kept}
    codes = _codes(session, [*kept, *(one.lead_id for one in (*outlook.removed, *outlook.restored))])
    staying: dict[Why, list[str]] = {}
    for number, code in codes.items():
        if number in kept:
            staying.setdefault(kept[number], []).append(code)
    return Told({number: code for number, code in codes.items() if number not in kept}, staying)


def _codes(session: GuardedSession, lead_ids: Iterable[int | None]) -> dict[int, str]:
    found = select(Lead.id, Lead.code).where(Lead.id.in_({number for number in lead_ids if number}))
    return dict(session.execute(found.order_by(Lead.code)).all())
