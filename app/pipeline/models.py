"""Every move of a lead through the pipeline, kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Circle, Condition, Viewer, protect, read_rule
from app.db.base import Base, Key
from app.ledger.history import untracked


class StepMove(Base):
    """One move: from where to where, when, by whom, with which reason. Never edited.

    Of what the coordinator overrides: `lacking` the keys of what was missing, `cause` why it may all the same.
    """

    __tablename__ = "step_move"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    at: Mapped[datetime]
    moved_on: Mapped[date]
    course: Mapped[str] = mapped_column(String(12))
    from_step: Mapped[str] = mapped_column(String(24))
    to_step: Mapped[str] = mapped_column(String(24))
    outcome: Mapped[str | None] = mapped_column(String(24))
    lacking: Mapped[str | None]
    cause: Mapped[str | None] = mapped_column(String(24))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))

    __table_args__ = (Index(None, "lead_id", "at"),)


def _moves(row: type[StepMove], viewer: Viewer) -> Condition:
    """The holder moves its leads; the coordinator may override (domain §4)."""
    if viewer.actor.has(Role.COORDINATOR):
        return read_rule(Circle.DOSSIER)(row, viewer)
    return read_rule(Circle.HOLDER)(row, viewer)


protect(StepMove, read=Circle.DOSSIER, write=_moves)
untracked(StepMove)
