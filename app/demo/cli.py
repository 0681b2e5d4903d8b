"""`flask demo`: fill an empty database with the demo world, and say who to sign in as."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.access.actor import MEMBERS, Actor
from app.access.session import GuardedSession, open_session
from app.db.clock import Clock
from app.db.errors import Refused
from app.demo.services import fill, is_empty, is_told
from app.demo.teller import prepare
from app.demo.world.people import LOGINS, PASSWORD
from app.jobs.services import ask
from app.notices.jobs import AT_ONCE, DIGEST
from app.notices.queries import members_after


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when the database holds something already.")
@click.pass_context
@with_appcontext
def demo(context: click.Context, if_empty: bool) -> None:
    """Bring the database up to date, fill it with the demo world when it is empty, and print the logins."""
    if current_app.extensions["settings"].is_production:
        raise click.ClickException("The demo world has no place where APP_ENV=production.")
    for before in ("migrate", "reference"):
        context.invoke(_command(context, before))
    engine, key = current_app.extensions["engine"], current_app.extensions["settings"].signing_key
    clock = Clock(current_app.extensions["clock"].now())
    with open_session(engine, Actor.system("demo world"), clock) as session:
        empty, told = is_empty(session), is_told(session)
    if empty or not if_empty:
        click.echo("Filling the demo world …")
        try:
            acts = fill(engine, clock, key)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        click.echo(f"{acts:,} acts by people who do not exist.")
        for after in ("seal", "verify"):
            context.invoke(_command(context, after))
        if current_app.extensions["post"] is not None:
            prepare(engine, clock, _ask_for_mail)
    elif not told:
        return
    click.echo(f"\nSign in with one of these, password {PASSWORD}:")
    for email, who in LOGINS:
        click.echo(f"  {email:<28}{who}")


def _ask_for_mail(session: GuardedSession) -> None:
    """The first daily mails wait for the worker, so that the outbox shows what it is."""
    for row in members_after(session, 0, MEMBERS, AT_ONCE):
        ask(session, DIGEST, whom=(row.id, row.organisation_id))


def _command(context: click.Context, name: str) -> click.Command:
    group = context.find_root().command
    if not isinstance(group, click.Group) or (found := group.get_command(context, name)) is None:
        raise LookupError(f"no command {name!r}")
    return found
