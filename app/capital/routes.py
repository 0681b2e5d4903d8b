"""The pages of the entrepreneur's decision and of retained capital."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.accounts.queries import last_saved
from app.capital import queries, services
from app.capital.forms import DecisionForm, InvestmentForm
from app.capital.models import Decision, Investment
from app.capital.rules import COUNTERFACTUAL_LABELS, NATURES, STAGE_LABELS
from app.cases.queries import text_of
from app.db.errors import Refused
from app.leads.models import Lead
from app.leads.queries import holds, lead_by_code
from app.web.clash import clash

bp = Blueprint("capital", __name__, template_folder="templates")


def _own_lead(code: str) -> Lead:
    """The lead, when the actor's organisation holds it; else not found, or forbidden."""
    lead = lead_by_code(session(), code)
    if lead is None:
        abort(404)
    if not holds(session(), lead):
        abort(403)
    return lead


@bp.route("/leads/<code>/besluit", methods=["GET", "POST"])
@allow(*MEMBERS)
def decision(code: str) -> ResponseReturnValue:
    """The signed decision of the entrepreneur."""
    lead = _own_lead(code)
    row = queries.decision(session(), lead.id)
    form = _decision_form(lead, row)
    if form.validate_on_submit():
        if row is not None and form.is_stale(row):
            saved = _decision_form(lead, row, typed=False)
            found = clash(form, saved, last_saved(session(), "decision", row.id))
            return render_template("capital/decision.html", lead=lead, form=form, clash=found), 409
        try:
            services.record_decision(
                session(),
                lead,
                kind=form.kind.data,
                signed_on=form.signed_on.data,
                municipality_code=form.municipality_code.data,
                country=form.country.data,
                motive=form.motive.data,
                why=form.why.data or "",
            )
            flash(_("Besluit vastgelegd."))
            return redirect(f"/leads/{lead.code}#vermogen", 303)
        except Refused as refused:
            form.refuse(refused)
    status = 422 if form.is_submitted() else 200
    return render_template("capital/decision.html", lead=lead, form=form), status


def _decision_form(lead: Lead, row: Decision | None, *, typed: bool = True) -> DecisionForm:
    """The form as it was typed, or with what stands there now."""
    known = queries.decision_of(session(), lead.id)
    data = {"municipality_code": known.municipality_code, "why": known.why} if known else None
    form = DecisionForm(obj=row, data=data) if typed else DecisionForm(formdata=None, obj=row, data=data)
    form.municipality_code.choices = queries.municipalities(session())
    return form


@bp.route("/leads/<code>/vermogen", methods=["GET", "POST"])
@allow(*MEMBERS)
def investments(code: str) -> ResponseReturnValue:
    """The investments of a lead, and a form for one more."""
    lead = _own_lead(code)
    form = InvestmentForm()
    if not form.is_submitted():
        form.stage.data = request.args.get("stand", "expected")
    return _handle(lead, form, None)


@bp.route("/leads/<code>/vermogen/<int:investment_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_investment(code: str, investment_id: int) -> ResponseReturnValue:
    """One investment of a lead, to correct."""
    lead = _own_lead(code)
    row = queries.investment(session(), lead.id, investment_id) or abort(404)
    form = InvestmentForm(obj=row, data={"grounds": text_of(session(), row.grounds_id)})
    return _handle(lead, form, row)


def _handle(lead: Lead, form: InvestmentForm, row: Investment | None) -> ResponseReturnValue:
    if form.validate_on_submit():
        if row is not None and form.is_stale(row):
            saved = InvestmentForm(formdata=None, obj=row, data={"grounds": text_of(session(), row.grounds_id)})
            found = clash(form, saved, last_saved(session(), "investment", row.id))
            return _show(lead, form, row, 409, clash=found)
        try:
            services.record_investment(
                session(),
                lead,
                stage=form.stage.data,
                nature=form.nature.data,
                amount=form.amount.data,
                holds_on=form.holds_on.data,
                counterfactual=form.counterfactual.data,
                grounds=form.grounds.data or "",
                investment=row,
            )
            flash(_("Investering vastgelegd."))
            return redirect(f"/leads/{lead.code}#vermogen", 303)
        except Refused as refused:
            form.refuse(refused)
    return _show(lead, form, row, 422 if form.is_submitted() else 200)


def _show(lead: Lead, form: InvestmentForm, row: Investment | None, status: int, **more: Any) -> ResponseReturnValue:
    page = render_template(
        "capital/investments.html",
        lead=lead,
        form=form,
        investment=row,
        capital=queries.capital_of(session(), lead.id),
        basket=queries.basket(session(), lead.phase),
        natures=NATURES,
        stages=STAGE_LABELS,
        counterfactuals=COUNTERFACTUAL_LABELS,
        **more,
    )
    return page, status


@bp.post("/leads/<code>/vermogen/<int:investment_id>/weg")
@allow(*MEMBERS)
def remove_investment(code: str, investment_id: int) -> ResponseReturnValue:
    """An investment that was recorded by mistake goes; history keeps it."""
    lead = _own_lead(code)
    row = queries.investment(session(), lead.id, investment_id) or abort(404)
    services.remove_investment(session(), row)
    flash(_("Investering verwijderd."))
    return redirect(f"/leads/{lead.code}/vermogen", 303)
