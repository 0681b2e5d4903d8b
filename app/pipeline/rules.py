"""The pipeline: its steps, what each step asks for, and how a lead may move (002 §4.2 to §4.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.leads.rules import ADVANCE_GOAL_MONTHS, months_between
from app.words import N_


class Step(StrEnum):
    """Where a lead stands, in the order in which it gets there."""

    SIGNALLED = "signalled"
    ARTICULATING = "articulating"
    IN_EXECUTION = "in_execution"
    PROPOSING = "proposing"
    DECIDING = "deciding"
    REALISING = "realising"


class Outcome(StrEnum):
    """How a lead ended; the first four are the entrepreneur's decision."""

    OTHER_REGION = "other_region"
    OWN_REGION = "own_region"
    CURRENT_SITE = "current_site"
    ABROAD = "abroad"
    NOWHERE = "nowhere"
    WITHDRAWN = "withdrawn"


STEPS = tuple(Step)
FIRST_STEP = STEPS[0]

STEP_LABELS = {
    Step.SIGNALLED: N_("Gesignaleerd"),
    Step.ARTICULATING: N_("Vraagarticulatie"),
    Step.IN_EXECUTION: N_("Aanpak in uitvoering"),
    Step.PROPOSING: N_("Voorstellen"),
    Step.DECIDING: N_("Ondernemersbesluit"),
    Step.REALISING: N_("Realisatie"),
}

OUTCOME_LABELS = {
    Outcome.OTHER_REGION: N_("Andere regio"),
    Outcome.OWN_REGION: N_("Eigen regio"),
    Outcome.CURRENT_SITE: N_("Huidige locatie"),
    Outcome.ABROAD: N_("Naar buitenland"),
    Outcome.NOWHERE: N_("Nergens in NL een propositie"),
    Outcome.WITHDRAWN: N_("Ingetrokken"),
}

DECIDED_OUTCOMES = (Outcome.OTHER_REGION, Outcome.OWN_REGION, Outcome.CURRENT_SITE, Outcome.ABROAD)

SILENT_AFTER_DAYS = 30


@dataclass(frozen=True)
class LeadFacts:
    """What the requirements look at: plain facts of one lead, nothing that names it."""

    target_test_positive: bool = False
    nda_recorded: bool = False
    has_owner: bool = False
    asked_kinds: int = 0
    articulated_kinds: int = 0
    has_plan: bool = False
    agreed: bool = False
    external_action: bool = False
    proposed_hubs: int = 0
    visited_or_offered: int = 0
    expected_investments: int = 0
    decision: str | None = None
    nowhere_signalled: bool = False


@dataclass(frozen=True)
class Requirement:
    """One thing a step asks for, the page where a person sees to it, and what the buttons to it say."""

    key: str
    label: str
    button: str
    verb: str
    target: str
    met: Callable[[LeadFacts], bool]

    def path(self, code: str) -> str:
        """The address of the page where a person sees to it, for one lead."""
        return self.target.format(code=code)


REQUIREMENTS: dict[Step, tuple[Requirement, ...]] = {
    Step.SIGNALLED: (),
    Step.ARTICULATING: (
        Requirement(
            "target_test",
            N_("Past in de doelgroep"),
            N_("Toets"),
            N_("Toets doelgroep"),
            "/leads/{code}/doelgroep",
            lambda f: f.target_test_positive,
        ),
        Requirement(
            "nda",
            N_("NDA vastgelegd"),
            N_("Vastleggen"),
            N_("Leg NDA vast"),
            "/leads/{code}/nda",
            lambda f: f.nda_recorded,
        ),
        Requirement(
            "kinds",
            N_("Soort vraag gekozen"),
            N_("Kiezen"),
            N_("Kies soort vraag"),
            "/leads/{code}/vraag",
            lambda f: f.asked_kinds > 0,
        ),
        Requirement(
            "owner",
            N_("Eigenaar aangewezen"),
            N_("Aanwijzen"),
            N_("Wijs eigenaar aan"),
            "/leads/{code}/gegevens",
            lambda f: f.has_owner,
        ),
    ),
    Step.IN_EXECUTION: (
        Requirement(
            "plan",
            N_("Plan van aanpak"),
            N_("Schrijven"),
            N_("Schrijf plan"),
            "/leads/{code}/aanpak",
            lambda f: f.has_plan,
        ),
        Requirement(
            "articulated",
            N_("Minstens één vraag uitgewerkt"),
            N_("Uitwerken"),
            N_("Werk vraag uit"),
            "/leads/{code}/vraag",
            lambda f: f.articulated_kinds > 0,
        ),
        Requirement(
            "agreed",
            N_("Akkoord van het bedrijf"),
            N_("Vastleggen"),
            N_("Leg akkoord vast"),
            "/leads/{code}/aanpak",
            lambda f: f.agreed,
        ),
        Requirement(
            "external",
            N_("Eerste externe actie"),
            N_("Toevoegen"),
            N_("Voeg externe actie toe"),
            "/leads/{code}/acties/nieuw?extern=ja",
            lambda f: f.external_action,
        ),
    ),
    Step.PROPOSING: (
        Requirement(
            "all_articulated",
            N_("Elke vraag uitgewerkt"),
            N_("Uitwerken"),
            N_("Werk vraag uit"),
            "/leads/{code}/vraag",
            lambda f: 0 < f.asked_kinds <= f.articulated_kinds,
        ),
        Requirement(
            "proposed",
            N_("Een brandpunt voorgesteld"),
            N_("Voorstellen"),
            N_("Stel brandpunt voor"),
            "/leads/{code}/brandpunten",
            lambda f: f.proposed_hubs > 0,
        ),
    ),
    Step.DECIDING: (
        Requirement(
            "visited",
            N_("Een bezoek of aanbod"),
            N_("Vastleggen"),
            N_("Leg bezoek vast"),
            "/leads/{code}/brandpunten",
            lambda f: f.visited_or_offered > 0,
        ),
        Requirement(
            "expected",
            N_("Verwachte investering"),
            N_("Vastleggen"),
            N_("Leg investering vast"),
            "/leads/{code}/vermogen",
            lambda f: f.expected_investments > 0,
        ),
    ),
    Step.REALISING: (
        Requirement(
            "decision",
            N_("Getekend besluit"),
            N_("Vastleggen"),
            N_("Leg besluit vast"),
            "/leads/{code}/besluit",
            lambda f: f.decision is not None,
        ),
    ),
}


# Why the coordinator lets a lead go on while something is missing: who may not read the words reads this.
OVERRIDES = {
    "under_way": N_("Wat ontbreekt, is toegezegd en komt"),
    "elsewhere": N_("Het is er, maar staat nog niet in het dossier"),
    "not_needed": N_("Voor deze lead is het niet nodig"),
    "urgent": N_("Wachten schaadt het bedrijf"),
    "other": N_("Een andere reden"),
}


class Course(StrEnum):
    """Which way a move goes."""

    FORWARD = "forward"
    BACK = "back"
    OVERRIDE = "override"
    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Ruling:
    """The answer to 'may this lead go there': what is missing, or what is said against it, or neither."""

    course: Course
    missing: tuple[Requirement, ...] = ()
    objection: str | None = None
    field: str | None = None

    @property
    def allowed(self) -> bool:
        """True when nothing stands in the way."""
        return not self.missing and self.objection is None


NEEDS_REASON_BACK = N_("Schrijf op waarom de lead een stap teruggaat.")
NEEDS_REASON_OVERRIDE = N_("Schrijf op waarom de lead verder mag terwijl er nog iets ontbreekt.")
NEEDS_REASON_CLOSE = N_("Schrijf op waarom de lead met deze uitkomst sluit.")
NEEDS_REASON_REOPEN = N_("Schrijf op waarom de lead weer opengaat.")
NEEDS_CAUSE_OVERRIDE = N_("Kies waarom de lead verder mag terwijl er nog iets ontbreekt.")
ONLY_COORDINATOR = N_("Alleen de coördinator kan een stap zetten terwijl er nog iets ontbreekt.")
SAME_STEP = N_("De lead staat al op deze stap.")
CLOSED = N_("Deze lead is gesloten. Heropen hem eerst.")
NOT_CLOSED = N_("Deze lead is niet gesloten.")
NEEDS_DECISION = N_("Leg eerst het getekende besluit vast dat bij deze uitkomst hoort.")
NEEDS_NOWHERE = N_("Leg eerst het signaal ‘nergens in Nederland een goede propositie’ vast.")
REQUIREMENT_NAMES = {one.key: one.label for asked in REQUIREMENTS.values() for one in asked}


def position(step: Step | str) -> int:
    """A step in, its place in the pipeline out: 1 to 6."""
    return STEPS.index(Step(step)) + 1


def next_step(step: Step | str) -> Step | None:
    """A step in, the one after it out; None after the last."""
    place = position(step)
    return STEPS[place] if place < len(STEPS) else None


def needed_between(now: Step | str, to: Step | str) -> tuple[Requirement, ...]:
    """Everything asked for between two steps; empty when the move is not forward."""
    return tuple(requirement for step in STEPS[position(now) : position(to)] for requirement in REQUIREMENTS[step])


def missing_for(now: Step | str, to: Step | str, facts: LeadFacts) -> tuple[Requirement, ...]:
    """What is still missing to go from one step to a later one."""
    return tuple(requirement for requirement in needed_between(now, to) if not requirement.met(facts))


def rule_on_move(
    now: Step | str,
    to: Step | str,
    facts: LeadFacts,
    *,
    closed: bool = False,
    reason: str = "",
    override: bool = False,
    coordinator: bool = False,
    cause: str | None = None,
) -> Ruling:
    """May the lead go from one step to another: forward when complete, back or overridden with a reason."""
    said = reason.strip()
    if closed:
        return Ruling(Course.FORWARD, objection=CLOSED, field="step")
    if Step(now) == Step(to):
        return Ruling(Course.FORWARD, objection=SAME_STEP, field="step")
    if position(to) < position(now):
        return Ruling(Course.BACK) if said else Ruling(Course.BACK, objection=NEEDS_REASON_BACK, field="reason")
    missing = missing_for(now, to, facts)
    if not missing or not override:
        return Ruling(Course.FORWARD, missing=missing)
    if not coordinator:
        return Ruling(Course.OVERRIDE, missing=missing, objection=ONLY_COORDINATOR, field="override")
    if cause not in OVERRIDES:
        return Ruling(Course.OVERRIDE, objection=NEEDS_CAUSE_OVERRIDE, field="cause")
    if not said:
        return Ruling(Course.OVERRIDE, objection=NEEDS_REASON_OVERRIDE, field="reason")
    return Ruling(Course.OVERRIDE)


def rule_on_closing(outcome: Outcome | str, facts: LeadFacts, *, closed: bool = False, reason: str = "") -> Ruling:
    """May the lead end with this outcome: decided ones need the decision, the others a reason (002 §5.5)."""
    outcome = Outcome(outcome)
    if closed:
        return Ruling(Course.CLOSE, objection=CLOSED, field="outcome")
    if outcome in DECIDED_OUTCOMES:
        if facts.decision != outcome:
            return Ruling(Course.CLOSE, objection=NEEDS_DECISION, field="outcome")
        return Ruling(Course.CLOSE)
    if outcome is Outcome.NOWHERE and not facts.nowhere_signalled:
        return Ruling(Course.CLOSE, objection=NEEDS_NOWHERE, field="outcome")
    if not reason.strip():
        return Ruling(Course.CLOSE, objection=NEEDS_REASON_CLOSE, field="reason")
    return Ruling(Course.CLOSE)


def rule_on_reopening(*, closed: bool, reason: str) -> Ruling:
    """May a closed lead open again: yes, with a reason; what was counted stays counted once."""
    if not closed:
        return Ruling(Course.REOPEN, objection=NOT_CLOSED)
    if not reason.strip():
        return Ruling(Course.REOPEN, objection=NEEDS_REASON_REOPEN, field="reason")
    return Ruling(Course.REOPEN)


def is_late(needed_by: date, today: date) -> bool:
    """True when the room is needed sooner than the time that looking elsewhere takes (002 §4.3: two years)."""
    return months_between(today, needed_by) < ADVANCE_GOAL_MONTHS


def is_silent(last_event: date, today: date) -> bool:
    """True when nothing happened on the lead for longer than a month."""
    return (today - last_event).days > SILENT_AFTER_DAYS


def silent_before(today: date) -> datetime:
    """The moment before which the last event makes a lead silent: the same rule, for questions to the database."""
    return datetime.combine(today - timedelta(days=SILENT_AFTER_DAYS), time(), UTC)
