"""Adding talks and tasks to a lead, finishing tasks, and erasing what was said."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import clock, session
from app.accounts.queries import last_saved
from app.cases.queries import colleagues
from app.companies.models import Company
from app.db.errors import Refused
from app.leads.models import Lead
from app.leads.queries import holds, lead_by_code
from app.timeline import queries, services
from app.timeline.forms import TalkForm, TaskForm
from app.timeline.models import Talk, Task
from app.web.clash import clash

bp = Blueprint("timeline", __name__, template_folder="templates")


def _known_lead(code: str) -> Lead:
    """The lead, when the actor may know whose it is; else not found."""
    lead = lead_by_code(session(), code)
    if lead is None or session().get(Company, lead.company_id) is None:
        abort(404)
    return lead


def _own(lead: Lead, row: Talk | Task | None) -> Any:
    """The row, when the actor wrote it or holds the lead; else not found, or forbidden."""
    if row is None:
        abort(404)
    if row.organisation_id != session().actor.organisation_id and not holds(session(), lead):
        abort(403)
    return row


def _back(lead: Lead, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(f"/leads/{lead.code}#tijdlijn", 303)


@bp.route("/leads/<code>/gesprekken/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_talk(code: str) -> ResponseReturnValue:
    """A talk that was held, and the next step that was agreed."""
    lead = _known_lead(code)
    form = TalkForm()
    if not form.is_submitted():
        form.held_on.data = clock().today()
    if form.validate_on_submit():
        try:
            services.record_talk(
                session(),
                lead,
                said=form.said.data,
                held_on=form.held_on.data,
                kind=form.kind.data or "meeting",
                agreed=form.agreed.data or "",
            )
            if form.agreed.data:
                services.add_task(
                    session(),
                    lead,
                    title=form.agreed.data,
                    due_on=form.agreed_by.data or services.in_two_weeks(session()),
                )
            return _back(lead, _("Gesprek vastgelegd."))
        except Refused as refused:
            form.refuse(refused)
    return _show("timeline/talk.html", lead, form)


@bp.route("/leads/<code>/gesprekken/<int:talk_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_talk(code: str, talk_id: int) -> ResponseReturnValue:
    """A talk, to put in other words."""
    lead = _known_lead(code)
    row = _own(lead, queries.talk(session(), lead.id, talk_id))
    form = TalkForm(obj=row)
    if form.validate_on_submit():
        if form.is_stale(row):
            found = clash(form, TalkForm(formdata=None, obj=row), last_saved(session(), "talk", row.id))
            return _show("timeline/talk.html", lead, form, talk=row, clash=found)
        try:
            services.change_talk(
                session(),
                row,
                said=form.said.data,
                held_on=form.held_on.data,
                kind=form.kind.data or "meeting",
                agreed=form.agreed.data or "",
            )
            return _back(lead, _("Gesprek bijgewerkt."))
        except Refused as refused:
            form.refuse(refused)
    return _show("timeline/talk.html", lead, form, talk=row)


@bp.route("/leads/<code>/taken/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_task(code: str) -> ResponseReturnValue:
    """Something that somebody does by a day."""
    lead = _known_lead(code)
    form = TaskForm()
    form.owner_id.choices = colleagues(session(), session().actor.organisation_id)
    if form.validate_on_submit():
        try:
            services.add_task(
                session(), lead, title=form.title.data, due_on=form.due_on.data, owner_id=form.owner_id.data
            )
            return _back(lead, _("Taak toegevoegd."))
        except Refused as refused:
            form.refuse(refused)
    return _show("timeline/task.html", lead, form)


@bp.route("/leads/<code>/taken/<int:task_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task, to change its words, day or owner."""
    lead = _known_lead(code)
    row = _own(lead, queries.task(session(), lead.id, task_id))
    form = TaskForm(obj=row)
    form.owner_id.choices = colleagues(session(), row.organisation_id)
    if form.validate_on_submit():
        if form.is_stale(row):
            saved = TaskForm(formdata=None, obj=row)
            saved.owner_id.choices = form.owner_id.choices
            found = clash(form, saved, last_saved(session(), "task", row.id))
            return _show("timeline/task.html", lead, form, task=row, clash=found)
        try:
            owner = form.owner_id.data or session().actor.person_id
            services.change_task(session(), row, title=form.title.data, due_on=form.due_on.data, owner_id=owner)
            return _back(lead, _("Taak bijgewerkt."))
        except Refused as refused:
            form.refuse(refused)
    return _show("timeline/task.html", lead, form, task=row)


@bp.post("/leads/<code>/taken/<int:task_id>/klaar")
@allow(*MEMBERS)
def finish_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task is done; the message offers the way back."""
    lead = _known_lead(code)
    row = _own(lead, queries.task(session(), lead.id, task_id))
    services.finish_task(session(), row)
    flash({"text": _("Taak afgerond."), "undo": f"/leads/{lead.code}/taken/{row.id}/terug"})
    return redirect(f"/leads/{lead.code}#tijdlijn", 303)


@bp.post("/leads/<code>/taken/<int:task_id>/terug")
@allow(*MEMBERS)
def reopen_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task was not done after all."""
    lead = _known_lead(code)
    services.reopen_task(session(), _own(lead, queries.task(session(), lead.id, task_id)))
    return _back(lead, _("Taak staat weer open."))


@bp.route("/leads/<code>/wissen/<what>/<int:number>", methods=["GET", "POST"])
@allow(*MEMBERS)
def erase(code: str, what: str, number: int) -> ResponseReturnValue:
    """Asks first, then wipes the free text of a talk, a task or a change: only the holder may (AVG)."""
    lead = _known_lead(code)
    if not holds(session(), lead):
        abort(403)
    finders: dict[str, tuple[Any, Any]] = {
        "gesprek": (queries.talk, services.erase_talk),
        "taak": (queries.task, services.erase_task),
        "wijziging": (queries.change, services.erase_change),
    }
    if what not in finders:
        abort(404)
    find, wipe = finders[what]
    row = find(session(), lead.id, number) or abort(404)
    if request.method == "POST":
        wipe(session(), row)
        return _back(lead, _("Tekst gewist."))
    return render_template("timeline/erase.html", lead=lead, what=what, row=row)


def _show(template: str, lead: Lead, form: Any, **more: Any) -> ResponseReturnValue:
    wrong = form.is_submitted() and (form.errors or form.form_errors)
    status = 409 if more.get("clash") else 422 if wrong else 200
    return render_template(template, lead=lead, form=form, **more), status
