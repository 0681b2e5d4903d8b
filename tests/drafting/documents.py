"""An attack on whole reports: from a ledger to four published documents, and what can be worked out of every table.

`python -m tests.drafting.documents` tries 100 programmes; what the attacker knows stands in attack.py.
"""

import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.capital.rules import MOTIVES
from app.cases.rules import BOTTLENECK_LABELS
from app.cells.breakdowns import REGIONS
from app.cells.disclosure import Cell, Earlier
from app.cells.rules import Disclosure
from app.cells.worlds import ANY
from app.drafting.document import Issue, Material, compose
from app.impact import rules as impact
from app.impact.rules import Entry, Target
from app.ledger.rules import Fact
from app.narrative.sections import year_ends
from app.web.marks import DEMAND_MARKS
from tests.cells.attack import DAYS, Attacker, Outcome, attack_table

LIMITS = Disclosure()
TARGETS = [Target(code, 40, date(2025, 1, 1)) for code in impact.FIGURE_CODES]
ROM_OF = dict(zip(REGIONS, ("NOM", "OOSTNL", "BOM", "IQ", "ROMUTRECHT"), strict=True))
REGION_OF = {rom: region for region, rom in ROM_OF.items()}
BOTTLENECKS = [str(kind) for kind in list(BOTTLENECK_LABELS)[:3]]
SETTLES = 0.4  # of all leads


@dataclass(frozen=True)
class Lead:
    """A made-up lead: at which report it and its decision come in, and everything a table counts of it."""

    number: int
    enters: int
    region: str
    kinds: frozenset[str]
    bottlenecks: frozenset[str]
    early: bool
    settles: int | None
    destination: str
    motive: str


def programme(seed: int, most: int = 60) -> list[Lead]:
    """A programme of up to `most` leads that come in, and settle, over four reports."""
    chance = random.Random(seed)
    weights = [chance.choice((0.5, 1, 1, 2, 3)) for _region in REGIONS]
    return [_lead(number, chance, weights) for number in range(1, chance.randint(5, most) + 1)]


def _lead(number: int, chance: random.Random, weights: Sequence[float]) -> Lead:
    enters = chance.randrange(len(DAYS))
    settles = chance.randrange(enters, len(DAYS)) if chance.random() < SETTLES else None
    return Lead(
        number,
        enters,
        chance.choices(REGIONS, weights)[0],
        frozenset(chance.sample(list(DEMAND_MARKS), chance.choice((1, 1, 2, 3)))),
        frozenset(one for one in BOTTLENECKS if chance.random() < 0.5),
        chance.random() < 0.6,
        settles,
        chance.choice(REGIONS),
        chance.choice(list(MOTIVES)),
    )


def publish(leads: Sequence[Lead]) -> tuple[list[dict[str, Any]], list[Material]]:
    """The four documents of a programme, each made with those before it, and the material of each."""
    documents: list[dict[str, Any]] = []
    materials = []
    for at, day in enumerate(DAYS):
        material = _material(leads, at, date.fromisoformat(day))
        issue = Issue(f"2026-{at + 1}", date.fromisoformat(day), earlier=tuple(documents))
        documents.append(compose(material, {}, issue))
        materials.append(material)
    return documents, materials


def _material(leads: Sequence[Lead], at: int, day: date) -> Material:
    present = [lead for lead in leads if lead.enters <= at]
    settled = [lead for lead in present if lead.settles is not None and lead.settles <= at]
    entries = [*_admitted(present), *_realised(settled)]
    figures = impact.count(entries, day, TARGETS)
    days = {*map(date.fromisoformat, DAYS), *year_ends(day)}
    return Material(
        figures=figures,
        points={one: impact.count(entries, one, TARGETS) for one in days},
        kinds={kind: sum(kind in lead.kinds for lead in present) for kind in DEMAND_MARKS},
        flows=impact.flows(figures, REGION_OF),
        bottlenecks={region: _named(present, region) for region in REGIONS},
        motives={motive: sum(lead.motive == motive for lead in settled) for motive in MOTIVES},
        advances=[30 if lead.early else 6 for lead in present],
        limits=LIMITS,
    )


def _named(leads: Sequence[Lead], region: str) -> dict[str, int]:
    return {kind: sum(lead.region == region and kind in lead.bottlenecks for lead in leads) for kind in BOTTLENECKS}


def _admitted(leads: Sequence[Lead]) -> Iterator[Entry]:
    for lead in leads:
        day = date.fromisoformat(DAYS[lead.enters])
        yield Entry(lead.number, Fact.ADMITTED, lead.number, lead.number, day, origin_rom=ROM_OF[lead.region])


def _realised(leads: Sequence[Lead]) -> Iterator[Entry]:
    for lead in leads:
        where = {"origin_rom": ROM_OF[lead.region], "destination_rom": ROM_OF[lead.destination]}
        day = date.fromisoformat(DAYS[lead.settles or 0])
        yield Entry(1000 + lead.number, Fact.REALISED, lead.number, lead.number, day, **where)


def tables(documents: Sequence[Mapping[str, Any]], materials: Sequence[Material]) -> Iterator[tuple[str, Attacker]]:
    """Every table of the documents with its name, as somebody who attacks it sees it."""

    def table(
        cells: Sequence[Mapping[str, Cell] | None],
        counts: Sequence[Mapping[str, int]],
        headline: str | None,
        rest: tuple[int, int] = (0, 0),
    ) -> Attacker:
        names = list(counts[-1])
        totals = [one.figures[headline].value if headline else None for one in materials]
        told = [
            Earlier(day, total, shown or dict.fromkeys(names), LIMITS.smallest_cell)
            for day, total, shown in zip(DAYS, totals, cells, strict=True)
        ]
        return Attacker(told, counts, names, rest)

    yield (
        "kinds",
        table([one["kinds"] for one in documents], [one.kinds for one in materials], impact.LEADS, (-ANY, 0)),
    )
    for way in ("outgoing", "incoming"):
        counts = [{region: getattr(one.flows[region], way) for region in REGIONS} for one in materials]
        yield way, table([one["flows"][way] for one in documents], counts, impact.REALISED)
    for kind in BOTTLENECKS:
        cells = [{region: one["bottlenecks"][region][kind] for region in REGIONS} for one in documents]
        counts = [{region: one.bottlenecks[region][kind] for region in REGIONS} for one in materials]
        yield "bottlenecks", table(cells, counts, impact.LEADS, (0, ANY))
    motives = [one.motives for one in materials]
    yield "motives", table([one["motives"] for one in documents], motives, None)
    early = [sum(months >= 24 for months in one.advances) for one in materials]
    asked = [{"early": some, "late": len(one.advances) - some} for some, one in zip(early, materials, strict=True)]
    yield "asked", table([one["advance"]["asked"] for one in documents], asked, impact.LEADS)
    code = impact.OWN_REGION
    lines = [{code: one.figures.lines[code].value} for one in materials]
    yield "own region", table([{code: one["lines"][code]} for one in documents], lines, None)


def attack(seeds: Iterable[int]) -> dict[str, Outcome]:
    """What can be worked out of the documents of these programmes, by table."""
    found: dict[str, Outcome] = {}
    for seed in seeds:
        for name, attacker in tables(*publish(programme(seed))):
            attack_table(found.setdefault(name, Outcome()), seed, attacker)
    return found


if __name__ == "__main__":
    how_many = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    sys.stdout.write(f"{how_many} programmes x {len(DAYS)} whole reports\n")
    for name, outcome in attack(range(how_many)).items():
        sys.stdout.write(f"{name:12} {outcome}\n")
