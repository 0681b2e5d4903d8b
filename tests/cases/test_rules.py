"""The case approach's rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.rules import (
    ACTION_LABELS,
    ADJACENT_PROGRAMMES,
    BOTTLENECK_LABELS,
    PARTNER_LABELS,
    SIGNAL_LABELS,
    SIGNAL_MEANINGS,
    ActionState,
    BottleneckKind,
    CaseSize,
    PartnerKind,
    SignalKind,
    action_state,
    execution,
    names_the_company,
    suggested_signals,
)

TODAY = date(2026, 11, 19)
maybe_dates = st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31))


def test_every_kind_has_a_dutch_name() -> None:
    assert set(BOTTLENECK_LABELS) == set(BottleneckKind)
    assert len(BottleneckKind) == 9
    assert set(SIGNAL_LABELS) == set(SIGNAL_MEANINGS) == set(SignalKind)
    assert set(PARTNER_LABELS) == set(PartnerKind)
    assert set(ACTION_LABELS) == set(ActionState)
    assert len({one.code for one in ADJACENT_PROGRAMMES}) == len(ADJACENT_PROGRAMMES)


def test_an_approach_is_in_execution_on_the_day_its_last_condition_was_met() -> None:
    found = execution(date(2026, 3, 1), date(2026, 2, 2), date(2026, 6, 9), date(2026, 5, 11))
    assert found.since == date(2026, 6, 9)
    assert found.missing == ()


def test_without_agreement_an_approach_is_not_in_execution() -> None:
    found = execution(date(2026, 3, 1), date(2026, 2, 2), None, date(2026, 5, 11))
    assert found.since is None
    assert found.missing == ("akkoord van het bedrijf",)


@given(maybe_dates, maybe_dates, maybe_dates, maybe_dates)
def test_either_a_day_or_something_missing_never_both(
    plan: date | None, demand: date | None, agreed: date | None, external: date | None
) -> None:
    found = execution(plan, demand, agreed, external)
    assert (found.since is None) == bool(found.missing)
    assert len(found.missing) == [plan, demand, agreed, external].count(None)
    if found.since is not None:
        assert all(on is not None and on <= found.since for on in (plan, demand, agreed, external))


@pytest.mark.parametrize(
    ("due", "done", "dropped", "state"),
    [
        (date(2026, 11, 13), None, None, ActionState.LATE),
        (TODAY, None, None, ActionState.RUNNING),
        (date(2026, 10, 30), date(2026, 10, 30), None, ActionState.DONE),
        (date(2026, 10, 30), None, date(2026, 11, 1), ActionState.DROPPED),
    ],
)
def test_how_an_action_stands(due: date, done: date | None, dropped: date | None, state: ActionState) -> None:
    assert action_state(due, done, dropped, TODAY) is state


def test_a_ticket_of_50_million_is_a_funding_gap_and_one_euro_less_is_not() -> None:
    assert SignalKind.FUNDING_GAP in suggested_signals(CaseSize(phase=2, capital=50_000_000))
    assert suggested_signals(CaseSize(phase=4, capital=49_999_999)) == ()


def test_a_bundle_is_for_later_phases_and_mirt_for_large_sites() -> None:
    assert suggested_signals(CaseSize(phase=3, capital=85_000_000)) == (SignalKind.FUNDING_GAP, SignalKind.BUNDLE)
    assert suggested_signals(CaseSize(phase=2, capital=85_000_000)) == (SignalKind.FUNDING_GAP,)
    assert suggested_signals(CaseSize(people=2_000)) == (SignalKind.MIRT,)
    assert suggested_signals(CaseSize(homes=1_000)) == (SignalKind.MIRT,)


def test_nowhere_is_never_suggested_by_the_software() -> None:
    huge = CaseSize(phase=4, capital=10**9, people=10_000, homes=10_000)
    assert SignalKind.NOWHERE not in suggested_signals(huge)


def test_a_lesson_that_names_the_company_is_noticed() -> None:
    names = ("Stroomkade Opslag", "SKO")
    assert names_the_company("Vraag stroomkade opslag eerder naar stroom.", names) == "Stroomkade Opslag"
    assert names_the_company("Vraag eerder naar stroom.", names) is None
    assert names_the_company("Alles.", ("", "  ")) is None
