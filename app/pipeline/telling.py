"""Turns what history kept into Dutch words for a person, and a row's demands into their five places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from app.capital.rules import (
    COUNTERFACTUAL_LABELS,
    COUNTRIES,
    DECISION_LABELS,
    MOTIVES,
    NATURES,
    STAGE_LABELS,
)
from app.cases.rules import BOTTLENECK_LABELS, PARTNER_LABELS, SIGNAL_LABELS
from app.companies.rules import KINDS as COMPANY_KINDS
from app.companies.rules import NDA_STATES, PURPOSES, SCOPES
from app.documents.rules import TYPES, megabytes
from app.growth.rules import FIT_NAMES, MEASURE, Measure, Shape, measure_text
from app.leads.rules import PHASES
from app.ledger.rules import CAUSES, EVIDENCE, FACTS, STATUSES, WITHDRAWALS, Status
from app.ledger.rules import REASONS as JUDGED
from app.matching.rules import ANSWER_NAMES, REASONS, STEP_ICONS, STEP_NAMES
from app.matching.rules import Step as MatchStep
from app.pipeline.queries import LACKING
from app.pipeline.rules import OUTCOME_LABELS, OVERRIDES, REQUIREMENT_NAMES, STEP_LABELS, Course
from app.timeline.queries import Event, FieldChange
from app.timeline.rules import ACCEPTED, SIZE_FIELDS, SUBJECT_FIELDS, TALK_LABELS, plain, tell
from app.web.language import language
from app.web.marks import DEMAND_MARKS
from app.web.notation import dutch_date, euro
from app.words import N_

TALK_ICONS = {"meeting": "message-circle", "call": "phone", "visit": "map-pin", "mail": "mail", "note": "note"}
MOVE_ICONS = {
    Course.FORWARD: "arrow-right",
    Course.BACK: "arrow-back-up",
    Course.OVERRIDE: "arrow-forward-up",
    Course.CLOSE: "flag",
    Course.REOPEN: "refresh",
}
# Which change of several made in one go gives the event its name.
UNKNOWN = "unknown"
MOST_TELLING = (
    "handover",
    "handover_outcome",
    "lead",
    "decision",
    "investment",
    "submission",
    "offer",
    "approach",
    "demand",
)


def _labels(named: Mapping[Any, str]) -> dict[str, str]:
    """A vocabulary of a room, by the words in which history keeps its keys."""
    return {str(key): label for key, label in named.items()}


WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("decision", "kind"): _labels(DECISION_LABELS),
    ("decision", "motive"): MOTIVES,
    ("decision", "country"): COUNTRIES,
    ("investment", "stage"): _labels(STAGE_LABELS),
    ("investment", "counterfactual"): _labels(COUNTERFACTUAL_LABELS),
    ("investment", "nature"): {code: nature.label for code, nature in NATURES.items()},
    ("approach_action", "bottleneck"): _labels(BOTTLENECK_LABELS),
    ("bottleneck", "kind"): _labels(BOTTLENECK_LABELS),
    ("lesson", "bottleneck"): _labels(BOTTLENECK_LABELS),
    ("signal", "kind"): _labels(SIGNAL_LABELS),
    ("approach_partner", "kind"): _labels(PARTNER_LABELS),
    ("talk", "kind"): _labels(TALK_LABELS),
    ("submission", "status"): _labels(STATUSES),
    ("submission", "fact"): _labels(FACTS),
    ("submission", "counterfactual"): _labels(COUNTERFACTUAL_LABELS),
    ("submission", "evidence_kind"): EVIDENCE,
    ("submission", "decision_reason"): JUDGED,
    ("submission", "cause"): WITHDRAWALS,
    ("phase_record", "phase"): _labels(PHASES),
    ("phase_record", "evidence_kind"): EVIDENCE,
    ("lead", "phase"): _labels(PHASES),
    ("lead", "kind"): _labels(COMPANY_KINDS),
    ("company", "kind"): _labels(COMPANY_KINDS),
    ("company", "nda"): _labels(NDA_STATES),
    ("consent", "scope"): _labels(SCOPES),
    ("contact", "purpose"): _labels(PURPOSES),
    ("offer", "status"): _labels(ANSWER_NAMES),
    ("offer", "reason"): REASONS,
    ("demand", "kind"): {key: mark.label for key, mark in DEMAND_MARKS.items()},
    ("demand_detail", "own_site"): _labels(FIT_NAMES),
    ("demand_detail", "own_region"): _labels(FIT_NAMES),
    ("demand_detail", "other_region"): _labels(FIT_NAMES),
}
SUBJECTS: dict[str, dict[str, str]] = {
    "bottleneck": WORDS["bottleneck", "kind"],
    "consent": WORDS["consent", "scope"],
    "signal": WORDS["signal", "kind"],
    "decision": WORDS["decision", "kind"],
    "investment": WORDS["investment", "nature"],
    "submission": WORDS["submission", "fact"],
    "demand": WORDS["demand", "kind"],
    "demand_absence": WORDS["demand", "kind"],
    "demand_detail": WORDS["demand", "kind"],
    "phase_record": WORDS["phase_record", "phase"],
    "target_test": {"True": N_("Past in de doelgroep"), "False": N_("Past niet in de doelgroep")},
}
EUROS = {("investment", "amount"), ("submission", "amount")}
# What a submission's status became, in the title of its event.
SUBMITTED = N_("Ingediend: %(fact)s")
JUDGEMENTS = {
    Status.OPEN: N_("Opnieuw ingediend: %(fact)s"),
    Status.ASKED_BACK: N_("Teruggevraagd: %(fact)s"),
    Status.REFUSED: N_("Afgewezen: %(fact)s"),
    Status.WITHDRAWN: N_("Ingetrokken: %(fact)s"),
}


@dataclass(frozen=True)
class Line:
    """One line under an event: a label, what it was, what it is."""

    text: str
    label: str = ""
    before: str = ""


@dataclass
class Told:
    """An event in words: its icon, its title, its lines, and the change whose text may be erased."""

    icon: str
    title: str
    lines: list[Line] = field(default_factory=list)
    erasable: int | None = None


def tell_event(event: Event) -> Told:
    """An event of the timeline in, the words for it out."""
    ways = {"talk": _talk, "task": _task, "document": _document, "move": _move, "match": _match, "entry": _entry}
    return ways.get(event.what, _changes)(event)


def _talk(event: Event) -> Told:
    kind = WORDS["talk", "kind"].get(event.kind, N_("Gesprek"))
    told = Told(TALK_ICONS.get(event.kind, "message-circle"), _(kind))
    if event.text:
        told.lines.append(Line(event.text))
    if event.more:
        told.lines.append(Line(event.more, label=_("Volgende stap")))
    return told


def _task(event: Event) -> Told:
    title = event.text or _("Taak")
    if event.done_on:
        return Told("circle-check", title, [Line(_("Klaar op %(day)s", day=dutch_date(event.done_on, language())))])
    due = dutch_date(event.due_on, language()) if event.due_on else ""
    return Told("checkbox", title, [Line(_("Moet klaar zijn op %(day)s", day=due))])


def _document(event: Event) -> Told:
    label, size = _(TYPES[event.kind].label), megabytes(int(event.more or 0))
    return Told("paperclip", event.text or _("Document"), [] if event.erased else [Line(f"{label}, {size}")])


def _move(event: Event) -> Told:
    change = event.changes[0]
    course = Course(event.kind)
    to = _(STEP_LABELS[change.after]) if change.after in STEP_LABELS else ""  # type: ignore[index]
    titles = {
        Course.FORWARD: _("Naar %(step)s", step=to),
        Course.BACK: _("Terug naar %(step)s", step=to),
        Course.OVERRIDE: _("Naar %(step)s, door de coördinator", step=to),
        Course.CLOSE: _("Gesloten: %(outcome)s", outcome=_outcome(event.more)),
        Course.REOPEN: _("Heropend"),
    }
    told = Told(MOVE_ICONS[course], titles[course])
    if course is Course.OVERRIDE:
        told.lines += _overridden(event.more or "")
    if event.text:
        told.lines.append(Line(event.text))
    return told


def _overridden(more: str) -> list[Line]:
    """Why the coordinator overrode, and what was lacking then."""
    cause, _mark, lacking = more.partition(LACKING)
    names = [_(REQUIREMENT_NAMES[key]) for key in lacking.split(", ") if key in REQUIREMENT_NAMES]
    lines = [Line(_(OVERRIDES[cause]))] if cause in OVERRIDES else []
    return [*lines, Line(_("Ontbrak toen: %(what)s", what="; ".join(names)))] if names else lines


def _match(event: Event) -> Told:
    title = _("%(hub)s: %(step)s", hub=event.text or "", step=_(STEP_NAMES[MatchStep(event.kind)]).lower())
    return Told(STEP_ICONS[MatchStep(event.kind)], title, [Line(event.more)] if event.more else [])


def _outcome(outcome: str | None) -> str:
    return _(OUTCOME_LABELS[outcome]) if outcome in OUTCOME_LABELS else ""  # type: ignore[index]


def _cause(code: str | None) -> str:
    return _(CAUSES[code]) if code in CAUSES else ""


def _entry(event: Event) -> Told:
    """A fact that was accepted, or taken back again."""
    fact = _(FACTS[event.kind])  # type: ignore[index]
    if event.more != ACCEPTED:
        told = Told("arrow-back-up", _("Teruggedraaid: %(fact)s", fact=fact))
        told.lines += [Line(text) for text in (_cause(event.more), event.text) if text]
        return told
    told = Told("circle-check", _("Geaccepteerd: %(fact)s", fact=fact))
    if event.text in WITHDRAWALS:
        told.lines.append(Line(_(WITHDRAWALS[event.text])))
    told.lines += [Line(euro(int(change.after))) for change in event.changes if change.after]
    if event.due_on:
        told.lines.append(Line(_("Geldt vanaf %(day)s", day=dutch_date(event.due_on, language()))))
    return told


def _changes(event: Event) -> Told:
    first = min(event.changes, key=_rank)
    telling, title = tell(first.table, first.action, first.field), _title(event, first)
    if first.table == "lead" and first.action == "insert":
        return Told("flag", _("Lead gesignaleerd"))
    told = Told(telling.icon, title or _(telling.action, thing=_(telling.thing)))
    about: set[tuple[str, int | None]] = {(first.table, first.row_id)} if title and not first.size else set()
    for change in event.changes:
        row = (change.table, change.row_id)
        lines = ([] if row in about else [_about(change)]) + [_line(change)]
        about.add(row)
        told.lines += [
            line for line in lines if line is not None and line not in told.lines and line.text != told.title
        ]
        if change.has_text and not change.erased:
            told.erasable = change.change_id
    return told


def told_lines(changes: list[FieldChange]) -> list[Line]:
    """What fields were and became, a line each; those that say nothing to a person left out."""
    return [line for change in changes if (line := _line(change)) is not None]


def _title(event: Event, first: FieldChange) -> str | None:
    """What became of a submitted fact says more than that it was changed."""
    if first.table != "submission":
        return None
    facts = SUBJECTS[first.table]
    if first.subject not in facts:
        return None
    fact = _(facts[first.subject])
    if first.action == "insert":
        return _(SUBMITTED, fact=fact)
    became = next((change.after for change in event.changes if change.field == "status"), None)
    return _(JUDGEMENTS[became], fact=fact) if became in JUDGEMENTS else None  # type: ignore[index]


def _about(change: FieldChange) -> Line | None:
    """What a change is about, in words, with how much a new one was: the kind of a bottleneck, € 5 mln for a hall."""
    subject, measure = change.subject, MEASURE.get(change.subject or "")
    if not subject or change.field in ("text_id", "name", "number"):
        return None
    if change.table in ("demand_amount", "demand_note") and measure is not None:
        how_much = _measured(measure, change.size) if change.size else ""
        if change.table == "demand_amount" and not how_much:
            return None  # the line of the change itself names the measure
        return Line(how_much or _(measure.label), label=_(measure.label) if how_much else "")
    labels = SUBJECTS.get(change.table)
    words = _(labels.get(subject, subject)) if labels else subject
    if change.size:
        return Line(f"{words}, {euro(int(change.size))}")
    return Line(words)


def _rank(change: FieldChange) -> int:
    return MOST_TELLING.index(change.table) if change.table in MOST_TELLING else len(MOST_TELLING)


def _line(change: FieldChange) -> Line | None:
    """What a field was and became; of something removed, what it was."""
    if (change.table, change.field) == ("submission", "status"):
        return None  # the title says so
    if change.field is None or (change.action == "delete" and change.field == SUBJECT_FIELDS.get(change.table)):
        return None
    label = _label(change)
    if change.erased:
        return Line(_("Deze tekst is gewist."), label=label)
    if not label:
        return None
    before, after = _value(change, change.before), _value(change, change.after)
    if not before and not after:
        return None
    if change.action == "delete":
        return None if change.before == UNKNOWN else Line("", label=label, before=before)
    return Line(after or _("leeg"), label=label, before=before)


def _label(change: FieldChange) -> str:
    """How a field is called; that of an amount or word of a demand by what is measured."""
    measure = MEASURE.get(change.subject or "")
    if measure is not None and change.table in ("demand_amount", "demand_note"):
        return _(measure.label)
    label = tell(change.table, change.action, change.field).field
    return _(label) if label else ""


def _measured(measure: Measure, kept: str) -> str:
    """An amount or choice of a demand as a person reads it: 6.000 m², € 5 mln, ISO 6."""
    if measure.shape is Shape.NEED:
        return _("ja") if kept == "1" else _("nee")
    if measure.choices:
        return _(dict(measure.choices).get(kept, kept))
    amount, unit = measure_text(measure, int(kept))
    return f"{amount} {_(unit)}" if unit else amount


def _value(change: FieldChange, kept: str | None) -> str:
    if kept is None:
        return ""
    key, measure = (change.table, change.field or ""), MEASURE.get(change.subject or "")
    if measure is not None and change.table == "demand_amount" and change.field in SIZE_FIELDS:
        return _measured(measure, kept)
    if key in EUROS and kept.isdigit():
        return euro(int(kept))
    if key in WORDS:
        return _(WORDS[key].get(kept, kept))
    value = plain(kept)
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, date):
        return dutch_date(value, language())
    return str(value)


def strip(kinds: str | None) -> Markup:
    """The five places of a row's demands: there are few different ones, so each is drawn once a language."""
    return _strip(language(), kinds)


@lru_cache(maxsize=1024)
def _strip(_language: str, kinds: str | None) -> Markup:
    look: Any = current_app.jinja_env.get_template("look.html").module
    drawn: Markup = look.demand_strip(*strip_of(kinds))
    return drawn


def strip_of(kinds: str | None) -> tuple[list[str], list[str]]:
    """A row's kinds ("space,energy!") in; the kinds asked for, and those that are the bottleneck now, out."""
    told = kinds.split(",") if kinds else []
    return [kind.rstrip("!") for kind in told], [kind[:-1] for kind in told if kind.endswith("!")]
