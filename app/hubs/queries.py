"""Reading brandpunten with their technologies and supply: all of them in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select, union_all

from app.access.session import GuardedSession
from app.access.unchanged import while_unchanged
from app.db.parts import part
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
    """Brandpunten by name, all or some, with what they have: one query whatever their number, or what is known of all."""
    if hub_ids is None:
        return list(while_unchanged(session, "cards", lambda: _cards(session, _card_rows(None))))
    return _cards(session, _card_rows(list(hub_ids)))


def _cards(session: GuardedSession, statement: Select[Any]) -> list[Card]:
    rows: dict[int, list[Row[Any]]] = {}
    supplies: dict[int, dict[int, list[Row[Any]]]] = {}
    for row in session.execute(statement):
        if row.part == FIELD:
            rows.setdefault(row.hub_id, []).append(row)
        else:
            supplies.setdefault(row.hub_id, {}).setdefault(row.id, []).append(row)
    found = [
        _card(fields, [_supply_row(supply).offering for supply in supplies.get(hub_id, {}).values()])
        for hub_id, fields in rows.items()
    ]
    return sorted(found, key=lambda card: (card.name, card.id))


def _card(rows: list[Row[Any]], supply: list[Offering]) -> Card:
    row = rows[0]
    fields = {
        found.technology_code: Field(found.technology, found.companies, found.is_priority)
        for found in sorted(rows, key=lambda found: found.position or 0)
        if found.technology_code is not None
    }
    profile = HubProfile(row.code, row.name, row.rom_code, fields, tuple(supply), row.strategy, Maturity(row.maturity))
    return Card(row.hub_id, row.place, row.kind, row.rom_short, row.latitude, row.longitude, profile)


FIELD, SUPPLY = "field", "supply"

_HUB_COLUMNS: dict[str, Any] = {
    "code": Hub.code,
    "name": Hub.name,
    "place": Hub.place,
    "rom_code": Hub.rom_code,
    "latitude": Hub.latitude,
    "longitude": Hub.longitude,
    "strategy": Hub.strategy,
    "maturity": Hub.maturity,
    "rom_short": Rom.short,
    "technology_code": HubTechnology.technology_code,
    "companies": HubTechnology.companies,
    "is_priority": HubTechnology.is_priority,
    "technology": Technology.short,
    "position": Technology.position,
}
_SUPPLY_COLUMNS: dict[str, Any] = {
    "id": Supply.id,
    "certainty": Supply.certainty,
    "available_from": Supply.available_from,
    "until": Supply.until,
    "remark": Supply.remark,
    "is_demo": Supply.is_demo,
    "updated_at": Supply.updated_at,
    "site_id": Supply.site_id,
    "site": Site.name,
    "measure": SupplyAmount.measure,
    "total": SupplyAmount.total,
    "taken": SupplyAmount.taken,
    "in_talks": SupplyAmount.in_talks,
    "choice": SupplyAmount.choice,
    "amount_id": SupplyAmount.id,
}
_CARD_KINDS: dict[str, Any] = {
    name: column.type
    for name, column in {"hub_id": Hub.id, "kind": Hub.kind, **_HUB_COLUMNS, **_SUPPLY_COLUMNS}.items()
}


def _named(columns: dict[str, Any]) -> list[Any]:
    return [column.label(name) for name, column in columns.items()]


def _card_rows(hub_ids: list[int] | None) -> Select[Any]:
    """A row a technology of a brandpunt, and a row a measure of a supply."""
    fields = (
        part(FIELD, _CARD_KINDS, hub_id=Hub.id, kind=Hub.kind, **_HUB_COLUMNS)
        .join(Rom, Rom.code == Hub.rom_code)
        .outerjoin(HubTechnology, HubTechnology.hub_id == Hub.id)
        .outerjoin(Technology, Technology.code == HubTechnology.technology_code)
    )
    supplies = _with_amounts(part(SUPPLY, _CARD_KINDS, hub_id=Supply.hub_id, kind=Supply.kind, **_SUPPLY_COLUMNS))
    if hub_ids is not None:
        fields, supplies = fields.where(Hub.id.in_(hub_ids)), supplies.where(Supply.hub_id.in_(hub_ids))
    both = union_all(fields, supplies).subquery()
    return select(both).order_by(both.c.id, both.c.amount_id)


def _with_amounts(statement: Select[Any]) -> Select[Any]:
    return statement.outerjoin(Site, Site.id == Supply.site_id).outerjoin(
        SupplyAmount, SupplyAmount.supply_id == Supply.id
    )


@dataclass(frozen=True)
class SupplyRow:
    """A supply with its number: for the page where it is changed."""

    id: int
    site_id: int | None
    updated_at: datetime
    offering: Offering


def supply_of(session: GuardedSession, hub_id: int) -> list[SupplyRow]:
    """The supplies of one brandpunt, in the order in which they were written down."""
    statement = _with_amounts(select(Supply.hub_id, Supply.kind, *_named(_SUPPLY_COLUMNS)))
    rows: dict[int, list[Row[Any]]] = {}
    ordered = statement.where(Supply.hub_id == hub_id).order_by(Supply.id, SupplyAmount.id)
    for row in session.execute(ordered):
        rows.setdefault(row.id, []).append(row)
    return [_supply_row(found) for found in rows.values()]


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
