"""What asks for attention now, why, and what to do about it: at most one thing a lead, the most pressing first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from app.access.actor import Role
from app.pipeline.rules import SILENT_AFTER_DAYS
from app.words import N_, Said

# The first role that somebody has, from the top, decides where they begin.
HOMES = (
    (Role.COORDINATOR, "/overzicht"),
    (Role.MEMBER, "/mijn-werk"),
    (Role.VERIFIER, "/mijn-werk"),
    (Role.ADMINISTRATOR, "/beheer"),
    (Role.PROGRAMME, "/voortgang"),
)

NEEDED_SOON_MONTHS = 24
CONSENT_ENDS_DAYS = 30
DAYS_A_MONTH = 30.44
SATURDAY = 5


def home_of(roles: Iterable[Role]) -> str:
    """The page that a person begins on."""
    held = set(roles)
    return next(path for role, path in HOMES if role in held)


@dataclass(frozen=True)
class Situation:
    """What is known of one open lead on a day."""

    code: str
    company_id: int
    today: date
    next_on: date | None = None
    next_step: str | None = None
    needed_by: date | None = None
    last_activity: date | None = None
    consent_ends: date | None = None
    offered: int = 0
    asked_kinds: int = 0
    articulated_kinds: int = 0


@dataclass(frozen=True)
class Signal:
    """Why a lead asks for attention: level, icon, the reason with its number, more words, and the way to mend it."""

    key: str
    level: str
    icon: str
    one: str
    many: str
    number: int
    more: Said | None
    button: str
    target: str

    def path(self, situation: Situation) -> str:
        """The address where a person sees to it."""
        return self.target.format(code=situation.code, company=situation.company_id)


@dataclass(frozen=True)
class Watch:
    """One thing to watch: how many days or months it is about, or None when there is nothing the matter."""

    key: str
    level: str
    icon: str
    one: str
    many: str
    button: str
    target: str
    measure: Callable[[Situation], int | None]
    more: Callable[[Situation], Said | None] = lambda situation: None


def days_late(situation: Situation) -> int | None:
    """Days since the next step should have been taken."""
    if situation.next_on is None or situation.next_on >= situation.today:
        return None
    return (situation.today - situation.next_on).days


def days_of_consent(situation: Situation) -> int | None:
    """Days until consent ends, when that is soon."""
    if situation.consent_ends is None:
        return None
    left = (situation.consent_ends - situation.today).days
    return left if 0 <= left <= CONSENT_ENDS_DAYS else None


def months_to_need(situation: Situation) -> int | None:
    """Months until the space is needed, when that is within two years and nobody offered anything (002 §4.3)."""
    if situation.needed_by is None or situation.offered:
        return None
    left = round((situation.needed_by - situation.today).days / DAYS_A_MONTH)
    return max(left, 0) if left <= NEEDED_SOON_MONTHS else None


def days_silent(situation: Situation) -> int | None:
    """Days without anything happening, when that is too many."""
    if situation.last_activity is None:
        return None
    silent = (situation.today - situation.last_activity).days
    return silent if silent > SILENT_AFTER_DAYS else None


def kinds_open(situation: Situation) -> int | None:
    """How many kinds were asked that have no amount yet."""
    return (situation.asked_kinds - situation.articulated_kinds) or None


# The most pressing first; the words name the reason before the number.
WATCHES = (
    Watch(
        "late", "bad", "calendar-due", N_("Stap te laat: %(num)s dag"),
        N_("Stap te laat: %(num)s dagen"), N_("Open lead"), "/leads/{code}", days_late,
        lambda situation: Said("%(step)s", {"step": situation.next_step}) if situation.next_step else None,
    ),
    Watch(
        "consent", "warn", "lock", N_("Toestemming eindigt over %(num)s dag"),
        N_("Toestemming eindigt over %(num)s dagen"), N_("Toestemming verlengen"),
        "/bedrijven/{company}", days_of_consent,
    ),
    Watch(
        "needed", "warn", "hourglass", N_("Ruimte nodig over %(num)s maand"),
        N_("Ruimte nodig over %(num)s maanden"), N_("Brandpunt voorstellen"),
        "/leads/{code}/brandpunten", months_to_need, lambda situation: Said(N_("Nog geen aanbod van een brandpunt")),
    ),
    Watch(
        "silent", "warn", "clock-pause", N_("Stil: al %(num)s dag"),
        N_("Stil: al %(num)s dagen"), N_("Gesprek vastleggen"),
        "/leads/{code}/gesprekken/nieuw", days_silent,
    ),
    Watch(
        "incomplete", "un", "list-check", N_("Vraag niet compleet: %(num)s zonder bedrag of aantal"),
        N_("Vraag niet compleet: %(num)s zonder bedrag of aantal"),
        N_("Vraag aanvullen"), "/leads/{code}/vraag", kinds_open,
    ),
)  # fmt: skip


def most_pressing(situation: Situation) -> Signal | None:
    """The first thing that asks for attention, or None."""
    for watch in WATCHES:
        number = watch.measure(situation)
        if number is not None:
            return Signal(
                watch.key, watch.level, watch.icon, watch.one, watch.many, number, watch.more(situation), watch.button,
                watch.target,
            )  # fmt: skip
    return None


def urgency(signal: Signal) -> tuple[int, int]:
    """The order of signals: by how pressing their kind is, then the worst of a kind first."""
    kind = next(place for place, watch in enumerate(WATCHES) if watch.key == signal.key)
    soonest_first = signal.key in ("consent", "needed")
    return kind, signal.number if soonest_first else -signal.number


# What says most about a minute's work on a lead, from the top: (table, action, field), None for any.
TELLING = (
    ("lead", "insert", None),
    ("lead_course", "update", "outcome"),
    ("lead_course", "update", "step"),
    ("decision", None, None),
    ("investment", None, None),
    ("hub_match", None, None),
    ("offer", None, None),
    ("submission", None, None),
    ("consent", None, None),
    ("talk", None, None),
)


class Changed(Protocol):
    """A row of the history."""

    table: str
    action: str
    field: str | None


def telling(change: Changed) -> int:
    """How little a change tells: the place of its kind, the last for whatever is not named."""
    kinds = (
        place
        for place, (table, action, field) in enumerate(TELLING)
        if change.table == table and action in (None, change.action) and field in (None, change.field)
    )
    return next(kinds, len(TELLING))


def median(numbers: list[int]) -> int | None:
    """The middle one of whole numbers (the lower of two), or None of none."""
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else None


def news_since(today: date) -> date:
    """The day from which news is told: yesterday, or the last working day where that was a day off."""
    day = today - timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day
