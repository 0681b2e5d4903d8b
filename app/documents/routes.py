"""Adding a document to a lead, downloading it, and taking it away."""

from typing import Any, cast

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import clock, session
from app.db.errors import Refused
from app.documents import queries, services
from app.documents.forms import DocumentForm, MessageForm
from app.documents.message import READERS, SHORTENED, Message, read_message
from app.documents.models import Document
from app.documents.rules import ACCEPTED_NAMES, MOST_SENT, TYPES, megabytes, recognise
from app.documents.store import NotThere, Store
from app.leads.door import known_lead
from app.leads.models import Lead
from app.leads.queries import holds
from app.web.answers import go, show
from app.web.uploads import takes

bp = Blueprint("documents", __name__, template_folder="templates")

HOLDS = 50 * 60  # seconds that a message waits to be looked at: less than a sweep leaves its file alone
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
    if form.saves(lambda: _add(lead, form)):
        if isinstance(form.made, str):
            return redirect(f"/leads/{code}/berichten/{form.made}", 303)
        return go(f"/leads/{code}#tijdlijn", _("%(name)s toegevoegd.", name=form.made.name))
    return show("documents/new.html", form, lead=lead, accepted=ACCEPTED_NAMES)


def _add(lead: Lead, form: DocumentForm) -> Document | str:
    """The document; of a message the word by which it is looked at first, with nothing kept but the file."""
    chosen = form.chosen()
    code = recognise(**chosen).code
    if code not in READERS:
        return services.add_document(session(), lead, store=_store(), **chosen)
    read_message(code, chosen["content"])
    return str(_signer().dumps([code, _store().keep(chosen["content"]), lead.id, session().actor.person_id]))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="message")


@bp.route("/leads/<code>/berichten/<word>", methods=["GET", "POST"])
@allow(*MEMBERS)
def message(code: str, word: str) -> ResponseReturnValue:
    """An e-mail or appointment that was added, as the talk that it becomes once somebody has looked at it."""
    lead = known_lead(code)
    kind, content = _of(word, lead)
    if content is None:
        return go(
            f"/leads/{code}/documenten/nieuw",
            _("Dit bericht is te lang blijven liggen. Voeg het nog een keer toe."),
            "error",
        )
    found = read_message(kind, content)
    form = MessageForm() if request.method == "POST" else MessageForm(formdata=None, **_filled(found))
    refused = _offer(form, found)
    original = (f"{found.subject or _('Bericht')}.{kind}", content)

    def save() -> object:
        kept = {**form.answers, "original": original if form.keep.data else None}
        kept.pop("keep", None)
        return services.keep_message(session(), lead, store=_store(), message=found, **kept)

    if form.saves(save):
        return go(f"/leads/{code}#tijdlijn", _("Gesprek vastgelegd."))
    return show(
        "documents/message.html", form, lead=lead, message=found, refused=refused, is_to_come=_is_to_come(found)
    )


def _of(word: str, lead: Lead) -> tuple[str, bytes | None]:
    """The type and the content of the message that a word stands for; no content where it was swept meanwhile."""
    try:
        code, digest, lead_id, person_id = _signer().loads(word, max_age=HOLDS)
    except SignatureExpired:
        return "", None
    except (BadData, ValueError):
        abort(404)
    if (lead_id, person_id) != (lead.id, session().actor.person_id):
        abort(404)
    try:
        return code, _store().read(digest)
    except NotThere:
        return "", None


def _filled(found: Message) -> dict[str, Any]:
    who = [f"{_(part)}: {names}" for part, names in found.people]
    said = "\n".join([found.subject, *who]).strip() + (f"\n\n{found.body}" if found.body else "")
    return {"said": said, "held_on": found.held_on, "kind": found.kind, "keep": SHORTENED in found.remarks}


def _offer(form: MessageForm, found: Message) -> list[tuple[str, str]]:
    """Offers the attachments that are taken; the others out, each with why not."""
    offered, refused = [], []
    for number, one in enumerate(found.attachments):
        try:
            recognise(one.content, one.name)
        except Refused as why:
            refused.append((one.name, _(why.message, **why.values)))
        else:
            offered.append((number, f"{one.name} ({megabytes(len(one.content))})"))
    form.attached.choices = offered
    return refused


def _is_to_come(found: Message) -> bool:
    return found.held_on is not None and found.held_on > clock().today()


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
