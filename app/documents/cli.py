"""Keeping the folder of documents in order."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.access.actor import Actor
from app.access.session import open_session
from app.documents.queries import wanted
from app.documents.store import Store


@click.command("sweep")
@with_appcontext
def sweep() -> None:
    """Remove files that belong to no document any more; status 1 when a document lacks its file, or it is changed."""
    store: Store = current_app.extensions["documents"]
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    with open_session(engine, Actor.system("sweep"), clock) as session:
        digests = wanted(session)
    gone = store.sweep(digests, clock.now().timestamp())
    click.echo(f"{gone} files removed, {len(digests)} kept")
    lacking = store.lacking(digests)
    if lacking:
        raise click.ClickException("gone or changed: put them back from a back-up: " + " ".join(lacking))
