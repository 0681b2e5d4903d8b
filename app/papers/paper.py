"""A published report as it goes on paper: headings, texts and tables, in Dutch; PDF, Word and Excel are written from it.

What stands in a cell is what the page shows; a number is read back from those words, so no form can tell more.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.impact.definitions import DEFINITIONS, Definition
from app.impact.rules import CAPITAL
from app.narrative.markdown import HEADING, Block, Span, plain
from app.narrative.sections import SECTIONS
from app.reports.charts import Chart
from app.reports.models import Report
from app.reports.talk_telling import on_paper
from app.reports.tallies import Repeat
from app.reports.telling import Progress, read_text
from app.web import notation

FIGURE = re.compile(r"(?P<sign>[+−]?)(?P<euro>€ )?(?P<number>\d{1,3}(?:\.\d{3})*(?:,\d+)?)(?P<unit> mln| mld)?")
UNITS = {None: 1, " mln": notation.MILLION, " mld": notation.MILLIARD}
UNREADABLE = dict.fromkeys((*range(9), *range(11, 32), 65534, 65535))
UNSHOWN = "niet getoond"
NAMED = (
    " Deze versie noemt bedrijven met naam: met hun toestemming, en alleen voor EZ. Trekt een bedrijf die in, vernietig "
    "dan dit bestand."
)
HIDDEN = (
    "Aantallen onder {least} staan er niet, en waar nodig ook een aantal ernaast niet. Zo is geen bedrijf te herkennen. "
    "Daar staat ‘{unshown}’."
)


@dataclass(frozen=True)
class Cell:
    """What stands in a place of a table: its words, the number they say, and how dark it is in a heat table."""

    words: str
    number: Decimal | None = None
    euros: bool = False
    level: int | None = None


@dataclass(frozen=True)
class Table:
    """Rows under heads; the first column says what each row is about."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    @property
    def numeric(self) -> list[int]:
        """The columns of numbers, those of which none is shown among them."""
        found = {
            column
            for row in self.rows
            for column, one in enumerate(row)
            if column and (one.number is not None or one.words == UNSHOWN)
        }
        return sorted(found)


@dataclass(frozen=True)
class Section:
    """A part of the report: its name (short enough for a sheet), its heading, and what stands under it."""

    name: str
    title: str
    hint: str = ""
    table: Table | None = None
    paragraphs: Sequence[str] = ()
    points: Sequence[str] = ()
    cases: Sequence[tuple[str, str]] = ()
    blocks: Sequence[Block] = ()
    charts: Sequence[Chart] = ()


@dataclass(frozen=True)
class Paper:
    """The whole report."""

    title: str
    number: str
    kind: str
    reporting_date: str
    published: date
    published_on: str
    fingerprint: str
    source: str
    intro: Sequence[Block]
    figures: Sequence[dict[str, Any]] = ()
    sections: Sequence[Section] = field(default_factory=tuple)


def cell(words: str, **more: Any) -> Cell:
    """The words of a figure as a cell, with the number that they say: 1.500, 14,1 or € 410 mln; other words say none."""
    found = FIGURE.fullmatch(words)
    if found is None:
        return Cell(words, **more)
    exact = Decimal(found["number"].replace(".", "").replace(",", ".")) * (-1 if found["sign"] == "−" else 1)
    return Cell(words, exact * UNITS[found["unit"]], found["euro"] is not None, **more)


def printable(text: str) -> str:
    """A text without the marks that the XML of Word and Excel refuses; they have no shape."""
    return text.translate(UNREADABLE)


def lay_out(report: Report, names: Mapping[str, str]) -> Paper:
    """A published report as a paper: its frozen text, its fingerprint, and the names this reader may know by token."""
    told = read_text(report.document, names)
    day = notation.dutch_date(told.reporting_date)
    return Paper(
        **published(report, told),
        title=f"Voortgang tot en met {day}",
        kind=told.kind,
        source=(
            f"Bron: registratie Groeiruimte, stand {day}, vastgelegd onder nummer {told.number}. Alleen de lijn voor leads "
            "is naar rato afgesproken; de andere lijnen zijn indicatief."
            + _seal(told.document.get("head"))
            + (NAMED if names else "")
        ),
        intro=told.texts["summary"] or plain([f"{told.opening}."]),
        figures=told.kpis,
        sections=[one for one in _sections(told) if one is not None],
    )


def published(report: Report, told: Progress) -> dict[str, Any]:
    """Which report a paper is of: its number, its days and its fingerprint."""
    return {
        "number": told.number,
        "reporting_date": notation.dutch_date(told.reporting_date),
        "published": told.published_on,
        "published_on": notation.dutch_date(told.published_on),
        "fingerprint": report.fingerprint,
    }


def _seal(head: dict[str, Any] | None) -> str:
    """The seal of ledger and history under which a report was published, where it says so."""
    if not head:
        return ""
    return (
        f" Gepubliceerd onder zegel {head['seal']} van grootboek en geschiedenis, controlegetal van dat zegel "
        f"{head['hash']}."
    )


def _sections(told: Progress) -> Iterable[Section | None]:
    replaced = told.document.get("replaces")
    if replaced:
        yield Section(
            "Deze versie", f"Deze versie vervangt rapport {replaced['number']}", paragraphs=[replaced["reason"]]
        )
    yield Section("Cijfers", "De vijf cijfers", "stand op de peildatum, naast doel en lijn", _figures(told))
    yield _changes(told)
    if told.texts["results"]:
        yield Section("Resultaten", "Resultaten", blocks=told.texts["results"])
    if told.years:
        rows = [(Cell(day), *map(cell, words)) for day, *words in told.years["rows"]]
        by_year = "stand aan het eind van elk jaar, zoals nu bekend"
        yield Section("Cijfers per jaar", "De cijfers per jaar", by_year, Table(told.years["head"], rows))
    hint = "doorgetrokken de stand in elk rapport, gestreept de lijn naar het doel"
    yield _drawn(told, "Verloop", "Van rapport tot rapport", hint, [one.id for one in told.trends])
    yield _flows(told)
    yield _bottlenecks(told)
    yield _knelt(told)
    yield _kinds(told)
    yield _choices(told)
    yield Section("Voorsprong", "Voorsprong", "een benadering, geen bewijs", paragraphs=told.advance.sentences)
    yield _money(told)
    if told.cases:
        yield Section(
            "Uit de praktijk",
            "Uit de praktijk",
            "anoniem, behalve waar een naam staat" if any(one.name for one in told.cases) else "anoniem",
            cases=[one.on_paper for one in told.cases],
        )
    if told.texts["lessons"]:
        yield Section("Geleerd", "Wat de taskforce leerde", blocks=told.texts["lessons"])
    for part in told.apart:
        yield Section(part.name, part.title, part.note, blocks=part.blocks)
    if asked := on_paper(told.document):
        yield Section("Vragen", "Vragen en afspraken", "zoals zij stonden toen dit rapport verscheen", cases=asked)
    if told.waived:
        yield Section("Nagekeken", "Nagekeken en zo gelaten", "wat bij de controle opviel", cases=told.waived)
    yield _drawn(told, "Brandpunten", "Brandpunten", "openbare gegevens, geen leads", ["hubs"])
    yield terms(DEFINITIONS.values())


def terms(found: Iterable[Definition]) -> Section:
    """What figures mean and where that stands: the last part of a paper."""
    rows = [(Cell(one.name), Cell(one.meaning), Cell(one.source)) for one in found]
    table = Table(("Begrip", "Wat het betekent", "Waar dat staat"), rows)
    return Section("Begrippen", "Hoe wordt er geteld?", "wat de cijfers betekenen", table)


NEW_AND_CORRECTED = (
    "Nieuw is wat na de vorige peildatum gold. Bijgesteld is wat na het vorige rapport bekend werd over de dagen "
    "daarvoor: later getoetst of teruggedraaid. Vorige stand, bijgesteld en nieuw zijn samen de stand van nu."
)


def beneath(told: Progress, repeats: Iterable[Repeat]) -> str:
    """What is not shown of a table, and which of its values repeat an earlier report."""
    least = told.document["settings"]["smallest_cell"]
    since = (f"{one.words[0].upper()}{one.words[1:]}: {', '.join(one.cells)}." for one in repeats)
    return " ".join((HIDDEN.format(least=least, unshown=UNSHOWN), *since))


def _note(told: Progress, section: str) -> str:
    return beneath(told, told.repeats.get(section, ()))


def _meaning(line: dict[str, Any]) -> str:
    return f"{line['meaning']} Dit is de {line['since']}." if line["since"] else line["meaning"]


def _figures(told: Progress) -> Table:
    rows = []
    for kpi, headline in zip(told.kpis, told.document["headlines"], strict=True):
        euros = headline["code"] == CAPITAL
        target, line = headline["target"], headline["line"]
        rows.append(
            (
                Cell(kpi["name"]),
                cell(kpi["figure"]),
                cell(_aim(target, euros)),
                cell(_aim(line, euros)),
                Cell("" if line is None else "indicatief" if headline["indicative"] else "naar rato"),
            )
        )
    rounded = any(one["capital"] and one["capital"]["rounded"] for one in told.document["headlines"])
    note = "Het vermogen is afgerond." if rounded else ""
    return Table(("Cijfer", "Stand", "Doel eind 2028", "Lijn op de peildatum", "Soort lijn"), rows, note)


def _aim(value: Any, euros: bool) -> str:
    """A target or a point of its line, as the page writes it."""
    if value is None:
        return "geen"
    return notation.euro_short(int(value)) if euros else notation.number(Decimal(value))


def _changes(told: Progress) -> Section | None:
    found = told.changes
    if found is None:
        return None
    table = None
    if found.rows:
        rows = [(Cell(one.name), *map(cell, (one.was, one.corrected, one.new, one.now))) for one in found.rows]
        table = Table(("Cijfer", f"In rapport {found.number}", "Bijgesteld", "Nieuw", "Nu"), rows, NEW_AND_CORRECTED)
    few = [] if table or found.notes else ["Over de dagen tot en met dat rapport is niets anders bekend geworden."]
    hint = "het vorige rapport zelf verandert niet"
    return Section("Veranderd", f"Veranderd sinds {found.day}", hint, table, few, points=found.notes)


def _drawn(told: Progress, name: str, title: str, hint: str, charts: Sequence[str]) -> Section | None:
    """A part that is charts with the table of the first."""
    found = [told.charts[chart] for chart in charts if chart in told.charts]
    return Section(name, title, hint, _numbers(found[0]), charts=found) if found else None


def _numbers(chart: Chart, note: str = "") -> Table:
    """The numbers of a chart as its page shows them."""
    assert chart.table is not None
    return Table(chart.table["head"], [(Cell(name), *map(cell, more)) for name, *more in chart.table["rows"]], note)


def _kinds(told: Progress) -> Section:
    hint = f"van {told.leads} leads, meer per lead" if told.leads != 1 else "van 1 lead, meer per lead"
    chart = told.charts["kinds"]
    table = _tallies(chart, told.kinds, _note(told, "kinds"))
    return Section("Soorten vraag", "Soorten vraag", hint, table, charts=[chart])


def _tallies(chart: Chart, rows: Iterable[dict[str, Any]], note: str) -> Table:
    assert chart.table is not None
    return Table(chart.table["head"], [(Cell(one["name"]), cell(one["words"])) for one in rows], note)


def _money(told: Progress) -> Section:
    lines = [(Cell(one["name"]), cell(one["value"]), Cell(_meaning(one))) for one in told.lines]
    table = Table(("Regel", "Stand", "Wat het betekent"), lines)
    hint = "apart geteld, nooit opgeteld bij de cijfers hierboven"
    return Section("Naast de cijfers", "Naast de cijfers", hint, table, charts=[told.charts["capital"]])


def _bottlenecks(told: Progress) -> Section:
    table, few = None, []
    if told.heat["heads"]:
        by_kind = zip(told.heat["heads"], *(row["cells"] for row in told.heat["rows"]), strict=True)
        rows = [(Cell(kind), *(cell(one["words"], level=one["level"]) for one in cells)) for kind, *cells in by_kind]
        regions = (row["region"] for row in told.heat["rows"])
        table = Table(("Knelpunt", *regions), rows, _note(told, "bottlenecks"))
    else:
        few = ["Er zijn nog geen knelpunten vastgelegd."]
    name = "Knelpunten per regio"
    return Section(name, name, "aantal leads dat het noemt", table, few)


def _knelt(told: Progress) -> Section | None:
    by_region = (one for part in told.regions for one in (_under(part.title), *part.blocks))
    blocks = [*told.texts["bottlenecks"], *by_region]
    return Section("Knelt", SECTIONS["bottlenecks"].title, blocks=blocks) if blocks else None


def _under(title: str) -> Block:
    """A heading below that of a section."""
    return Block(HEADING, (Span(title),))


def _flows(told: Progress) -> Section:
    name, hint = "In en uit per regio", "in andere regio gerealiseerd"
    if told.flows["too_few"]:
        few = "Nog te weinig om te tonen: uitgesplitst per regio zou een bedrijf te herkennen zijn."
        return Section(name, name, hint, paragraphs=[few])
    if not told.flows["any"]:
        return Section(name, name, hint, paragraphs=["Er is nog geen lead in een andere regio gerealiseerd."])
    rows = [(Cell(region), cell(gone["words"]), cell(come["words"])) for region, gone, come in told.flows["rows"]]
    note = "Vertrokken en gekomen worden nooit bij elkaar opgeteld. " + _note(told, "flows")
    table = Table(("Regio", "Vertrokken", "Gekomen"), rows, note)
    return Section(name, name, hint, table, charts=[told.charts["flows"]])


def _choices(told: Progress) -> Section | None:
    if not told.motives and not told.texts["choices"]:
        return None
    name, texts = "Waarom bedrijven kozen wat zij kozen", told.texts["choices"]
    if not told.motives:
        return Section("Redenen", name, blocks=texts)
    hint = "wat bij een getekend besluit het zwaarst woog"
    if "motives" not in told.charts:
        few = "De aantallen per reden zijn nog te klein om te tonen."
        return Section("Redenen", name, hint, paragraphs=[few], blocks=texts)
    chart = told.charts["motives"]
    table = _tallies(chart, told.motives, _note(told, "motives"))
    return Section("Redenen", name, hint, table, charts=[chart], blocks=texts)
