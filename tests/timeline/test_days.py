"""A day that is to come, in the words that people say it in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.timeline.days import months_later, parse_due
from app.web.parsing import ParseError

THURSDAY = date(2026, 11, 19)
SAID = {
    "vandaag": date(2026, 11, 19),
    " Morgen ": date(2026, 11, 20),
    "overmorgen": date(2026, 11, 21),
    "vrijdag": date(2026, 11, 20),
    "donderdag": date(2026, 11, 26),
    "volgende ma": date(2026, 11, 23),
    "volgende week": date(2026, 11, 26),
    "over 3 dagen": date(2026, 11, 22),
    "over twee weken": date(2026, 12, 3),
    "over een maand": date(2026, 12, 19),
    "in 2 months": date(2027, 1, 19),
    "eind van de maand": date(2026, 11, 30),
    "24-11": date(2026, 11, 24),
    "31/5": date(2027, 5, 31),
    "1 dec": date(2026, 12, 1),
    "29-2": date(2028, 2, 29),
    "31-5-2026": date(2026, 5, 31),
    "31 mei 2028": date(2028, 5, 31),
}


@pytest.mark.parametrize("said", SAID)
def test_a_day_is_read_as_it_is_said(said: str) -> None:
    assert parse_due(said, THURSDAY) == SAID[said]


@pytest.mark.parametrize("said", ["ooit", "over veel weken", "31-2", "45-13", "volgende", "over 0 dagen"])
def test_what_is_no_day_is_said_to_be_none(said: str) -> None:
    with pytest.raises(ParseError):
        parse_due(said, THURSDAY)


def test_a_month_later_ends_with_the_month() -> None:
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_any_words_are_a_day_or_none(typed: str, today: date) -> None:
    try:
        assert parse_due(typed, today)
    except ParseError:
        return
