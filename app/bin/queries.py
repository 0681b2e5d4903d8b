"""What lies in the bin: what people of one's organisation removed lately, as far as one may know of it today."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.bin.rules import KEPT_FOR
from app.leads.models import Lead
from app.ledger.batches import REMOVAL, within
from app.ledger.models import Batch, Change, Value
from app.timeline.queries import FieldChange
from app.timeline.rules import PERSON_FIELDS, is_told

MOST = 200


@dataclass
class Binned:
    """What was removed in one go: its number, when and by whom, of which lead, and what its main row said.

    Of a row with parts the main one goes last.
    """

    number: int
    at: datetime
    who: str | None
    lead_code: str | None
    table: str
    row_id: int
    lines: list[FieldChange] = field(default_factory=list)


def batch(session: GuardedSession, number: int) -> Batch | None:
    """What was removed in one go, while it can still be put back; None where the reader may not."""
    since = session.clock.now() - KEPT_FOR
    mine = select(Batch).where(Batch.id == number, Batch.kind == REMOVAL, Batch.at >= since)
    return session.scalars(mine).one_or_none()


def binned(session: GuardedSession) -> list[Binned]:
    """What can be put back, the latest first; what tells of a company only while its identity may be known."""
    lines = (
        select(
            Batch.id.label("number"),
            Batch.at,
            Person.name.label("who"),
            Lead.code,
            Change.id,
            Change.table,
            Change.field,
            Change.row_id,
            func.coalesce(Change.before, Value.text).label("was"),
            Change.before_value_id.label("text_id"),
            Value.erased_at,
        )
        .join(Change, within(Batch))
        .outerjoin(Value, Value.id == Change.before_value_id)
        .outerjoin(Lead, Lead.id == Change.lead_id)
        .outerjoin(Person, Person.id == Batch.person_id)
        .where(Batch.kind == REMOVAL, Batch.undone_by_id.is_(None), Change.action == "delete")
        .where(Batch.at >= session.clock.now() - KEPT_FOR)
        .order_by(Batch.id.desc(), Change.id.desc())
        .limit(MOST * 10)
    )
    found: dict[int, Binned] = {}
    for row in session.execute(lines):
        one = found.setdefault(row.number, Binned(row.number, row.at, row.who, row.code, row.table, int(row.row_id)))
        if (row.table, int(row.row_id)) == (one.table, one.row_id) and _says_something(row):
            one.lines.append(_line(row))
    return list(found.values())[:MOST]


def _says_something(row: Any) -> bool:
    return row.field not in PERSON_FIELDS and is_told(row.table, "delete", row.field)


def _line(row: Any) -> FieldChange:
    """A field as the timeline tells of one that was emptied."""
    return FieldChange(
        row.table,
        "update",
        row.field,
        row.was,
        None,
        row.id,
        row.text_id is not None,
        row.erased_at is not None,
        int(row.row_id),
    )
