"""A lead beside a hub: how far it came, and what a ROM offered against the code of a hidden lead."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Circle, Condition, Viewer, any_of, past_guard, protect, read_rule
from app.db.base import Base, Key
from app.ledger.history import ERASABLE


class Match(Base):
    """A lead that is put beside a hub: suggested, proposed, visited, offer, chosen or declined."""

    __tablename__ = "hub_match"  # "match" is an operator of SQLite
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    rom_code: Mapped[str] = mapped_column(ForeignKey("rom.code"))
    step: Mapped[str] = mapped_column(String(12))
    since: Mapped[date]
    proposed_on: Mapped[date | None]
    declined_by: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(24))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("lead_id", "hub_id"), Index(None, "rom_code", "proposed_on"))


class MatchMove(Base):
    """One step that a match took: when, by whom, and why where it was declined."""

    __tablename__ = "match_move"
    id: Mapped[Key]
    match_id: Mapped[int] = mapped_column(ForeignKey("hub_match.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    from_step: Mapped[str] = mapped_column(String(12))
    to_step: Mapped[str] = mapped_column(String(12))
    moved_on: Mapped[date]
    at: Mapped[datetime]
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(24))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))


class Offer(Base):
    """A place that a ROM offers against a code; the holder puts it to the company, and answers yes or why not."""

    __tablename__ = "offer"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    hub_id: Mapped[int] = mapped_column(ForeignKey("hub.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("hub_site.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    offered_on: Mapped[date]
    available_from: Mapped[date | None]
    status: Mapped[str] = mapped_column(String(12), default="open", index=True)
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class OfferNote(Base):
    """The words of an offer: for the holder, and for who wrote them."""

    __tablename__ = "offer_note"
    id: Mapped[Key]
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str | None] = mapped_column(Text, info={ERASABLE: True})


match = past_guard(Match)


def _own_rom(viewer: Viewer) -> bool:
    return viewer.actor.is_member and viewer.actor.organisation_kind == "rom" and viewer.actor.rom_code is not None


def _reads_match(row: Any, viewer: Viewer) -> Condition:
    """The dossier's circle; and, once proposed, the ROM of the hub, by code only."""
    inside = read_rule(Circle.DOSSIER)(row, viewer)
    if not _own_rom(viewer):
        return inside
    return any_of(inside, (row.rom_code == viewer.actor.rom_code) & row.proposed_on.is_not(None))


def _reads_move(row: Any, viewer: Viewer) -> Condition:
    inside = read_rule(Circle.DOSSIER)(row, viewer)
    if not _own_rom(viewer):
        return inside
    proposed = exists().where(
        match.c.id == row.match_id, match.c.rom_code == viewer.actor.rom_code, match.c.proposed_on.is_not(None)
    )
    return any_of(inside, proposed.correlate_except(match))


def _ours(row: Any, viewer: Viewer) -> Condition:
    return row.organisation_id == viewer.actor.organisation_id if viewer.actor.is_member else False


def _reads_offer(row: Any, viewer: Viewer) -> Condition:
    return any_of(read_rule(Circle.DOSSIER)(row, viewer), _ours(row, viewer))


def _reads_offer_note(row: Any, viewer: Viewer) -> Condition:
    return any_of(read_rule(Circle.IDENTITY)(row, viewer), _ours(row, viewer))


def _writes_offer(row: Any, viewer: Viewer) -> Condition:
    """Who offers, and the holder who answers."""
    return any_of(read_rule(Circle.HOLDER)(row, viewer), _ours(row, viewer))


protect(Match, read=_reads_match, write=Circle.HOLDER)
protect(MatchMove, read=_reads_move, write=Circle.HOLDER)
protect(Offer, read=_reads_offer, write=_writes_offer)
protect(OfferNote, read=_reads_offer_note, write=_ours)
