"""Offering a lead to another organisation, and what one does with an offer."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import actor, clock, session
from app.access.session import GuardedSession
from app.companies.models import Handover
from app.handover import queries, rules, services
from app.handover.forms import AcceptForm, DeclineForm, OfferForm
from app.handover.rules import Kind, Outcome, state_of
from app.leads.door import own_lead
from app.pipeline.parts import add_lead_part
from app.pipeline.queries import LeadHead
from app.web.answers import act, go, show

bp = Blueprint("handover", __name__, template_folder="templates")

LIST = "/overdrachten"


def _lead_part(session_: GuardedSession, head: LeadHead) -> dict[str, Any]:
    """The offers of a lead's company, and since when another organisation holds it."""
    rows = queries.offers_of(session_, head.row.company_id) if head.row.offers else ()
    moved = (row for row in rows if row.kind == Kind.MOVE and row.outcome == Outcome.ACCEPTED)
    return {
        "handovers": [(row, _state(row)) for row in rows],
        "moved": next(moved, None),
        "ours": session_.actor.organisation_id,
        "handover_words": rules,
    }


add_lead_part("handover/part.html", _lead_part, for_all=True)


@bp.route("/leads/<code>/overdragen", methods=["GET", "POST"])
@allow(*MEMBERS)
def offer(code: str) -> ResponseReturnValue:
    """The holder offers a lead to another organisation."""
    lead = own_lead(code)
    form = OfferForm(reason=request.args.get("waarom", ""))
    if form.saves(lambda: services.offer_lead(session(), lead, **form.answers)):
        return go(f"{LIST}/{form.made.id}", _("Aangeboden. Tot het antwoord er is, zien zij alleen de code."))
    codes = queries.codes_of(session(), lead.company_id)
    return show("handover/offer.html", form, lead=lead, codes=codes, words=rules)


@bp.get(LIST)
@allow(*MEMBERS)
def offers() -> ResponseReturnValue:
    """What we offered, and what we were offered."""
    ours = actor().organisation_id
    rows = queries.our_offers(session())
    return render_template(
        "handover/list.html",
        got=[row for row in rows if row.to_id == ours],
        made=[row for row in rows if row.from_id == ours],
        state=_state,
        words=rules,
    )


def _state(row: Any) -> str:
    return state_of(row.outcome, row.answer_by, clock().today())


@bp.get(f"{LIST}/<int:offer_id>")
@allow(*MEMBERS)
def one(offer_id: int) -> ResponseReturnValue:
    """One offer: what it is, how it stands, and what one may do with it."""
    found = _offer(offer_id)
    accepts = AcceptForm(formdata=None, moves=found.kind == Kind.MOVE)
    return _page(found, accepts, accepts, DeclineForm(formdata=None))


def _offer(offer_id: int) -> Handover:
    """An offer that our organisation made or got; else not found."""
    found = queries.offer(session(), offer_id)
    if found is None or actor().organisation_id not in (found.from_id, found.to_id):
        abort(404)
    return found


def _offered_to_us(offer_id: int) -> Handover:
    found = _offer(offer_id)
    if found.to_id != actor().organisation_id:
        abort(403)
    return found


def _page(found: Handover, form: Any, accepts: AcceptForm, declines: DeclineForm) -> ResponseReturnValue:
    told = queries.offer_told(session(), found.id)
    return show(
        "handover/one.html",
        form,
        offer=told,
        state=_state(told),
        to_us=found.to_id == actor().organisation_id,
        accepts=accepts,
        declines=declines,
        leads=len(queries.codes_of(session(), found.company_id)),
        words=rules,
    )


@bp.post(f"{LIST}/<int:offer_id>/aannemen")
@allow(*MEMBERS)
def accept(offer_id: int) -> ResponseReturnValue:
    """We accept: we read along from now on, or we are the holder."""
    found = _offered_to_us(offer_id)
    form = AcceptForm(moves=found.kind == Kind.MOVE)
    if form.saves(lambda: services.accept_offer(session(), found, **form.answers)):
        done = {
            Kind.SHARE: _("Aangenomen. Jullie lezen nu mee, en voegen gesprekken en taken toe."),
            Kind.MOVE: _("Overgenomen. Jullie zijn nu houder. Leg de NDA vast, en bel het bedrijf."),
        }
        twice = found.kind == Kind.MOVE and found.reason == rules.DOUBLE
        here = f"/leads/{queries.offer_told(session(), offer_id).code}"
        return go(f"/bedrijven/{found.company_id}/samenvoegen" if twice else here, done[Kind(found.kind)])
    return _page(found, form, form, DeclineForm(formdata=None))


@bp.post(f"{LIST}/<int:offer_id>/afslaan")
@allow(*MEMBERS)
def decline(offer_id: int) -> ResponseReturnValue:
    """We do not want it, and say why."""
    found = _offered_to_us(offer_id)
    form = DeclineForm()
    if form.saves(lambda: services.decline_offer(session(), found, **form.answers)):
        return go(LIST, _("Afgeslagen. De houder ziet alleen de reden."))
    return _page(found, form, AcceptForm(formdata=None, moves=found.kind == Kind.MOVE), form)


@bp.post(f"{LIST}/<int:offer_id>/terug")
@allow(*MEMBERS)
def withdraw(offer_id: int) -> ResponseReturnValue:
    """Whoever offered takes it back."""
    found = _offer(offer_id)
    if found.from_id != actor().organisation_id:
        abort(403)
    return act(LIST, _("Aanbod ingetrokken."), lambda: services.withdraw_offer(session(), found))
