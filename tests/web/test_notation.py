"""Days, moments and amounts are written the Dutch way, in the reader's language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.web.notation import (
    brief_date,
    days_ago,
    dutch_date,
    euro,
    euro_short,
    month,
    number,
    percent,
    quarter,
    short_date,
    typed_date,
    when,
)

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # in Amsterdam it is 00:30 on the 23rd


def test_a_day_is_written_in_full_and_short():
    assert dutch_date(date(2026, 5, 31)) == "31 mei 2026"
    assert dutch_date(date(2026, 5, 31), "en") == "31 May 2026"
    assert short_date(date(2026, 11, 10)) == "di 10 nov"
    assert short_date(date(2026, 11, 10), "en") == "Tue 10 Nov"
    assert typed_date(date(2026, 5, 1)) == "1-5-2026"


def test_a_day_of_another_year_is_told_by_its_month_where_room_is_short():
    today = date(2026, 11, 22)
    assert brief_date(date(2026, 11, 4), today) == "4 nov"
    assert brief_date(date(2025, 11, 4), today) == "nov 2025"
    assert brief_date(date(2026, 11, 4), today, "en") == "4 Nov"


@pytest.mark.parametrize(("number_of_month", "quarter_number"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_a_quarter_has_three_months(number_of_month, quarter_number):
    day = date(2028, number_of_month, 28)
    assert quarter(day) == f"{quarter_number}e kwartaal 2028"
    assert quarter(day, "en") == f"Q{quarter_number} 2028"


def test_a_month_is_short():
    assert month(date(2028, 3, 9)) == "mrt 2028"
    assert month(date(2028, 3, 9), "en") == "Mar 2028"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 11, 22, 23, 5, tzinfo=UTC), "vandaag 00:05"),
        (datetime(2026, 11, 22, 15, 10, tzinfo=UTC), "gisteren 16:10"),
        (datetime(2026, 11, 12, 13, 5, tzinfo=UTC), "12 nov 2026 14:05"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "1 jul 2026 14:00"),
    ],
)
def test_a_moment_is_told_on_the_clock_of_amsterdam(moment, written):
    assert when(moment, NOW) == written


def test_a_moment_is_told_in_english_too():
    assert when(datetime(2026, 11, 22, 15, 10, tzinfo=UTC), NOW, "en") == "yesterday 16:10"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 23), "vandaag"),
        (date(2026, 11, 22), "gisteren"),
        (date(2026, 11, 24), "morgen"),
        (date(2026, 11, 11), "12 dagen geleden"),
        (date(2026, 11, 26), "over 3 dagen"),
    ],
)
def test_a_day_is_told_by_its_distance(day, written):
    assert days_ago(day, date(2026, 11, 23)) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "€ 0"),
        (86_400, "€ 86.400"),
        (999_999, "€ 999.999"),
        (1_000_000, "€ 1 mln"),
        (1_500_000, "€ 1,5 mln"),
        (85_000_000, "€ 85 mln"),
        (950_000_000, "€ 950 mln"),
        (999_950_000, "€ 1 mld"),
        (1_500_000_000, "€ 1,5 mld"),
        (-2_500_000, "€ -2,5 mln"),
    ],
)
def test_an_amount_is_shortened_from_a_million_on(amount, written):
    assert euro_short(amount) == written


def test_an_amount_in_full_has_dots():
    assert euro(1_500_000) == "€ 1.500.000"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (5000, None, "5.000"),
        (Decimal("1500.50"), None, "1.500,5"),
        (0.1, None, "0,1"),
        (14.1, 1, "14,1"),
        (20, 1, "20,0"),
        (Decimal("0.05"), 1, "0,1"),
        (-0.04, 1, "0,0"),
        (10**30, None, "1" + ".000" * 10),
    ],
)
def test_a_number_has_dots_and_a_comma(value, places, written):
    assert number(value, places) == written


def test_a_share_is_a_percentage():
    assert percent(0.364, 1) == "36,4%"
    assert percent(Decimal("0.5")) == "50%"
