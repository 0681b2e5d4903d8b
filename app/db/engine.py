"""Engines for the two databases: SQLite embedded, PostgreSQL by address."""

from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

SQLITE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
)


def make_engine(url: str) -> Engine:
    """A database address -> an engine with the settings that its kind needs.

    The connection that was used last is used first: it has the most in memory.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, poolclass=QueuePool, pool_use_lifo=True)
        # one statement for many rows: SQLite numbers them in the order in which they stand in it
        engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
        event.listen(engine, "connect", _settle_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(_with_driver(url), pool_pre_ping=True, pool_use_lifo=True)
    event.listen(engine, "connect", _settle_postgresql)
    return engine


def make_migrating_engine(url: str) -> Engine:
    """An engine for migrations: on SQLite a table that others point at can be made anew, and is checked afterwards."""
    engine = make_engine(url)
    if url.startswith("sqlite"):
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys=OFF"))
    return engine


def assert_all_point_somewhere(connection: Connection) -> None:
    """Fails where a row of SQLite points at a row that is not there; PostgreSQL never stops checking."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise ValueError(f"{len(lost)} rows point at nothing, first {lost[0]}")


def _with_driver(url: str) -> str:
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _settle_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # the driver's own BEGIN comes too late for a consistent read
    cursor = raw.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _settle_postgresql(raw: Any, _record: Any) -> None:
    # our conditions look dear to the planner, and compiling them takes a hundred times as long as asking them
    raw.execute("SET jit = off")
    raw.commit()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
