"""How well a hub serves what a lead asks for, with its reasons. It advises and never assigns (002 §1.3, §4.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from app.growth.rules import Kind
from app.hubs.rules import Field, HubProfile, Room, free_of, room_for, supply_words
from app.matching.verdicts import UNASKED, Asked, Judged, Verdict, judge
from app.words import N_, Said

# The programme's weights: what a verdict is worth, and how often it counts. They stand beside every score.
POINTS = {Verdict.MET: 2, Verdict.PARTLY: 1, Verdict.NOT: 0, Verdict.UNKNOWN: 0}
DEMAND_WEIGHT = 1
BOTTLENECK_WEIGHT = 2
CLUSTER_FROM = 3

WEIGHTS_IN_WORDS = N_(
    "Voldoet telt 2, deels 1, onbekend 0; wat nu knelt telt dubbel. Bij gelijke stand telt de omgeving."
)


class Criterion(StrEnum):
    """What the surroundings offer besides what is asked (002 §4.4)."""

    COMPETENCE = "competence"
    CLUSTERING = "clustering"
    TALENT = "talent"
    POWER = "power"
    STRATEGY = "strategy"


CRITERIA: dict[Criterion, tuple[str, str, int]] = {
    Criterion.COMPETENCE: (N_("Technologie"), "cpu", 1),
    Criterion.CLUSTERING: (N_("Bedrijven in de keten"), "topology-star-3", 1),
    Criterion.TALENT: (N_("Talent"), "school", 1),
    Criterion.POWER: (N_("Stroom"), "bolt", 1),
    Criterion.STRATEGY: (N_("Strategie van de regio"), "chess", 1),
}
# Where the lead asks for it itself, a criterion has been judged already and does not count twice.
ASKED_ITSELF = {Criterion.TALENT: Kind.TALENT, Criterion.POWER: Kind.ENERGY}


@dataclass(frozen=True)
class LeadProfile:
    """What a lead asks for, as far as the reader may know: nothing that names it."""

    asked: tuple[Asked, ...]
    technologies: frozenset[str] = frozenset()
    origin_rom: str | None = None

    @cached_property
    def most(self) -> int:
        """The points that a hub can get at most."""
        return sum(POINTS[Verdict.MET] * _weight(asked) for asked in self.asked)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """What counts of the surroundings: all but what the lead asks for itself."""
        asked = {demand.kind for demand in self.asked}
        return tuple(criterion for criterion in Criterion if ASKED_ITSELF.get(criterion) not in asked)


@dataclass(frozen=True)
class Score:
    """One hub beside one lead: points out of the most that were to be had, with every reason."""

    hub: str
    name: str
    own_region: bool
    demands: Mapping[Kind, Judged] = field(hash=False)
    criteria: Mapping[Criterion, Judged] = field(hash=False)
    points: int = 0
    most: int = 0
    surroundings: int = 0
    rank: int = 0
    tie: Said | None = None

    @property
    def verdicts(self) -> dict[Kind, Verdict]:
        """Each demand with its verdict, in the order of the kinds."""
        return {kind: judged.verdict for kind, judged in self.demands.items()}

    def count(self, verdict: Verdict) -> int:
        """How many demands got this verdict."""
        return sum(judged.verdict == verdict for judged in self.demands.values())

    @property
    def fits(self) -> bool:
        """Whether the hub serves at least a part of what is asked."""
        return self.points > 0


def score(lead: LeadProfile, hub: HubProfile) -> Score:
    """A lead and a hub in, the score with its reasons out; what is not known of the hub stays unknown."""
    demands = {asked.kind: judge(asked, hub.supply_of[asked.kind]) for asked in lead.asked}
    criteria = {criterion: _CRITERIA[criterion](lead, hub) for criterion in lead.criteria}
    return Score(
        hub=hub.code,
        name=hub.name,
        own_region=lead.origin_rom == hub.rom,
        demands=demands,
        criteria=criteria,
        points=sum([POINTS[demands[asked.kind].verdict] * _weight(asked) for asked in lead.asked]),
        most=lead.most,
        surroundings=sum([POINTS[judged.verdict] * CRITERIA[name][2] for name, judged in criteria.items()]),
    )


def _weight(asked: Asked) -> int:
    return BOTTLENECK_WEIGHT if asked.is_bottleneck else DEMAND_WEIGHT


# --- The surroundings ---------------------------------------------------------------------------------------

NO_TECHNOLOGY = N_("Van het bedrijf is geen technologie bekend")
NO_COMPETENCE = N_("Van het brandpunt is geen technologie bekend")
HAS_NONE = N_("Geen van de technologieën van het bedrijf")
COMPANIES = N_("%(count)s bedrijven in hetzelfde veld")
PRIORITY, NO_PRIORITY = N_("Speerpunt"), N_("Geen speerpunt")
FREE_NOW = N_("%(size)s vrij")
NOTHING_FREE = N_("Niets vrij")
SHARES_NONE = Judged(Verdict.NOT, Said(HAS_NONE))


def _competence(lead: LeadProfile, hub: HubProfile) -> Judged:
    if not lead.technologies or not hub.technologies:
        return Judged(Verdict.UNKNOWN, Said(NO_COMPETENCE if lead.technologies else NO_TECHNOLOGY))
    if lead.technologies.isdisjoint(hub.technologies):
        return SHARES_NONE
    shared = {code: Said(found.name) for code, found in hub.technologies.items() if code in lead.technologies}
    missed = len(lead.technologies) - len(shared)
    return Judged(Verdict.PARTLY if missed else Verdict.MET, Said(", ".join(f"%({code})s" for code in shared), shared))


def _shared(lead: LeadProfile, hub: HubProfile) -> list[Field]:
    return [hub.technologies[code] for code in lead.technologies if code in hub.technologies]


def _clustering(lead: LeadProfile, hub: HubProfile) -> Judged:
    counts = [found.companies for found in _shared(lead, hub) if found.companies is not None]
    if not counts:
        return UNASKED
    most = max(counts)
    verdict = Verdict.MET if most >= CLUSTER_FROM else Verdict.PARTLY if most else Verdict.NOT
    return Judged(verdict, Said(COMPANIES, {"count": most}))


_ROOM_VERDICTS = {
    Room.PLENTY: Verdict.MET,
    Room.LIMITED: Verdict.PARTLY,
    Room.NONE: Verdict.NOT,
    Room.UNKNOWN: Verdict.UNKNOWN,
}


def _room(kind: Kind, hub: HubProfile) -> Judged:
    supply = hub.supply_of[kind]
    free = free_of(kind, supply) if supply else None
    if free is None:
        return UNASKED
    said = Said(FREE_NOW, {"size": supply_words(kind, free)}) if free else Said(NOTHING_FREE)
    return Judged(_ROOM_VERDICTS[room_for(kind, supply)], said)


def _strategy(lead: LeadProfile, hub: HubProfile) -> Judged:
    known = [found.is_priority for found in _shared(lead, hub) if found.is_priority is not None]
    if not known:
        return UNASKED
    notes = (Said("%(text)s", {"text": hub.strategy}),) if hub.strategy else ()
    return Judged(Verdict.MET, Said(PRIORITY), notes) if any(known) else Judged(Verdict.NOT, Said(NO_PRIORITY), notes)


_CRITERIA = {
    Criterion.COMPETENCE: _competence,
    Criterion.CLUSTERING: _clustering,
    Criterion.TALENT: lambda _lead, hub: _room(Kind.TALENT, hub),
    Criterion.POWER: lambda _lead, hub: _room(Kind.ENERGY, hub),
    Criterion.STRATEGY: _strategy,
}


# --- The order ----------------------------------------------------------------------------------------------

TIE_SURROUNDINGS = N_("Evenveel punten als nummer %(above)s; daar biedt de omgeving meer.")
TIE_REFUSED = N_("Gelijk aan nummer %(above)s op punten en omgeving; daar voldoet minder niet.")
TIE_NAME = N_("Gelijk aan nummer %(above)s; op alfabet gezet.")


def rank(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Scores of one lead, best first; numbered, with what decided between equals. The same in, the same out."""
    ordered = sorted(((_merit(one), one.name, one.hub, one) for one in scores), key=itemgetter(0, 1, 2))
    ranked: list[Score] = []
    above: Merit | None = None
    for place, (merit, _name, _hub, one) in enumerate(ordered, start=1):
        ranked.append(replace(one, rank=place, tie=_tie(above, merit, place - 1)))
        above = merit
    return tuple(ranked)


class Merit(NamedTuple):
    """What decides between hubs, the smallest first: share of the points, surroundings, demands that fail."""

    points: float
    surroundings: int
    refused: int


def _merit(one: Score) -> Merit:
    return Merit(-one.points / one.most if one.most else 0, -one.surroundings, one.count(Verdict.NOT))


def _tie(above: Merit | None, one: Merit, place: int) -> Said | None:
    if above is None or above.points != one.points:
        return None
    if above.surroundings != one.surroundings:
        return Said(TIE_SURROUNDINGS, {"above": place})
    return Said(TIE_NAME if above == one else TIE_REFUSED, {"above": place})


def headline(one: Score, asked: Iterable[Asked]) -> tuple[Said, ...]:
    """The reason in plain words: what it has of what pinches most, and the first thing that is short."""
    order = sorted(asked, key=lambda demand: not demand.is_bottleneck)
    judged = [one.demands[demand.kind] for demand in order if demand.kind in one.demands]
    has = [found.fact for found in judged if found.verdict is Verdict.MET][:2]
    short = [found for found in judged if found.verdict in (Verdict.PARTLY, Verdict.NOT)][: 3 - len(has)]
    return (*has, *(_shortfall(found) for found in short[: 1 if has else 2]))


def _shortfall(found: Judged) -> Said:
    return Said("%(fact)s, %(note)s", {"fact": found.fact, "note": found.notes[0]}) if found.notes else found.fact


# --- The steps of a match -----------------------------------------------------------------------------------


class Step(StrEnum):
    """How far a lead and a hub came."""

    SUGGESTED = "suggested"
    PROPOSED = "proposed"
    VISITED = "visited"
    OFFER = "offer"
    CHOSEN = "chosen"
    DECLINED = "declined"


STEP_NAMES = {
    Step.SUGGESTED: N_("Past op papier"),
    Step.PROPOSED: N_("Voorgesteld"),
    Step.VISITED: N_("Bezocht"),
    Step.OFFER: N_("Aanbod gedaan"),
    Step.CHOSEN: N_("Gekozen"),
    Step.DECLINED: N_("Afgevallen"),
}
STEP_ICONS = {
    Step.SUGGESTED: "bulb",
    Step.PROPOSED: "send",
    Step.VISITED: "map-pin",
    Step.OFFER: "file-text",
    Step.CHOSEN: "circle-check",
    Step.DECLINED: "circle-x",
}
STEP_VERBS = {
    Step.PROPOSED: N_("Stel voor"),
    Step.VISITED: N_("Leg bezoek vast"),
    Step.OFFER: N_("Leg aanbod vast"),
    Step.CHOSEN: N_("Leg keuze vast"),
    Step.DECLINED: N_("Laat afvallen"),
}
MOVES: dict[Step, tuple[Step, ...]] = {
    Step.SUGGESTED: (Step.PROPOSED, Step.DECLINED),
    Step.PROPOSED: (Step.VISITED, Step.OFFER, Step.CHOSEN, Step.DECLINED),
    Step.VISITED: (Step.OFFER, Step.CHOSEN, Step.DECLINED),
    Step.OFFER: (Step.VISITED, Step.CHOSEN, Step.DECLINED),
    Step.CHOSEN: (Step.DECLINED,),
    Step.DECLINED: (Step.PROPOSED,),
}


class Decliner(StrEnum):
    """Who let a match fall."""

    COMPANY = "company"
    HUB = "hub"
    HOLDER = "holder"


DECLINER_NAMES = {
    Decliner.COMPANY: N_("Het bedrijf"),
    Decliner.HUB: N_("Het brandpunt of zijn regio"),
    Decliner.HOLDER: N_("Wij, op inhoud"),
}

REASONS = {
    "room": N_("Plek of gebouw past niet"),
    "power": N_("Te weinig stroom"),
    "talent": N_("Te weinig talent"),
    "capital": N_("Geld niet rond"),
    "timing": N_("Niet op tijd"),
    "distance": N_("Te ver voor de mensen"),
    "permits": N_("Vergunning of milieuruimte"),
    "strategy": N_("Past niet bij de koers"),
    "other_place": N_("Andere plek gekozen"),
    "other": N_("Anders"),
}


def may_move(now: Step | str, to: Step | str) -> bool:
    """Whether a match may go from one step to another."""
    return Step(to) in MOVES[Step(now)]


class Answer(StrEnum):
    """What became of an offered place."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


ANSWER_NAMES = {
    Answer.OPEN: N_("Wacht op antwoord"),
    Answer.ACCEPTED: N_("Het bedrijf zei ja"),
    Answer.DECLINED: N_("Het bedrijf zei nee"),
    Answer.WITHDRAWN: N_("Ingetrokken"),
}

# What the pages of this room call things.
MATCH_WORDS = {
    "step_names": STEP_NAMES,
    "step_icons": STEP_ICONS,
    "step_verbs": STEP_VERBS,
    "decliners": DECLINER_NAMES,
    "reasons": REASONS,
    "answers": ANSWER_NAMES,
}
