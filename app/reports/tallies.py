"""The breakdowns of a published document in words: counts, what is not shown, and what repeats an earlier report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _

from app.capital.rules import MOTIVES
from app.cases.rules import BOTTLENECK_LABELS, BottleneckKind
from app.cells.breakdowns import REGIONS
from app.cells.disclosure import Cell, repeated_since, shown_value
from app.web import notation
from app.web.language import language
from app.web.marks import DEMAND_MARKS

HEAT_STEPS = (2, 4)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Repeat:
    """A day of which values are repeated: its letter, its words, and the cells that repeat it."""

    mark: str
    words: str
    cells: list[str]


def share(part: Any, whole: Any) -> float:
    """A part in per cents of the whole, at most 100."""
    return float(min(Decimal(100), 100 * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"))) if whole else 0.0


class Tallies:
    """Reads the cells of one document; documents of before repeats are read as they are."""

    def __init__(self, document: dict[str, Any], leads: int) -> None:
        self.document, self.leads = document, leads
        self.smallest = document["settings"]["smallest_cell"]
        flows = document["flows"]
        tables = [document["kinds"], document["motives"], *flows.values(), *document["bottlenecks"].values()]
        days = {self._since(cell) for table in tables for cell in table.values()}
        self.marks = dict(zip(sorted(day for day in days if day), LETTERS, strict=False))
        self.repeats: dict[str, list[Repeat]] = {}

    def _since(self, cell: Cell) -> str | None:
        """The day of a repeated value; of what the version that this one replaces told of the same day, none."""
        since = repeated_since(cell)
        return None if since == self.document["reporting_date"] else since

    def _one(self, section: str, name: str, cell: Cell) -> dict[str, Any]:
        count, since = shown_value(cell), self._since(cell)
        found: dict[str, Any] = {
            "count": count,
            "words": _words(count),
            "hidden": count is None,
            "mark": "",
            "since": "",
        }
        if since is not None:
            repeat = self._repeat(section, since)
            repeat.cells.append(name)
            found |= {"mark": repeat.mark, "since": _("stand van %(day)s", day=_day(since))}
        return found

    def _repeat(self, section: str, since: str) -> Repeat:
        known = self.repeats.setdefault(section, [])
        mark = self.marks[since]
        for one in known:
            if one.mark == mark:
                return one
        new = Repeat(mark, self._until(since), [])
        known.append(new)
        known.sort(key=lambda one: one.mark)
        return new

    def _until(self, since: str) -> str:
        """Of which day a repeated value is, and when it moves again."""
        return _(
            "stand van %(day)s; verandert weer bij een verschil van %(least)s of meer",
            day=_day(since),
            least=self.smallest,
        )

    def kinds(self) -> list[dict[str, Any]]:
        """Leads by kind of demand."""
        return self._bars("kinds", DEMAND_MARKS, lambda key: _(DEMAND_MARKS[key].label), self.leads)

    def motives(self) -> list[dict[str, Any]]:
        """What weighed most, the most named first."""
        counts = self.document["motives"]
        most = max((shown_value(cell) or 0 for cell in counts.values()), default=0)
        ordered = sorted(counts, key=lambda name: (-(shown_value(counts[name]) or 0), name))
        return self._bars("motives", ordered, lambda motive: _(MOTIVES[motive]), most)

    def _bars(self, section: str, keys: Iterable[str], label: Callable[[str], str], whole: int) -> list[dict[str, Any]]:
        rows = []
        for key in keys:
            one = self._one(section, label(key), self.document[section].get(key, 0))
            rows.append({"key": key, "name": label(key), **one, "percent": share(one["count"] or 0, whole)})
        return rows

    def flows(self) -> dict[str, Any]:
        """In and out per region."""
        outgoing, incoming = self.document["flows"]["outgoing"], self.document["flows"]["incoming"]
        rows = [
            (
                _(region),
                self._one("flows", _("%(region)s vertrokken", region=_(region)), outgoing.get(region, 0)),
                self._one("flows", _("%(region)s gekomen", region=_(region)), incoming.get(region, 0)),
            )
            for region in REGIONS
        ]
        known = [shown_value(cell) for side in (outgoing, incoming) for cell in side.values()]
        return {
            "rows": rows,
            "any": any(count is None or count for count in known),
            "too_few": bool(known) and not any(known) and None in known,
        }

    def heat(self) -> dict[str, Any]:
        """Bottlenecks by region and kind, the most named first."""
        counts = self.document["bottlenecks"]
        kinds = sorted(
            {kind for of_region in counts.values() for kind in of_region},
            key=lambda kind: (-sum(shown_value(of_region.get(kind, 0)) or 0 for of_region in counts.values()), kind),
        )
        heads = [_(BOTTLENECK_LABELS[BottleneckKind(kind)]) for kind in kinds]
        rows = []
        for region in REGIONS:
            cells = [
                self._one("bottlenecks", f"{_(region)} {head}", counts.get(region, {}).get(kind, 0))
                for kind, head in zip(kinds, heads, strict=True)
            ]
            rows.append({"region": _(region), "cells": [one | {"level": _level(one["count"])} for one in cells]})
        return {"heads": heads, "rows": rows}

    def line(self, cell: Cell) -> dict[str, Any]:
        """A count that stands alone."""
        since = self._since(cell)
        return {"words": _words(shown_value(cell)), "since": "" if since is None else self._until(since)}


def _words(count: int | None) -> str:
    return _("niet getoond") if count is None else notation.number(count)


def _day(iso: str) -> str:
    return notation.dutch_date(date.fromisoformat(iso), language())


def _level(count: int | None) -> int:
    return 1 + sum(count > step for step in HEAT_STEPS) if count else 0
