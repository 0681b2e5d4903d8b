"""Keeping brandpunten: the reference list, and what each has to offer, written by its own ROM."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.db.reference import add_missing, read_rows
from app.geography.queries import DATA as GEOGRAPHY
from app.growth.rules import MEASURE, Kind, Shape
from app.hubs.models import Hub, HubTechnology, HubWish, Site, Supply, SupplyAmount
from app.hubs.rules import Amount, Certainty, Maturity, Offering, objection, source_certainty
from app.ledger.batches import remove
from app.ledger.models import Batch
from app.words import N_

DATA = Path(__file__).parent / "data"
MATURITIES = {"bestaand": Maturity.EXISTING, "in ontwikkeling": Maturity.DEVELOPING}

NOT_OF_THIS_KIND = N_("Dat hoort niet bij deze soort aanbod.")
NOTHING_NEGATIVE = N_("Schrijf een bedrag of aantal zonder minteken.")
TOO_MUCH = N_("Dat is meer dan kan kloppen. Staan er te veel nullen?")
NO_NAME = N_("Geef de locatie een naam.")
NO_WISH = N_("Schrijf op wat dit brandpunt zoekt.")
ELSEWHERE = N_("Deze locatie hoort bij een ander brandpunt.")


def load_reference(session: GuardedSession) -> int:
    """Adds the brandpunten and their technologies that are missing, and says how many; changes none.

    A municipality is found by the search name of its list. Needs the system's session.
    """
    towns = {row["zoeknaam"]: row["gemeente_code"] for row in read_rows(GEOGRAPHY / "gemeenten.csv")}
    rows = read_rows(DATA / "brandpunten.csv")
    added = add_missing(session, Hub, [_hub(row, towns) for row in rows], key="code")
    if not added:
        return 0
    numbers = {code: number for number, code in session.execute(select(Hub.id, Hub.code))}
    there = set(session.scalars(select(HubTechnology.hub_id)))
    technologies = [
        HubTechnology(hub_id=numbers[row["code"]], technology_code=code)
        for row in rows
        if numbers[row["code"]] not in there
        for code in row["nts"].split(";")
        if code
    ]
    session.add_all(technologies)
    session.flush()
    return added + len(technologies)


def _hub(row: dict[str, str], towns: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": row["naam"].removesuffix(" (in ontwikkeling)"),  # its maturity says so already
        "place": row["plaats"],
        "municipality_code": towns[row["gemeente"]],
        "rom_code": row["rom"],
        "latitude": float(row["lat"]),
        "longitude": float(row["lon"]),
        "kind": row["type"],
        "facilities": row["faciliteiten"] or None,
        "source": row["bron_zekerheid"],
        "certainty": source_certainty(row["bron_zekerheid"]).value,
        "maturity": MATURITIES[row["status"]].value,
    }


Number = Decimal | int | None


@dataclass(frozen=True)
class Parts:
    """An amount in its measure's own unit: in all, taken and in talks."""

    total: Number
    taken: Number = 0
    in_talks: Number = 0


def set_supply(
    session: GuardedSession,
    *,
    hub: Hub,
    kind: str,
    amounts: Mapping[str, Parts],
    choices: Mapping[str, str | None] | None = None,
    certainty: str = Certainty.CONFIRMED,
    available_from: date | None = None,
    until: date | None = None,
    site: Site | None = None,
    remark: str | None = None,
    is_demo: bool = False,
    supply: Supply | None = None,
) -> Supply:
    """What a brandpunt has of one kind, new or (with `supply`) in place of what was there.

    Amounts in their own units by measure (a need is 1 or 0), choices by measure. `available_from` None is: now.
    Refuses what cannot be so; the field is the measure with `_total` behind it.
    """
    kind = Kind(kind)
    if site is not None and site.hub_id != hub.id:
        raise Refused(ELSEWHERE, field="site")
    kept = tuple(_amount(kind, code, parts) for code, parts in amounts.items() if parts.total is not None)
    kept += tuple(Amount(code, choice=choice) for code, choice in (choices or {}).items() if choice)
    offering = Offering(kind, Certainty(certainty), kept, available_from, until)
    if wrong := objection(offering):
        raise Refused(wrong[0], field=wrong[1])
    if supply is None:
        supply = Supply(hub_id=hub.id, kind=kind.value, is_demo=is_demo)
        session.add(supply)
    supply.certainty = offering.certainty.value
    supply.available_from, supply.until = available_from, until
    supply.site_id = site.id if site else None
    supply.remark = (remark or "").strip() or None
    supply.updated_at = session.clock.now()
    session.flush()
    _replace_amounts(session, supply, kept)
    return supply


def _amount(kind: Kind, code: str, parts: Parts) -> Amount:
    measure = MEASURE.get(code)
    if measure is None or measure.kind != kind or measure.shape is Shape.TEXT:
        raise Refused(NOT_OF_THIS_KIND, field=f"{code}_total")
    steps = [measure.stored(number or 0) for number in (parts.total, parts.taken, parts.in_talks)]
    if min(steps) < 0:
        raise Refused(NOTHING_NEGATIVE, field=f"{code}_total")
    if measure.most and steps[0] > measure.stored(measure.most):
        raise Refused(TOO_MUCH, field=f"{code}_total")
    return Amount(code, steps[0], steps[1], steps[2])


def _replace_amounts(session: GuardedSession, supply: Supply, kept: tuple[Amount, ...]) -> None:
    there = {
        row.measure: row for row in session.scalars(select(SupplyAmount).where(SupplyAmount.supply_id == supply.id))
    }
    for amount in kept:
        row = there.pop(amount.measure, None)
        if row is None:
            row = SupplyAmount(supply_id=supply.id, hub_id=supply.hub_id, measure=amount.measure)
            session.add(row)
        row.total, row.taken, row.in_talks, row.choice = amount.total, amount.taken, amount.in_talks, amount.choice
    for row in there.values():
        session.delete(row)
    session.flush()


def remove_supply(session: GuardedSession, *, supply: Supply) -> Batch:
    """A supply that is not there after all goes to the bin, with its amounts."""
    amounts = session.scalars(select(SupplyAmount).where(SupplyAmount.supply_id == supply.id))
    return remove(session, *amounts, supply)


def keep_site(session: GuardedSession, *, hub: Hub, name: str, remark: str | None = None) -> Site:
    """The site of a brandpunt with this name, made where there is none."""
    name = " ".join(name.split())
    if not name:
        raise Refused(NO_NAME, field="site")
    site = session.scalars(select(Site).where(Site.hub_id == hub.id, Site.name == name)).one_or_none()
    if site is None:
        site = Site(hub_id=hub.id, name=name)
        session.add(site)
    if remark is not None:
        site.remark = remark.strip() or None
    session.flush()
    return site


def change_hub(
    session: GuardedSession,
    *,
    hub: Hub,
    maturity: str,
    facilities: str | None = None,
    education: str | None = None,
    strategy: str | None = None,
) -> Hub:
    """What a brandpunt is good in, what schools are near, and where its region wants to go."""
    hub.maturity = Maturity(maturity).value
    hub.facilities = (facilities or "").strip() or None
    hub.education = (education or "").strip() or None
    hub.strategy = (strategy or "").strip() or None
    hub.updated_at = session.clock.now()
    session.flush()
    return hub


def set_technology(
    session: GuardedSession,
    *,
    hub: Hub,
    technology_code: str,
    companies: int | None = None,
    is_priority: bool | None = None,
) -> HubTechnology:
    """A technology of a brandpunt: how many companies are in it, and whether the region backs it; None is unknown."""
    row = session.scalars(
        select(HubTechnology).where(HubTechnology.hub_id == hub.id, HubTechnology.technology_code == technology_code)
    ).one_or_none()
    if row is None:
        row = HubTechnology(hub_id=hub.id, technology_code=technology_code)
        session.add(row)
    row.companies, row.is_priority = companies, is_priority
    session.flush()
    return row


def add_wish(
    session: GuardedSession, *, hub: Hub, text: str, technology_code: str | None = None, since: date | None = None
) -> HubWish:
    """Something that a brandpunt looks for, from today unless a day is given."""
    if not text.strip():
        raise Refused(NO_WISH, field="text")
    wish = HubWish(
        hub_id=hub.id, text=text.strip(), technology_code=technology_code, since=since or session.clock.today()
    )
    session.add(wish)
    session.flush()
    return wish


def end_wish(session: GuardedSession, *, wish: HubWish) -> None:
    """A brandpunt no longer looks for this, from today."""
    wish.ended_on = session.clock.today()
    session.flush()
