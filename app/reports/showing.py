"""The charts of a published document: which there are, and what each says. Only what the page tells goes in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.cells.breakdowns import REGIONS
from app.hubs.rules import MATURITY_NAMES, SOURCE_NAMES, Maturity, SourceCertainty
from app.impact.definitions import DEFINITIONS
from app.impact.rules import CAPITAL, EXPECTED, FIGURE_CODES, LEADS, PROGRAMME_END, PROGRAMME_START, SPENT
from app.reports import charts
from app.reports.charts import Bar, Chart, Layer, Place, Point, Span
from app.web import notation
from app.web.language import language
from app.words import N_

Rows = Sequence[Mapping[str, Any]]
PERIOD = (PROGRAMME_START.isoformat(), PROGRAMME_END.isoformat())
MILLION = notation.MILLION
LAYERS = {
    (Maturity.EXISTING, SourceCertainty.SOURCE): Layer(
        N_("genoemd in het programma"), style={"color": charts.PETROL}, named=True
    ),
    (Maturity.EXISTING, SourceCertainty.KNOWN): Layer(N_("algemeen bekend"), size=9, style={"color": charts.MIDDLE}),
    (Maturity.EXISTING, SourceCertainty.GUESS): Layer(
        N_("aanname"), size=8, style={"color": "#fff", "borderColor": charts.MIDDLE}
    ),
    Maturity.DEVELOPING: Layer(
        N_("in ontwikkeling"), "diamond", 14, {"color": "#fff", "borderColor": charts.PETROL, "borderWidth": 2}, True
    ),
}


def money(capital: Mapping[str, Any]) -> str:
    """Capital as EZ may read it: € 410 mln, or a band."""
    if not capital["banded"]:
        return notation.euro_short(capital["rounded"])
    if capital["until"] is None:
        return _("meer dan %(amount)s", amount=notation.euro_short(capital["from"]))
    if not capital["from"]:
        return _("minder dan %(amount)s", amount=notation.euro_short(capital["until"]))
    return _(
        "%(from_)s tot %(until)s",
        from_=notation.euro_short(capital["from"]),
        until=notation.euro_short(capital["until"]),
    )


def middle(capital: Mapping[str, Any]) -> int:
    """Where capital stands on a line: its amount, or the middle of its band."""
    if not capital["banded"]:
        return int(capital["rounded"])
    return int(capital["from"] if capital["until"] is None else (capital["from"] + capital["until"]) // 2)


def figure(told: Mapping[str, Any]) -> str:
    """A headline as a report says it: a number, or capital."""
    return money(told["capital"]) if told["capital"] else notation.number(told["value"])


def day_of(iso: str) -> str:
    """A day of a document in words."""
    return notation.dutch_date(date.fromisoformat(iso), language())


def show(document: Mapping[str, Any], kinds: Rows, flows: Mapping[str, Any], motives: Rows) -> dict[str, Chart]:
    """Every chart of a document by its name, with its breakdowns in words."""
    leads = next(one["value"] for one in document["headlines"] if one["code"] == LEADS)
    found = [*_trends(document), _kinds(kinds, leads), _flows(flows), _hubs(document), _motives(motives)]
    return {chart.id: chart for chart in (*found, _capital(document)) if chart is not None}


# --- The five figures over reports ---------------------------------------------------------------------------


def told_before(document: Mapping[str, Any], code: str) -> list[tuple[str, Mapping[str, Any]]]:
    """A figure in every report up to this one: the day and what was told. Documents of before 3 hold leads alone."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in document["trend"]:
        for told in one.get("figures") or [{"code": LEADS, "value": one["leads"], "capital": None}]:
            if told["code"] == code:
                found[one["reporting_date"]] = told
    own = next(one for one in document["headlines"] if one["code"] == code)
    return sorted((found | {document["reporting_date"]: own}).items())


def _trends(document: Mapping[str, Any]) -> Iterable[Chart]:
    return (_trend(document, headline) for headline in document["headlines"])


def _trend(document: Mapping[str, Any], headline: Mapping[str, Any]) -> Chart:
    code, target = headline["code"], headline["target"]
    euros, large, told = code == CAPITAL, code == LEADS, told_before(document, code)
    scale, write = (MILLION, notation.euro_short) if euros else (1, notation.number)
    points = [Point(day, _height(one) / scale, figure(one)) for day, one in told]
    name = _(DEFINITIONS[code].name)
    aim = "" if target is None else _("doel %(target)s", target=write(target))
    straight = _("indicatief") if headline["indicative"] else _("naar rato")
    top = None if target is None else target / scale
    return Chart(
        id=f"trend-{code}",
        title=name,
        text=_trend_text(told, aim),
        option=charts.line(points, top, PERIOD, (name, straight, aim), large),
        size="large" if large else "small",
        table=_trend_table(document) if large else None,
    )


def _height(told: Mapping[str, Any]) -> int:
    return middle(told["capital"]) if told["capital"] else int(told["value"])


def _trend_text(told: Sequence[tuple[str, Mapping[str, Any]]], aim: str) -> str:
    day, now = told[-1]
    text = _("%(now)s op %(day)s", now=figure(now), day=day_of(day))
    if len(told) > 1:
        text += ", " + _("%(was)s in het rapport ervoor", was=figure(told[-2][1]))
    return text + (f"; {aim} " + _("eind 2028") if aim else "") + "."


def heat_text(heat: Mapping[str, Any]) -> str:
    """What the table of bottlenecks says first: where most leads name the same, as far as that is shown."""
    cells = [
        (f"{head} ({row['region']})", cell)
        for row in heat["rows"]
        for head, cell in zip(heat["heads"], row["cells"], strict=True)
    ]
    names, most = _most(cells)
    return _("Het vaakst genoemd, door %(count)s leads: %(cells)s.", cells=names, count=most) if most else ""


def _trend_table(document: Mapping[str, Any]) -> dict[str, Any]:
    by_code = {code: dict(told_before(document, code)) for code in FIGURE_CODES}
    days = sorted({day for told in by_code.values() for day in told})
    return {
        "head": [_("Peildatum"), *(_(DEFINITIONS[code].name) for code in FIGURE_CODES)],
        "rows": [
            [day_of(day), *(figure(told[day]) if day in told else "" for told in by_code.values())] for day in days
        ],
    }


# --- Breakdowns ----------------------------------------------------------------------------------------------


def _said(cell: Mapping[str, Any]) -> str:
    return f"{cell['words']} {cell['mark']}".strip()


def _in_full(cell: Mapping[str, Any]) -> str:
    return f"{cell['words']} ({cell['since']})" if cell["since"] else str(cell["words"])


def _most(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> tuple[str, int]:
    """The names that go with the highest count that is shown, and that count; nought where none is."""
    shown = [(name, cell["count"]) for name, cell in rows if cell["count"]]
    most = max((count for _name, count in shown), default=0)
    return ", ".join(name for name, count in shown if count == most), most


def _kinds(rows: Rows, leads: int) -> Chart:
    names, most = _most((row["name"], row) for row in rows)
    text = _("De aantallen per soort vraag zijn te klein om te tonen.")
    if most:
        text = _(
            "Het meest gevraagd, bij %(count)s van %(leads)s leads: %(kinds)s.", kinds=names, count=most, leads=leads
        )
    option = charts.bars(_bars(rows), leads, _("leads"))
    return Chart("kinds", _("Soorten vraag"), text, option, "bars", _counts(_("Soort vraag"), rows))


def _motives(rows: Rows) -> Chart | None:
    names, most = _most((row["name"], row) for row in rows)
    if not most:
        return None
    name = _("Wat het zwaarst woog")
    text = _("Het vaakst gaf de doorslag, bij %(count)s leads: %(motives)s.", motives=names, count=most)
    return Chart("motives", name, text, charts.bars(_bars(rows), most, _("leads")), "bars", _counts(name, rows))


def _bars(rows: Iterable[Mapping[str, Any]]) -> list[Bar]:
    return [Bar(row["name"], [row["count"] or 0], [_said(row)]) for row in rows]


def _counts(head: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {"head": [head, _("Leads")], "rows": [[row["name"], _in_full(row)] for row in rows]}


WAYS = (
    (N_("vertrokken"), N_("Het meest vertrokken: %(regions)s (%(count)s).")),
    (N_("gekomen"), N_("Het meest gekomen: %(regions)s (%(count)s).")),
)


def _flows(flows: Mapping[str, Any]) -> Chart | None:
    if not flows["any"] or flows["too_few"]:
        return None
    regions, sides = (
        [name for name, *_cells in flows["rows"]],
        list(zip(*(row[1:] for row in flows["rows"]), strict=True)),
    )
    says = []
    for (_way, words), cells in zip(WAYS, sides, strict=True):
        names, most = _most(zip(regions, cells, strict=True))
        says += [_(words, regions=names, count=most)] if most else []
    bars = [
        Bar(name, [one["count"] or 0 for one in cells], [_said(one) for one in cells]) for name, *cells in flows["rows"]
    ]
    table = {
        "head": [_("Regio"), _("Vertrokken"), _("Gekomen")],
        "rows": [[name, *(_in_full(one) for one in cells)] for name, *cells in flows["rows"]],
    }
    option = charts.pairs(bars, (_(WAYS[0][0]), _(WAYS[1][0])))
    return Chart("flows", _("In en uit per regio"), " ".join(says), option, "pairs", table)


# --- Money and places ----------------------------------------------------------------------------------------


def _capital(document: Mapping[str, Any]) -> Chart:
    decided = next(one for one in document["headlines"] if one["code"] == CAPITAL)
    told = {EXPECTED: document["lines"][EXPECTED], CAPITAL: decided["capital"], SPENT: document["lines"][SPENT]}
    names = {EXPECTED: _("Verwacht"), CAPITAL: _("Besloten"), SPENT: _("Gerealiseerd")}
    target = decided["target"]
    aim = "" if target is None else _("doel %(target)s", target=notation.euro_short(target))
    spans = [_span(names[code], capital, target or 0) for code, capital in told.items()]
    text = _(
        "Besloten is %(decided)s, verwacht %(expected)s en gerealiseerd %(spent)s; de drie worden nooit opgeteld.",
        decided=money(told[CAPITAL]),
        expected=money(told[EXPECTED]),
        spent=money(told[SPENT]),
    )
    if any(one["rounded"] for one in told.values()):
        text += " " + _("De bedragen zijn afgerond.")
    table = {"head": [_("Vermogen"), _("Bedrag")], "rows": [[span.name, span.words] for span in spans]}
    option = charts.spans(spans, None if target is None else target / MILLION, aim, _("vermogen"))
    return Chart("capital", _("Behouden vermogen"), text, option, "few", table)


def _span(name: str, capital: Mapping[str, Any], target: int) -> Span:
    if not capital["banded"]:
        return Span(name, 0, capital["rounded"] / MILLION, money(capital))
    until = capital["until"] or max(target, 11 * capital["from"] // 10)
    return Span(name, capital["from"] / MILLION, until / MILLION, money(capital))


def _hubs(document: Mapping[str, Any]) -> Chart | None:
    hubs = document.get("hubs", ())
    if not hubs:
        return None
    layers = list(LAYERS)
    found = [
        Place(_short(hub["name"]), float(hub["longitude"]), float(hub["latitude"]), layers.index(_layer(hub)))
        for hub in hubs
    ]
    counts = [(region, sum(hub["region"] == region for hub in hubs)) for region in REGIONS]
    text = _(
        "%(count)s brandpunten: %(regions)s.",
        count=len(hubs),
        regions=", ".join(f"{_(region)} {count}" for region, count in counts if count),
    )
    named = [replace(one, name=_(one.name)) for one in LAYERS.values()]
    rows = [[hub["name"], *_known(hub)] for hub in hubs]
    head = [_("Brandpunt"), _("Regio"), _("Stand"), _("Hoe zeker")]
    return Chart("hubs", _("Brandpunten"), text, charts.places(found, named), "map", {"head": head, "rows": rows})


def _short(name: str) -> str:
    return name.split(" (")[0].split(" / ")[0]


def _layer(hub: Mapping[str, Any]) -> Any:
    maturity = Maturity(hub["maturity"])
    return maturity if maturity is Maturity.DEVELOPING else (maturity, SourceCertainty(hub["certainty"]))


def _known(hub: Mapping[str, Any]) -> list[str]:
    """Where a brandpunt lies, how far along it is, and how sure it is that it is one."""
    region = hub["region"]
    return [_(region), _(MATURITY_NAMES[Maturity(hub["maturity"])]), _(SOURCE_NAMES[SourceCertainty(hub["certainty"])])]
