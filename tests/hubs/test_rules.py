"""What is free of a supply, and how sure that is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.growth.rules import Kind
from app.hubs.rules import (
    Amount,
    Certainty,
    Offering,
    Room,
    SourceCertainty,
    free_of,
    objection,
    room_for,
    source_certainty,
    summarise,
)

steps = st.integers(min_value=0, max_value=10**9)


def hall(total: int | None, taken: int = 0, in_talks: int = 0, **more: object) -> Offering:
    return Offering(Kind.SPACE, amounts=(Amount("hall", total, taken, in_talks),), **{
        "certainty": Certainty.CONFIRMED, **more
    })  # fmt: skip


@given(steps, steps, steps)
def test_free_is_what_is_left_and_never_less_than_nothing(total: int, taken: int, in_talks: int):
    free = Amount("hall", total, taken, in_talks).free
    assert free == max(0, total - taken - in_talks)


def test_free_of_the_unknown_is_unknown():
    assert Amount("hall").free is None
    assert free_of(Kind.SPACE, [hall(None)]) is None
    assert free_of(Kind.SPACE, [hall(900, certainty=Certainty.UNKNOWN)]) is None
    assert free_of(Kind.ENERGY, [hall(900)]) is None


@pytest.mark.parametrize(
    ("offerings", "room"),
    [
        ([hall(14_000, 5_400, 2_400)], Room.PLENTY),
        ([hall(4_000), hall(1_500)], Room.PLENTY),
        ([hall(400)], Room.LIMITED),
        ([hall(400, 400)], Room.NONE),
        ([hall(400, certainty=Certainty.UNKNOWN)], Room.UNKNOWN),
        ([], Room.UNKNOWN),
    ],
)
def test_room_in_a_word(offerings: list[Offering], room: Room):
    assert room_for(Kind.SPACE, offerings) is room


def test_a_summary_has_five_rows_and_is_as_sure_as_its_weakest_part():
    rows = summarise(
        [
            hall(1_000, 400, available_from=date(2027, 7, 1)),
            hall(500, certainty=Certainty.ESTIMATE, available_from=date(2027, 1, 1)),
            hall(None, certainty=Certainty.UNKNOWN),
        ]
    )
    assert [row.kind for row in rows] == list(Kind)
    space = rows[0]
    assert (space.size.total, space.size.taken, space.size.free) == (1_500, 400, 1_100)
    assert space.certainty is Certainty.ESTIMATE
    assert space.available_from == date(2027, 1, 1)
    assert rows[4].certainty is Certainty.UNKNOWN
    assert rows[4].size.free is None


def test_amounts_of_different_units_are_not_added():
    offering = Offering(Kind.ENERGY, Certainty.CONFIRMED, (Amount("offtake", 16_000, 6_000), Amount("feedin", 5_000)))
    assert offering.size.free == 10_000


def test_what_cannot_be_in_a_supply():
    assert objection(hall(100, 80, 30)) is not None
    assert objection(hall(100, available_from=date(2028, 1, 1), until=date(2027, 1, 1))) is not None
    assert objection(hall(None)) is not None
    assert objection(hall(None, certainty=Certainty.UNKNOWN)) is None
    assert objection(hall(100, 80, 20)) is None


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("seed (002 colofon)", SourceCertainty.SOURCE),
        ("bekend; radartechnologie in 003", SourceCertainty.KNOWN),
        ("gok", SourceCertainty.GUESS),
    ],
)
def test_how_sure_the_list_is(text: str, certainty: SourceCertainty):
    assert source_certainty(text) is certainty
