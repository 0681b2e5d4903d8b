"""One deed for many leads: what becomes of each when it is done, and why some stay as they are. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.pipeline.rules import CLOSED, STEP_LABELS, LeadFacts, Step, rule_on_move
from app.words import N_, Said

MOST_TOGETHER = 1000

NOBODY = N_("nog niemand")
HIDDEN = N_("De lead is afgeschermd: alleen wie het bedrijf kent, kan dit.")
NOT_HELD = N_("De lead is van een andere organisatie.")
FOR = N_("%(title)s (%(who)s)")
SAME_OWNER = N_("Is al de eigenaar.")
OWNER_ELSEWHERE = N_("De lead heeft geen eigenaar bij jouw organisatie.")
LACKS = N_("Nog nodig: %(what)s.")


@dataclass(frozen=True)
class Line:
    """A lead with what is so now and what will be; `why` where it stays as it is."""

    lead: Any
    before: str | Said = ""
    after: str | Said = ""
    why: Said | None = None


@dataclass(frozen=True)
class Outlook:
    """What a deed does to each of the leads that were picked."""

    lines: tuple[Line, ...]

    @property
    def changing(self) -> list[Line]:
        """The leads that change."""
        return [line for line in self.lines if not line.why]

    @property
    def staying(self) -> dict[Said, list[Line]]:
        """The leads that stay as they are, by the reason why."""
        found: dict[Said, list[Line]] = {}
        for line in self.lines:
            if line.why:
                found.setdefault(line.why, []).append(line)
        return found

    def seal(self, answers: Mapping[str, Any]) -> str:
        """A word that differs as soon as the answers do, or what they lead to: who agrees to this has seen this."""
        told = [(line.lead.code, line.lead.version, str(line.after), str(line.why)) for line in self.lines]
        return sha256(repr([sorted(answers.items()), told]).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class Hands:
    """Who does it: for which organisation, and whether as the coordinator."""

    organisation_id: int | None
    is_coordinator: bool = False

    def hold(self, lead: Any) -> bool:
        """Whether the lead is of a company that this organisation holds."""
        return lead.holder_id is not None and lead.holder_id == self.organisation_id


def _stays(lead: Any, reason: str | Said) -> Line:
    return Line(lead, why=reason if isinstance(reason, Said) else Said(reason))


def outlook_of_owner(leads: Iterable[Any], hands: Hands, *, owner_id: int, owner: str) -> Outlook:
    """Leads of one's own get another owner."""

    def line(lead: Any) -> Line:
        if not hands.hold(lead):
            return _stays(lead, NOT_HELD if lead.company else HIDDEN)
        if lead.owner_id == owner_id:
            return _stays(lead, SAME_OWNER)
        return Line(lead, lead.owner or Said(NOBODY), owner)

    return Outlook(tuple(map(line, leads)))


def outlook_of_task(leads: Iterable[Any], hands: Hands, *, title: str, owner: str | None) -> Outlook:
    """Open leads of known companies get a task: for one person, or (no `owner`) each for its own."""

    def line(lead: Any) -> Line:
        if not lead.company:
            return _stays(lead, HIDDEN)
        if lead.closed_on:
            return _stays(lead, CLOSED)
        if not owner and lead.owner_organisation_id != hands.organisation_id:
            return _stays(lead, OWNER_ELSEWHERE)
        return Line(lead, after=Said(FOR, {"title": title, "who": owner or lead.owner}))

    return Outlook(tuple(map(line, leads)))


def outlook_of_step(
    leads: Iterable[Any], hands: Hands, *, facts: dict[int, LeadFacts], step: str, reason: str
) -> Outlook:
    """Leads go to a step, each by the rules of a single one; nobody overrides what many of them lack at once."""

    def line(lead: Any) -> Line:
        if not hands.hold(lead) and not hands.is_coordinator:
            return _stays(lead, NOT_HELD if lead.company else HIDDEN)
        ruling = rule_on_move(lead.step, step, facts[lead.id], closed=lead.closed_on is not None, reason=reason)
        if ruling.missing:
            return _stays(lead, _lacks(ruling.missing))
        if ruling.objection:
            return _stays(lead, ruling.objection)
        return Line(lead, Said(STEP_LABELS[Step(lead.step)]), Said(STEP_LABELS[Step(step)]))

    return Outlook(tuple(map(line, leads)))


def _lacks(missing: Iterable[Any]) -> Said:
    names = {f"one_{place}": Said(one.label) for place, one in enumerate(missing)}
    return Said(LACKS, {"what": Said(", ".join(f"%({name})s" for name in names), names)})
