"""What people type about talks and tasks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.access.request import clock
from app.timeline.days import parse_due
from app.timeline.rules import TALK_LABELS
from app.web.forms import ChoiceField, DutchDateField, EditForm, Form, LineField, NoteField, Required


class DueField(DutchDateField):
    """A day that is to come, as people say it: morgen, vrijdag, over 2 weken, 31-5; or written in full."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), **kw: Any) -> None:
        kw.setdefault("description", _l("Bijvoorbeeld morgen, vrijdag, over 2 weken of 31-5-2026."))
        super().__init__(label, validators, **kw)

    def read(self, typed: str) -> date:
        """The day, seen from today."""
        return parse_due(typed, clock().today())


MENTIONED = _l("Met @ en een naam vertel je het een collega: @Femke.")


class NoteForm(Form):
    """Something to remember, of today."""

    said = NoteField(
        _l("Wat wil je onthouden?"), [Required(_l("Schrijf op wat je wilt onthouden."))], description=MENTIONED
    )


class TalkForm(EditForm):
    """A talk: what was said, when, and what was agreed."""

    said = NoteField(
        _l("Wat is er besproken, en wat is de afspraak?"),
        [Required(_l("Schrijf op wat er is besproken."))],
        description=MENTIONED,
    )
    kind = ChoiceField(_l("Hoe"), choices=TALK_LABELS.items(), default="meeting", blank=_l("Gesprek"))
    held_on = DutchDateField(_l("Datum"), [Required(_l("Vul de dag van het gesprek in."))])
    agreed = LineField(_l("Volgende stap"), longest=200)


class NewTalkForm(TalkForm):
    """A talk whose next step becomes a task by a day."""

    agreed_by = DueField(_l("Klaar op"))


class TaskForm(EditForm):
    """A task: what, by when, by whom."""

    title = LineField(_l("Wat moet er gebeuren?"), [Required(_l("Schrijf op wat er moet gebeuren."))])
    due_on = DueField(_l("Klaar op"), [Required(_l("Vul in wanneer het klaar moet zijn."))])
    owner_id = ChoiceField(_l("Wie"), coerce=int, blank=_l("Ikzelf"))
