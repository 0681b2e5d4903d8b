"""The pages of a case approach: plan, partners, actions, bottlenecks, signals and lessons."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.accounts.queries import last_saved
from app.cases import queries, services
from app.cases.forms import ActionForm, BottleneckForm, LessonForm, PartnerForm, PlanForm, SignalForm
from app.cases.models import Approach, ApproachAction
from app.cases.rules import BOTTLENECK_LABELS, PARTNER_LABELS, SIGNAL_LABELS, SIGNAL_MEANINGS
from app.db.errors import Refused
from app.leads.models import Lead
from app.leads.queries import holds, lead_by_code
from app.web.clash import clash
from app.web.forms import Form

bp = Blueprint("cases", __name__, template_folder="templates")


def _own_lead(code: str) -> Lead:
    """The lead, when the actor's organisation holds it; else not found, or forbidden."""
    lead = lead_by_code(session(), code)
    if lead is None:
        abort(404)
    if not holds(session(), lead):
        abort(403)
    return lead


def _show(template: str, lead: Lead, form: Form, **more: Any) -> ResponseReturnValue:
    wrong = form.is_submitted() and (form.errors or form.form_errors)
    status = 409 if more.get("clash") else 422 if wrong else 200
    return render_template(template, lead=lead, form=form, **more), status


def _back(lead: Lead, part: str, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(f"/leads/{lead.code}{part}", 303)


@bp.route("/leads/<code>/aanpak", methods=["GET", "POST"])
@allow(*MEMBERS)
def plan(code: str) -> ResponseReturnValue:
    """The plan of the approach, the agreement, its owner, partners and programmes."""
    lead = _own_lead(code)
    row = queries.approach(session(), lead.id)
    form = _plan_form(lead, row)
    if form.validate_on_submit():
        if row is not None and form.is_stale(row):
            saved = _plan_form(lead, row, typed=False)
            found = clash(form, saved, last_saved(session(), "approach", row.id))
            return _show("cases/plan.html", lead, form, clash=found, **_plan_parts(lead))
        try:
            services.save_approach(
                session(),
                lead,
                plan=form.plan.data or "",
                plan_on=form.plan_on.data,
                agreed_on=form.agreed_on.data,
                owner_id=form.owner_id.data,
            )
            services.link_programmes(session(), lead, form.programmes.data or [])
            return _back(lead, "#plan", _("Plan van aanpak vastgelegd."))
        except Refused as refused:
            form.refuse(refused)
    return _show("cases/plan.html", lead, form, **_plan_parts(lead))


def _plan_form(lead: Lead, row: Approach | None, *, typed: bool = True) -> PlanForm:
    """The form as it was typed, or with what stands there now."""
    known = {
        "plan": queries.text_of(session(), row.plan_id) if row else "",
        "programmes": queries.linked_programmes(session(), lead.id),
    }
    form = PlanForm(obj=row, data=known) if typed else PlanForm(formdata=None, obj=row, data=known)
    form.owner_id.choices = queries.colleagues(session(), session().actor.organisation_id)
    form.programmes.choices = [(one.code, one.name) for one in queries.programmes(session())]
    return form


def _plan_parts(lead: Lead) -> dict[str, Any]:
    return {
        "case": queries.case_of(session(), lead.id),
        "partner_form": PartnerForm(formdata=None),
        "partner_labels": PARTNER_LABELS,
    }


@bp.post("/leads/<code>/partners")
@allow(*MEMBERS)
def add_partner(code: str) -> ResponseReturnValue:
    """A partner joins the approach."""
    lead = _own_lead(code)
    form = PartnerForm()
    if form.validate_on_submit():
        services.add_partner(session(), lead, kind=form.kind.data, name=form.name.data)
        return _back(lead, "/aanpak#partners", _("Partner toegevoegd."))
    parts = _plan_parts(lead) | {"partner_form": form}
    row = queries.approach(session(), lead.id)
    plan_form = _plan_form(lead, row, typed=False)
    return render_template("cases/plan.html", lead=lead, form=plan_form, **parts), 422


@bp.post("/leads/<code>/partners/<int:partner_id>/weg")
@allow(*MEMBERS)
def remove_partner(code: str, partner_id: int) -> ResponseReturnValue:
    """A partner leaves the approach."""
    lead = _own_lead(code)
    partner = queries.partner(session(), lead.id, partner_id) or abort(404)
    services.remove_partner(session(), partner)
    return _back(lead, "/aanpak#partners", _("Partner van de aanpak gehaald."))


def _action_form(row: ApproachAction | None = None, *, typed: bool = True) -> ActionForm:
    """The form as it was typed, or with what stands there now."""
    known = {"text": queries.text_of(session(), row.text_id)} if row else None
    form = ActionForm(obj=row, data=known) if typed else ActionForm(formdata=None, obj=row, data=known)
    form.owner_id.choices = queries.colleagues(session(), session().actor.organisation_id)
    return form


@bp.route("/leads/<code>/acties/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_action(code: str) -> ResponseReturnValue:
    """A new action of the approach."""
    lead = _own_lead(code)
    form = _action_form()
    if not form.is_submitted():
        form.external.data = request.args.get("extern") == "ja"
        form.owner_id.data = session().actor.person_id
    if form.validate_on_submit():
        try:
            services.add_action(
                session(),
                lead,
                text=form.text.data,
                due_on=form.due_on.data,
                owner_id=form.owner_id.data,
                bottleneck=form.bottleneck.data,
                external=form.external.data,
                done_on=form.done_on.data,
            )
            return _back(lead, "#plan", _("Actie vastgelegd."))
        except Refused as refused:
            form.refuse(refused)
    return _show("cases/action.html", lead, form, action=None)


@bp.route("/leads/<code>/acties/<int:action_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_action(code: str, action_id: int) -> ResponseReturnValue:
    """An action of the approach, to change, finish or drop."""
    lead = _own_lead(code)
    row = queries.action(session(), lead.id, action_id) or abort(404)
    form = _action_form(row)
    if form.validate_on_submit():
        if form.is_stale(row):
            found = clash(form, _action_form(row, typed=False), last_saved(session(), "approach_action", row.id))
            return _show("cases/action.html", lead, form, action=row, clash=found)
        try:
            services.change_action(
                session(),
                row,
                text=form.text.data,
                due_on=form.due_on.data,
                owner_id=form.owner_id.data,
                bottleneck=form.bottleneck.data,
                external=form.external.data,
                done_on=form.done_on.data,
                dropped_on=form.dropped_on.data,
            )
            return _back(lead, "#plan", _("Actie bijgewerkt."))
        except Refused as refused:
            form.refuse(refused)
    return _show("cases/action.html", lead, form, action=row)


@bp.post("/leads/<code>/acties/<int:action_id>/klaar")
@allow(*MEMBERS)
def finish_action(code: str, action_id: int) -> ResponseReturnValue:
    """An action is done today."""
    lead = _own_lead(code)
    row = queries.action(session(), lead.id, action_id) or abort(404)
    services.finish_action(session(), row)
    return _back(lead, "#plan", _("Actie afgerond."))


@bp.route("/leads/<code>/knelpunten", methods=["GET", "POST"])
@allow(*MEMBERS)
def bottlenecks(code: str) -> ResponseReturnValue:
    """The bottlenecks of a lead and what was tried; `soort` opens one to edit."""
    lead = _own_lead(code)
    row = queries.bottleneck(session(), lead.id, request.args.get("soort", ""))
    form = BottleneckForm(obj=row, data={"tried": queries.text_of(session(), row.tried_id)} if row else None)
    if form.validate_on_submit():
        try:
            services.note_bottleneck(
                session(),
                lead,
                kind=form.kind.data,
                tried=form.tried.data or "",
                noted_on=form.noted_on.data,
                solved_on=form.solved_on.data,
            )
            return _back(lead, "#knelpunten", _("Knelpunt vastgelegd."))
        except Refused as refused:
            form.refuse(refused)
    case = queries.case_of(session(), lead.id)
    return _show("cases/bottlenecks.html", lead, form, case=case, labels=BOTTLENECK_LABELS)


@bp.route("/leads/<code>/signalen", methods=["GET", "POST"])
@allow(*MEMBERS)
def signals(code: str) -> ResponseReturnValue:
    """The signals that a case gives to policy makers; `soort` chooses one."""
    lead = _own_lead(code)
    row = queries.signal(session(), lead.id, request.args.get("soort", ""))
    data = {"kind": request.args.get("soort"), "note": queries.text_of(session(), row.note_id) if row else None}
    form = SignalForm(obj=row, data=data)
    if form.validate_on_submit():
        try:
            services.raise_signal(
                session(), lead, kind=form.kind.data, note=form.note.data, raised_on=form.raised_on.data
            )
            return _back(lead, "#knelpunten", _("Signaal afgegeven."))
        except Refused as refused:
            form.refuse(refused)
    case = queries.case_of(session(), lead.id)
    return _show("cases/signals.html", lead, form, case=case, labels=SIGNAL_LABELS, meanings=SIGNAL_MEANINGS)


@bp.post("/leads/<code>/signalen/<kind>/intrekken")
@allow(*MEMBERS)
def withdraw_signal(code: str, kind: str) -> ResponseReturnValue:
    """A signal no longer holds."""
    lead = _own_lead(code)
    row = queries.signal(session(), lead.id, kind) or abort(404)
    services.withdraw_signal(session(), row)
    return _back(lead, "/signalen", _("Signaal ingetrokken."))


@bp.route("/leads/<code>/lessen", methods=["GET", "POST"])
@allow(*MEMBERS)
def lessons(code: str) -> ResponseReturnValue:
    """What this case taught, and what other cases with the same bottleneck taught."""
    lead = _own_lead(code)
    form = LessonForm(data={"technology_code": queries.technology_of(session(), lead.company_id)})
    form.technology_code.choices = queries.technologies(session())
    if form.validate_on_submit():
        try:
            services.write_lesson(
                session(),
                lead,
                bottleneck=form.bottleneck.data,
                text=form.text.data,
                technology_code=form.technology_code.data,
            )
            return _back(lead, "#lessen", _("Les gedeeld met de taskforce."))
        except Refused as refused:
            form.refuse(refused)
    case = queries.case_of(session(), lead.id)
    return _show("cases/lessons.html", lead, form, case=case, labels=BOTTLENECK_LABELS)
