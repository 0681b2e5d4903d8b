"""A notice in words: on the page with the name that its reader may see, in a mail with the code alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.handover.rules import Outcome
from app.ledger.rules import FACTS, Fact
from app.notices.rules import ASKED_BACK, CONSENT, FOLLOWED, HANDOVER, MENTION, TASK
from app.web.formats import FILTERS

dutch_date = FILTERS["dutch_date"]


@dataclass(frozen=True)
class Told:
    """What stands with a notice: its words, whether it presses, and where to see to it."""

    text: str
    level: str
    path: str


def _task(row: Any, today: date) -> tuple[str, str]:
    if row.day < today:
        return _("Een taak is te laat: hij was voor %(day)s", day=dutch_date(row.day)), "bad"
    return _("Een taak is voor vandaag"), "warn"


def _asked_back(row: Any, today: date) -> tuple[str, str]:
    return _("De toetser vraagt iets terug over: %(fact)s", fact=_(FACTS[Fact(row.what)])), "warn"


def _mention(row: Any, today: date) -> tuple[str, str]:
    return _("Een collega noemt je op deze lead"), "warn"


def _consent(row: Any, today: date) -> tuple[str, str]:
    return _("De toestemming eindigt op %(day)s", day=dutch_date(row.day)), "warn"


def _handover(row: Any, today: date) -> tuple[str, str]:
    if row.what is None:
        return _("Een lead is jullie aangeboden: antwoord uiterlijk op %(day)s", day=dutch_date(row.day)), "warn"
    accepted = row.what == Outcome.ACCEPTED
    return (_("Je aanbod is aangenomen"), "ok") if accepted else (_("Je aanbod is afgeslagen"), "un")


def _followed(row: Any, today: date) -> tuple[str, str]:
    return _("Er is iets veranderd op een lead die je volgt"), "un"


WORDS: dict[str, Callable[[Any, date], tuple[str, str]]] = {
    TASK: _task,
    ASKED_BACK: _asked_back,
    MENTION: _mention,
    CONSENT: _consent,
    HANDOVER: _handover,
    FOLLOWED: _followed,
}


def tell(row: Any, today: date) -> Told:
    """A notice of queries.notices in words, without any name."""
    text, level = WORDS[row.part](row, today)
    path = f"/overdrachten/{row.about_id}" if row.part == HANDOVER else f"/leads/{row.code}"
    return Told(text, level, path)
