"""What is recorded about a company; the list and the page of a company stand in the room of leads, as they show those."""

import json

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import at_once, clock, session
from app.accounts.clash import overtaken
from app.companies import known, queries, readings, rules, services, tellings
from app.companies.forms import (
    AnswerForm,
    CompanyForm,
    ConfirmForm,
    ConsentForm,
    ContactForm,
    NdaForm,
    QuestionForm,
    RequestForm,
    TargetForm,
    TellingForm,
)
from app.companies.models import Company, Contact
from app.web.addresses import page_number
from app.web.answers import act, binned, go, show
from app.web.parsing import clean

blueprint = Blueprint("companies", __name__, template_folder="templates")


def _own(company_id: int) -> Company:
    """The company when the actor's organisation holds it; else not found, or forbidden."""
    found = queries.company(session(), company_id) or abort(404)
    if not queries.holds(session(), found):
        abort(403)
    return found


def _back(company: Company, part: str, message: str) -> ResponseReturnValue:
    return go(f"/bedrijven/{company.id}{part}", message)


# --- Who it is ---------------------------------------------------------------------------------------------


@blueprint.route("/bedrijven/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new() -> ResponseReturnValue:
    """A company for the portfolio, without a lead; says so when it is known already."""
    form = CompanyForm()
    if not form.is_submitted():
        form.name.data = form.name.data or request.args.get("naam")
    if form.validate_on_submit() and not form.confirmed.data:
        typed = {"name": form.name.data, "number": _first(form.kvk.data)}
        typed |= {"website": form.website.data, "place": form.municipality_code.data}
        found = at_once(lambda own: known.look_up_known(own, **typed))
        if found.visible or found.elsewhere:
            return show("companies/new.html", form, company=None, known=found)
    if form.saves(lambda: _add(form)):
        return _back(form.made, "", _("%(name)s is vastgelegd.", name=form.made.name))
    return show("companies/new.html", form, company=None, known=None)


def _first(numbers: str | None) -> str:
    return next(iter(rules.as_list(numbers)), "")


def _add(form: CompanyForm) -> Company:
    return services.add_company(
        session(),
        name=form.name.data,
        kind=form.kind.data,
        municipality_code=form.municipality_code.data,
        site=form.site.data,
        website=form.website.data,
        essential=form.essential.data,
        kvk=rules.as_list(form.kvk.data),
        technologies=form.technologies.data or (),
        names=rules.as_list(form.names.data),
    )


@blueprint.post("/bedrijven/contact")
@allow(*MEMBERS)
def ask_contact() -> ResponseReturnValue:
    """Asks whoever holds a hidden company to get in touch, by the exact name or number that was typed."""
    form = RequestForm()
    typed, number = clean(request.form.get("name", ""))[:200], _first(clean(request.form.get("kvk", "")))[:40]
    if "send" not in request.form:
        empty = RequestForm(formdata=None)
        return render_template("companies/request.html", company=None, form=empty, typed=typed, number=number)
    if form.validate_on_submit():
        sent = known.request_contact_by_name(session(), typed=typed, number=number, question=form.question.data)
        if sent:
            return go("/contactverzoeken", _("Je verzoek is verstuurd. Het antwoord komt hier te staan."))
        nothing = _("Er is niets verstuurd: vandaag kun je niets meer opvragen, of niemand kent deze naam.")
        return go("/contactverzoeken", nothing, "error")
    return show("companies/request.html", form, company=None, typed=typed, number=number)


# --- NDA and target group ----------------------------------------------------------------------------------


@blueprint.route("/bedrijven/<int:company_id>/nda", methods=["GET", "POST"])
@allow(*MEMBERS)
def nda(company_id: int) -> ResponseReturnValue:
    """Whether there is a non-disclosure agreement."""
    company = _own(company_id)
    form = NdaForm(obj=company)
    clash = overtaken(form, company, lambda: NdaForm(formdata=None, obj=company))
    if not clash and form.saves(
        lambda: services.record_nda(session(), company, nda=form.nda.data, on=form.nda_on.data)
    ):
        return _back(company, "#nda", _("NDA vastgelegd."))
    return show("companies/nda.html", form, company=company, clash=clash)


@blueprint.route("/bedrijven/<int:company_id>/doelgroep", methods=["GET", "POST"])
@allow(*MEMBERS)
def target(company_id: int) -> ResponseReturnValue:
    """A decision whether the company fits the programme."""
    company = _own(company_id)
    form = TargetForm()
    if not form.is_submitted():
        form.decided_on.data = clock().today()
        form.route.data = rules.Route.AUTONOMY if company.essential else rules.Route.TECHNOLOGY
    if form.saves(lambda: _decide(company, form)):
        return _back(company, "#doelgroep", _("Besluit over de doelgroep vastgelegd."))
    return show("companies/target.html", form, company=company, tests=queries.tests(session(), company.id), words=rules)


def _decide(company: Company, form: TargetForm) -> None:
    services.decide_target_test(
        session(),
        company,
        route=form.route.data,
        positive=form.verdict.data == "yes",
        motivation=form.motivation.data,
        makes_things=not form.makes_nothing.data,
        low_grade=form.low_grade.data,
        externalities=form.externalities.data,
        decided_on=form.decided_on.data,
    )


# --- Consent -----------------------------------------------------------------------------------------------


@blueprint.route("/bedrijven/<int:company_id>/toestemming", methods=["GET", "POST"])
@allow(*MEMBERS)
def consent(company_id: int) -> ResponseReturnValue:
    """A permission to share who the company is."""
    company = _own(company_id)
    form = ConsentForm(holder_id=company.holder_id)
    if form.saves(lambda: services.give_consent(session(), company, **form.answers)):
        return _back(company, f"/verteld?toestemming={form.made.id}", _("Toestemming vastgelegd."))
    return show("companies/consent.html", form, company=company, words=rules)


@blueprint.route("/bedrijven/<int:company_id>/toestemming/<int:consent_id>/intrekken", methods=["GET", "POST"])
@allow(*MEMBERS)
def withdraw(company_id: int, consent_id: int) -> ResponseReturnValue:
    """The company withdraws a permission; the page says who loses sight of what."""
    company = _own(company_id)
    given = queries.consent(session(), company.id, consent_id) or abort(404)
    form = ConfirmForm()
    if form.saves(lambda: services.withdraw_consent(session(), given)):
        return _back(company, "/verteld", _("Toestemming ingetrokken. Anderen zien weer de code."))
    rows = [row for row in queries.consents(session(), company.id) if row.id == given.id]
    return show("companies/withdraw.html", form, company=company, consent=rows[0], words=rules)


@blueprint.post("/bedrijven/<int:company_id>/naam/<int:reading_id>/gevraagd")
@allow(*MEMBERS)
def recall(company_id: int, reading_id: int) -> ResponseReturnValue:
    """Whoever kept a file with the name was asked to destroy it, as the consent is over."""
    company = _own(company_id)
    reading = readings.name_reading(session(), reading_id) or abort(404)
    if reading.company_id != company.id:
        abort(404)
    agreed = queries.is_agreed(session(), company.id, rules.Scope.MINISTRY)
    done = _("Vastgelegd dat om vernietigen is gevraagd.")
    return act(
        f"/bedrijven/{company.id}/verteld", done, lambda: readings.note_recall(session(), reading, is_agreed=agreed)
    )


# --- Who was told ------------------------------------------------------------------------------------------


@blueprint.get("/bedrijven/<int:company_id>/verteld")
@allow(*MEMBERS)
def told(company_id: int) -> ResponseReturnValue:
    """Who was told what about a company, and what is to be asked where a consent is over."""
    company = _own(company_id)
    register = tellings.register(session(), company.id)
    return render_template(
        "companies/told.html",
        company=company,
        register=register,
        page=min(page_number(), register.pages),
        fresh=request.args.get("toestemming", type=int),
        today=clock().today(),
        words=rules,
    )


@blueprint.route("/bedrijven/<int:company_id>/verteld/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def tell(company_id: int) -> ResponseReturnValue:
    """That somebody was told outside the system."""
    company = _own(company_id)
    form = TellingForm(company_id=company.id, consent_id=request.args.get("toestemming", type=int))
    if form.saves(lambda: tellings.record_telling(session(), company, **form.answers)):
        return _back(company, "/verteld", _("Vastgelegd aan wie het verteld is."))
    return show("companies/telling.html", form, company=company)


@blueprint.route("/bedrijven/<int:company_id>/verteld/<int:number>", methods=["GET", "POST"])
@allow(*MEMBERS)
def correct(company_id: int, number: int) -> ResponseReturnValue:
    """What somebody was told, to correct."""
    company = _own(company_id)
    telling = tellings.telling(session(), company.id, number) or abort(404)
    form = TellingForm(company_id=company.id, obj=telling)
    if form.saves(lambda: tellings.correct_telling(session(), company, telling, **form.answers)):
        return _back(company, "/verteld", _("Gewijzigd."))
    return show("companies/telling.html", form, company=company, telling=telling)


@blueprint.route("/bedrijven/<int:company_id>/verteld/<int:number>/weg", methods=["GET", "POST"])
@allow(*MEMBERS)
def take_back(company_id: int, number: int) -> ResponseReturnValue:
    """Asks first, then takes back that somebody was told."""
    company = _own(company_id)
    telling = tellings.telling(session(), company.id, number) or abort(404)
    form = ConfirmForm()
    if form.saves(lambda: tellings.take_back_telling(session(), telling)):
        return go(f"/bedrijven/{company.id}/verteld", binned(_("Weggehaald wat verteld was."), form.made.id))
    return show("companies/untold.html", form, company=company, telling=telling, words=rules)


@blueprint.post("/bedrijven/<int:company_id>/verteld/<where>/<int:number>/gevraagd")
@allow(*MEMBERS)
def asked(company_id: int, where: str, number: int) -> ResponseReturnValue:
    """Who was told was asked to stop using it, as the consent is over."""
    company = _own(company_id)
    done = _("Vastgelegd dat is gevraagd om te stoppen.")
    return act(f"/bedrijven/{company.id}/verteld", done, lambda: tellings.note_asked(session(), company, where, number))


# --- Contacts ----------------------------------------------------------------------------------------------


@blueprint.route("/bedrijven/<int:company_id>/contacten/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_contact(company_id: int) -> ResponseReturnValue:
    """A contact person, with a purpose and a retention day."""
    company = _own(company_id)
    form = ContactForm()
    if not form.is_submitted():
        form.purpose.data = rules.Purpose.CASE
        form.keep_until.data = rules.keep_until(rules.Purpose.CASE, clock().today())
    if form.saves(lambda: services.add_contact(session(), company, **form.answers)):
        return _back(company, "#contacten", _("Contactpersoon vastgelegd."))
    return show("companies/contact.html", form, company=company, contact=None)


@blueprint.route("/bedrijven/<int:company_id>/contacten/<int:contact_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_contact(company_id: int, contact_id: int) -> ResponseReturnValue:
    """A contact person, to change."""
    company = _own(company_id)
    contact = _contact_of(company, contact_id)
    form = ContactForm(obj=contact)
    clash = overtaken(form, contact, lambda: ContactForm(formdata=None, obj=contact))
    if not clash and form.saves(lambda: services.change_contact(session(), contact, **form.answers)):
        return _back(company, "#contacten", _("Contactpersoon bijgewerkt."))
    return show("companies/contact.html", form, company=company, contact=contact, clash=clash)


def _contact_of(company: Company, contact_id: int) -> Contact:
    found = queries.contact(session(), company.id, contact_id)
    if found is None or found.erased_at is not None:
        abort(404)
    return found


@blueprint.get("/bedrijven/<int:company_id>/contacten/<int:contact_id>/gegevens.json")
@allow(*MEMBERS)
def export(company_id: int, contact_id: int) -> ResponseReturnValue:
    """Everything we keep of a person, as a file for that person."""
    contact = _contact_of(_own(company_id), contact_id)
    found = services.export_contact(session(), contact)
    return Response(
        json.dumps(found, ensure_ascii=False, indent=2) + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="gegevens.json"'},
    )


@blueprint.route("/bedrijven/<int:company_id>/contacten/<int:contact_id>/wissen", methods=["GET", "POST"])
@allow(*MEMBERS)
def erase(company_id: int, contact_id: int) -> ResponseReturnValue:
    """Wipes a person's details; the page says what goes."""
    company = _own(company_id)
    contact = _contact_of(company, contact_id)
    form = ConfirmForm()
    if form.saves(lambda: services.erase_contact(session(), contact)):
        return _back(company, "#contacten", _("De gegevens van de contactpersoon zijn gewist."))
    given = queries.consents_by(session(), contact)
    return show("companies/erase.html", form, company=company, contact=contact, consents=given)


# --- The yearly question -----------------------------------------------------------------------------------


@blueprint.route("/bedrijven/<int:company_id>/vragen/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def ask(company_id: int) -> ResponseReturnValue:
    """The scale-up question was put to the company."""
    company = _own(company_id)
    form = QuestionForm()
    if not form.is_submitted():
        form.asked_on.data = clock().today()
        form.ask_again_on.data = rules.months_later(clock().today(), rules.ASK_AGAIN_MONTHS)
    if form.saves(lambda: services.ask_portfolio_question(session(), company, **form.answers)):
        return _back(company, "#vragen", _("Vraag vastgelegd."))
    return show("companies/question.html", form, company=company)


@blueprint.route("/bedrijven/<int:company_id>/vragen/<int:question_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def answer_question(company_id: int, question_id: int) -> ResponseReturnValue:
    """What the company answered."""
    company = _own(company_id)
    question = queries.portfolio_question(session(), company.id, question_id) or abort(404)
    form = QuestionForm(obj=question)
    if form.saves(
        lambda: services.answer_portfolio_question(
            session(), question, answer=form.answer.data, ask_again_on=form.ask_again_on.data
        )
    ):
        return _back(company, "#vragen", _("Antwoord vastgelegd."))
    return show("companies/question.html", form, company=company)


# --- Requests for contact ----------------------------------------------------------------------------------


@blueprint.get("/contactverzoeken")
@allow(*MEMBERS)
def contact_requests() -> ResponseReturnValue:
    """Who wants to get in touch about companies we hold, and what we asked others."""
    return _requests_page(None, AnswerForm(formdata=None))


def _requests_page(wrong: int | None, form: AnswerForm) -> str:
    return render_template(
        "companies/requests.html",
        to_us=known.requests_to_us(session()),
        by_us=known.requests_by_us(session()),
        form=form,
        wrong=wrong,
    )


@blueprint.post("/contactverzoeken/<int:request_id>")
@allow(*MEMBERS)
def answer_request(request_id: int) -> ResponseReturnValue:
    """Our answer to a request for contact."""
    asked = known.contact_request(session(), request_id) or abort(404)
    if queries.company(session(), asked.company_id) is None:
        abort(404)
    _own(asked.company_id)
    form = AnswerForm()
    if form.saves(lambda: known.answer_contact_request(session(), asked, answer=form.answer.data)):
        return go("/contactverzoeken", _("Antwoord verstuurd."))
    return _requests_page(request_id, form), 422
