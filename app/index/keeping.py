"""Keeps the index: what a flush wrote of a row that may be searched is written there too, in the same flush."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, event, insert, inspect, select
from sqlalchemy.orm import InstanceState, SessionTransaction, UOWTransaction

from app.access.many import Row, notes_added, notes_removed
from app.access.session import GuardedSession, at_settling
from app.db.base import Base
from app.db.chunks import chunks
from app.index.models import SEARCH_INDEX, SearchText, search_index
from app.index.rules import body
from app.ledger.history import untracked

NOTED = "to index"
OWNERS = {"company_id": "company", "lead_id": "lead", "hub_id": "hub"}
BATCH = 2_000
TEXTS: Any = SearchText.__table__


@dataclass(frozen=True)
class Field:
    """A column that is searched: as it stands, in other words, or by the name that its code has in another table."""

    column: str
    said: Callable[[str], str] = str
    names: Any = None


@dataclass(frozen=True)
class Source:
    """A table whose rows are found as one of the kinds of MARKS, by these fields."""

    kind: str
    fields: tuple[Field, ...]


SOURCES: dict[type[Base], Source] = {}


def searched(model: type[Base], kind: str, *fields: Field | str) -> None:
    """Registers what is searched of a table; the order of the fields is that of the lines in the index."""
    SOURCES[model] = Source(kind, tuple(Field(each) if isinstance(each, str) else each for each in fields))


def fields_of(source: str) -> tuple[str, ...]:
    """The columns of a table whose texts are the lines of its rows in the index."""
    (found,) = (each for model, each in SOURCES.items() if model.__tablename__ == source)
    return tuple(field.column for field in found.fields)


@dataclass
class Noted:
    """A row that was written and waits to be indexed; None once it is removed."""

    row: Base | Row | None
    is_new: bool


@event.listens_for(GuardedSession, "after_flush")
def note(session: GuardedSession, _context: UOWTransaction) -> None:
    """Notes each row whose searched fields were written, and each that was removed."""
    noted: dict[tuple[type[Base], Any], Noted] = session.info.setdefault(NOTED, {})
    new, deleted = session.new, session.deleted  # each is made anew whenever it is asked for
    for row in _written(session):
        model, key = type(row), inspect(row).mapper.primary_key_from_instance(row)[0]
        before = noted.get((model, key))
        is_new = before.is_new if before else row in new
        noted[model, key] = Noted(None if row in deleted else row, is_new)
    if not session.within_act:
        write_index(session)


@notes_added
def note_added(session: GuardedSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Notes rows that were added many at once."""
    if model in SOURCES:
        session.info.setdefault(NOTED, {}).update({(model, row["id"]): Noted(row, True) for row in rows})


@notes_removed
def note_removed(session: GuardedSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Notes rows that were removed many at once."""
    if model in SOURCES:
        session.info.setdefault(NOTED, {}).update({(model, row["id"]): Noted(None, False) for row in rows})


def _written(session: GuardedSession) -> Iterator[Base]:
    yield from (row for row in (*session.new, *session.deleted) if type(row) in SOURCES)
    for row in session.dirty:
        source, state = SOURCES.get(type(row)), inspect(row)
        if source and any(state.attrs[name].history.has_changes() for name in _indexed_columns(state, source)):
            yield row


def _indexed_columns(state: InstanceState[Base], source: Source) -> Iterator[str]:
    """The columns of a row that its index holds: what is searched, and whose it is."""
    yield from (field.column for field in source.fields)
    yield from (owner for owner in OWNERS if owner in state.mapper.columns)


@at_settling
def write_index(session: GuardedSession) -> None:
    """Writes what was noted: the old rows go, the new ones come, all of one flush together."""
    noted: dict[tuple[type[Base], Any], Noted] = session.info.pop(NOTED, {})
    if not noted:
        return
    connection = session.connection()
    old, new = defaultdict[type[Base], list[Any]](list), defaultdict[type[Base], list[Row]](list)
    for (model, key), one in noted.items():
        if not one.is_new:
            old[model].append(key)
        if one.row is not None:
            new[model].append(one.row if isinstance(one.row, Mapping) else _columns_of(one.row))
    for model, keys in old.items():
        for some in chunks(keys):
            connection.execute(delete(TEXTS).where(TEXTS.c.source == model.__tablename__, TEXTS.c.row_id.in_(some)))
    texts = [text for model, rows in new.items() for text in _indexed(connection, model, rows)]
    if texts:
        connection.execute(insert(TEXTS).inline(), texts)
    if sum(map(len, old.values())) > len(texts):
        forget_removed(connection)


@event.listens_for(GuardedSession, "after_soft_rollback")
def _forget_undone(session: GuardedSession, transaction: SessionTransaction) -> None:
    """What is undone is not indexed; what was noted before a savepoint was written before it began."""
    session.info.pop(NOTED, None)


def _columns_of(row: Base) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _wanted(type(row))}


@cache
def _wanted(model: type[Base]) -> tuple[str, ...]:
    """The columns of a table that its texts are made of."""
    named = {"id", *OWNERS, *(field.column for field in SOURCES[model].fields)}
    return tuple(sorted(named & set(model.__table__.columns.keys())))


def _indexed(connection: Connection, model: type[Base], rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The rows of the index for rows of a table; none for a row that says nothing (any more)."""
    source = SOURCES[model]
    for row in rows:
        lines = [_line(connection, field, row.get(field.column)) for field in source.fields]
        if any(lines):
            yield {
                "source": model.__tablename__,
                "row_id": row["id"],
                "kind": source.kind,
                **{
                    owner: row["id"] if table == model.__tablename__ else row.get(owner)
                    for owner, table in OWNERS.items()
                },
                "text": "\n".join(lines),
                "body": body(source.kind, lines),
            }


def _line(connection: Connection, field: Field, value: str | None) -> str:
    if value and field.names is not None:
        value = _name(connection, field.names, value)
    return " ".join(field.said(value).split()) if value else ""


_names: dict[Any, dict[str, str]] = {}


def _name(connection: Connection, names: Any, code: str) -> str | None:
    """The name of a code in a list that only grows; read once."""
    if code not in _names.get(names, {}):
        model = names.class_
        (key,) = model.__mapper__.primary_key
        _names[names] = {
            each.code: each.name for each in connection.execute(select(key.label("code"), names.label("name")))
        }
    return _names[names].get(code)


def forget_removed(connection: Connection) -> None:
    """SQLite keeps the pieces of a removed text until it tidies its index: it does so now. PostgreSQL vacuums."""
    if connection.dialect.name == "sqlite":
        connection.execute(insert(search_index.element).values({SEARCH_INDEX: "optimize"}))


def reindex(session: GuardedSession) -> int:
    """Makes the whole index anew, for rows that were added in bulk; how many texts it holds. Needs the system's session."""
    session.flush()
    session.execute(delete(TEXTS))
    count = 0
    for model in SOURCES:
        table: Any = model.__table__
        last = 0
        while rows := session.execute(
            select(*(table.c[name] for name in _wanted(model)))
            .where(table.c.id > last)
            .order_by(table.c.id)
            .limit(BATCH)
        ).all():
            last = rows[-1].id
            found = list(_indexed(session.connection(), model, map(dict, (row._mapping for row in rows))))
            count += len(found)
            if found:
                session.execute(insert(TEXTS).inline(), found)
    forget_removed(session.connection())
    return count


untracked(SearchText)
