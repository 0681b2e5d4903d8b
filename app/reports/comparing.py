"""Two published reports side by side: figures with their difference, cells that read otherwise, and the texts of both.

Only the two documents are read. A cell is told as each report tells it, so a reader learns nothing by comparing here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.impact.rules import CAPITAL
from app.narrative.markdown import Block
from app.narrative.sections import SECTIONS
from app.reports import prose
from app.reports.since import signed
from app.reports.telling import Progress
from app.words import N_


@dataclass(frozen=True)
class Row:
    """A figure or cell as each report tells it, and the difference where both tell a number."""

    name: str
    before: str
    after: str
    difference: str = ""


@dataclass(frozen=True)
class Breakdown:
    """The cells of a breakdown that read otherwise, and how many read the same."""

    title: str
    rows: list[Row]
    same: int


@dataclass(frozen=True)
class Text:
    """A section of both reports; `same` where not a letter differs."""

    title: str
    before: tuple[Block, ...]
    after: tuple[Block, ...]

    @property
    def same(self) -> bool:
        """Whether both reports say the same."""
        return self.before == self.after


@dataclass(frozen=True)
class Comparison:
    """Two reports, the one that is compared and the one that it is compared with."""

    before: Progress
    after: Progress
    figures: list[Row]
    breakdowns: list[Breakdown]
    texts: list[Text]


def compare(before: Progress, after: Progress) -> Comparison:
    """Two reports in, how they differ out."""
    return Comparison(
        before,
        after,
        [*_figures(before, after), *_lines(before, after)],
        [_breakdown(_(title), cells(before), cells(after)) for title, cells in BREAKDOWNS.items()],
        [*_texts(before, after)],
    )


def _figures(before: Progress, after: Progress) -> Iterator[Row]:
    told = zip(before.kpis, after.kpis, before.document["headlines"], after.document["headlines"], strict=True)
    for was, now, one, other in told:
        yield Row(now["name"], was["figure"], now["figure"], _difference(one, other))


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    if one["code"] != CAPITAL:
        return signed(other["value"] - one["value"])
    was, now = one["capital"]["rounded"], other["capital"]["rounded"]
    return "" if was is None or now is None else signed(now - was, euros=True)


def _lines(before: Progress, after: Progress) -> Iterator[Row]:
    """What stands beside the figures: as it was told, without a difference that nobody published."""
    for was, now in zip(before.lines, after.lines, strict=True):
        yield Row(now["name"], _in_full(was["value"], was["since"]), _in_full(now["value"], now["since"]))


def _in_full(words: str, since: str) -> str:
    return f"{words} ({since})" if since else words


def _cells(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {row["name"]: _in_full(row["words"], row["since"]) for row in rows}


def _of_regions(told: Progress) -> dict[str, str]:
    rows = [(name, *cells) for name, *cells in told.flows["rows"]] if told.flows["any"] else []
    ways = (_("vertrokken"), _("gekomen"))
    return {
        f"{name}, {way}": _in_full(cell["words"], cell["since"])
        for name, *cells in rows
        for way, cell in zip(ways, cells, strict=True)
    }


def _of_bottlenecks(told: Progress) -> dict[str, str]:
    return {
        f"{row['region']}, {head}": _in_full(cell["words"], cell["since"])
        for row in told.heat["rows"]
        for head, cell in zip(told.heat["heads"], row["cells"], strict=True)
    }


BREAKDOWNS = {
    N_("In en uit per regio"): _of_regions,
    N_("Soorten vraag"): lambda told: _cells(told.kinds),
    N_("Knelpunten per regio"): _of_bottlenecks,
    N_("Wat het zwaarst woog"): lambda told: _cells(told.motives),
}


def _breakdown(title: str, before: Mapping[str, str], after: Mapping[str, str]) -> Breakdown:
    names = [*after, *(name for name in before if name not in after)]
    rows = [
        Row(name, before.get(name, "0"), after.get(name, "0")) for name in names
    ]  # what a report leaves out is nought
    moved = [row for row in rows if row.before != row.after]
    return Breakdown(title, moved, len(rows) - len(moved))


def _texts(before: Progress, after: Progress) -> Iterator[Text]:
    named = {part.name: part.title for told in (before, after) for part in prose.apart(told.document, told.texts)}
    for name, section in SECTIONS.items():
        if before.texts[name] or after.texts[name]:
            yield Text(_(named.get(name, section.title)), before.texts[name], after.texts[name])
