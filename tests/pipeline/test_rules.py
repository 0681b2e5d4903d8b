"""The pipeline's rules: a person can read from a failure which promise broke."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.leads.rules import months_between
from app.pipeline.rules import (
    DECIDED_OUTCOMES,
    OUTCOME_LABELS,
    OVERRIDES,
    REQUIREMENTS,
    STEP_LABELS,
    STEPS,
    Course,
    LeadFacts,
    Outcome,
    Step,
    is_late,
    is_silent,
    missing_for,
    needed_between,
    next_step,
    position,
    rule_on_closing,
    rule_on_move,
    rule_on_reopening,
    silent_before,
)

COMPLETE = LeadFacts(
    target_test_positive=True,
    nda_recorded=True,
    has_owner=True,
    asked_kinds=4,
    articulated_kinds=4,
    has_plan=True,
    agreed=True,
    external_action=True,
    proposed_hubs=1,
    visited_or_offered=1,
    expected_investments=1,
    decision="other_region",
)

steps = st.sampled_from(STEPS)
small = st.integers(min_value=0, max_value=5)
facts = st.builds(
    LeadFacts,
    target_test_positive=st.booleans(),
    nda_recorded=st.booleans(),
    has_owner=st.booleans(),
    asked_kinds=small,
    articulated_kinds=small,
    has_plan=st.booleans(),
    agreed=st.booleans(),
    external_action=st.booleans(),
    proposed_hubs=small,
    visited_or_offered=small,
    expected_investments=small,
    decision=st.sampled_from([None, *DECIDED_OUTCOMES]),
    nowhere_signalled=st.booleans(),
)


def test_every_step_and_outcome_has_a_name_and_requirements() -> None:
    assert set(REQUIREMENTS) == set(STEP_LABELS) == set(STEPS)
    assert set(OUTCOME_LABELS) == set(Outcome)
    assert [position(step) for step in STEPS] == [1, 2, 3, 4, 5, 6]


def test_the_step_in_execution_asks_for_plan_demand_agreement_and_external_action() -> None:
    needed = needed_between(Step.ARTICULATING, Step.IN_EXECUTION)
    assert [one.key for one in needed] == ["plan", "articulated", "agreed", "external"]


def test_what_is_missing_is_told_with_the_button_that_mends_it() -> None:
    halfway = replace(COMPLETE, agreed=False, external_action=False)
    missing = missing_for(Step.ARTICULATING, Step.IN_EXECUTION, halfway)
    assert [(one.label, one.button, one.path("GR-25-018")) for one in missing] == [
        ("Akkoord van het bedrijf", "Vastleggen", "/leads/GR-25-018/aanpak"),
        ("Eerste externe actie", "Toevoegen", "/leads/GR-25-018/acties/nieuw?extern=ja"),
    ]


@given(steps, steps, facts)
def test_a_jump_asks_for_everything_that_the_steps_between_ask_for(now: Step, to: Step, known: LeadFacts) -> None:
    one_by_one = []
    here: Step | None = now
    while here is not None and position(here) < position(to):
        there = next_step(here)
        assert there is not None
        one_by_one += missing_for(here, there, known)
        here = there
    assert list(missing_for(now, to, known)) == one_by_one


@given(steps, steps, facts)
def test_nobody_moves_forward_while_something_is_missing(now: Step, to: Step, known: LeadFacts) -> None:
    ruling = rule_on_move(now, to, known, reason="omdat het moet", override=True, coordinator=False)
    if position(to) > position(now) and missing_for(now, to, known):
        assert not ruling.allowed


@given(steps, steps)
def test_a_complete_lead_may_go_anywhere_forward_without_a_reason(now: Step, to: Step) -> None:
    if position(to) > position(now):
        assert rule_on_move(now, to, COMPLETE).allowed


@given(steps, steps, facts)
def test_going_back_always_takes_a_reason_and_nothing_else(now: Step, to: Step, known: LeadFacts) -> None:
    if position(to) < position(now):
        assert rule_on_move(now, to, known, reason="  ").field == "reason"
        back = rule_on_move(now, to, known, reason="De vraag is veranderd.")
        assert back.allowed
        assert back.course is Course.BACK


def test_the_coordinator_overrides_only_with_a_reason() -> None:
    empty = LeadFacts()
    without = rule_on_move(Step.SIGNALLED, Step.PROPOSING, empty, override=True, coordinator=True, cause="urgent")
    assert without.field == "reason"
    assert not without.allowed
    overridden = rule_on_move(
        Step.SIGNALLED,
        Step.PROPOSING,
        empty,
        override=True,
        coordinator=True,
        cause="urgent",
        reason="Besluit van de stuurgroep.",
    )
    assert overridden.allowed
    assert overridden.course is Course.OVERRIDE


@given(st.sampled_from([None, "", "duplicate", *OVERRIDES]), st.sampled_from(["", "  ", "Besluit van de stuurgroep."]))
def test_an_override_says_why_in_a_category_and_in_words(cause: str | None, reason: str) -> None:
    ruling = rule_on_move(
        Step.SIGNALLED, Step.PROPOSING, LeadFacts(), override=True, coordinator=True, cause=cause, reason=reason
    )
    assert ruling.allowed == (cause in OVERRIDES and bool(reason.strip()))
    assert ruling.field == (None if ruling.allowed else "reason" if cause in OVERRIDES else "cause")


def test_an_override_where_nothing_is_missing_is_an_ordinary_move() -> None:
    ruling = rule_on_move(Step.SIGNALLED, Step.ARTICULATING, COMPLETE, override=True, coordinator=True)
    assert ruling.allowed
    assert ruling.course is Course.FORWARD


def test_a_closed_lead_stands_still() -> None:
    assert not rule_on_move(Step.SIGNALLED, Step.ARTICULATING, COMPLETE, closed=True, reason="x").allowed
    assert not rule_on_closing(Outcome.OTHER_REGION, COMPLETE, closed=True).allowed


@pytest.mark.parametrize("outcome", DECIDED_OUTCOMES)
def test_a_decided_outcome_needs_the_signed_decision_of_that_kind(outcome: Outcome) -> None:
    assert not rule_on_closing(outcome, replace(COMPLETE, decision=None), reason="gehoord").allowed
    assert rule_on_closing(outcome, replace(COMPLETE, decision=outcome)).allowed


def test_nowhere_needs_the_signal_and_withdrawn_needs_a_reason() -> None:
    assert not rule_on_closing(Outcome.NOWHERE, COMPLETE, reason="Geen plek.").allowed
    signalled = replace(COMPLETE, nowhere_signalled=True)
    assert rule_on_closing(Outcome.NOWHERE, signalled, reason="Geen plek met 40 MW voor 2030.").allowed
    assert not rule_on_closing(Outcome.NOWHERE, signalled).allowed
    assert not rule_on_closing(Outcome.WITHDRAWN, COMPLETE).allowed
    assert rule_on_closing(Outcome.WITHDRAWN, COMPLETE, reason="Dubbel ingevoerd.").allowed


def test_reopening_takes_a_closed_lead_and_a_reason() -> None:
    assert not rule_on_reopening(closed=False, reason="Toch door.").allowed
    assert not rule_on_reopening(closed=True, reason="").allowed
    assert rule_on_reopening(closed=True, reason="Het bedrijf meldde zich weer.").allowed


def test_the_advance_of_the_example_lead_is_28_months() -> None:
    assert months_between(date(2025, 10, 14), date(2028, 3, 1)) == 28
    assert months_between(date(2025, 10, 1), date(2028, 3, 1)) == 29
    assert months_between(date(2028, 3, 1), date(2025, 10, 14)) == -28


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_months_between_turn_around(one: date, other: date) -> None:
    assert months_between(one, other) == -months_between(other, one)


def test_late_is_sooner_than_24_months_and_silent_longer_than_30_days() -> None:
    today = date(2026, 11, 19)
    assert is_late(date(2028, 11, 18), today)
    assert not is_late(date(2028, 11, 19), today)
    assert is_silent(today - timedelta(days=31), today)
    assert not is_silent(today - timedelta(days=30), today)


@given(st.dates(date(2025, 1, 1), date(2030, 1, 1)), st.integers(0, 24 * 90))
def test_silence_is_the_same_as_a_day_and_as_a_moment(today: date, hours: int) -> None:
    last = datetime.combine(today, time(23, 59), UTC) - timedelta(hours=hours)
    assert is_silent(last.date(), today) == (last < silent_before(today))
