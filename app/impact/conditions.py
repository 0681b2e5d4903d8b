"""What each fact needs before it can be submitted, and the day each part was there (002 §5.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.ledger.rules import Fact, holding_day
from app.words import N_


@dataclass(frozen=True)
class Grounds:
    """What the dossier of a lead knows, as days: None where it is not there yet."""

    asked_on: date | None = None
    tested_on: date | None = None
    has_demand: bool = False
    articulated_on: date | None = None
    origin_rom: str | None = None
    nda_on: date | None = None
    plan_on: date | None = None
    agreed_on: date | None = None
    external_on: date | None = None
    signed_on: date | None = None
    destination_rom: str | None = None
    kind_at_entry: str | None = None
    admitted_on: date | None = None
    approach_on: date | None = None
    realised_on: date | None = None


@dataclass(frozen=True)
class Condition:
    """One part of a fact: what it is called, the day it was there, and whether the fact waits for it."""

    name: str
    met_on: date | None
    required: bool = True


LABELS = {
    "target_test": N_("Past in de doelgroep"),
    "question": N_("De vraag, met de dag waarop die is gesteld"),
    "kinds": N_("Soort vraag gekozen"),
    "origin": N_("Regio van herkomst"),
    "nda": N_("NDA, of vastgelegd dat die niet nodig is"),
    "plan": N_("Plan van aanpak"),
    "articulated": N_("Minstens één vraag uitgewerkt"),
    "agreement": N_("Akkoord van het bedrijf"),
    "external": N_("Eerste externe actie gedaan"),
    "signature": N_("Besluit getekend"),
    "in_nl": N_("Vestiging in Nederland"),
    "startup": N_("Startup bij toelating"),
    "evidence": N_("Bewijs gezien"),
    "admitted": N_("Lead toegelaten"),
    "approach": N_("Aanpak gestart"),
    "realised": N_("In andere regio gerealiseerd"),
    "amount": N_("Bedrag met wat er anders was gebeurd"),
}


def conditions(
    fact: Fact, grounds: Grounds, *, evidence_on: date | None = None, amount_on: date | None = None
) -> tuple[Condition, ...]:
    """The parts of a fact with the day each was there; `amount_on` is the day an investment was signed or spent."""
    known = grounds
    if fact is Fact.ADMITTED:
        return (
            Condition("target_test", known.tested_on),
            Condition("question", known.asked_on),
            Condition("kinds", known.asked_on if known.has_demand else None),
            Condition("origin", known.asked_on if known.origin_rom else None),
            Condition("nda", known.nda_on),
        )
    if fact is Fact.APPROACH_STARTED:
        return (
            Condition("plan", known.plan_on),
            Condition("articulated", known.articulated_on),
            Condition("agreement", known.agreed_on),
            Condition("external", known.external_on),
            Condition("admitted", known.admitted_on, required=False),
        )
    if fact is Fact.REALISED:
        return (
            Condition("signature", known.signed_on),
            Condition("in_nl", known.signed_on if known.destination_rom else None),
            Condition("approach", known.approach_on, required=False),
        )
    if fact is Fact.BECAME_SCALEUP:
        return (
            Condition("startup", known.admitted_on or known.asked_on if known.kind_at_entry == "startup" else None),
            Condition("evidence", evidence_on),
            Condition("realised", known.realised_on, required=False),
        )
    if fact is Fact.WITHDRAWN:
        return (Condition("admitted", known.admitted_on), Condition("evidence", evidence_on))
    return (Condition("amount", amount_on), Condition("admitted", known.admitted_on, required=False))


def holds_on(found: tuple[Condition, ...]) -> date | None:
    """The day the last required part was there; None while one is missing."""
    return holding_day({condition.name: condition.met_on for condition in found if condition.required})


def missing(found: tuple[Condition, ...]) -> tuple[str, ...]:
    """The names of the required parts that are not there yet."""
    return tuple(condition.name for condition in found if condition.required and condition.met_on is None)


def as_stated(found: tuple[Condition, ...]) -> Mapping[str, date | None]:
    """The parts as the holder states them to the verifier: names and days, no words."""
    return {condition.name: condition.met_on for condition in found}
