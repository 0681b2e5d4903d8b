"""The worker: a process beside the web server that does what runs later."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app.jobs.running import Runner


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what waits now, and stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Run what was asked to run later, and what comes by itself each day, until asked to stop."""
    runner: Runner = current_app.extensions["jobs"]
    runner.look_round()
    if once:
        click.echo(f"{runner.line.run_all()} steps done")
        return
    runner.line.work()
