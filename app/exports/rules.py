"""Which files there are, and what is written down of one. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from app.words import N_


class Form(StrEnum):
    """A kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


FORM_NAMES = {Form.CSV: N_("CSV, voor Excel en andere programma’s"), Form.XLSX: N_("Excel (xlsx)")}
MIMETYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What somebody typed to search for is a name, as likely as not: the log says that there was a text.
TYPED = ("q", "zoek")
WAS_TYPED = "*"
SHOWN_LAST = 200


def without_text(query: str) -> str:
    """A filter as it is written down."""
    pairs: Sequence[tuple[str, str]] = parse_qsl(query)
    return urlencode([(name, WAS_TYPED if name in TYPED else word) for name, word in pairs], safe=WAS_TYPED)
