"""How exactly an anonymous case is told, and how many leads it may then be about (domain §6).

Pure: what is known of each lead in, what is shown and counts out. Who reads a case may take every lead for it that
would be shown in the same way, but for those that other cases are about; the fewer there are, the coarser it has to be
told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from app.cells.disclosure import shown_value
from app.words import N_

Shown = str | tuple[str, ...] | None
Leads = frozenset[int]
Levels = Mapping[str, str]


@dataclass(frozen=True)
class Traits:
    """What is known of a lead that a case may tell; the main kind of demand comes first, no outcome is still running."""

    sector: str
    kinds: tuple[str, ...]
    region: str | None
    outcome: str
    asked_on: date


AUTONOMY = "autonomy"  # the second route: applies technology (002 §3.2)
RUNNING = "running"
# Our own groups: the strategy names ten technologies and no groups of them (002 §3.2).
GROUPS = {
    "chips": (N_("Chips, licht en quantum"), ("NTS01", "NTS02", "NTS09")),
    "machines": (N_("Machines, metingen en processen"), ("NTS03", "NTS05", "NTS06")),
    "matter": (N_("Cellen en energiematerialen"), ("NTS04", "NTS08")),
    "digital": (N_("AI en cybersecurity"), ("NTS07", "NTS10")),
    "applied": (N_("Past technologie toe"), (AUTONOMY,)),
}
GROUP_OF = {sector: group for group, (_label, sectors) in GROUPS.items() for sector in sectors}
OUTCOME_GROUPS = {
    "stayed": (N_("Groeit verder in Nederland"), ("other_region", "own_region", "current_site")),
    "left": (N_("Groeit niet verder in Nederland"), ("abroad", "nowhere", "withdrawn")),
    RUNNING: (N_("Loopt nog"), (RUNNING,)),
}
OUTCOME_GROUP_OF = {outcome: group for group, (_label, outcomes) in OUTCOME_GROUPS.items() for outcome in outcomes}


def _untold(one: Traits) -> Shown:
    return None


# Of each trait its levels, the finest first: a coarser one follows from each finer one, so it never fits fewer leads.
TRAITS: dict[str, dict[str, Callable[[Traits], Shown]]] = {
    "sector": {"exact": lambda one: one.sector, "group": lambda one: GROUP_OF.get(one.sector), "none": _untold},
    "kinds": {"all": lambda one: one.kinds, "main": lambda one: one.kinds[:1], "none": _untold},
    "outcome": {"exact": lambda one: one.outcome, "group": lambda one: OUTCOME_GROUP_OF[one.outcome], "none": _untold},
    "region": {"region": lambda one: one.region, "none": _untold},
    "period": {
        "half": lambda one: f"{one.asked_on.year}-{1 if one.asked_on.month <= 6 else 2}",
        "year": lambda one: str(one.asked_on.year),
        "none": _untold,
    },
}
COARSEST: Levels = {trait: list(levels)[-1] for trait, levels in TRAITS.items()}
WORTH = {
    "sector": 4,
    "kinds": 4,
    "outcome": 3,
    "region": 2,
    "period": 1,
}  # what a reader misses most when it is not told


def _missed(way: Levels) -> float:
    """How much a way of telling leaves out: each step coarser by what the trait is worth."""
    steps = ((trait, list(TRAITS[trait]).index(level), len(TRAITS[trait]) - 1) for trait, level in way.items())
    return sum(WORTH[trait] * step / most for trait, step, most in steps)


WAYS = sorted((dict(zip(TRAITS, levels, strict=True)) for levels in product(*TRAITS.values())), key=_missed)


def show(one: Traits, levels: Levels) -> dict[str, Shown]:
    """What a case about a lead tells of it at these levels, trait by trait; None is untold."""
    return {trait: TRAITS[trait][level](one) for trait, level in levels.items()}


def alike(everybody: Iterable[Traits], one: Traits, levels: Levels) -> int:
    """How many of all leads would be shown as this one is: itself included, where it is among them."""
    told = show(one, levels)
    return sum(show(other, levels) == told for other in everybody)


def fitting(everybody: Mapping[int, Traits], one: Traits, levels: Levels) -> Leads:
    """The leads, by number, that would be shown as this one is."""
    told = show(one, levels)
    return frozenset(number for number, other in everybody.items() if show(other, levels) == told)


def spoken_for(cases: Iterable[Leads]) -> Leads:
    """The leads that these cases take up between them, as each is about another one: no further case can be about these.

    In are the leads that each case fits. A lead is taken up when the cases cannot all have one of their own without it.
    """
    fits = [one for one in cases if one]
    held: dict[int, int] = {}
    for case in range(len(fits)):
        _seat(case, fits, held, set())
    return frozenset(lead for lead, case in held.items() if not _seat(case, fits, _without(held, lead), {lead}))


def _without(held: Mapping[int, int], lead: int) -> dict[int, int]:
    return {other: case for other, case in held.items() if other != lead}


def _seat(case: int, fits: Sequence[Leads], held: dict[int, int], tried: set[int]) -> bool:
    """Finds a case a lead of its own that was not tried yet, moving other cases on where need be; whether there is one."""
    for lead in fits[case]:
        if lead in tried:
            continue
        tried.add(lead)
        if lead not in held or _seat(held[lead], fits, held, tried):
            held[lead] = case
            return True
    return False


def finest(*told: Levels) -> dict[str, str]:
    """Of each trait the finest level at which it was told: what a reader of all of these cases knows together."""
    return {trait: min((way[trait] for way in told), key=list(levels).index) for trait, levels in TRAITS.items()}


def options(everybody: Iterable[Traits], one: Traits, levels: Levels) -> dict[str, dict[str, int]]:
    """Of each trait and level how many leads would be alike with that level in the place of the one that is chosen."""
    all_ = list(everybody)
    return {
        trait: {level: alike(all_, one, {**levels, trait: level}) for level in known} for trait, known in TRAITS.items()
    }


def touches(shown: Mapping[str, Shown], document: Mapping[str, Any]) -> bool:
    """Whether a case would say something about a count that the report it stands in does not show.

    A case is about at least so many leads: next to a hidden cell that tells which of the hidden ones is no small one.
    """
    flows, lines = document["flows"]["outgoing"], document["lines"]
    cells = [document["kinds"].get(kind, 0) for kind in shown["kinds"] or ()]
    if shown["outcome"] == "other_region" and shown["region"]:
        cells.append(flows.get(shown["region"], 0))
    if shown["outcome"] == "own_region":
        cells.append(lines["eigen_regio"])
    return any(shown_value(cell) is None for cell in cells)


def suggestion(
    everybody: Iterable[Traits], one: Traits, smallest: int, tells_hidden: Callable[[Levels], bool]
) -> dict[str, str] | None:
    """The finest way to tell a case that fits enough leads and touches no hidden count, or None where there is none.

    `everybody` are the leads that the case can be about, whatever it tells.
    """
    counted = Counter(everybody)
    for way in WAYS:
        shown = show(one, way)
        fits = sum(times for other, times in counted.items() if show(other, way) == shown)
        if fits >= smallest and not tells_hidden(way):
            return way
    return None
