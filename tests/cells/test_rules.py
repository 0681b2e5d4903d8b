"""What EZ may see: nothing that is hidden can be worked out from what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cells.rules import CAPITAL_BANDS, Disclosure, headline_capital, hide_parts

LIMITS = Disclosure()
MILLION = 1_000_000


def test_capital_is_rounded_to_ten_million_when_it_is_of_many():
    shown = headline_capital({1: 140 * MILLION, 2: 140 * MILLION, 3: 132 * MILLION + 1}, LIMITS)
    assert shown == {"banded": False, "rounded": 410 * MILLION, "from": None, "until": None}


@pytest.mark.parametrize(
    "amounts",
    [
        {1: 260 * MILLION},
        {1: 200 * MILLION, 2: 60 * MILLION},
        {1: 240 * MILLION, 2: 10 * MILLION, 3: 10 * MILLION},
    ],
)
def test_capital_is_a_band_when_one_company_could_be_read_off_it(amounts):
    shown = headline_capital(amounts, LIMITS)
    assert shown == {"banded": True, "rounded": None, "from": 250 * MILLION, "until": 500 * MILLION}


def test_no_capital_yet_is_nought():
    assert headline_capital({}, LIMITS)["rounded"] == 0


@given(st.dictionaries(st.integers(), st.integers(1, 10**9), min_size=1, max_size=6))
def test_capital_is_near_the_truth_and_never_says_more_than_it_may(amounts):
    shown = headline_capital(amounts, LIMITS)
    total = sum(amounts.values())
    if shown["banded"]:
        assert shown["from"] in CAPITAL_BANDS
        assert shown["from"] <= total
        assert shown["until"] is None or total < shown["until"]
    else:
        assert len(amounts) >= 3
        assert max(amounts.values()) <= total * 3 / 4
        assert abs(shown["rounded"] - total) <= 5 * MILLION


def test_a_single_small_part_takes_a_larger_one_along():
    assert hide_parts({"Zuid": 9, "West": 5, "Oost": 2, "Noord": 0}, LIMITS) == {
        "Zuid": 9,
        "West": None,
        "Oost": None,
        "Noord": 0,
    }


def test_parts_that_are_all_large_are_all_shown():
    assert hide_parts({"Zuid": 9, "West": 5, "Oost": 0}, LIMITS) == {"Zuid": 9, "West": 5, "Oost": 0}
