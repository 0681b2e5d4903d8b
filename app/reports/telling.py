"""A published document in the words of the ministry's pages: whole sentences, and what is not shown said so."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.cells.disclosure import shown_value
from app.impact.definitions import DEFINITIONS
from app.impact.rules import CAPITAL, EXPECTED, LEADS, OWN_REGION, SPENT
from app.narrative.markdown import Block
from app.reports import prose
from app.reports.case_telling import Case, tell_cases
from app.reports.charts import Chart
from app.reports.rules import title_of_check
from app.reports.showing import day_of, figure, heat_text, middle, money, show
from app.reports.since import Changes, changes_of
from app.reports.talk_telling import Question, Talk, tell_questions, tell_talks
from app.reports.tallies import Repeat, Tallies, share
from app.web import notation
from app.web.language import language
from app.words import N_

KINDS_OF_REPORT = {
    "june": N_("Voortgang juni"),
    "december": N_("Voortgang december met jaarverslag"),
    "final": N_("Eindrapport"),
    "interim": N_("Tussenstand"),
}
NOBODY: Mapping[str, str] = {}

PROXY = N_(
    "De voorsprong is een benadering: zij laat zien hoe vroeg de vraag is gesteld, niet of dat zonder de taskforce later "
    "was geweest."
)


@dataclass(frozen=True)
class Advance:
    """How early questions come: median of months and share in per cents where they may be shown, and the sentences."""

    median: int | None
    percent: int | None
    sentences: list[str]

    def __str__(self) -> str:
        """All of it in one text."""
        return " ".join(self.sentences)


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
    changes: Changes | None
    charts: dict[str, Chart]
    kinds: list[dict[str, Any]]
    flows: dict[str, Any]
    heat: dict[str, Any]
    motives: list[dict[str, Any]]
    repeats: dict[str, list[Repeat]]
    lines: list[dict[str, Any]]
    advance: Advance
    years: dict[str, Any]
    waived: list[tuple[str, str]]
    cases: list[Case]
    texts: dict[str, tuple[Block, ...]]

    @property
    def questions(self) -> list[Question]:
        """What was asked since the report before, or still waits."""
        return tell_questions(self.document)

    @property
    def talks(self) -> list[Talk]:
        """The talks since the report before, and what was agreed."""
        return tell_talks(self.document)

    @property
    def apart(self) -> list[prose.Part]:
        """The texts that stand by themselves."""
        return prose.apart(self.document, self.texts)

    @property
    def regions(self) -> list[prose.Part]:
        """The texts about what knelt in one region."""
        return prose.regions(self.texts)

    @property
    def heat_says(self) -> str:
        """What the table of bottlenecks says first."""
        return heat_text(self.heat)

    @property
    def trends(self) -> list[Chart]:
        """The five figures over reports, leads first."""
        return [chart for name, chart in self.charts.items() if name.startswith("trend-")]

    @property
    def leads(self) -> int:
        """How many leads the headline says."""
        return int(_headline(self.document, LEADS)["value"])


def read(document: dict[str, Any], names: Mapping[str, str] = NOBODY) -> Progress:
    """A document in, what the page needs out; `names` by token are those that the reader may know today."""
    tallies = Tallies(document, _headline(document, LEADS)["value"])
    kinds, flows, motives = tallies.kinds(), tallies.flows(), tallies.motives()
    return Progress(
        document=document,
        number=document["number"],
        kind=_(KINDS_OF_REPORT[document["kind"]]),
        reporting_date=date.fromisoformat(document["reporting_date"]),
        published_on=date.fromisoformat(document["published_on"]),
        kpis=[_kpi(one) for one in document["headlines"]],
        opening=_opening(document),
        changes=changes_of(document),
        charts=show(document, kinds, flows, motives),
        kinds=kinds,
        flows=flows,
        heat=tallies.heat(),
        motives=motives,
        repeats=tallies.repeats,
        lines=_lines(document["lines"], tallies),
        advance=_advance(document),
        years=_years(document.get("years", ())),
        waived=[(title_of_check(one["check"]), one["reason"]) for one in document.get("waived", ())],
        cases=tell_cases(document, names),
        texts=prose.read(document),
    )


def read_text(text: str, names: Mapping[str, str] = NOBODY) -> Progress:
    """A published text in, what the page needs out. A text never changes, so the last ones are kept as they were read."""
    return _read(text, tuple(sorted(names.items())), language())


@lru_cache(maxsize=16)
def _read(text: str, names: tuple[tuple[str, str], ...], _language: str) -> Progress:
    return read(json.loads(text), dict(names))


def _headline(document: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in document["headlines"] if one["code"] == code)


def _kpi(headline: dict[str, Any]) -> dict[str, Any]:
    code, target, line = headline["code"], headline["target"], headline["line"]
    euros = code == CAPITAL
    write: Callable[[Any], str] = notation.euro_short if euros else notation.number
    value = middle(headline["capital"]) if euros else headline["value"]
    goal = ""
    if target is not None:
        words = _decided(headline["capital"]) if euros else _("doel %(target)s in 2028")
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


def _decided(capital: Mapping[str, Any]) -> str:
    """What stands below capital: a band says itself that it is no amount, a rounded amount does not."""
    if capital["banded"] or not capital["rounded"]:
        return _("besloten, doel %(target)s in 2028")
    return _("besloten en afgerond, doel %(target)s in 2028")


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


def _years(told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The figures at the end of each year as a table; nothing for a report that has none."""
    if not told:
        return {}
    rows = [[day_of(year["day"]), *(_words_of(one) for one in year["figures"])] for year in told]
    names = [_(DEFINITIONS[one["code"]].name) for one in told[0]["figures"]]
    return {"head": [_("Tot en met"), *names], "rows": rows}


def _words_of(told: dict[str, Any]) -> str:
    return _("niet getoond") if told["value"] is None and told["capital"] is None else figure(told)


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


def _advance(document: dict[str, Any]) -> Advance:
    found, months = document["advance"], document["settings"]["advance_months"]
    if found["median"] is None:
        return Advance(None, None, [_("De voorsprong wordt getoond zodra er genoeg leads zijn.")])
    says = [
        _("De helft van de leads stelde de vraag ten minste %(months)s maanden van tevoren.", months=found["median"])
    ]
    percent = _early(found)
    if percent is not None:
        says.append(_("Bij %(percent)s%% was dat %(months)s maanden of meer.", percent=percent, months=months))
    return Advance(found["median"], percent, [*says, _(PROXY)])


def _early(found: dict[str, Any]) -> int | None:
    """The share that asked early, from counts as they are shown; documents of before 2 hold the share itself."""
    if "asked" not in found:
        return found["early_percent"]
    early, late = (shown_value((found["asked"] or {}).get(name)) for name in ("early", "late"))
    return None if early is None or late is None else round(100 * early / (early + late))
