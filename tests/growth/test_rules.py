"""The five kinds: what is measured, how large it is, what to warn about."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.growth.rules import (
    BAND_CODES,
    KINDS,
    MEASURE,
    MEASURES,
    Kind,
    Shape,
    amount_text,
    band_bounds,
    band_of,
    band_words,
    main_amount,
    main_measures,
    measures_of,
    objection,
    summary,
    warnings_for,
)
from app.web.marks import DEMAND_MARKS

TODAY = date(2026, 11, 19)
kinds = st.sampled_from(KINDS)
sizes = st.integers(min_value=0, max_value=10**12)


def test_the_kinds_stand_in_the_order_of_the_marks():
    assert [str(kind) for kind in KINDS] == list(DEMAND_MARKS)


def test_every_measure_has_one_name_and_each_kind_has_a_size():
    assert len({measure.code for measure in MEASURES}) == len(MEASURES)
    assert all(main_measures(kind) for kind in KINDS)
    assert all(measure.most for measure in MEASURES if measure.shape in (Shape.AMOUNT, Shape.LEVEL))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_added_up_has_one_unit(kind: Kind):
    assert len({(measure.unit, measure.places) for measure in main_measures(kind)}) == 1


def test_free_words_are_asked_of_every_kind():
    assert all({"what", "pinch"} <= {measure.code for measure in measures_of(kind)} for kind in KINDS)


def test_power_is_kept_in_whole_kilowatts():
    assert MEASURE["offtake"].stored(Decimal("8.5")) == 8_500
    assert MEASURE["offtake"].shown(8_500) == Decimal("8.5")
    with pytest.raises(ValueError, match="finer"):
        MEASURE["offtake"].stored(Decimal("0.0001"))


def test_the_size_adds_the_main_amounts_only():
    assert main_amount("space", {"hall": 4_200, "office": 800, "floor_load": 300}) == 5_000
    assert main_amount("energy", {"feedin": 3_000}) is None
    assert main_amount("talent", {"mbo": 90, "hbo": None, "international": 5}) == 90


@pytest.mark.parametrize(
    ("kind", "stored", "text"),
    [
        ("space", 5_000, ("5.000", "m²")),
        ("capital", 85_000_000, ("€ 85 mln", "")),
        ("talent", 140, ("140", "mensen")),
        ("energy", 8_500, ("8,5", "MW")),
    ],
)
def test_a_size_is_written_with_its_unit(kind: str, stored: int, text: tuple[str, str]):
    assert amount_text(kind, stored) == text


@given(kinds, sizes)
def test_a_size_lies_within_the_bounds_of_its_band(kind: Kind, size: int):
    least, most = band_bounds(kind, band_of(kind, size))
    assert least <= size
    assert most is None or size < most


@given(kinds, sizes, sizes)
def test_a_larger_size_is_never_in_a_smaller_band(kind: Kind, one: int, other: int):
    places = [BAND_CODES.index(band_of(kind, size) or "") for size in sorted((one, other))]
    assert places == sorted(places)


def test_a_band_says_no_more_than_its_bounds():
    assert str(band_words("space", "S")) == "tot 1.000 m²"
    assert str(band_words("energy", "M")) == "2 tot 10 MW"
    assert str(band_words("capital", "XL")) == "vanaf € 250 mln"
    assert band_of("space", None) is None


def fields(kind: str, phase: int, values: dict, **more: object) -> list[str]:
    return [warned.field for warned in warnings_for(kind, phase, values, **more)]


def test_room_cannot_be_known_before_the_end_of_phase_two():
    assert fields("space", 1, {"hall": 500}) == ["hall"]
    assert fields("space", 2, {"hall": 500}) == []


def test_capital_is_shared_early_and_own_later():
    assert fields("capital", 1, {"sharing": "own"}) == ["sharing"]
    assert fields("capital", 3, {"sharing": "own"}) == []
    assert fields("capital", 3, {"sharing": "shared"}) == ["sharing"]
    assert fields("capital", 1, {"plant": 1_000}) == []


def test_a_ticket_of_fifty_million_is_hard_to_find():
    assert fields("capital", 3, {"ticket": 50_000_000}) == ["ticket"]
    assert fields("capital", 3, {"ticket": 49_999_999}) == []


def test_housing_belongs_to_large_sites():
    assert fields("housing", 2, {"homes": 40}) == ["homes"]
    assert fields("housing", 4, {"homes": 600}) == ["mirt"]
    assert fields("housing", 4, {"homes": 600, "mirt": 1}) == []


def test_a_place_within_two_years_is_late():
    assert fields("talent", 3, {}, needed_by=date(2028, 11, 18), today=TODAY) == ["needed_by"]
    assert fields("talent", 3, {}, needed_by=date(2028, 11, 19), today=TODAY) == []


@given(kinds, st.integers(1, 4), st.dictionaries(st.sampled_from(sorted(MEASURE)), sizes), st.dates())
def test_warnings_never_stop_anybody(kind: Kind, phase: int, values: dict, day: date):
    assert all(warned.text and warned.field for warned in warnings_for(kind, phase, values, needed_by=day, today=TODAY))


@pytest.mark.parametrize(
    ("kind", "amounts", "field"),
    [
        ("space", {"hall": -1}, "hall"),
        ("space", {"hall": 3_000_000}, "hall"),
        ("talent", {"mbo": 10, "international": 11}, "international"),
        ("capital", {"plant": 1_000_000, "ticket": 2_000_000}, "ticket"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(kind: str, amounts: dict, field: str):
    found = objection(kind, amounts)
    assert found is not None
    assert found.field == field


def test_what_can_be_is_not_refused():
    assert objection("capital", {"plant": 60_000_000, "facility": 25_000_000, "ticket": 40_000_000}) is None
    assert objection("energy", {"feedin": 3_000}) is None


def test_a_class_keeps_its_capitals() -> None:
    said = [str(part) for part in summary(Kind.SPACE, {"cleanroom_class": "iso6"})]
    assert said == ["klasse van de cleanroom ISO 6"]
