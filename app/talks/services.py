"""What is asked, answered and agreed at the table about a published report."""

from datetime import date

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.ledger.batches import remove
from app.ledger.models import Batch
from app.narrative import wording
from app.narrative.markdown import tidy
from app.reports import queries as reports
from app.reports.models import Report
from app.reports.rules import ABOUT, PARTIES, WHOLE
from app.talks import queries
from app.talks.models import Agreement, ProgressTalk, QuestionAnswer, ReportQuestion
from app.talks.rules import (
    AFTER_DUE,
    ALREADY_ANSWERED,
    ALREADY_PUBLISHED,
    DUE_TOO_EARLY,
    IN_FUTURE,
    IN_REPORT,
    NO_ANSWER,
    NO_PARTY,
    NO_QUESTION,
    NOBODY,
    NOTHING,
    TOO_EARLY,
    is_settled,
)
from app.web.notation import typed_date


def ask(session: GuardedSession, report: Report, *, about: str, question: str | None, counted: bool) -> ReportQuestion:
    """A question of the asker's organisation, read by everybody at the table. Refused with a company's name in it."""
    asked = ReportQuestion(report_number=report.number, about=about if about in ABOUT else WHOLE, question="")
    asked.asked_at, asked.asked_by_id = session.clock.now(), session.actor.person_id
    asked.organisation_id = session.actor.organisation_id or 0
    return reword(session, asked, question=question, counted=counted)


def reword(session: GuardedSession, asked: ReportQuestion, *, question: str | None, counted: bool) -> ReportQuestion:
    """The question in other words, until a report is published after its answer; once answered, it is asked anew today.

    A word may become a company's name after it was asked and answered: no report could be published with it (note 23).
    """
    if not question or not question.strip():
        raise Refused(NO_QUESTION, field="question")
    given = queries.answer_to(session, asked) if asked.id is not None else None
    if given is not None and is_settled(given.answered_at, reports.last_published(session)):
        raise Refused(IN_REPORT)
    wording.check_words(session, {"question": question}, counted=counted)
    if given is not None and tidy(question) != asked.question:
        asked.asked_at = session.clock.now()
    asked.question = tidy(question)
    session.add(asked)
    session.flush()
    return asked


def withdraw(session: GuardedSession, asked: ReportQuestion) -> None:
    """The asker takes a question back that nobody answered."""
    if queries.answer_to(session, asked) is not None:
        raise Refused(ALREADY_ANSWERED)
    session.delete(asked)
    session.flush()


def answer(session: GuardedSession, asked: ReportQuestion, *, answer: str | None, counted: bool) -> QuestionAnswer:
    """The coordinator's answer, to be changed until a report after it is published."""
    if not answer or not answer.strip():
        raise Refused(NO_ANSWER, field="answer")
    given = queries.answer_to(session, asked)
    if given is not None and is_settled(given.answered_at, reports.last_published(session)):
        raise Refused(ALREADY_PUBLISHED)
    wording.check_words(session, {"answer": answer}, counted=counted)
    given = given or QuestionAnswer(question_id=asked.id)
    given.answer, given.answered_at = tidy(answer), session.clock.now()
    given.answered_by_id = session.actor.person_id
    session.add(given)
    session.flush()
    return given


def record_talk(
    session: GuardedSession, report: Report, *, held_on: date, attendees: str | None, counted: bool
) -> ProgressTalk:
    """A talk about a report, on a day that has been."""
    return change_talk(
        session, ProgressTalk(report_number=report.number), held_on=held_on, attendees=attendees, counted=counted
    )


def change_talk(
    session: GuardedSession, row: ProgressTalk, *, held_on: date, attendees: str | None, counted: bool
) -> ProgressTalk:
    """Another day, or others at the table."""
    if held_on > session.clock.today():
        raise Refused(IN_FUTURE, field="held_on")
    about = reports.report(session, row.report_number)
    if about is not None and held_on <= about.reporting_date:
        raise Refused(TOO_EARLY, field="held_on", day=typed_date(about.reporting_date))
    if row.id is not None and (first := queries.first_due(session, row.id)) and held_on > first:
        raise Refused(AFTER_DUE, field="held_on", day=typed_date(first))
    if not attendees or not attendees.strip():
        raise Refused(NOBODY, field="attendees")
    wording.check_words(session, {"attendees": attendees}, counted=counted)
    row.held_on, row.attendees = held_on, tidy(attendees)
    session.add(row)
    session.flush()
    return row


def drop_talk(session: GuardedSession, row: ProgressTalk) -> Batch:
    """A talk that was not goes to the bin, with what was agreed there; what a report already tells of it stays told."""
    return remove(session, *queries.agreements(session, row.id), row)


def agree(
    session: GuardedSession,
    row: ProgressTalk,
    *,
    party: str | None,
    what: str | None,
    counted: bool,
    due_on: date | None = None,
) -> Agreement:
    """What one of the parties at the table will do, by a day or without one."""
    if party not in PARTIES:
        raise Refused(NO_PARTY, field="party")
    if not what or not what.strip():
        raise Refused(NOTHING, field="what")
    if due_on is not None and due_on < row.held_on:
        raise Refused(DUE_TOO_EARLY, field="due_on")
    wording.check_words(session, {"what": what}, counted=counted)
    made = Agreement(talk_id=row.id, party=party, what=tidy(what), due_on=due_on)
    session.add(made)
    session.flush()
    return made


def tick(session: GuardedSession, row: Agreement) -> Agreement:
    """An agreement is done today; once more: it is not."""
    row.done_on = None if row.done_on else session.clock.today()
    session.flush()
    return row


def drop_agreement(session: GuardedSession, row: Agreement) -> Batch:
    """What was not agreed after all goes to the bin."""
    return remove(session, row)
