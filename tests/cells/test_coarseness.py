"""How exactly a case may be told: counting who else it fits, and the finest way that enough leads share."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cells.coarseness import (
    COARSEST,
    GROUP_OF,
    TRAITS,
    WAYS,
    Traits,
    alike,
    finest,
    fitting,
    options,
    show,
    spoken_for,
    suggestion,
    touches,
)

KINDS = ("space", "energy", "talent")
traits = st.builds(
    Traits,
    sector=st.sampled_from(sorted(GROUP_OF)),
    kinds=st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
    region=st.sampled_from(["Zuid", "West", None]),
    outcome=st.sampled_from(["running", "other_region", "own_region", "abroad", "withdrawn"]),
    asked_on=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
)
levels = st.sampled_from(WAYS)
everybody = st.lists(traits, min_size=1, max_size=12)


def document(kinds=None, outgoing=None, own=3):
    return {"kinds": kinds or {}, "flows": {"outgoing": outgoing or {}}, "lines": {"eigen_regio": own}}


def lead(**more) -> Traits:
    known = {"sector": "NTS01", "kinds": ("energy", "space"), "region": "Zuid", "outcome": "other_region"}
    return Traits(**{**known, "asked_on": date(2025, 9, 8), **more})


def test_each_level_shows_less_than_the_one_before():
    one = lead()
    assert show(one, {trait: next(iter(known)) for trait, known in TRAITS.items()}) == {
        "sector": "NTS01",
        "kinds": ("energy", "space"),
        "outcome": "other_region",
        "region": "Zuid",
        "period": "2025-2",
    }
    middle = show(one, {"sector": "group", "kinds": "main", "outcome": "group", "period": "year"})
    assert middle == {"sector": "chips", "kinds": ("energy",), "outcome": "stayed", "period": "2025"}
    assert set(show(one, COARSEST).values()) == {None}


def test_only_leads_that_would_be_shown_the_same_are_counted():
    others = [lead(), lead(sector="NTS09"), lead(region="West"), lead(kinds=("space", "energy"))]
    exact = {**COARSEST, "sector": "exact", "region": "region"}
    assert alike(others, lead(), exact) == 2
    assert alike(others, lead(), {**exact, "sector": "group"}) == 3
    assert alike(others, lead(), {**COARSEST, "kinds": "main"}) == 3


@given(everybody, levels, st.data())
def test_telling_less_never_fits_fewer_leads(leads, way, data):
    one = data.draw(st.sampled_from(leads))
    trait = data.draw(st.sampled_from(sorted(TRAITS)))
    known = list(TRAITS[trait])
    coarser = known[min(known.index(way[trait]) + 1, len(known) - 1)]
    assert 1 <= alike(leads, one, way) <= alike(leads, one, {**way, trait: coarser}) <= len(leads)
    assert alike(leads, one, COARSEST) == len(leads)


@given(everybody, levels, st.data())
def test_each_option_counts_what_choosing_it_would_give(leads, way, data):
    one = data.draw(st.sampled_from(leads))
    for trait, counts in options(leads, one, way).items():
        for level, count in counts.items():
            assert count == alike(leads, one, {**way, trait: level})


@given(everybody, levels)
def test_the_leads_that_a_case_fits_are_those_that_are_shown_alike(leads, way):
    numbered = dict(enumerate(leads))
    for number, one in numbered.items():
        found = fitting(numbered, one, way)
        assert number in found
        assert len(found) == alike(leads, one, way)


numbers = st.frozensets(st.integers(1, 5), min_size=1)


@given(st.lists(numbers, max_size=4), numbers)
def test_cases_about_different_leads_leave_a_case_what_every_way_to_share_them_out_leaves_it(others, fits):
    """Tried against all ways in which a reader may think the cases are about different leads."""
    worlds = [world for world in product(*others) if len(set(world)) == len(world)]
    if not worlds:
        return
    free = {lead for lead in fits if any(lead not in world for world in worlds)}
    assert fits - spoken_for(others) == free


def test_three_cases_alike_give_a_fourth_away():
    three, four = frozenset({1, 2, 3}), frozenset({1, 2, 3, 4})
    assert four - spoken_for([three, three, three]) == {4}
    assert four - spoken_for([three, three]) == four
    assert spoken_for([]) == spoken_for([frozenset()]) == frozenset()


@given(everybody, levels, st.data())
def test_a_suggestion_fits_enough_leads_and_hides_what_is_hidden_and_nothing_finer_does(leads, refused, data):
    one = data.draw(st.sampled_from(leads))

    def may(way) -> bool:
        return alike(leads, one, way) >= 3 and way != refused

    found = suggestion(leads, one, 3, lambda way: way == refused)
    assert found == next((way for way in WAYS if may(way)), None)


@given(levels, levels)
def test_a_reader_of_two_cases_knows_the_finest_of_both(one, other):
    both = finest(one, other)
    for trait, known in TRAITS.items():
        order = list(known)
        assert order.index(both[trait]) == min(order.index(one[trait]), order.index(other[trait]))


@pytest.mark.parametrize(
    ("shown", "of_report", "tells"),
    [
        ({"kinds": ("energy", "housing")}, document(kinds={"energy": 4, "housing": None}), True),
        ({"kinds": ("energy",)}, document(kinds={"energy": 4, "housing": None}), False),
        ({"kinds": ("energy",)}, document(kinds={"energy": {"value": 4, "as_of": "2025-11-30"}}), False),
        ({"region": "Zuid", "outcome": "other_region"}, document(outgoing={"Zuid": None}), True),
        ({"region": "West", "outcome": "other_region"}, document(outgoing={"Zuid": None, "West": 3}), False),
        ({"region": "Zuid", "outcome": "stayed"}, document(outgoing={"Zuid": None}), False),
        ({"outcome": "other_region"}, document(outgoing={"Zuid": None}), False),
        ({"outcome": "own_region"}, document(own=None), True),
    ],
)
def test_a_case_that_says_something_of_a_hidden_count_is_found(shown, of_report, tells):
    assert touches({**dict.fromkeys(TRAITS), **shown}, of_report) is tells


def test_a_suggestion_stays_away_from_hidden_counts():
    leads, told = [lead() for _ in range(4)], document(kinds={"space": None}, outgoing={"Zuid": None})
    found = suggestion(leads, leads[0], 3, lambda way: touches(show(leads[0], way), told))
    assert found is not None
    assert found["kinds"] == "main"
    assert (found["outcome"], found["region"]) != ("exact", "region")
    assert suggestion(leads[:2], leads[0], 3, lambda way: False) is None
