"""Questions to a figure or a part of a published report, and the coordinator's answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.accounts.models import Organisation
from app.db.clock import AMSTERDAM
from app.db.errors import Refused
from app.impact.definitions import DEFINITIONS
from app.impact.rules import FIGURE_CODES
from app.narrative import wording
from app.narrative.markdown import tidy
from app.reports.models import Report
from app.reports.talk_models import QuestionAnswer, ReportQuestion
from app.words import N_

WHOLE = "report"
# What a question may be about: the five figures, the parts of a report, or the report as a whole.
ABOUT: dict[str, str] = {
    **{code: DEFINITIONS[code].name for code in FIGURE_CODES},
    "results": N_("Resultaten"),
    "corrections": N_("Wat er is veranderd"),
    "advance": N_("Voorsprong"),
    "trend": N_("Van rapport tot rapport"),
    "kinds": N_("Soorten vraag"),
    "hubs": N_("Brandpunten"),
    "bottlenecks": N_("Knelpunten per regio"),
    "knelt": N_("Wat knelt, en wat is er geprobeerd"),
    "flows": N_("In en uit per regio"),
    "lines": N_("Naast de cijfers"),
    "cases": N_("Uit de praktijk"),
    "lessons": N_("Wat de taskforce leerde"),
    "choices": N_("Waarom bedrijven kozen wat zij kozen"),
    "texts": N_("De teksten van het rapport"),
    WHOLE: N_("Het rapport als geheel"),
}
NO_QUESTION = N_("Schrijf de vraag op.")
NO_ANSWER = N_("Schrijf het antwoord op.")
ALREADY_ANSWERED = N_("Deze vraag is al beantwoord. Stel een nieuwe vraag.")
ALREADY_PUBLISHED = N_("Dit antwoord staat al in een volgend rapport en verandert niet meer.")


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


def ask(session: GuardedSession, report: Report, *, about: str, question: str | None, counted: bool) -> ReportQuestion:
    """A question of the asker's organisation, read by everybody at the table. Refused with a company's name in it."""
    asked = ReportQuestion(report_number=report.number, about=about if about in ABOUT else WHOLE, question="")
    asked.asked_at, asked.asked_by_id = session.clock.now(), session.actor.person_id
    asked.organisation_id = session.actor.organisation_id or 0
    return reword(session, asked, question=question, counted=counted)


def reword(session: GuardedSession, asked: ReportQuestion, *, question: str | None, counted: bool) -> ReportQuestion:
    """The question in other words, as long as nobody answered it."""
    if not question or not question.strip():
        raise Refused(NO_QUESTION, field="question")
    if asked.id is not None and answer_to(session, asked) is not None:
        raise Refused(ALREADY_ANSWERED)
    wording.check_words(session, {"question": question}, counted=counted)
    asked.question = tidy(question)
    session.add(asked)
    session.flush()
    return asked


def withdraw(session: GuardedSession, asked: ReportQuestion) -> None:
    """The asker takes a question back that nobody answered."""
    if answer_to(session, asked) is not None:
        raise Refused(ALREADY_ANSWERED)
    session.delete(asked)
    session.flush()


def answer(session: GuardedSession, asked: ReportQuestion, *, answer: str | None, counted: bool) -> QuestionAnswer:
    """The coordinator's answer, to be changed until a report after it is published."""
    if not answer or not answer.strip():
        raise Refused(NO_ANSWER, field="answer")
    given = answer_to(session, asked)
    if given is not None and is_settled(given.answered_at, last_published(session)):
        raise Refused(ALREADY_PUBLISHED)
    wording.check_words(session, {"answer": answer}, counted=counted)
    given = given or QuestionAnswer(question_id=asked.id)
    given.answer, given.answered_at = tidy(answer), session.clock.now()
    given.answered_by_id = session.actor.person_id
    session.add(given)
    session.flush()
    return given


def last_published(session: GuardedSession) -> datetime | None:
    """When the last report came out."""
    return session.scalar(select(func.max(Report.published_at)))


def is_settled(answered_at: datetime, published_at: datetime | None) -> bool:
    """Whether an answer stands in a report that came out after it."""
    return published_at is not None and answered_at < published_at


# --- Into the next report ------------------------------------------------------------------------------------


def told(session: GuardedSession, since: datetime | None) -> list[dict[str, Any]]:
    """The questions that the next report holds: those still open, and those answered since the last one came out."""
    return [
        {
            "report": one.report_number,
            "about": one.about,
            "asked_on": _day(one.asked_at),
            "organisation": one.organisation,
            "question": one.question,
            "answer": one.answer,
            "answered_on": None if one.answered_at is None else _day(one.answered_at),
        }
        for one in questions(session)
        if one.answered_at is None or not is_settled(one.answered_at, since)
    ]


def _day(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).date().isoformat()


def texts(asked: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words of those questions, to be searched once more as the sections are."""
    return {
        f"question-{place}": f"{one['question']}\n{one['answer'] or ''}".strip()
        for place, one in enumerate(asked, start=1)
    }
