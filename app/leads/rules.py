"""The code of a lead, how early its question came, its life phase, and what it needs before it may count."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from app.words import N_

DATA = Path(__file__).parent / "data" / "levensfasen.json"

# --- Code --------------------------------------------------------------------------------------------------


def lead_code(year: int, number: int) -> str:
    """The anonymous code of the number-th lead of a year: GR-26-020. It tells nothing but the year."""
    return f"GR-{year % 100:02d}-{number:03d}"


# --- Days --------------------------------------------------------------------------------------------------

ADVANCE_GOAL_MONTHS = 24  # our proxy for “asked early”; goal a is never reported as met by it (002 §4.3)
LONGEST_YEARS = 25
OLDEST_YEARS = 10
ASKED_IN_FUTURE = N_("Deze dag ligt in de toekomst. Vul de dag in waarop de vraag is gesteld.")
ASKED_LONG_AGO = N_("%(asked)s is meer dan tien jaar geleden. Klopt het jaartal?")
NEEDED_FIRST = N_("Deze datum ligt vóór %(asked)s. Bedoel je %(likely)s?")
NEEDED_FAR = N_("%(needed)s is meer dan 25 jaar na de vraag. Klopt het jaartal?")


@dataclass(frozen=True)
class Objection:
    """A rule that forbids what was typed: the Dutch reason with its values, and the field it is about."""

    template: str
    field: str
    values: dict[str, str]

    @property
    def message(self) -> str:
        """The reason as a sentence."""
        return self.template % self.values


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one; negative the other way round."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    if months > 0 and later.day < earlier.day:
        return months - 1
    if months < 0 and later.day > earlier.day:
        return months + 1
    return months


def quarter_end(day: date) -> date:
    """The last day of the quarter that a day lies in."""
    month = 3 * ((day.month - 1) // 3) + 3
    return date(day.year, month, 31 if month in (3, 12) else 30)


def advance(asked_on: date, needed_by: date | None) -> int | None:
    """The *voorsprong*: whole months between the question and the need; None while the need has no date."""
    return None if needed_by is None else months_between(asked_on, needed_by)


def is_early(asked_on: date, needed_by: date | None) -> bool:
    """Whether the question came at least two years before the need."""
    months = advance(asked_on, needed_by)
    return months is not None and months >= ADVANCE_GOAL_MONTHS


def quarter_of(day: date | None) -> date | None:
    """The first day of the quarter of a day: all that others may know of when the room is needed."""
    return None if day is None else date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def likely_need(typed: date, asked_on: date) -> date:
    """What somebody probably meant who typed a need before the question: that day, at least a year after it."""
    day = typed.replace(day=28) if (typed.month, typed.day) == (2, 29) else typed
    year = max(asked_on.year, typed.year)
    while months_between(asked_on, day.replace(year=year)) < 12:
        year += 1
    return day.replace(year=year)


def objection_to_days(asked_on: date, needed_by: date | None, today: date) -> Objection | None:
    """What is wrong with the day of the question and of the need, or None."""
    if asked_on > today:
        return Objection(ASKED_IN_FUTURE, "asked_on", {})
    if today.year - asked_on.year > OLDEST_YEARS:
        return Objection(ASKED_LONG_AGO, "asked_on", {"asked": _typed(asked_on)})
    return objection_to_need(asked_on, needed_by)


def objection_to_need(asked_on: date, needed_by: date | None) -> Objection | None:
    """What is wrong with the day on which something is needed, of a lead or of one of its demands, or None."""
    if needed_by is None:
        return None
    if needed_by < asked_on:
        likely = _typed(likely_need(needed_by, asked_on))
        return Objection(NEEDED_FIRST, "needed_by", {"asked": _typed(asked_on), "likely": likely})
    if needed_by.year - asked_on.year > LONGEST_YEARS:
        return Objection(NEEDED_FAR, "needed_by", {"needed": _typed(needed_by)})
    return None


def _typed(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


# --- Life phases -------------------------------------------------------------------------------------------

PHASES = {
    1: N_("Ontdekken"),
    2: N_("Valideren"),
    3: N_("Opschalen"),
    4: N_("Volwassen"),
}
PHASE_TESTS = {
    1: N_("Probleem en gebruiker zijn bewezen; de technologie werkt in het lab."),
    2: N_("Een werkend product bij de eerste betalende klanten."),
    3: N_("Verkoop en productie zijn herhaalbaar; de eerste serie loopt."),
    4: N_("Winstgevend of marktleider; vernieuwt met nieuwe producten."),
}
PHASE_OF_KIND = {"startup": 2, "scaleup": 3, "grownup": 4}
INTERPRETATION = N_("De figuur met de fasen ontbreekt in het programma. Deze indeling is onze uitleg.")
BEFORE_FOCUS = N_("Fase 1 ligt vóór de focus van het programma: die begint aan het einde van fase 2.")
START_OF_FOCUS = N_("De focus van het programma begint aan het einde van fase 2.")
END_OF_FOCUS = N_("De focus van het programma loopt tot het begin van fase 4.")


@lru_cache(maxsize=1)
def phase_model() -> dict:
    """The model of life phases as it was carried over: an interpretation, and it says so (002 §1.5, §4.2)."""
    found: dict = json.loads(DATA.read_text(encoding="utf-8"))
    return found


def focus_warning(phase: int) -> str | None:
    """What to know of a phase outside or on the edge of the focus (the *rode ovaal*), or None. It never blocks."""
    return {1: BEFORE_FOCUS, 2: START_OF_FOCUS, 4: END_OF_FOCUS}.get(phase)


def is_in_focus(phase: int) -> bool:
    """Whether the phase lies, or may lie, within the focus: from the end of phase 2 to early phase 4."""
    return 2 <= phase <= 4


def default_phase(kind: str) -> int:
    """The phase that a company of this kind is usually in, until somebody assesses it."""
    return PHASE_OF_KIND.get(kind, 2)


NO_SUCH_PHASE = N_("Kies een van de vier fasen.")
PHASE_IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg de fase vast als zij bereikt is.")
NO_REASON_BACK = N_("Het bedrijf gaat een fase terug. Schrijf op waaruit dat blijkt.")
SAME_DAY = N_("Op deze dag begint al een fase. Kies een andere dag.")


def is_regression(phase: int, before: int | None) -> bool:
    """Whether a company goes back: that is possible, with evidence (002 §4.2)."""
    return before is not None and phase < before


def objection_to_phase(phase: int, since: date, before: int | None, evidence: str, today: date) -> Objection | None:
    """What is wrong with an assessment, or None; `before` is the phase in which the company was until then."""
    checks = (
        (phase in PHASES, NO_SUCH_PHASE, "phase"),
        (since <= today, PHASE_IN_FUTURE, "since"),
        (not is_regression(phase, before) or bool(evidence.strip()), NO_REASON_BACK, "evidence"),
    )
    return next((Objection(template, field, {}) for met, template, field in checks if not met), None)


# --- Admission ---------------------------------------------------------------------------------------------

ADMISSION = {
    "target_test": N_("Past in de doelgroep"),
    "question": N_("De vraag, met de dag waarop die is gesteld"),
    "kinds": N_("Soort vraag gekozen"),
    "origin": N_("Regio van herkomst"),
    "nda": N_("NDA, of vastgelegd dat die niet nodig is"),
}


@dataclass(frozen=True)
class Standing:
    """What is known of a lead that wants to count."""

    test_positive: bool = False
    asked_on: date | None = None
    kinds: int = 0
    origin_rom: str | None = None
    nda_recorded: bool = False


def missing_for_admission(standing: Standing) -> tuple[str, ...]:
    """The keys of ADMISSION that a lead lacks before it can count as *gehad* (002 §5.5)."""
    present = {
        "target_test": standing.test_positive,
        "question": standing.asked_on is not None,
        "kinds": standing.kinds > 0,
        "origin": standing.origin_rom is not None,
        "nda": standing.nda_recorded,
    }
    return tuple(key for key in ADMISSION if not present[key])
