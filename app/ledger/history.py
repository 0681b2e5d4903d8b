"""The one place where changes are remembered: every flush of a guarded session leaves its rows here."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import SessionTransaction, UOWTransaction
from sqlalchemy.orm.attributes import History

from app.access.many import Row, key_of, notes_added, notes_removed
from app.access.session import GuardedSession, at_settling
from app.db.base import Base
from app.ledger.models import Batch, Change, Entry, Seal, Value

ERASABLE = "erasable"
NEVER_KEPT = "never_kept"
NOTED = "noted"
AT = "at"  # the moment that all changes of a batch share
IN_PARTS = "in_parts"  # a text that is a JSON object: what is kept of a change are the parts that changed
# Every row of the history says these of itself.
WHOSE = ("company_id", "lead_id")
SAID_BY_THE_ROW = frozenset({"id", *WHOSE})
_untracked: set[type[Base]] = {Batch, Value, Change, Entry, Seal}


def untracked(model: type[Base]) -> None:
    """Registers a table that is itself a history, or that nobody changes by hand."""
    _untracked.add(model)


def is_tracked(model: type[Base]) -> bool:
    """Whether the history remembers what changes in a table."""
    return model not in _untracked


@event.listens_for(GuardedSession, "after_flush")
def remember(session: GuardedSession, _context: UOWTransaction) -> None:
    """Notes each new row, each changed field, and all that a removed row held."""
    noted, who = session.info.setdefault(NOTED, []), _who(session)
    noted.extend({**who, **_what(row), **change} for row, change in _changes(session))
    if not session.within_act:
        _write_down(session)


@notes_added
def remember_added(session: GuardedSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Notes rows that were added many at once."""
    if model not in _untracked:
        who, change = _who(session), _change("insert")
        session.info.setdefault(NOTED, []).extend({**who, **_whose(model, row), **change} for row in rows)


@notes_removed
def remember_removed(session: GuardedSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Notes all that rows held that were removed many at once."""
    if model in _untracked:
        return
    who, noted = _who(session), session.info.setdefault(NOTED, [])
    fields = [(name, erasable) for name, erasable in _kept_fields(model) if name not in SAID_BY_THE_ROW]
    for row in rows:
        whose = {**who, **_whose(model, row)}
        held = [(name, row[name], erasable) for name, erasable in fields if row[name] is not None]
        noted.extend({**whose, **_change("delete", name, _text(value), erasable=own)} for name, value, own in held)
        if not held:
            noted.append({**whose, **_change("delete")})


@at_settling
def _write_down(session: GuardedSession) -> None:
    """Writes a row for each change that was noted, all in one statement."""
    rows = session.info.pop(NOTED, [])
    if not rows:
        return
    connection = session.connection()
    _move_texts(session, rows)
    # inline: no number comes back, as who left a trace may not read it
    connection.execute(insert(Change).inline(), rows)


_before_savepoint: WeakKeyDictionary[SessionTransaction, list[dict[str, Any]]] = WeakKeyDictionary()


@event.listens_for(GuardedSession, "after_transaction_create")
def _remember_noted(session: GuardedSession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        _before_savepoint[transaction] = list(session.info.get(NOTED, ()))


@event.listens_for(GuardedSession, "after_soft_rollback")
def _forget_undone(session: GuardedSession, transaction: SessionTransaction) -> None:
    """What is undone leaves no history; what was noted before a savepoint stays noted."""
    session.info[NOTED] = _before_savepoint.get(transaction, [])


def _who(session: GuardedSession) -> dict[str, Any]:
    actor = session.actor
    return {
        "at": session.info.get(AT) or session.clock.now(),
        "person_id": actor.person_id,
        "organisation_id": actor.organisation_id,
        "system": actor.name if actor.is_system else None,
    }


def _what(row: Base) -> dict[str, Any]:
    model = type(row)
    return _whose(model, {name: getattr(row, name, None) for name in (key_of(model), *WHOSE)})


def _whose(model: type[Base], row: Row) -> dict[str, Any]:
    table, key = model.__tablename__, row[key_of(model)]
    return {
        "table": table,
        "row_id": str(key),
        "company_id": key if table == "company" else row.get("company_id"),
        "lead_id": key if table == "lead" else row.get("lead_id"),
    }


def _changes(session: GuardedSession) -> Iterator[tuple[Base, dict[str, Any]]]:
    for row in session.new:
        if type(row) not in _untracked:
            yield row, _change("insert")
    for row in session.deleted:
        if type(row) not in _untracked:
            yield from ((row, change) for change in _last_fields(row))
    for row in session.dirty:
        if type(row) not in _untracked:
            yield from ((row, change) for change in _changed_fields(row))


def _changed_fields(row: Base) -> Iterator[dict[str, Any]]:
    for field, history, erasable in _fields(row):
        before, after = (_text(values[0]) if values else None for values in (history.deleted, history.added))
        if before != after:
            if before and after and inspect(type(row)).columns[field].info.get(IN_PARTS):
                before, after = _parts(before, after)
            yield _change("update", field, before, after, erasable=erasable)


def _last_fields(row: Base) -> Iterator[dict[str, Any]]:
    """What a removed row held, as it last stood in the database."""
    told = False
    for field, history, erasable in _fields(row):
        values = history.deleted or history.unchanged
        if field not in SAID_BY_THE_ROW and values and values[0] is not None:
            told = True
            yield _change("delete", field, _text(values[0]), erasable=erasable)
    if not told:
        yield _change("delete")


def _fields(row: Base) -> Iterator[tuple[str, History, bool]]:
    """The fields that history keeps: name, what it was and became, and whether that may have to be erased."""
    attributes = inspect(row).attrs
    for name, erasable in _kept_fields(type(row)):
        yield name, attributes[name].history, erasable


@cache
def _kept_fields(model: type[Base]) -> tuple[tuple[str, bool], ...]:
    """The columns of a table that history keeps, and whether what stood in them may have to be erased."""
    columns = ((each.key, each.columns[0].info) for each in model.__mapper__.column_attrs)
    return tuple(
        (name, bool(info.get(ERASABLE))) for name, info in columns if name != "version" and NEVER_KEPT not in info
    )


def _change(
    action: str,
    field: str | None = None,
    before: str | None = None,
    after: str | None = None,
    *,
    erasable: bool = False,
) -> dict[str, Any]:
    kept = {"before": None, "after": None} if erasable else {"before": before, "after": after}
    texts = {"before_text": before, "after_text": after} if erasable else {}
    return {
        "action": action,
        "field": field,
        "before_value_id": None,
        "after_value_id": None,
        **kept,
        **texts,
    }


def _parts(before: str, after: str) -> tuple[str, str]:
    """The parts of two JSON objects that differ."""
    was, now = json.loads(before), json.loads(after)
    changed = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return _kept(was, changed), _kept(now, changed)


def _kept(parts: dict[str, Any], names: list[str]) -> str:
    return json.dumps({name: parts[name] for name in names if name in parts}, ensure_ascii=False)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _move_texts(session: GuardedSession, rows: list[dict[str, Any]]) -> None:
    """Free text goes into erasable rows of its own; the history keeps their numbers."""
    places = [(row, side) for row in rows for side in ("before", "after") if row.get(f"{side}_text") is not None]
    texts = [
        {
            "company_id": row["company_id"],
            "organisation_id": row["organisation_id"],
            "text": row[f"{side}_text"],
            "erased_at": None,
        }
        for row, side in places
    ]
    if texts:
        statement = insert(Value).returning(Value.id, sort_by_parameter_order=True)
        numbers = session.connection().execute(statement, texts).scalars().all()
        for (row, side), number in zip(places, numbers, strict=True):
            row[f"{side}_value_id"] = number
    for row in rows:
        row.pop("before_text", None)
        row.pop("after_text", None)
