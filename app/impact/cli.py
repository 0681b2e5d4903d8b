"""The figures for whoever types a command: as JSON for machines, as a table for people."""

import json
from datetime import date
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app.access.actor import Actor
from app.access.session import open_session
from app.impact import queries, rules
from app.impact.definitions import DEFINITIONS
from app.web import notation
from app.web.parsing import ParseError, parse_date


class Day(click.ParamType):
    """A day, as 2026-05-31 or 31-5-2026."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except ParseError as error:
            self.fail(error.template % error.values, param, ctx)


def as_json(found: rules.Figures) -> dict[str, dict[str, Any]]:
    """The five figures as plain values: counts and euros whole, the line with one decimal (euros whole)."""
    return {code: _plain(figure) for code, figure in found.by_code.items()}


def _plain(figure: rules.Figure) -> dict[str, Any]:
    line = figure.pro_rata
    if line is None:
        pro_rata: int | float | None = None
    else:
        pro_rata = int(line) if figure.code == rules.CAPITAL else float(line)
    return {
        "value": figure.value,
        "target": figure.target,
        "pro_rata": pro_rata,
        "indicative": figure.indicative,
        "entries": list(figure.entries),
    }


def as_table(found: rules.Figures) -> str:
    """The five figures as lines of text, then what stands apart and what does not add up."""
    head = f"Peildatum {notation.dutch_date(found.reporting_date)}, grootboek tot en met nummer {found.ledger_number}"
    lines = [head, "", f"{'':32}{'stand':>16}{'doel':>16}{'lijn':>16}"]
    for figure in found.by_code.values():
        write = notation.euro if figure.code == rules.CAPITAL else notation.number
        line = "" if figure.pro_rata is None else write(_as_number(figure))
        cells = (write(figure.value), "" if figure.target is None else write(figure.target), line)
        mark = " indicatief" if figure.indicative else " naar rato"
        lines.append(f"{DEFINITIONS[figure.code].name:32}" + "".join(f"{cell:>16}" for cell in cells) + mark)
    lines += ["", *(f"Klopt niet: {rules.BREACHES[one.kind]} ({len(one.company_ids)})" for one in found.breaches)]
    return "\n".join(lines).rstrip()


def _as_number(figure: rules.Figure) -> Any:
    return int(figure.pro_rata or 0) if figure.code == rules.CAPITAL else figure.pro_rata


@click.command("figures")
@click.option("--peildatum", "day", type=Day(), default=None, help="Reporting date; today when left out.")
@click.option("--as-of", type=click.IntRange(min=0), default=None, help="As known at this ledger number.")
@click.option("--json", "machine", is_flag=True, help="JSON instead of a table.")
@with_appcontext
def figures(day: date | None, as_of: int | None, machine: bool) -> None:
    """Show the figures against their targets at a reporting date."""
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    with open_session(engine, Actor.system("figures"), clock) as session:
        found = queries.figures(session, day or clock.today(), as_of)
    click.echo(json.dumps(as_json(found), indent=2) if machine else as_table(found))
