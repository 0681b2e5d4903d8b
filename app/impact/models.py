"""What the programme should reach and how it counts: both from a day on, as EZ may adapt the programme (002 §5.4)."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import administrators, open_to_all
from app.db.base import Base, Euro, Key


class Target(Base):
    """What a figure should be at the end of 2028, valid from a day; counts, or whole euros."""

    __tablename__ = "target"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(24))
    amount: Mapped[Euro]
    valid_from: Mapped[date]
    source: Mapped[str]

    __table_args__ = (UniqueConstraint("code", "valid_from"),)


class CountingSetting(Base):
    """A whole number that the counting or the publishing depends on, valid from a day."""

    __tablename__ = "counting_setting"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(32))
    amount: Mapped[Euro]
    valid_from: Mapped[date]

    __table_args__ = (UniqueConstraint("code", "valid_from"),)


for _model in (Target, CountingSetting):
    open_to_all(_model, write=administrators)
