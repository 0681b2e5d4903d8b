"""What a lead asks for, in layers: its face, its dates and amounts, and its words (002 §3.7)."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Circle, protect
from app.db.base import Base, Key
from app.ledger.history import ERASABLE


class Demand(Base):
    """The face of one demand: its kind, its size in a band, and whether it holds the company back now."""

    __tablename__ = "demand"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    band: Mapped[str | None] = mapped_column(String(4))
    is_bottleneck: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (UniqueConstraint("lead_id", "kind"), Index(None, "kind", "lead_id"))


class DemandDetail(Base):
    """The dossier of one demand: by when, and whether own site, own region or another region could meet it."""

    __tablename__ = "demand_detail"
    id: Mapped[Key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), unique=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    needed_by: Mapped[date | None]
    own_site: Mapped[str] = mapped_column(String(8), default="unknown")
    own_region: Mapped[str] = mapped_column(String(8), default="unknown")
    other_region: Mapped[str] = mapped_column(String(8), default="unknown")
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DemandAmount(Base):
    """One measure of a demand: a whole amount in the measure's own steps, or one of its choices."""

    __tablename__ = "demand_amount"
    id: Mapped[Key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    measure: Mapped[str] = mapped_column(String(24))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    choice: Mapped[str | None] = mapped_column(String(24))

    __table_args__ = (UniqueConstraint("demand_id", "measure"),)


class DemandNote(Base):
    """The words of a demand: what exactly, what pinches now, which trades, which grid operator."""

    __tablename__ = "demand_note"
    id: Mapped[Key]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    measure: Mapped[str] = mapped_column(String(24))
    text: Mapped[str | None] = mapped_column(Text, info={ERASABLE: True})

    __table_args__ = (UniqueConstraint("demand_id", "measure"),)


class DemandAbsence(Base):
    """A kind that was asked about and that the company does not need."""

    __tablename__ = "demand_absence"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    asked_on: Mapped[date]

    __table_args__ = (UniqueConstraint("lead_id", "kind"),)


protect(Demand, read=Circle.FACE, write=Circle.HOLDER)
for _model in (DemandDetail, DemandAmount, DemandAbsence):
    protect(_model, read=Circle.DOSSIER, write=Circle.HOLDER)
protect(DemandNote, read=Circle.IDENTITY, write=Circle.HOLDER)
