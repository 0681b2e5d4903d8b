"""What a person says of a view that they keep, and of many leads at once."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.board.models import LONGEST_NAME
from app.pipeline.rules import STEP_LABELS
from app.timeline.forms import DueField
from app.web.forms import ChoiceField, EditForm, Form, LineField, NoteField, Required


class ViewForm(EditForm):
    """Its name, who may open it, and whether the list opens with it."""

    name = LineField(_l("Naam"), [Required(_l("Geef de weergave een naam."))], longest=LONGEST_NAME)
    is_shared = BooleanField(_l("Ook voor mijn organisatie"))
    is_default = BooleanField(_l("Open de pijplijn met deze weergave"))


class DropForm(Form):
    """A button that asks to be sure."""


class TogetherForm(Form):
    """What is done with many leads at once; it carries which outcome the person has seen."""

    seen = HiddenField()

    def is_submitted(self) -> bool:
        """Filled in, and not just opened by the list, which sends the leads that were picked."""
        return super().is_submitted() and "seen" in request.form

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in."""
        return {name: value for name, value in super().answers.items() if name != "seen"}

    def agrees(self, seal: str) -> bool:
        """Whether the person saw what comes of it, as it still is, and said yes; else it is shown now."""
        has_seen, self.seen.raw_data, self.seen.data = self.seen.data == seal, None, seal
        return has_seen and "doe" in request.form


class OwnerForm(TogetherForm):
    """Who gets the leads."""

    owner_id = ChoiceField(_l("Nieuwe eigenaar"), [Required(_l("Kies wie de eigenaar wordt."))], coerce=int)


class TaskForm(TogetherForm):
    """What has to be done on each lead, by when, by whom."""

    title = LineField(_l("Wat moet er gebeuren?"), [Required(_l("Schrijf op wat er moet gebeuren."))])
    due_on = DueField(_l("Klaar op"), [Required(_l("Vul in wanneer het klaar moet zijn."))])
    owner_id = ChoiceField(_l("Wie"), coerce=int, blank=_l("De eigenaar van elke lead"))


class StepForm(TogetherForm):
    """To which step, and why where it goes back."""

    step = ChoiceField(_l("Naar welke stap?"), [Required(_l("Kies een stap."))], choices=STEP_LABELS.items())
    reason = NoteField(_l("Reden"), longest=1000, description=_l("Verplicht voor leads die teruggaan."))
