"""What stands in a cell of a file: typed, and never something that a spreadsheet would run. Pure."""

import re
from datetime import date
from decimal import Decimal

from app.web.notation import typed_date

Value = str | int | Decimal | date | None

STARTS_A_FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠\t\r\n]")
NO_SHAPE = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
LONGEST = 32_000  # characters; Excel refuses a cell of more than 32,767


def plain(text: str) -> str:
    """A text that may stand in a cell: without marks that have no shape, and no longer than Excel takes."""
    return (text if text.isprintable() else text.translate(NO_SHAPE))[:LONGEST]


def harmless(text: str) -> str:
    """A text for a file of plain cells, where only its first mark tells a text from a formula."""
    text = plain(text)
    return f"'{text}" if STARTS_A_FORMULA.match(text) else text


def typed(value: Value) -> str:
    """A value as a Dutch spreadsheet reads it from plain text: 31-5-2026, 8,5, a text that stays a text."""
    if value is None:
        return ""
    if isinstance(value, date):
        return typed_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return harmless(value) if isinstance(value, str) else str(value)
