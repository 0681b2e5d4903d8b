"""What a fact says beside what its dossier says now: nothing counts that the dossier contradicts (002 §5.5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from app.impact.conditions import Condition
from app.ledger.rules import CAPITAL_FACTS, Fact
from app.words import N_

STAGE_FACTS = {
    "expected": Fact.CAPITAL_EXPECTED,
    "decided": Fact.CAPITAL_DECIDED,
    "realised": Fact.CAPITAL_REALISED,
}
GONE = "gone"
REGIONS = ("origin_rom", "destination_rom")
COMPARED = {
    "origin_rom": N_("Herkomst"),
    "destination_rom": N_("Bestemming"),
    "holds_on": N_("Dag"),
    "amount": N_("Bedrag"),
    "counterfactual": N_("Anders"),
    GONE: N_("Het feit zelf"),
}


class Statement(NamedTuple):
    """What is said to be so: regions by ROM code, the day, whole euros, and what would have happened otherwise."""

    origin_rom: str | None
    destination_rom: str | None = None
    holds_on: date | None = None
    amount: int | None = None
    counterfactual: str | None = None


class Dossier(NamedTuple):
    """What a dossier says now, as far as facts are about it: origin, signed decision, and one of its investments."""

    origin_rom: str | None = None
    signed_on: date | None = None
    destination_rom: str | None = None
    stage: str | None = None
    amount: int | None = None
    money_on: date | None = None
    counterfactual: str | None = None


class Difference(NamedTuple):
    """One thing that a fact says otherwise than its dossier: a key of COMPARED or of the conditions, said and now."""

    what: str
    said: str | date | int | None
    now: str | date | int | None


def restated(fact: Fact, said: Statement, now: Dossier) -> Statement | None:
    """What the dossier would have a fact say today; None where it does not know of it any more.

    What is only expected has no day of its own yet, and the other facts are about no row that has one.
    """
    if fact is Fact.REALISED:
        settled = now.signed_on is not None and now.destination_rom is not None
        return Statement(now.origin_rom, now.destination_rom, now.signed_on) if settled else None
    if fact not in CAPITAL_FACTS:
        return said._replace(origin_rom=now.origin_rom)
    if now.stage is None or STAGE_FACTS[now.stage] is not fact:
        return None
    day = said.holds_on if fact is Fact.CAPITAL_EXPECTED else now.money_on
    return Statement(now.origin_rom, None, day, now.amount, now.counterfactual)


def differences(fact: Fact, said: Statement, now: Dossier) -> tuple[Difference, ...]:
    """Where a fact and its dossier disagree; nothing where they say the same."""
    again = restated(fact, said, now)
    if again is None:
        return (Difference(GONE, None, None),)
    return tuple(
        Difference(what, was, is_now)
        for what, was, is_now in zip(Statement._fields, said, again, strict=True)
        if was != is_now
    )


def lost_conditions(
    held_on: date, stated: Mapping[str, date | None], found: Iterable[Condition]
) -> tuple[Difference, ...]:
    """The required parts of a fact that counts which are gone, or were there only after the day it counts from."""
    return tuple(
        Difference(one.name, stated.get(one.name) or held_on, one.met_on)
        for one in found
        if one.required and (one.met_on is None or one.met_on > held_on)
    )


def moved_conditions(stated: Mapping[str, date | None], found: Iterable[Condition]) -> tuple[Difference, ...]:
    """The required parts of a fact that were there on another day when it was submitted, or are not there any more."""
    return tuple(
        Difference(one.name, stated[one.name], one.met_on)
        for one in found
        if one.required and one.name in stated and stated[one.name] != one.met_on
    )
