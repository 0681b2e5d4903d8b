"""What a reader of all reports can work out: the worlds in which everything that was told is true.

A table splits a headline over cells, report after report. Headlines, what was told of each cell, and that counts only
grow are held together as flows through a network, so that least and most of every cell and of every change are exact
whole numbers, found without a solver.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

ANY = 1_000_000
SMALL = 2  # counts of one or two are never to be worked out

Range = tuple[int, int]
Known = tuple[int, int, int]  # cell, report, and the report whose value is taken off (-1: the count itself)


@dataclass(frozen=True)
class Told:
    """What one report tells of a table: the headline (None: unknown), and of each cell the least and most it can be.

    `rest` is the least and most of the headline that may be in no cell (below nought: counts that overlap).
    """

    total: int | None
    ranges: Sequence[Range]
    rest: Range = (0, 0)


def given_away(reports: Sequence[Told], floor: int = SMALL) -> set[Known]:
    """Every cell, and every change of one between two reports, that must be a count of one up to `floor`."""
    network = _network(reports, grows=True) or _network(reports, grows=False)
    return set() if network is None else set(network.derived(reports, floor))


@dataclass
class _Network:
    """A world in which everything holds, and the room that it leaves."""

    nodes: int
    edges: list[tuple[int, int, int, int]] = field(default_factory=list)  # from, to, least, most
    flow: list[int] = field(default_factory=list)
    around: list[list[int]] = field(default_factory=list)
    cells: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, start: int, end: int, low: int, high: int) -> int:
        """An edge between two nodes with its least and most; its place comes out."""
        self.edges.append((start, end, low, high))
        self.flow.append(min(max(0, low), high))
        return len(self.edges) - 1

    def settle(self, needs: Sequence[int]) -> bool:
        """Whether there is a world at all: fills the network until every node has what it needs."""
        self.around = [[] for _node in range(self.nodes)]
        left = list(needs)  # what must still come in
        for place, (start, end, _low, _high) in enumerate(self.edges):
            self.around[start].append(place)
            self.around[end].append(place)
            left[start] += self.flow[place]
            left[end] -= self.flow[place]
        for node in range(self.nodes):
            while left[node] < 0:
                path = self._path(node, {one for one in range(self.nodes) if left[one] > 0}, frozenset())
                if path is None:
                    return False
                room = min(-left[node], left[path[-1][2]], *(room for _place, _way, _end, room in path))
                self._push(path, room)
                left[node] += room
                left[path[-1][2]] -= room
        return True

    def _room(self, place: int, way: int) -> int:
        _start, _end, low, high = self.edges[place]
        return high - self.flow[place] if way > 0 else self.flow[place] - low

    def _path(
        self, start: int, ends: set[int], closed: frozenset[tuple[int, int]]
    ) -> list[tuple[int, int, int, int]] | None:
        """A way with room from a node to one of others: each edge, its direction, where it ends and its room."""
        came: dict[int, tuple[int, tuple[int, int, int, int]] | None] = {start: None}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            for place in self.around[node]:
                out, end, _low, _high = self.edges[place]
                way, other = (1, end) if out == node else (-1, out)
                room = self._room(place, way)
                if room <= 0 or other in came or (place, way) in closed:
                    continue
                came[other] = (node, (place, way, other, room))
                if other in ends:
                    return self._back(came, other)
                queue.append(other)
        return None

    @staticmethod
    def _back(
        came: Mapping[int, tuple[int, tuple[int, int, int, int]] | None], node: int
    ) -> list[tuple[int, int, int, int]]:
        path = []
        while (step := came[node]) is not None:
            node = step[0]
            path.append(step[1])
        return path[::-1]

    def _push(self, path: Sequence[tuple[int, int, int, int]], amount: int) -> None:
        for place, way, _end, _room in path:
            self.flow[place] += way * amount

    def _turn(self, place: int, way: int, other: int | None) -> bool:
        """One more (or less) through an edge, without as much through the other one: whether there is such a world."""
        if self._room(place, way) <= 0:
            return False
        start, end, _low, _high = self.edges[place]
        here, there = (start, end) if way > 0 else (end, start)
        closed = {(place, -way)} | ({(other, way)} if other is not None else set())
        path = self._path(there, {here}, frozenset(closed))
        if path is None:
            return False
        self._push(path, 1)
        self.flow[place] += way
        return True

    def value(self, known: Known) -> int:
        """A cell, or its change, in the world as it stands."""
        cell, report, since = known
        now = self.flow[self.cells[cell, report]]
        return now if since < 0 else now - self.flow[self.cells[cell, since]]

    def _more(self, known: Known, way: int) -> bool:
        cell, report, since = known
        now = self.cells[cell, report]
        if since < 0:
            return self._turn(now, way, None)
        then = self.cells[cell, since]
        return self._turn(now, way, then) or self._turn(then, -way, now)

    def derived(self, reports: Sequence[Told], floor: int) -> Iterator[Known]:
        """What is between one and `floor`, up or down, in every world."""
        for cell, report in self.cells:
            low, high = reports[report].ranges[cell]
            for since in range(-1, report):
                fixed = low == high and (since < 0 or len(set(reports[since].ranges[cell])) == 1)
                if not fixed and self._stays_small((cell, report, since), floor):
                    yield (cell, report, since)

    def _stays_small(self, known: Known, floor: int) -> bool:
        for way in (1, -1):
            while 0 < abs(self.value(known)) <= floor:
                if not self._more(known, way):
                    break
            else:
                return False
        return True


def _network(reports: Sequence[Told], *, grows: bool) -> _Network | None:
    """The network of a table: a chain a cell from the last report back to the first, and a node a report."""
    count, size = len(reports), len(reports[0].ranges)
    network = _Network(nodes=1 + count + count * size)
    least = 0 if grows else -ANY
    before = [0 if one.total is None else one.total for one in reports]
    needs = [0] * network.nodes
    for at, one in enumerate(reports):
        rest = (-ANY, ANY) if one.total is None else one.rest
        network.add(0 if at == count - 1 else at + 2, at + 1, *rest)
        needs[at + 1] = before[at] - (before[at - 1] if at else 0)
        overlapping = one.total is not None and one.rest[0] < 0
        for cell, (low, high) in enumerate(one.ranges):
            most = min(high, max(low, one.total or 0)) if overlapping else high
            node = 1 + count + cell * count + at
            network.cells[cell, at] = network.add(0 if at == count - 1 else node + 1, node, low, most)
            network.add(node, at + 1, least if at else 0, ANY)
    needs[0] = -before[-1]
    return network if network.settle(needs) else None
