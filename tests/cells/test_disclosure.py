"""Which cells a report shows: small ones never, small changes never, and neither by working back from all reports."""

import sys
from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cells.disclosure import Cell, Earlier, Table, publish, repeated_since, shown_value
from app.cells.rules import Disclosure, hide_parts
from app.cells.worlds import ANY, Told, given_away
from tests.cells.attack import DAYS, afresh, as_stated, attack, programme

LIMITS = Disclosure()
PARTS, MENTIONS, OVERLAPPING = (0, 0), (0, ANY), (-ANY, 0)
MAY, NOVEMBER = "2025-05-31", "2025-11-30"


def table(*counts: int, total: int | None = None, rest: tuple[int, int] = PARTS) -> Table:
    named = {str(place): count for place, count in enumerate(counts)}
    return Table(named, sum(counts) if total is None else total, rest)


def first(*counts: int) -> Earlier:
    of = table(*counts)
    return Earlier(MAY, of.total, publish(of, [], LIMITS), 3)


def then(before: Earlier, *counts: int) -> list[Cell]:
    return list(publish(table(*counts), [before], LIMITS).values())


def test_a_value_is_repeated_until_it_differs_by_three_moved_or_not():
    was = first(7, 9, 12, 0)
    since = {"as_of": MAY}
    assert then(was, 8, 9, 15, 0) == [{"value": 7} | since, {"value": 9} | since, 15, 0]


def test_a_repeated_value_keeps_the_day_it_was_fresh():
    reports = [first(7, 9, 12)]
    for day in DAYS[1:]:
        now = table(8, 9, 12)
        reports.append(Earlier(day, now.total, publish(now, reports, LIMITS), 3))
    assert {repeated_since(cell) for cell in reports[-1].cells.values()} == {MAY}


def test_a_repeat_that_the_headline_gives_away_takes_another_cell_along():
    shown = then(first(7, 9, 0), 9, 11, 0)
    assert [shown_value(cell) for cell in shown] != [7, 9, 0], "both moved by two, as the headline moved by four"


def test_a_small_cell_is_hidden_with_the_least_beside_it():
    assert list(publish(table(9, 5, 2, 0), [], LIMITS).values()) == [9, None, None, 0]


def test_where_headline_and_noughts_tell_a_cell_the_noughts_are_not_shown_either():
    assert set(publish(table(2, 0, 0), [], LIMITS).values()) == {None}


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    """A table of one to five cells in one to four reports."""
    row = st.lists(st.integers(0, 14), min_size=(size := draw(st.integers(1, 5))), max_size=size)
    return draw(st.lists(row, min_size=1, max_size=4))


rows = tables()


def reports_of(rows: Sequence[Sequence[int]], rest: tuple[int, int] = PARTS, left: int = 0) -> list[Earlier]:
    found: list[Earlier] = []
    for day, row in zip(DAYS, rows, strict=False):
        now = table(*row, total=(max(row) if rest[0] < 0 else sum(row)) + left, rest=rest)
        found.append(Earlier(day, now.total, publish(now, found, LIMITS), 3))
    return found


@settings(deadline=None, max_examples=60)
@given(rows, st.sampled_from([PARTS, MENTIONS, OVERLAPPING]), st.integers(0, 6))
def test_what_is_shown_is_true_of_its_day_and_never_small(rows, rest, left):
    by_day = dict(zip(DAYS, rows, strict=False))
    reports = reports_of(rows, rest, left if rest != PARTS else 0)
    for one in reports:
        for place, cell in enumerate(one.cells.values()):
            value, day = shown_value(cell), repeated_since(cell) or one.day
            assert value is None or value not in (1, 2)
            assert value is None or value == by_day[day][place]
            assert value is None or abs(value - by_day[one.day][place]) < 3


@settings(deadline=None, max_examples=60)
@given(rows)
def test_fresh_cells_never_pass_the_headline_and_values_of_a_cell_lie_three_apart(rows):
    reports = reports_of(rows)
    for one in reports:
        assert sum(cell for cell in one.cells.values() if isinstance(cell, int)) <= one.total
    for name in reports[0].cells:
        values = {shown_value(one.cells[name]) for one in reports} - {None}
        assert all(one == other or abs(one - other) >= 3 for one in values for other in values)


@settings(deadline=None, max_examples=40)
@given(rows)
def test_the_same_reports_always_come_out_and_a_later_one_changes_none_before_it(rows):
    reports = reports_of(rows)
    assert reports_of(rows) == reports
    assert reports_of(rows[:-1]) == reports[:-1]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=1, max_size=3))
def test_what_is_given_away_is_what_trying_every_world_finds(rows):
    reports = reports_of(rows)
    told = [Told(one.total, [span(cell) for cell in one.cells.values()]) for one in reports]
    worlds = list(worlds_of(told))
    if not worlds:
        return
    steady = [world for world in worlds if all(map(grew, world, world[1:]))]
    worlds = steady or worlds
    found = given_away(told)
    for cell, report in product(range(3), range(len(told))):
        for since in range(-1, report):
            moves = {world[report][cell] - (world[since][cell] if since >= 0 else 0) for world in worlds}
            fixed = shown(told[report], cell) and (since < 0 or shown(told[since], cell))
            small = moves <= {1, 2} or moves <= {-1, -2}
            assert ((cell, report, since) in found) == (small and not fixed), (reports, cell, report, since, moves)


def grew(was: Sequence[int], now: Sequence[int]) -> bool:
    return all(before <= after for before, after in zip(was, now, strict=True))


def shown(told: Told, cell: int) -> bool:
    low, high = told.ranges[cell]
    return low == high


def span(cell: Cell) -> tuple[int, int]:
    if isinstance(cell, dict):
        return (max(1, cell["value"] - 2), cell["value"] + 2)
    return (1, ANY) if cell is None else (cell, cell)


def worlds_of(told: Sequence[Told]) -> Iterator[tuple[tuple[int, ...], ...]]:
    each = [
        [
            row
            for row in product(*(range(low, min(high, one.total) + 1) for low, high in one.ranges))
            if sum(row) == one.total
        ]
        for one in told
    ]
    return product(*each)


def worked_out(tables):
    """Every small hidden cell that one who can run these rules works out exactly, and could not without us.

    `tables` holds (cells, headline, publication). All tables that would have looked the same are put side by side: a
    cell is worked out when it is the same in all of them.
    """
    alike: dict[tuple, list[tuple[int, ...]]] = {}
    conceivable: dict[tuple, list[tuple[int, ...]]] = {}
    for cells, headline, shown in tables:
        known = (headline, tuple(count == 0 for count in cells))
        alike.setdefault((*known, shown), []).append(cells)
        conceivable.setdefault(known, []).append(cells)
    derived = []
    for (headline, zeros, shown), tables_alike in alike.items():
        for place, count in enumerate(shown):
            values = {cells[place] for cells in tables_alike}
            could_be = {cells[place] for cells in conceivable[headline, zeros]}
            if count is None and len(values) == 1 and values <= {1, 2} and len(could_be) > 1:
                derived.append((headline, shown, place, tables_alike[0]))
    return derived


def shown_of(cells, total, rest):
    return tuple(publish(table(*cells, total=total, rest=rest), [], LIMITS).values())


@pytest.mark.parametrize(("size", "most"), [(2, 12), (3, 12), (4, 9), (5, 6)])
def test_no_small_part_can_be_worked_out_from_its_headline(size, most):
    tables = [
        (cells, sum(cells), shown_of(cells, sum(cells), PARTS))
        for cells in product(range(most + 1), repeat=size)
        if sum(cells) <= most
    ]
    assert worked_out(tables) == []


@pytest.mark.parametrize(("size", "most"), [(2, 12), (3, 12), (4, 9), (5, 6)])
def test_no_small_part_of_a_count_that_has_no_past_can_be_worked_out(size, most):
    tables = [
        (cells, sum(cells), tuple(hide_parts({str(at): one for at, one in enumerate(cells)}, LIMITS).values()))
        for cells in product(range(most + 1), repeat=size)
        if sum(cells) <= most
    ]
    assert worked_out(tables) == []


@pytest.mark.parametrize(("size", "most"), [(1, 9), (2, 9), (3, 9), (4, 7)])
def test_no_small_mention_can_be_worked_out_from_its_headline(size, most):
    tables = [
        (cells, total, shown_of(cells, total, MENTIONS))
        for cells in product(range(most + 1), repeat=size)
        for total in range(sum(cells), most + 1)
    ]
    assert worked_out(tables) == []


@pytest.mark.parametrize(("size", "most"), [(2, 9), (3, 7), (4, 5)])
def test_no_small_overlapping_count_can_be_worked_out_from_its_headline(size, most):
    tables = [
        (cells, total, shown_of(cells, total, OVERLAPPING))
        for cells in product(range(most + 1), repeat=size)
        for total in range(max(cells), min(sum(cells), most) + 1)
    ]
    assert worked_out(tables) == []


PROGRAMMES = [programme(seed) for seed in range(15)]


def test_one_who_reads_every_report_works_out_no_small_count_and_no_small_change():
    found = attack(PROGRAMMES)
    sys.stdout.write(f"\n{found}\n")
    assert found.leaks == []
    assert found.small_changes > 10
    assert found.percent >= 55


@pytest.mark.parametrize(("publisher", "marks_tell"), [(afresh, False), (as_stated, True)])
def test_the_attack_finds_what_reports_give_away_without_the_rule(publisher, marks_tell):
    assert attack(PROGRAMMES[:5], publisher, marks_tell=marks_tell).derived_changes > 10
