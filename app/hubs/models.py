"""Technology hubs (brandpunten) with their sites, their supply in the five kinds, and what they look for."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import MEMBERS, Role
from app.access.policy import Condition, Viewer, having, members, past_guard, protect
from app.db.base import Base, Key
from app.index.keeping import searched


class Hub(Base):
    """A technology brandpunt: a campus, park or cluster that exists or is in development (002 §1.4)."""

    __tablename__ = "hub"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str]
    place: Mapped[str]
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))
    rom_code: Mapped[str] = mapped_column(ForeignKey("rom.code"), index=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    kind: Mapped[str] = mapped_column(String(24))
    facilities: Mapped[str | None] = mapped_column(Text)
    education: Mapped[str | None] = mapped_column(Text)
    strategy: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str]
    certainty: Mapped[str] = mapped_column(String(12))
    maturity: Mapped[str] = mapped_column(String(12))
    updated_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class HubTechnology(Base):
    """An NTS technology that a hub is good in; companies like it nearby; whether the region backs it."""

    __tablename__ = "hub_technology"
    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    technology_code: Mapped[str] = mapped_column(ForeignKey("technology.code"))
    companies: Mapped[int | None]
    is_priority: Mapped[bool | None]

    __table_args__ = (UniqueConstraint("hub_id", "technology_code"),)


class Site(Base):
    """A building or plot of a hub."""

    __tablename__ = "hub_site"
    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    name: Mapped[str]
    remark: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Supply(Base):
    """What a hub, or one of its sites, has to offer of one kind: from when, until when, and how sure that is."""

    __tablename__ = "supply"
    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("hub_site.id"))
    kind: Mapped[str] = mapped_column(String(12))
    available_from: Mapped[date | None]
    until: Mapped[date | None]
    certainty: Mapped[str] = mapped_column(String(12))
    remark: Mapped[str | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "hub_id", "kind"),)


class SupplyAmount(Base):
    """One measure of a supply: in all, taken and in talks, in the measure's own steps; or one of its choices."""

    __tablename__ = "supply_amount"
    id: Mapped[Key]
    supply_id: Mapped[int] = mapped_column(ForeignKey("supply.id"))
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    measure: Mapped[str] = mapped_column(String(24))
    total: Mapped[int | None] = mapped_column(BigInteger)
    taken: Mapped[int] = mapped_column(BigInteger, default=0)
    in_talks: Mapped[int] = mapped_column(BigInteger, default=0)
    choice: Mapped[str | None] = mapped_column(String(24))

    __table_args__ = (UniqueConstraint("supply_id", "measure"),)


class HubWish(Base):
    """What a hub itself looks for: companies, facilities, people."""

    __tablename__ = "hub_wish"
    id: Mapped[Key]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    technology_code: Mapped[str | None] = mapped_column(ForeignKey("technology.code"))
    text: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    ended_on: Mapped[date | None]


hub = past_guard(Hub)


def _own_region(viewer: Viewer) -> bool:
    return viewer.actor.is_member and viewer.actor.organisation_kind == "rom" and viewer.actor.rom_code is not None


def keeps_hub(row: Any, viewer: Viewer) -> Condition:
    """The people of the ROM in whose area the hub lies."""
    return row.rom_code == viewer.actor.rom_code if _own_region(viewer) else False


def keeps_its_hub(row: Any, viewer: Viewer) -> Condition:
    """The same, for what belongs to a hub."""
    if not _own_region(viewer):
        return False
    own = exists().where(hub.c.id == row.hub_id, hub.c.rom_code == viewer.actor.rom_code)
    return own.correlate_except(hub)


searched(Hub, "hub", "name", "place")
protect(Hub, read=having(*MEMBERS, Role.ADMINISTRATOR), write=keeps_hub)
for _model in (HubTechnology, Site, Supply, SupplyAmount, HubWish):
    protect(_model, read=members, write=keeps_its_hub)
