"""The pages on which a member writes down what a company asks for."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import clock, session
from app.db.errors import Refused
from app.growth import queries, services
from app.growth.forms import AbsenceForm, DemandForm, demand_form, shown_value
from app.growth.queries import Line
from app.growth.rules import KIND_NAMES, KINDS, PLACES, Kind, Shape, measures_of
from app.leads.models import Lead
from app.leads.queries import holds, lead_by_code

bp = Blueprint("growth", __name__, template_folder="templates")

SLUGS = {
    Kind.SPACE: "ruimte",
    Kind.CAPITAL: "kapitaal",
    Kind.TALENT: "talent",
    Kind.HOUSING: "wonen",
    Kind.ENERGY: "energie",
}
KIND_OF_SLUG = {slug: kind for kind, slug in SLUGS.items()}


def _own_lead(code: str) -> Lead:
    """The lead, when the actor's organisation holds it; else not found, or forbidden."""
    lead = lead_by_code(session(), code) or abort(404)
    if not holds(session(), lead):
        abort(403)
    return lead


def _kind(slug: str) -> Kind:
    return KIND_OF_SLUG.get(slug) or abort(404)


@bp.get("/leads/<code>/vraag")
@allow(*MEMBERS)
def overview(code: str) -> ResponseReturnValue:
    """The five kinds of one lead, each with what is asked and a way to change it."""
    return _overview(_own_lead(code), AbsenceForm(formdata=None), None, 200)


def _overview(lead: Lead, form: AbsenceForm, wrong: Kind | None, status: int) -> ResponseReturnValue:
    profile = queries.demand_profile(session(), lead.id)
    page = render_template(
        "growth/overview.html",
        lead=lead,
        profile=profile,
        late=profile.lateness(clock().today()),
        kinds=KINDS,
        slugs=SLUGS,
        form=form,
        wrong=wrong,
        today=clock().today(),
    )
    return page, status


@bp.post("/leads/<code>/vraag/<slug>/geen")
@allow(*MEMBERS)
def absence(code: str, slug: str) -> ResponseReturnValue:
    """The company was asked, and does not need this."""
    lead, kind, form = _own_lead(code), _kind(slug), AbsenceForm()
    if form.validate_on_submit():
        try:
            services.record_absence(session(), lead=lead, kind=kind, asked_on=form.asked_on.data)
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(_("%(kind)s: geen vraag. Vastgelegd.", kind=_(KIND_NAMES[kind])))
            return redirect(f"/leads/{lead.code}/vraag", 303)
    return _overview(lead, form, kind, 422)


@bp.route("/leads/<code>/vraag/<slug>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit(code: str, slug: str) -> ResponseReturnValue:
    """One kind of demand: its measures, by when, and where it could be met."""
    lead, kind = _own_lead(code), _kind(slug)
    line = queries.demand_profile(session(), lead.id).line(kind)
    form = demand_form(kind)(data=_typed(line))
    if not form.validate_on_submit():
        return _edit_page(lead, kind, form, line, 422 if form.is_submitted() else 200)
    if form.version.data != _version(line):
        return _conflict(lead, kind, form, line)
    try:
        services.set_demand(
            session(),
            lead=lead,
            kind=kind,
            values=form.typed_values(kind),
            needed_by=form.needed_by.data,
            is_bottleneck=form.is_bottleneck.data,
            **{place: form[place].data or "unknown" for place, _name in PLACES},
        )
    except Refused as refused:
        form.refuse(refused)
        return _edit_page(lead, kind, form, line, 422)
    flash(_("%(kind)s: vraag opgeslagen.", kind=_(KIND_NAMES[kind])))
    return redirect(f"/leads/{lead.code}#vraag", 303)


def _version(line: Line | None) -> str:
    return "" if line is None else str(line.version)


def _typed(line: Line | None) -> dict[str, Any]:
    """What is kept, as the form's fields take it."""
    if line is None:
        return {}
    kept: dict[str, Any] = {code: shown_value(code, value) for code, value in line.values.items()}
    fits = {place: line.fits.get(place, "unknown") for place, _name in PLACES}
    how = {"needed_by": line.needed_by, "is_bottleneck": line.is_bottleneck, "version": _version(line)}
    return {**kept, **line.notes, **fits, **how}


def _edit_page(
    lead: Lead, kind: Kind, form: DemandForm, line: Line | None, status: int, clash: Any = None
) -> ResponseReturnValue:
    page = render_template(
        "growth/edit.html",
        lead=lead,
        kind=kind,
        kind_name=KIND_NAMES[kind],
        slug=SLUGS[kind],
        form=form,
        line=line,
        amounts=[m for m in measures_of(kind) if m.shape in (Shape.AMOUNT, Shape.LEVEL)],
        choices=[m for m in measures_of(kind) if m.choices],
        needs=[m for m in measures_of(kind) if m.shape is Shape.NEED],
        texts=[m for m in measures_of(kind) if m.shape is Shape.TEXT],
        places=PLACES,
        clash=clash,
        today=clock().today(),
    )
    return page, status


def _conflict(lead: Lead, kind: Kind, form: DemandForm, line: Line | None) -> ResponseReturnValue:
    """Somebody saved first: what stands there now beside what was typed; saving again settles it."""
    typed = {name: field.data for name, field in form._fields.items()}
    form.version.data = _version(line)
    theirs = demand_form(kind)(formdata=None, data=_typed(line))
    changes = [
        (field.label.text, _in_words(theirs[name]), _in_words(field))
        for name, field in form._fields.items()
        if name not in ("version", "csrf_token") and (theirs[name].data or None) != (typed[name] or None)
    ]
    who = queries.last_saved(session(), lead.id, kind)
    clash = {"who": who[0] if who else _("een collega"), "at": who[1] if who else None, "changes": changes}
    return _edit_page(lead, kind, form, line, 409, clash)


def _in_words(field: Any) -> str:
    if field.type == "BooleanField":
        return _("ja") if field.data else _("nee")
    labels = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    if labels:
        return labels.get(str(field.data), "")
    return str(field._value()) if field.data is not None else ""


@bp.post("/leads/<code>/vraag/<slug>/weg")
@allow(*MEMBERS)
def remove(code: str, slug: str) -> ResponseReturnValue:
    """The company does not ask for this after all."""
    lead, kind = _own_lead(code), _kind(slug)
    try:
        services.drop_demand(session(), lead=lead, kind=kind)
    except Refused as refused:
        flash(_(refused.message), "error")
    else:
        flash(_("%(kind)s: vraag weggehaald.", kind=_(KIND_NAMES[kind])))
    return redirect(f"/leads/{lead.code}/vraag", 303)
