"""What went out in a file: which list, by which filter, how many rows, by whom. No name stands in it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Condition, Viewer, protect
from app.db.base import Base, Key


class Export(Base):
    """One file that somebody made of a list; `rows` once it was written to the end."""

    __tablename__ = "export"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]
    list: Mapped[str] = mapped_column(String(16))
    form: Mapped[str] = mapped_column(String(4))
    query: Mapped[str] = mapped_column(Text)
    rows: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "organisation_id", "at"),)


def _of_own_organisation(row: type[Export], viewer: Viewer) -> Condition:
    """Colleagues see what went out; the administrator, who gives the right, sees that of everybody."""
    if viewer.actor.has(Role.ADMINISTRATOR):
        return True
    return row.organisation_id == viewer.organisation if viewer.actor.is_member else False


def _own(row: type[Export], viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    return and_(row.person_id == viewer.person, row.organisation_id == viewer.organisation)


protect(Export, read=_of_own_organisation, write=_own)
