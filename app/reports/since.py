"""What changed since the report before, in words: figure by figure, new facts and corrections apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.impact.definitions import DEFINITIONS
from app.ledger.rules import CAUSES, WITHDRAWALS
from app.reports.showing import day_of, figure
from app.web import notation
from app.web.formats import inside

TAKEN_BACK = CAUSES | WITHDRAWALS


@dataclass(frozen=True)
class Change:
    """A figure: what the report before said, what was learned of that day since, what came after it, and what is now."""

    name: str
    was: str
    corrected: str
    new: str
    now: str


@dataclass(frozen=True)
class Changes:
    """What changed since a report: its number and day, a row a figure, and what there is to say of the corrections."""

    number: str
    day: str
    rows: list[Change]
    notes: list[str]


def changes_of(document: Mapping[str, Any]) -> Changes | None:
    """What a document tells of the report before it; None for the first. Documents of before 3 hold corrections alone."""
    previous = document["previous"]
    if previous is None:
        return None
    day = day_of(previous["reporting_date"])
    found = document.get("changes")
    if found is None:
        notes = [*_corrections(document, day), _taken_back(document.get("taken_back", {}))]
        return Changes(previous["number"], day, [], [note for note in notes if note])
    notes = [*_splits(found["figures"]), _taken_back(found["reasons"])]
    rows = [_change(one) for one in found["figures"]]
    return Changes(previous["number"], day, rows, [note for note in notes if note])


def _change(one: Mapping[str, Any]) -> Change:
    euros = one["was"]["capital"] is not None
    corrected, new = (signed(one[step], euros=euros) for step in ("corrected", "new"))
    return Change(_(DEFINITIONS[one["code"]].name), figure(one["was"]), corrected, new, figure(one["now"]))


def signed(step: int | None, *, euros: bool = False) -> str:
    """A difference with its sign: +5, −1, 0, +€ 50 mln."""
    if step is None:
        return _("niet uitgesplitst")
    size = notation.euro_short(abs(step)) if euros else notation.number(abs(step))
    return f"{'+' if step > 0 else '−'}{size}" if step else "0"


def _splits(figures: Iterable[Mapping[str, Any]]) -> list[str]:
    return [
        _(
            "%(figure)s: %(late)s later getoetst met een eerdere datum, %(gone)s teruggedraaid of uit de telling.",
            figure=_(DEFINITIONS[one["code"]].name),
            late=one["late"],
            gone=one["gone"],
        )
        for one in figures
        if one["late"] is not None
    ]


def _corrections(document: Mapping[str, Any], day: str) -> list[str]:
    return [
        _(
            "%(figure)s op %(day)s: %(was)s in rapport %(number)s, nu %(now)s.",
            figure=_(DEFINITIONS[one["code"]].name),
            day=day,
            was=figure(one["was"]),
            number=document["previous"]["number"],
            now=figure(one["now"]),
        )
        for one in document.get("corrections", ())
    ]


def _taken_back(counts: Mapping[str, int | None]) -> str:
    """Why facts were taken back since the report before: how often each reason, where that points at nobody."""
    hides = None in counts.values()
    told = [f"{inside(_(TAKEN_BACK[cause]))} ({notation.number(count)})" for cause, count in counts.items() if count]
    if not told:
        return _("Waarom iets eruit ging, staat er niet bij: elke reden komt te weinig voor.") if hides else ""
    words = _("Teruggedraaid of uit de telling: %(reasons)s.", reasons=", ".join(told))
    return f"{words} {_('Andere redenen komen te weinig voor om te tonen.')}" if hides else words
