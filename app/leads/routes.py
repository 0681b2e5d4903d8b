"""Companies with their leads: the list and the page; the lead's own facts, its phase, and asking for contact."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import actor, clock, session
from app.accounts.clash import overtaken
from app.accounts.queries import colleagues
from app.companies import known
from app.companies import queries as company_queries
from app.companies import rules as company_rules
from app.companies import services as companies
from app.companies.forms import CompanyForm, QuestionForm, RequestForm
from app.companies.models import Company
from app.companies.readings import name_readings
from app.leads import queries, rules, services
from app.leads.door import lead_named, own_lead
from app.leads.forms import LeadForm, PhaseForm
from app.leads.models import Lead, LeadCourse
from app.ledger.rules import EVIDENCE
from app.web.addresses import page_number
from app.web.answers import go, show
from app.web.parsing import clean

blueprint = Blueprint("leads", __name__, template_folder="templates")

SHOWN = ("", "ours", "portfolio")


# --- Companies ---------------------------------------------------------------------------------------------


@blueprint.get("/bedrijven")
@allow(*MEMBERS)
def company_list() -> ResponseReturnValue:
    """The companies that one may see, fifty a page."""
    text = clean(request.args.get("zoek", ""))[:80]
    only = request.args.get("toon", "")
    only = only if only in SHOWN else ""
    page = page_number()
    found = queries.companies(session(), text=text, only=only, page=page)
    if page > found.pages:
        page = found.pages
        found = queries.companies(session(), text=text, only=only, page=page)
    return render_template(
        "leads/companies.html",
        found=found,
        text=text,
        only=only,
        page=page,
        today=clock().today(),
        words=company_rules,
        waiting=known.open_requests(session()),
        to_ask=len(queries.to_ask(session(), rules.quarter_end(clock().today()))) if only == "portfolio" else 0,
    )


@blueprint.get("/bedrijven/<int:company_id>")
@allow(*MEMBERS)
def company(company_id: int) -> ResponseReturnValue:
    """All that is known of a company; who holds it also sees who else may know it."""
    head = company_queries.company_head(session(), company_id)
    if head is None:
        return redirect(f"/bedrijven/{company_queries.became(session(), company_id) or abort(404)}")
    ours = head.holder_id == actor().organisation_id
    today = clock().today()
    consents = [
        (row, company_rules.holds_on(row.granted_on, row.ends_on, row.withdrawn_on, today))
        for row in company_queries.consents(session(), company_id)
    ]
    disclosed, lookups, merges = company_queries.told(session(), company_id) if ours else ((), (), ())
    to_ministry = [holds for row, holds in consents if row.scope == company_rules.Scope.MINISTRY]
    return render_template(
        "leads/company.html",
        company=head,
        ours=ours,
        today=today,
        words=company_rules,
        leads=queries.leads_of_company(session(), company_id),
        tests=company_queries.tests(session(), company_id),
        contacts=company_queries.contacts(session(), company_id),
        questions=company_queries.portfolio_questions(session(), company_id),
        consents=consents,
        disclosures=_told(disclosed),
        lookups=lookups,
        merges=merges,
        readings=name_readings(session(), company_id) if ours and to_ministry else (),
        named_to_ministry=any(to_ministry),
        requests=known.requests_of_company(session(), company_id) if ours else (),
        held_twice=ours and known.is_held_twice(session(), company_id),
    )


def _told(rows: Iterable[Any]) -> list[tuple[datetime, str, list[str]]]:
    """What was disclosed, moment by moment: when, what, and to whom."""
    together = groupby(rows, key=lambda row: (row.at, row.what))
    return [(at, what, sorted({row.organisation for row in told})) for (at, what), told in together]


@blueprint.route("/bedrijven/<int:company_id>/gegevens", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_company(company_id: int) -> ResponseReturnValue:
    """Who the company is, to change."""
    held = company_queries.company(session(), company_id) or abort(404)
    if not company_queries.holds(session(), held):
        abort(403)
    form = CompanyForm.of(held)
    clash = overtaken(form, held, lambda: CompanyForm.of(held, formdata=None))
    if not clash and form.saves(lambda: _change_company(held, form)):
        return go(f"/bedrijven/{held.id}", _("Gegevens bijgewerkt."))
    return show("companies/edit.html", form, company=held, clash=clash)


def _change_company(held: Company, form: CompanyForm) -> None:
    companies.change_company(
        session(),
        held,
        name=form.name.data,
        kind=form.kind.data,
        municipality_code=form.municipality_code.data,
        site=form.site.data,
        website=form.website.data,
        essential=form.essential.data,
    )
    services.change_kind(session(), held, form.kind.data)
    companies.set_kvk(session(), held, company_rules.as_list(form.kvk.data))
    companies.set_trade_names(session(), held, company_rules.as_list(form.names.data))
    companies.set_technologies(session(), held, form.technologies.data or ())


# --- The scale-up question, one company after another -------------------------------------------------------

QUEUE = "/bedrijven/navragen"


@blueprint.route(QUEUE, methods=["GET", "POST"])
@allow(*MEMBERS)
def ask_around() -> ResponseReturnValue:
    """Our companies without a lead that are to be asked this quarter: one to ask now, and who comes after."""
    until = rules.quarter_end(clock().today())
    waiting = queries.to_ask(session(), until)
    chosen = request.args.get("bedrijf", type=int)
    now = next((one for one in waiting if chosen in (None, one.id)), None)
    if chosen and now is None:
        return go(QUEUE, _("Dit bedrijf hoeft niet meer gevraagd te worden: een collega was je voor."), "error")
    form = QuestionForm()
    if not form.is_submitted():
        form.asked_on.data = clock().today()
        form.ask_again_on.data = company_rules.months_later(clock().today(), company_rules.ASK_AGAIN_MONTHS)
    if now and form.saves(lambda: _put_question(now.id, form)):
        left = len(queries.to_ask(session(), until))
        told = ngettext("Nog %(num)s bedrijf te gaan.", "Nog %(num)s bedrijven te gaan.", left)
        return go(QUEUE, _("%(company)s is gevraagd.", company=now.name) + (f" {told}" if left else ""))
    after = [one for one in waiting if one is not now]
    following = next((one for one in waiting[waiting.index(now) + 1 :]), None) if now else None
    words = {"until": until, "now": now, "after": after, "following": following, "today": clock().today()}
    return show("leads/ask_around.html", form, kinds=company_rules.KINDS, **words)


def _put_question(company_id: int, form: QuestionForm) -> None:
    company = company_queries.company(session(), company_id) or abort(404)
    companies.ask_portfolio_question(session(), company, **form.answers)


# --- The facts of a lead -----------------------------------------------------------------------------------


@blueprint.get("/leads/<code>/doelgroep")
@allow(*MEMBERS)
def target(code: str) -> ResponseReturnValue:
    """The target group is a matter of the company."""
    return redirect(f"/bedrijven/{own_lead(code).company_id}/doelgroep")


@blueprint.get("/leads/<code>/nda")
@allow(*MEMBERS)
def nda(code: str) -> ResponseReturnValue:
    """The NDA is a matter of the company."""
    return redirect(f"/bedrijven/{own_lead(code).company_id}/nda")


@blueprint.route("/leads/<code>/gegevens", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_lead(code: str) -> ResponseReturnValue:
    """The question, its days, its place and its owner, to change."""
    lead = own_lead(code)
    course = queries.course_of(session(), lead) or abort(404)
    form = _lead_form(lead, course)
    clash = overtaken(form, course, lambda: _lead_form(lead, course, formdata=None))
    if not clash and form.saves(lambda: _change_lead(lead, form)):
        return go(f"/leads/{lead.code}", _("Lead bijgewerkt."))
    return show("leads/edit.html", form, lead=lead, clash=clash)


def _lead_form(lead: Lead, course: LeadCourse, **how: Any) -> LeadForm:
    story = queries.story_of(session(), lead)
    form = LeadForm(
        obj=course,
        data={
            "kind_at_entry": lead.kind_at_entry,
            "withheld": lead.withheld,
            "municipality_code": story.municipality_code if story else None,
            "site_name": story.site_name if story else None,
            "question": story.question if story else None,
        },
        **how,
    )
    form.owner_id.choices = colleagues(session(), actor().organisation_id)
    return form


def _change_lead(lead: Lead, form: LeadForm) -> None:
    services.change_lead(
        session(),
        lead,
        asked_on=form.asked_on.data,
        needed_by=form.needed_by.data,
        municipality_code=form.municipality_code.data,
        question=form.question.data,
        site_name=form.site_name.data,
        owner_id=form.owner_id.data,
    )
    if form.kind_at_entry.data and form.kind_at_entry.data != lead.kind_at_entry:
        services.correct_kind_at_entry(session(), lead, form.kind_at_entry.data)
    if form.withheld.data != lead.withheld:
        services.withhold_face(session(), lead, withheld=form.withheld.data)


@blueprint.route("/leads/<code>/fase", methods=["GET", "POST"])
@allow(*MEMBERS)
def phase(code: str) -> ResponseReturnValue:
    """The history of the life phase, and a new assessment for who holds the lead."""
    lead = lead_named(code)
    if queries.course_of(session(), lead) is None:
        abort(404)
    ours = queries.holds(session(), lead)
    form = PhaseForm()
    if request.method == "POST" and not ours:
        abort(403)
    if not form.is_submitted():
        form.since.data = clock().today()
    if form.saves(lambda: services.record_phase(session(), lead, **form.answers)):
        return go(f"/leads/{lead.code}/fase", _("Fase vastgelegd."))
    return show(
        "leads/phase.html",
        form,
        lead=lead,
        ours=ours,
        phases=queries.phases(session(), lead.id),
        words=rules,
        evidence=EVIDENCE,
    )


@blueprint.post("/leads/<code>/volgen")
@allow(*MEMBERS)
def follow(code: str) -> ResponseReturnValue:
    """Begins to follow a lead, or stops."""
    lead = lead_named(code)
    if queries.follows(session(), lead) is None:
        services.follow(session(), lead)
        return go(f"/leads/{lead.code}", _("Je volgt %(code)s.", code=lead.code))
    services.unfollow(session(), lead)
    return go(f"/leads/{lead.code}", _("Je volgt %(code)s niet meer.", code=lead.code))


@blueprint.route("/leads/<code>/contact", methods=["GET", "POST"])
@allow(*MEMBERS)
def ask_contact(code: str) -> ResponseReturnValue:
    """Asks whoever holds a lead to get in touch, against its code."""
    lead = lead_named(code)
    if queries.holds(session(), lead):
        return redirect(f"/leads/{lead.code}", 303)
    form = RequestForm()
    if form.saves(lambda: _request_contact(lead, form)):
        return go("/contactverzoeken", _("Je verzoek is verstuurd. Je vindt het antwoord bij Contactverzoeken."))
    return show("leads/contact.html", form, lead=lead)


def _request_contact(lead: Lead, form: RequestForm) -> None:
    known.request_contact(
        session(), company_id=lead.company_id, lead_id=lead.id, subject=lead.code, question=form.question.data
    )
