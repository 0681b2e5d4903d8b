"""The breakdowns of a report: what each splits, and what earlier reports told of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.cells.disclosure import Cell, Earlier, Table, publish
from app.cells.rules import Disclosure
from app.cells.worlds import ANY
from app.impact import rules as impact

REGIONS = ("Noord", "Oost", "Zuid", "West", "Midden")

Pick = Callable[[Mapping[str, Any]], Mapping[str, Cell] | None]


@dataclass(frozen=True)
class Breakdowns:
    """Tables of counts in, cells that may be shown out: by the figures now and every published document before."""

    figures: impact.Figures
    limits: Disclosure
    earlier: Sequence[Mapping[str, Any]] = ()

    def kinds(self, counts: Mapping[str, int]) -> dict[str, Cell]:
        """Leads by kind of demand: every lead has one or more."""
        return self._publish(counts, impact.LEADS, lambda told: told["kinds"], (-ANY, 0))

    def flow(self, way: str, counts: Mapping[str, int]) -> dict[str, Cell]:
        """Leads that settled in another region, by the region they left (outgoing) or came to (incoming)."""
        return self._publish(counts, impact.REALISED, lambda told: told["flows"][way])

    def bottlenecks(self, counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Cell]]:
        """Leads that name a bottleneck, by region and kind: a lead may name none, and any number of kinds."""
        told = (
            of_region for one in (counts, *(one["bottlenecks"] for one in self.earlier)) for of_region in one.values()
        )
        kinds = sorted({kind for of_region in told for kind in of_region})
        shown = {kind: self._bottleneck(kind, counts) for kind in kinds}
        return {region: {kind: shown[kind][region] for kind in kinds} for region in REGIONS}

    def _bottleneck(self, kind: str, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Cell]:
        def pick(told: Mapping[str, Any]) -> Mapping[str, Cell]:
            return {region: told["bottlenecks"].get(region, {}).get(kind, 0) for region in REGIONS}

        by_region = {region: counts.get(region, {}).get(kind, 0) for region in REGIONS}
        return self._publish(by_region, impact.LEADS, pick, (0, ANY))

    def motives(self, counts: Mapping[str, int]) -> dict[str, Cell]:
        """Signed decisions by what weighed most: a reader may know how many there are now, and no longer how many then."""
        earlier = list(self._earlier(lambda told: told["motives"], None))
        return publish(Table(counts, sum(counts.values())), earlier, self.limits)

    def asked(self, early: int) -> dict[str, Cell]:
        """Leads by whether the question came early; without a day on which the room is needed it did not."""
        late = self.figures[impact.LEADS].value - early
        counts = {"early": early, "late": late}
        return self._publish(counts, impact.LEADS, lambda told: told["advance"].get("asked") or dict.fromkeys(counts))

    def own_region(self) -> Cell:
        """Leads that were settled in their own region: a line that stands alone."""
        code = impact.OWN_REGION
        counts = {code: self.figures.lines[code].value}
        earlier = list(self._earlier(lambda told: {code: told["lines"][code]}, None))
        return publish(Table(counts, None), earlier, self.limits)[code]

    def _publish(
        self, counts: Mapping[str, int], headline: str, pick: Pick, rest: tuple[int, int] = (0, 0)
    ) -> dict[str, Cell]:
        earlier = list(self._earlier(pick, headline))
        return publish(Table(counts, self.figures[headline].value, rest), earlier, self.limits)

    def _earlier(self, pick: Pick, headline: str | None) -> Iterator[Earlier]:
        for told in self.earlier:
            cells = pick(told)
            if cells is not None:
                total = next((one["value"] for one in told["headlines"] if one["code"] == headline), None)
                yield Earlier(told["reporting_date"], total, cells, told["settings"]["smallest_cell"])
