"""What counts as a fact, what a fact needs, and who may accept it: decisions without a database (002 §5.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.words import N_


class Fact(StrEnum):
    """The kinds of fact that the ledger knows."""

    ADMITTED = "admitted"
    APPROACH_STARTED = "approach_started"
    REALISED = "realised"
    BECAME_SCALEUP = "became_scaleup"
    CAPITAL_EXPECTED = "capital_expected"
    CAPITAL_DECIDED = "capital_decided"
    CAPITAL_REALISED = "capital_realised"
    WITHDRAWN = "withdrawn"


FACTS = {
    Fact.ADMITTED: N_("Lead toegelaten"),
    Fact.APPROACH_STARTED: N_("Aanpak gestart"),
    Fact.REALISED: N_("Vestigingsbesluit getekend"),
    Fact.BECAME_SCALEUP: N_("Nieuwe scale-up"),
    Fact.CAPITAL_EXPECTED: N_("Kapitaal verwacht"),
    Fact.CAPITAL_DECIDED: N_("Kapitaal besloten"),
    Fact.CAPITAL_REALISED: N_("Kapitaal gerealiseerd"),
    Fact.WITHDRAWN: N_("Lead ingetrokken"),
}

# What a fact stands on: when the right-hand one falls, the left-hand one has lost its footing.
STANDS_ON = {
    Fact.ADMITTED: (),
    Fact.APPROACH_STARTED: (Fact.ADMITTED,),
    Fact.REALISED: (Fact.ADMITTED, Fact.APPROACH_STARTED),
    Fact.BECAME_SCALEUP: (Fact.ADMITTED, Fact.APPROACH_STARTED, Fact.REALISED),
    Fact.CAPITAL_EXPECTED: (Fact.ADMITTED,),
    Fact.CAPITAL_DECIDED: (Fact.ADMITTED,),
    Fact.CAPITAL_REALISED: (Fact.ADMITTED,),
    Fact.WITHDRAWN: (),
}

CAPITAL_FACTS = frozenset({Fact.CAPITAL_EXPECTED, Fact.CAPITAL_DECIDED, Fact.CAPITAL_REALISED})
WITH_GROUNDS = frozenset({Fact.CAPITAL_DECIDED, Fact.CAPITAL_REALISED, Fact.WITHDRAWN})
MOST_EUROS = 10_000_000_000


class Status(StrEnum):
    """Where a submission stands; only the last three are final."""

    OPEN = "open"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CHANGEABLE = (Status.OPEN, Status.ASKED_BACK)

STATUSES = {
    Status.OPEN: N_("Te toetsen"),
    Status.ASKED_BACK: N_("Teruggevraagd"),
    Status.ACCEPTED: N_("Getoetst"),
    Status.REFUSED: N_("Afgewezen"),
    Status.WITHDRAWN: N_("Ingetrokken"),
}

EVIDENCE = {
    "contract": N_("Getekend contract"),
    "decision": N_("Directie- of aandeelhoudersbesluit"),
    "plan": N_("Plan van aanpak"),
    "letter": N_("Brief of mail van het bedrijf"),
    "accounts": N_("Jaarrekening of omzetcijfers"),
    "talk": N_("Gespreksverslag"),
    "register": N_("Uittreksel uit een register"),
    "other": N_("Ander bewijs"),
}

# Why a fact goes back or is refused: a category, as the words themselves are for the holder alone.
REASONS = {
    "evidence": N_("Het bewijs ontbreekt of overtuigt niet"),
    "day": N_("De datum klopt niet"),
    "amount": N_("Het bedrag klopt niet"),
    "conditions": N_("Niet aan alle voorwaarden is voldaan"),
    "double": N_("Dit feit staat er al, of is dubbel"),
    "counterfactual": N_("Niet aannemelijk wat er anders was gebeurd"),
    "other": N_("Een andere reden"),
}

# Why an entry is taken back: who may not read the words reads this.
CAUSES = {
    "mistake": N_("Vergissing"),
    "duplicate": N_("Dubbel"),
    "day": N_("Verkeerde dag"),
    "amount": N_("Verkeerd bedrag"),
    "place": N_("Verkeerde plaats"),
    "evidence": N_("Het bewijs klopt niet"),
}

# Why a lead leaves the count: a mistake, each of these; what merely fell through stays counted (002 §5.5).
WITHDRAWALS = {
    "same_company": N_("Dubbel gevoerd"),
    "outside_target": N_("Valt bij nader inzien buiten de doelgroep"),
    "no_question": N_("Er was geen opschalingsvraag"),
    "not_meant": N_("Ten onrechte aangemeld"),
    "other_mistake": N_("Een andere vergissing"),
}

# Why a fact went back by itself: nobody judged it, its own dossier changed.
DOSSIER_CHANGED = "changed"

IN_FUTURE = N_("Deze dag ligt in de toekomst. Een feit telt pas als het is gebeurd.")
NO_EVIDENCE = N_("Kies welk bewijs er is.")
NO_EVIDENCE_DAY = N_("Vul de datum van het bewijs in.")
NOT_SEEN = N_("Kies wie het bewijs heeft gezien.")
NO_AMOUNT = N_("Vul een bedrag van meer dan nul euro in.")
TOO_MUCH = N_("Dit bedrag is groter dan € 10 miljard. Controleer het aantal nullen.")
NO_COUNTERFACTUAL = N_("Kies wat er zonder deze aanpak was gebeurd.")
NO_GROUNDS = N_("Schrijf op waarom.")
NO_CAUSE = N_("Kies waarom deze lead uit de telling gaat.")


@dataclass(frozen=True)
class Claim:
    """What somebody says is so, and how they know: amount in whole euros, evidence by kind, day and who saw it.

    `cause` is why a lead leaves the count, for who may not read the words in `grounds`.
    """

    holds_on: date
    evidence_kind: str
    evidence_on: date | None
    evidence_seen_by_id: int | None
    destination_rom_code: str | None = None
    amount: int | None = None
    counterfactual: str | None = None
    grounds: str = ""
    cause: str | None = None
    needs_verifier: bool = False
    about_id: int | None = None
    conditions: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Objection:
    """A rule that forbids what was typed: the Dutch reason and the field it is about."""

    message: str
    field: str


def objection_to_claim(fact: Fact, claim: Claim, today: date) -> Objection | None:
    """The first thing that a verifier would miss in a claim, or None (002 §5.5)."""
    money = fact in CAPITAL_FACTS
    evidence_on = claim.evidence_on
    checks = (
        (claim.holds_on <= today, IN_FUTURE, "holds_on"),
        (claim.evidence_kind in EVIDENCE, NO_EVIDENCE, "evidence_kind"),
        (evidence_on is not None, NO_EVIDENCE_DAY, "evidence_on"),
        (evidence_on is None or evidence_on <= today, IN_FUTURE, "evidence_on"),
        (claim.evidence_seen_by_id is not None, NOT_SEEN, "evidence_seen_by_id"),
        (not money or (claim.amount or 0) > 0, NO_AMOUNT, "amount"),
        (not money or (claim.amount or 0) <= MOST_EUROS, TOO_MUCH, "amount"),
        (not money or bool(claim.counterfactual), NO_COUNTERFACTUAL, "counterfactual"),
        (fact is not Fact.WITHDRAWN or claim.cause in WITHDRAWALS, NO_CAUSE, "cause"),
        (fact not in WITH_GROUNDS or bool(claim.grounds.strip()), NO_GROUNDS, "grounds"),
    )
    return next((Objection(message, field) for met, message, field in checks if not met), None)


def depends_on(fact: Fact) -> frozenset[Fact]:
    """The facts that lose their footing when this fact is reversed."""
    return frozenset(other for other, ground in STANDS_ON.items() if fact in ground)


def holding_day(conditions: Mapping[str, date | None]) -> date | None:
    """The day the last condition of a fact was met; None while one is still open (002 §5.5)."""
    days = list(conditions.values())
    if not days or any(day is None for day in days):
        return None
    return max(day for day in days if day is not None)


def persons_of(hands: str | None) -> frozenset[int]:
    """Everybody who had a hand in a submission, from the text in which it keeps their numbers."""
    return frozenset(int(one) for one in (hands or "").split())


@dataclass(frozen=True)
class Parties:
    """Who has a hand in a fact: persons and organisations by id, ROM areas by code; and who is asked to judge it.

    `persons` are all who ever submitted or mended it, or saw its evidence.
    """

    persons: frozenset[int]
    submitted_for: int | None
    holder: int | None
    owner_organisation: int | None
    origin_rom: str | None
    destination_rom: str | None
    needs_verifier: bool = False


NO_VERIFIER = N_(
    "Elke toetser werkte eraan mee, of het gaat over de eigen organisatie of het eigen werkgebied. Vraag Beheer om iemand "
    "van een andere organisatie de rol toetser te geven."
)
NO_COORDINATOR = N_(
    "Elke coördinator werkte eraan mee. Vraag Beheer om nog iemand van de coördinerende ROM de rol coördinator te geven."
)
SUBMIT_AGAIN = N_(
    "Het gaat intussen over de coördinerende ROM zelf. Vraag de indiener om het terug te nemen en opnieuw voor te leggen: "
    "dan gaat het naar een toetser elders."
)
NEWCOMER = 0  # a person who had no hand in anything yet


@dataclass(frozen=True)
class Judge:
    """Who wants to accept: the person, the organisation, its ROM area, and whether it coordinates the taskforce."""

    person: int | None
    organisation: int | None
    rom: str | None
    coordinates: bool


def why_not_accept(parties: Parties, judge: Judge) -> str | None:
    """Why this person may not decide about a fact, or None: nobody judges what is their own (002 §5.5)."""
    if judge.person is None or judge.organisation is None:
        return N_("Alleen een persoon van een organisatie kan een feit toetsen.")
    if judge.person in parties.persons:
        return N_("Je hebt dit feit zelf ingediend of het bewijs gezien. Iemand anders toetst het.")
    if judge.organisation in (parties.submitted_for, parties.holder, parties.owner_organisation):
        return N_("Dit feit is van je eigen organisatie. Iemand van een andere organisatie toetst het.")
    touched = judge.rom is not None and judge.rom in (parties.origin_rom, parties.destination_rom)
    if judge.coordinates and touched:
        return N_("Dit feit gaat over het werkgebied van de coördinerende ROM. Een toetser elders beoordeelt het.")
    if touched:
        return N_(
            "Dit feit gaat over je eigen werkgebied. Een toetser elders beoordeelt het; is die er niet, wijs er een aan."
        )
    if not judge.coordinates and not parties.needs_verifier:
        return N_("Dit feit beoordeelt de coördinerende ROM.")
    return None


def why_nobody(parties: Parties, judges: Iterable[Judge], coordinating: Judge) -> str | None:
    """Why none of these may decide about a fact and what to do about it, or None; `coordinating` is one who coordinates."""
    if any(why_not_accept(parties, judge) is None for judge in judges):
        return None
    if parties.needs_verifier:
        return NO_VERIFIER
    newcomer = replace(coordinating, person=NEWCOMER)
    return NO_COORDINATOR if why_not_accept(parties, newcomer) is None else SUBMIT_AGAIN
