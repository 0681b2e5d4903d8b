"""Importeren: choose a file, say how it is read, see what would happen, do it, and undo it."""

import json
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import at_once, session
from app.db.errors import Refused
from app.imports import queries, remembered, services
from app.imports.columns import Settings, seen
from app.imports.csv_file import CODINGS, SEPARATORS
from app.imports.forms import ColumnsForm, FileForm, ReadingForm, name_of
from app.imports.jobs import APPLY, TAKE_BACK
from app.imports.kept import Seen
from app.imports.kinds import KINDS
from app.imports.models import Import
from app.imports.rules import AS_NEW, LATER_FROM, MARKS, MOST_SENT, OUTCOMES, SKIP, STATES, Outcome, State, Table
from app.imports.telling import Telling
from app.imports.undoing import told
from app.jobs.kinds import Kind as Work
from app.jobs.services import ask
from app.ledger.batches import outlook
from app.web.answers import act, file, go, show
from app.web.uploads import takes

bp = Blueprint("imports", __name__, template_folder="templates", url_prefix="/importeren")

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {"outcomes": OUTCOMES, "marks": MARKS, "states": STATES, "kinds": KINDS}


def _own(import_id: int, *states: State) -> Import:
    """An import of the organisation that is as far as is asked; else not found."""
    row = queries.import_file(session(), import_id)
    if row is None or (states and row.state not in states):
        abort(404)
    return row


# --- The file and how it is read ----------------------------------------------------------------------------


@bp.route("", methods=["GET", "POST"])
@allow(*MEMBERS)
@takes(MOST_SENT)
def index() -> ResponseReturnValue:
    """A file to begin with, and the imports so far."""
    form = FileForm()
    if form.saves(lambda: services.begin(session(), **form.chosen())):
        return go(f"/importeren/{form.made.id}/kolommen")
    rows = [(row, json.loads(row.counts)) for row in queries.imports(session())]
    return show("imports/index.html", form, rows=rows, words=WORDS)


@bp.route("/<int:import_id>/kolommen", methods=["GET", "POST"])
@allow(*MEMBERS)
def columns(import_id: int) -> ResponseReturnValue:
    """Which column is which field."""
    row = _own(import_id, State.OPEN)
    _sheet, table, settings = services.opened(row)
    form = ColumnsForm.of(KINDS[row.kind], seen(table, settings), settings)
    if form.saves(lambda: _settle(row, form, table)):
        return go(f"/importeren/{row.id}")
    parts = {
        "words": {**WORDS, "codings": CODINGS, "separators": SEPARATORS},
        "known": remembered.known_mapping(session(), row.kind, table.heads),
    }
    return show("imports/columns.html", form, row=row, table=table, settings=settings, name_of=name_of, **parts)


def _settle(row: Import, form: ColumnsForm, table: Table) -> None:
    given = {
        name: form[name].data
        for name in ("days", "numbers", "fills_kvk")
        if name in form and form[name].data is not None
    }
    services.settle(session(), row, columns=form.columns, **given)
    remembered.remember(session(), row.kind, table.heads, Settings.of(row.settings))


@bp.post("/<int:import_id>/vergeet")
@allow(*MEMBERS)
def forget(import_id: int) -> ResponseReturnValue:
    """The columns of such a file are guessed again, as if it were the first."""
    row = _own(import_id, State.OPEN)
    _sheet, table, settings = services.opened(row)
    row.settings = remembered.forget(session(), KINDS[row.kind], table.heads, settings).kept()
    return go(f"/importeren/{row.id}/kolommen", _("Vergeten. De kolommen zijn opnieuw geraden."))


@bp.route("/<int:import_id>/lezen", methods=["GET", "POST"])
@allow(*MEMBERS)
def reading(import_id: int) -> ResponseReturnValue:
    """The file read another way: another sheet, coding, separator or row of heads."""
    row = _own(import_id, State.OPEN)
    sheet, _table, settings = services.opened(row)
    form = ReadingForm.of(sheet, settings)
    if form.saves(lambda: services.read_anew(session(), row, **form.answers)):
        return go(f"/importeren/{row.id}/kolommen", _("Het bestand is opnieuw gelezen. Kijk de kolommen na."))
    return show("imports/reading.html", form, row=row)


# --- The preview --------------------------------------------------------------------------------------------


@bp.get("/<int:import_id>")
@allow(*MEMBERS)
def preview(import_id: int) -> ResponseReturnValue:
    """What would happen, row by row; or what did."""
    row = _own(import_id)
    if row.state != State.OPEN:
        wrong = _reason(row)
        return render_template("imports/done.html", row=row, counts=json.loads(row.counts), words=WORDS, wrong=wrong)
    if services.seen_of(row) is None:
        judged = services.judged(session(), row)
        at_once(lambda own: services.keep(own, import_id, judged))
        row = _own(import_id, State.OPEN)
    return _preview(row, services.seen_of(row) or abort(404))


def _reason(row: Import) -> str:
    reason = json.loads(row.reason) if row.reason else None
    return _(reason[0], **reason[1]) if reason else ""


def _preview(row: Import, seen: Seen) -> str:
    only = request.args.get("toon", "")
    only = only if only in set(Outcome) else ""
    pages = -(-(seen.counts[only] if only else seen.total) // PAGE)
    page = max(1, min(request.args.get("pagina", 1, int), pages or 1))
    parts: dict[str, Any] = {
        "row": row,
        "found": seen,
        "rows": queries.judged_rows(session(), row.id, [only] if only else [], (page - 1) * PAGE, PAGE),
        "page": page,
        "pages": pages,
        "only": only,
        "telling": Telling(session(), KINDS[row.kind]),
        "wrong": _reason(row),
        "words": WORDS,
    }
    return render_template("imports/preview.html", **parts)


@bp.post("/<int:import_id>/keuze")
@allow(*MEMBERS)
def choose(import_id: int) -> ResponseReturnValue:
    """What somebody says of a row that may be double, or of all of them."""
    row = _own(import_id, State.OPEN)
    choice, number = request.form.get("keuze", ""), request.form.get("rij", "")
    back = f"/importeren/{row.id}?toon={Outcome.DOUBLE}&pagina={request.form.get('pagina', 1, int)}"
    if number == "alle" and choice in (AS_NEW, SKIP):
        doubles = queries.numbers_of(session(), row.id, Outcome.DOUBLE)
        services.choose(session(), row, {str(one): choice for one in doubles})
        return go(f"/importeren/{row.id}")
    if not number.isdecimal() or not (choice in (AS_NEW, SKIP) or choice.isdecimal()):
        abort(400)
    services.choose(session(), row, {str(int(number)): choice})
    return go(back)


@bp.post("/<int:import_id>/uitvoeren")
@allow(*MEMBERS)
def carry_out(import_id: int) -> ResponseReturnValue:
    """Does what the preview said, all of it or nothing."""
    row = _own(import_id, State.OPEN)
    try:
        with session().begin_nested():
            found = services.agree(session(), row, request.form.get("voorbeeld", ""))
            if found.writes > LATER_FROM:
                return _later(row, found.writes)
            services.carry_out(session(), row)
    except Refused as refused:
        services.tell(session(), _own(import_id, State.OPEN), refused)
        return go(f"/importeren/{import_id}")
    return go(f"/importeren/{row.id}", _("Geïmporteerd."))


def _later(row: Import, rows: int, what: Work = APPLY) -> ResponseReturnValue:
    job = ask(session(), what, {"import": row.id}, total=rows)
    row.job_id = job.id
    return go(f"/achtergrond/{job.id}")


@bp.get("/<int:import_id>/geweigerd.xlsx")
@allow(*MEMBERS)
def refused(import_id: int) -> ResponseReturnValue:
    """What was not taken, or would not be, as a file to mend and import again."""
    row = _own(import_id)
    content = services.refused_of(session(), row) or abort(404)
    return file(content, f"niet-geimporteerd-{row.id}.xlsx", XLSX)


# --- Going back ---------------------------------------------------------------------------------------------


@bp.route("/<int:import_id>/terug", methods=["GET", "POST"])
@allow(*MEMBERS)
def take_back(import_id: int) -> ResponseReturnValue:
    """Tells what undoing does and what stays, and does it."""
    row = _own(import_id, State.DONE, State.WAITING)
    if request.method == "POST":
        rows = sum(json.loads(row.counts).get(one, 0) for one in services.WRITTEN)
        if rows > LATER_FROM:
            row.state = State.GOING_BACK
            return _later(row, rows, TAKE_BACK)
        return act(
            f"/importeren/{row.id}", _("De import is ongedaan gemaakt."), lambda: services.take_back(session(), row)
        )
    batch = queries.batch_of(session(), row) or abort(404)
    return render_template("imports/undo.html", row=row, words=WORDS, **told(session(), outlook(session(), batch)))


@bp.route("/<int:import_id>/weg", methods=["GET", "POST"])
@allow(*MEMBERS)
def throw_away(import_id: int) -> ResponseReturnValue:
    """Asks first, then throws a file away that was not imported."""
    row = _own(import_id, State.OPEN)
    if request.method == "POST":
        services.throw_away(session(), row)
        return go("/importeren", _("Het bestand is weggegooid. Er is niets geïmporteerd."))
    return render_template("imports/remove.html", row=row)
