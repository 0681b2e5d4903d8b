"""The map and list of brandpunten, and the pages where a ROM keeps its own."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.accounts.clash import overtaken
from app.geography.queries import roms, technologies
from app.growth.rules import KIND_NAMES, KINDS, Kind
from app.hubs import queries, services
from app.hubs.filter import SORT_NAMES, chips, choose, read_filter
from app.hubs.forms import (
    HubForm,
    SupplyForm,
    TechnologyForm,
    WishForm,
    counted,
    shown_amounts,
    stated,
    supply_form,
)
from app.hubs.map import map_option
from app.hubs.models import Hub, HubWish, Supply
from app.hubs.rules import ROOM_NAMES, supply_words
from app.web.answers import binned, go, show
from app.web.language import text_of_number as ngettext

bp = Blueprint("hubs", __name__, template_folder="templates")


@bp.get("/brandpunten")
@allow(*MEMBERS)
def index() -> ResponseReturnValue:
    """The map and the list of brandpunten, by one filter."""
    regions = {row.code: row.short for row in roms(session())}
    fields = {row.code: row.short for row in technologies(session())}
    wanted, wrong = read_filter(request.args, roms=regions, technologies=fields)
    listed = choose(queries.cards(session()), wanted)
    passing = [one for one in listed if one.passes]
    return render_template(
        "hubs/index.html",
        wanted=wanted,
        wrong={one.field: (_(one.error.template, **one.error.values), one.typed) for one in wrong},
        chips=chips(wanted, roms=regions, technologies=fields),
        listed=listed,
        passing=passing,
        option=map_option(listed, filtered=not wanted.is_empty),
        map_text=_map_text(len(listed), len(passing)),
        roms=regions,
        technologies=fields,
        kinds={str(kind): name for kind, name in KIND_NAMES.items()},
        sorts={str(sort): name for sort, name in SORT_NAMES.items()},
        rooms=ROOM_NAMES,
        size=supply_words,
        keeps_some=any(one.card.profile.rom == session().actor.rom_code for one in listed)
        and session().actor.organisation_kind == "rom",
        is_demo=any(offering.is_demo for one in listed for offering in one.card.profile.supply),
    )


def _map_text(total: int, passing: int) -> str:
    if total == passing:
        return _("Kaart van Nederland met %(total)s brandpunten. De lijst noemt ze alle.", total=total)
    return ngettext(
        "Kaart van Nederland: %(num)s brandpunt past bij het filter. De lijst noemt het.",
        "Kaart van Nederland: %(num)s brandpunten passen bij het filter. De lijst noemt ze.",
        passing,
    )


# --- Keeping one's own brandpunten --------------------------------------------------------------------------


def _own_hub(code: str) -> Hub:
    """The brandpunt, when the actor's ROM keeps it; else not found, or forbidden."""
    hub = queries.hub_by_code(session(), code) or abort(404)
    if not queries.keeps(session(), hub):
        abort(403)
    return hub


@bp.get("/brandpunten/aanbod")
@allow(*MEMBERS)
def choose_hub() -> ResponseReturnValue:
    """Which of one's own brandpunten has something to offer, and of which kind."""
    own = queries.own_hubs(session())
    return render_template("hubs/choose.html", own=own, hub=None, kinds=KINDS)


@bp.route("/brandpunten/<code>/aanbod/nieuw", methods=["GET", "POST"])
@allow(*MEMBERS)
def new_supply(code: str) -> ResponseReturnValue:
    """Something more that a brandpunt has to offer; first of which kind."""
    hub, kind = _own_hub(code), request.args.get("soort", "")
    if kind not in tuple(KINDS):
        return render_template("hubs/choose.html", own=[], hub=hub, kinds=KINDS)
    return _supply_page(hub, Kind(kind), None)


@bp.route("/brandpunten/<code>/aanbod/<int:supply_id>", methods=["GET", "POST"])
@allow(*MEMBERS)
def edit_supply(code: str, supply_id: int) -> ResponseReturnValue:
    """One supply of a brandpunt, to keep up to date."""
    hub = _own_hub(code)
    supply = queries.supply_by_id(session(), hub.id, supply_id) or abort(404)
    return _supply_page(hub, Kind(supply.kind), supply)


def _supply_page(hub: Hub, kind: Kind, supply: Supply | None) -> ResponseReturnValue:
    made, kept = supply_form(kind), _kept(hub, supply)
    form = made(data=kept)
    clash = overtaken(form, supply, lambda: made(formdata=None, data=kept))
    if not clash and form.saves(lambda: _keep_supply(hub, kind, supply, form)):
        return go(f"/brandpunten/{hub.code}", _("Aanbod opgeslagen."))
    return show(
        "hubs/supply.html",
        form,
        hub=hub,
        kind=kind,
        kind_name=KIND_NAMES[kind],
        supply=supply,
        counted=counted(kind),
        stated=stated(kind),
        sites=queries.sites_of(session(), hub.id),
        clash=clash,
    )


def _keep_supply(hub: Hub, kind: Kind, supply: Supply | None, form: SupplyForm) -> None:
    site = services.keep_site(session(), hub=hub, name=form.site.data) if form.site.data else None
    services.set_supply(
        session(),
        hub=hub,
        kind=kind,
        amounts=form.amounts(kind),
        choices=form.choices_made(kind),
        certainty=form.certainty.data,
        available_from=form.available_from.data,
        until=form.until.data,
        site=site,
        remark=form.remark.data,
        supply=supply,
    )


def _kept(hub: Hub, supply: Supply | None) -> dict[str, Any]:
    if supply is None:
        return {}
    row = next(row for row in queries.supply_of(session(), hub.id) if row.id == supply.id)
    offering = row.offering
    return {
        **shown_amounts(offering.amounts),
        "site": offering.site,
        "available_from": offering.available_from,
        "until": offering.until,
        "certainty": offering.certainty.value,
        "remark": offering.remark,
        "version": str(supply.version),
    }


@bp.post("/brandpunten/<code>/aanbod/<int:supply_id>/weg")
@allow(*MEMBERS)
def remove_supply(code: str, supply_id: int) -> ResponseReturnValue:
    """A supply that is not there after all."""
    hub = _own_hub(code)
    supply = queries.supply_by_id(session(), hub.id, supply_id) or abort(404)
    batch = services.remove_supply(session(), supply=supply)
    return go(f"/brandpunten/{hub.code}", binned(_("Aanbod verwijderd."), batch.id))


@bp.route("/brandpunten/<code>/gegevens", methods=["GET", "POST"])
@allow(*MEMBERS)
def details(code: str) -> ResponseReturnValue:
    """What a brandpunt is good in."""
    hub = _own_hub(code)
    form = HubForm(obj=hub)
    clash = overtaken(form, hub, lambda: HubForm(formdata=None, obj=hub))
    if not clash and form.saves(lambda: services.change_hub(session(), hub=hub, **form.answers)):
        return go(f"/brandpunten/{hub.code}", _("Gegevens opgeslagen."))
    return show(
        "hubs/details.html",
        form,
        hub=hub,
        clash=clash,
        technology_form=_technology_form(),
        fields=queries.technologies_of(session(), hub.id),
        names={row.code: row.name for row in technologies(session())},
    )


def _technology_form(**how: Any) -> TechnologyForm:
    form = TechnologyForm(**how) if how else TechnologyForm(formdata=None)
    form.technology_code.choices = [(row.code, row.name) for row in technologies(session())]
    return form


@bp.route("/brandpunten/<code>/technologie", methods=["GET", "POST"])
@allow(*MEMBERS)
def technology(code: str) -> ResponseReturnValue:
    """A technology of a brandpunt: companies in it, and whether the region backs it."""
    hub = _own_hub(code)
    known = {row.technology_code: row for row in queries.technologies_of(session(), hub.id)}
    row = known.get(request.args.get("technologie", ""))
    kept = {
        "technology_code": request.args.get("technologie"),
        "companies": row.companies if row else None,
        "is_priority": None if row is None or row.is_priority is None else str(int(row.is_priority)),
    }
    form = _technology_form(data=kept)
    if form.saves(lambda: _keep_technology(hub, form)):
        return go(f"/brandpunten/{hub.code}", _("Technologie opgeslagen."))
    return show("hubs/technology.html", form, hub=hub, known=row)


def _keep_technology(hub: Hub, form: TechnologyForm) -> None:
    services.set_technology(
        session(),
        hub=hub,
        technology_code=form.technology_code.data,
        companies=form.companies.data,
        is_priority=None if form.is_priority.data is None else form.is_priority.data == "1",
    )


@bp.route("/brandpunten/<code>/vraag", methods=["GET", "POST"])
@allow(*MEMBERS)
def wish(code: str) -> ResponseReturnValue:
    """Something that a brandpunt itself looks for."""
    hub, form = _own_hub(code), WishForm()
    form.technology_code.choices = [(row.code, row.name) for row in technologies(session())]
    if form.saves(lambda: services.add_wish(session(), hub=hub, **form.answers)):
        return go(f"/brandpunten/{hub.code}", _("Vraag van het brandpunt vastgelegd."))
    return show("hubs/wish.html", form, hub=hub)


@bp.post("/brandpunten/<code>/vraag/<int:wish_id>/klaar")
@allow(*MEMBERS)
def end_wish(code: str, wish_id: int) -> ResponseReturnValue:
    """A brandpunt no longer looks for this."""
    hub = _own_hub(code)
    found = session().get(HubWish, wish_id)
    if found is None or found.hub_id != hub.id:
        abort(404)
    services.end_wish(session(), wish=found)
    return go(f"/brandpunten/{hub.code}", _("Deze vraag staat niet meer open."))
