"""At the table of the progress talk: EZ and IPO ask and read, the coordinator answers and writes down what was agreed."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from app.access.session import GuardedSession
from app.demo.story import Calendar
from app.demo.teller import Act, Cast
from app.demo.world.table import FIRST, SECOND, Agreement, Question, Talk
from app.narrative import wording
from app.reports import naming, queries
from app.reports.models import Report
from app.talks import services as talks
from app.talks.models import Agreement as AgreementRow
from app.talks.models import ReportQuestion

COORDINATOR, MINISTRY = "marit", "hanna"
READ, TALKED = 92, 94
KEPT_AFTER = 4  # days after a report that somebody of EZ keeps it as a file


def table_acts(day: Calendar, published: list[date]) -> Iterator[Act]:
    """What happens around each of the two reports, as far as it has happened by today."""
    for out, (asked, talk) in zip(published, (FIRST, SECOND), strict=False):
        for act in (*_reading(out), *_questions(out, asked), *_talk(out, talk)):
            if act.on <= day.today:
                yield act


def _on(out: date, days: int) -> date:
    return out + timedelta(days=days)


def _latest(session: GuardedSession) -> Report:
    found = queries.latest(session)
    assert found is not None
    return found


def _reading(out: date) -> Iterator[Act]:
    """EZ reads the report on its page, and keeps it."""

    def read(session: GuardedSession, _cast: Cast, *, form: str) -> None:
        number = _latest(session).number
        naming.note_reading(session, number, naming.names_in_report(session, number), form=form)

    yield Act(_on(out, 1), READ, MINISTRY, partial(read, form="page"))
    yield Act(_on(out, KEPT_AFTER), READ, MINISTRY, partial(read, form="pdf"))


def _questions(out: date, asked: tuple[Question, ...]) -> Iterator[Act]:
    for one in asked:
        yield Act(_on(out, one.after), TALKED, one.who, partial(_ask, one=one))
        if one.answered_after is not None:
            yield Act(_on(out, one.answered_after), TALKED, COORDINATOR, partial(_answer, one=one))


def _ask(session: GuardedSession, cast: Cast, *, one: Question) -> None:
    counted = wording.count_look(session, [one.words])
    asked = talks.ask(session, _latest(session), about=one.about, question=one.words, counted=counted)
    cast.noted["question", one.words] = asked.id


def _answer(session: GuardedSession, cast: Cast, *, one: Question) -> None:
    asked = session.get_one(ReportQuestion, cast.noted["question", one.words])
    talks.answer(session, asked, answer=one.answer, counted=wording.count_look(session, [one.answer]))


def _talk(out: date, talk: Talk) -> Iterator[Act]:
    held_on = _on(out, talk.after)
    yield Act(held_on, TALKED, COORDINATOR, partial(_record, talk=talk))
    for one in talk.agreements:
        if one.done_after is not None:
            yield Act(_on(held_on, one.done_after), TALKED, COORDINATOR, partial(_tick, one=one))


def _record(session: GuardedSession, cast: Cast, *, talk: Talk) -> None:
    today, counted = session.clock.today(), wording.count_look(session, [talk.attendees])
    row = talks.record_talk(session, _latest(session), held_on=today, attendees=talk.attendees, counted=counted)
    for one in talk.agreements:
        due_on = None if one.due_after is None else _on(today, one.due_after)
        made = talks.agree(session, row, party=one.party, what=one.words, due_on=due_on, counted=counted)
        cast.noted["agreement", one.words] = made.id


def _tick(session: GuardedSession, cast: Cast, *, one: Agreement) -> None:
    talks.tick(session, session.get_one(AgreementRow, cast.noted["agreement", one.words]))
