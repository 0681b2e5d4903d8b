"""Adding a document to a lead, downloading it, and taking it away."""

from typing import cast

from flask import Blueprint, Response, abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.documents import queries, services
from app.documents.forms import DocumentForm
from app.documents.models import Document
from app.documents.rules import ACCEPTED_NAMES, MOST_SENT, TYPES
from app.documents.store import NotThere, Store
from app.leads.door import known_lead
from app.leads.models import Lead
from app.leads.queries import holds
from app.web.answers import go, show
from app.web.uploads import takes

bp = Blueprint("documents", __name__, template_folder="templates")

SHOWS_NOTHING = "default-src 'none'; sandbox"


def _store() -> Store:
    return cast(Store, current_app.extensions["documents"])


@bp.route("/leads/<code>/documenten/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
@takes(MOST_SENT)
def new_document(code: str) -> ResponseReturnValue:
    """A file that belongs to a lead."""
    lead = known_lead(code)
    form = DocumentForm()
    if form.saves(lambda: services.add_document(session(), lead, store=_store(), **form.chosen())):
        return go(f"/leads/{code}#tijdlijn", _("%(name)s toegevoegd.", name=form.made.name))
    return show("documents/new.html", form, lead=lead, accepted=ACCEPTED_NAMES)


@bp.get("/leads/<code>/documenten/<int:document_id>")
@allow(*MEMBERS)
def download(code: str, document_id: int) -> ResponseReturnValue:
    """A document to keep; never shown by the browser itself."""
    lead = known_lead(code)
    row = queries.document(session(), lead.id, document_id) or abort(404)
    try:
        return _sent(row)
    except NotThere:
        current_app.logger.error("document %s: its file is gone or changed", row.id)
        return render_template("documents/gone.html", lead=lead, document=row), 404


def _sent(row: Document) -> Response:
    """The file of a document, once it has proved to be what it was."""
    file = _store().open(row.digest or "")
    answer = send_file(
        file, mimetype=TYPES[row.file_type].mimetype, as_attachment=True, download_name=row.name, conditional=False
    )
    answer.content_length = row.size
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = SHOWS_NOTHING
    return answer


@bp.route("/leads/<code>/documenten/<int:document_id>/weg", methods=["GET", "POST"])
@allow(*MEMBERS)
def remove_document(code: str, document_id: int) -> ResponseReturnValue:
    """Asks first, then takes a document away: for who added it and for the holder."""
    lead = known_lead(code)
    row = _own(lead, queries.document(session(), lead.id, document_id))
    if request.method == "POST":
        services.take_away(session(), row)
        return go(f"/leads/{code}#tijdlijn", _("Document weggehaald."))
    return render_template("documents/remove.html", lead=lead, document=row)


def _own(lead: Lead, row: Document | None) -> Document:
    """The document, when the actor's organisation added it or holds the lead; else not found, or forbidden."""
    if row is None:
        abort(404)
    if row.organisation_id != session().actor.organisation_id and not holds(session(), lead):
        abort(403)
    return row
