"""Turns what history kept into Dutch words for a person, and a row's demands into their five places."""

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
from app.ledger.rules import FACTS, STATUSES
from app.matching.rules import STEP_ICONS, STEP_NAMES
from app.matching.rules import Step as MatchStep
from app.pipeline.rules import OUTCOME_LABELS, STEP_LABELS, Course
from app.timeline.queries import Event, FieldChange
from app.timeline.rules import TALK_LABELS, plain, tell
from app.web.language import language
from app.web.marks import DEMAND_MARKS
from app.web.notation import dutch_date, euro
from app.words import N_

TALK_ICONS = {"meeting": "message-circle", "call": "phone", "visit": "map-pin", "mail": "mail"}
MOVE_ICONS = {
    Course.FORWARD: "arrow-right",
    Course.BACK: "arrow-back-up",
    Course.OVERRIDE: "arrow-forward-up",
    Course.CLOSE: "flag",
    Course.REOPEN: "refresh",
}
# Which change of several made in one go gives the event its name.
MOST_TELLING = ("lead", "decision", "investment", "submission", "offer", "approach", "demand")

WORDS: dict[tuple[str, str], dict[str, str]] = {
    ("decision", "kind"): {str(key): label for key, label in DECISION_LABELS.items()},
    ("decision", "motive"): MOTIVES,
    ("decision", "country"): COUNTRIES,
    ("investment", "stage"): {str(key): label for key, label in STAGE_LABELS.items()},
    ("investment", "counterfactual"): {str(key): label for key, label in COUNTERFACTUAL_LABELS.items()},
    ("investment", "nature"): {code: nature.label for code, nature in NATURES.items()},
    ("approach_action", "bottleneck"): {str(key): label for key, label in BOTTLENECK_LABELS.items()},
    ("bottleneck", "kind"): {str(key): label for key, label in BOTTLENECK_LABELS.items()},
    ("signal", "kind"): {str(key): label for key, label in SIGNAL_LABELS.items()},
    ("approach_partner", "kind"): {str(key): label for key, label in PARTNER_LABELS.items()},
    ("talk", "kind"): {str(key): label for key, label in TALK_LABELS.items()},
    ("submission", "status"): {str(key): label for key, label in STATUSES.items()},
    ("submission", "fact"): {str(key): label for key, label in FACTS.items()},
}
SUBJECTS: dict[str, dict[str, str]] = {
    "bottleneck": WORDS["bottleneck", "kind"],
    "signal": WORDS["signal", "kind"],
    "decision": WORDS["decision", "kind"],
    "investment": WORDS["investment", "nature"],
    "submission": WORDS["submission", "fact"],
    "demand": {key: mark.label for key, mark in DEMAND_MARKS.items()},
}
EUROS = {("investment", "amount"), ("submission", "amount")}


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
    return {"talk": _talk, "task": _task, "move": _move, "match": _match}.get(event.what, _changes)(event)


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
    return Told(MOVE_ICONS[course], titles[course], [Line(event.text)] if event.text else [])


def _match(event: Event) -> Told:
    title = _("%(hub)s: %(step)s", hub=event.text or "", step=_(STEP_NAMES[MatchStep(event.kind)]).lower())
    return Told(STEP_ICONS[MatchStep(event.kind)], title, [Line(event.more)] if event.more else [])


def _outcome(outcome: str | None) -> str:
    return _(OUTCOME_LABELS[outcome]) if outcome in OUTCOME_LABELS else ""  # type: ignore[index]


def _changes(event: Event) -> Told:
    first = min(event.changes, key=_rank)
    telling = tell(first.table, first.action, first.field)
    if first.table == "lead" and first.action == "insert":
        return Told("flag", _("Lead gesignaleerd"))
    told = Told(telling.icon, _(telling.action, thing=_(telling.thing)))
    for change in event.changes:
        subject = _subject(change)
        if subject and Line(subject) not in told.lines:
            told.lines.append(Line(subject))
        line = _line(change)
        if line is not None and line not in told.lines:
            told.lines.append(line)
        if change.has_text and not change.erased:
            told.erasable = change.change_id
    return told


def _subject(change: FieldChange) -> str:
    """What a change is about, in words: the text of an action, the kind of a bottleneck."""
    if not change.subject or change.field == "text_id":
        return ""
    labels = SUBJECTS.get(change.table)
    return _(labels.get(change.subject, change.subject)) if labels else change.subject


def _rank(change: FieldChange) -> int:
    return MOST_TELLING.index(change.table) if change.table in MOST_TELLING else len(MOST_TELLING)


def _line(change: FieldChange) -> Line | None:
    if change.action != "update" or change.field is None:
        return None
    label = tell(change.table, change.action, change.field).field
    if change.erased:
        return Line(_("Deze tekst is gewist."), label=_(label) if label else "")
    if label is None:
        return None
    before, after = _value(change, change.before), _value(change, change.after)
    if not before and not after:
        return None
    return Line(after or _("leeg"), label=_(label), before=before)


def _value(change: FieldChange, kept: str | None) -> str:
    if kept is None:
        return ""
    key = (change.table, change.field or "")
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
