"""The two databases, built by the migrations; and sessions, clocks and pages for every test."""

import gc
import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from argon2 import PasswordHasher
from filelock import FileLock
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Connection, Engine

from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import GuardedSession
from app.accounts import passwords
from app.commands import load_reference
from app.db.clock import Clock
from app.db.engine import make_engine, make_migrating_engine
from tests import postgres
from tests.databases import Template, fill, new_app
from tests.pages import Site, people

gc.disable()  # what is loaded and collected stays: Python need not look for waste in it, now or between the tests

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)
# Hashes are slow on purpose; tests that make many may be quick.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

DATABASES = ("sqlite", "postgresql")

# A busy machine is no fault of the rules: how long an example takes is measured elsewhere.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


class Loud(logging.Handler):
    """Makes an error of what a user is merely spared."""

    def emit(self, record: logging.LogRecord) -> None:
        raise AssertionError(record.getMessage())


def pytest_configure(config: pytest.Config) -> None:
    """Files stay in memory, where writing waits for no disk; workers share the PostgreSQL of the process that starts them."""
    if memory := postgres.memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    logging.getLogger("app.papers.drawing").addHandler(Loud())
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        server = postgres.server_for_workers()
        server.__enter__()
        config.add_cleanup(lambda: server.__exit__(None, None, None))


def pytest_collection_finish() -> None:
    """From here waste is looked for again, among what the tests make."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000, 20, 50)


def migrate(url: str, target: str = "head", verb: str = "upgrade") -> None:
    """Runs the migrations on a database, up or down to a target."""
    config = AlembicConfig(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    engine = make_migrating_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        getattr(command, verb)(config, target)
        connection.commit()
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A throw-away PostgreSQL server."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated, empty database: every test that touches data runs on both kinds."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite3'}"
        migrate(url)
        yield url
        return
    server: URL = request.getfixturevalue("postgres_server")
    with postgres.database(server) as made:
        url = made.render_as_string(hide_password=False)
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """The fenced engine on that database, as the app has it."""
    engine = fence(make_engine(database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose transaction is undone after the test."""
    with engine.connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at Thursday 19 November 2026, noon in Amsterdam, until a test sets it."""
    return Clock(NOON)


@pytest.fixture
def session_as(connection: Connection, clock: Clock) -> Iterator[Callable[[Actor], GuardedSession]]:
    """Opens sessions for actors on the test's own transaction: a commit is a savepoint."""
    opened: list[GuardedSession] = []

    def open_as(actor: Actor) -> GuardedSession:
        session = GuardedSession(connection, actor=actor, clock=clock, join_transaction_mode="create_savepoint")
        opened.append(session)
        return session

    yield open_as
    for session in reversed(opened):  # savepoints end in the order of a stack
        session.close()


@pytest.fixture
def system(session_as: Callable[[Actor], GuardedSession]) -> GuardedSession:
    """A session of the system, to lay out what a test needs."""
    return session_as(Actor.system("test"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Template]:
    """Fills a template of a kind of database with the first worker that asks; the others copy the same one."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared

    def make(name: str, place: Path | URL, tell: Callable[[str], None]) -> Template:
        kind = "sqlite" if isinstance(place, Path) else "postgresql"
        note = shared / f"{name}-{kind}.url"
        with FileLock(note.with_suffix(".lock")):
            if not note.exists():
                url = f"sqlite:///{shared / name}.sqlite3"
                if isinstance(place, URL):
                    made = postgres.new_name(place)
                    postgres.create(made, "template0")
                    url = made.render_as_string(hide_password=False)
                tell(url)
                note.write_text(url)
        return Template(note.read_text(), place)

    return make


def place_of(request: pytest.FixtureRequest) -> Path | URL:
    """Where copies of the fixture's kind of database are put."""
    if request.param == "sqlite":
        return Path(request.getfixturevalue("tmp_path_factory").mktemp("copies"))
    server: URL = request.getfixturevalue("postgres_server")
    return server


@pytest.fixture(scope="session", params=DATABASES)
def template(request: pytest.FixtureRequest, made_once: Callable[..., Template]) -> Template:
    """A database with the reference data and the people of tests/pages.py, to be copied."""
    return made_once("people", place_of(request), lambda url: fill(url, Clock(NOON), load_reference, people))


@pytest.fixture(scope="session", params=DATABASES)
def demo_template(request: pytest.FixtureRequest, made_once: Callable[..., Template]) -> Template:
    """A database with the demo world as it looks on the tests' own day, to be copied."""
    return made_once("demo", place_of(request), demo_world)


def demo_world(url: str, clock: Clock | None = None) -> None:
    """Makes and fills a database with `flask demo`, as an operator does; on the tests' own day unless told another."""
    app = new_app(url, clock or Clock(NOON))
    answer = app.test_cli_runner().invoke(args=["demo"])
    assert answer.exit_code == 0, answer.output
    app.extensions["engine"].dispose()


@pytest.fixture
def site(template: Template, clock: Clock) -> Iterator[Site]:
    """The app on a database of its own, with browsers that are signed in: see tests/pages.py."""
    yield from opened(template, clock)


@pytest.fixture(scope="module")
def demo_site(demo_template: Template) -> Iterator[Site]:
    """The app on a copy of the demo world; the tests of one file share it."""
    yield from opened(demo_template, Clock(NOON))


@pytest.fixture
def demo_copy(demo_template: Template, clock: Clock) -> Iterator[Site]:
    """The app on a copy of the demo world of the test's own, to change."""
    yield from opened(demo_template, clock)


def opened(template: Template, clock: Clock) -> Iterator[Site]:
    """The app on a copy of a template."""
    with template.app(clock) as app:
        yield Site(app, clock)


@pytest.fixture
def site_to_build_on(template: Template, clock: Clock) -> Iterator[Site]:
    """An app that nobody else uses, for a test that adds to it."""
    with template.copy() as url:
        app = new_app(url, clock)
        yield Site(app, clock)
        app.extensions["engine"].dispose()
