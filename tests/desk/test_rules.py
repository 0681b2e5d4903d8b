"""What asks for attention, in which order, and for whom the day begins where."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.actor import Role
from app.desk.rules import HOMES, Situation, home_of, median, most_pressing, news_since, urgency

TODAY = date(2026, 11, 19)


def situation(**more) -> Situation:
    return Situation(code="GR-25-011", company_id=7, today=TODAY, **more)


def test_a_lead_without_trouble_asks_for_nothing() -> None:
    assert most_pressing(situation()) is None


@pytest.mark.parametrize(
    ("known", "key", "number"),
    [
        ({"next_on": date(2026, 11, 10)}, "late", 9),
        ({"consent_ends": date(2026, 11, 30)}, "consent", 11),
        ({"needed_by": date(2027, 7, 20)}, "needed", 8),
        ({"last_activity": date(2026, 10, 1)}, "silent", 49),
        ({"asked_kinds": 3, "articulated_kinds": 1}, "incomplete", 2),
    ],
)
def test_each_trouble_is_named_with_its_number(known: dict, key: str, number: int) -> None:
    signal = most_pressing(situation(**known))
    assert signal is not None
    assert (signal.key, signal.number) == (key, number)


@pytest.mark.parametrize(
    "known",
    [
        {"next_on": TODAY},
        {"consent_ends": TODAY + timedelta(days=31)},
        {"consent_ends": TODAY - timedelta(days=1)},
        {"needed_by": date(2027, 7, 1), "offered": 1},
        {"needed_by": date(2029, 7, 1)},
        {"last_activity": TODAY - timedelta(days=30)},
        {"asked_kinds": 2, "articulated_kinds": 2},
    ],
)
def test_what_is_in_order_is_left_alone(known: dict) -> None:
    assert most_pressing(situation(**known)) is None


def test_a_late_step_comes_before_all_else_and_the_latest_first() -> None:
    late, later = (most_pressing(situation(next_on=TODAY - timedelta(days=days))) for days in (2, 9))
    ending = most_pressing(situation(consent_ends=TODAY))
    assert late is not None
    assert later is not None
    assert ending is not None
    assert sorted([ending, late, later], key=urgency) == [later, late, ending]


def test_the_button_leads_to_the_lead_or_its_company() -> None:
    about = situation(consent_ends=TODAY)
    signal = most_pressing(about)
    assert signal is not None
    assert signal.path(about) == "/bedrijven/7"


@given(st.lists(st.integers(-400, 400)))
def test_the_median_has_half_on_either_side(numbers: list[int]) -> None:
    middle = median(numbers)
    if not numbers:
        assert middle is None
        return
    assert middle in numbers
    assert sum(number < middle for number in numbers) <= len(numbers) / 2
    assert sum(number > middle for number in numbers) <= len(numbers) / 2


@pytest.mark.parametrize("role", [role for role, _path in HOMES])
def test_every_role_has_a_home(role: Role) -> None:
    assert home_of({role}).startswith("/")


def test_the_coordinator_begins_at_the_overview() -> None:
    assert home_of({Role.MEMBER, Role.COORDINATOR}) == "/overzicht"


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 11, 19), date(2026, 11, 18)),
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 11, 23), date(2026, 11, 20)),
    ],
)
def test_news_is_told_since_the_last_working_day(today: date, since: date) -> None:
    assert news_since(today) == since
