"""What a published report tells a province or municipality: the bottlenecks of the programme regions it lies in.

Nothing is counted anew: per municipality or province most counts would be of one or two companies, and whoever laid
them beside those of the region could work out the others. So an extract holds no cell and no word that the report does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.geography.queries import Area
from app.reports.prose import Part
from app.reports.tallies import Repeat
from app.reports.telling import Progress


@dataclass(frozen=True)
class Extract:
    """A table of bottlenecks: the programme regions as heads, of each kind its count in each of them, and their texts."""

    area: Area
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[dict[str, Any]]]]
    repeats: Sequence[Repeat]
    texts: Sequence[Part]


def extract(told: Progress, area: Area) -> Extract:
    """The part of a report for an area, by kinds of bottleneck in the order of the report."""
    names = [_(region) for region in area.regions]
    of_region = {row["region"]: row["cells"] for row in told.heat["rows"]}
    columns = [of_region[name] for name in names if name in of_region]
    return Extract(
        area=area,
        heads=names,
        rows=[(head, cells) for head, *cells in zip(told.heat["heads"], *columns, strict=True)],
        texts=[part for part in told.regions if part.title in area.regions],
        repeats=[one for one in told.repeats.get("bottlenecks", ()) if _repeats(one.mark, columns)],
    )


def _repeats(mark: str, columns: Sequence[Sequence[dict[str, Any]]]) -> bool:
    return any(cell["mark"] == mark for cells in columns for cell in cells)
