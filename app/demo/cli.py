"""`flask demo`: fill an empty database with the demo world, and say who to sign in as."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.access.actor import Actor
from app.access.session import open_session
from app.db.clock import Clock
from app.db.errors import Refused
from app.demo.services import fill, is_empty, is_told
from app.demo.world.people import LOGINS, PASSWORD


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing when the database holds something already.")
@with_appcontext
def demo(if_empty: bool) -> None:
    """Fill an empty database with the demo world, and print the logins."""
    if current_app.extensions["settings"].is_production:
        raise click.ClickException("The demo world has no place where APP_ENV=production.")
    engine = current_app.extensions["engine"]
    clock = Clock(current_app.extensions["clock"].now())
    with open_session(engine, Actor.system("demo world"), clock) as session:
        empty, told = is_empty(session), is_told(session)
    if empty or not if_empty:
        click.echo("Filling the demo world …")
        try:
            acts = fill(engine, clock)
        except Refused as refusal:
            raise click.ClickException(str(refusal)) from refusal
        click.echo(f"{acts:,} acts by people who do not exist.")
    elif not told:
        return
    click.echo(f"\nSign in with one of these, password {PASSWORD}:")
    for email, who in LOGINS:
        click.echo(f"  {email:<28}{who}")
