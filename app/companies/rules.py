"""What a company is called, whether it fits the programme, who may know it, and how long a contact is kept."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.index.rules import INITIALS, LETTERS
from app.web.parsing import parse_kvk
from app.words import N_

# --- Names and numbers -------------------------------------------------------------------------------------

LEGAL_FORMS = frozenset({"bv", "nv", "vof", "cv", "ba", "ua", "besloten", "vennootschap", "ltd", "gmbh", "inc", "ag"})
SHORTEST_NAME = 2  # letters and digits of a name that can be told from others


def name_words(name: str) -> list[str]:
    """The words of a name as they are compared: without case, accents, punctuation and legal form (BV, B.V., NV)."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(mark for mark in letters if not unicodedata.combining(mark)).translate(LETTERS)
    joined = INITIALS.sub("", bare).replace("&", " en ").replace("+", " en ")
    words = re.sub(r"[^\w]|_", " ", re.sub(r"['’‘`´]", "", joined)).split()
    return [word for word in words if word not in LEGAL_FORMS] or words


def name_key(name: str) -> str:
    """A name as it is compared: its words without the spaces between."""
    return "".join(name_words(name))


def is_number(typed: str) -> bool:
    """Whether what was typed in a field for a name or a number is meant as a number: it holds no letters."""
    bare = re.sub(r"^\s*kvk(?:-?nummer|-?nr)?[.:]?", "", typed.casefold())
    return any(mark.isdigit() for mark in bare) and not any(mark.isalpha() for mark in bare)


def kvk_number(typed: str) -> str:
    """The eight digits of a KvK number, leading zeros kept. Raises ParseError with the reason ("0" is none)."""
    return parse_kvk(typed)


NAME_TOO_SHORT = N_("Schrijf de naam van het bedrijf, of het KvK-nummer van 8 cijfers.")


# --- Kinds, NDA --------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """How far the company is, apart from its life phase (002 §1.2)."""

    STARTUP = "startup"
    SCALEUP = "scaleup"
    GROWNUP = "grownup"


KINDS = {
    Kind.STARTUP: N_("Startup"),
    Kind.SCALEUP: N_("Scale-up"),
    Kind.GROWNUP: N_("Grown-up"),
}


class Nda(StrEnum):
    """Whether there is a non-disclosure agreement with the holder (002 §4.4)."""

    NDA = "nda"
    NONE_NEEDED = "none_needed"
    UNKNOWN = "unknown"


NDA_STATES = {
    Nda.NDA: N_("Getekend"),
    Nda.NONE_NEEDED: N_("Niet nodig"),
    Nda.UNKNOWN: N_("Nog niet vastgelegd"),
}
NDA_IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg de NDA vast als hij getekend is.")
NDA_NEEDS_DAY = N_("Vul in op welke dag dit is vastgelegd.")


def is_recorded(nda: str) -> bool:
    """Whether it is settled: signed, or recorded that none is needed."""
    return nda in (Nda.NDA, Nda.NONE_NEEDED)


# --- Consent -----------------------------------------------------------------------------------------------


class Scope(StrEnum):
    """With whom who the company is may be shared; without any consent only its holder knows."""

    HOLDER = "holder"
    NAMED = "named"
    TASKFORCE = "taskforce"
    MINISTRY = "ez"


SCOPES = {
    Scope.HOLDER: N_("Alleen wij"),
    Scope.NAMED: N_("Bepaalde organisaties"),
    Scope.TASKFORCE: N_("De hele taskforce"),
    Scope.MINISTRY: N_("Met naam aan EZ"),
}
SCOPE_OPENS = {
    Scope.HOLDER: N_("Anderen zien een code, technologie, soort, fase en soorten vraag. Geen naam, plaats of bedrag."),
    Scope.NAMED: N_("Deze organisaties lezen alles van het bedrijf en de leads, en voegen gesprekken en taken toe."),
    Scope.TASKFORCE: N_("Alle ROM’s, NFIA en triple-helixorganisaties lezen alles van het bedrijf en de leads."),
    Scope.MINISTRY: N_(
        "Staat over dit bedrijf een anonieme case in een rapport, dan leest EZ daar de naam bij. Alleen EZ, en alleen "
        "zolang dit geldt. Binnen de taskforce verandert er niets."
    ),
}
GRANTED_SCOPES = (Scope.NAMED, Scope.TASKFORCE, Scope.MINISTRY)
IDENTITY, HELD = "identity", "held"
DISCLOSED = {
    IDENTITY: N_("Wie het bedrijf is, met alles van de leads"),
    HELD: N_("Was geheimhouder, en weet alles van voor de overdracht"),
}

ON_PAGE = "page"  # read on the screen; every other form is a file that somebody keeps
READ_AS = {
    ON_PAGE: N_("las de naam op het scherm"),
    "pdf": N_("heeft een PDF met de naam"),
    "docx": N_("heeft een Word-document met de naam"),
    "xlsx": N_("heeft een Excel-bestand met de naam"),
    "json": N_("heeft een JSON-bestand met de naam"),
}
STILL_AGREED = N_("De toestemming geldt nog: er is niets te vernietigen.")
ONLY_READ = N_("Wie de naam op het scherm las, heeft niets om te vernietigen.")


class Shared(StrEnum):
    """What somebody was told outside the system, from little to much."""

    NAME = "name"
    DEMAND = "demand"
    FIGURES = "figures"
    PAPERS = "papers"


SHARED = {
    Shared.NAME: N_("De naam van het bedrijf"),
    Shared.DEMAND: N_("De naam en wat het bedrijf zoekt"),
    Shared.FIGURES: N_("Ook bedragen of planning"),
    Shared.PAPERS: N_("Documenten van het bedrijf"),
}
NO_PARTY = N_("Schrijf aan wie het verteld is: een organisatie of een persoon.")
NO_SHARED = N_("Kies wat er verteld is.")
TOLD_IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg vast wat al verteld is.")
TOLD_WITHOUT = N_("Deze toestemming gold op die dag niet. Kies een andere, of geen.")
NOTHING_TO_ASK = N_("Hier valt niets te vragen: de toestemming geldt nog, of het is al gevraagd.")

CONSENT_NO_SCOPE = N_("Kies met wie het bedrijf gedeeld mag worden.")
CONSENT_NO_ONE = N_("Kies minstens één organisatie.")
CONSENT_ENDS_FIRST = N_("De toestemming eindigt voordat zij begint. Kies een latere einddatum.")
CONSENT_IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg de toestemming vast als zij gegeven is.")
CONSENT_OVER = N_("Deze toestemming is al geëindigd.")
WITHDRAWN_BEFORE = N_("De toestemming kan niet zijn ingetrokken voordat zij begon.")


@dataclass(frozen=True)
class Objection:
    """A rule that forbids what was typed: the Dutch reason and the field it is about."""

    message: str
    field: str


def objection_to_consent(
    scope: str, granted_on: date, ends_on: date | None, organisations: Collection[int], today: date
) -> Objection | None:
    """What is wrong with a consent, or None."""
    checks = (
        (scope in GRANTED_SCOPES, CONSENT_NO_SCOPE, "scope"),
        (scope != Scope.NAMED or bool(organisations), CONSENT_NO_ONE, "organisations"),
        (granted_on <= today, CONSENT_IN_FUTURE, "granted_on"),
        (ends_on is None or ends_on >= granted_on, CONSENT_ENDS_FIRST, "ends_on"),
    )
    return next((Objection(message, field) for met, message, field in checks if not met), None)


def holds_on(granted_on: date, ends_on: date | None, withdrawn_on: date | None, day: date) -> bool:
    """Whether a consent holds on a day: its last day counts, the day of withdrawal does not."""
    return granted_on <= day and (ends_on is None or ends_on >= day) and (withdrawn_on is None or withdrawn_on > day)


# --- Target group ------------------------------------------------------------------------------------------


class Route(StrEnum):
    """The two ways into the target group (002 §3.2)."""

    TECHNOLOGY = "technology"
    AUTONOMY = "autonomy"


ROUTES = {
    Route.TECHNOLOGY: N_("Werkt aan een NTS-technologie"),
    Route.AUTONOMY: N_("Past technologie toe en is essentieel voor strategische autonomie (farma, defensie)"),
}
WARNINGS = {
    "makes_nothing": N_("Het bedrijf maakt zelf niets. De focus ligt op technologie die iets maakt."),
    "low_grade": N_("De productie is laagwaardig. Het programma zoekt hoogwaardige productie."),
    "externalities": N_("Het bedrijf heeft grote negatieve gevolgen voor zijn omgeving."),
}
TEST_NO_ROUTE = N_("Kies langs welke route het bedrijf in de doelgroep past.")
TEST_NO_TECHNOLOGY = N_("Kies eerst minstens één NTS-technologie bij het bedrijf, of kies de andere route.")
TEST_NO_MOTIVATION = N_("Schrijf op waarom. Wie toetst, leest dit terug.")
TEST_IN_FUTURE = N_("Deze dag ligt in de toekomst.")


def warnings(*, makes_things: bool, low_grade: bool, externalities: bool) -> tuple[str, ...]:
    """What a person has to weigh before saying yes: keys of WARNINGS. They warn, they never decide."""
    found = (("makes_nothing", not makes_things), ("low_grade", low_grade), ("externalities", externalities))
    return tuple(key for key, holds in found if holds)


def objection_to_test(
    route: str, positive: bool, technologies: Collection[str], motivation: str, decided_on: date, today: date
) -> Objection | None:
    """What is wrong with a decision on the target group, or None; a no needs a motivation as much as a yes."""
    fits = route != Route.TECHNOLOGY or bool(technologies) or not positive
    checks = (
        (route in ROUTES, TEST_NO_ROUTE, "route"),
        (fits, TEST_NO_TECHNOLOGY, "route"),
        (bool(motivation.strip()), TEST_NO_MOTIVATION, "motivation"),
        (decided_on <= today, TEST_IN_FUTURE, "decided_on"),
    )
    return next((Objection(message, field) for met, message, field in checks if not met), None)


# --- Contacts ----------------------------------------------------------------------------------------------


class Purpose(StrEnum):
    """What we keep a person's details for (AVG)."""

    CASE = "case"
    PORTFOLIO = "portfolio"
    NDA = "nda"


PURPOSES = {
    Purpose.CASE: N_("Begeleiden van de opschalingsvraag"),
    Purpose.PORTFOLIO: N_("Jaarlijks de vraag opnieuw stellen"),
    Purpose.NDA: N_("Afspraken over vertrouwelijkheid"),
}
KEEP_MONTHS = {Purpose.CASE: 24, Purpose.PORTFOLIO: 18, Purpose.NDA: 60}
LONGEST_MONTHS = 60
NO_CONTACT_NAME = N_("Schrijf de naam van de contactpersoon.")
NO_PURPOSE = N_("Kies waarvoor we deze gegevens bewaren.")
KEPT_TOO_SHORT = N_("De bewaartermijn is al voorbij. Kies een latere dag.")
KEPT_TOO_LONG = N_("We bewaren contactgegevens hoogstens vijf jaar. Kies een eerdere dag.")
CONTACT_ERASED = N_("Deze contactpersoon is gewist.")


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def keep_until(purpose: str, today: date) -> date:
    """Until when a contact is kept for a purpose, unless somebody chooses an earlier or later day."""
    return months_later(today, KEEP_MONTHS[Purpose(purpose)])


def objection_to_contact(name: str, purpose: str, until: date, today: date) -> Objection | None:
    """What is wrong with keeping a contact, or None."""
    checks = (
        (bool(name.strip()), NO_CONTACT_NAME, "name"),
        (purpose in PURPOSES, NO_PURPOSE, "purpose"),
        (until > today, KEPT_TOO_SHORT, "keep_until"),
        (until <= months_later(today, LONGEST_MONTHS), KEPT_TOO_LONG, "keep_until"),
    )
    return next((Objection(message, field) for met, message, field in checks if not met), None)


# --- The question without a lead ---------------------------------------------------------------------------

ASK_AGAIN_MONTHS = 12
ASKED_IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg de vraag vast als zij gesteld is.")
AGAIN_TOO_SOON = N_("Opnieuw vragen kan pas na de dag waarop de vraag gesteld is.")


def objection_to_asking(asked_on: date, ask_again_on: date | None, today: date) -> Objection | None:
    """What is wrong with having asked a company without a lead (002 §4.3), or None."""
    if asked_on > today:
        return Objection(ASKED_IN_FUTURE, "asked_on")
    if ask_again_on is not None and ask_again_on <= asked_on:
        return Objection(AGAIN_TOO_SOON, "ask_again_on")
    return None


# --- Known elsewhere ---------------------------------------------------------------------------------------

NO_QUESTION = N_("Schrijf op waarom je contact zoekt. De geheimhouder leest dit.")
NO_MORE_TODAY = N_("Vandaag kun je niets meer opvragen. Probeer het morgen.")
ANSWERED = N_("Dit verzoek is al beantwoord.")
NO_ANSWER = N_("Schrijf op hoe je contact opneemt, of waarom niet.")


# --- What people type --------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:/\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s,;<>()]+@(?:[\w-]+\.)+[a-z]{2,24}", re.IGNORECASE)
NO_WEBSITE = N_("Dit is geen webadres. Schrijf het zoals https://bedrijf.nl.")
NO_EMAIL = N_("Dit is geen e-mailadres. Schrijf het zoals naam@bedrijf.nl.")


def website(typed: str | None) -> str | None:
    """A web address with its scheme; nothing for nothing. ValueError when it is none."""
    if not typed:
        return None
    if not _ADDRESS.fullmatch(typed):
        raise ValueError(NO_WEBSITE)
    return typed if typed.lower().startswith("http") else f"https://{typed}"


def is_email(typed: str) -> bool:
    """Whether something looks like an e-mail address."""
    return bool(_EMAIL.fullmatch(typed))


def as_spoken(name: str) -> str:
    """A person's name as it is compared: without case and spare spaces."""
    return " ".join(name.split()).casefold()


def as_list(typed: str | None) -> list[str]:
    """What was typed with commas, semicolons or line ends between, one by one."""
    return [one.strip() for one in re.split(r"[,;\n]", typed or "") if one.strip()]


# --- Who was told --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """One time that a party was told: `holds` is None where that was on no consent."""

    key: Any
    party: str
    holds: bool | None
    asked: bool


def objection_to_telling(party: str, what: str, told_on: date, today: date, holds: bool | None) -> Objection | None:
    """Why a telling cannot be recorded; `holds` says whether its consent held that day, None where there was none."""
    checks = (
        (bool(party.strip()), NO_PARTY, "party"),
        (what in SHARED, NO_SHARED, "what"),
        (told_on <= today, TOLD_IN_FUTURE, "told_on"),
        (holds is not False, TOLD_WITHOUT, "consent_id"),
    )
    return next((Objection(message, field) for met, message, field in checks if not met), None)


def to_ask(told: Iterable[Told]) -> dict[str, list[Any]]:
    """Who must be asked to stop using what they know, by party: the keys of what they were told on a consent that is over.

    Not who knows it by another consent that holds; and what was asked about once is done.
    """
    rows = [(as_spoken(row.party), row) for row in told]
    agreed = {party for party, row in rows if row.holds}
    due: dict[str, list[Any]] = {}
    for party, row in rows:
        if row.holds is False and not row.asked and party not in agreed:
            due.setdefault(party, []).append(row.key)
    return due
