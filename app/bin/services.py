"""Putting back what was removed: all of it, or nothing."""

from app.access.session import GuardedSession
from app.bin.rules import WHY_LABELS
from app.db.errors import Refused
from app.ledger.batches import undo
from app.ledger.models import Batch


def put_back(session: GuardedSession, batch: Batch) -> None:
    """What was removed in one go is there again; refused with the reason where a part of it cannot be."""
    kept = undo(session, batch).kept
    if kept:
        raise Refused(WHY_LABELS[kept[0].why])
