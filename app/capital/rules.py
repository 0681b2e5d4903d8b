"""Retained capital: what counts, what never does, and what a decision must say (002 §5.5, our reading)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.words import N_


class Stage(StrEnum):
    """How sure an investment is. The three are never added up."""

    EXPECTED = "expected"
    DECIDED = "decided"
    REALISED = "realised"


STAGES = tuple(Stage)

STAGE_LABELS = {
    Stage.EXPECTED: N_("Verwacht"),
    Stage.DECIDED: N_("Besloten"),
    Stage.REALISED: N_("Gerealiseerd"),
}

STAGE_DAYS = {
    Stage.EXPECTED: N_("Verwachte dag van tekenen"),
    Stage.DECIDED: N_("Dag van tekenen"),
    Stage.REALISED: N_("Dag van uitgeven"),
}


class Counterfactual(StrEnum):
    """What would have happened without the approach."""

    NOT_AT_ALL = "not_at_all"
    NOT_IN_NL = "not_in_nl"


COUNTERFACTUAL_LABELS = {
    Counterfactual.NOT_AT_ALL: N_("De investering ging niet door"),
    Counterfactual.NOT_IN_NL: N_("De investering ging naar het buitenland"),
}

COUNTERFACTUAL_HEADINGS = {
    Counterfactual.NOT_AT_ALL: N_("Zonder deze aanpak: geen investering"),
    Counterfactual.NOT_IN_NL: N_("Zonder deze aanpak: buiten Nederland"),
}


@dataclass(frozen=True)
class Nature:
    """What money is spent on, or why it may never count."""

    label: str
    why_not: str | None = None

    @property
    def counts(self) -> bool:
        """True when an investment of this nature can be retained capital."""
        return self.why_not is None


NATURES = {
    "building": Nature(N_("Gebouw of terrein")),
    "plant": Nature(N_("Machines en installaties")),
    "laboratory": Nature(N_("Laboratorium of cleanroom")),
    "connection": Nature(N_("Netaansluiting en energie")),
    "development": Nature(N_("Onderzoek en ontwikkeling")),
    "people": Nature(N_("Werving en opleiding van mensen")),
    "funding_round": Nature(
        N_("Financieringsronde"),
        N_(
            "Een financieringsronde telt niet: tel wat er met het geld wordt gebouwd of gekocht, anders telt het twee keer."
        ),
    ),
    "valuation": Nature(N_("Waardering van het bedrijf"), N_("Een waardering is geen uitgave en telt niet.")),
    "turnover": Nature(N_("Omzet"), N_("Omzet is geen investering en telt niet.")),
    "takeover": Nature(
        N_("Overnameprijs"),
        N_("Een overnameprijs gaat van eigenaar naar eigenaar: er wordt niets mee gebouwd. Die telt niet."),
    ),
    "programme_subsidy": Nature(
        N_("Subsidie van de taskforce"), N_("De subsidie van de taskforce zelf telt nooit als behouden vermogen.")
    ),
}

MOST = 10_000_000_000


class DecisionKind(StrEnum):
    """Where the company grows, by its own decision (002 §1.3: the order of the options)."""

    CURRENT_SITE = "current_site"
    OWN_REGION = "own_region"
    OTHER_REGION = "other_region"
    ABROAD = "abroad"


DECISION_LABELS = {
    DecisionKind.CURRENT_SITE: N_("Huidige locatie"),
    DecisionKind.OWN_REGION: N_("Elders in de eigen regio"),
    DecisionKind.OTHER_REGION: N_("Andere regio in Nederland"),
    DecisionKind.ABROAD: N_("Buitenland"),
}

MOTIVES = {
    "room": N_("Ruimte"),
    "grid": N_("Stroom"),
    "talent": N_("Talent"),
    "capital": N_("Kapitaal"),
    "time": N_("Sneller klaar"),
    "cluster": N_("Nabijheid van kennis en vergelijkbare bedrijven"),
    "rules": N_("Vergunningen en regels"),
    "costs": N_("Kosten"),
    "people": N_("De mensen blijven"),
}

COUNTRIES = {
    "BE": N_("België"),
    "CA": N_("Canada"),
    "CN": N_("China"),
    "DE": N_("Duitsland"),
    "DK": N_("Denemarken"),
    "FR": N_("Frankrijk"),
    "GB": N_("Verenigd Koninkrijk"),
    "IN": N_("India"),
    "JP": N_("Japan"),
    "KR": N_("Zuid-Korea"),
    "SE": N_("Zweden"),
    "SG": N_("Singapore"),
    "US": N_("Verenigde Staten"),
    "XX": N_("Een ander land"),
}


@dataclass(frozen=True)
class Objection:
    """A rule that forbids what was typed: the Dutch reason and the field it is about."""

    message: str
    field: str


def objection_to_investment(
    *,
    stage: Stage | str,
    nature: str,
    amount: int,
    holds_on: date,
    counterfactual: Counterfactual | str | None,
    grounds: str,
    entry_on: date,
    today: date,
) -> Objection | None:
    """An investment of whole euros in; the first rule it breaks out, or None (002 §5.5)."""
    stage = Stage(stage)
    if nature not in NATURES:
        return Objection(N_("Kies waar het geld naartoe gaat."), "nature")
    why_not = NATURES[nature].why_not
    if why_not is not None:
        return Objection(why_not, "nature")
    if amount <= 0:
        return Objection(N_("Een bedrag is meer dan nul euro."), "amount")
    if amount > MOST:
        return Objection(N_("Dit bedrag is groter dan € 10 miljard. Controleer het aantal nullen."), "amount")
    if stage is Stage.EXPECTED:
        return None
    if holds_on > today:
        return Objection(N_("Deze dag ligt in de toekomst. Kies ‘verwacht’ of een eerdere dag."), "holds_on")
    if holds_on < entry_on:
        return Objection(
            N_(
                "Een besluit van vóór de dag waarop de vraag is gesteld telt niet: het is niet door deze aanpak behouden."
            ),
            "holds_on",
        )
    if counterfactual is None:
        return Objection(N_("Kies wat er zonder deze aanpak was gebeurd."), "counterfactual")
    if not grounds.strip():
        return Objection(N_("Schrijf op waarom we dat geloven."), "grounds")
    return None


def objection_to_decision(
    *,
    kind: DecisionKind | str,
    signed_on: date,
    origin_rom: str | None,
    destination_rom: str | None,
    country: str | None,
    entry_on: date,
    today: date,
) -> Objection | None:
    """A signed decision in; the first rule it breaks out, or None. Intentions do not count (002 §5.5)."""
    kind = DecisionKind(kind)
    if signed_on > today:
        return Objection(N_("De handtekening staat in de toekomst. Een voornemen telt nog niet."), "signed_on")
    if signed_on < entry_on:
        return Objection(N_("Het besluit is van vóór de dag waarop de vraag is gesteld."), "signed_on")
    if kind is DecisionKind.ABROAD:
        return (
            None if country in COUNTRIES else Objection(N_("Kies het land waar het bedrijf naartoe gaat."), "country")
        )
    if destination_rom is None:
        return Objection(N_("Kies de gemeente waar het bedrijf groeit."), "municipality_code")
    if kind is DecisionKind.OTHER_REGION:
        if origin_rom is None:
            return Objection(
                N_("Het bedrijf had nog geen plek in Nederland: dit kan niet als andere regio tellen."), "kind"
            )
        if destination_rom == origin_rom:
            return Objection(
                N_("Deze gemeente ligt in de regio waar de groei knelt. Kies ‘elders in de eigen regio’."),
                "municipality_code",
            )
        return None
    if origin_rom is not None and destination_rom != origin_rom:
        return Objection(
            N_("Deze gemeente ligt in een andere regio. Kies ‘andere regio in Nederland’."), "municipality_code"
        )
    return None


@dataclass(frozen=True)
class Totals:
    """Whole euros per stage, kept apart on purpose: there is no sum."""

    expected: int = 0
    decided: int = 0
    realised: int = 0


def totals(amounts: list[tuple[str, int]]) -> Totals:
    """(stage, whole euros) pairs in, the three totals out."""
    return Totals(**{stage.value: sum(amount for own, amount in amounts if own == stage) for stage in STAGES})


@dataclass(frozen=True)
class Instrument:
    """One way to finance growth, with the phases and the ticket (whole euros) it is for (002 §4.8)."""

    code: str
    name: str
    provider: str
    kind: str
    first_phase: int | None
    last_phase: int | None
    ticket_from: int | None
    ticket_to: int | None
    note: str
    source: str


def fits(instrument: Instrument, phase: int, amount: int | None = None) -> bool:
    """An instrument, a life phase and whole euros in; True when it is meant for them. Without a ticket any amount fits."""
    if instrument.first_phase is None or instrument.last_phase is None:
        return False
    if not instrument.first_phase <= phase <= instrument.last_phase:
        return False
    if amount is None or (instrument.ticket_from is None and instrument.ticket_to is None):
        return True
    return amount >= (instrument.ticket_from or 0)


def read_instrument(row: dict[str, str]) -> Instrument:
    """A row of the financing basket in (millions with a point), an instrument in whole euros out."""

    def euros(millions: str) -> int | None:
        if not millions:
            return None
        whole, _, part = millions.partition(".")
        return int(whole or "0") * 1_000_000 + int((part + "000000")[:6])

    phases = [int(one) for one in row["fasen"].split("-") if one]
    return Instrument(
        code=row["code"],
        name=row["naam"],
        provider=row["verstrekker"],
        kind=row["type"],
        first_phase=phases[0] if phases else None,
        last_phase=phases[-1] if phases else None,
        ticket_from=euros(row["ticket_min_mln"]),
        ticket_to=euros(row["ticket_max_mln"]),
        note=row["toelichting"],
        source=row["seed"],
    )
