"""Adding talks and tasks to a lead, finishing tasks, and erasing what was said."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import clock, session
from app.accounts.clash import overtaken
from app.accounts.queries import colleagues
from app.leads.door import known_lead
from app.leads.models import Lead
from app.leads.queries import holds
from app.timeline import queries, services
from app.timeline.forms import NewTalkForm, TalkForm, TaskForm
from app.timeline.models import Talk, Task
from app.web.answers import binned, go, show

bp = Blueprint("timeline", __name__, template_folder="templates")


def _own(lead: Lead, row: Talk | Task | None) -> Any:
    """The row, when the actor wrote it or holds the lead; else not found, or forbidden."""
    if row is None:
        abort(404)
    if row.organisation_id != session().actor.organisation_id and not holds(session(), lead):
        abort(403)
    return row


def _back(lead: Lead, message: Any) -> ResponseReturnValue:
    return go(f"/leads/{lead.code}#tijdlijn", message)


@bp.route("/leads/<code>/gesprekken/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_talk(code: str) -> ResponseReturnValue:
    """A talk that was held, and the next step that was agreed."""
    lead = known_lead(code)
    form = NewTalkForm()
    if not form.is_submitted():
        form.held_on.data = clock().today()
    if form.saves(lambda: services.record_talk_and_step(session(), lead, **form.answers)):
        return _back(lead, _("Gesprek vastgelegd."))
    return show("timeline/talk.html", form, lead=lead)


@bp.route("/leads/<code>/gesprekken/<int:talk_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_talk(code: str, talk_id: int) -> ResponseReturnValue:
    """A talk, to put in other words."""
    lead = known_lead(code)
    row = _own(lead, queries.talk(session(), lead.id, talk_id))
    form = TalkForm(obj=row)
    clash = overtaken(form, row, lambda: TalkForm(formdata=None, obj=row))
    if not clash and form.saves(lambda: services.change_talk(session(), row, **form.answers)):
        return _back(lead, _("Gesprek bijgewerkt."))
    return show("timeline/talk.html", form, lead=lead, talk=row, clash=clash)


@bp.route("/leads/<code>/taken/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_task(code: str) -> ResponseReturnValue:
    """Something that somebody does by a day."""
    lead = known_lead(code)
    form = TaskForm()
    form.owner_id.choices = colleagues(session(), session().actor.organisation_id)
    if form.saves(lambda: services.add_task(session(), lead, **form.answers)):
        return _back(lead, _("Taak toegevoegd."))
    return show("timeline/task.html", form, lead=lead)


@bp.route("/leads/<code>/taken/<int:task_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task, to change its words, day or owner."""
    lead = known_lead(code)
    row = _own(lead, queries.task(session(), lead.id, task_id))
    form = _task_form(row)
    clash = overtaken(form, row, lambda: _task_form(row, formdata=None))
    if not clash and form.saves(lambda: services.change_task(session(), row, **form.answers)):
        return _back(lead, _("Taak bijgewerkt."))
    return show("timeline/task.html", form, lead=lead, task=row, clash=clash)


def _task_form(row: Task, **how: Any) -> TaskForm:
    form = TaskForm(obj=row, **how)
    form.owner_id.choices = colleagues(session(), row.organisation_id)
    return form


@bp.post("/leads/<code>/taken/<int:task_id>/klaar")
@allow(*MEMBERS)
def finish_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task is done; the message offers the way back."""
    lead = known_lead(code)
    row = _own(lead, queries.task(session(), lead.id, task_id))
    services.finish_task(session(), row)
    flash({"text": _("Taak afgerond."), "undo": f"/leads/{lead.code}/taken/{row.id}/terug"})
    return redirect(f"/leads/{lead.code}#tijdlijn", 303)


@bp.post("/leads/<code>/taken/<int:task_id>/terug")
@allow(*MEMBERS)
def reopen_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task was not done after all."""
    lead = known_lead(code)
    services.reopen_task(session(), _own(lead, queries.task(session(), lead.id, task_id)))
    return _back(lead, _("Taak staat weer open."))


@bp.post("/leads/<code>/taken/<int:task_id>/weg")
@allow(*MEMBERS)
def remove_task(code: str, task_id: int) -> ResponseReturnValue:
    """A task that should not have been there goes to the bin."""
    lead = known_lead(code)
    batch = services.remove_task(session(), _own(lead, queries.task(session(), lead.id, task_id)))
    return _back(lead, binned(_("Taak verwijderd."), batch.id))


@bp.post("/leads/<code>/gesprekken/<int:talk_id>/weg")
@allow(*MEMBERS)
def remove_talk(code: str, talk_id: int) -> ResponseReturnValue:
    """A talk that should not have been there goes to the bin."""
    lead = known_lead(code)
    batch = services.remove_talk(session(), _own(lead, queries.talk(session(), lead.id, talk_id)))
    return _back(lead, binned(_("Gesprek verwijderd."), batch.id))


@bp.route("/leads/<code>/wissen/<what>/<int:number>", methods=["GET", "POST"])
@allow(*MEMBERS)
def erase(code: str, what: str, number: int) -> ResponseReturnValue:
    """Asks first, then wipes the free text of a talk, a task or a change: only the holder may (AVG)."""
    lead = known_lead(code)
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
