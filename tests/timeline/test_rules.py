"""How a change is told."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.timeline.rules import TABLES, is_told, plain, tell


def test_the_first_words_of_a_known_and_an_unknown_change() -> None:
    known = tell("investment", "update", "amount")
    assert (known.thing, known.action, known.field) == ("Investering", "%(thing)s bijgewerkt", "Bedrag")
    unknown = tell("something_new", "update", "whatever")
    assert (unknown.thing, unknown.field) == ("Gegevens", None)


@given(st.text(), st.text(), st.none() | st.text())
def test_every_change_can_be_told(table: str, action: str, field: str | None) -> None:
    told = tell(table, action, field)
    assert told.thing
    assert told.icon
    assert "%(thing)s" in told.action


def test_what_the_timeline_tells_by_itself_is_not_told_twice() -> None:
    assert not is_told("talk", "insert", None)
    assert not is_told("step_move", "insert", None)
    assert not is_told("lead_course", "update", "step")
    assert is_told("lead_course", "update", "needed_by")
    assert all(is_told(table, "delete", None) for table in TABLES)


@given(st.dates())
def test_kept_days_come_back_as_days(day: date) -> None:
    assert plain(day.isoformat()) == day


@given(st.none() | st.text())
def test_other_kept_text_stays_what_it_is(text: str | None) -> None:
    found = plain(text)
    assert found == text or isinstance(found, (bool, date))
