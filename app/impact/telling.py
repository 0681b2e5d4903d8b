"""Facts, figures and breaches in the words of the screen."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.impact.comparison import COMPARED, GONE, Difference
from app.impact.conditions import LABELS
from app.impact.definitions import DEFINITIONS
from app.impact.overview import Doubt, Overview
from app.impact.rules import (
    BREACHES,
    CAPITAL,
    CONTRADICTED,
    COUNTERFACTUALS,
    DOUBLE,
    FIGURE_CODES,
    NOT_SUBMITTED,
    Figure,
    Figures,
    Flow,
)
from app.ledger.rules import FACTS, Fact
from app.web import notation
from app.web.language import language
from app.words import N_

ICONS = {
    Fact.ADMITTED: "flag",
    Fact.APPROACH_STARTED: "route",
    Fact.REALISED: "map-pin",
    Fact.BECAME_SCALEUP: "rocket",
    Fact.CAPITAL_EXPECTED: "coin-euro",
    Fact.CAPITAL_DECIDED: "coin-euro",
    Fact.CAPITAL_REALISED: "coin-euro",
    Fact.WITHDRAWN: "arrow-back-up",
}


def fact_title(fact: Fact, origin: str | None = None, destination: str | None = None, amount: int | None = None) -> str:
    """A fact in one line: 'In andere regio gerealiseerd', 'Kapitaal besloten, € 96 mln'."""
    if fact is Fact.REALISED and destination is not None:
        return _("In eigen regio gerealiseerd") if destination == origin else _("In andere regio gerealiseerd")
    if amount is not None:
        return f"{_(FACTS[fact])}, {notation.euro_short(amount)}"
    return _(FACTS[fact])


def tell_difference(difference: Difference, regions: Mapping[str, str]) -> str:
    """Where a fact and its dossier disagree, in one line; `regions` are the ROMs by code."""
    if difference.what == GONE:
        return _("Het dossier heeft dit feit niet meer, of niet meer zo dat het telt.")
    label = _(COMPARED.get(difference.what) or LABELS[difference.what])
    return _(
        "%(what)s: %(said)s, in het dossier nu %(now)s",
        what=label,
        said=_plain(difference.what, difference.said, regions),
        now=_plain(difference.what, difference.now, regions),
    )


def _plain(what: str, value: str | date | int | None, regions: Mapping[str, str]) -> str:
    if value is None:
        return _("leeg")
    if isinstance(value, date):
        return notation.dutch_date(value, language())
    if isinstance(value, int):
        return notation.euro(value)
    return (
        _(COUNTERFACTUALS[value])
        if what == "counterfactual" and value in COUNTERFACTUALS
        else regions.get(value, value)
    )


def write_value(code: str, value: Any) -> str:
    """A figure's value: 21, or € 412 mln."""
    return notation.euro_short(int(value)) if code == CAPITAL else notation.number(value)


def _percent(part: Any, whole: int | None) -> float:
    return float(min(Decimal(100), Decimal(100) * Decimal(part) / whole).quantize(Decimal("0.1"))) if whole else 0.0


def kpis(found: Figures, awaiting: dict[str, int], query: str = "") -> list[dict[str, Any]]:
    """The five figures as the `kpi` macro takes them; every figure links to what is behind it."""
    return [_kpi(found[code], awaiting.get(code, 0), query) for code in FIGURE_CODES]


def _kpi(figure: Figure, waits: int, query: str) -> dict[str, Any]:
    code = figure.code
    target = ""
    if figure.target is not None:
        words = _("besloten, van %(target)s in 2028") if code == CAPITAL else _("van %(target)s in 2028")
        target = words % {"target": write_value(code, figure.target)}
    line = figure.pro_rata
    mark_text = ""
    if line is not None:
        words = _("indicatief %(line)s") if figure.indicative else _("naar rato %(line)s")
        mark_text = words % {"line": write_value(code, line)}
    return {
        "id": code.replace("_", "-"),
        "name": _(DEFINITIONS[code].name),
        "definition": _(DEFINITIONS[code].meaning),
        "figure": write_value(code, figure.value),
        "href": f"/overzicht/{code}{query}",
        "target": target,
        "percent": _percent(figure.value, figure.target),
        "rest": _percent(waits, figure.target),
        "mark": None if line is None else _percent(line, figure.target),
        "mark_text": mark_text,
        "gap": gap(figure),
        "waiting": _("%(value)s te toetsen", value=write_value(code, waits)) if waits else "",
    }


def gap(figure: Figure) -> tuple[str, str, str] | None:
    """How far a figure is ahead or behind, as (level, icon, words): grey where the line was never agreed."""
    if figure.gap is None:
        return None
    size = write_value(figure.code, abs(figure.gap))
    if figure.gap == 0:
        return ("un", "minus", _("op de lijn"))
    ahead = figure.gap > 0
    words = _("%(size)s voor", size=size) if ahead else _("%(size)s achter", size=size)
    level = "un" if figure.indicative else "ok" if ahead else "warn"
    return (level, "trending-up" if ahead else "trending-down", words)


def leads_in_words(how_many: int) -> str:
    """1 lead, 3 leads."""
    return ngettext("%(num)s lead", "%(num)s leads", how_many)


def checks(found: Overview) -> list[dict[str, Any]]:
    """What does not add up, as rows: title, words, the button's words and address."""
    return [_check(doubt) for doubt in found.doubts]


def _check(doubt: Doubt) -> dict[str, Any]:
    codes = ", ".join(doubt.codes[:4]) + (" …" if len(doubt.codes) > 4 else "")
    title, words, button = CHECK_WORDS[doubt.kind]
    code = doubt.codes[0].split(" / ")[0] if doubt.codes else ""
    return {
        "title": _(title),
        "text": _(words, codes=codes),
        "button": _(button),
        "href": doubt.href or (f"/leads/{code}" if code else "/pijplijn"),
        "level": "warn" if doubt.kind in SOFT else "bad",
    }


SOFT = (NOT_SUBMITTED, DOUBLE)
CHECK_WORDS = {
    "scaleup_without_realised": (
        BREACHES["scaleup_without_realised"],
        N_(
            "%(codes)s is getoetst als nieuwe scale-up, maar nog niet in een andere regio gerealiseerd. Dit telt nog niet."
        ),
        N_("Bekijk lead"),
    ),
    "realised_without_approach": (
        BREACHES["realised_without_approach"],
        N_("%(codes)s telt als gerealiseerd zonder aanpak in uitvoering."),
        N_("Bekijk lead"),
    ),
    "approach_without_lead": (
        BREACHES["approach_without_lead"],
        N_("%(codes)s telt als aanpak zonder dat de lead is toegelaten."),
        N_("Bekijk lead"),
    ),
    "capital_without_lead": (
        BREACHES["capital_without_lead"],
        N_("%(codes)s heeft besloten kapitaal zonder toelating. Dit bedrag telt niet."),
        N_("Bekijk lead"),
    ),
    "capital_before_entry": (
        BREACHES["capital_before_entry"],
        N_("%(codes)s heeft een kapitaalbesluit van voor de toelating. Dit bedrag telt niet."),
        N_("Bekijk lead"),
    ),
    "capital_without_counterfactual": (
        BREACHES["capital_without_counterfactual"],
        N_("%(codes)s heeft kapitaal zonder wat er anders was gebeurd. Dit bedrag telt niet."),
        N_("Bekijk lead"),
    ),
    CONTRADICTED: (
        N_("Dossier zegt iets anders"),
        N_("%(codes)s: getoetst, maar het dossier zegt nu iets anders."),
        N_("Bekijk regel"),
    ),
    NOT_SUBMITTED: (
        N_("Bewijs ontbreekt"),
        N_("%(codes)s: getekend, maar nog niet met bewijs ter toetsing gelegd."),
        N_("Bekijk lead"),
    ),
    DOUBLE: (
        N_("Mogelijk dubbel"),
        N_("%(codes)s kunnen hetzelfde bedrijf zijn. De houders weten wie het is."),
        N_("Bekijk lead"),
    ),
}


def flow_chart(flows: Mapping[str, Flow]) -> dict[str, Any]:
    """In and out per region: the chart's option, what it says, and its table."""
    regions = [region for region in REGIONS if region in flows]
    outgoing = [flows[region].outgoing for region in regions]
    incoming = [flows[region].incoming for region in regions]
    most = max(incoming, default=0)
    busiest = [region for region in regions if flows[region].incoming == most]
    text = _("Er is nog geen lead in een andere regio gerealiseerd.")
    if sum(outgoing):
        text = _("%(leads)s in een andere regio gerealiseerd.", leads=leads_in_words(sum(outgoing)))
    if most and len(busiest) == 1:
        text += " " + _("De meeste kwamen in %(region)s: %(incoming)s.", region=_(busiest[0]), incoming=most)
    return {
        "text": text,
        "total": sum(outgoing),
        "option": {
            "grid": {"left": 64, "right": 32, "top": 8, "bottom": 8},
            "xAxis": {"type": "value", "show": False, "max": max([4, *outgoing, *incoming])},
            "yAxis": {"type": "category", "data": [_(region) for region in regions], "inverse": True},
            "series": [
                _bars(_("vertrokken"), outgoing),
                _bars(_("gekomen"), incoming),
            ],
        },
        "table": {
            "head": [_("Regio"), _("Vertrokken"), _("Gekomen")],
            "rows": [[_(region), flows[region].outgoing, flows[region].incoming] for region in regions],
        },
    }


def _bars(name: str, values: list[int]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "data": [{"value": value, "label": {"show": value > 0}} for value in values],
        "barWidth": 11,
        "barGap": "20%",
        "label": {"show": True, "position": "right", "color": "#17262a"},
    }


REGIONS = (N_("Noord"), N_("Oost"), N_("Zuid"), N_("West"), N_("Midden"))
