"""Nieuwe lead: one page, and what it tells while a person types."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import at_once, session
from app.companies import queries as companies
from app.companies.known import Known, known_like, look_up_known, request_contact_by_name
from app.companies.models import Company
from app.companies.rules import Kind
from app.db.errors import Refused
from app.intake.forms import IntakeForm
from app.intake.services import Case, log_lead
from app.leads.rules import advance, is_early
from app.web.addresses import row_number
from app.web.parsing import ParseError, parse_date, parse_kvk

blueprint = Blueprint("intake", __name__, template_folder="templates")


@blueprint.get("/leads/nieuw")
@allow(*MEMBERS)
def new_lead() -> ResponseReturnValue:
    """The empty page; a name or number that was typed or a company that was chosen on the way here stands in it."""
    held = _ours(row_number(request.args.get("bedrijf")))
    if held is not None:
        return _page(IntakeForm.about(held), Known())
    form = _begun(request.args.get("naam"))
    return _page(form, Known(known_like(session(), form.name.data or "")))


def _begun(typed: str | None) -> IntakeForm:
    """The form with what was typed on the way here: a KvK number in its own field, else a name."""
    try:
        return IntakeForm(kvk=parse_kvk(typed or ""))
    except ParseError:
        return IntakeForm(name=typed)


@blueprint.post("/leads/nieuw")
@allow(*MEMBERS)
def log() -> ResponseReturnValue:
    """Logs the lead, unless something is wrong or the company turns out to be known."""
    form = IntakeForm()
    if not form.validate_on_submit():
        return _page(form, Known(known_like(session(), form.name.data or ""))), 422 if form.is_submitted() else 200
    if not form.company_id.data and not form.confirmed.data:
        typed = {"name": form.name.data, "number": form.kvk.data or "", "place": form.municipality.data}
        known = at_once(lambda own: look_up_known(own, **typed))
        if known.visible or known.elsewhere:
            return _page(form, known, asked=True)
    try:
        lead = log_lead(session(), _case(form))
    except Refused as refused:
        form.refuse(refused)
        return _page(form, Known()), 422
    flash(_("Lead %(code)s is vastgelegd.", code=lead.code))
    return redirect(f"/leads/{lead.code}", 303)


@blueprint.post("/leads/nieuw/contact")
@allow(*MEMBERS)
def ask_contact() -> ResponseReturnValue:
    """Asks whoever holds a company that is known elsewhere to get in touch."""
    form = IntakeForm()
    typed = form.name.data or ""
    question = form.question.data or _("Wij spraken een bedrijf met deze naam. Kunnen we overleggen?")
    sent = request_contact_by_name(session(), typed=typed, number=form.kvk.data or "", question=question)
    flash(
        _("Je vraag om contact is verstuurd.") if sent else _("Vandaag kun je niets meer opvragen. Probeer het morgen.")
    )
    return redirect("/contactverzoeken", 303)


@blueprint.get("/leads/nieuw/bekend")
@allow(*MEMBERS)
def known_so_far() -> ResponseReturnValue:
    """The companies of our own that begin with what is typed so far."""
    return render_template("intake/known.html", known=Known(known_like(session(), request.args.get("name", ""))))


@blueprint.get("/leads/nieuw/voorsprong")
@allow(*MEMBERS)
def advance_so_far() -> ResponseReturnValue:
    """How many months lie between the question and the need, when both can be read."""
    try:
        asked = parse_date(request.args.get("asked_on", ""))
        needed = parse_date(request.args.get("needed_by", ""), month_ok=True)
    except ParseError:
        return ""
    months = advance(asked, needed)
    return render_template("intake/advance.html", months=months, early=is_early(asked, needed))


def _case(form: IntakeForm) -> Case:
    return Case(
        name=form.name.data,
        municipality_code=form.municipality.data,
        kinds=form.kinds.data,
        asked_on=form.asked_on.data,
        needed_by=form.needed_by.data,
        technologies=form.technologies.data,
        essential=form.essential.data,
        company_kind=form.kind.data or Kind.SCALEUP,
        phase=form.phase.data,
        question=form.question.data,
        kvk=form.kvk.data,
        contact=form.contact.data,
        contact_email=form.contact_email.data,
        scope=form.scope.data,
        withheld=form.withheld.data,
        company_id=form.company_id.data,
    )


def _page(form: IntakeForm, known: Known, *, asked: bool = False) -> str:
    chosen = _ours(form.company_id.data)
    return render_template("intake/new.html", form=form, known=known, asked=asked, chosen=chosen)


def _ours(company_id: int | None) -> Company | None:
    """A known company of our own, or None."""
    found = companies.company(session(), company_id) if company_id is not None else None
    return found if found is not None and companies.holds(session(), found) else None
