"""Supply of our brandpunten out of a file: a row is the amount of one measure, at a hub or at one of its sites."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.growth.rules import MEASURE, MEASURES
from app.hubs.models import Hub, Site, Supply, SupplyAmount
from app.hubs.rules import Amount, Certainty, Offering, objection
from app.hubs.services import NOTHING_NEGATIVE, TOO_MUCH
from app.imports.cells import day, decimal, line, one_of
from app.imports.columns import Field, Shape
from app.imports.rules import CHANGED_MEANWHILE, Difference, Judged, Outcome, Problem, Read, Wanted
from app.words import N_, Said

MOST = 10_000_000_000
SAME_MEASURE = N_("Rij %(row)s gaat over hetzelfde aanbod.")
TOO_FINE = N_("Dit getal heeft meer decimalen dan we bewaren.")

COUNTED = {measure.code: measure.label for measure in MEASURES if measure.main}
FIELDS = (
    Field("hub", N_("Brandpunt"), one_of("hub"), ("hub", "campus", "naam brandpunt"), is_needed=True),
    Field("site", N_("Locatie"), line(), ("gebouw", "kavel", "site", "building")),
    Field("measure", N_("Wat is er?"), one_of("measure"), ("soort", "aanbod", "what", "measure"), is_needed=True),
    Field(
        "total",
        N_("Totaal"),
        decimal(MOST, 3),
        ("hoeveelheid", "aantal", "oppervlakte", "total", "amount"),
        is_needed=True,
        shape=Shape.NUMBER,
    ),
    Field("taken", N_("Bezet"), decimal(MOST, 3), ("vergeven", "taken", "occupied"), shape=Shape.NUMBER),
    Field("in_talks", N_("In gesprek"), decimal(MOST, 3), ("in talks",), shape=Shape.NUMBER),
    Field("available_from", N_("Beschikbaar vanaf"), day(month_ok=True), ("vanaf", "available from"), shape=Shape.DAY),
    Field("until", N_("Beschikbaar tot"), day(month_ok=True), ("tot", "until"), shape=Shape.DAY),
    Field("certainty", N_("Hoe zeker is dit?"), one_of("certainty"), ("zekerheid", "certainty")),
    Field("remark", N_("Opmerking"), line(), ("toelichting", "remark", "note")),
)
AMOUNTS, OF_SUPPLY = ("total", "taken", "in_talks"), ("until", "certainty", "remark")
Place = tuple[int, str | None, str, date | None]  # hub, site, kind, from when: what a supply is known by


def own_hubs(session: GuardedSession) -> dict[str, int]:
    """The brandpunten that the actor's organisation keeps, by code and by name."""
    rows = session.execute(select(Hub.id, Hub.code, Hub.name).where(Hub.rom_code == session.actor.rom_code))
    return {word: row.id for row in rows for word in (row.name, row.code)}


class _Shelf:
    """All supply of some hubs, with its amounts and the names of sites."""

    def __init__(self, session: GuardedSession, rows: Iterable[Read | Wanted]) -> None:
        hubs = list({row.values["hub"] for row in rows if "hub" in row.values})
        self.sites = {(one.hub_id, one.name): one for one in session.scalars(select(Site).where(Site.hub_id.in_(hubs)))}
        names = {one.id: one.name for one in self.sites.values()}
        self.supply: dict[Place, Supply] = {}
        for one in session.scalars(select(Supply).where(Supply.hub_id.in_(hubs)).order_by(Supply.id)):
            self.supply.setdefault((one.hub_id, names.get(one.site_id or 0), one.kind, one.available_from), one)
        amounts = session.scalars(select(SupplyAmount).where(SupplyAmount.hub_id.in_(hubs)))
        self.amounts = {(one.supply_id, one.measure): one for one in amounts}


def _place(values: Mapping[str, Any]) -> Place:
    kind = MEASURE[values["measure"]].kind or ""
    return values["hub"], values.get("site"), str(kind), values.get("available_from")


def _stored(values: Mapping[str, Any]) -> Amount:
    """The amount of a row in whole steps. ValueError where it is finer than is kept."""
    measure = MEASURE[values["measure"]]
    total, taken, in_talks = (measure.stored(values.get(field, Decimal(0))) for field in AMOUNTS)
    return Amount(measure.code, total, taken, in_talks)


# --- What becomes of each row -------------------------------------------------------------------------------


def judge(session: GuardedSession, rows: Sequence[Read], choices: Mapping[str, str]) -> list[Judged]:
    """What becomes of each row: supply is known by its hub, site, kind and the day from which it is there."""
    shelf, seen = _Shelf(session, rows), dict[Any, int]()
    return [_judged(row, shelf, seen) for row in rows]


def _judged(row: Read, shelf: _Shelf, seen: dict[Any, int]) -> Judged:
    title = row.first
    problems = row.problems or tuple(_objections(row, seen))
    if problems:
        return Judged(row.number, Outcome.REFUSED, title, row.values, problems=problems)
    there = shelf.supply.get(_place(row.values))
    if there is None:
        return Judged(row.number, Outcome.NEW, title, row.values)
    amount = shelf.amounts.get((there.id, str(row.values["measure"])))
    differences = tuple(_differences(row.values, there, amount))
    outcome = Outcome.CHANGED if differences else Outcome.SAME
    return Judged(row.number, outcome, title, row.values, there.id, there.version, differences)


def _objections(row: Read, seen: dict[Any, int]) -> Iterable[Problem]:
    values = row.values
    earlier = seen.setdefault((_place(values), values["measure"]), row.number)
    if earlier != row.number:
        yield Problem("", "measure", Said(SAME_MEASURE, {"row": earlier}))
    try:
        amount = _stored(values)
    except ValueError:
        yield Problem("", "total", Said(TOO_FINE))
        return
    measure = MEASURE[amount.measure]
    assert measure.kind is not None
    if measure.most and (amount.total or 0) > measure.stored(measure.most):
        yield Problem("", "total", Said(TOO_MUCH))
    if min(amount.total or 0, amount.taken, amount.in_talks) < 0:
        yield Problem("", "total", Said(NOTHING_NEGATIVE))
    until: Any = values.get("until")
    start: Any = values.get("available_from")
    if wrong := objection(Offering(measure.kind, Certainty.ESTIMATE, (amount,), start, until)):
        yield Problem("", "until" if wrong[1] == "until" else "total", Said(wrong[0]))


def _differences(values: Mapping[str, Any], there: Supply, amount: SupplyAmount | None) -> Iterable[Difference]:
    measure, wanted = MEASURE[values["measure"]], _stored(values)
    for field in AMOUNTS:
        before, after = getattr(amount, field, None), getattr(wanted, field)
        if (field in values or amount is None) and before != after and (after or amount is not None):
            yield Difference(field, None if before is None else measure.shown(before), measure.shown(after))
    for field in OF_SUPPLY:
        if field in values and values[field] != getattr(there, field):
            yield Difference(field, getattr(there, field), values[field])


# --- Doing it -----------------------------------------------------------------------------------------------


def carry_out(session: GuardedSession, rows: Sequence[Wanted]) -> None:
    """Writes supply that is new, with its sites, and changes amounts and words of what is there."""
    shelf, seen = _Shelf(session, rows), set[int]()
    with session.one_act():
        _add_sites(session, shelf, rows)
        for row in rows:
            there = shelf.supply.get(_place(row.values))
            if row.target is not None and (there is None or (there.id not in seen and there.version != row.version)):
                raise Refused(CHANGED_MEANWHILE, row=row.number)
            if there is None:
                there = _new(session, shelf, row.values)
            seen.add(there.id)
            _write(session, shelf, there, row.values)


def _add_sites(session: GuardedSession, shelf: _Shelf, rows: Sequence[Wanted]) -> None:
    wanted = {(row.values["hub"], row.values["site"]) for row in rows if "site" in row.values}
    new = [Site(hub_id=hub, name=name) for hub, name in wanted if (hub, name) not in shelf.sites]
    session.add_all(new)
    session.flush()
    shelf.sites |= {(one.hub_id, one.name): one for one in new}


def _new(session: GuardedSession, shelf: _Shelf, values: Mapping[str, Any]) -> Supply:
    hub, site, kind, start = _place(values)
    supply = Supply(
        hub_id=hub,
        site_id=shelf.sites[hub, site].id if site else None,
        kind=kind,
        available_from=start,
        certainty=Certainty.ESTIMATE,
        updated_at=session.clock.now(),
    )
    session.add(supply)
    session.flush()
    shelf.supply[_place(values)] = supply
    return supply


def _write(session: GuardedSession, shelf: _Shelf, there: Supply, values: Mapping[str, Any]) -> None:
    wanted = _stored(values)
    amount = shelf.amounts.get((there.id, wanted.measure))
    if amount is None:
        amount = SupplyAmount(supply_id=there.id, hub_id=there.hub_id, measure=wanted.measure, taken=0, in_talks=0)
        session.add(amount)
        shelf.amounts[there.id, wanted.measure] = amount
    for field in AMOUNTS:
        if field in values:
            setattr(amount, field, getattr(wanted, field))
    for field in OF_SUPPLY:
        if field in values:
            setattr(there, field, values[field])
    there.updated_at = session.clock.now()
