"""A list as a file, for who has the right; and what went out."""

from collections.abc import Iterator, Sequence
from itertools import chain

from flask import Blueprint, Response, abort, current_app, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import actor, clock, session
from app.access.session import open_session
from app.exports import queries, services
from app.exports.files import WRITERS, Counted
from app.exports.forms import ExportForm
from app.exports.lists import LISTS, Column, List
from app.exports.rules import FORM_NAMES, MIMETYPES, Form
from app.web.answers import show

bp = Blueprint("exports", __name__, template_folder="templates")


@bp.route("/exporteren/<what>", methods=["GET", "POST"])
@allow(*MEMBERS)
def export(what: str) -> ResponseReturnValue:
    """A list, as its filter stands in the address, in a file; who made which is written down first."""
    chosen = LISTS.get(what) or abort(404)
    if not actor().may_export:
        abort(403)
    told, form = chosen.told(session(), list(request.args.items(multi=True))), ExportForm()
    if form.saves(lambda: services.note_export(session(), list_name=what, form=form.form.data, query=told.query)):
        return _file(chosen, form.form.data, told.query, form.made.id)
    return show("exports/export.html", form, list=chosen, told=told, columns=chosen.columns())


def _file(chosen: List, kind: str, query: str, export_id: int) -> Response:
    """The file as it is made: the first rows are on their way before the last are asked for."""
    parts = _rows(chosen, Form(kind), query, export_id)
    first = next(parts)  # what cannot be made is told before an answer is on its way
    body = stream_with_context(chain([first], parts))
    name = f"{chosen.file}-{clock().today().isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Accel-Buffering": "no"}
    return Response(body, mimetype=MIMETYPES[Form(kind)], headers=headers)


def _rows(chosen: List, form: Form, query: str, export_id: int) -> Iterator[bytes]:
    """Read in a session of its own, as that of the request has ended by then; what came out is written down last."""
    engine, who, moment = current_app.extensions["engine"], actor(), clock()
    columns: Sequence[Column] = chosen.columns()
    with open_session(engine, who, moment) as reading:
        counted = Counted(chosen.pages(reading, query))
        yield from WRITERS[form](columns, counted)
    with open_session(engine, who, moment, write=True) as writing:
        services.note_rows(writing, export_id, counted.rows)
        writing.commit()


@bp.get("/exporteren")
@allow(*MEMBERS, Role.ADMINISTRATOR)
def log() -> ResponseReturnValue:
    """What went out in files: of one's own organisation, and for the administrator of everybody."""
    return render_template("exports/log.html", made=queries.made(session()), lists=LISTS, form_names=FORM_NAMES)
