"""Reads what people type, or says in Dutch what is wrong and how to write it."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.web.notation import MILLIARD, MILLION, MONTHS, SHORT_MONTHS, euro_short, number, typed_date
from app.words import N_

KEPT_CONTROLS = "\n\t"
LONGEST = 60  # characters of a date or a number: more is not one
QUOTED = 40  # characters of it that a message repeats
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_EUROS = 100 * MILLIARD
MOST_WHOLE = 100 * MILLION

UNREADABLE_DATE = N_("“%(typed)s” is geen datum. Schrijf dag, maand en jaar, zoals 31-5-2026 of 31 mei 2026.")
UNREADABLE_MONTH = N_("“%(typed)s” is geen datum. Schrijf een dag of een maand, zoals 31-5-2026 of mei 2026.")
SHORT_YEAR = N_("“%(typed)s” heeft geen jaartal van vier cijfers. Schrijf het voluit, zoals 31-5-2026.")
ONLY_MONTH = N_("“%(typed)s” is een maand. Zet de dag erbij, zoals %(example)s.")
NO_SUCH_MONTH = N_("“%(typed)s” kan niet: maand %(month)s bestaat niet. Schrijf de datum zoals 31-5-2026.")
SWAPPED = N_("“%(typed)s” kan niet: maand %(month)s bestaat niet. Bedoel je %(example)s?")
NO_SUCH_WORD = N_("“%(typed)s” kan niet: “%(month)s” is geen maand. Schrijf de datum zoals 31 mei 2026.")
NO_SUCH_DAY = N_("“%(typed)s” bestaat niet: die maand heeft %(days)s dagen.")
YEAR_OUT_OF_REACH = N_("“%(typed)s” kan niet kloppen: het jaartal ligt tussen %(first)s en %(last)s.")

UNREADABLE_EURO = N_("“%(typed)s” is geen bedrag. Schrijf hele euro’s, zoals 1.500.000 of 1,5 mln.")
UNREADABLE_NUMBER = N_("“%(typed)s” is geen getal. Schrijf het zoals %(example)s.")
DOT_AS_COMMA = N_("“%(typed)s” is niet eenduidig: een punt scheidt duizendtallen. Bedoel je %(example)s?")
ENGLISH = N_("“%(typed)s” is niet eenduidig: een komma staat voor decimalen. Bedoel je %(example)s?")
NEGATIVE = N_("“%(typed)s” is negatief. Schrijf een bedrag of aantal zonder minteken.")
NOT_WHOLE_EUROS = N_("“%(typed)s” is geen heel bedrag. Schrijf hele euro’s zonder centen, zoals %(example)s.")
NOT_WHOLE = N_("“%(typed)s” is geen heel getal. Schrijf het zonder decimalen, zoals %(example)s.")
TOO_PRECISE = N_("“%(typed)s” heeft te veel decimalen. Schrijf er ten hoogste %(places)s, zoals %(example)s.")
TOO_MUCH = N_("“%(typed)s” is meer dan %(most)s. Klopt het aantal nullen?")
TOO_LITTLE = N_("“%(typed)s” is minder dan %(least)s.")

NOT_KVK = N_("“%(typed)s” is geen KvK-nummer: dat heeft 8 cijfers. Laat het leeg als je het niet weet.")
KVK_ZERO = N_("“%(typed)s” is geen KvK-nummer: alleen nullen komt niet voor. Laat het leeg als je het niet weet.")
KVK_BRANCH = N_("“%(typed)s” heeft 12 cijfers: dat is een vestigingsnummer. Schrijf het KvK-nummer van 8 cijfers.")
KVK_SHORT = N_("“%(typed)s” heeft 7 cijfers. Mist er een nul vooraan? Schrijf dan %(example)s.")


class ParseError(ValueError):
    """What was typed cannot be read; `template` and `values` say why, so that it can be translated."""

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values)
        self.template = template
        self.values = values


# --- Days and months ---------------------------------------------------------------------------------------

MONTH_OF_WORD = {
    name.casefold(): index
    for names in (*MONTHS.values(), *SHORT_MONTHS.values())
    for index, name in enumerate(names, start=1)
} | {"sept": 9}

_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_WORD = r"(?P<word>[^\W\d_]{2,12})\.?"
_YEAR = r"(?P<year>[0-9]{4})"
_WEEKDAY = r"(?:(?:ma|di|wo|do|vr|za|zo)(?:andag|nsdag|ensdag|nderdag|ijdag|terdag|ndag)?\.?,? )?"

DAY_SHAPES = tuple(
    re.compile(_WEEKDAY + shape)
    for shape in (
        rf"{_DAY}(?P<mark> ?[-/. ] ?){_MONTH}(?P=mark){_YEAR}",
        rf"{_YEAR}(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}",
        rf"{_DAY}[- ]?{_WORD}[- ]?{_YEAR}",
    )
)
MONTH_SHAPES = tuple(
    re.compile(shape) for shape in (rf"{_MONTH}[-/. ]{_YEAR}", rf"{_YEAR}[-/]{_MONTH}", rf"{_WORD}[- ]?{_YEAR}")
)
SHORT_YEAR_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"[0-9]{1,2}[-/. ][0-9]{1,2}(?:[-/. ]['’]?[0-9]{2})?",
        rf"[0-9]{{1,2}}[- ]?{_WORD}(?:[- ]?['’]?[0-9]{{2}})?",
        rf"{_WORD}[- ]?['’]?[0-9]{{2}}",
    )
)


def parse_date(text: str, *, month_ok: bool = False) -> date:
    """A typed day (31-5-2026, 31/05/2026, 2026-05-31, 31 mei 2026); with `month_ok` also a month: its first day.

    Raises ParseError.
    """
    typed = _tidy(text)
    if found := _first_match(DAY_SHAPES, typed):
        return _date_of(found, text, day=int(found["day"]))
    if found := _first_match(MONTH_SHAPES, typed):
        first = _date_of(found, text, day=1)
        if month_ok:
            return first
        raise ParseError(ONLY_MONTH, typed=_quote(text), example=typed_date(first))
    if _first_match(SHORT_YEAR_SHAPES, typed):
        raise ParseError(SHORT_YEAR, typed=_quote(text))
    raise ParseError(UNREADABLE_MONTH if month_ok else UNREADABLE_DATE, typed=_quote(text))


def _first_match(shapes: tuple[re.Pattern[str], ...], typed: str) -> re.Match[str] | None:
    return next((found for shape in shapes if (found := shape.fullmatch(typed))), None)


def _date_of(found: re.Match[str], text: str, *, day: int) -> date:
    year, month = int(found["year"]), _month_of(found, text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ParseError(YEAR_OUT_OF_REACH, typed=_quote(text), first=FIRST_YEAR, last=LAST_YEAR)
    if 1 <= month <= 12:
        days = monthrange(year, month)[1]
        if 1 <= day <= days:
            return date(year, month, day)
        raise ParseError(NO_SUCH_DAY, typed=_quote(text), days=days)
    if "day" in found.groupdict() and 1 <= day <= 12 and 1 <= month <= monthrange(year, day)[1]:
        raise ParseError(SWAPPED, typed=_quote(text), month=month, example=typed_date(date(year, day, month)))
    raise ParseError(NO_SUCH_MONTH, typed=_quote(text), month=month)


def _month_of(found: re.Match[str], text: str) -> int:
    parts = found.groupdict()
    word = parts.get("word")
    if word is None:
        return int(parts["month"])
    if word not in MONTH_OF_WORD:
        raise ParseError(NO_SUCH_WORD, typed=_quote(text), month=word)
    return MONTH_OF_WORD[word]


# --- Amounts and numbers -----------------------------------------------------------------------------------

SCALES = {
    "k": 1_000, "duizend": 1_000, "dzd": 1_000, "thousand": 1_000,
    "mln": MILLION, "mio": MILLION, "miljoen": MILLION, "million": MILLION,
    "mld": MILLIARD, "mrd": MILLIARD, "miljard": MILLIARD, "billion": MILLIARD, "bn": MILLIARD,
}  # fmt: skip
NUMBER_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<whole>[0-9]+)(?:,(?P<decimals>[0-9]+))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<decimals>[0-9]+))?",
        r"(?P<whole>[1-9][0-9]{0,2}(?: [0-9]{3})+)(?:,(?P<decimals>[0-9]+))?",
    )
)
DOT_SHAPE = re.compile(r"(?P<whole>[0-9]+)\.(?P<decimals>[0-9]+)")
ENGLISH_SHAPE = re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)(?P<decimals>\.[0-9]+)?")
SCALED = re.compile(rf"(?P<number>.*?[0-9]) ?(?P<scale>{'|'.join(SCALES)})\.?")
EURO_SIGN = re.compile(r"€|\beuro(?:['’]?s)?\b|\beur\b")
MILLIONS = re.compile(r"(?<=[0-9]) ?m$")
NO_CENTS = re.compile(r",(?:-{1,2}|=)$")


def parse_euro(text: str, *, least: int = 0, most: int = MOST_EUROS) -> int:
    """A typed amount in whole euros (1.500.000, € 1,5 mln, 1500000, 1.500.000,00).

    Raises ParseError: unreadable, ambiguous, negative, with cents, below `least` or above `most`.
    """
    typed = EURO_SIGN.sub(" ", _tidy(text)).strip()
    typed, scale = _unscaled(NO_CENTS.sub("", typed))
    value = _read_number(typed, text, UNREADABLE_EURO, suffix=f" {scale}" if scale else "")
    amount = Fraction(value) * SCALES.get(scale, 1)
    if amount.denominator != 1:
        raise ParseError(NOT_WHOLE_EUROS, typed=_quote(text), example=number(int(amount)))
    _check_bounds(amount, text, least, most, euro_short)
    return int(amount)


def parse_decimal(
    text: str,
    *,
    least: Decimal | int = 0,
    most: Decimal | int = MOST_WHOLE,
    places: int = 2,
    unit: str = "",
    is_scaled: bool = False,
) -> Decimal:
    """A typed number with at most `places` decimals (8,5; 1.500,25; with `unit` also “8,5 MW”; scaled also 2,5 mln, 12 M€).

    Raises ParseError: unreadable, ambiguous, negative, too precise, below `least` or above `most`.
    """
    typed, scale = _in_full(_tidy(text)) if is_scaled else (_without_unit(_tidy(text), unit), "")
    value = _read_number(typed, text, UNREADABLE_NUMBER, example="1.500,5") * SCALES.get(scale, 1)
    _check_bounds(value, text, least, most, number)
    if value != round(value, places):
        example = number(value, places)
        raise ParseError(TOO_PRECISE, typed=_quote(text), places=places, example=example)
    return value


def parse_whole(text: str, *, least: int = 0, most: int = MOST_WHOLE, unit: str = "") -> int:
    """A typed whole number (5.000, 5000, 5 000; with `unit` also “5.000 m²”).

    Raises ParseError: unreadable, ambiguous, negative, with decimals, below `least` or above `most`.
    """
    typed = _without_unit(_tidy(text), unit)
    value = _read_number(typed, text, UNREADABLE_NUMBER, example="5.000")
    if value != int(value):
        raise ParseError(NOT_WHOLE, typed=_quote(text), example=number(int(value)))
    _check_bounds(value, text, least, most, number)
    return int(value)


def _read_number(typed: str, text: str, unreadable: str, *, suffix: str = "", **values: object) -> Decimal:
    if typed.startswith("-") and any(mark.isdecimal() for mark in typed):
        raise ParseError(NEGATIVE, typed=_quote(text))
    typed = typed.removeprefix("+").strip()
    if found := _first_match(NUMBER_SHAPES, typed):
        whole = re.sub(r"[. ]", "", found["whole"])
        return Decimal(f"{whole}.{found['decimals'] or 0}")
    if found := DOT_SHAPE.fullmatch(typed):
        meant = Decimal(f"{found['whole']}.{found['decimals']}")
        raise ParseError(DOT_AS_COMMA, typed=_quote(text), example=number(meant) + suffix)
    if found := ENGLISH_SHAPE.fullmatch(typed):
        meant = Decimal(found["whole"].replace(",", "") + (found["decimals"] or ""))
        raise ParseError(ENGLISH, typed=_quote(text), example=number(meant) + suffix)
    raise ParseError(unreadable, typed=_quote(text), **values)


def _unscaled(typed: str) -> tuple[str, str]:
    found = SCALED.fullmatch(typed)
    return (found["number"], found["scale"]) if found else (typed, "")


def _in_full(typed: str) -> tuple[str, str]:
    """A number and its scale; an m alone means millions where it stands with a euro sign."""
    bare = EURO_SIGN.sub(" ", typed).strip()
    return _unscaled(MILLIONS.sub(" mln", bare) if bare != typed else bare)


def _without_unit(typed: str, unit: str) -> str:
    return typed.removesuffix(_tidy(unit)).strip() if unit else typed


def _check_bounds(value: Any, text: str, least: Any, most: Any, write: Callable[[Any], str]) -> None:
    if value > most:
        raise ParseError(TOO_MUCH, typed=_quote(text), most=write(most))
    if value < least:
        raise ParseError(TOO_LITTLE, typed=_quote(text), least=write(least))


# --- KvK numbers -------------------------------------------------------------------------------------------


def parse_kvk(text: str) -> str:
    """A typed KvK number: its 8 digits with leading zeros; spaces and dots may stand between. Raises ParseError."""
    digits = re.sub(r"^kvk(?:-?nummer|-?nr)?[.:]?", "", _tidy(text))
    digits = re.sub(r"[ .\-]", "", digits)
    if not re.fullmatch(r"[0-9]+", digits):
        raise ParseError(NOT_KVK, typed=_quote(text))
    if not digits.strip("0"):
        raise ParseError(KVK_ZERO, typed=_quote(text))
    if len(digits) == 12:
        raise ParseError(KVK_BRANCH, typed=_quote(text))
    if len(digits) == 7:
        raise ParseError(KVK_SHORT, typed=_quote(text), example=f"0{digits}")
    if len(digits) != 8:
        raise ParseError(NOT_KVK, typed=_quote(text))
    return digits


# --- What all of them share --------------------------------------------------------------------------------


def _tidy(text: str) -> str:
    """Lower case, single spaces, plain hyphens; what is too long to be a date or a number becomes nothing."""
    typed = unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-")
    typed = " ".join(typed.split()).casefold()
    return typed if len(typed) <= LONGEST else ""


def _quote(text: str) -> str:
    typed = " ".join(text.split())
    return typed if len(typed) <= QUOTED else f"{typed[: QUOTED - 1]}…"


def clean(value: Any) -> Any:
    """Typed text without surrounding space and control marks, with plain line ends; a file stays as it is."""
    if not isinstance(value, str):
        return value
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        mark for mark in lines if mark in KEPT_CONTROLS or unicodedata.category(mark) not in ("Cc", "Cs")
    ).strip()
