"""An attack on the breakdowns by programme region: what can one who reads every report work out?

The attacker knows the headlines, which cells are nought, the rules and all published documents, and asks a solver for
the least and the most of every count that is not shown, and of every change between two reports. A count or a change
that must be one or two is derived. `python -m tests.cells.attack` tries 500 programmes of four reports.
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy
from scipy.optimize import linprog

from app.cells.breakdowns import REGIONS
from app.cells.disclosure import Cell, Earlier, Table, publish, shown_value
from app.cells.rules import Disclosure, hide_parts
from app.cells.worlds import ANY

LIMITS = Disclosure()
DAYS = ("2025-05-31", "2025-11-30", "2026-05-31", "2026-11-30")
Counts = Sequence[Mapping[str, int]]
Publisher = Callable[[Table, Sequence[Earlier], Disclosure], Mapping[str, Cell]]


def programme(seed: int, most: int = 60) -> Counts:
    """The leads per region at four reporting dates, growing from none to `most`; in one of five some are withdrawn."""
    chance = random.Random(seed)
    sizes = sorted(chance.randint(0, most) for _report in DAYS)
    weights = [chance.choice((0.5, 1, 1, 2, 3)) for _region in REGIONS]
    homes = chance.choices(REGIONS, weights, k=most)
    withdrawn = [chance.random() < 0.08 if seed % 5 == 0 else False for _lead in homes]
    found = []
    for number, size in enumerate(sizes, start=1):
        counts = dict.fromkeys(REGIONS, 0)
        for home, gone in zip(homes[:size], withdrawn, strict=False):
            counts[home] += not (gone and number == len(DAYS))
        found.append(counts)
    return found


def told(counts: Counts, publisher: Publisher) -> list[Earlier]:
    """The table of every report, each published with those before it."""
    reports: list[Earlier] = []
    for day, now in zip(DAYS, counts, strict=False):
        table = Table(now, sum(now.values()))
        reports.append(Earlier(day, table.total, publisher(table, reports, LIMITS), LIMITS.smallest_cell))
    return reports


def afresh(table: Table, _earlier: Sequence[Earlier], limits: Disclosure) -> Mapping[str, Cell]:
    """Every report for itself: small cells and a shelter beside them, and nothing across reports."""
    return hide_parts(table.counts, limits)


def as_stated(table: Table, earlier: Sequence[Earlier], limits: Disclosure) -> Mapping[str, Cell]:
    """The refresh rule to the letter: fresh when a cell moved by nought or three, else repeated and marked so."""
    cells: dict[str, Cell] = dict(hide_parts(table.counts, limits))
    for name, cell in cells.items():
        last = [(one.day, one.cells[name]) for one in earlier if shown_value(one.cells[name])]
        if not cell or not last:
            continue
        day, before = last[-1]
        value = shown_value(before) or 0
        if 0 < abs(table.counts[name] - value) < limits.smallest_cell:
            cells[name] = before if isinstance(before, dict) else {"value": value, "as_of": day}
    return cells


@dataclass
class Attacker:
    """Everything known of one programme, as equations and bounds over the count of every cell in every report."""

    reports: Sequence[Earlier]
    counts: Counts
    names: Sequence[str] = REGIONS
    rest: tuple[int, int] = (0, 0)  # the least and most of the headline that may be in no cell; below nought: overlap
    marks_tell: bool = False  # the rule to the letter: what is repeated did move
    bare: bool = False  # knows headlines and noughts only
    equals: list[tuple[list[float], int]] = field(default_factory=list)
    at_most: list[tuple[list[float], int]] = field(default_factory=list)
    bounds: list[tuple[int, int | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for at, (one, now) in enumerate(zip(self.reports, self.counts, strict=True)):
            self.bounds += [self._bound(one, one.cells[name], now[name]) for name in self.names]
            if one.total is not None:
                self._split(one.total, self._row({(at, name): 1 for name in self.names}))
        if all(after[name] >= before[name] for before, after in self._pairs() for name in self.names):
            steps = range(1, len(self.reports))
            rising = [self._row({(at - 1, name): 1, (at, name): -1}) for at in steps for name in self.names]
            self.at_most += [(row, 0) for row in rising]

    def _split(self, total: int, row: list[float]) -> None:
        """What a reader knows of a headline and its cells, which share it out, leave a rest or overlap."""
        least, most = self.rest
        if least == most == 0:
            self.equals.append((row, total))
            return
        self.at_most += [(row, total)] if least == 0 else []
        self.at_most += [([-one for one in row], -total)] if most == 0 else []

    def _pairs(self) -> Iterator[tuple[Mapping[str, int], Mapping[str, int]]]:
        return zip(self.counts, self.counts[1:], strict=False)

    def _row(self, parts: Mapping[tuple[int, str], int]) -> list[float]:
        row = [0.0] * (len(self.reports) * len(self.names))
        for (at, name), weight in parts.items():
            row[at * len(self.names) + self.names.index(name)] += weight
        return row

    def _bound(self, one: Earlier, cell: Cell, count: int) -> tuple[int, int | None]:
        if not count:
            return (0, 0)
        if cell is None or self.bare:
            return (1, one.total if self.rest[0] < 0 else None)
        value = shown_value(cell) or 0
        return (max(1, value - 2), value + 2) if isinstance(cell, dict) else (value, value)

    def span(self, parts: Mapping[tuple[int, str], int]) -> tuple[int, int]:
        """The least and the most of a count, or of a difference of counts, over all worlds that fit."""
        found = []
        for sign in (1, -1):
            answer = linprog(
                sign * numpy.array(self._row(parts)),
                A_ub=[row for row, _most in self.at_most] or None,
                b_ub=[most for _row, most in self.at_most] or None,
                A_eq=[row for row, _total in self.equals] or None,
                b_eq=[total for _row, total in self.equals] or None,
                bounds=self.bounds,
                method="highs",
            )
            found.append(sign * round(answer.fun) if answer.success else sign * -ANY)
        return found[0], found[1]

    def unknown(self) -> Iterator[dict[tuple[int, str], int]]:
        """Every cell that is not fresh and really is one or two, and every such change between two reports."""
        for at, now in enumerate(self.counts):
            for name in self.names:
                if 0 < now[name] <= 2:
                    yield {(at, name): 1}
                for since in range(at):
                    if 0 < abs(now[name] - self.counts[since][name]) <= 2:
                        yield {(at, name): 1, (since, name): -1}

    def moved(self, parts: Mapping[tuple[int, str], int]) -> bool:
        """Whether the mark of a repeated value tells that it moved by one or two since that day, by the rule as stated."""
        (at, name), *since = parts
        cell = self.reports[at].cells[name]
        return (
            self.marks_tell
            and isinstance(cell, dict)
            and bool(since)
            and self.reports[since[0][0]].day == cell["as_of"]
        )

    def derives(self, parts: Mapping[tuple[int, str], int]) -> bool:
        """Whether a count or a change must be one or two, up or down."""
        if self.moved(parts):
            return True
        low, high = self.span(parts)
        return 1 <= low <= high <= 2 or -2 <= low <= high <= -1


@dataclass
class Outcome:
    """What an attack on many programmes came to."""

    cells: int = 0
    shown: int = 0
    filled: int = 0
    filled_shown: int = 0
    repeated: int = 0
    small: int = 0
    small_changes: int = 0
    derived: int = 0
    derived_changes: int = 0
    anyway: int = 0
    leaks: list[tuple[int, dict[tuple[int, str], int]]] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """How many of all cells are shown, in per cents."""
        return 100 * self.shown / self.cells

    def __str__(self) -> str:
        return (
            f"{self.derived + self.derived_changes} derived ({self.derived} of {self.small} small counts, "
            f"{self.derived_changes} of {self.small_changes} small changes; {self.anyway} more follow from headlines and "
            f"noughts alone); {self.percent:.1f} % of {self.cells} cells published "
            f"({100 * self.filled_shown / max(1, self.filled):.1f} % of the {self.filled} that are not nought, "
            f"{self.repeated} of them repeated)"
        )


def attack(programmes: Sequence[Counts], publisher: Publisher = publish, *, marks_tell: bool = False) -> Outcome:
    """Publishes every programme and attacks what was published."""
    found = Outcome()
    for seed, counts in enumerate(programmes):
        reports = told(counts, publisher)
        attack_table(found, seed, Attacker(reports, counts, marks_tell=marks_tell))
    return found


def attack_table(found: Outcome, seed: int, attacker: Attacker) -> None:
    """Adds to an outcome what can be worked out of one table, and not from headlines and noughts alone."""
    for one, now in zip(attacker.reports, attacker.counts, strict=True):
        shown = [one.cells[name] is not None for name in attacker.names]
        filled = [now[name] > 0 for name in attacker.names]
        found.cells += len(shown)
        found.shown += sum(shown)
        found.filled += sum(filled)
        found.filled_shown += sum(a and b for a, b in zip(shown, filled, strict=True))
        found.repeated += sum(isinstance(one.cells[name], dict) for name in attacker.names)
    bare = replace(attacker, bare=True, marks_tell=False, equals=[], at_most=[], bounds=[])
    for parts in attacker.unknown():
        change = len(parts) > 1
        found.small += not change
        found.small_changes += change
        if not attacker.derives(parts):
            continue
        if bare.derives(parts):
            found.anyway += 1
            continue
        found.derived += not change
        found.derived_changes += change
        found.leaks.append((seed, parts))


def main(count: int) -> None:
    """Prints what an attack on so many programmes comes to: by the rules, and without them."""
    programmes = [programme(seed) for seed in range(count)]
    sys.stdout.write(f"{count} programmes x {len(DAYS)} reports x {len(REGIONS)} regions\n")
    sys.stdout.write(f"as published:                 {attack(programmes)}\n")
    sys.stdout.write(f"every report for itself:      {attack(programmes, afresh)}\n")
    sys.stdout.write(f"refresh rule to the letter:   {attack(programmes, as_stated, marks_tell=True)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
