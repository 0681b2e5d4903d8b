"""How days, moments and amounts are written: Dutch notation, with the names of months in the reader's language."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

MONTHS = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
SHORT_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
SHORT_DAYS = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
QUARTERS = {
    "nl": "{quarter}e kwartaal {year}",
    "en": "Q{quarter} {year}",
}
NEARBY = {
    "nl": {-1: "gisteren", 0: "vandaag", 1: "morgen", "past": "{days} dagen geleden", "future": "over {days} dagen"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow", "past": "{days} days ago", "future": "in {days} days"},
}  # fmt: skip

MILLION = 1_000_000
MILLIARD = 1_000_000_000


def dutch_date(day: date, language: str = "nl") -> str:
    """A day in full: 31 mei 2026."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def short_date(day: date, language: str = "nl") -> str:
    """A day in a list of this season: di 10 nov."""
    return f"{SHORT_DAYS[language][day.weekday()]} {day.day} {SHORT_MONTHS[language][day.month - 1]}"


def brief_date(day: date, today: date, language: str = "nl") -> str:
    """A day where there is little room: 4 nov; of another year only its month: nov 2025."""
    return f"{day.day} {SHORT_MONTHS[language][day.month - 1]}" if day.year == today.year else month(day, language)


def typed_date(day: date) -> str:
    """A day as people type it: 31-5-2026."""
    return f"{day.day}-{day.month}-{day.year}"


def month(day: date, language: str = "nl") -> str:
    """The month of a day: mrt 2028."""
    return f"{SHORT_MONTHS[language][day.month - 1]} {day.year}"


@dataclass(frozen=True)
class Month:
    """A month within a sentence of the rules: Dutch as text, and the reader's language on the screen."""

    day: date

    def __str__(self) -> str:
        """The month in Dutch: mrt 2028."""
        return month(self.day)


def quarter(day: date, language: str = "nl") -> str:
    """The quarter of a day: 1e kwartaal 2028."""
    return QUARTERS[language].format(quarter=(day.month + 2) // 3, year=day.year)


def when(moment: datetime, now: datetime, language: str = "nl") -> str:
    """A moment, on the clock of Amsterdam: vandaag 08:42, gisteren 16:10, 12 nov 2026 14:05."""
    local = moment.astimezone(AMSTERDAM)
    days = (local.date() - now.astimezone(AMSTERDAM).date()).days
    if days in (-1, 0):
        return f"{NEARBY[language][days]} {local:%H:%M}"
    return f"{local.day} {month(local.date(), language)} {local:%H:%M}"


def days_ago(day: date, today: date, language: str = "nl") -> str:
    """How far a day is from today: 12 dagen geleden, gisteren, over 3 dagen."""
    days = (day - today).days
    words = NEARBY[language]
    return words.get(days) or words["past" if days < 0 else "future"].format(days=number(abs(days)))


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """A number with dots and a comma: 1.500,5; `places` fixes the decimals, else no more than needed."""
    exact = Decimal(str(value))
    if places is not None:
        exact = _rounded(exact, places)
    whole, _, decimals = f"{exact:,f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    sign = whole.replace(",", ".")
    return f"{sign},{decimals}" if decimals else sign


def percent(share: float | Decimal, places: int = 0) -> str:
    """A share of one as a percentage: 36%, 36,4%."""
    return f"{number(Decimal(str(share)) * 100, places)}%"


def euro(amount: int) -> str:
    """Whole euros in full: € 1.500.000."""
    return f"€ {number(amount)}"


def euro_short(amount: int) -> str:
    """Whole euros to one decimal of a million or milliard: € 1,5 mln, € 1,5 mld; less than a million in full."""
    if abs(amount) < MILLION:
        return euro(amount)
    millions = _rounded(Decimal(amount) / MILLION, 1)
    if abs(millions) < 1000:
        return f"€ {number(millions)} mln"
    return f"€ {number(_rounded(Decimal(amount) / MILLIARD, 1))} mld"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0  # + 0: no minus before a zero
