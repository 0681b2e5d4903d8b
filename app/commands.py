"""What an operator types: bring the database up to date, and load the reference data of every room."""

from collections.abc import Callable
from pathlib import Path

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import current_app
from flask.cli import with_appcontext

from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.accounts import services as accounts
from app.accounts.queries import organisation_by_code
from app.accounts.signin import invitation_for
from app.capital import services as capital
from app.cases import services as cases
from app.db.engine import make_engine
from app.db.errors import Refused
from app.demo.cli import demo
from app.geography import services as geography
from app.hubs import services as hubs
from app.impact import services as impact
from app.impact.cli import figures
from app.reports.cli import seal, verify

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
    config = AlembicConfig(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    engine = make_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    engine.dispose()


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database up to date."""
    migrate_database(current_app.extensions["settings"].database_url)


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


ALL = (migrate, reference, administrator, figures, seal, verify, demo)
