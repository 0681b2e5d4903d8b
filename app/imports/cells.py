"""Reads a cell for a field: words, days, amounts, numbers of the KvK, and words of a list; or says what is wrong."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.companies.rules import is_email, website
from app.imports.rules import Odd, Value, is_filled, shown
from app.web.notation import typed_date
from app.web.parsing import (
    MOST_EUROS,
    MOST_WHOLE,
    ParseError,
    clean,
    parse_date,
    parse_decimal,
    parse_euro,
    parse_kvk,
    parse_whole,
)
from app.words import N_, Said

EARLIEST = 1990  # an earlier year is Excel's idea of an empty cell, or a slip
LATEST = 2075
QUOTED = 40
NOTHING = frozenset({"n.v.t", "nvt", "n/a", "n.a", "onbekend", "unknown", "geen", "none", "-", "–", "—", "?", ""})

TOO_LONG = N_("Dit zijn %(length)s tekens; hoogstens %(most)s passen.")
LOOKS_LIKE_FORMULA = N_("“%(typed)s” begint als een formule. Haal het teken = weg.")
IMPOSSIBLE_YEAR = N_("%(typed)s kan niet kloppen. Een datum ligt tussen %(first)s en %(last)s.")
NOT_A_DATE = N_("“%(typed)s” is een getal of tijd, geen datum.")
NOT_YES_OR_NO = N_("“%(typed)s” is geen ja of nee.")
NOT_IN_LIST = N_("“%(typed)s” kennen we niet. Kies uit: %(words)s.")
ROUNDED_KVK = N_("Excel heeft dit KvK-nummer afgerond tot %(typed)s. Maak de kolom tekst en vul de 8 cijfers in.")
WRONG_EMAIL = N_("“%(typed)s” is geen e-mailadres.")
WRONG_SITE = N_("“%(typed)s” is geen webadres.")
UNREADABLE_NUMBER = N_("“%(typed)s” is geen getal.")


class Unreadable(Exception):
    """A cell that cannot be read, and why."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values)
        self.said = Said(template, values)


class Days(StrEnum):
    """The order in which days are written."""

    DUTCH = "dmy"
    AMERICAN = "mdy"


class Numbers(StrEnum):
    """How amounts are written."""

    DUTCH = "nl"
    ENGLISH = "en"


DAYS = {Days.DUTCH: N_("dag-maand-jaar, zoals 31-5-2026"), Days.AMERICAN: N_("maand/dag/jaar, zoals 5/31/2026")}
NUMBERS = {Numbers.DUTCH: N_("1.500.000,50"), Numbers.ENGLISH: N_("1,500,000.50")}


@dataclass(frozen=True)
class Vocabulary:
    """A list of a field: what each word, in Dutch or English or as a code, means, and the labels that are offered."""

    known: Mapping[str, Any]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notation:
    """How a file writes days and amounts, whether it lost zeros, and the words of each list by their field."""

    days: Days = Days.DUTCH
    numbers: Numbers = Numbers.DUTCH
    fills_kvk: bool = False
    words: Mapping[str, Any] = field(default_factory=dict, hash=False)


Reader = Callable[[Value, Notation], Any]


def read(reader: Reader, value: Value, notation: Notation) -> Any:
    """What a cell holds for a field; None for an empty one, or one that says it is. Raises Unreadable."""
    if isinstance(value, Odd):
        raise Unreadable(value.said.template, **value.said.values)
    if not is_filled(value):
        return None
    try:
        return reader(value, notation)
    except (ParseError, Unreadable) as error:
        if isinstance(value, str) and value.strip().casefold().rstrip(".") in NOTHING:
            return None
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(error.template, **{**error.values, "typed": _quoted(value)}) from error


def _quoted(value: Value) -> str:
    typed = shown(value)
    return typed if len(typed) <= QUOTED else f"{typed[: QUOTED - 1]}…"


# --- Words --------------------------------------------------------------------------------------------------


def line(longest: int = 200) -> Reader:
    """A reader of one line of text."""
    return lambda value, notation: _text(" ".join(clean(shown(value)).split()), longest)


def note(longest: int = 4000) -> Reader:
    """A reader of text over several lines."""
    return lambda value, notation: _text(clean(value) if isinstance(value, str) else shown(value), longest)


def _text(text: str, longest: int) -> str | None:
    if text.startswith("="):
        raise Unreadable(LOOKS_LIKE_FORMULA, typed=_quoted(text))
    if len(text) > longest:
        raise Unreadable(TOO_LONG, length=len(text), most=longest)
    return text or None


def listed(value: Value, notation: Notation) -> tuple[str, ...]:
    """Several texts in one cell, with a semicolon or a line end between."""
    parts = re.split(r"[;\n]", value if isinstance(value, str) else shown(value))
    return tuple(text for part in parts if (text := _text(" ".join(clean(part).split()), 200)))


def email(value: Value, notation: Notation) -> str:
    """An e-mail address."""
    typed = shown(value)
    if not is_email(typed) or len(typed) > 200:
        raise Unreadable(WRONG_EMAIL, typed=_quoted(value))
    return typed


def site(value: Value, notation: Notation) -> str | None:
    """A web address, with its scheme."""
    try:
        return website(_text(shown(value), 200))
    except ValueError as error:
        raise Unreadable(WRONG_SITE, typed=_quoted(value)) from error


YES = frozenset({"ja", "j", "yes", "y", "x", "waar", "true", "1", "v"})
NO = frozenset({"nee", "n", "no", "onwaar", "false", "0", "-"})


def yes_or_no(value: Value, notation: Notation) -> bool:
    """Whether somebody filled in yes: ja, x, waar, true, 1."""
    typed = shown(value).casefold()
    if typed not in YES | NO:
        raise Unreadable(NOT_YES_OR_NO, typed=_quoted(value))
    return typed in YES


# --- Lists of words -----------------------------------------------------------------------------------------


def folded(word: str) -> str:
    """A word as lists are compared: without case, and with only letters, digits and single spaces."""
    return " ".join(re.sub(r"[^\w]|_", " ", word.casefold()).split())


def one_of(code: str) -> Reader:
    """A reader of one word, or code, of the list of a field."""
    return lambda value, notation: _chosen(shown(value), notation.words[code])


def some_of(code: str) -> Reader:
    """A reader of several words, or codes, of the list of a field."""
    return lambda value, notation: _several(value if isinstance(value, str) else shown(value), notation.words[code])


def _chosen(typed: str, words: Vocabulary) -> Any:
    key = folded(typed)
    if key not in words.known:
        raise Unreadable(NOT_IN_LIST, typed=_quoted(typed), words=with_commas(map(Said, words.labels)))
    return words.known[key]


def with_commas(words: Iterable[object]) -> Said:
    """Words in one sentence, each translated by itself."""
    values = {f"word{place}": word for place, word in enumerate(words)}
    return Said(", ".join(f"%({name})s" for name in values), values)


def _several(typed: str, words: Vocabulary) -> tuple[Any, ...]:
    """Words with a semicolon or line end between; commas too, but for a word that holds one itself."""
    found: list[Any] = []
    for part in re.split(r"[;|\n]", typed):
        wanted = [part] if folded(part) in words.known else part.split(",")
        found += [_chosen(word, words) for word in wanted if word.strip()]
    return tuple(dict.fromkeys(found))


# --- Days ---------------------------------------------------------------------------------------------------

_IN_FIGURES = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\s?[ap]m)?$", re.IGNORECASE)
_ENGLISH_DAY = re.compile(r"([^\W\d]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def day(*, month_ok: bool = False) -> Reader:
    """A reader of a day; with `month_ok` also of a month: its first day."""
    return lambda value, notation: _in_reach(_day(value, notation, month_ok))


def _day(value: Value, notation: Notation, month_ok: bool) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise Unreadable(NOT_A_DATE, typed=_quoted(value))
    return parse_date(_dutch_day(_TIME.sub("", value.strip()), notation.days), month_ok=month_ok)


def _dutch_day(typed: str, order: Days) -> str:
    """A day in figures, day first and with the year in full; English words turned the Dutch way round."""
    if found := _IN_FIGURES.fullmatch(typed):
        first, _mark, second, year = found.groups()
        month_first = order is Days.AMERICAN
        pair = (second, first) if month_first else (first, second)
        return f"{pair[0]}-{pair[1]}-{year if len(year) == 4 else f'20{year}'}"
    if found := _ENGLISH_DAY.fullmatch(typed):
        return f"{found[2]} {found[1]} {found[3]}"
    return typed


def _in_reach(found: date) -> date:
    if not EARLIEST <= found.year <= LATEST:
        raise Unreadable(IMPOSSIBLE_YEAR, typed=typed_date(found), first=EARLIEST, last=LATEST)
    return found


def days_of(values: Iterable[Value]) -> Days:
    """The order in which days are written, by those that can be read in one way only; Dutch where none tells."""
    told: Counter[Days] = Counter()
    for value in values:
        found = _IN_FIGURES.fullmatch(_TIME.sub("", value.strip())) if isinstance(value, str) else None
        if found and (int(found[1]) > 12) != (int(found[3]) > 12):
            told[Days.DUTCH if int(found[1]) > 12 else Days.AMERICAN] += 1
    return Days.AMERICAN if told[Days.AMERICAN] > told[Days.DUTCH] else Days.DUTCH


# --- Numbers ------------------------------------------------------------------------------------------------

_SWAP = str.maketrans({",": ".", ".": ","})
_DUTCH = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.\d{1,2}")


def numbers_of(values: Iterable[Value]) -> Numbers:
    """How amounts are written, by those that can be read in one way only; Dutch where none tells."""
    told: Counter[Numbers] = Counter()
    for value in values:
        bare = re.sub(r"[^\d.,]", "", value) if isinstance(value, str) else ""
        told[Numbers.DUTCH] += bool(_DUTCH.fullmatch(bare))
        told[Numbers.ENGLISH] += bool(_ENGLISH.fullmatch(bare))
    return Numbers.ENGLISH if told[Numbers.ENGLISH] > told[Numbers.DUTCH] else Numbers.DUTCH


def _as_typed(value: Value, notation: Notation) -> str:
    """An amount as a Dutch person types it, whatever wrote it."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise Unreadable(UNREADABLE_NUMBER, typed=_quoted(value))
    if isinstance(value, str):
        return value.translate(_SWAP) if notation.numbers is Numbers.ENGLISH else value
    return f"{Decimal(str(value)):f}".removesuffix(".0").replace(".", ",")


def euros(most: int = MOST_EUROS) -> Reader:
    """A reader of an amount in whole euros."""
    return lambda value, notation: parse_euro(_as_typed(value, notation), most=most)


def whole(most: int = MOST_WHOLE, unit: str = "") -> Reader:
    """A reader of a whole number."""
    return lambda value, notation: parse_whole(_as_typed(value, notation), most=most, unit=unit)


def decimal(most: int = MOST_WHOLE, places: int = 2) -> Reader:
    """A reader of a number with decimals; 2,5 mln and 12 M€ too."""
    return lambda value, notation: parse_decimal(_as_typed(value, notation), most=most, places=places, is_scaled=True)


# --- KvK ----------------------------------------------------------------------------------------------------

_ROUNDED = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_SEVEN = re.compile(r"\d{7}")


def kvk(value: Value, notation: Notation) -> str:
    """A KvK number of eight digits; one that Excel took the first zero from only where the file may lack zeros."""
    typed = re.sub(r"(?<=\d)[.,]0$", "", shown(value))
    if _ROUNDED.fullmatch(typed.replace(" ", "")):
        raise Unreadable(ROUNDED_KVK, typed=typed)
    if notation.fills_kvk and _SEVEN.fullmatch(typed):
        typed = f"0{typed}"
    return parse_kvk(typed)
