"""What people type when a lead moves, closes or opens again."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.pipeline.rules import OUTCOME_LABELS, OVERRIDES, STEP_LABELS
from app.web.forms import ChoiceField, DutchDateField, EditForm, NoteField, RadioField, Required

LONGEST_FILTER = 1000


def _short(typed: str | None) -> str:
    return (typed or "")[:LONGEST_FILTER]


class MoveForm(EditForm):
    """To which step, and why when it goes back or something is missing."""

    step = ChoiceField(_l("Naar welke stap?"), [Required()], choices=STEP_LABELS.items())
    reason = NoteField(_l("Reden"), longest=1000)
    back = HiddenField(filters=[_short])  # the filter of the board that the card was moved on
    override = BooleanField(_l("Zet de stap terwijl er nog iets ontbreekt"))
    cause = RadioField(_l("Waarom mag de lead toch verder?"), choices=OVERRIDES.items())


class CloseForm(EditForm):
    """How the lead ended."""

    outcome = RadioField(_l("Hoe liep het af?"), [Required(_l("Kies hoe het afliep."))], choices=OUTCOME_LABELS.items())
    closed_on = DutchDateField(_l("Gesloten op"))
    reason = NoteField(_l("Reden"), longest=1000)


class ReopenForm(EditForm):
    """Why a closed lead opens again."""

    reason = NoteField(_l("Waarom gaat de lead weer open?"), [Required()], longest=1000)
