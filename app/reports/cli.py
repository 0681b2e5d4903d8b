"""`flask seal` and `flask verify`: what an operator runs each night, and whoever doubts a figure whenever they like."""

import re
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.reports import verification
from app.web import notation

PRINTED = re.compile(r"[0-9a-f]{16,64}")


class Mark(click.ParamType):
    """A number as it is printed on a report: 16 hexadecimal characters or more."""

    name = "mark"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The number that was typed, without spaces and in small letters."""
        mark = re.sub(r"\s", "", str(value)).lower()
        if not PRINTED.fullmatch(mark):
            self.fail("Een controlegetal heeft 16 tot 64 tekens: cijfers en de letters a tot en met f.", param, ctx)
        return mark


def _open(why: str) -> GuardedSession:
    found = current_app.extensions
    return open_session(found["engine"], Actor.system(why), found["clock"], write=True)


@click.command("seal")
@with_appcontext
def seal() -> None:
    """Sign the head of ledger, history and reports as they are now."""
    with _open("seal") as session:
        made = verification.seal_now(session, key=current_app.extensions["settings"].signing_key)
        session.commit()
        click.echo(f"Zegel {made.number}: grootboek tot en met regel {made.entry_number}. Controlegetal {made.hash}")


@click.command("verify")
@click.option("--against", type=Mark(), default=None, help="A number printed on a report: is it still known here?")
@with_appcontext
def verify(against: str | None) -> None:
    """Count every published figure again and look for what was changed behind the program; 1 when anything is wrong."""
    key = current_app.extensions["settings"].signing_key
    with _open("verify") as session:
        if against:
            found = verification.problems(session, key=key, against=against)
        else:
            found = list(verification.check(session, key=key).problems)
            session.commit()
    for one in found:
        click.echo(verification.KINDS[one.kind] % one.values)
    today = notation.dutch_date(current_app.extensions["clock"].today())
    if found:
        raise click.ClickException(f"Gecontroleerd op {today}: er klopt iets niet ({len(found)}).")
    click.echo(f"Gecontroleerd op {today}: alles klopt.")
