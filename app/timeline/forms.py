"""What people type about talks and tasks."""

from flask_babel import lazy_gettext as _l

from app.timeline.rules import TALK_LABELS
from app.web.forms import ChoiceField, DutchDateField, EditForm, LineField, NoteField, Required


class TalkForm(EditForm):
    """A talk: what was said, when, and what was agreed."""

    said = NoteField(
        _l("Wat is er besproken, en wat is de afspraak?"), [Required(_l("Schrijf op wat er is besproken."))]
    )
    kind = ChoiceField(_l("Hoe"), choices=TALK_LABELS.items(), default="meeting", blank=_l("Gesprek"))
    held_on = DutchDateField(_l("Datum"), [Required(_l("Vul de dag van het gesprek in."))])
    agreed = LineField(_l("Volgende stap"), longest=200)


class NewTalkForm(TalkForm):
    """A talk whose next step becomes a task by a day."""

    agreed_by = DutchDateField(_l("Klaar op"))


class TaskForm(EditForm):
    """A task: what, by when, by whom."""

    title = LineField(_l("Wat moet er gebeuren?"), [Required(_l("Schrijf op wat er moet gebeuren."))])
    due_on = DutchDateField(_l("Klaar op"), [Required(_l("Vul in wanneer het klaar moet zijn."))])
    owner_id = ChoiceField(_l("Wie"), coerce=int, blank=_l("Ikzelf"))
