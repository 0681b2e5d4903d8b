"""Imports: a file that somebody chose, how it is read, how far it is, what was refused; and how files were read before."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.access.policy import Condition, Viewer, protect
from app.db.base import Base, Key
from app.ledger.history import NEVER_KEPT, untracked

OWN = {NEVER_KEPT: True}  # what a file says is kept where it is imported to, not in the history of the import


class Import(Base):
    """A file on its way in. `content` goes once it is carried out; `refused` is the file of what was not taken.

    `seen` is what was judged of it as it is read by its settings; the rows themselves stand in `import_row`.
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
    refused: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info=OWN))
    seen: Mapped[str | None] = mapped_column(Text, info=OWN)
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


class ImportRow(Base):
    """A row of a file as it was read (`read`), with what was judged of it (`told`); it goes with the file."""

    __tablename__ = "import_row"
    id: Mapped[Key]
    import_id: Mapped[int] = mapped_column(ForeignKey("import_file.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    number: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(8))
    target: Mapped[int | None]
    version: Mapped[int]
    read: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("import_id", "number"), Index(None, "import_id", "outcome", "number"))


def _own_organisation(row: type[Import] | type[ImportMapping] | type[ImportRow], viewer: Viewer) -> Condition:
    """The people of the organisation that the file was chosen for."""
    return row.organisation_id == viewer.organisation if viewer.actor.is_member else False


protect(Import, read=_own_organisation, write=_own_organisation)
protect(ImportMapping, read=_own_organisation, write=_own_organisation)
protect(ImportRow, read=_own_organisation, write=_own_organisation)
untracked(ImportRow)
