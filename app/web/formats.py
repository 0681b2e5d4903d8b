"""The template filters: how a page writes days, moments and amounts; nothing is written where there is nothing."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from flask_babel import gettext

from app.access.request import clock
from app.web import notation
from app.web.language import language
from app.words import Said


def when(moment: datetime | None) -> str:
    """A moment beside this request's clock: vandaag 08:42, gisteren 16:10, 12 nov 2026 14:05."""
    return notation.when(moment, clock().now(), language()) if moment else ""


def days_ago(day: date | None) -> str:
    """How far a day is from this request's today: 12 dagen geleden, over 3 dagen."""
    return notation.days_ago(day, clock().today(), language()) if day else ""


def brief_date(day: date | None) -> str:
    """A day where there is little room: 4 nov; of another year than this request's: nov 2025."""
    return notation.brief_date(day, clock().today(), language()) if day else ""


def opening(text: object) -> str:
    """A text as a sentence begins: its first letter large, the rest as it is (8 MW stays 8 MW)."""
    words = str(text)
    return words[:1].upper() + words[1:]


def inside(text: object) -> str:
    """A label within a sentence: its first letter small, unless the word is an abbreviation (AI stays AI)."""
    words = str(text)
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def said(sentence: object) -> str:
    """A sentence of the rules in the reader's language, the sentences within it too; a plain text as it is."""
    if isinstance(sentence, notation.Month):
        return notation.month(sentence.day, language())
    if isinstance(sentence, date):
        return notation.dutch_date(sentence, language())
    if not isinstance(sentence, Said):
        return "" if sentence is None else str(sentence)
    return gettext(sentence.template) % {name: said(value) for name, value in sentence.values.items()}


def terms(words: str | None) -> str:
    """Words of a vocabulary with commas between, each in the language of the reader: fotonica, quantum."""
    return ", ".join(gettext(word) for word in words.split(", ")) if words else ""


def _in_language(write: Callable[..., str]) -> Callable[[date | None], str]:
    """Makes a filter that writes in the language of the request."""

    @wraps(write)
    def write_in_language(day: date | None) -> str:
        return write(day, language()) if day else ""

    return write_in_language


def _in_figures(write: Callable[..., str]) -> Callable[..., str]:
    """Makes a filter that writes a number the same in every language: what is read can be typed."""

    @wraps(write)
    def write_or_nothing(value: Any, *how: Any, **named: Any) -> str:
        return "" if value is None else write(value, *how, **named)

    return write_or_nothing


FILTERS: dict[str, Callable[..., str]] = {
    "dutch_date": _in_language(notation.dutch_date),
    "short_date": _in_language(notation.short_date),
    "month": _in_language(notation.month),
    "quarter": _in_language(notation.quarter),
    "typed_date": _in_figures(notation.typed_date),
    "when": when,
    "days_ago": days_ago,
    "terms": terms,
    "euro": _in_figures(notation.euro),
    "euro_short": _in_figures(notation.euro_short),
    "number": _in_figures(notation.number),
    "percent": _in_figures(notation.percent),
    "said": said,
    "brief_date": brief_date,
    "opening": opening,
    "inside": inside,
}
