"""What a row or a card says of a lead: what many of them say alike is written once a page."""

from collections.abc import Callable
from datetime import date
from functools import cache

from markupsafe import Markup

from app.pipeline.rules import is_late
from app.web import notation
from app.web.language import language
from app.web.language import text_of_number as ngettext
from app.web.look import initials


class Telling:
    """How a page of leads tells days and people, in the reader's language as seen today; each only once."""

    def __init__(self, today: date) -> None:
        words = language()
        self.month: Callable[[date], str] = cache(lambda day: notation.month(day, words))
        self.quarter: Callable[[date], str] = cache(lambda day: notation.quarter(day, words))
        self.day: Callable[[date], str] = cache(lambda day: notation.short_date(day, words))
        self.is_late: Callable[[date], bool] = cache(lambda day: is_late(day, today))
        self.overdue: Callable[[int], str] = cache(
            lambda days: ngettext("%(num)s dag te laat", "%(num)s dagen te laat", days)
        )
        self.still: Callable[[int], str] = cache(lambda days: ngettext("%(num)s dag stil", "%(num)s dagen stil", days))
        self.face: Callable[[str], Markup] = cache(_face)


def _face(name: str) -> Markup:
    """The initials of a person, with the name for who points at them or cannot see them."""
    face = Markup('<span class="gr-av" role="img" title="{0}">{1}</span>')
    return face.format(name, initials(name))
