"""Questions with their answers and talks with what was agreed: at the table, and in the next report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.accounts.models import Organisation
from app.db.clock import AMSTERDAM
from app.talks.models import Agreement, ProgressTalk, QuestionAnswer, ReportQuestion
from app.talks.rules import is_settled


@dataclass(frozen=True)
class Asked:
    """A question as everybody at the table reads it, with its answer."""

    id: int
    report_number: str
    about: str
    question: str
    asked_at: datetime
    organisation_id: int
    organisation: str
    version: int
    answer: str | None
    answered_at: datetime | None
    answer_version: int | None

    @property
    def is_open(self) -> bool:
        """Whether nobody answered it yet."""
        return self.answer is None

    @property
    def is_reworded(self) -> bool:
        """Whether it was put in other words after it was answered."""
        return self.answered_at is not None and self.answered_at < self.asked_at


def _asked() -> Any:
    return (
        select(
            ReportQuestion.id,
            ReportQuestion.report_number,
            ReportQuestion.about,
            ReportQuestion.question,
            ReportQuestion.asked_at,
            ReportQuestion.organisation_id,
            Organisation.short,
            ReportQuestion.version,
            QuestionAnswer.answer,
            QuestionAnswer.answered_at,
            QuestionAnswer.version,
        )
        .join(Organisation, Organisation.id == ReportQuestion.organisation_id)
        .outerjoin(QuestionAnswer, QuestionAnswer.question_id == ReportQuestion.id)
        .order_by(ReportQuestion.id)
    )


def questions(session: GuardedSession, number: str | None = None) -> list[Asked]:
    """Every question, or those to one report, in the order in which they were asked. One query."""
    wanted = _asked() if number is None else _asked().where(ReportQuestion.report_number == number)
    return [Asked(*row) for row in session.execute(wanted)]


def open_questions(session: GuardedSession) -> int:
    """How many questions wait for an answer."""
    answered = select(QuestionAnswer.question_id)
    waits = select(func.count(ReportQuestion.id)).where(ReportQuestion.id.not_in(answered))
    return session.scalar(waits) or 0


def question(session: GuardedSession, question_id: int) -> ReportQuestion | None:
    """A question by its key."""
    return session.scalars(select(ReportQuestion).where(ReportQuestion.id == question_id)).one_or_none()


def answer_to(session: GuardedSession, asked: ReportQuestion) -> QuestionAnswer | None:
    """The answer to a question, or None."""
    return session.scalars(select(QuestionAnswer).where(QuestionAnswer.question_id == asked.id)).one_or_none()


@dataclass(frozen=True)
class Told:
    """A talk with its agreements, as everybody at the table reads it."""

    talk: ProgressTalk
    agreements: list[Agreement] = field(default_factory=list)


def talks(session: GuardedSession, number: str | None = None) -> list[Told]:
    """The talks about a report, or about all, the latest first, with what was agreed. Two queries."""
    wanted = select(ProgressTalk).order_by(ProgressTalk.held_on.desc(), ProgressTalk.id.desc())
    if number is not None:
        wanted = wanted.where(ProgressTalk.report_number == number)
    found = {row.id: Told(row) for row in session.scalars(wanted)}
    agreed = select(Agreement).where(Agreement.talk_id.in_(list(found))).order_by(Agreement.id)
    for row in session.scalars(agreed) if found else ():
        found[row.talk_id].agreements.append(row)
    return list(found.values())


def talk(session: GuardedSession, talk_id: int) -> ProgressTalk | None:
    """A talk by its key."""
    return session.scalars(select(ProgressTalk).where(ProgressTalk.id == talk_id)).one_or_none()


def agreements(session: GuardedSession, talk_id: int) -> Sequence[Agreement]:
    """What was agreed at a talk."""
    return session.scalars(select(Agreement).where(Agreement.talk_id == talk_id).order_by(Agreement.id)).all()


def first_due(session: GuardedSession, talk_id: int) -> date | None:
    """The first day by which something was agreed at a talk."""
    return session.scalar(select(func.min(Agreement.due_on)).where(Agreement.talk_id == talk_id))


def agreement(session: GuardedSession, talk_id: int, agreement_id: int) -> Agreement | None:
    """An agreement of a talk, by their keys."""
    found = select(Agreement).where(Agreement.id == agreement_id, Agreement.talk_id == talk_id)
    return session.scalars(found).one_or_none()


# --- Into the next report ------------------------------------------------------------------------------------


def questions_told(session: GuardedSession, since: datetime | None) -> list[dict[str, Any]]:
    """The questions that the next report holds: those still open, and those answered since the last one came out."""
    return [
        {
            "report": one.report_number,
            "about": one.about,
            "asked_on": _date(one.asked_at),
            "organisation": one.organisation,
            "question": one.question,
            "answer": one.answer,
            "answered_on": None if one.answered_at is None else _date(one.answered_at),
        }
        for one in questions(session)
        if one.answered_at is None or not is_settled(one.answered_at, since)
    ]


def _date(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).date().isoformat()


def question_texts(asked: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words of those questions, to be searched once more as the sections are."""
    return {
        f"question-{place}": f"{one['question']}\n{one['answer'] or ''}".strip()
        for place, one in enumerate(asked, start=1)
    }


def talks_told(session: GuardedSession, published: datetime | None) -> list[dict[str, Any]]:
    """The talks that the next report holds: since the last came out, or with something still to be done.

    Who sat at the table stays out of what is frozen: those are persons.
    """
    since = date.min if published is None else published.astimezone(AMSTERDAM).date()
    return [_told(one) for one in talks(session) if one.talk.held_on >= since or _is_open(one.agreements)]


def _is_open(agreements: Sequence[Agreement]) -> bool:
    return any(one.done_on is None for one in agreements)


def _told(one: Told) -> dict[str, Any]:
    return {
        "report": one.talk.report_number,
        "held_on": one.talk.held_on.isoformat(),
        "agreements": [
            {"party": each.party, "what": each.what, "due_on": _iso(each.due_on), "done_on": _iso(each.done_on)}
            for each in one.agreements
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def talk_texts(held: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words of those agreements, to be searched once more as the sections are."""
    return {
        f"talk-{place}": "\n".join(each["what"] for each in one["agreements"])
        for place, one in enumerate(held, start=1)
        if one["agreements"]
    }
