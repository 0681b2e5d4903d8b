"""The pages of the entrepreneur's decision and of retained capital."""

from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.accounts.clash import overtaken
from app.capital import queries, services
from app.capital.forms import DecisionForm, InvestmentForm
from app.capital.models import Decision, Investment
from app.capital.rules import COUNTERFACTUAL_LABELS, NATURES, STAGE_LABELS
from app.leads.door import own_lead
from app.leads.models import Lead
from app.ledger.queries import count_waiting, text_of
from app.web.answers import act, binned, go, show

bp = Blueprint("capital", __name__, template_folder="templates")


@bp.route("/leads/<code>/besluit", methods=["GET", "POST"])
@allow(*MEMBERS)
def decision(code: str) -> ResponseReturnValue:
    """The signed decision of the entrepreneur."""
    lead = own_lead(code)
    row = queries.decision(session(), lead.id)
    waited = count_waiting(session(), lead.id)
    form = _decision_form(lead, row)
    clash = overtaken(form, row, lambda: _decision_form(lead, row, formdata=None))
    if not clash and form.saves(lambda: services.record_decision(session(), lead, **form.answers)):
        return go(f"/leads/{lead.code}#vermogen", _told(lead, waited, _("Besluit vastgelegd.")))
    return show("capital/decision.html", form, lead=lead, clash=clash)


def _decision_form(lead: Lead, row: Decision | None, **how: Any) -> DecisionForm:
    """The form as it was typed, or with what stands there now."""
    known = queries.decision_of(session(), lead.id)
    data = {"municipality_code": known.municipality_code, "why": known.why} if known else None
    form = DecisionForm(obj=row, data=data, **how)
    form.municipality_code.choices = queries.municipalities(session())
    return form


@bp.route("/leads/<code>/vermogen", methods=["GET", "POST"])
@allow(*MEMBERS)
def investments(code: str) -> ResponseReturnValue:
    """The investments of a lead, and a form for one more."""
    lead = own_lead(code)
    form = InvestmentForm()
    if not form.is_submitted():
        form.stage.data = request.args.get("stand", "expected")
    return _handle(lead, form, None)


@bp.route("/leads/<code>/vermogen/<int:investment_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_investment(code: str, investment_id: int) -> ResponseReturnValue:
    """One investment of a lead, to correct."""
    lead = own_lead(code)
    row = queries.investment(session(), lead.id, investment_id) or abort(404)
    return _handle(lead, _investment_form(row), row)


def _investment_form(row: Investment | None, **how: Any) -> InvestmentForm:
    grounds = text_of(session(), row.grounds_id) if row else None
    return InvestmentForm(obj=row, data={"grounds": grounds}, **how)


def _handle(lead: Lead, form: InvestmentForm, row: Investment | None) -> ResponseReturnValue:
    waited = count_waiting(session(), lead.id)
    clash = overtaken(form, row, lambda: _investment_form(row, formdata=None))
    if not clash and form.saves(lambda: services.record_investment(session(), lead, investment=row, **form.answers)):
        return go(f"/leads/{lead.code}#vermogen", _told(lead, waited, _("Investering vastgelegd.")))
    return show(
        "capital/investments.html",
        form,
        lead=lead,
        investment=row,
        capital=queries.capital_of(session(), lead.id),
        basket=queries.basket(session(), lead.phase),
        natures=NATURES,
        stages=STAGE_LABELS,
        counterfactuals=COUNTERFACTUAL_LABELS,
        clash=clash,
    )


@bp.post("/leads/<code>/vermogen/<int:investment_id>/weg")
@allow(*MEMBERS)
def remove_investment(code: str, investment_id: int) -> ResponseReturnValue:
    """An investment that was recorded by mistake goes; history keeps it."""
    lead = own_lead(code)
    row = queries.investment(session(), lead.id, investment_id) or abort(404)
    return act(
        f"/leads/{lead.code}/vermogen",
        lambda batch: binned(_("Investering verwijderd."), batch.id),
        lambda: services.remove_investment(session(), row),
    )


def _told(lead: Lead, waited: int, done: str) -> str:
    """What was saved, and that a fact went back from its verifier because of it."""
    if count_waiting(session(), lead.id) == waited:
        return done
    taken = _("Het feit dat hierover ter toetsing lag, is teruggenomen. Leg het opnieuw voor zoals het nu is.")
    return f"{done} {taken}"
