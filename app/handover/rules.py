"""Sharing a lead with another organisation, or handing it over: by offer and acceptance, on the company's consent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.companies.rules import Scope
from app.words import N_


class Kind(StrEnum):
    """What is offered: to read and work along, or to become the holder."""

    SHARE = "share"
    MOVE = "move"


KINDS = {
    Kind.SHARE: N_("Delen: zij lezen mee, wij blijven houder"),
    Kind.MOVE: N_("Overdragen: zij worden houder"),
}
KIND_OPENS = {
    Kind.SHARE: N_(
        "De ontvanger leest alles van het bedrijf en de leads, en voegt gesprekken, taken en een eigen aanbod toe. De houder "
        "blijft houder."
    ),
    Kind.MOVE: N_(
        "De ontvanger wordt houder en krijgt alles: leads, gesprekken, notities, taken, documenten en contactpersonen. De "
        "vorige houder ziet daarna weer alleen de code, tenzij het bedrijf wil dat die blijft meelezen. De NDA wordt opnieuw "
        "vastgelegd."
    ),
}
SHARED_OR_MOVED = {Kind.SHARE: N_("Delen"), Kind.MOVE: N_("Overdragen")}


class Outcome(StrEnum):
    """What became of an offer; without any it waits, until its last day."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"


OPEN, LAPSED = "open", "lapsed"
STATES = {
    OPEN: N_("Wacht op antwoord"),
    LAPSED: N_("Verlopen zonder antwoord"),
    Outcome.ACCEPTED: N_("Aangenomen"),
    Outcome.DECLINED: N_("Afgeslagen"),
    Outcome.WITHDRAWN: N_("Ingetrokken"),
    Outcome.OVERTAKEN: N_("Vervallen: iemand anders werd houder"),
}
DOUBLE = "double"  # both hold it: who takes over puts the two together
# Why it is offered, and why not accepted: choices only, so that no words give the company away.
REASONS = {
    "region": N_("De groei past beter in die regio"),
    "expertise": N_("Kennis van deze techniek of markt"),
    "contact": N_("Het bedrijf heeft daar al contact"),
    "capacity": N_("De houder kan het niet alleen"),
    DOUBLE: N_("Beide houden hetzelfde bedrijf"),
    "other": N_("Anders"),
}
DECLINED_FOR = {
    "capacity": N_("Nu geen mensen voor"),
    "region": N_("Past niet bij regio of opdracht"),
    "timing": N_("Nu niet, later misschien"),
    "talk_first": N_("Eerst overleggen"),
    "other": N_("Anders"),
}

USUAL_DAYS, MOST_DAYS = 28, 90

NO_KIND = N_("Kies of je deelt of overdraagt.")
NO_ONE = N_("Kies aan welke organisatie.")
NO_REASON = N_("Kies waarom.")
TO_HOLDER = N_("Deze organisatie houdt het bedrijf al.")
TOO_SOON = N_("Geef hun minstens tot vandaag om te antwoorden.")
TOO_LATE = N_("Laat een aanbod hoogstens 90 dagen open.")
NOT_AGREED = N_("Geen toestemming van het bedrijf dekt dit. Vraag het bedrijf, en leg hier vast dat het akkoord is.")
NOT_AGREED_TO_MOVE = N_(
    "Met een andere houder moet het bedrijf zelf akkoord zijn. Vraag het bedrijf, en leg hier vast dat het akkoord is."
)
ONLY_MOVE = N_("Meelezen na de overdracht kan alleen als je overdraagt.")
WITHHELD = N_("Van deze lead is ook de code afgeschermd. Toon de code eerst: zonder code is er niets om te antwoorden.")
WAITING = N_(
    "Er wacht nog een feit op toetsing. Laat dat eerst beslissen, of trek het in; daarna kan het bedrijf over."
)
ALREADY_OFFERED = N_("Dit ligt al bij %(to)s. Wacht op het antwoord, of trek het aanbod in.")
ALREADY_MOVING = N_("Dit bedrijf is al ter overdracht aangeboden aan %(to)s. Trek dat eerst in.")
ALREADY_SHARED = N_("Jullie delen dit bedrijf al met %(to)s.")
OVER = N_("Dit aanbod wacht niet meer op antwoord.")
CONSENT_OVER = N_(
    "Het bedrijf heeft zijn toestemming intussen ingetrokken, of zij is verlopen. Vraag de houder ernaar."
)
NO_OWNER = N_("Kies wie eigenaar wordt.")


@dataclass(frozen=True)
class Objection:
    """A rule that forbids an offer: the Dutch reason and the field it is about."""

    message: str
    field: str | None = None


def state_of(outcome: str | None, answer_by: date, today: date) -> str:
    """How an offer stands on a day: what became of it, else that it waits or lapsed; its last day counts."""
    if outcome is not None:
        return Outcome(outcome)
    return OPEN if answer_by >= today else LAPSED


def covers(kind: str, scope: str, *, names_them: bool) -> bool:
    """Whether a consent in force covers an offer: to hand over takes one that names them, to share one that reaches them."""
    if scope == Scope.NAMED:
        return names_them
    return scope == Scope.TASKFORCE and kind == Kind.SHARE


def objection_to_offer(
    kind: str,
    to_id: int | None,
    reason: str,
    answer_by: date,
    *,
    holder_id: int,
    others: Collection[int],
    reads_on: bool,
    today: date,
) -> Objection | None:
    """What is wrong with an offer as it was typed, or None; `others` are the organisations it may go to."""
    checks = (
        (kind in tuple(Kind), NO_KIND, "kind"),
        (to_id != holder_id, TO_HOLDER, "to_id"),
        (to_id in others, NO_ONE, "to_id"),
        (reason in REASONS, NO_REASON, "reason"),
        (answer_by >= today, TOO_SOON, "answer_by"),
        (answer_by <= today + timedelta(days=MOST_DAYS), TOO_LATE, "answer_by"),
        (kind == Kind.MOVE or not reads_on, ONLY_MOVE, "reads_on"),
    )
    return next((Objection(message, field) for met, message, field in checks if not met), None)
