"""The case approach: what holds a company back, what is tried, and when an approach is in execution (002 §4.4, §5.3)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.words import N_


class BottleneckKind(StrEnum):
    """What stands in the way of growth at the present site (002 §2.3)."""

    ENVIRONMENT = "environment"
    ROOM = "room"
    GRID = "grid"
    TALENT = "talent"
    CAPITAL = "capital"
    PERMITS = "permits"
    HOUSING = "housing"
    POLICY = "policy"
    PARKING = "parking"


BOTTLENECK_LABELS = {
    BottleneckKind.ENVIRONMENT: N_("Milieuruimte"),
    BottleneckKind.ROOM: N_("Ruimte"),
    BottleneckKind.GRID: N_("Stroom"),
    BottleneckKind.TALENT: N_("Talent"),
    BottleneckKind.CAPITAL: N_("Kapitaal"),
    BottleneckKind.PERMITS: N_("Vergunningen"),
    BottleneckKind.HOUSING: N_("Wonen en bereikbaarheid"),
    BottleneckKind.POLICY: N_("Overheidsbeleid"),
    BottleneckKind.PARKING: N_("Parkeren"),
}


class SignalKind(StrEnum):
    """What a case tells policy makers."""

    MIRT = "mirt"
    NOWHERE = "nowhere"
    FUNDING_GAP = "funding_gap"
    BUNDLE = "bundle"


SIGNAL_LABELS = {
    SignalKind.MIRT: N_("Agenderen in het MIRT"),
    SignalKind.NOWHERE: N_("Nergens in Nederland een goede propositie"),
    SignalKind.FUNDING_GAP: N_("Financieringslacune vanaf € 50 mln"),
    SignalKind.BUNDLE: N_("Bundelen voor institutionele beleggers"),
}

SIGNAL_MEANINGS = {
    SignalKind.MIRT: N_(
        "De groei vraagt om een weg, ov of woningen. EZ verbindt de partijen voor het MIRT (meerjarenprogramma §4.7)."
    ),
    SignalKind.NOWHERE: N_(
        "Voor dit bedrijf is in Nederland geen goede plek samen te stellen (meerjarenprogramma §5.5)."
    ),
    SignalKind.FUNDING_GAP: N_(
        "Een ticket vanaf € 50 mln zonder leidende investeerder: "
        "Invest-NL en de EIB mogen dat niet zijn (meerjarenprogramma §4.8)."
    ),
    SignalKind.BUNDLE: N_("De case kan met andere samen naar institutionele beleggers (meerjarenprogramma §5.3)."),
}

FUNDING_GAP_FROM = 50_000_000
MIRT_PEOPLE_FROM = 2_000
MIRT_HOMES_FROM = 1_000
BUNDLE_FROM_PHASE = 3


class PartnerKind(StrEnum):
    """Who works along on a case."""

    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    GRID_OPERATOR = "grid_operator"
    TRIPLE_HELIX = "triple_helix"
    KNOWLEDGE = "knowledge"
    FINANCIER = "financier"
    SITE_OWNER = "site_owner"
    STATE = "state"
    OTHER = "other"


PARTNER_LABELS = {
    PartnerKind.MUNICIPALITY: N_("Gemeente"),
    PartnerKind.PROVINCE: N_("Provincie"),
    PartnerKind.GRID_OPERATOR: N_("Netbeheerder"),
    PartnerKind.TRIPLE_HELIX: N_("Triple-helixorganisatie"),
    PartnerKind.KNOWLEDGE: N_("Kennis- of onderwijsinstelling"),
    PartnerKind.FINANCIER: N_("Financier"),
    PartnerKind.SITE_OWNER: N_("Campus of terrein"),
    PartnerKind.STATE: N_("Rijk"),
    PartnerKind.OTHER: N_("Andere partner"),
}


class ActionState(StrEnum):
    """How an action stands."""

    RUNNING = "running"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"


ACTION_LABELS = {
    ActionState.RUNNING: N_("Loopt"),
    ActionState.LATE: N_("Te laat"),
    ActionState.DONE: N_("Klaar"),
    ActionState.DROPPED: N_("Vervallen"),
}


def action_state(due_on: date, done_on: date | None, dropped_on: date | None, today: date) -> ActionState:
    """An action's dates in, how it stands today out."""
    if dropped_on is not None:
        return ActionState.DROPPED
    if done_on is not None:
        return ActionState.DONE
    return ActionState.LATE if due_on < today else ActionState.RUNNING


CONDITION_PLAN = N_("plan van aanpak")
CONDITION_DEMAND = N_("een uitgewerkte vraag")
CONDITION_AGREEMENT = N_("akkoord van het bedrijf")
CONDITION_EXTERNAL = N_("eerste externe actie")


@dataclass(frozen=True)
class Execution:
    """Whether an approach is in execution: since when, or what it still lacks."""

    since: date | None
    missing: tuple[str, ...]


def execution(
    plan_on: date | None, articulated_on: date | None, agreed_on: date | None, first_external_on: date | None
) -> Execution:
    """The four conditions' dates in; out: the day the last was met, or what is missing (002 §5.5, our reading)."""
    conditions = (
        (CONDITION_PLAN, plan_on),
        (CONDITION_DEMAND, articulated_on),
        (CONDITION_AGREEMENT, agreed_on),
        (CONDITION_EXTERNAL, first_external_on),
    )
    missing = tuple(name for name, on in conditions if on is None)
    return Execution(None if missing else max(on for _, on in conditions if on is not None), missing)


@dataclass(frozen=True)
class CaseSize:
    """What the suggestion of signals looks at: the largest demands of one lead."""

    phase: int = 1
    capital: int = 0
    people: int = 0
    homes: int = 0


def suggested_signals(size: CaseSize) -> tuple[SignalKind, ...]:
    """A case's size in, the signals worth considering out: a person decides (002 §4.7, §4.8, §5.3)."""
    found = []
    if size.people >= MIRT_PEOPLE_FROM or size.homes >= MIRT_HOMES_FROM:
        found.append(SignalKind.MIRT)
    if size.capital >= FUNDING_GAP_FROM:
        found.append(SignalKind.FUNDING_GAP)
        if size.phase >= BUNDLE_FROM_PHASE:
            found.append(SignalKind.BUNDLE)
    return tuple(found)


def names_the_company(text: str, names: tuple[str, ...]) -> str | None:
    """The first of a company's names that stands in a text, or None: a lesson is read by all."""
    folded = text.casefold()
    return next((name for name in names if len(name.strip()) > 2 and name.strip().casefold() in folded), None)


@dataclass(frozen=True)
class Programme:
    """An adjacent programme or scheme that a case can be linked to (002 §5.3-2e)."""

    code: str
    name: str
    run_by: str


ADJACENT_PROGRAMMES = (
    Programme("MIRT", "Meerjarenprogramma Infrastructuur, Ruimte en Transport", "Rijk en provincies"),
    Programme("MJS", "Meerjarenstrategie ROM’s 2024–2027", "ROM’s en EZ"),
    Programme("NTS", "Nationale Technologiestrategie", "EZ"),
    Programme("INVESTNL", "Invest-NL", "Invest-NL"),
    Programme("SECFUND", "SecFund", "BOM namens de ROM’s"),
    Programme("NFIA", "Acquisitie en begeleiding van investeerders", "NFIA en ROM’s"),
    Programme("NETCONGESTIE", "Landelijk Actieprogramma Netcongestie", "Rijk, provincies en netbeheerders"),
    Programme("REGIODEAL", "Regio Deals", "Rijk en regio’s"),
    Programme("GROEIFONDS", "Nationaal Groeifonds", "EZ en OCW"),
    Programme("BEETHOVEN", "Project Beethoven", "Rijk en Brainportregio"),
)
