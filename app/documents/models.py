"""Documents of a lead: what they are called and where their content is. The name tells who the company is."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Circle, protect
from app.db.base import Base, Key
from app.ledger.history import ERASABLE, NEVER_KEPT
from app.timeline.models import own_or_held


class Document(Base):
    """A file that was added to a lead. Once it was taken away neither name nor digest is left."""

    __tablename__ = "document"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str | None] = mapped_column(info={ERASABLE: True})
    file_type: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    digest: Mapped[str | None] = mapped_column(String(64), index=True, info={NEVER_KEPT: True})
    added_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


protect(Document, read=Circle.IDENTITY, write=own_or_held)
