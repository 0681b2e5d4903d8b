"""Many rows of one table in one statement, without objects: checked, remembered and indexed like those of a flush."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, insert
from sqlalchemy.orm.exc import StaleDataError

from app.access.policy import write_condition
from app.access.session import GuardedSession, assert_may_write, assert_own_columns, tell_connection
from app.db.base import Base
from app.db.chunks import among, chunks

Row = Mapping[str, Any]
Noting = Callable[[GuardedSession, type[Base], Sequence[Row]], None]
_of_added: list[Noting] = []
_of_removed: list[Noting] = []


def notes_added(note: Noting) -> Noting:
    """Registers what is noted of rows that were added, each with its number."""
    _of_added.append(note)
    return note


def notes_removed(note: Noting) -> Noting:
    """Registers what is noted of rows that were removed, each with all that it held."""
    _of_removed.append(note)
    return note


@cache
def key_of(model: type[Base]) -> str:
    """The column that numbers the rows of a table."""
    return str(model.__mapper__.primary_key[0].key)


def add_rows(session: GuardedSession, model: type[Base], rows: Sequence[Row]) -> list[int]:
    """New rows of a table by their columns; their numbers out, in the order given. What a row leaves out is as by default."""
    if not rows:
        return []
    table: Any = model.__table__
    left_out = {name: _default(model, name) for name in dict.fromkeys(name for row in rows for name in row)}
    whole = [{**left_out, **row} for row in rows]
    with _writing(session, model) as connection:
        statement = insert(table).returning(table.c[key_of(model)], sort_by_parameter_order=True)
        numbers = list(connection.execute(statement, whole).scalars())
    session.unchecked[model].update(numbers)
    for row, number in zip(whole, numbers, strict=True):
        row[key_of(model)] = number
    _settle(session, model, whole, _of_added)
    return numbers


@cache
def _default(model: type[Base], name: str) -> Any:
    default: Any = model.__table__.columns[name].default
    return default.arg if default is not None and default.is_scalar else None


def remove_rows(session: GuardedSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Removes rows, of which all columns are given as they were read. StaleDataError where one was changed meanwhile."""
    if not rows:
        return
    table: Any = model.__table__
    key, version = key_of(model), model.__mapper__.version_id_col
    numbers = {row[key] for row in rows}
    by_version = defaultdict[Any, list[int]](list)
    for row in rows:
        by_version[None if version is None else row[str(version.key)]].append(row[key])
    with _writing(session, model) as connection:
        assert_may_write(session, {model: numbers}, write_condition)
        for seen, of_version in by_version.items():
            as_seen = () if version is None else (version == seen,)
            for some in chunks(of_version):
                gone = connection.execute(delete(table).where(among(table.c[key], some), *as_seen))
                if gone.rowcount != len(some):
                    raise StaleDataError(f"{len(some) - gone.rowcount} rows of {table.name} were changed")
    session.unchecked[model] -= numbers
    for there in [row for row in session.identity_map.values() if type(row) is model]:
        if getattr(there, key) in numbers:
            session.expunge(there)
    _settle(session, model, rows, _of_removed)


@contextmanager
def _writing(session: GuardedSession, model: type[Base]) -> Iterator[Connection]:
    session.flush()
    if not session.actor.is_system:
        assert_own_columns(session, model, model.__mapper__.column_attrs.keys())
    tell_connection(session)
    session.guard.flushing = True
    try:
        yield session.connection()
    finally:
        session.guard.flushing = False


def _settle(session: GuardedSession, model: type[Base], rows: Sequence[Row], noting: list[Noting]) -> None:
    for note in noting:
        note(session, model, rows)
    if not session.within_act:
        session.settle()
