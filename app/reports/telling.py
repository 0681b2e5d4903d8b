"""A published document in the words of the ministry's pages: whole sentences, and what is not shown said so."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.impact.definitions import DEFINITIONS
from app.impact.rules import CAPITAL, EXPECTED, LEADS, OWN_REGION, PROGRAMME_END, PROGRAMME_START, SPENT
from app.ledger.rules import CAUSES, WITHDRAWALS
from app.reports import prose
from app.reports.case_telling import Case, tell_cases
from app.reports.disclosure import shown_value
from app.reports.markdown import Block
from app.reports.tallies import Repeat, Tallies, share
from app.web import notation
from app.web.formats import inside
from app.web.language import language
from app.words import N_

KINDS_OF_REPORT = {
    "june": N_("Voortgang juni"),
    "december": N_("Voortgang december"),
    "final": N_("Eindrapport"),
    "interim": N_("Tussenstand"),
}
TAKEN_BACK = CAUSES | WITHDRAWALS
NOBODY: Mapping[str, str] = {}
YEAR = 365 * 24 * 3600 * 1000


@dataclass(frozen=True)
class Progress:
    """A document as its page shows it."""

    document: dict[str, Any]
    number: str
    kind: str
    reporting_date: date
    published_on: date
    kpis: list[dict[str, Any]]
    opening: str
    corrections: list[str]
    taken_back: str
    trend: dict[str, Any]
    kinds: list[dict[str, Any]]
    flows: dict[str, Any]
    heat: dict[str, Any]
    motives: list[dict[str, Any]]
    repeats: dict[str, list[Repeat]]
    lines: list[dict[str, Any]]
    advance: str
    cases: list[Case]
    texts: dict[str, tuple[Block, ...]]

    @property
    def apart(self) -> list[prose.Part]:
        """The texts that stand by themselves."""
        return prose.apart(self.document, self.texts)

    @property
    def regions(self) -> list[prose.Part]:
        """The texts about what knelt in one region."""
        return prose.regions(self.texts)

    @property
    def motives_too_few(self) -> bool:
        """Whether every count of a motive is hidden."""
        return all(one["count"] is None for one in self.motives)

    @property
    def leads(self) -> int:
        """How many leads the headline says."""
        return int(_headline(self.document, LEADS)["value"])


def read(document: dict[str, Any], names: Mapping[str, str] = NOBODY) -> Progress:
    """A document in, what the page needs out; `names` by token are those that the reader may know today."""
    tallies = Tallies(document, _headline(document, LEADS)["value"])
    return Progress(
        document=document,
        number=document["number"],
        kind=_(KINDS_OF_REPORT[document["kind"]]),
        reporting_date=date.fromisoformat(document["reporting_date"]),
        published_on=date.fromisoformat(document["published_on"]),
        kpis=[_kpi(one) for one in document["headlines"]],
        opening=_opening(document),
        corrections=_corrections(document),
        taken_back=_taken_back(document.get("taken_back", {})),
        trend=_trend(document),
        kinds=tallies.kinds(),
        flows=tallies.flows(),
        heat=tallies.heat(),
        motives=tallies.motives(),
        repeats=tallies.repeats,
        lines=_lines(document["lines"], tallies),
        advance=_advance(document),
        cases=tell_cases(document, names),
        texts=prose.read(document),
    )


def read_text(text: str, names: Mapping[str, str] = NOBODY) -> Progress:
    """A published text in, what the page needs out."""
    return read(json.loads(text), names)


def _headline(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in document["headlines"] if one["code"] == code)


def money(capital: dict[str, Any]) -> str:
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


def _middle(capital: dict[str, Any]) -> int:
    if not capital["banded"]:
        return int(capital["rounded"])
    return int(capital["from"] if capital["until"] is None else (capital["from"] + capital["until"]) // 2)


def _kpi(headline: dict[str, Any]) -> dict[str, Any]:
    code, target, line = headline["code"], headline["target"], headline["line"]
    euros = code == CAPITAL
    write: Callable[[Any], str] = notation.euro_short if euros else notation.number
    value = _middle(headline["capital"]) if euros else headline["value"]
    goal = ""
    if target is not None:
        words = _("besloten, doel %(target)s in 2028") if euros else _("doel %(target)s in 2028")
        goal = words % {"target": write(target)}
    mark_text = ""
    if line is not None:
        exact = int(line) if euros else Decimal(line)
        words = _("indicatief %(line)s") if headline["indicative"] else _("naar rato %(line)s")
        mark_text = words % {"line": write(exact)}
    return {
        "id": code.replace("_", "-"),
        "name": _(DEFINITIONS[code].name),
        "definition": _(DEFINITIONS[code].meaning),
        "figure": money(headline["capital"]) if euros else notation.number(value),
        "words": euros and headline["capital"]["banded"],
        "target": goal,
        "percent": share(value, target),
        "mark": None if line is None else share(line, target),
        "mark_text": mark_text,
    }


def _opening(document: dict[str, Any]) -> str:
    leads = _headline(document, LEADS)
    count = ngettext("%(num)s lead in portefeuille", "%(num)s leads in portefeuille", leads["value"])
    if leads["line"] is None:
        return count
    gap = Decimal(leads["value"]) - Decimal(leads["line"])
    size = notation.number(abs(gap))
    if gap == 0:
        return _("%(count)s: op de lijn naar rato", count=count)
    if gap > 0:
        return _("%(count)s: %(size)s boven de lijn naar rato", count=count, size=size)
    return _("%(count)s: %(size)s onder de lijn naar rato", count=count, size=size)


def _corrections(document: dict[str, Any]) -> list[str]:
    """What the report before said of its own day, and what is known of that day now."""
    previous = document["previous"]
    if previous is None:
        return []
    day = notation.dutch_date(date.fromisoformat(previous["reporting_date"]), language())
    return [
        _(
            "%(figure)s op %(day)s: %(was)s in rapport %(number)s, nu %(now)s.",
            figure=_(DEFINITIONS[one["code"]].name),
            day=day,
            was=_figure(one["was"]),
            number=previous["number"],
            now=_figure(one["now"]),
        )
        for one in document.get("corrections", ())
    ]


def _taken_back(counts: dict[str, int | None]) -> str:
    """Why facts were taken back since the report before: how often each reason, where that points at nobody."""
    told = [f"{inside(_(TAKEN_BACK[cause]))} ({notation.number(count)})" for cause, count in counts.items() if count]
    if told:
        words = _("Teruggedraaid of uit de telling: %(reasons)s.", reasons=", ".join(told))
        return (
            words
            if None not in counts.values()
            else words + " " + _("Andere redenen komen te weinig voor om te tonen.")
        )
    return (
        _("Waarom iets eruit ging, staat er niet bij: elke reden komt te weinig voor.")
        if None in counts.values()
        else ""
    )


def _figure(told: dict[str, Any]) -> str:
    return money(told["capital"]) if told["capital"] else notation.number(told["value"])


def _trend(document: dict[str, Any]) -> dict[str, Any]:
    target = _headline(document, LEADS)["target"] or 0
    told = [(date.fromisoformat(one["reporting_date"]), one["leads"]) for one in document["trend"]]
    start, end = PROGRAMME_START.isoformat(), PROGRAMME_END.isoformat()
    last_day, last = told[-1]
    text = _(
        "Op %(day)s waren er %(leads)s leads in portefeuille. De lijn naar rato loopt naar %(target)s eind 2028.",
        day=notation.dutch_date(last_day, language()),
        leads=last,
        target=target,
    )
    option = {
        "grid": {"left": 44, "right": 64, "top": 20, "bottom": 30},
        "xAxis": {"type": "time", "min": start, "max": end, "minInterval": YEAR, "axisLabel": {"formatter": "{yyyy}"}},
        "yAxis": {"type": "value", "min": 0, "max": max(target, last)},
        "series": [
            {
                "type": "line",
                "name": _("leads"),
                "data": [
                    {"value": [start, 0], "symbol": "none", "label": {"show": False}},
                    *[{"value": [day.isoformat(), leads]} for day, leads in told],
                ],
                "label": {"show": True, "position": "top", "fontWeight": 650, "color": "#0f5560"},
            },
            {
                "type": "line",
                "name": _("naar rato"),
                "data": [[start, 0], [end, target]],
                "symbol": "none",
                "lineStyle": {"type": "dashed", "width": 2},
                "endLabel": {"show": True, "formatter": _("doel %(target)s", target=target), "color": "#84346f"},
            },
        ],
    }
    rows = [[notation.dutch_date(day, language()), notation.number(leads)] for day, leads in told]
    return {"text": text, "option": option, "table": {"head": [_("Peildatum"), _("Leads")], "rows": rows}}


def _lines(lines: dict[str, Any], tallies: Tallies) -> list[dict[str, Any]]:
    own = tallies.line(lines[OWN_REGION])
    values = {OWN_REGION: own["words"], EXPECTED: money(lines[EXPECTED]), SPENT: money(lines[SPENT])}
    in_words = {code for code in (EXPECTED, SPENT) if lines[code]["banded"]}
    if lines[OWN_REGION] is None:
        in_words.add(OWN_REGION)
    return [
        {
            "name": _(DEFINITIONS[code].name),
            "value": value,
            "words": code in in_words,
            "meaning": _(DEFINITIONS[code].meaning),
            "since": own["since"] if code == OWN_REGION else "",
        }
        for code, value in values.items()
    ]


def _advance(document: dict[str, Any]) -> str:
    found, months = document["advance"], document["settings"]["advance_months"]
    if found["median"] is None:
        return _("De voorsprong wordt getoond zodra er genoeg leads zijn.")
    text = _("De helft van de leads stelde de vraag ten minste %(months)s maanden van tevoren.", months=found["median"])
    percent = _early(found)
    if percent is not None:
        text += " " + _("Bij %(percent)s%% was dat %(months)s maanden of meer.", percent=percent, months=months)
    return text


def _early(found: dict[str, Any]) -> int | None:
    """The share that asked early, from counts as they are shown; documents of before 2 hold the share itself."""
    if "asked" not in found:
        return found["early_percent"]
    early, late = (shown_value((found["asked"] or {}).get(name)) for name in ("early", "late"))
    return None if early is None or late is None else round(100 * early / (early + late))
