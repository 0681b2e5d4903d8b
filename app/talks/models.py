"""What is said at the table of the progress talk: questions to a report, their answers, talks and what was agreed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Condition, Viewer, having, protect
from app.db.base import Base, Key
from app.ledger.history import ERASABLE

FREE = {ERASABLE: True}


class ReportQuestion(Base):
    """What the ministry or the IPO asks about a figure or a part of a published report."""

    __tablename__ = "report_question"
    id: Mapped[Key]
    report_number: Mapped[str] = mapped_column(ForeignKey("report.number"), index=True)
    about: Mapped[str] = mapped_column(String(24))
    question: Mapped[str] = mapped_column(Text, info=FREE)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class QuestionAnswer(Base):
    """What the coordinator answers."""

    __tablename__ = "question_answer"
    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("report_question.id"), unique=True)
    answer: Mapped[str] = mapped_column(Text, info=FREE)
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ProgressTalk(Base):
    """A talk about a published report: the day, and who sat at the table."""

    __tablename__ = "progress_talk"
    id: Mapped[Key]
    report_number: Mapped[str] = mapped_column(ForeignKey("report.number"), index=True)
    held_on: Mapped[date]
    attendees: Mapped[str] = mapped_column(Text, info=FREE)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Agreement(Base):
    """What was agreed at a talk: which party does what by when, and when it was done."""

    __tablename__ = "talk_agreement"
    id: Mapped[Key]
    talk_id: Mapped[int] = mapped_column(ForeignKey("progress_talk.id"), index=True)
    party: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(Text, info=FREE)
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


def _at_the_table(row: Any, viewer: Viewer) -> Condition:
    """Everybody who reads reports."""
    return viewer.actor.is_member or viewer.actor.has(Role.PROGRAMME)


def _asker(row: type[ReportQuestion], viewer: Viewer) -> Condition:
    """Who follows the programme asks for their own organisation."""
    if not viewer.actor.has(Role.PROGRAMME):
        return False
    return row.organisation_id == viewer.organisation


coordinators = having(Role.COORDINATOR)

protect(ReportQuestion, read=_at_the_table, write=_asker)
for _model in (QuestionAnswer, ProgressTalk, Agreement):
    protect(_model, read=_at_the_table, write=coordinators)
