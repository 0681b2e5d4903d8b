"""What a published report tells a province or municipality: the bottlenecks of the programme regions it lies in.

Nothing is counted anew: per municipality or province most counts would be of one or two companies, and whoever laid
them beside those of the region could work out the others. So an extract holds no cell and no word that the report does not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from app.geography.queries import Area
from app.impact.definitions import DEFINITIONS
from app.impact.rules import LEADS
from app.narrative.markdown import plain
from app.papers.paper import Cell, Paper, Section, Table, beneath, cell, published, terms
from app.reports.models import Report
from app.reports.prose import Part
from app.reports.tallies import Repeat
from app.reports.telling import Progress
from app.web import notation

REGION_ONLY = (
    "De aantallen zijn die van programmaregio {regions}, gelijk aan die in het rapport. Per gemeente of provincie telt "
    "het rapport niet: dan zou een bedrijf te herkennen zijn."
)


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
        repeats=list(_of_regions(told.repeats.get("bottlenecks", ()), names)),
    )


def _of_regions(repeats: Iterable[Repeat], names: Sequence[str]) -> Iterator[Repeat]:
    for one in repeats:
        cells = [cell for cell in one.cells if cell.startswith(tuple(f"{name} " for name in names))]
        if cells:
            yield replace(one, cells=cells)


def lay_out(report: Report, told: Progress, found: Extract) -> Paper:
    """An extract as a paper."""
    rows = [(Cell(name), *(cell(one["words"]) for one in cells)) for name, cells in found.rows]
    table = Table(("Knelpunt", *found.heads), rows, beneath(told, found.repeats)) if rows else None
    texts = [Section(part.name, f"Wat knelt in {part.title}", blocks=part.blocks) for part in found.texts]
    none = () if rows else ("Er zijn nog geen knelpunten vastgelegd.",)
    hint = "aantal leads in de programmaregio dat het noemt"
    return Paper(
        **published(report, told),
        title=f"Knelpunten voor {found.area.name}",
        kind="Uittreksel",
        intro=plain([REGION_ONLY.format(regions=" en ".join(found.heads))]),
        source=f"Bron: rapport {told.number}, stand {notation.dutch_date(told.reporting_date)}. Er staat niets in dat "
        "niet ook in dat rapport staat; het controlegetal is dat van het rapport.",
        sections=[Section("Knelpunten", "Knelpunten", hint, table, none), *texts, terms([DEFINITIONS[LEADS]])],
    )
