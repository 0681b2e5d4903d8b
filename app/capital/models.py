"""What the company decided and what stays in the Netherlands because of it."""

from datetime import date

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Circle, administrators, open_to_all, protect
from app.db.base import Base, Euro, Key


class Decision(Base):
    """The entrepreneur's signed decision: where to, and which consideration weighed most."""

    __tablename__ = "decision"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    signed_on: Mapped[date] = mapped_column(index=True)
    destination_rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"))
    country: Mapped[str | None] = mapped_column(String(2))
    motive: Mapped[str] = mapped_column(String(16))
    why_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DecisionPlace(Base):
    """The municipality that a decision is about: identity, because it would give the company away."""

    __tablename__ = "decision_place"
    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(ForeignKey("municipality.code"))


class Investment(Base):
    """An amount in whole euros at one stage, with what would have happened without the approach."""

    __tablename__ = "investment"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    stage: Mapped[str] = mapped_column(String(12))
    nature: Mapped[str] = mapped_column(String(24))
    amount: Mapped[Euro]
    holds_on: Mapped[date]
    counterfactual: Mapped[str | None] = mapped_column(String(16))
    grounds_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "lead_id", "stage"),)


class FinancingInstrument(Base):
    """One instrument of the financing basket (002 §4.8); tickets in whole euros."""

    __tablename__ = "instrument"
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str]
    provider: Mapped[str]
    kind: Mapped[str]
    first_phase: Mapped[int | None] = mapped_column(SmallInteger)
    last_phase: Mapped[int | None] = mapped_column(SmallInteger)
    ticket_from: Mapped[Euro | None]
    ticket_to: Mapped[Euro | None]
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str]


for _model in (Decision, Investment):
    protect(_model, read=Circle.DOSSIER, write=Circle.HOLDER)
protect(DecisionPlace, read=Circle.IDENTITY, write=Circle.HOLDER)
open_to_all(FinancingInstrument, write=administrators)
