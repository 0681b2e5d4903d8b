"""What one is notified of, how, and from when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum

from app.words import N_


class How(StrEnum):
    """How somebody wants to hear of a kind of thing."""

    MAIL = "mail"
    HERE = "here"
    OFF = "off"


HOW_LABELS = {
    How.MAIL: N_("Hier en in de dagelijkse mail"),
    How.HERE: N_("Alleen hier"),
    How.OFF: N_("Niet"),
}


@dataclass(frozen=True)
class Sort:
    """A sort of notice: how it is called and explained, its icon, and how people hear of it who chose nothing."""

    label: str
    about: str
    icon: str
    how: How


TASK, ASKED_BACK, MENTION, CONSENT = "task", "asked_back", "mention", "consent"
HANDOVER, FOLLOWED = "handover", "followed"
SORTS = {
    TASK: Sort(N_("Taken"), N_("Een taak van jou is vandaag aan de beurt of te laat."), "calendar-due", How.MAIL),
    ASKED_BACK: Sort(
        N_("Toetsing"),
        N_("Een toetser vraagt iets terug over een feit dat jij indiende of van een lead van jou."),
        "message-circle",
        How.MAIL,
    ),
    MENTION: Sort(N_("Genoemd"), N_("Een collega noemt je met @ in een gesprek of notitie."), "user", How.MAIL),
    CONSENT: Sort(
        N_("Toestemming"),
        N_("Een toestemming eindigt binnen 60 dagen, bij een lead van jou of een lead die je volgt."),
        "hourglass",
        How.MAIL,
    ),
    HANDOVER: Sort(
        N_("Delen en overdragen"),
        N_("Een ander biedt jullie een lead aan, of antwoordt op een aanbod van jou."),
        "send",
        How.MAIL,
    ),
    FOLLOWED: Sort(
        N_("Leads die je volgt"), N_("Een collega heeft iets veranderd op een lead die je volgt."), "star", How.HERE
    ),
}

CONSENT_DAYS = timedelta(days=60)
NEWS_DAYS = timedelta(days=14)
MAILED_AT = time(7)
SATURDAY = 5
MOST_SHOWN = 200
MARKS_KEPT = timedelta(days=400)


def chosen(choices: Mapping[str, str]) -> dict[str, How]:
    """How somebody hears of each sort: what they chose, else what is usual."""
    return {key: How(choices.get(key, sort.how)) for key, sort in SORTS.items()}


def hears_nothing(choices: Mapping[str, str]) -> bool:
    """Whether somebody turned off every sort."""
    return set(chosen(choices).values()) == {How.OFF}


def wants_mail(choices: Mapping[str, str]) -> frozenset[str]:
    """The sorts that come in somebody's daily mail."""
    return frozenset(key for key, how in chosen(choices).items() if how == How.MAIL)
