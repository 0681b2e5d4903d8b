"""What somebody has seen of their notices, and how they want to hear of them. The notices themselves are read, not kept;
and the address at which a calendar reads what there is to do.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import Condition, Viewer, protect
from app.db.base import Base, Key
from app.ledger.history import untracked

READ, MAILED = "read", "mailed"


class NoticeMark(Base):
    """A notice that a person has read, or that was mailed to them: as it was then, so that what changed is new again."""

    __tablename__ = "notice_mark"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sort: Mapped[str] = mapped_column(String(12))
    about_id: Mapped[int]
    how: Mapped[str] = mapped_column(String(6))
    day: Mapped[date | None]
    at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("person_id", "sort", "about_id", "how"),)


class NoticeChoice(Base):
    """How a person wants to hear of a sort of notice, where that is not as usual."""

    __tablename__ = "notice_choice"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sort: Mapped[str] = mapped_column(String(12))
    how: Mapped[str] = mapped_column(String(4))

    __table_args__ = (UniqueConstraint("person_id", "sort"),)


class CalendarAddress(Base):
    """The secret address at which a person's calendar asks what they have to do: only its hash is kept."""

    __tablename__ = "calendar_address"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


def _own(row: type[NoticeMark] | type[NoticeChoice] | type[CalendarAddress], viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    return row.person_id == viewer.person


for _model in (NoticeMark, NoticeChoice, CalendarAddress):
    protect(_model, read=_own, write=_own)
    untracked(_model)
