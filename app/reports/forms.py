"""What the coordinator types to prepare and publish a report."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.geography.forms import MunicipalityField
from app.reports.document import SECTION_HINTS, SECTIONS
from app.web.forms import DutchDateField, EditForm, Form, NoteField, Required

LONGEST = 6000


class DayForm(Form):
    """The reporting date of a new report."""

    reporting_date = DutchDateField(_l("Peildatum"), [Required(_l("Vul de peildatum in."))])


class AreaForm(Form):
    """The municipality that an extract is for, read from an address."""

    class Meta(Form.Meta):
        csrf = False

    gemeente = MunicipalityField(_l("Gemeente"), [Required(_l("Vul een gemeente of plaats in."))])


class NarrativeForm(EditForm):
    """The texts of a report, a section each."""

    summary = NoteField(_l(SECTIONS["summary"]), longest=LONGEST, description=_l(SECTION_HINTS["summary"]))
    practice = NoteField(_l(SECTIONS["practice"]), longest=LONGEST, description=_l(SECTION_HINTS["practice"]))
    lessons = NoteField(_l(SECTIONS["lessons"]), longest=LONGEST, description=_l(SECTION_HINTS["lessons"]))
    bottlenecks = NoteField(_l(SECTIONS["bottlenecks"]), longest=LONGEST, description=_l(SECTION_HINTS["bottlenecks"]))
    choices = NoteField(_l(SECTIONS["choices"]), longest=LONGEST, description=_l(SECTION_HINTS["choices"]))
    nowhere = NoteField(_l(SECTIONS["nowhere"]), longest=LONGEST, description=_l(SECTION_HINTS["nowhere"]))
    ecosystem = NoteField(_l(SECTIONS["ecosystem"]), longest=LONGEST, description=_l(SECTION_HINTS["ecosystem"]))

    def sections(self) -> list[Any]:
        """The fields of the sections, in the order of the report."""
        return [self[name] for name in SECTIONS]

    def texts(self) -> dict[str, str]:
        """What was typed, by section."""
        return {name: self[name].data or "" for name in SECTIONS}


class PublishForm(EditForm):
    """The word that nothing will change any more."""

    confirmed = BooleanField(_l("Ik heb het rapport nagekeken zoals EZ het ziet."))

    def validate_confirmed(self, field: BooleanField) -> None:
        """Nobody publishes by accident."""
        if not field.data:
            raise ValidationError(_("Vink aan dat je het rapport hebt nagekeken."))
