"""What an operator types: bring the database up to date, and load the reference data of every room."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, make_url

from app.access.actor import Actor
from app.access.row_policies import kinds
from app.access.rows import row_key
from app.access.secure import Work, lift, secure
from app.access.session import GuardedSession, open_session
from app.accounts import services as accounts
from app.accounts.queries import organisation_by_code
from app.accounts.rules import ROLES_OF_KIND
from app.accounts.signin import invitation_for
from app.capital import services as capital
from app.cases import services as cases
from app.db.engine import make_migrating_engine
from app.db.errors import Refused
from app.demo.cli import demo
from app.documents.cli import sweep
from app.geography import services as geography
from app.hubs import services as hubs
from app.impact import services as impact
from app.impact.cli import figures
from app.index.keeping import reindex
from app.jobs.cli import worker
from app.jobs.line import let_in
from app.reports.cli import seal, verify
from config import Config

ROOT = Path(__file__).resolve().parent.parent
PLATFORM = "PLATFORM"

# Every room with reference data, in the order of the rooms; each adds what is missing and changes nothing.
LOADERS: tuple[Callable[[GuardedSession], object], ...] = (
    geography.load_reference,
    hubs.load_reference,
    cases.load_programmes,
    capital.load_instruments,
    impact.load_reference,
)


def load_reference(session: GuardedSession) -> None:
    """All reference data into the database; may be repeated. Needs the system's session; does not commit."""
    for load in LOADERS:
        load(session)


def migrate_database(url: str) -> None:
    """Runs every migration that the database at this address has not had yet."""
    with _owners_hand(url) as connection:
        _upgrade(connection)


@contextmanager
def _owners_hand(url: str) -> Iterator[Connection]:
    """A connection of whoever owns the tables; all of it holds, or nothing."""
    engine = make_migrating_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = AlembicConfig(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database up to date; where it holds the policies itself, those too."""
    settings: Config = current_app.extensions["settings"]
    if settings.programme_url is None:
        migrate_database(settings.database_url)
        return
    with _owners_hand(_owner(settings)) as connection:
        lift(connection)
        _upgrade(connection)
        _secure(connection, settings)


@click.command("secure")
@with_appcontext
def secure_database() -> None:
    """Let PostgreSQL hold the policies too: roles, grants and row-level security, made anew from the code."""
    settings: Config = current_app.extensions["settings"]
    with _owners_hand(_owner(settings)) as connection:
        _secure(connection, settings)


def _owner(settings: Config) -> str:
    if settings.owner_url is None or settings.programme_url is None:
        raise click.ClickException(
            "OWNER_DATABASE_URL, PROGRAMME_DATABASE_URL and SYSTEM_DATABASE_URL are needed: see docs/production.md"
        )
    return settings.owner_url


def _secure(connection: Connection, settings: Config) -> None:
    addresses = (settings.database_url, settings.programme_url or "", settings.system_url or "")
    application, programme, system = map(make_url, addresses)
    key = row_key(settings.signing_key)
    done = secure(Work(connection, application, programme, system, kinds(ROLES_OF_KIND), key))
    let_in(connection, system.username or "")
    click.echo(", ".join(f"{count} {what}" for what, count in done.items()))


@click.command("reference")
@with_appcontext
def reference() -> None:
    """Load the reference data: municipalities, brandpunten, targets and the other lists."""
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    with open_session(engine, Actor.system("reference data"), clock, write=True) as session:
        load_reference(session)
        session.commit()


@click.command("administrator")
@click.argument("name")
@click.argument("email")
@with_appcontext
def administrator(name: str, email: str) -> None:
    """Invite an administrator: the first one, or one more when nobody can sign in."""
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    with open_session(engine, Actor.system("administrator"), clock, write=True) as session:
        platform = organisation_by_code(session, PLATFORM) or accounts.add_organisation(
            session, code=PLATFORM, name="Groeiruimte", short="Groeiruimte", kind="platform"
        )
        try:
            person = accounts.invite_person(
                session, name=name, email=email, organisation=platform, roles=["administrator"]
            )
        except Refused as refused:
            raise click.ClickException(str(refused)) from refused
        session.commit()
        click.echo(f"Choose a password within seven days: /welkom/{invitation_for(person)}")


@click.command("reindex")
@with_appcontext
def make_index_anew() -> None:
    """Make the index of the search anew: for rows that were added by other means than the program."""
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    with open_session(engine, Actor.system("reindex"), clock, write=True) as session:
        count = reindex(session)
        session.commit()
    click.echo(f"{count} texts can be searched")


ALL = (migrate, secure_database, reference, make_index_anew, administrator, figures, seal, verify, sweep, worker, demo)
