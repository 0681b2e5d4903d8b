"""What the coordinator writes in a report: the sections, how they stand together, and which of them a kind needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.cells.breakdowns import REGIONS
from app.impact.rules import PROGRAMME_START
from app.words import N_

LONG, SHORT = 20_000, 2000  # characters; all together fit in a form that comes back after signing in

JUNE, DECEMBER, FINAL, INTERIM = "june", "december", "final", "interim"
FINAL_FROM = date(2028, 12, 1)
WITH_YEARS = (DECEMBER, FINAL)
TALKS = {(5, 31): JUNE, (11, 30): DECEMBER}


@dataclass(frozen=True)
class Section:
    """A text of a report: its heading, what to write there, and how many characters fit."""

    title: str
    hint: str
    longest: int = LONG


REGION_SECTIONS = {region: f"region_{region.lower()}" for region in REGIONS}

SECTIONS = {
    "summary": Section(
        N_("Samenvatting"), N_("Twee of drie zinnen: waar staat het programma? Dit staat bovenaan."), SHORT
    ),
    "results": Section(N_("Resultaten"), N_("Wat is er bereikt, en wat zeggen de cijfers wel en niet?")),
    "bottlenecks": Section(
        N_("Wat knelt, en wat is er geprobeerd"), N_("Het beeld van het hele land. Wat hielp, en wat niet?")
    ),
    "region_noord": Section(N_("Knelpunten in Noord"), N_("Wat is in Noord anders dan elders?"), SHORT),
    "region_oost": Section(N_("Knelpunten in Oost"), N_("Wat is in Oost anders dan elders?"), SHORT),
    "region_zuid": Section(N_("Knelpunten in Zuid"), N_("Wat is in Zuid anders dan elders?"), SHORT),
    "region_west": Section(N_("Knelpunten in West"), N_("Wat is in West anders dan elders?"), SHORT),
    "region_midden": Section(N_("Knelpunten in Midden"), N_("Wat is in Midden anders dan elders?"), SHORT),
    "choices": Section(N_("Waarom bedrijven kozen wat zij kozen"), N_("Wat gaf voor bedrijven de doorslag?")),
    "nowhere": Section(
        N_("Nergens in Nederland een goede propositie"),
        N_("Was er voor een bedrijf nergens in Nederland een goede plek? Wat vraagt dat van beleid?"),
    ),
    "lessons": Section(
        N_("Wat de taskforce leerde"), N_("Wat doen we anders dan een half jaar geleden? Een lijst leest prettig.")
    ),
    "hubs": Section(
        N_("Hoe de brandpunten samenwerken"), N_("Verwijzen zij naar elkaar, en kennen zij elkaars aanbod?")
    ),
    "ecosystem": Section(
        N_("Eén samenhangend ecosysteem"),
        N_("Hoever zijn de brandpunten op weg naar één geheel? Een van de twee kwalitatieve doelen."),
    ),
    "experiment": Section(
        N_("Wat het experiment leert"),
        N_("Wat weten we nu over begeleiding die er vooraf niet was? Het andere kwalitatieve doel."),
    ),
    "goal_earlier": Section(
        N_("Doel 1: de opschalingsvraag eerder"),
        N_("De voorsprong is een benadering: met dat getal alleen is dit doel niet gehaald."),
    ),
    "goal_choice": Section(
        N_("Doel 2: kiezen in eigen regio of elders"), N_("Hadden bedrijven iets te kiezen, en wat kozen zij?")
    ),
    "goal_together": Section(
        N_("Doel 3: brandpunten als één ecosysteem"), N_("Werken de brandpunten als één ecosysteem?")
    ),
}

GOALS = ("goal_earlier", "goal_choice", "goal_together")
QUALITATIVE = ("ecosystem", "experiment")

GROUPS = {
    N_("Hoofdlijn"): ("summary", "results"),
    N_("Knelpunten"): ("bottlenecks", *REGION_SECTIONS.values()),
    N_("Keuzes van bedrijven"): ("choices", "nowhere"),
    N_("Leren en samenwerken"): ("lessons", "hubs"),
    N_("De twee kwalitatieve doelen"): QUALITATIVE,
    N_("De drie doelen van het programma"): GOALS,
}

REQUIRED = {
    INTERIM: ("summary",),
    JUNE: ("summary", "results", "lessons"),
    DECEMBER: ("summary", "results", "bottlenecks", "lessons", "hubs"),
    FINAL: ("summary", "results", "bottlenecks", "choices", "lessons", "hubs", *QUALITATIVE, *GOALS),
}

# What a report was called, and its texts, before the sections were what they are now.
OLD_TITLES = {"ecosystem": N_("Samenhang van de brandpunten")}


def kind_of(day: date) -> str:
    """Which report a reporting date asks for: for a talk, the final one, or in between (002 §5.5)."""
    return FINAL if day >= FINAL_FROM else TALKS.get((day.month, day.day), INTERIM)


def year_ends(day: date) -> list[date]:
    """The days of the year table of a report: the last of each year, its own for the year it lies in; none for some."""
    years = range(PROGRAMME_START.year, day.year + 1) if kind_of(day) in WITH_YEARS else ()
    return [min(date(year, 12, 31), day) for year in years]


def missing(texts: Mapping[str, str], kind: str) -> Iterator[str]:
    """The sections that a kind of report needs and that are empty."""
    return (name for name in REQUIRED[kind] if not texts.get(name))
