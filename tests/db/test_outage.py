"""A full disk and a database that is away are told apart from a mistake of ours."""

from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from app.db.outage import AWAY, FULL, outage


def fill(connection: Connection) -> None:
    """Writes more than fits on a database of eight pages."""
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS note (said TEXT)")
    connection.exec_driver_sql("PRAGMA max_page_count = 8")
    connection.execute(text("INSERT INTO note VALUES (:said)"), {"said": "x" * 100_000})


def test_a_disk_without_room_is_full():
    with pytest.raises(OSError, match="space") as raised, Path("/dev/full").open("wb", 0) as full:
        full.write(b"x")
    assert outage(raised.value) == FULL


def test_a_file_that_cannot_grow_is_full_also_where_it_took_a_savepoint_along(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    with engine.connect() as connection, pytest.raises(Exception, match="full") as raised:
        fill(connection)
    assert outage(raised.value) == FULL
    with engine.connect() as connection, pytest.raises(Exception, match="savepoint") as undone:
        within_a_savepoint(connection)
    assert outage(undone.value) == FULL
    engine.dispose()


def within_a_savepoint(connection: Connection) -> None:
    """SQLite ends the whole transaction when the disk is full, so that there is no savepoint to go back to."""
    with connection.begin_nested():
        try:
            fill(connection)
        finally:
            with suppress(Exception):
                connection.exec_driver_sql("ROLLBACK")


def test_a_database_that_is_locked_or_not_there_is_away(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}", connect_args={"timeout": 0})
    with engine.connect() as one, engine.connect() as other:
        one.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="locked") as raised:
            other.exec_driver_sql("BEGIN IMMEDIATE")
    assert outage(raised.value) == AWAY
    engine.dispose()
    nobody = create_engine(f"postgresql+psycopg://nobody@/none?host={tmp_path}")
    with pytest.raises(Exception, match="connection") as raised:
        nobody.connect()
    assert outage(raised.value) == AWAY


def test_a_mistake_of_ours_is_neither(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'one.sqlite3'}")
    with engine.connect() as connection, pytest.raises(Exception, match="no such table") as raised:
        connection.exec_driver_sql("SELECT * FROM nowhere_at_all")
    assert [outage(one) for one in (raised.value, KeyError("x"), FileNotFoundError(2, "x"), None)] == [None] * 4
    engine.dispose()
