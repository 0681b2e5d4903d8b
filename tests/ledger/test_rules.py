"""What a fact stands on, when it holds, and who may judge it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ledger.rules import (
    CAUSES,
    NO_COORDINATOR,
    NO_VERIFIER,
    SUBMIT_AGAIN,
    WITHDRAWALS,
    Claim,
    Fact,
    Judge,
    Parties,
    depends_on,
    holding_day,
    objection_to_claim,
    why_nobody,
    why_not_accept,
)

BOM, OOST, IQ = 1, 2, 3
AT_BOM = Parties(
    persons=frozenset({10}),
    submitted_for=BOM,
    holder=BOM,
    owner_organisation=BOM,
    origin_rom="BOM",
    destination_rom=None,
)
COORDINATOR = Judge(person=30, organisation=IQ, rom="IQ", coordinates=True)
VERIFIER = Judge(person=20, organisation=OOST, rom="OOSTNL", coordinates=False)


def test_a_fact_holds_on_the_day_its_last_condition_was_met():
    assert holding_day({"plan": date(2026, 1, 1), "agreement": date(2026, 3, 1)}) == date(2026, 3, 1)
    assert holding_day({"plan": date(2026, 1, 1), "agreement": None}) is None
    assert holding_day({}) is None


causes = st.sampled_from([None, "", *WITHDRAWALS, *CAUSES])


@given(st.sampled_from(list(Fact)), causes)
def test_only_a_withdrawal_needs_one_of_its_own_causes(fact: Fact, cause: str | None):
    day = date(2026, 3, 2)
    claim = Claim(day, "contract", day, 10, amount=5, counterfactual="not_in_nl", grounds="Zo was het", cause=cause)
    objection = objection_to_claim(fact, claim, day)
    lacks = fact is Fact.WITHDRAWN and cause not in WITHDRAWALS
    assert (objection is not None and objection.field == "cause") == lacks
    assert not WITHDRAWALS.keys() & CAUSES.keys()


some = st.sampled_from([None, "BOM", "IQ", "OOSTNL", "NOM"])
facts_of = st.builds(
    Parties,
    persons=st.frozensets(st.integers(1, 40), max_size=6),
    submitted_for=st.integers(1, 4),
    holder=st.none() | st.integers(1, 4),
    owner_organisation=st.none() | st.integers(1, 4),
    origin_rom=some,
    destination_rom=some,
    needs_verifier=st.booleans(),
)
coordinators = st.builds(
    Judge, person=st.integers(30, 33), organisation=st.just(IQ), rom=st.just("IQ"), coordinates=st.just(True)
)
verifiers = st.builds(
    Judge, person=st.integers(20, 23), organisation=st.sampled_from([BOM, OOST]), rom=some, coordinates=st.just(False)
)


@given(facts_of, st.lists(coordinators | verifiers, max_size=5))
def test_nobody_is_left_exactly_when_no_one_may_judge_and_the_advice_helps(parties: Parties, judges: list[Judge]):
    why = why_nobody(parties, judges, COORDINATOR)
    assert (why is None) == any(why_not_accept(parties, judge) is None for judge in judges)
    if why == NO_VERIFIER:
        assert why_not_accept(parties, Judge(person=99, organisation=99, rom=None, coordinates=False)) is None
    if why == NO_COORDINATOR:
        assert why_not_accept(parties, replace(COORDINATOR, person=99)) is None
    if why == SUBMIT_AGAIN:
        again = replace(parties, needs_verifier=True)
        assert why_not_accept(again, Judge(person=99, organisation=99, rom=None, coordinates=False)) is None


def test_what_falls_with_an_admission_or_a_realisation():
    assert depends_on(Fact.REALISED) == {Fact.BECAME_SCALEUP}
    assert Fact.CAPITAL_DECIDED in depends_on(Fact.ADMITTED)
    assert depends_on(Fact.CAPITAL_DECIDED) == frozenset()


def test_the_coordinator_and_a_verifier_elsewhere_may_judge():
    assert why_not_accept(AT_BOM, COORDINATOR) is None
    assert why_not_accept(replace(AT_BOM, needs_verifier=True), VERIFIER) is None


@pytest.mark.parametrize(
    ("changed", "judge"),
    [
        ({"persons": frozenset({10, 30})}, COORDINATOR),
        ({"submitted_for": IQ}, COORDINATOR),
        ({"holder": IQ}, COORDINATOR),
        ({"owner_organisation": IQ}, COORDINATOR),
        ({"origin_rom": "IQ"}, COORDINATOR),
        ({"destination_rom": "IQ"}, COORDINATOR),
        ({"submitted_for": OOST}, VERIFIER),
        ({"holder": OOST}, VERIFIER),
        ({"destination_rom": "OOSTNL"}, VERIFIER),
        ({"origin_rom": "OOSTNL"}, VERIFIER),
        ({"needs_verifier": False}, VERIFIER),
        ({}, Judge(person=None, organisation=None, rom=None, coordinates=True)),
    ],
)
def test_nobody_judges_what_is_their_own(changed, judge):
    parties = replace(AT_BOM, **{"needs_verifier": judge is VERIFIER, **changed})
    assert why_not_accept(parties, judge)


def test_a_verifier_elsewhere_judges_what_touches_the_coordinating_rom():
    to_iq = replace(AT_BOM, destination_rom="IQ", needs_verifier=True)
    assert why_not_accept(to_iq, COORDINATOR)
    assert why_not_accept(to_iq, VERIFIER) is None


ids = st.one_of(st.none(), st.integers(1, 4))
roms = st.sampled_from(["BOM", "OOSTNL", "IQ", None])


people = st.frozensets(st.integers(1, 4))


@given(
    st.builds(Parties, people, ids, ids, ids, roms, roms, st.booleans()),
    st.builds(Judge, ids, ids, roms, st.booleans()),
)
def test_who_may_judge_has_no_part_in_it(parties, judge):
    if why_not_accept(parties, judge) is None:
        assert judge.person not in parties.persons
        assert judge.organisation not in (parties.submitted_for, parties.holder, parties.owner_organisation)
        assert not (judge.rom and judge.rom in (parties.origin_rom, parties.destination_rom))
        assert judge.coordinates or parties.needs_verifier
