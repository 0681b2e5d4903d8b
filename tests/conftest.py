"""The two databases, built by the migrations; and sessions, clocks and pages for every test."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from argon2 import PasswordHasher
from sqlalchemy import URL, Connection, Engine

from app import create_app
from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import GuardedSession
from app.accounts import passwords
from app.commands import load_reference
from app.db.clock import Clock
from app.db.engine import make_engine
from app.demo.services import fill as tell_the_world
from config import Config
from tests import postgres
from tests.databases import Template, fill
from tests.pages import Site, people

ROOT = Path(__file__).resolve().parent.parent
NOON = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)
# Hashes are slow on purpose; tests that make many may be quick.
passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Pages are tested without tokens in their forms' data; that a token is asked for has tests of its own.
WITHOUT_TOKENS = {"WTF_CSRF_ENABLED": False, "WTF_CSRF_CHECK_DEFAULT": False}
DATABASES = ("sqlite", "postgresql")


def migrate(url: str, target: str = "head", verb: str = "upgrade") -> None:
    """Runs the migrations on a database, up or down to a target."""
    config = AlembicConfig(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    engine = make_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        getattr(command, verb)(config, target)
        connection.commit()
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A throw-away PostgreSQL server, one for each worker."""
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


def made_on(request: pytest.FixtureRequest, folder: Path) -> Iterator[Template]:
    """An empty database of the kind that the fixture's parameter names, for a template."""
    if request.param == "sqlite":
        yield Template(f"sqlite:///{folder / 'template.sqlite3'}", folder)
        return
    server: URL = request.getfixturevalue("postgres_server")
    with postgres.database(server) as made:
        yield Template(made.render_as_string(hide_password=False), server)


@pytest.fixture(scope="session", params=DATABASES)
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database with the reference data and the people of tests/pages.py, to be copied."""
    for made in made_on(request, tmp_path_factory.mktemp("template")):
        fill(made.url, Clock(NOON), load_reference, people)
        yield made


@pytest.fixture(scope="session", params=DATABASES)
def demo_template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database with the demo world as it looks on the tests' own day, to be copied."""
    for made in made_on(request, tmp_path_factory.mktemp("demo")):
        fill(made.url, Clock(NOON), load_reference)
        engine = fence(make_engine(made.url))
        tell_the_world(engine, Clock(NOON))
        engine.dispose()
        yield made


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
    with template.copy() as url:
        app = create_app(Config(url, "test", more=WITHOUT_TOKENS), clock)
        yield Site(app, clock)
        app.extensions["engine"].dispose()
