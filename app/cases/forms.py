"""What people type about a case approach."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.cases.rules import BOTTLENECK_LABELS, PARTNER_LABELS, SIGNAL_LABELS
from app.web.forms import (
    ChoiceField,
    ChoicesMultipleField,
    DutchDateField,
    EditForm,
    Form,
    LineField,
    NoteField,
    Required,
)


class PlanForm(EditForm):
    """The plan, its day, the company's agreement, the owner and the adjacent programmes."""

    plan = NoteField(_l("Plan van aanpak"))
    plan_on = DutchDateField(_l("Plan van"))
    agreed_on = DutchDateField(_l("Akkoord van het bedrijf op"))
    owner_id = ChoiceField(_l("Trekker van de aanpak"), coerce=int, blank=_l("Nog niemand"))
    programmes = ChoicesMultipleField(_l("Aanpalende programma’s"))


class PartnerForm(Form):
    """A partner of the approach."""

    kind = ChoiceField(_l("Soort partner"), [Required()], choices=PARTNER_LABELS.items())
    name = LineField(_l("Naam"), [Required(_l("Vul de naam van de partner in."))])


class ActionForm(EditForm):
    """An action with its owner and its day."""

    text = LineField(_l("Wat gaat er gebeuren?"), [Required(_l("Schrijf op wat er gaat gebeuren."))])
    due_on = DutchDateField(_l("Klaar op"), [Required(_l("Vul in wanneer het klaar moet zijn."))])
    owner_id = ChoiceField(_l("Wie"), coerce=int, blank=_l("Nog niemand"))
    bottleneck = ChoiceField(_l("Voor welk knelpunt"), choices=BOTTLENECK_LABELS.items(), blank=_l("Geen knelpunt"))
    external = BooleanField(_l("Een externe partij doet mee"))
    done_on = DutchDateField(_l("Gedaan op"))


class ChangeActionForm(ActionForm):
    """An action that is there already, and may be dropped."""

    dropped_on = DutchDateField(_l("Vervallen op"))


class BottleneckForm(EditForm):
    """A bottleneck at the present site and what was tried."""

    kind = ChoiceField(_l("Knelpunt"), [Required()], choices=BOTTLENECK_LABELS.items())
    noted_on = DutchDateField(_l("Gezien op"))
    tried = NoteField(_l("Wat is er geprobeerd, en wat leverde het op?"))
    solved_on = DutchDateField(_l("Opgelost op"))


class SignalForm(EditForm):
    """A signal for policy makers."""

    kind = ChoiceField(_l("Signaal"), [Required()], choices=SIGNAL_LABELS.items())
    note = NoteField(_l("Waarom is dit een signaal?"), [Required(_l("Schrijf op waarom dit een signaal is."))])
    raised_on = DutchDateField(_l("Afgegeven op"))


class LessonForm(Form):
    """A lesson for later cases, worded without the company's name."""

    bottleneck = ChoiceField(_l("Bij welk knelpunt hoort de les?"), [Required()], choices=BOTTLENECK_LABELS.items())
    technology_code = ChoiceField(_l("Technologie"), blank=_l("Niet van belang"))
    text = NoteField(
        _l("Wat kan een ander hiervan leren?"),
        [Required(_l("Schrijf op wat een ander hiervan kan leren."))],
        longest=600,
    )
