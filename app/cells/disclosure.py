"""Which cells of a breakdown a report shows, given every report before it (002 §5.5).

Three things keep a count of one or two out of reach, also as the difference between two reports: small cells are
hidden; a cell that was shown repeats its value until it differs by the smallest cell or more, whether it moved or not;
and where that would still give one away, the least of what is left is hidden too. Who reads is assumed to know the
headlines, the zeros, every report and these rules.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from app.cells.rules import Disclosure
from app.cells.worlds import ANY, Known, Range, Told, given_away

UNTOLD: Range = (0, ANY)
Cell = int | dict[str, Any] | None  # a count, a repeated {"value", "as_of"}, or not shown


@dataclass(frozen=True)
class Earlier:
    """A table as a report told it: the day, the headline, its cells, and how small was too small then."""

    day: str
    total: int | None
    cells: Mapping[str, Cell]
    smallest: int


@dataclass(frozen=True)
class Table:
    """Counts by cell before anything is hidden: the headline they split (None: nobody knows it).

    `rest` is how much of the headline may be in no cell; below nought where counts overlap.
    """

    counts: Mapping[str, int]
    total: int | None
    rest: Range = (0, 0)


def shown_value(cell: Cell) -> int | None:
    """What a reader sees of a cell: the count, fresh or repeated, or None."""
    return cell["value"] if isinstance(cell, dict) else cell


def repeated_since(cell: Cell) -> str | None:
    """The reporting date of a value that is repeated, or None for a fresh or hidden one."""
    return cell["as_of"] if isinstance(cell, dict) else None


def publish(table: Table, earlier: Sequence[Earlier], limits: Disclosure) -> dict[str, Cell]:
    """The cells of a table as this report may show them; `earlier` are all reports before, the oldest first."""
    smallest, counts = limits.smallest_cell, table.counts
    pasts = _pasts(earlier, table)
    bare: dict[str, Cell] = {name: None if count else 0 for name, count in counts.items()}
    known = [_given_away(past, bare, table, smallest) for past in pasts]

    def safe(cells: Mapping[str, Cell]) -> bool:
        if _tight(cells, table, smallest) or _crowded(cells, earlier, table, smallest):
            return False
        return all(_given_away(past, cells, table, smallest) <= told for past, told in zip(pasts, known, strict=True))

    quiet = _hide_least({name: _repeat(name, earlier) if count else 0 for name, count in counts.items()}, safe)
    moved = {name: _cell(name, count, earlier, smallest) for name, count in counts.items()}
    cells = _hide_least({name: cell if _stays(quiet, name, earlier) else None for name, cell in moved.items()}, safe)
    if any(shown_value(cell) for cell in cells.values()) or not _noughts_tell(known[0], len(pasts[0])):
        return cells
    return dict.fromkeys(counts)


def _noughts_tell(known: set[Known], report: int) -> bool:
    """Whether headline and noughts alone give a cell of this report away: then the noughts are not shown either."""
    return any(at == report and since < 0 for _cell, at, since in known)


def _stays(quiet: Mapping[str, Cell], name: str, earlier: Sequence[Earlier]) -> bool:
    """Whether a cell need not be hidden were nothing but the headline to move: that may depend on no count."""
    return quiet[name] is not None or _repeat(name, earlier) is None


def _hide_least(cells: dict[str, Cell], safe: Callable[[Mapping[str, Cell]], bool]) -> dict[str, Cell]:
    """As few cells hidden as will do, the least first, and all of one value at once: nothing tells equals apart."""
    values = sorted({value for cell in cells.values() if (value := shown_value(cell))})
    choices = [set(chosen) for size in range(len(values) + 1) for chosen in combinations(values, size)]
    ways = [{name: None if shown_value(cell) in chosen else cell for name, cell in cells.items()} for chosen in choices]
    ways.sort(key=lambda way: sum(cell is None for cell in way.values()))
    return next((way for way in ways if safe(way)), ways[-1])


def _tight(cells: Mapping[str, Cell], table: Table, smallest: int) -> bool:
    """Whether a reader who knows that small cells are hidden, and takes the hidden ones for small, can count them."""
    hidden = sum(cell is None for cell in cells.values())
    shown = [_range(cell, smallest) for cell in cells.values() if cell]
    if table.total is None or not hidden or not shown:
        return False
    if table.rest[0] < 0:
        return sum(high for _low, high in shown) < table.total
    left, most = table.total - sum(low for low, _high in shown), (smallest - 1) * hidden
    if table.rest[1] > 0:
        return left < most
    return hidden < left <= most and not _may_hold_a_shelter(left, hidden, min(low for low, _high in shown), smallest)


def _crowded(cells: Mapping[str, Cell], earlier: Sequence[Earlier], table: Table, smallest: int) -> bool:
    """Whether a cell that fills later could only be small: what was ever shown takes the rest of the headline.

    Where counts share a headline out, a cell that fills makes it grow; where a headline leaves a rest, it need not.
    """
    shown = {name: most for name, cell in cells.items() if (most := _most_shown(name, cell, earlier))}
    others = len(cells) - len(shown)
    if table.total is None or table.rest[1] <= 0 or not shown or not others:
        return False
    return table.total - sum(shown.values()) - (others - 1) < smallest


def _most_shown(name: str, cell: Cell, earlier: Sequence[Earlier]) -> int:
    """The largest value that was ever told of a cell, in this report or before; 0 for none."""
    return max(shown_value(one) or 0 for one in (cell, *(one.cells.get(name) for one in earlier)))


def _may_hold_a_shelter(left: int, hidden: int, least: int, smallest: int) -> bool:
    """Whether one of the hidden cells may be a larger one that was hidden beside the small ones, as least of all."""
    others = hidden - 1
    return any(left - value - (others - 1) < smallest for value in range(smallest, min(least, left - others + 1)))


def _cell(name: str, count: int, earlier: Sequence[Earlier], smallest: int) -> Cell:
    """A cell for itself: fresh, repeated, or hidden, by what was shown of it before."""
    last = _repeat(name, earlier)
    if not count:
        return 0
    if last is not None and abs(count - last["value"]) < smallest:
        return last
    before = (shown_value(one.cells.get(name)) for one in earlier)
    near = any(0 < abs(count - value) < smallest for value in before if value)
    return None if count < smallest or near else count


def _repeat(name: str, earlier: Iterable[Earlier]) -> dict[str, Any] | None:
    """The last value that was shown of a cell, with the day it was fresh."""
    found = None
    for one in earlier:
        cell = one.cells.get(name)
        if isinstance(cell, dict):
            found = cell
        elif cell:
            found = {"value": cell, "as_of": one.day}
    return found


def _given_away(past: list[Told], cells: Mapping[str, Cell], table: Table, smallest: int) -> set[Known]:
    now = Told(table.total, [_range(cell, smallest) for cell in cells.values()], table.rest)
    return given_away([*past, now], smallest - 1)


def _pasts(earlier: Sequence[Earlier], table: Table) -> list[list[Told]]:
    """All reports before as their readers know them.

    Of a report that showed nothing at all, the noughts are not in the document, but a reader may know them: next to the
    past in which they are unknown come those in which they are known, each time as counts that grew would have it.
    """
    names = list(table.counts)
    plain = [_told(one, names, table.rest) for one in earlier]
    pasts = [plain]
    for at, one in enumerate(earlier):
        if plain[at].ranges != [UNTOLD] * len(names) or not one.total:
            continue
        after = [name for place, name in enumerate(names) if _may_be_filled(place, plain[at + 1 :], table.counts[name])]
        fewest, most = _how_many_filled(one.total, len(after), table.rest)
        for size in range(fewest, most + 1):
            for filled in combinations(after, size):
                if all(name in filled or _may_be_nought(place, plain[:at]) for place, name in enumerate(names)):
                    ranges = [(1, ANY) if name in filled else (0, 0) for name in names]
                    pasts.append([*plain[:at], Told(one.total, ranges, table.rest), *plain[at + 1 :]])
    return pasts


def _how_many_filled(total: int, cells: int, rest: Range) -> Range:
    """How many cells of a table may be no nought: none where all may be in the rest, any number where counts overlap."""
    return (0 if rest[1] > 0 else 1, cells if rest[0] < 0 else min(total, cells))


def _may_be_filled(place: int, later: Sequence[Told], now: int) -> bool:
    return now > 0 and all(one.ranges[place] != (0, 0) for one in later)


def _may_be_nought(place: int, before: Sequence[Told]) -> bool:
    return all(one.ranges[place][0] == 0 for one in before)


def _told(one: Earlier, names: Sequence[str], rest: Range) -> Told:
    cells = [one.cells.get(name, 0) for name in names]
    if all(cell is None for cell in cells):
        return Told(one.total, [UNTOLD] * len(names), rest)
    return Told(one.total, [_range(cell, one.smallest) for cell in cells], rest)


def _range(cell: Cell, smallest: int) -> Range:
    """The least and most that a cell can be for who reads it, and knows whether it is nought."""
    if cell is None:
        return (1, ANY)
    if isinstance(cell, dict):
        return (max(1, cell["value"] - smallest + 1), cell["value"] + smallest - 1)
    return (cell, cell)
