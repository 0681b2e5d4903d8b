"""A back-up, taken and put back with the scripts an operator uses, holds the same rows and refuses the same things."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, MetaData, create_engine, select

from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import open_session
from app.commands import load_reference
from app.db.clock import Clock
from app.db.engine import make_engine
from app.db.triggers import append_only_tables
from app.documents.store import Store
from app.ledger.models import Value
from tests import postgres
from tests.conftest import migrate

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


@pytest.fixture(params=["sqlite", "postgresql"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The addresses of a database to copy and of an empty one to put it back in."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'live.sqlite3'}", f"sqlite:///{tmp_path / 'back.sqlite3'}"
        return
    server: URL = request.getfixturevalue("postgres_server")
    with postgres.database(server) as live, postgres.database(server) as back:
        yield live.render_as_string(hide_password=False), back.render_as_string(hide_password=False)


def fill(url: str, clock: Clock) -> None:
    """Reference data, and rows in tables that refuse changes."""
    migrate(url)
    engine = fence(make_engine(url))
    with open_session(engine, Actor.system("test"), clock, write=True) as session:
        load_reference(session)
        session.add(Value(text="Wat een bedrijf in vertrouwen zei: één café, € 5."))
        session.commit()
    engine.dispose()


def content(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text in a fixed order."""
    engine = create_engine(url)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        rows = {name: sorted(map(repr, connection.execute(select(table)))) for name, table in metadata.tables.items()}
    engine.dispose()
    return rows


def run(script: str, file: Path, url: str, documents: Path | None = None) -> subprocess.CompletedProcess[str]:
    """One of the scripts, with the database and the folder of documents it works on."""
    where = f"{postgres.binaries()}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [sys.executable, str(SCRIPTS / script), str(file)],
        env={**os.environ, "DATABASE_URL": url, "DOCUMENTS": str(documents or file.parent / "none"), "PATH": where},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_put_back_is_what_was_there(pair: tuple[str, str], tmp_path: Path, clock: Clock):
    live, back = pair
    fill(live, clock)

    assert run("backup", tmp_path / "copy", live).returncode == 0
    answer = run("restore", tmp_path / "copy", back)

    assert answer.returncode == 0, answer.stderr
    before = content(live)
    assert len(before["municipality"]) == 342
    assert len(before["value"]) == 1
    assert content(back) == before


def test_what_is_put_back_still_refuses_changes(pair: tuple[str, str], tmp_path: Path, clock: Clock):
    live, back = pair
    fill(live, clock)
    run("backup", tmp_path / "copy", live)
    run("restore", tmp_path / "copy", back)

    tables = []
    for url in pair:
        engine = create_engine(url)
        with engine.connect() as connection:
            tables.append(append_only_tables(connection))
        engine.dispose()

    assert {"change", "entry"} <= tables[0]
    assert tables[1] == tables[0]


def test_a_restore_never_writes_over_a_database(pair: tuple[str, str], tmp_path: Path, clock: Clock):
    live, _ = pair
    fill(live, clock)
    run("backup", tmp_path / "copy", live)
    before = content(live)

    answer = run("restore", tmp_path / "copy", live)

    assert answer.returncode != 0
    assert "first" in answer.stderr
    assert content(live) == before


def test_the_documents_come_back_with_the_database(tmp_path: Path, clock: Clock):
    url, live, back = f"sqlite:///{tmp_path / 'live.sqlite3'}", Store(tmp_path / "live"), Store(tmp_path / "back")
    fill(url, clock)
    kept = frozenset({live.keep(b"Een offerte."), live.keep(bytes(1000))})
    run("backup", tmp_path / "copy", url, live.folder)
    answer = run("restore", tmp_path / "copy", f"sqlite:///{tmp_path / 'back.sqlite3'}", back.folder)

    assert "with 2 documents" in answer.stdout, answer.stderr
    assert back.lacking(kept) == []
    assert {path.stat().st_mode & 0o777 for path in back.folder.glob("??/*")} == {0o600}


def test_a_document_that_is_not_what_its_name_says_is_not_put_back(tmp_path: Path, clock: Clock):
    url, live, back = f"sqlite:///{tmp_path / 'live.sqlite3'}", Store(tmp_path / "live"), Store(tmp_path / "back")
    fill(url, clock)
    digest = live.keep(b"Een offerte.")
    (live.folder / digest[:2] / digest).write_bytes(b"Een andere.")
    run("backup", tmp_path / "copy", url, live.folder)
    answer = run("restore", tmp_path / "copy", f"sqlite:///{tmp_path / 'back.sqlite3'}", back.folder)

    assert answer.returncode != 0
    assert f"damaged: {digest[:2]}/{digest}" in answer.stderr
    assert not list(back.folder.glob("??/*"))


def test_a_back_up_never_writes_over_another(tmp_path: Path, clock: Clock):
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    fill(url, clock)
    (tmp_path / "copy").write_text("an older one")

    assert run("backup", tmp_path / "copy", url).returncode != 0
    assert (tmp_path / "copy").read_text() == "an older one"


def test_a_damaged_back_up_is_not_put_back(tmp_path: Path, clock: Clock):
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    fill(url, clock)
    run("backup", tmp_path / "copy", url)
    with (tmp_path / "copy").open("r+b") as file:
        file.seek(20_000)
        file.write(b"\xff" * 8_000)

    answer = run("restore", tmp_path / "copy", f"sqlite:///{tmp_path / 'back.sqlite3'}")

    assert answer.returncode != 0
    assert not (tmp_path / "back.sqlite3").exists()


def test_the_copy_may_be_taken_while_people_write(tmp_path: Path, clock: Clock):
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    fill(url, clock)
    engine = create_engine(url)
    with engine.connect() as writer:
        writer.exec_driver_sql("INSERT INTO value (text) VALUES ('nog niet vastgelegd')")
        answer = run("backup", tmp_path / "copy", url)
        writer.rollback()
    engine.dispose()

    assert answer.returncode == 0, answer.stderr
    assert len(content(f"sqlite:///{tmp_path / 'copy'}")["value"]) == 1
