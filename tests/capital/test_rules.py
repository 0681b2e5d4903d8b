"""Retained capital's rules."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.capital.rules import (
    COUNTERFACTUAL_HEADINGS,
    COUNTERFACTUAL_LABELS,
    DECISION_LABELS,
    MOST,
    NATURES,
    STAGE_DAYS,
    STAGE_LABELS,
    Counterfactual,
    DecisionKind,
    Stage,
    fits,
    objection_to_decision,
    objection_to_investment,
    read_instrument,
    totals,
)
from app.pipeline.rules import DECIDED_OUTCOMES

TODAY = date(2026, 11, 19)
ENTRY = date(2025, 10, 14)
GOOD: dict[str, Any] = {
    "stage": Stage.DECIDED,
    "nature": "plant",
    "amount": 85_000_000,
    "holds_on": date(2026, 9, 3),
    "counterfactual": Counterfactual.NOT_IN_NL,
    "grounds": "Er ligt een aanbod in Noordrijn-Westfalen.",
    "entry_on": ENTRY,
    "today": TODAY,
}
SIGNED: dict[str, Any] = {
    "kind": DecisionKind.OTHER_REGION,
    "signed_on": date(2026, 9, 3),
    "origin_rom": "BOM",
    "destination_rom": "OOST",
    "country": None,
    "entry_on": ENTRY,
    "today": TODAY,
}


def field_of(**changes: Any) -> str | None:
    """The field of the first objection to the good investment with changes."""
    found = objection_to_investment(**{**GOOD, **changes})
    return found.field if found else None


def decision_field_of(**changes: Any) -> str | None:
    """The field of the first objection to the good decision with changes."""
    found = objection_to_decision(**{**SIGNED, **changes})
    return found.field if found else None


def test_every_word_list_is_complete() -> None:
    assert set(STAGE_LABELS) == set(STAGE_DAYS) == set(Stage)
    assert set(COUNTERFACTUAL_LABELS) == set(COUNTERFACTUAL_HEADINGS) == set(Counterfactual)
    assert set(DECISION_LABELS) == set(DecisionKind)
    assert {one.value for one in DecisionKind} == {one.value for one in DECIDED_OUTCOMES}


def test_a_decided_investment_with_its_counterfactual_is_fine() -> None:
    assert field_of() is None


@pytest.mark.parametrize("stage", [Stage.DECIDED, Stage.REALISED])
def test_without_counterfactual_or_grounds_nothing_is_decided_or_realised(stage: Stage) -> None:
    assert field_of(stage=stage, counterfactual=None) == "counterfactual"
    assert field_of(stage=stage, grounds="   ") == "grounds"


def test_an_expected_investment_may_lie_ahead_and_lack_its_counterfactual() -> None:
    assert field_of(stage=Stage.EXPECTED, counterfactual=None, grounds="", holds_on=date(2028, 1, 1)) is None


@pytest.mark.parametrize("nature", ["funding_round", "valuation", "turnover", "takeover", "programme_subsidy"])
def test_what_may_never_count_is_refused_at_every_stage_with_a_reason(nature: str) -> None:
    assert not NATURES[nature].counts
    for stage in Stage:
        found = objection_to_investment(**{**GOOD, "nature": nature, "stage": stage})
        assert found is not None
        assert found.field == "nature"
        assert found.message == NATURES[nature].why_not


@given(st.integers())
def test_amounts_are_more_than_nothing_and_at_most_ten_billion(amount: int) -> None:
    assert field_of(amount=amount) == (None if 0 < amount <= MOST else "amount")


def test_a_decision_from_before_the_question_never_counts() -> None:
    assert field_of(holds_on=ENTRY - timedelta(days=1)) == "holds_on"
    assert field_of(holds_on=ENTRY) is None
    assert field_of(holds_on=TODAY + timedelta(days=1)) == "holds_on"


def test_a_signed_decision_for_another_region() -> None:
    assert decision_field_of() is None
    assert decision_field_of(destination_rom="BOM") == "municipality_code"
    assert decision_field_of(destination_rom=None) == "municipality_code"
    assert decision_field_of(origin_rom=None) == "kind"
    assert decision_field_of(signed_on=TODAY + timedelta(days=1)) == "signed_on"
    assert decision_field_of(signed_on=ENTRY - timedelta(days=1)) == "signed_on"


@pytest.mark.parametrize("kind", [DecisionKind.OWN_REGION, DecisionKind.CURRENT_SITE])
def test_own_region_and_current_site_stay_with_the_same_rom(kind: DecisionKind) -> None:
    assert decision_field_of(kind=kind) == "municipality_code"
    assert decision_field_of(kind=kind, destination_rom="BOM") is None


def test_abroad_asks_for_a_country() -> None:
    assert decision_field_of(kind=DecisionKind.ABROAD, destination_rom=None) == "country"
    assert decision_field_of(kind=DecisionKind.ABROAD, destination_rom=None, country="US") is None


@given(st.lists(st.tuples(st.sampled_from([one.value for one in Stage]), st.integers(1, MOST))))
def test_the_three_totals_stay_apart(amounts: list[tuple[str, int]]) -> None:
    found = totals(amounts)
    assert found.expected + found.decided + found.realised == sum(amount for _, amount in amounts)
    for stage in Stage:
        assert getattr(found, stage) == sum(amount for own, amount in amounts if own == stage)


@pytest.fixture(scope="module")
def basket() -> dict[str, Any]:
    path = Path(__file__).parents[2] / "app" / "capital" / "data" / "financiering.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["code"]: read_instrument(row) for row in csv.DictReader(rows)}


def test_the_basket_is_read_in_whole_euros(basket: dict[str, Any]) -> None:
    assert basket["VFF"].ticket_to == 450_000
    assert basket["VFF"].ticket_from is None
    assert (basket["EIB"].ticket_from, basket["EIB"].ticket_to) == (7_500_000, 50_000_000)
    assert (basket["ROM"].first_phase, basket["ROM"].last_phase) == (1, 3)


def test_a_startup_is_pointed_to_other_money_than_a_grown_up(basket: dict[str, Any]) -> None:
    fitting = {code for code, one in basket.items() if fits(one, 1)}
    assert fitting == {"VFF", "WBSO", "ROM"}
    assert "PENS" in {code for code, one in basket.items() if fits(one, 4, 60_000_000)}
    assert "PENS" not in {code for code, one in basket.items() if fits(one, 4, 20_000_000)}


def test_the_programmes_own_subsidy_fits_no_company(basket: dict[str, Any]) -> None:
    assert not any(fits(basket["EZSUB"], phase) for phase in (1, 2, 3, 4))
