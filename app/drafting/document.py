"""The report that EZ reads, put together from figures: only what may be seen, in plain values that freeze well."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from statistics import median
from typing import Any

from app.cells.breakdowns import Breakdowns
from app.cells.headlines import capital, headlines
from app.cells.rules import Disclosure
from app.drafting.changes import Since, changes, trend
from app.drafting.years import years
from app.impact import rules as impact
from app.narrative.markdown import tidy
from app.narrative.sections import SECTIONS, kind_of
from app.reports.rules import FORMAT


@dataclass(frozen=True)
class Material:
    """Everything a report is made of, before anything is hidden."""

    figures: impact.Figures
    kinds: Mapping[str, int]
    flows: Mapping[str, impact.Flow]
    bottlenecks: Mapping[str, Mapping[str, int]]
    motives: Mapping[str, int]
    advances: Sequence[int]
    limits: Disclosure
    advance_months: int = 24
    since: Since | None = None  # the report before
    hubs: Sequence[Mapping[str, Any]] = ()
    points: Mapping[date, impact.Figures] = field(default_factory=dict)  # at the ends of years and at each report


@dataclass(frozen=True)
class Issue:
    """Which report this is: its number, its day, and the one before it."""

    number: str
    published_on: date
    previous: Mapping[str, str] | None = None
    head: Mapping[str, Any] | None = None  # the seal under which it is published; None in a preview
    said: Sequence[Mapping[str, Any]] = ()  # the headlines of the report before
    earlier: Sequence[Mapping[str, Any]] = ()  # every published document, the oldest first
    table: Mapping[str, Any] = field(default_factory=dict)  # cases, and what was said at the table
    replaces: Mapping[str, str] | None = None  # the version that this one takes the place of, and why


def compose(material: Material, narrative: Mapping[str, str], issue: Issue) -> dict[str, Any]:
    """The whole document: whole numbers, texts, and null for what is not shown. It holds no code, no name and not
    how many entries the ledger has: beside the headlines that number counts what is hidden."""
    figures, limits = material.figures, material.limits
    parts = Breakdowns(figures, limits, issue.earlier)
    document = {
        "format": FORMAT,
        "number": issue.number,
        "kind": kind_of(figures.reporting_date),
        "replaces": dict(issue.replaces) if issue.replaces else None,
        "waived": [],
        "reporting_date": figures.reporting_date.isoformat(),
        "published_on": issue.published_on.isoformat(),
        "rules_version": figures.rules_version,
        "settings": asdict(limits) | {"advance_months": material.advance_months},
        "previous": dict(issue.previous) if issue.previous else None,
        "head": dict(issue.head) if issue.head else None,
        "headlines": headlines(figures, limits),
        "changes": changes(issue.said, material.since, figures, limits),
        "lines": {
            impact.OWN_REGION: parts.own_region(),
            impact.EXPECTED: capital(figures, impact.EXPECTED, limits),
            impact.SPENT: capital(figures, impact.SPENT, limits),
        },
        "years": years(figures.reporting_date, material.points, limits),
        "kinds": parts.kinds(material.kinds),
        "flows": {
            "outgoing": parts.flow("outgoing", {one: flow.outgoing for one, flow in material.flows.items()}),
            "incoming": parts.flow("incoming", {one: flow.incoming for one, flow in material.flows.items()}),
        },
        "bottlenecks": parts.bottlenecks(material.bottlenecks),
        "motives": parts.motives(material.motives),
        "advance": _advance(material, parts),
        "hubs": [dict(one) for one in material.hubs],
        "narrative": {name: tidy(narrative.get(name, "")) for name in SECTIONS},
        **issue.table,
    }
    return document | {"trend": trend(issue.earlier, document)}


def _advance(material: Material, parts: Breakdowns) -> dict[str, Any]:
    months = list(material.advances)
    if len(months) < material.limits.fewest_contributors:
        return {"median": None, "asked": None}
    early = sum(one >= material.advance_months for one in months)
    return {"median": round(median(months)), "asked": parts.asked(early)}


def next_number(numbers: Iterable[str], year: int, replaces: str | None = None) -> str:
    """The number of the next report of a year, or of the next version of one: 2026-1, 2026-2, 2026-2.1 …"""
    before, sign = (replaces.partition(".")[0], ".") if replaces else (str(year), "-")
    parts = (re.split(r"[-.]", number) for number in numbers if number.startswith(before + sign))
    place = 2 if replaces else 1
    return f"{before}{sign}{max((int(part[place]) for part in parts), default=0) + 1}"


def suggested_days(today: date, after: date | None) -> list[date]:
    """The usual reporting dates, 31 May and 30 November, that have passed since the last report; the latest first."""
    usual = [date(year, month, day) for year in range(2025, today.year + 1) for month, day in ((5, 31), (11, 30))]
    passed = [day for day in usual if day <= today and (after is None or day > after)]
    return sorted(passed, reverse=True)[:2]
