"""The words in which the demo world is written: a company's story as plain facts with their days."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Calendar:
    """Days that are told from today, so that late is late and silent is silent whenever the world is filled."""

    today: date

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

    def ahead(self, days: int) -> date:
        """The day so many days after today."""
        return self.today + timedelta(days=days)


@dataclass(frozen=True)
class Demand:
    """One of the five kinds of demand: what is asked, what pinches, and where it could be met."""

    kind: str
    amounts: dict[str, str] = field(default_factory=dict)
    needed: date | None = None
    note: str = ""
    pinch: str = ""
    where: tuple[str, str, str] = ("unknown", "unknown", "unknown")
    on: date | None = None


@dataclass(frozen=True)
class Share:
    """A consent: with whom, from when, until when."""

    on: date
    scope: str = "named"
    organisations: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True)
class Todo:
    """An action of an approach or a task: who does what by when, and when it was done."""

    text: str
    due: date
    made: date
    done: date | None = None
    who: str = ""
    bottleneck: str | None = None
    external: bool = False


@dataclass(frozen=True)
class Plan:
    """The case approach."""

    on: date
    text: str
    partners: tuple[tuple[str, str], ...] = ()
    agreed: date | None = None
    actions: tuple[Todo, ...] = ()


@dataclass(frozen=True)
class Talk:
    """What was said on a day and what was agreed."""

    on: date
    said: str
    agreed: str = ""
    kind: str = "meeting"
    who: str = ""


@dataclass(frozen=True)
class Match:
    """A hub for a lead, and how far it came: (step, day, words) in the order in which it happened."""

    hub: str
    moves: tuple[tuple[str, date, str], ...]
    reason: str | None = None


@dataclass(frozen=True)
class Signed:
    """The entrepreneur's signed decision."""

    on: date
    kind: str
    place: str | None = None
    country: str | None = None
    motive: str = "room"
    why: str = ""


@dataclass(frozen=True)
class Money:
    """An investment in whole euros at one stage."""

    stage: str
    amount: int
    holds: date
    recorded: date
    nature: str = "plant"
    counterfactual: str | None = None
    grounds: str = ""
    verdict: str | None = None
    judged: date | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact that was submitted, and what the verifier did with it; verdict None: it waits."""

    fact: str
    holds: date
    submitted: date
    evidence: str = "plan"
    verdict: str | None = "accept"
    judged: date | None = None
    reason: str = ""
    note: str = ""
    reversed_on: date | None = None


@dataclass(frozen=True)
class Story:
    """A company with a lead, from the first signal to where it stands today."""

    key: str
    name: str
    holder: str
    owner: str
    place: str
    technologies: tuple[str, ...]
    kind: str
    phase: int
    asked: date
    logged: date
    needed: date
    question: str
    demands: tuple[Demand, ...]
    kvk: str = ""
    site: str = ""
    nda: str = "nda"
    tested: date | None = None
    motivation: str = "Ontwikkelt en maakt een eigen product met een sleuteltechnologie."
    contact: tuple[str, str] | None = None
    withheld: bool = False
    phases: tuple[tuple[int, str, date, str], ...] = ()
    shares: tuple[Share, ...] = ()
    steps: tuple[tuple[str, date], ...] = ()
    override: tuple[str, date, str, str] | None = None
    back: tuple[str, date, str] | None = None
    plan: Plan | None = None
    talks: tuple[Talk, ...] = ()
    tasks: tuple[Todo, ...] = ()
    bottlenecks: tuple[tuple[str, date, str], ...] = ()
    signals: tuple[tuple[str, date, str], ...] = ()
    lessons: tuple[tuple[str, date, str], ...] = ()
    programmes: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    signed: Signed | None = None
    money: tuple[Money, ...] = ()
    facts: tuple[Fact, ...] = ()
    outcome: tuple[str, date, str] | None = None


@dataclass(frozen=True)
class Portfolio:
    """A company of which the question was asked, and that has no lead (yet)."""

    name: str
    holder: str
    who: str
    place: str
    technologies: tuple[str, ...]
    kind: str
    asked: date
    answer: str
    again: date


@dataclass(frozen=True)
class Offering:
    """What a hub has of one kind in the demo world: measure to (in all, taken, in talks)."""

    hub: str
    kind: str
    amounts: dict[str, tuple[str, str, str]]
    on: date
    begins: date | None = None
    until: date | None = None
    certainty: str = "confirmed"
    site: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Bid:
    """A place that a ROM offers against the code of a lead whose company it does not know; answer None: it waits."""

    lead: str
    hub: str
    who: str
    on: date
    text: str
    begins: date | None = None
    answer: str | None = None
    answered: date | None = None
    reason: str | None = None
