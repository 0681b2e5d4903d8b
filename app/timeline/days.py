"""The day by which something is due, in the words that people say it in."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from app.web.parsing import MONTH_OF_WORD, parse_date

WEEKDAYS = {
    name: number
    for names in (
        ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        ("ma", "di", "wo", "do", "vr", "za", "zo"),
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    for number, name in enumerate(names)
}
AHEAD = {
    **dict.fromkeys(("vandaag", "today"), 0),
    **dict.fromkeys(("morgen", "tomorrow"), 1),
    "overmorgen": 2,
    **dict.fromkeys(("volgende week", "next week"), 7),
}
NUMBERS = {
    "een": 1,
    "één": 1,
    "a": 1,
    "twee": 2,
    "two": 2,
    "drie": 3,
    "three": 3,
    "vier": 4,
    "four": 4,
    "zes": 6,
    "six": 6,
}

IN_A_WHILE = re.compile(
    r"(?:over|in) (?P<many>[0-9]{1,3}|[a-zé]+) (?P<length>dag|dagen|day|days|week|weken|weeks|maand|maanden|month|months)"
)
NEXT_DAY = re.compile(r"(?:(?:volgende|komende|next) )?(?P<day>[a-z]+)")
WITHOUT_YEAR = re.compile(r"(?P<day>[0-9]{1,2})(?:[-/. ](?P<month>[0-9]{1,2})|[- ](?P<word>[^\W\d_]{3,12})\.?)")
END_OF_MONTH = ("eind van de maand", "einde van de maand", "eind deze maand", "end of the month", "end of month")


def months_later(day: date, many: int) -> date:
    """The same day of a later month, or the last that it has."""
    year, month = divmod(day.year * 12 + day.month - 1 + many, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


LENGTHS: dict[str, Callable[[date, int], date]] = {
    "da": lambda today, many: today + timedelta(days=many),
    "we": lambda today, many: today + timedelta(weeks=many),
    "ma": months_later,
    "mo": months_later,
}


def parse_due(text: str, today: date) -> date:
    """A day that is to come: morgen, vrijdag, over 2 weken, 31-5; or any day written in full. Raises ParseError."""
    typed = " ".join(text.split()).casefold()
    if typed in AHEAD:
        return today + timedelta(days=AHEAD[typed])
    if typed in END_OF_MONTH:
        return today.replace(day=monthrange(today.year, today.month)[1])
    found = _in_a_while(typed, today) or _weekday(typed, today) or _without_year(typed, today)
    return found or parse_date(text)


def _in_a_while(typed: str, today: date) -> date | None:
    found = IN_A_WHILE.fullmatch(typed)
    many = found and (int(found["many"]) if found["many"].isdigit() else NUMBERS.get(found["many"]))
    return LENGTHS[found["length"][:2]](today, many) if found and many else None


def _weekday(typed: str, today: date) -> date | None:
    """The first such day after today."""
    found = NEXT_DAY.fullmatch(typed)
    if not found or found["day"] not in WEEKDAYS:
        return None
    return today + timedelta(days=(WEEKDAYS[found["day"]] - today.weekday() - 1) % 7 + 1)


def _without_year(typed: str, today: date) -> date | None:
    """The first such day from today on; None where no year has it."""
    found = WITHOUT_YEAR.fullmatch(typed)
    if not found:
        return None
    month, day = int(found["month"]) if found["month"] else MONTH_OF_WORD.get(found["word"], 0), int(found["day"])
    for year in range(today.year, today.year + 9):
        if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
    return None
