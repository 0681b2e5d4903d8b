"""How sure supply is, how far a hub is, and what is free of it (domain §3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from app.growth.rules import KINDS, Kind, amount_text, main_measures, size_words
from app.words import N_, Said


class Certainty(StrEnum):
    """How sure a supply is; unknown supply says nothing, it is never 'none'."""

    CONFIRMED = "confirmed"
    ESTIMATE = "estimate"
    UNKNOWN = "unknown"


CERTAINTY_NAMES = {
    Certainty.CONFIRMED: N_("Bevestigd"),
    Certainty.ESTIMATE: N_("Schatting"),
    Certainty.UNKNOWN: N_("Onbekend"),
}
CERTAINTY_MARKS = {Certainty.CONFIRMED: "met", Certainty.ESTIMATE: "partly", Certainty.UNKNOWN: "unknown"}


class SourceCertainty(StrEnum):
    """How sure it is that a brandpunt is one: named in the programme's texts, widely known, or a guess of ours."""

    SOURCE = "source"
    KNOWN = "known"
    GUESS = "guess"


SOURCE_NAMES = {
    SourceCertainty.SOURCE: N_("Genoemd in het programma"),
    SourceCertainty.KNOWN: N_("Algemeen bekend"),
    SourceCertainty.GUESS: N_("Aanname, nog te bevestigen"),
}


def source_certainty(text: str) -> SourceCertainty:
    """The words of the reference list in, how sure the row is out."""
    first = text.strip().casefold()
    if first.startswith("seed"):
        return SourceCertainty.SOURCE
    return SourceCertainty.GUESS if first.startswith("gok") else SourceCertainty.KNOWN


class Maturity(StrEnum):
    """Whether the hub is there, or on its way (002 §3.5: Almere)."""

    EXISTING = "existing"
    DEVELOPING = "developing"


MATURITY_NAMES = {Maturity.EXISTING: N_("Bestaand"), Maturity.DEVELOPING: N_("In ontwikkeling")}

HUB_KINDS = {
    "campus": N_("Campus"),
    "kenniscampus": N_("Kenniscampus"),
    "productiecampus": N_("Productiecampus"),
    "industriepark": N_("Industriepark"),
    "werklocatie": N_("Werklocatie"),
    "fieldlab": N_("Fieldlab"),
    "cluster": N_("Cluster"),
}

SUPPLY_WORDS = {Kind.TALENT: N_("%(amount)s per jaar")}


def supply_words(kind: Kind, stored: int) -> Said:
    """A size of supply in words: talent is counted by the year that comes from school."""
    if kind in SUPPLY_WORDS:
        return Said(SUPPLY_WORDS[kind], {"amount": amount_text(kind, stored)[0]})
    return size_words(kind, stored)


@dataclass(frozen=True)
class Amount:
    """One measure of a supply in stored steps: in all, taken, in talks."""

    measure: str
    total: int | None = None
    taken: int = 0
    in_talks: int = 0
    choice: str | None = None

    @property
    def free(self) -> int | None:
        """What is left when what is taken and what is in talks is gone; never below nothing, None when unknown."""
        return None if self.total is None else max(0, self.total - self.taken - self.in_talks)


@dataclass(frozen=True)
class Offering:
    """A supply of one kind: its amounts, from when, until when, how sure, at which site."""

    kind: Kind
    certainty: Certainty
    amounts: tuple[Amount, ...] = ()
    available_from: date | None = None
    until: date | None = None
    site: str | None = None
    remark: str | None = None
    is_demo: bool = False

    def amount(self, measure: str) -> Amount | None:
        """What is said of a measure, or None."""
        return next((amount for amount in self.amounts if amount.measure == measure), None)

    @property
    def size(self) -> Amount:
        """The main amounts of the kind together: they have one unit."""
        return together(self.amounts, self.kind)


def together(amounts: Iterable[Amount], kind: Kind) -> Amount:
    """The main amounts of one kind added up; unknown where none is known."""
    codes = {measure.code for measure in main_measures(kind)}
    known = [amount for amount in amounts if amount.measure in codes and amount.total is not None]
    if not known:
        return Amount(kind.value)
    return Amount(
        kind.value,
        total=sum(amount.total or 0 for amount in known),
        taken=sum(amount.taken for amount in known),
        in_talks=sum(amount.in_talks for amount in known),
    )


@dataclass(frozen=True)
class Field:
    """A technology of a hub: how many companies are in it, and whether the region backs it; None is unknown."""

    name: str
    companies: int | None = None
    is_priority: bool | None = None


@dataclass(frozen=True)
class HubProfile:
    """What a hub has: its supply in the five kinds, its technologies, its strategy."""

    code: str
    name: str
    rom: str
    technologies: Mapping[str, Field] = field(default_factory=dict, hash=False)
    supply: tuple[Offering, ...] = ()
    strategy: str | None = None
    maturity: Maturity = Maturity.EXISTING

    @cached_property
    def supply_of(self) -> Mapping[Kind, tuple[Offering, ...]]:
        """What it has of each kind."""
        return {kind: tuple(offering for offering in self.supply if offering.kind == kind) for kind in KINDS}


# What is plenty of a kind, in stored steps; less is limited, nothing is none.
PLENTY = {
    Kind.SPACE: 5_000,
    Kind.CAPITAL: 10_000_000,
    Kind.TALENT: 75,
    Kind.HOUSING: 250,
    Kind.ENERGY: 5_000,
}


class Room(StrEnum):
    """How much is free of a kind; the values are those of the verdict marks."""

    PLENTY = "met"
    LIMITED = "partly"
    NONE = "not"
    UNKNOWN = "unknown"


ROOM_NAMES = {
    Room.PLENTY: N_("Ruim"),
    Room.LIMITED: N_("Beperkt"),
    Room.NONE: N_("Geen"),
    Room.UNKNOWN: N_("Onbekend"),
}


def free_of(kind: Kind, offerings: Iterable[Offering]) -> int | None:
    """What a hub has free of a kind in stored steps, its sites together; None where nothing is known."""
    known = [o.size.free for o in offerings if o.kind == kind and o.certainty != Certainty.UNKNOWN]
    sizes = [free for free in known if free is not None]
    return sum(sizes) if sizes else None


def room_for(kind: Kind, offerings: Iterable[Offering]) -> Room:
    """Plenty, limited, none or unknown: what a hub has free of a kind."""
    free = free_of(kind, offerings)
    if free is None:
        return Room.UNKNOWN
    if free == 0:
        return Room.NONE
    return Room.PLENTY if free >= PLENTY[kind] else Room.LIMITED


@dataclass(frozen=True)
class KindSummary:
    """What a hub has of one kind, its sites together: for the table on its page."""

    kind: Kind
    size: Amount
    certainty: Certainty
    available_from: date | None
    is_demo: bool
    count: int


def summarise(offerings: Iterable[Offering]) -> tuple[KindSummary, ...]:
    """Supplies in, one row for each of the five kinds out; as sure as the least sure supply that counts."""
    by_kind: dict[Kind, list[Offering]] = {kind: [] for kind in KINDS}
    for offering in offerings:
        by_kind[offering.kind].append(offering)
    return tuple(_summary(kind, found) for kind, found in by_kind.items())


_LEAST_SURE = (Certainty.UNKNOWN, Certainty.ESTIMATE, Certainty.CONFIRMED)


def _summary(kind: Kind, offerings: list[Offering]) -> KindSummary:
    counted = [o for o in offerings if o.size.total is not None] or offerings
    dates = [o.available_from for o in counted if o.available_from and (o.size.free or 0) > 0]
    return KindSummary(
        kind=kind,
        size=together([amount for offering in counted for amount in offering.amounts], kind),
        certainty=min((o.certainty for o in counted), key=_LEAST_SURE.index, default=Certainty.UNKNOWN),
        available_from=min(dates, default=None),
        is_demo=any(o.is_demo for o in offerings),
        count=len(offerings),
    )


MORE_THAN_THERE_IS = N_("Bezet en in gesprek samen zijn meer dan het totaal.")
ENDS_BEFORE_IT_BEGINS = N_("Deze datum ligt voor de dag waarop het beschikbaar komt.")
CONFIRMED_NEEDS_AMOUNT = N_("Bevestigd aanbod heeft een hoeveelheid. Vul het totaal in of kies een schatting.")


def objection(offering: Offering) -> tuple[str, str | None] | None:
    """What cannot be so in a supply, with the field it is about; None where all can be."""
    for amount in offering.amounts:
        if amount.total is not None and amount.taken + amount.in_talks > amount.total:
            return MORE_THAN_THERE_IS, f"{amount.measure}_total"
    if offering.available_from and offering.until and offering.until < offering.available_from:
        return ENDS_BEFORE_IT_BEGINS, "until"
    if offering.certainty == Certainty.CONFIRMED and offering.size.total is None:
        return CONFIRMED_NEEDS_AMOUNT, "certainty"
    return None
