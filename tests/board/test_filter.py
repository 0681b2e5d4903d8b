"""The filter of the pipeline: an address in, the same address out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.board.columns import BY_CHOICE, COLUMN_LABELS, READERS, SHOWN, Column, read_key, write_key
from app.board.filter import (
    DIMENSIONS,
    KIND_WORDS,
    YEARS,
    Filter,
    Lists,
    Place,
    Shared,
    Status,
    Whose,
    chips,
    read_filter,
    read_place,
)
from app.growth.rules import main_measures
from app.pipeline.rules import STEPS

LISTS = Lists(
    roms={"BOM": "BOM", "OOST": "Oost NL"},
    hubs={"HTCE": "High Tech Campus"},
    technologies={"NTS01": "Fotonica"},
    owners={"7": "Femke de Wit"},
)
QUARTERS = [date(year, month, 1) for year in YEARS for month in (1, 4, 7, 10)]


def in_order(order: tuple[Any, ...], least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.sets(st.sampled_from(order), min_size=least).map(lambda some: tuple(x for x in order if x in some))


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    kind = draw(st.sampled_from(["", *KIND_WORDS]))
    places = main_measures(kind)[0].places if kind else 0
    amounts = st.decimals(min_value=Decimal(1), max_value=10**9, places=places, allow_nan=False)
    return Filter(
        steps=draw(in_order(STEPS)),
        rom=draw(st.sampled_from(["", *LISTS.roms])),
        hub=draw(st.sampled_from(["", *LISTS.hubs])),
        kind=kind,
        least=draw(st.none() | amounts) if kind else None,
        phase=draw(st.sampled_from([None, 1, 2, 3, 4])),
        technology=draw(st.sampled_from(["", *LISTS.technologies])),
        before=draw(st.none() | st.sampled_from(QUARTERS)),
        since=draw(st.none() | st.sampled_from(QUARTERS)),
        owner=draw(st.sampled_from(["", *LISTS.owners])),
        whose=draw(st.sampled_from(["", *Whose])),
        silent=draw(st.none() | st.integers(1, 3650)),
        consent=draw(st.sampled_from(["", *Shared])),
        status=draw(st.sampled_from(Status)),
        text=draw(st.text(max_size=40).map(str.strip)),
        sort=draw(st.sampled_from(Column)),
        down=draw(st.booleans()),
        columns=draw(in_order(BY_CHOICE, 1)),
        board=draw(st.booleans()),
    )


@given(filters())
def test_a_filter_survives_its_address(wanted: Filter) -> None:
    assert read_filter(parse_qsl(wanted.query()), LISTS) == wanted


NAMES = [each.name for each in DIMENSIONS] + ["sorteer", "richting", "kolommen", "beeld", "na", "tot", "elders"]


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.text() | st.sampled_from(["1", "0", "-1", "9" * 30, "BOM", "1e5"])))
)
def test_whatever_is_typed_in_the_address_gives_a_filter_that_survives_its_own(typed: list[tuple[str, str]]) -> None:
    wanted = read_filter(typed, LISTS)
    assert read_filter(parse_qsl(wanted.query()), LISTS) == wanted
    place = read_place(typed)
    assert place is None or 0 <= place.number < 2**31


@given(filters())
def test_taking_every_chip_off_leaves_the_empty_filter(wanted: Filter) -> None:
    for _again in range(len(DIMENSIONS)):
        found = chips(wanted, LISTS)
        if not found:
            break
        before, wanted = wanted, read_filter(parse_qsl(found[0].href.partition("?")[2]), LISTS)
        assert len(chips(wanted, LISTS)) < len(chips(before, LISTS))
        assert replace(wanted.chosen, board=before.board) == replace(
            wanted, sort=Column.NEEDED, down=False, columns=SHOWN
        )
    assert wanted.is_empty


def test_every_dimension_stands_in_the_table_once() -> None:
    shown = {"sort", "down", "columns", "board"}
    assert {each.field for each in DIMENSIONS} == set(Filter.__dataclass_fields__) - shown
    assert len({each.name for each in DIMENSIONS}) == len(DIMENSIONS)


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("minimaal=5.000&vraag=space", "least", Decimal(5000)),
        ("minimaal=5.000", "least", None),  # of what?
        ("minimaal=8,5&vraag=energy", "least", Decimal("8.5")),
        ("minimaal=8,5&vraag=talent", "least", None),
        ("minimaal=veel&vraag=space", "least", None),
        ("voor=2028-3", "before", date(2028, 7, 1)),
        ("voor=2028", "before", date(2028, 1, 1)),
        ("voor=2028-5", "before", None),
        ("voor=1999", "before", None),
        ("stap=realising&stap=signalled&stap=x", "steps", (STEPS[0], STEPS[-1])),
        ("stil=0", "silent", None),
        ("eigenaar=8", "owner", ""),
        ("kolommen=stil&kolommen=vraag,x", "columns", (Column.ASKED, Column.SILENT)),
        ("kolommen=x", "columns", SHOWN),
    ],
)
def test_what_is_understood_and_what_is_left_out(typed: str, field: str, value: object) -> None:
    assert getattr(read_filter(parse_qsl(typed), LISTS), field) == value


def test_the_same_column_once_more_turns_the_list_round() -> None:
    assert Filter().sort_path(Column.NEEDED) == "/pijplijn?sorteer=nodig&richting=af"
    assert Filter(down=True).sort_path(Column.NEEDED) == "/pijplijn?status=open"
    assert Filter().direction(Column.NEEDED) == "ascending"
    assert Filter(sort=Column.SILENT, down=True).direction(Column.SILENT) == "descending"
    assert Filter().direction(Column.LEAD) == "none"


MOMENT = datetime(2026, 11, 19, 11, 0, 1, 250, tzinfo=UTC)
EXAMPLES = {"fromisoformat": date(2027, 4, 1), "_moment": MOMENT, "_whole": -3}


@pytest.mark.parametrize("column", Column)
def test_a_key_survives_its_address_and_a_text_never_stands_in_one(column: Column) -> None:
    assert column in COLUMN_LABELS
    if column not in READERS:
        assert write_key(column, "Stroomkade Opslag") == ""
        return
    key = EXAMPLES[READERS[column].__name__]
    wanted = Filter(sort=column).query(Place(12, write_key(column, key)))
    place = read_place(parse_qsl(wanted))
    assert place is not None
    assert (place.number, place.back, read_key(column, place.key)) == (12, False, key)
    assert read_key(column, "x") is None
    assert read_key(column, "9" * 40) is None
