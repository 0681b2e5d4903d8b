"""Reading brandpunten with their technologies and supply: all of them in two queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select

from app.access.session import GuardedSession
from app.geography.models import Rom, Technology
from app.growth.rules import Kind
from app.hubs.models import Hub, HubTechnology, HubWish, Site, Supply, SupplyAmount
from app.hubs.rules import Amount, Certainty, Field, HubProfile, Maturity, Offering


@dataclass(frozen=True)
class Card:
    """A brandpunt as lists and maps show it."""

    id: int
    place: str
    kind: str
    rom_short: str
    latitude: float
    longitude: float
    profile: HubProfile

    @property
    def code(self) -> str:
        """The code in its address."""
        return self.profile.code

    @property
    def name(self) -> str:
        """What people call it."""
        return self.profile.name

    @property
    def technologies(self) -> str:
        """Its technologies in their short names."""
        return ", ".join(found.name for found in self.profile.technologies.values())

    @property
    def is_developing(self) -> bool:
        """Whether it is not there yet."""
        return self.profile.maturity is Maturity.DEVELOPING


def hub_by_code(session: GuardedSession, code: str) -> Hub | None:
    """The brandpunt with this code, to change, or None."""
    return session.scalars(select(Hub).where(Hub.code == code)).one_or_none()


def cards(session: GuardedSession, hub_ids: Iterable[int] | None = None) -> list[Card]:
    """Brandpunten by name, all or some, with what they have: two queries whatever their number."""
    chosen = None if hub_ids is None else list(hub_ids)
    supply = _offerings(session, chosen)
    statement = (
        select(
            Hub.id,
            Hub.code,
            Hub.name,
            Hub.place,
            Hub.kind,
            Hub.rom_code,
            Hub.latitude,
            Hub.longitude,
            Hub.strategy,
            Hub.maturity,
            Rom.short.label("rom_short"),
            HubTechnology.technology_code,
            HubTechnology.companies,
            HubTechnology.is_priority,
            Technology.short.label("technology"),
        )
        .join(Rom, Rom.code == Hub.rom_code)
        .outerjoin(HubTechnology, HubTechnology.hub_id == Hub.id)
        .outerjoin(Technology, Technology.code == HubTechnology.technology_code)
        .order_by(Hub.name, Hub.id, Technology.position)
    )
    if chosen is not None:
        statement = statement.where(Hub.id.in_(chosen))
    by_hub: dict[int, list[Any]] = {}
    for row in session.execute(statement):
        by_hub.setdefault(row.id, []).append(row)
    return [_card(rows, supply.get(hub_id, [])) for hub_id, rows in by_hub.items()]


def _card(rows: list[Any], supply: list[Offering]) -> Card:
    row = rows[0]
    fields = {
        found.technology_code: Field(found.technology, found.companies, found.is_priority)
        for found in rows
        if found.technology_code is not None
    }
    profile = HubProfile(row.code, row.name, row.rom_code, fields, tuple(supply), row.strategy, Maturity(row.maturity))
    return Card(row.id, row.place, row.kind, row.rom_short, row.latitude, row.longitude, profile)


def _supply_rows(hub_ids: list[int] | None) -> Select[Any]:
    statement: Any = (
        select(
            Supply.id,
            Supply.hub_id,
            Supply.kind,
            Supply.certainty,
            Supply.available_from,
            Supply.until,
            Supply.remark,
            Supply.is_demo,
            Supply.updated_at,
            Supply.site_id,
            Site.name.label("site"),
            SupplyAmount.measure,
            SupplyAmount.total,
            SupplyAmount.taken,
            SupplyAmount.in_talks,
            SupplyAmount.choice,
        )
        .outerjoin(Site, Site.id == Supply.site_id)
        .outerjoin(SupplyAmount, SupplyAmount.supply_id == Supply.id)
        .order_by(Supply.hub_id, Supply.id, SupplyAmount.id)
    )
    return statement if hub_ids is None else statement.where(Supply.hub_id.in_(hub_ids))


@dataclass(frozen=True)
class SupplyRow:
    """A supply with its number: for the page where it is changed."""

    id: int
    site_id: int | None
    updated_at: datetime
    offering: Offering


def supply_of(session: GuardedSession, hub_id: int) -> list[SupplyRow]:
    """The supplies of one brandpunt, in the order in which they were written down."""
    return [found for _hub, found in _supplies(session, [hub_id])]


def _offerings(session: GuardedSession, hub_ids: list[int] | None) -> dict[int, list[Offering]]:
    found: dict[int, list[Offering]] = {}
    for hub_id, row in _supplies(session, hub_ids):
        found.setdefault(hub_id, []).append(row.offering)
    return found


def _supplies(session: GuardedSession, hub_ids: list[int] | None) -> list[tuple[int, SupplyRow]]:
    rows: dict[int, list[Row[Any]]] = {}
    for row in session.execute(_supply_rows(hub_ids)):
        rows.setdefault(row.id, []).append(row)
    return [(found[0].hub_id, _supply_row(found)) for found in rows.values()]


def _supply_row(rows: list[Row[Any]]) -> SupplyRow:
    row = rows[0]
    amounts = tuple(
        Amount(one.measure, one.total, one.taken, one.in_talks, one.choice) for one in rows if one.measure is not None
    )
    offering = Offering(
        Kind(row.kind),
        Certainty(row.certainty),
        amounts,
        row.available_from,
        row.until,
        row.site,
        row.remark,
        row.is_demo,
    )
    return SupplyRow(row.id, row.site_id, row.updated_at, offering)


def supply_by_id(session: GuardedSession, hub_id: int, supply_id: int) -> Supply | None:
    """One supply of a brandpunt, to change, or None."""
    return session.scalars(select(Supply).where(Supply.id == supply_id, Supply.hub_id == hub_id)).one_or_none()


def sites_of(session: GuardedSession, hub_id: int) -> list[Row[int, str, str | None]]:
    """The sites of a brandpunt by name: id, name, remark."""
    return list(
        session.execute(select(Site.id, Site.name, Site.remark).where(Site.hub_id == hub_id).order_by(Site.name))
    )


def wishes_of(session: GuardedSession, hub_id: int) -> list[Row[int, str, date, str | None]]:
    """What a brandpunt looks for now, newest first: id, text, since, technology."""
    return list(
        session.execute(
            select(HubWish.id, HubWish.text, HubWish.since, Technology.short.label("technology"))
            .outerjoin(Technology, Technology.code == HubWish.technology_code)
            .where(HubWish.hub_id == hub_id, HubWish.ended_on.is_(None))
            .order_by(HubWish.since.desc(), HubWish.id.desc())
        )
    )


def technologies_of(session: GuardedSession, hub_id: int) -> list[HubTechnology]:
    """The technologies of a brandpunt, to change."""
    return list(
        session.scalars(
            select(HubTechnology).where(HubTechnology.hub_id == hub_id).order_by(HubTechnology.technology_code)
        )
    )


def own_hubs(session: GuardedSession) -> list[Row[str, str]]:
    """The brandpunten that the actor's organisation keeps, by name: code, name."""
    rom = session.actor.rom_code if session.actor.organisation_kind == "rom" else None
    return list(session.execute(select(Hub.code, Hub.name).where(Hub.rom_code == rom).order_by(Hub.name)))


def keeps(session: GuardedSession, hub: Hub) -> bool:
    """Whether the actor may write what this brandpunt has."""
    actor = session.actor
    return actor.is_system or (actor.organisation_kind == "rom" and actor.rom_code == hub.rom_code)
