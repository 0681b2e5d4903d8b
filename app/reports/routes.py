"""Rapportages, where the coordinator prepares and publishes; Voortgang, where everybody at the table reads."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import clock, session
from app.db.errors import Refused
from app.impact.definitions import DEFINITIONS
from app.reports import queries, services
from app.reports.document import SECTIONS, suggested_days
from app.reports.forms import DayForm, NarrativeForm, PublishForm
from app.reports.models import Report, ReportDraft
from app.reports.telling import Progress, read, read_text
from app.web.forms import Form

bp = Blueprint("reports", __name__, template_folder="templates")

READERS = (*MEMBERS, Role.PROGRAMME)


def _status(form: Form) -> int:
    return 422 if form.is_submitted() and (form.errors or form.form_errors) else 200


# --- Everybody at the table reads ----------------------------------------------------------------------------


@bp.get("/voortgang")
@allow(*READERS)
def latest() -> ResponseReturnValue:
    """The latest published progress."""
    found = queries.latest(session())
    if found is None:
        return render_template("reports/none.html")
    return _progress(found)


@bp.get("/voortgang/<number>")
@allow(*READERS)
def one(number: str) -> ResponseReturnValue:
    """A published report by its number."""
    return _progress(queries.report(session(), number) or abort(404))


def _progress(found: Report) -> ResponseReturnValue:
    return render_template("reports/progress.html", report=found, told=read_text(found.document))


@bp.get("/voortgang/eerder")
@allow(*READERS)
def earlier() -> ResponseReturnValue:
    """Every published report, the latest first."""
    told = [read_text(text) for text in queries.documents(session())]
    return render_template("reports/earlier.html", told=told)


@bp.get("/begrippen")
@allow(*READERS)
def terms() -> ResponseReturnValue:
    """What every figure means and how it is counted."""
    return render_template("reports/terms.html", definitions=DEFINITIONS)


# --- The coordinator prepares --------------------------------------------------------------------------------


@bp.route("/rapportages", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def reports() -> ResponseReturnValue:
    """Drafts and published reports; a new one begins with its reporting date."""
    found = queries.published(session())
    suggested = suggested_days(clock().today(), found[0].reporting_date if found else None)
    form = DayForm(reporting_date=suggested[0] if suggested else None)
    if form.validate_on_submit() and form.reporting_date.data is not None:
        try:
            draft = services.start_draft(session(), reporting_date=form.reporting_date.data)
            return redirect(f"/rapportages/concept/{draft.id}", 303)
        except Refused as refused:
            form.refuse(refused)
    return (
        render_template(
            "reports/list.html", form=form, reports=found, drafts=queries.drafts(session()), suggested=suggested
        ),
        _status(form),
    )


def _draft(draft_id: int) -> ReportDraft:
    return queries.draft(session(), draft_id) or abort(404)


@bp.route("/rapportages/concept/<int:draft_id>", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def edit(draft_id: int) -> ResponseReturnValue:
    """The texts of a report beside the figures as EZ will see them."""
    draft = _draft(draft_id)
    form = NarrativeForm(data=services.texts_of(draft) | {"version": draft.version})
    if form.validate_on_submit():
        if form.is_stale(draft):
            abort(409)
        services.save_draft(session(), draft, narrative=form.texts())
        flash(_("Concept bewaard."))
        return redirect(f"/rapportages/concept/{draft.id}/voorbeeld", 303)
    told = read(services.preview(session(), draft))
    return render_template("reports/edit.html", form=form, draft=draft, told=told), _status(form)


@bp.get("/rapportages/concept/<int:draft_id>/voorbeeld")
@allow(Role.COORDINATOR)
def preview(draft_id: int) -> ResponseReturnValue:
    """The report exactly as EZ will see it, with what stands in the way of publishing."""
    draft = _draft(draft_id)
    return _preview(draft, PublishForm(formdata=None, version=draft.version))


def _preview(draft: ReportDraft, form: PublishForm) -> ResponseReturnValue:
    told: Progress = read(services.preview(session(), draft))
    words: dict[str, Any] = {"objections": services.objections(session(), draft), "sections": SECTIONS}
    return render_template("reports/preview.html", draft=draft, form=form, told=told, **words), _status(form)


@bp.post("/rapportages/concept/<int:draft_id>/publiceer")
@allow(Role.COORDINATOR)
def publish(draft_id: int) -> ResponseReturnValue:
    """The draft becomes a report that never changes."""
    draft = _draft(draft_id)
    form = PublishForm()
    if form.is_stale(draft):
        abort(409)
    try:
        if not form.confirmed.data:
            raise Refused(services.NOT_CONFIRMED, field="confirmed")
        report = services.publish(session(), draft)
    except Refused as refused:
        form.validate()
        form.refuse(refused)
        return _preview(draft, form)
    flash(_("Rapport %(number)s is gepubliceerd. EZ, IPO en de taskforce lezen het nu.", number=report.number))
    return redirect(f"/voortgang/{report.number}", 303)


@bp.post("/rapportages/concept/<int:draft_id>/weg")
@allow(Role.COORDINATOR)
def discard(draft_id: int) -> ResponseReturnValue:
    """A draft goes; nothing was published."""
    services.discard_draft(session(), _draft(draft_id))
    flash(_("Concept weggegooid. Er is niets gepubliceerd."))
    return redirect("/rapportages", 303)
