"""The box on a lead's page to add a talk, a task, a note or a document: what each asks, and what it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.access.session import GuardedSession
from app.documents.forms import DocumentForm
from app.leads.models import Lead
from app.pipeline.rules import is_silent
from app.timeline.forms import NewTalkForm, NoteForm, TaskForm
from app.timeline.queries import Event
from app.timeline.rules import TalkKind
from app.timeline.services import add_task, record_talk, record_talk_and_step
from app.web.forms import Form
from app.web.language import language
from app.web.notation import dutch_date
from app.words import N_

ACTIVITY = frozenset({"talk", "task", "move", "match", "document", "entry"})


@dataclass(frozen=True)
class Adding:
    """One tab of the box: its name, icon and form, its button, and what it does with what was filled in."""

    label: str
    icon: str
    form: type[Form]
    verb: str
    add: Callable[[GuardedSession, Lead, Form], str] | None = None


def _talk(session: GuardedSession, lead: Lead, form: Form) -> str:
    record_talk_and_step(session, lead, **form.answers)
    return str(_("Gesprek vastgelegd."))


def _task(session: GuardedSession, lead: Lead, form: Form) -> str:
    """The day as it was read, for it may have been said in words."""
    made = add_task(session, lead, **form.answers)
    return str(_("Taak toegevoegd, klaar op %(day)s.", day=dutch_date(made.due_on, language())))


def _note(session: GuardedSession, lead: Lead, form: Form) -> str:
    record_talk(session, lead, held_on=session.clock.today(), kind=TalkKind.NOTE, **form.answers)
    return str(_("Notitie bewaard."))


# A document goes to its own page, which reads larger requests.
ADDINGS = {
    "gesprek": Adding(N_("Gesprek"), "message-circle", NewTalkForm, N_("Leg gesprek vast"), _talk),
    "taak": Adding(N_("Taak"), "checkbox", TaskForm, N_("Voeg taak toe"), _task),
    "notitie": Adding(N_("Notitie"), "note", NoteForm, N_("Bewaar notitie"), _note),
    "document": Adding(N_("Document"), "paperclip", DocumentForm, N_("Voeg document toe")),
}
FIRST = "gesprek"


def empty_form(what: str, today: date) -> Form:
    """The form of a tab that nothing was filled in on yet."""
    given: dict[str, Any] = {"held_on": today} if what == FIRST else {}
    return ADDINGS[what].form(formdata=None, **given)


def days_silent(events: Iterable[Event], today: date) -> int | None:
    """For how many days nothing was done on a lead, where that is longer than a month; None where it is not, or is unknown."""
    seen = [max(event.at.date(), event.done_on or event.at.date()) for event in events if _is_done(event)]
    return (today - max(seen)).days if seen and is_silent(max(seen), today) else None


def _is_done(event: Event) -> bool:
    began = any(change.table == "lead" and change.action == "insert" for change in event.changes)
    return event.what in ACTIVITY or began
