"""Brandpunten beside a lead, leads beside a brandpunt, and places offered against a code."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import clock, session
from app.companies.models import Company
from app.geography.queries import technologies
from app.growth.queries import demand_profile
from app.hubs import queries as hubs
from app.hubs.filter import Filter, choose
from app.hubs.models import Hub, Site
from app.hubs.rules import (
    CERTAINTY_MARKS,
    CERTAINTY_NAMES,
    HUB_KINDS,
    MATURITY_NAMES,
    SOURCE_NAMES,
    SourceCertainty,
    summarise,
    supply_words,
)
from app.leads.door import lead_named, own_lead
from app.leads.models import Lead
from app.leads.queries import holds
from app.matching import queries, services
from app.matching.forms import AnswerForm, DeclineForm, MoveForm, OfferForm
from app.matching.models import Offer
from app.matching.queries import Advice, Placed
from app.matching.rules import CRITERIA, MATCH_WORDS, MOVES, STEP_NAMES, WEIGHTS_IN_WORDS, Step
from app.web.answers import act, go, show

bp = Blueprint("matching", __name__, template_folder="templates")

COMPARED = 3
MOST_COMPARED = 4


def _hub(code: str) -> Hub:
    return hubs.hub_by_code(session(), code) or abort(404)


# --- Brandpunten beside a lead ------------------------------------------------------------------------------


@bp.get("/leads/<code>/brandpunten")
@allow(*MEMBERS)
def compare(code: str) -> ResponseReturnValue:
    """A few brandpunten beside each other for one lead, with every reason; and all of them in order."""
    lead = lead_named(code)
    profile = demand_profile(session(), lead.id)
    advice = queries.advise(session(), lead, profile)
    chosen = _chosen(advice)
    company = session().get(Company, lead.company_id)
    is_holder = company is not None and company.holder_id == session().actor.organisation_id
    is_settled = any(one.step is Step.CHOSEN for one in advice.hubs)
    upcoming = next((one for one in chosen if one.step is Step.SUGGESTED and one.score.fits), None)
    return render_template(
        "matching/compare.html",
        lead=lead,
        company=company,
        profile=profile,
        advice=advice,
        chosen=chosen,
        codes=[one.card.code for one in chosen],
        criteria=_shared_criteria(chosen),
        is_holder=is_holder,
        upcoming=upcoming if is_holder and not is_settled else None,
        may_add=len(chosen) < MOST_COMPARED,
        own_rom=_own_rom(),
        weights=WEIGHTS_IN_WORDS,
        moves=MOVES,
        **MATCH_WORDS,
    )


def _own_rom() -> str | None:
    actor = session().actor
    return actor.rom_code if actor.organisation_kind == "rom" else None


def _chosen(advice: Advice) -> list[Placed]:
    wanted = list(dict.fromkeys(request.args.getlist("bp")))[:MOST_COMPARED]
    found = [placed for code in wanted if (placed := advice.hub(code))]
    return found or list(advice.best(COMPARED) or advice.hubs[:COMPARED])[:MOST_COMPARED]


def _shared_criteria(chosen: list[Placed]) -> list[tuple[Any, str, str]]:
    """The criteria that were judged for these hubs, with their name and icon."""
    judged = chosen[0].score.criteria if chosen else {}
    return [(criterion, name, icon) for criterion, (name, icon, _weight) in CRITERIA.items() if criterion in judged]


@bp.post("/leads/<code>/brandpunten/<hub_code>/voorstel")
@allow(*MEMBERS)
def propose(code: str, hub_code: str) -> ResponseReturnValue:
    """A brandpunt is put to the company, today."""
    lead, hub = own_lead(code), _hub(hub_code)
    done = _("%(hub)s is voorgesteld. De regio ziet vanaf nu de code van deze lead.", hub=hub.name)
    return act(f"/leads/{lead.code}/brandpunten", done, lambda: services.propose(session(), lead=lead, hub=hub))


@bp.route("/leads/<code>/brandpunten/<hub_code>/stap", methods=["GET", "POST"])
@allow(*MEMBERS)
def move(code: str, hub_code: str) -> ResponseReturnValue:
    """A step of one match: a visit, an offer, a choice, or that it fell and why."""
    lead, hub = own_lead(code), _hub(hub_code)
    step = request.args.get("naar", "")
    match = queries.match_of(session(), lead.id, hub.id)
    if step not in tuple(Step) or Step(step) not in MOVES[Step(match.step) if match else Step.SUGGESTED]:
        abort(404)
    form = (DeclineForm if step == Step.DECLINED else MoveForm)(data={"on": clock().today()})
    if form.saves(lambda: services.move_match(session(), lead=lead, hub=hub, to=step, **form.answers)):
        done = _("%(hub)s: %(step)s.", hub=hub.name, step=_(STEP_NAMES[Step(step)]).lower())
        return go(f"/leads/{lead.code}/brandpunten", done)
    return show("matching/move.html", form, lead=lead, hub=hub, step=Step(step), **MATCH_WORDS)


# --- One brandpunt ------------------------------------------------------------------------------------------


@bp.get("/brandpunten/<code>")
@allow(*MEMBERS)
def hub_page(code: str) -> ResponseReturnValue:
    """One brandpunt: what it has, what it is good in, what it looks for, and which leads could fit."""
    hub = _hub(code)
    (card,) = hubs.cards(session(), [hub.id])
    supplies = hubs.supply_of(session(), hub.id)
    fitting, count = queries.fitting_leads(session(), card, today=clock().today())
    keeps = hubs.keeps(session(), hub)
    saved = [row.updated_at for row in supplies] + ([hub.updated_at] if hub.updated_at else [])
    return render_template(
        "matching/hub.html",
        hub=hub,
        card=card,
        listed=choose([card], Filter())[0],
        rows=summarise(row.offering for row in supplies),
        supplies=supplies,
        sites=hubs.sites_of(session(), hub.id),
        wishes=hubs.wishes_of(session(), hub.id),
        names={row.code: row.name for row in technologies(session())},
        fitting=fitting,
        count=count,
        keeps=keeps,
        offered=queries.own_offers(session(), hub.id) if keeps else [],
        organisation_id=session().actor.organisation_id,
        saved_at=max(saved, default=None),
        size=supply_words,
        certainty_names=CERTAINTY_NAMES,
        certainty_marks=CERTAINTY_MARKS,
        maturity=MATURITY_NAMES[card.profile.maturity],
        hub_kind=HUB_KINDS.get(hub.kind, hub.kind),
        source=SOURCE_NAMES[SourceCertainty(hub.certainty)],
        today=clock().today(),
        **MATCH_WORDS,
    )


# --- Offers -------------------------------------------------------------------------------------------------


@bp.route("/brandpunten/<code>/bied/<lead_code>", methods=["GET", "POST"])
@allow(*MEMBERS)
def offer(code: str, lead_code: str) -> ResponseReturnValue:
    """A place in one's own brandpunt, offered against the code of a lead."""
    hub, lead = _hub(code), lead_named(lead_code)
    if not hubs.keeps(session(), hub) or holds(session(), lead):
        abort(403)
    form = OfferForm()
    form.site_id.choices = [(row.id, row.name) for row in hubs.sites_of(session(), hub.id)]
    if form.saves(lambda: services.offer_place(session(), lead=lead, hub=hub, **_offered(form))):
        done = _("Je aanbod ligt bij de houder van %(code)s. Die legt het voor aan het bedrijf.", code=lead.code)
        return go(f"/brandpunten/{hub.code}", done)
    return show(
        "matching/offer.html",
        form,
        hub=hub,
        lead=lead,
        profile=demand_profile(session(), lead.id),
        known=session().get(Company, lead.company_id) is not None,
    )


def _offered(form: OfferForm) -> dict[str, Any]:
    offered = form.answers
    site_id = offered.pop("site_id", None)
    return offered | {"site": session().get(Site, site_id) if site_id else None}


def _offer(lead: Lead, offer_id: int) -> Offer:
    return queries.offer_by_id(session(), lead.id, offer_id) or abort(404)


@bp.route("/leads/<code>/aanbod/<int:offer_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def answer(code: str, offer_id: int) -> ResponseReturnValue:
    """What the company said to an offered place; only the holder writes it down."""
    lead = own_lead(code)
    found, form = _offer(lead, offer_id), AnswerForm()
    if form.saves(lambda: _answered(lead, found, form)):
        return go(f"/leads/{lead.code}/brandpunten", form.made)
    shown = next(row for row in queries.offers_of_lead(session(), lead.id) if row.id == found.id)
    return show("matching/answer.html", form, lead=lead, offer=shown, **MATCH_WORDS)


def _answered(lead: Lead, found: Offer, form: AnswerForm) -> str:
    if form.answer.data == "yes":
        hub = session().get_one(Hub, found.hub_id)
        services.accept_offer(
            session(), lead=lead, hub=hub, offer=found, granted_by=form.granted_by.data or "", ends_on=form.ends_on.data
        )
        return _("Het bedrijf zei ja. De regio ziet vanaf nu om welk bedrijf het gaat.")
    services.decline_offer(session(), offer=found, reason=form.reason.data or "")
    return _("Het bedrijf zei nee. De regio ziet alleen de reden.")


@bp.post("/leads/<code>/aanbod/<int:offer_id>/terug")
@allow(*MEMBERS)
def withdraw(code: str, offer_id: int) -> ResponseReturnValue:
    """Who offered a place takes it back."""
    lead = lead_named(code)
    found = _offer(lead, offer_id)
    if found.organisation_id != session().actor.organisation_id:
        abort(403)
    hub = session().get_one(Hub, found.hub_id)
    done = _("Aanbod ingetrokken.")
    return act(f"/brandpunten/{hub.code}", done, lambda: services.withdraw_offer(session(), offer=found))
