from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.leads.rules import (
    ADMISSION,
    PHASES,
    Standing,
    advance,
    default_phase,
    focus_warning,
    is_early,
    is_in_focus,
    is_regression,
    lead_code,
    likely_need,
    missing_for_admission,
    months_between,
    objection_to_days,
    objection_to_phase,
    phase_model,
    quarter_of,
)

TODAY = date(2026, 11, 19)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def test_a_code_tells_only_the_year() -> None:
    assert lead_code(2026, 20) == "GR-26-020"
    assert lead_code(2026, 1234) == "GR-26-1234"


def test_advance_of_the_drawing() -> None:
    assert advance(TODAY, date(2029, 1, 1)) == 25
    assert is_early(TODAY, date(2028, 11, 19))
    assert not is_early(TODAY, date(2028, 11, 18))
    assert advance(TODAY, None) is None
    assert not is_early(TODAY, None)


@given(DAYS, DAYS)
def test_months_go_both_ways(one: date, other: date) -> None:
    assert months_between(one, other) == -months_between(other, one)


@given(DAYS)
def test_a_quarter_hides_the_day(day: date) -> None:
    first = quarter_of(day)
    assert first is not None
    assert first <= day < first + timedelta(days=93)
    assert (first.month, first.day) in {(1, 1), (4, 1), (7, 1), (10, 1)}


def test_needed_before_asked_suggests_the_likely_day() -> None:
    objection = objection_to_days(TODAY, date(2025, 3, 1), TODAY)
    assert objection is not None
    assert objection.field == "needed_by"
    assert objection.message == "Deze datum ligt vóór 19-11-2026. Bedoel je 1-3-2028?"


@given(DAYS, DAYS)
def test_the_likely_day_is_acceptable(typed: date, asked: date) -> None:
    likely = likely_need(typed, asked)
    assert months_between(asked, likely) >= 12
    assert likely.month == typed.month


@pytest.mark.parametrize(
    ("asked", "needed", "field"),
    [
        (TODAY + timedelta(days=1), None, "asked_on"),
        (date(2001, 1, 1), None, "asked_on"),
        (TODAY, date(2206, 1, 1), "needed_by"),
        (TODAY, TODAY - timedelta(days=1), "needed_by"),
    ],
)
def test_absurd_days(asked: date, needed: date | None, field: str) -> None:
    objection = objection_to_days(asked, needed, TODAY)
    assert objection is not None
    assert objection.field == field
    assert "%(" not in objection.message


def test_the_phases_are_an_interpretation() -> None:
    assert "INTERPRETATIE" in phase_model()["status"]
    assert [phase["nr"] for phase in phase_model()["fasen"]] == list(PHASES)


def test_focus_warns_outside_and_never_blocks() -> None:
    assert focus_warning(3) is None
    assert focus_warning(1)
    assert [is_in_focus(phase) for phase in PHASES] == [False, True, True, True]
    assert objection_to_phase(1, TODAY, None, "", TODAY) is None


def test_going_back_needs_evidence() -> None:
    assert is_regression(2, 3)
    assert not is_regression(2, None)
    assert objection_to_phase(2, TODAY, 3, "De serie is gestopt.", TODAY) is None
    objection = objection_to_phase(2, TODAY, 3, " ", TODAY)
    assert objection is not None
    assert objection.field == "evidence"


def test_phase_of_a_kind() -> None:
    assert [default_phase(kind) for kind in ("startup", "scaleup", "grownup")] == [2, 3, 4]


def test_admission_needs_everything() -> None:
    assert missing_for_admission(Standing()) == tuple(ADMISSION)
    full = Standing(True, TODAY, 2, "BOM", True)
    assert missing_for_admission(full) == ()
    assert missing_for_admission(Standing(True, TODAY, 0, "BOM", True)) == ("kinds",)
