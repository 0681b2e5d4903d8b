"""The pages of a case approach: plan, partners, actions, bottlenecks, signals and lessons."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.accounts.clash import overtaken
from app.accounts.queries import colleagues
from app.cases import queries, services
from app.cases.forms import ActionForm, BottleneckForm, ChangeActionForm, LessonForm, PartnerForm, PlanForm, SignalForm
from app.cases.models import Approach, ApproachAction
from app.cases.rules import BOTTLENECK_LABELS, PARTNER_LABELS, SIGNAL_LABELS, SIGNAL_MEANINGS
from app.leads.door import own_lead
from app.leads.models import Lead
from app.ledger.queries import text_of
from app.web.answers import binned, go, show
from app.web.forms import Form

bp = Blueprint("cases", __name__, template_folder="templates")


def _back(lead: Lead, part: str, message: Any) -> ResponseReturnValue:
    return go(f"/leads/{lead.code}{part}", message)


@bp.route("/leads/<code>/aanpak", methods=["GET", "POST"])
@allow(*MEMBERS)
def plan(code: str) -> ResponseReturnValue:
    """The plan of the approach, the agreement, its owner, partners and programmes."""
    lead = own_lead(code)
    row = queries.approach(session(), lead.id)
    form = _plan_form(lead, row)
    clash = overtaken(form, row, lambda: _plan_form(lead, row, formdata=None))
    if not clash and form.saves(lambda: _save_plan(lead, form)):
        return _back(lead, "#plan", _("Plan van aanpak vastgelegd."))
    return show("cases/plan.html", form, lead=lead, clash=clash, **_plan_parts(lead))


def _save_plan(lead: Lead, form: PlanForm) -> None:
    plan = form.answers
    programmes = plan.pop("programmes")
    services.save_approach(session(), lead, **plan)
    services.link_programmes(session(), lead, programmes)


def _plan_form(lead: Lead, row: Approach | None, **how: Any) -> PlanForm:
    """The form as it was typed, or with what stands there now."""
    known = {
        "plan": text_of(session(), row.plan_id) if row else "",
        "programmes": queries.linked_programmes(session(), lead.id),
    }
    form = PlanForm(obj=row, data=known, **how)
    form.owner_id.choices = colleagues(session(), session().actor.organisation_id)
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
    lead = own_lead(code)
    form = PartnerForm()
    if form.saves(lambda: services.add_partner(session(), lead, **form.answers)):
        return _back(lead, "/aanpak#partners", _("Partner toegevoegd."))
    parts = _plan_parts(lead) | {"partner_form": form}
    row = queries.approach(session(), lead.id)
    plan_form = _plan_form(lead, row, formdata=None)
    return render_template("cases/plan.html", lead=lead, form=plan_form, **parts), 422


@bp.post("/leads/<code>/partners/<int:partner_id>/weg")
@allow(*MEMBERS)
def remove_partner(code: str, partner_id: int) -> ResponseReturnValue:
    """A partner leaves the approach."""
    lead = own_lead(code)
    partner = queries.partner(session(), lead.id, partner_id) or abort(404)
    batch = services.remove_partner(session(), partner)
    return _back(lead, "/aanpak#partners", binned(_("Partner van de aanpak gehaald."), batch.id))


def _action_form(row: ApproachAction | None = None, **how: Any) -> ActionForm:
    """The form as it was typed, or with what stands there now."""
    form = ChangeActionForm(obj=row, data={"text": text_of(session(), row.text_id)}, **how) if row else ActionForm()
    form.owner_id.choices = colleagues(session(), session().actor.organisation_id)
    return form


@bp.route("/leads/<code>/acties/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_action(code: str) -> ResponseReturnValue:
    """A new action of the approach."""
    lead = own_lead(code)
    form = _action_form()
    if not form.is_submitted():
        form.external.data = request.args.get("extern") == "ja"
        form.owner_id.data = session().actor.person_id
    if form.saves(lambda: services.add_action(session(), lead, **form.answers)):
        return _back(lead, "#plan", _("Actie vastgelegd."))
    return show("cases/action.html", form, lead=lead, action=None)


@bp.route("/leads/<code>/acties/<int:action_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_action(code: str, action_id: int) -> ResponseReturnValue:
    """An action of the approach, to change, finish or drop."""
    lead = own_lead(code)
    row = queries.action(session(), lead.id, action_id) or abort(404)
    form = _action_form(row)
    clash = overtaken(form, row, lambda: _action_form(row, formdata=None))
    if not clash and form.saves(lambda: services.change_action(session(), row, **form.answers)):
        return _back(lead, "#plan", _("Actie bijgewerkt."))
    return show("cases/action.html", form, lead=lead, action=row, clash=clash)


@bp.post("/leads/<code>/acties/<int:action_id>/klaar")
@allow(*MEMBERS)
def finish_action(code: str, action_id: int) -> ResponseReturnValue:
    """An action is done today."""
    lead = own_lead(code)
    row = queries.action(session(), lead.id, action_id) or abort(404)
    services.finish_action(session(), row)
    return _back(lead, "#plan", _("Actie afgerond."))


@bp.route("/leads/<code>/knelpunten", methods=["GET", "POST"])
@allow(*MEMBERS)
def bottlenecks(code: str) -> ResponseReturnValue:
    """The bottlenecks of a lead and what was tried; `soort` opens one to edit."""
    lead = own_lead(code)
    form = _bottleneck_form(lead, request.args.get("soort"))
    row = queries.bottleneck(session(), lead.id, form.kind.data or "")
    clash = overtaken(form, row, lambda: _bottleneck_form(lead, form.kind.data, formdata=None))
    if not clash and form.saves(lambda: services.note_bottleneck(session(), lead, **form.answers)):
        return _back(lead, "#knelpunten", _("Knelpunt vastgelegd."))
    case = queries.case_of(session(), lead.id)
    return show("cases/bottlenecks.html", form, lead=lead, case=case, labels=BOTTLENECK_LABELS, clash=clash)


def _bottleneck_form(lead: Lead, kind: str | None, **how: Any) -> BottleneckForm:
    """The form as it was typed, or with the bottleneck of a kind as it stands now."""
    row = queries.bottleneck(session(), lead.id, kind or "")
    return BottleneckForm(obj=row, data={"tried": text_of(session(), row.tried_id)} if row else None, **how)


@bp.route("/leads/<code>/signalen", methods=["GET", "POST"])
@allow(*MEMBERS)
def signals(code: str) -> ResponseReturnValue:
    """The signals that a case gives to policy makers; `soort` chooses one."""
    lead = own_lead(code)
    form = _signal_form(lead, request.args.get("soort"))
    row = queries.signal(session(), lead.id, form.kind.data or "")
    clash = overtaken(form, row, lambda: _signal_form(lead, form.kind.data, formdata=None))
    if not clash and form.saves(lambda: services.raise_signal(session(), lead, **form.answers)):
        return _back(lead, "#knelpunten", _("Signaal afgegeven."))
    case = queries.case_of(session(), lead.id)
    words = {"labels": SIGNAL_LABELS, "meanings": SIGNAL_MEANINGS}
    return show("cases/signals.html", form, lead=lead, case=case, clash=clash, **words)


def _signal_form(lead: Lead, kind: str | None, **how: Any) -> SignalForm:
    """The form as it was typed, or with the signal of a kind as it stands now."""
    row = queries.signal(session(), lead.id, kind or "")
    data = {"kind": kind, "note": text_of(session(), row.note_id) if row else None}
    return SignalForm(obj=row, data=data, **how)


@bp.route("/leads/<code>/signalen/<kind>/intrekken", methods=["GET", "POST"])
@allow(*MEMBERS)
def withdraw_signal(code: str, kind: str) -> ResponseReturnValue:
    """Asks first, then a signal no longer holds."""
    lead = own_lead(code)
    row = queries.signal(session(), lead.id, kind) or abort(404)
    form = Form()
    if form.saves(lambda: services.withdraw_signal(session(), row)):
        return _back(lead, "/signalen", _("Signaal ingetrokken."))
    return show("cases/withdraw_signal.html", form, lead=lead, signal=row, labels=SIGNAL_LABELS)


@bp.route("/leads/<code>/lessen", methods=["GET", "POST"])
@allow(*MEMBERS)
def lessons(code: str) -> ResponseReturnValue:
    """What this case taught, and what other cases with the same bottleneck taught."""
    lead = own_lead(code)
    form = LessonForm(data={"technology_code": queries.technology_of(session(), lead.company_id)})
    form.technology_code.choices = queries.technologies(session())
    if form.saves(lambda: services.write_lesson(session(), lead, **form.answers)):
        return _back(lead, "#lessen", _("Les gedeeld met de taskforce."))
    case = queries.case_of(session(), lead.id)
    return show("cases/lessons.html", form, lead=lead, case=case, labels=BOTTLENECK_LABELS)
