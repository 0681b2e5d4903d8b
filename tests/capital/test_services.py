"""Decisions and investments: what is kept, what is refused, who reads what."""

from datetime import date
from typing import Any

import pytest

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.capital import queries, services
from app.capital.rules import Totals
from app.db.errors import Refused
from tests.cases.world import SessionAs, build

GROUNDS = "Er ligt een aanbod voor een locatie in Noordrijn-Westfalen."
DECIDED: dict[str, Any] = {
    "stage": "decided",
    "nature": "plant",
    "amount": 85_000_000,
    "holds_on": date(2026, 9, 3),
    "counterfactual": "not_in_nl",
    "grounds": GROUNDS,
}


def test_the_three_stages_stay_apart_and_the_surest_tells_the_counterfactual(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.record_investment(
        bom, case.lead, stage="expected", nature="building", amount=100_000_000, holds_on=date(2027, 5, 1)
    )
    services.record_investment(bom, case.lead, **DECIDED)
    found = queries.capital_of(bom, case.lead.id)
    assert found.totals == Totals(expected=100_000_000, decided=85_000_000, realised=0)
    assert found.headline is not None
    assert (found.headline.grounds, found.headline.amount) == (GROUNDS, 85_000_000)


def test_a_decided_investment_without_grounds_is_refused_beside_its_field(system: GuardedSession) -> None:
    case = build(system)
    with pytest.raises(Refused) as refused:
        services.record_investment(system, case.lead, **{**DECIDED, "grounds": " "})
    assert refused.value.field == "grounds"
    assert queries.capital_of(system, case.lead.id).investments == []


def test_a_corrected_investment_is_still_one(system: GuardedSession) -> None:
    case = build(system)
    first = services.record_investment(system, case.lead, **DECIDED)
    services.record_investment(system, case.lead, **{**DECIDED, "amount": 90_000_000}, investment=first)
    assert queries.capital_of(system, case.lead.id).totals.decided == 90_000_000
    services.remove_investment(system, first)
    assert queries.capital_of(system, case.lead.id).investments == []


def test_a_decision_for_enschede_is_another_region_and_keeps_its_place_private(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    services.record_decision(
        bom,
        case.lead,
        kind="other_region",
        signed_on=date(2026, 9, 3),
        municipality_code="GM0153",
        motive="grid",
        why="Daar is stroom.",
    )
    seen = queries.decision_of(bom, case.lead.id)
    assert seen is not None
    assert (seen.destination, seen.municipality, seen.why) == ("Oost NL", "Enschede", "Daar is stroom.")
    coordinator = queries.decision_of(session_as(case.actors["IQ"]), case.lead.id)
    assert coordinator is not None
    assert (coordinator.destination, coordinator.municipality, coordinator.why) == ("Oost NL", None, None)
    assert queries.decision_of(session_as(case.actors["OOST"]), case.lead.id) is None


def test_a_decision_recorded_again_is_corrected(system: GuardedSession) -> None:
    case = build(system)
    about: dict[str, Any] = {"signed_on": date(2026, 9, 3), "motive": "grid"}
    services.record_decision(system, case.lead, kind="other_region", municipality_code="GM0153", **about)
    services.record_decision(system, case.lead, kind="abroad", country="US", **about)
    seen = queries.decision_of(system, case.lead.id)
    assert seen is not None
    assert (seen.kind, seen.country, seen.municipality, seen.destination) == ("abroad", "US", None, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "other_region", "municipality_code": "GM0772"}, "municipality_code"),
        ({"kind": "other_region", "municipality_code": "GM9999"}, "municipality_code"),
        ({"kind": "own_region", "municipality_code": "GM0153"}, "municipality_code"),
        ({"kind": "abroad", "country": None}, "country"),
        ({"kind": "other_region", "municipality_code": "GM0153", "signed_on": date(2025, 10, 13)}, "signed_on"),
        ({"kind": "other_region", "municipality_code": "GM0153", "signed_on": date(2026, 11, 20)}, "signed_on"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_beside_its_field(
    system: GuardedSession, values: dict[str, Any], field: str
) -> None:
    case = build(system)
    with pytest.raises(Refused) as refused:
        services.record_decision(system, case.lead, **{"signed_on": date(2026, 9, 3), "motive": "grid", **values})
    assert refused.value.field == field


def test_only_the_holder_records_money(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    coordinator = session_as(case.actors["IQ"])
    with pytest.raises(OutOfScope):
        services.record_investment(coordinator, case.lead, **{**DECIDED, "grounds": "x"})


def test_the_basket_of_a_scale_up_holds_what_is_meant_for_it(system: GuardedSession) -> None:
    services.load_instruments(system)
    services.load_instruments(system)
    assert [one.code for one in queries.basket(system, 1)] == ["VFF", "WBSO", "ROM"]
    assert "PENS" not in [one.code for one in queries.basket(system, 3)]
