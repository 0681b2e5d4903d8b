"""The figures at the end of each year, for the annual and the final report. Pure (002 §5.5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.cells.headlines import amounts, told
from app.cells.rules import Disclosure
from app.impact import rules as impact
from app.narrative.sections import year_ends


def years(day: date, points: Mapping[date, impact.Figures], limits: Disclosure) -> list[dict[str, Any]]:
    """What a report says of each year: `points` hold the figures at those days and at the day of every report.

    Capital at the end of a year stays out where between it and the report before or after only one or two companies
    made a difference: what they decided could be read off it.
    """
    return [_year(end, end == day or _may_tell(end, points, limits), points, limits) for end in year_ends(day)]


def _year(end: date, tells_capital: bool, points: Mapping[date, impact.Figures], limits: Disclosure) -> dict[str, Any]:
    figures = [{"code": code, **told(points[end], code, limits)} for code in impact.FIGURE_CODES]
    return {"day": end.isoformat(), "figures": [one if tells_capital else one | {"capital": None} for one in figures]}


def _may_tell(end: date, points: Mapping[date, impact.Figures], limits: Disclosure) -> bool:
    before = max((one for one in points if one < end), default=end)
    after = min((one for one in points if one > end), default=end)
    return all(_many_or_none(points[end], points[one], limits) for one in (before, after))


def _many_or_none(one: impact.Figures, other: impact.Figures, limits: Disclosure) -> bool:
    """Whether nobody, or enough companies, made the difference between the capital of two days."""
    was, now = amounts(one, impact.CAPITAL), amounts(other, impact.CAPITAL)
    moved = sum(was.get(company) != now.get(company) for company in was.keys() | now.keys())
    return moved == 0 or moved >= limits.fewest_contributors
