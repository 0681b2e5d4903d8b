"""What may stand in an address or a hidden field: numbers that a row or a page can have, and marks that text can hold."""

import string
from typing import Any
from urllib.parse import quote

from flask import Flask, Request, abort, request
from werkzeug.routing import IntegerConverter

from app.web.paths import split

MOST_ROWS = 2**31 - 1  # the highest number that a row gets
MOST_PAGES = 100_000
NOTHING = "\x00"
PLAIN = string.punctuation  # with letters and digits: what needs no other writing in an address


class RowNumber(IntegerConverter):
    """The number of a row; a higher one is no address at all, so it is not found instead of a crash."""

    def __init__(self, *rules: Any, **more: Any) -> None:
        super().__init__(*rules, **{"max": MOST_ROWS, **more})


def page_number() -> int:
    """Which page of a list the address asks for: the first where it says nothing that can be understood."""
    asked = request.args.get("pagina", 1, type=int) or 1
    return max(1, min(asked, MOST_PAGES))


def row_number(text: str | None) -> int | None:
    """The number of a row that a hidden field carries; None for anything else."""
    if not text or not (text.isascii() and text.isdigit()):
        return None
    number = int(text[:20])
    return number if number <= MOST_ROWS else None


class Asked(Request):
    """A request of which every address can be read: what is sent as bare bytes is written in per cents, or left out."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if not self.query_string.isascii():
            self.query_string = quote(self.query_string, safe=PLAIN).encode()

    @property
    def referrer(self) -> str | None:  # type: ignore[override]
        """The page that the browser says it comes from; None where that is no address."""
        said = self.headers.get("Referer")
        return said if said and split(said).netloc else None


def refuse_empty_marks() -> None:
    """An address with a mark in it that no text can hold is refused before anybody looks something up with it."""
    if NOTHING in request.path:
        abort(404)
    if any(NOTHING in text for each in request.args.items(multi=True) for text in each):
        abort(400)


def register_addresses(app: Flask) -> None:
    """Lets every address of `app` keep to this; before the first route is added."""
    app.request_class = Asked
    app.url_map.converters["int"] = RowNumber
    app.before_request(refuse_empty_marks)
