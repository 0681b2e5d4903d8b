"""What changed since the report before, figure by figure: new facts and corrections apart. Pure (002 §5.5).

Of every figure: what was published, plus what was learned since of that same day, plus what came after it, is what is
published now. The headlines and their changes are exact; how a correction came about is told as far as no small count
can be read from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.cells.headlines import Told, amounts, told
from app.cells.rules import Disclosure, headline_capital, hide_parts
from app.impact import rules as impact


@dataclass(frozen=True)
class Since:
    """The figures at the day of the report before, as known then and as known now, and why facts were taken back."""

    then: impact.Figures
    known_now: impact.Figures
    reasons: Mapping[str, int] = field(default_factory=dict)


def changes(
    said: Sequence[Mapping[str, Any]], since: Since | None, now: impact.Figures, limits: Disclosure
) -> dict[str, Any] | None:
    """What changed in each figure that the report before told, and why facts were taken back; None without one before."""
    if since is None:
        return None
    return {
        "figures": [_change(was, since, now, limits) for was in said],
        "reasons": hide_parts(since.reasons, limits),
    }


def _change(was: Mapping[str, Any], since: Since, now: impact.Figures, limits: Disclosure) -> dict[str, Any]:
    code = was["code"]
    published: Told = {"value": was["value"], "capital": was["capital"]}
    known_now, told_now = told(since.known_now, code, limits), told(now, code, limits)
    found: dict[str, Any] = {"code": code, "was": published, "now": told_now}
    if code == impact.CAPITAL:
        return found | _in_money(published, known_now, told_now, since, now, limits)
    return found | {
        "corrected": known_now["value"] - published["value"],
        "new": told_now["value"] - known_now["value"],
        **_split(since, code, limits),
    }


def _split(since: Since, code: str, limits: Disclosure) -> dict[str, int | None]:
    """A correction as facts that came late and facts that went: only where both are many.

    As their difference is public, one small or absent part would give the other away.
    """
    before, after = since.then.companies(code), since.known_now.companies(code)
    late, gone = len(after - before), len(before - after)
    if min(late, gone) < limits.smallest_cell:
        return {"late": None, "gone": None}
    return {"late": late, "gone": gone}


def _in_money(
    was: Told, known_now: Told, told_now: Told, since: Since, now: impact.Figures, limits: Disclosure
) -> dict[str, int | None]:
    """The steps between rounded amounts; none where one is a band, or where a step would show what one company did."""
    hidden: dict[str, int | None] = {"corrected": None, "new": None, "late": None, "gone": None}
    steps = [one["capital"]["rounded"] for one in (was, known_now, told_now)]
    corrected, added = _moved(since.then, since.known_now), _moved(since.known_now, now)
    if None in steps or (corrected and not all(_many(one, limits) for one in (corrected, added))):
        return hidden
    return hidden | {"corrected": steps[1] - steps[0], "new": steps[2] - steps[1]}


def _moved(before: impact.Figures, after: impact.Figures) -> dict[int, int]:
    """By how many euros the capital of each company differs, where it does."""
    one, other = amounts(before, impact.CAPITAL), amounts(after, impact.CAPITAL)
    differs = {company: abs(other.get(company, 0) - one.get(company, 0)) for company in one.keys() | other.keys()}
    return {company: amount for company, amount in differs.items() if amount}


def _many(amounts: Mapping[int, int], limits: Disclosure) -> bool:
    return not headline_capital(amounts, limits)["banded"]


def trend(earlier: Iterable[Mapping[str, Any]], now: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The headlines of every report up to this one, as published; of a reporting date only the last to tell it."""
    days = {told["reporting_date"]: told for told in (*earlier, now)}
    return [_headlines(days[day]) for day in sorted(days)]


def _headlines(document: Mapping[str, Any]) -> dict[str, Any]:
    figures = [{name: one[name] for name in ("code", "value", "capital")} for one in document["headlines"]]
    return {"reporting_date": document["reporting_date"], "number": document["number"], "figures": figures}
