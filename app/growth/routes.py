"""The pages on which a member writes down what a company asks for."""

from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import clock, session
from app.accounts.clash import overtaken
from app.growth import queries, services
from app.growth.forms import AbsenceForm, ConfirmForm, DemandForm, demand_form, shown_value
from app.growth.queries import Line
from app.growth.rules import KIND_NAMES, KINDS, PLACES, Kind, Shape, measures_of
from app.leads.door import own_lead
from app.leads.models import Lead
from app.web.answers import binned, go, show

bp = Blueprint("growth", __name__, template_folder="templates")

SLUGS = {
    Kind.SPACE: "ruimte",
    Kind.CAPITAL: "kapitaal",
    Kind.TALENT: "talent",
    Kind.HOUSING: "wonen",
    Kind.ENERGY: "energie",
}
KIND_OF_SLUG = {slug: kind for kind, slug in SLUGS.items()}


def _kind(slug: str) -> Kind:
    return KIND_OF_SLUG.get(slug) or abort(404)


@bp.get("/leads/<code>/vraag")
@allow(*MEMBERS)
def overview(code: str) -> ResponseReturnValue:
    """The five kinds of one lead, each with what is asked and a way to change it."""
    return _overview(own_lead(code), AbsenceForm(formdata=None), None)


def _overview(lead: Lead, form: AbsenceForm, wrong: Kind | None) -> ResponseReturnValue:
    profile = queries.demand_profile(session(), lead.id)
    return show(
        "growth/overview.html",
        form,
        lead=lead,
        profile=profile,
        late=profile.lateness(clock().today()),
        kinds=KINDS,
        slugs=SLUGS,
        wrong=wrong,
        today=clock().today(),
    )


@bp.post("/leads/<code>/vraag/<slug>/geen")
@allow(*MEMBERS)
def absence(code: str, slug: str) -> ResponseReturnValue:
    """The company was asked, and does not need this."""
    lead, kind, form = own_lead(code), _kind(slug), AbsenceForm()
    if form.saves(lambda: services.record_absence(session(), lead=lead, kind=kind, **form.answers)):
        return go(f"/leads/{lead.code}/vraag", _("%(kind)s: geen vraag. Vastgelegd.", kind=_(KIND_NAMES[kind])))
    return _overview(lead, form, kind)


@bp.route("/leads/<code>/vraag/<slug>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit(code: str, slug: str) -> ResponseReturnValue:
    """One kind of demand: its measures, by when, and where it could be met."""
    lead, kind = own_lead(code), _kind(slug)
    line, made = queries.demand_profile(session(), lead.id).line(kind), demand_form(kind)
    form = made(data=_typed(line))
    clash = overtaken(
        form,
        line or Unsaved(),
        lambda: made(formdata=None, data=_typed(line)),
        last=lambda: queries.last_saved(session(), lead.id, kind),
    )
    if not clash and form.saves(lambda: _set(lead, kind, form)):
        return go(f"/leads/{lead.code}#vraag", _("%(kind)s: vraag opgeslagen.", kind=_(KIND_NAMES[kind])))
    return show(
        "growth/edit.html",
        form,
        lead=lead,
        kind=kind,
        kind_name=KIND_NAMES[kind],
        slug=SLUGS[kind],
        line=line,
        amounts=[m for m in measures_of(kind) if m.shape in (Shape.AMOUNT, Shape.LEVEL)],
        choices=[m for m in measures_of(kind) if m.choices],
        needs=[m for m in measures_of(kind) if m.shape is Shape.NEED],
        texts=[m for m in measures_of(kind) if m.shape is Shape.TEXT],
        places=PLACES,
        clash=clash,
        today=clock().today(),
    )


class Unsaved:
    """A demand that nobody has written down yet, or that somebody took away."""

    version = ""


def _set(lead: Lead, kind: Kind, form: DemandForm) -> None:
    services.set_demand(
        session(),
        lead=lead,
        kind=kind,
        values=form.typed_values(kind),
        needed_by=form.needed_by.data,
        is_bottleneck=form.is_bottleneck.data,
        **{place: form[place].data or "unknown" for place, _name in PLACES},
    )


def _typed(line: Line | None) -> dict[str, Any]:
    """What is kept, as the form's fields take it."""
    if line is None:
        return {"version": Unsaved.version}
    kept: dict[str, Any] = {code: shown_value(code, value) for code, value in line.values.items()}
    fits = {place: line.fits.get(place, "unknown") for place, _name in PLACES}
    how = {"needed_by": line.needed_by, "is_bottleneck": line.is_bottleneck, "version": str(line.version)}
    return {**kept, **line.notes, **fits, **how}


@bp.route("/leads/<code>/vraag/<slug>/weg", methods=["GET", "POST"])
@allow(*MEMBERS)
def remove(code: str, slug: str) -> ResponseReturnValue:
    """The company does not ask for this after all; the page says what goes."""
    lead, kind = own_lead(code), _kind(slug)
    line, form = queries.demand_profile(session(), lead.id).line(kind), ConfirmForm()
    if line is None:
        return go(f"/leads/{lead.code}/vraag")
    if form.saves(lambda: services.drop_demand(session(), lead=lead, kind=kind)):
        return go(
            f"/leads/{lead.code}/vraag",
            binned(_("%(kind)s: vraag verwijderd.", kind=_(KIND_NAMES[kind])), form.made.id),
        )
    return show("growth/remove.html", form, lead=lead, line=line, slug=SLUGS[kind], kind_name=KIND_NAMES[kind])
