"""Saved views of *Pijplijn*: a filter, columns and an order under a name."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Condition, Viewer, protect
from app.db.base import Base, Key
from app.ledger.history import NEVER_KEPT

LONGEST_NAME = 60
OWN = {NEVER_KEPT: True}  # what somebody looks for is theirs: the history tells that a view changed, not what it says


class SavedView(Base):
    """A view that a person keeps, for themselves or for their organisation; one opens with the list."""

    __tablename__ = "saved_view"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), info=OWN)
    query: Mapped[str] = mapped_column(Text, info=OWN)
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


def _own(row: type[SavedView], viewer: Viewer) -> Condition:
    """Who keeps it, while they work for the organisation that they kept it for."""
    if not viewer.actor.is_member:
        return False
    return and_(row.person_id == viewer.person, row.organisation_id == viewer.organisation)


def _own_or_shared(row: type[SavedView], viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    mine = or_(row.person_id == viewer.person, row.is_shared.is_(True))
    return and_(row.organisation_id == viewer.organisation, mine)


protect(SavedView, read=_own_or_shared, write=_own)
