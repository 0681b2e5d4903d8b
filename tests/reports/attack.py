"""An attack on the breakdowns by programme region: what can one who reads every report work out?

The attacker knows the headlines, which cells are nought, the rules and all published documents, and asks a solver for
the least and the most of every count that is not shown, and of every change between two reports. A count or a change
that must be one or two is derived. `python -m tests.reports.attack` tries 500 programmes of four reports.
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from scipy.optimize import linprog

from app.reports.breakdowns import REGIONS
from app.reports.disclosure import Cell, Earlier, Table, publish, shown_value
from app.reports.rules import Disclosure, hide_parts

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
    marks_tell: bool = False  # the rule to the letter: what is repeated did move
    bare: bool = False  # knows headlines and noughts only
    equals: list[tuple[list[float], int]] = field(default_factory=list)
    bounds: list[tuple[int, int | None]] = field(default_factory=list)
    rising: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        totals = [one.total or 0 for one in self.reports]
        for at, (one, now) in enumerate(zip(self.reports, self.counts, strict=True)):
            self.equals.append((self._row({(at, name): 1 for name in REGIONS}), totals[at]))
            self.bounds += [self._bound(one.cells[name], now[name]) for name in REGIONS]
        if all(after[name] >= before[name] for before, after in self._pairs() for name in REGIONS):
            steps = range(1, len(self.reports))
            self.rising = [self._row({(at - 1, name): 1, (at, name): -1}) for at in steps for name in REGIONS]

    def _pairs(self) -> Iterator[tuple[Mapping[str, int], Mapping[str, int]]]:
        return zip(self.counts, self.counts[1:], strict=False)

    def _row(self, parts: Mapping[tuple[int, str], int]) -> list[float]:
        row = [0.0] * (len(self.reports) * len(REGIONS))
        for (at, name), weight in parts.items():
            row[at * len(REGIONS) + REGIONS.index(name)] += weight
        return row

    def _bound(self, cell: Cell, count: int) -> tuple[int, int | None]:
        if not count:
            return (0, 0)
        if cell is None or self.bare:
            return (1, None)
        value = shown_value(cell) or 0
        return (max(1, value - 2), value + 2) if isinstance(cell, dict) else (value, value)

    def span(self, parts: Mapping[tuple[int, str], int]) -> tuple[int, int]:
        """The least and the most of a count, or of a difference of counts, over all worlds that fit."""
        found = []
        for sign in (1, -1):
            answer = linprog(
                sign * numpy.array(self._row(parts)),
                A_ub=self.rising or None,
                b_ub=[0] * len(self.rising) or None,
                A_eq=[row for row, _total in self.equals],
                b_eq=[total for _row, total in self.equals],
                bounds=self.bounds,
                method="highs",
            )
            found.append(sign * round(answer.fun) if answer.success else sign * -(10**6))
        return found[0], found[1]

    def unknown(self) -> Iterator[dict[tuple[int, str], int]]:
        """Every cell that is not fresh and really is one or two, and every such change between two reports."""
        for at, now in enumerate(self.counts):
            for name in REGIONS:
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
        for one, now in zip(reports, counts, strict=True):
            found.cells += len(now)
            found.shown += sum(cell is not None for cell in one.cells.values())
            found.filled += sum(count > 0 for count in now.values())
            found.filled_shown += sum(one.cells[name] is not None for name, count in now.items() if count)
            found.repeated += sum(isinstance(cell, dict) for cell in one.cells.values())
        attacker, bare = Attacker(reports, counts, marks_tell), Attacker(reports, counts, bare=True)
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
    return found


def main(count: int) -> None:
    """Prints what an attack on so many programmes comes to: by the rules, and without them."""
    programmes = [programme(seed) for seed in range(count)]
    sys.stdout.write(f"{count} programmes x {len(DAYS)} reports x {len(REGIONS)} regions\n")
    sys.stdout.write(f"as published:                 {attack(programmes)}\n")
    sys.stdout.write(f"every report for itself:      {attack(programmes, afresh)}\n")
    sys.stdout.write(f"refresh rule to the letter:   {attack(programmes, as_stated, marks_tell=True)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
