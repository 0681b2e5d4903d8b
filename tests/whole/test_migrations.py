"""The migrations go up, down and up again, with rows in them, on both databases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import URL, inspect, select

import app.rooms
from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import open_session
from app.accounts.models import Attempt, Organisation
from app.db.base import Base
from app.db.clock import Clock
from app.db.engine import make_engine
from app.db.triggers import APPEND_ONLY, append_only_tables
from app.index.models import SEARCH_INDEX
from app.leads.models import Lead
from app.ledger import chain, checks, sealing
from app.ledger.models import Entry, Value
from tests import postgres
from tests.conftest import DATABASES, NOON, ROOT, migrate
from tests.whole.guard_world import build

assert app.rooms


def revisions() -> list[str]:
    config = AlembicConfig(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()][::-1]


@pytest.fixture(params=DATABASES)
def empty_url(request: pytest.FixtureRequest, tmp_path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrations.sqlite3'}"
        return
    server: URL = request.getfixturevalue("postgres_server")
    with postgres.database(server) as made:
        yield made.render_as_string(hide_password=False)


def test_migrations_are_numbered_without_gaps() -> None:
    assert revisions() == [f"{number:04d}" for number in range(1, len(revisions()) + 1)]


def test_up_down_up_with_rows(empty_url: str) -> None:
    migrate(empty_url)
    engine = fence(make_engine(empty_url))
    with open_session(engine, Actor.system("test"), Clock(NOON), write=True) as session:
        build(session)
        session.commit()
    for revision in [*revisions()[:-1][::-1], "base"]:
        migrate(empty_url, revision, "downgrade")
    assert inspect(make_engine(empty_url)).get_table_names() in ([], ["alembic_version"])
    migrate(empty_url)
    with open_session(engine, Actor.system("test"), Clock(NOON)) as session:
        assert session.scalars(select(Organisation)).all() == []


def test_what_was_there_before_the_chain_is_chained(empty_url: str) -> None:
    migrate(empty_url)
    engine = fence(make_engine(empty_url))
    with open_session(engine, Actor.system("test"), Clock(NOON), write=True) as session:
        build(session)
        text = session.scalars(select(Value).limit(1)).one()
        lead = session.scalars(select(Lead).limit(1)).one()
        about = {"lead_id": lead.id, "company_id": lead.company_id, "amount": 5, "reason_id": text.id}
        session.add(Entry(number=9, fact="capital_decided", holds_on=date(2026, 1, 2), recorded_at=NOON, **about))
        session.add(Value(text=None, erased_at=NOON))
        session.commit()
    for _ in range(2):
        migrate(empty_url, "0014", "downgrade")
        migrate(empty_url)
        with open_session(engine, Actor.system("test"), Clock(NOON)) as session:
            entries = sealing.whole_ledger(session)
            texts = session.scalars(select(Value)).all()
            last = chain.START
            for entry in entries:
                last = chain.entry_hash(last, entry, entry.reason or "")
                assert entry.hash == last, entry.number
            assert entries[-1].reason
            assert list(checks.check_texts(texts)) == []
            assert {text.digest == "" for text in texts if text.text is None} == {True}


def test_the_migrations_build_what_the_models_say(empty_url: str) -> None:
    migrate(empty_url)
    found = inspect(make_engine(empty_url))
    tables = {name for name in found.get_table_names() if not name.startswith(SEARCH_INDEX)} - {"alembic_version"}
    assert tables == set(Base.metadata.tables)
    for name, table in Base.metadata.tables.items():
        assert {column["name"] for column in found.get_columns(name)} == set(table.columns.keys()), name


def test_the_number_of_a_removed_row_never_returns(empty_url: str) -> None:
    """History and ledger name rows by number: a later row that got it would inherit what was counted."""
    migrate(empty_url)
    given = []
    for _ in range(3):
        with open_session(fence(make_engine(empty_url)), Actor.system("test"), Clock(NOON), write=True) as session:
            wish = Attempt(kind="test", key="once", at=NOON)
            session.add(wish)
            session.flush()
            given.append(wish.id)
            session.delete(wish)
            session.commit()
    assert given == sorted(set(given))


def test_every_numbered_table_keeps_count_of_its_numbers(tmp_path: Path) -> None:
    """SQLite gives the highest number out again unless the table says otherwise."""
    url = f"sqlite:///{tmp_path / 'numbers.sqlite3'}"
    migrate(url)
    with make_engine(url).connect() as connection:
        built = dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all())
    numbered = {name for name, table in Base.metadata.tables.items() if "id" in table.columns}
    assert {name for name in numbered if "AUTOINCREMENT" not in built[name]} == set()
    assert {
        name for name in numbered if not Base.metadata.tables[name].dialect_options["sqlite"]["autoincrement"]
    } == set()


def test_append_only_tables_refuse_after_every_migration(empty_url: str) -> None:
    engine = make_engine(empty_url)
    for revision in revisions():
        migrate(empty_url, revision)
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            assert append_only_tables(connection) == APPEND_ONLY & tables, revision
