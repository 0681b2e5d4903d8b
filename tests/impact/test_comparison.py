"""What a fact says against what its dossier says: one differs from the other exactly where they are unlike."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.impact.comparison import (
    GONE,
    STAGE_FACTS,
    Dossier,
    Statement,
    differences,
    lost_conditions,
    moved_conditions,
    restated,
)
from app.impact.conditions import Condition, Grounds, as_stated, conditions, holds_on
from app.ledger.rules import CAPITAL_FACTS, Fact

SIGNED = date(2026, 3, 2)
roms = st.sampled_from([None, "BOM", "OOSTNL", "UTRECHT"])
days = st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31))
euros = st.none() | st.integers(1, 10_000_000_000)
otherwise = st.sampled_from([None, "not_at_all", "not_in_nl"])
stages = st.sampled_from([None, *STAGE_FACTS])
dossiers = st.builds(Dossier, roms, days, roms, stages, euros, days, otherwise)
statements = st.builds(Statement, roms, roms, days, euros, otherwise)
facts = st.sampled_from(list(Fact))


@given(facts, statements, dossiers)
def test_what_the_dossier_would_say_today_never_differs_from_it(fact: Fact, said: Statement, now: Dossier) -> None:
    again = restated(fact, said, now)
    if again is None:
        assert [one.what for one in differences(fact, said, now)] == [GONE]
    else:
        assert differences(fact, again, now) == ()


@given(facts, statements, dossiers)
def test_each_difference_is_one_and_none_is_left_out(fact: Fact, said: Statement, now: Dossier) -> None:
    again = restated(fact, said, now)
    found = differences(fact, said, now)
    assert all(one.said != one.now for one in found if one.what != GONE)
    if again is not None:
        assert said._replace(**{one.what: one.now for one in found}) == again


@given(statements, dossiers)
def test_money_of_another_stage_is_another_fact(said: Statement, now: Dossier) -> None:
    for fact in CAPITAL_FACTS:
        gone = restated(fact, said, now) is None
        assert gone == (now.stage is None or STAGE_FACTS[now.stage] is not fact)


def test_a_decision_corrected_to_the_own_region_contradicts_what_was_submitted() -> None:
    said = Statement("UTRECHT", "OOSTNL", SIGNED)
    now = Dossier("UTRECHT", SIGNED, "UTRECHT")
    assert differences(Fact.REALISED, said, now) == (("destination_rom", "OOSTNL", "UTRECHT"),)
    assert differences(Fact.REALISED, said, Dossier("UTRECHT", SIGNED, "OOSTNL")) == ()


def test_what_went_abroad_is_no_decision_in_the_netherlands() -> None:
    assert differences(Fact.REALISED, Statement("BOM", "NOM", SIGNED), Dossier("BOM", SIGNED)) == ((GONE, None, None),)


def test_what_is_expected_has_no_day_to_be_held_to() -> None:
    now = Dossier("BOM", stage="expected", amount=5, money_on=date(2028, 1, 1))
    assert differences(Fact.CAPITAL_EXPECTED, Statement("BOM", None, SIGNED, 5), now) == ()


def test_only_required_parts_that_were_stated_are_compared() -> None:
    found = (Condition("plan", SIGNED), Condition("agreement", None), Condition("admitted", SIGNED, required=False))
    stated = {"agreement": SIGNED, "admitted": None}
    assert moved_conditions(stated, found) == (("agreement", SIGNED, None),)


day = st.dates(date(2025, 1, 1), date(2028, 12, 31))
complete = st.builds(
    Grounds,
    asked_on=day,
    tested_on=day,
    has_demand=st.just(True),
    articulated_on=day,
    origin_rom=st.just("BOM"),
    nda_on=day,
    plan_on=day,
    agreed_on=day,
    external_on=day,
    admitted_on=st.none() | day,
)
on_conditions = st.sampled_from([Fact.ADMITTED, Fact.APPROACH_STARTED])
GROUND_OF = {
    "target_test": "tested_on",
    "question": "asked_on",
    "nda": "nda_on",
    "plan": "plan_on",
    "articulated": "articulated_on",
    "agreement": "agreed_on",
    "external": "external_on",
}


@given(on_conditions, complete)
def test_what_was_submitted_is_never_contradicted_by_the_same_dossier(fact: Fact, known: Grounds) -> None:
    found = conditions(fact, known)
    assert lost_conditions(holds_on(found), as_stated(found), found) == ()


@given(on_conditions, complete, complete)
def test_what_counts_is_contradicted_exactly_where_a_part_is_gone_or_came_after_its_day(
    fact: Fact, then: Grounds, now: Grounds
) -> None:
    said = conditions(fact, then)
    held_on, found = holds_on(said), conditions(fact, now)
    lost = lost_conditions(held_on, as_stated(said), found)
    assert {one.what for one in lost} == {part.name for part in found if part.required and part.met_on > held_on}
    assert all(one.said <= held_on < one.now for one in lost)
    assert (holds_on(found) <= held_on) == (lost == ())


@given(st.sampled_from([*GROUND_OF]), complete, st.booleans())
def test_each_part_that_goes_or_moves_on_is_told(name: str, then: Grounds, goes: bool) -> None:
    fact = next(one for one in (Fact.ADMITTED, Fact.APPROACH_STARTED) if name in as_stated(conditions(one, then)))
    said = conditions(fact, then)
    held_on = holds_on(said)
    now = replace(then, **{GROUND_OF[name]: None if goes else held_on + timedelta(days=1)})
    lost = {one.what: one.now for one in lost_conditions(held_on, as_stated(said), conditions(fact, now))}
    assert lost[name] == getattr(now, GROUND_OF[name])


def test_what_was_never_stated_is_held_to_the_day_that_counts() -> None:
    assert lost_conditions(SIGNED, {}, (Condition("plan", None), Condition("nda", SIGNED))) == (("plan", SIGNED, None),)
