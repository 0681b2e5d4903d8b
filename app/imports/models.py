"""Imports: a file that somebody chose, how it is read, how far it is, what was refused; and how files were read before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.access.policy import Condition, Viewer, protect
from app.db.base import Base, Key
from app.ledger.history import NEVER_KEPT

OWN = {NEVER_KEPT: True}  # what a file says is kept where it is imported to, not in the history of the import


class Import(Base):
    """A file on its way in. `content` goes once it is carried out; `refused` is the file of what was not taken.

    `plan` is what the person agreed to: each row that is written, with what it is about.
    """

    __tablename__ = "import_file"
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(info=OWN)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="open")
    settings: Mapped[str] = mapped_column(Text, info=OWN)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info=OWN))
    plan: Mapped[str | None] = deferred(mapped_column(Text, info=OWN))
    refused: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info=OWN))
    counts: Mapped[str] = mapped_column(Text, default="{}")
    done_at: Mapped[datetime | None]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), index=True)
    job_id: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text, info=OWN)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "organisation_id", "id"),)


class ImportMapping(Base):
    """How the columns of a file with these heads (as a hash) were read the last time, for all of the organisation."""

    __tablename__ = "import_mapping"
    id: Mapped[Key]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(12))
    heads: Mapped[str] = mapped_column(String(64))
    columns: Mapped[str] = mapped_column(Text, info=OWN)
    fills_kvk: Mapped[bool] = mapped_column(default=False)
    used_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "heads"),)


def _own_organisation(row: type[Import] | type[ImportMapping], viewer: Viewer) -> Condition:
    """The people of the organisation that the file was chosen for."""
    return row.organisation_id == viewer.organisation if viewer.actor.is_member else False


protect(Import, read=_own_organisation, write=_own_organisation)
protect(ImportMapping, read=_own_organisation, write=_own_organisation)
