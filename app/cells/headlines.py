"""The five figures as a report tells them: counts as they are, capital rounded or as a band. Pure (002 §5.5)."""

from typing import Any

from app.cells.rules import Disclosure, headline_capital
from app.impact import rules as impact

Told = dict[str, Any]  # what a report says of a figure: a value, or capital


def headlines(figures: impact.Figures, limits: Disclosure) -> list[dict[str, Any]]:
    """The five figures as a report tells them: what the check counts again from the ledger."""
    return [_headline(figures, code, limits) for code in impact.FIGURE_CODES]


def _headline(figures: impact.Figures, code: str, limits: Disclosure) -> dict[str, Any]:
    figure = figures[code]
    return {
        "code": code,
        **told(figures, code, limits),
        "target": figure.target,
        "line": None if figure.pro_rata is None else str(figure.pro_rata),
        "indicative": figure.indicative,
    }


def told(figures: impact.Figures, code: str, limits: Disclosure) -> Told:
    """What a report says of a figure: a count as it is, capital rounded or as a band."""
    if code == impact.CAPITAL:
        return {"value": None, "capital": capital(figures, code, limits)}
    return {"value": figures[code].value, "capital": None}


def capital(figures: impact.Figures, code: str, limits: Disclosure) -> dict[str, Any]:
    """The capital of a figure or line as EZ may read it."""
    return dict(headline_capital(amounts(figures, code), limits))


def amounts(figures: impact.Figures, code: str) -> dict[int, int]:
    """Whole euros of each company in a figure or line."""
    found: dict[int, int] = {}
    for entry in figures.counted[code]:
        found[entry.company_id] = found.get(entry.company_id, 0) + (entry.amount or 0)
    return found
