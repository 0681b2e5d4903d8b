"""What the coordinator types to prepare and publish a report."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.geography.forms import MunicipalityField
from app.reports.sections import SECTIONS
from app.web.forms import DutchDateField, EditForm, Form, NoteField, Required


class DayForm(Form):
    """The reporting date of a new report."""

    reporting_date = DutchDateField(_l("Peildatum"), [Required(_l("Vul de peildatum in."))])


class AreaForm(Form):
    """The municipality that an extract is for, read from an address."""

    class Meta(Form.Meta):
        csrf = False

    gemeente = MunicipalityField(_l("Gemeente"), [Required(_l("Vul een gemeente of plaats in."))])


class NarrativeForm(EditForm):
    """The texts of a report, a field for each section."""

    def texts(self) -> dict[str, str]:
        """What was typed, by section."""
        return {name: self[name].data or "" for name in SECTIONS}

    def says_any(self, names: Iterable[str]) -> bool:
        """Whether there is something to see in one of these sections: a text, or what is wrong with it."""
        return any(self[name].data or self[name].errors for name in names)


for _name, _section in SECTIONS.items():
    _field = NoteField(_l(_section.title), longest=_section.longest, description=_l(_section.hint))
    setattr(NarrativeForm, _name, _field)


class PublishForm(EditForm):
    """The word that nothing will change any more."""

    confirmed = BooleanField(_l("Ik heb het rapport nagekeken zoals EZ het ziet."))

    def validate_confirmed(self, field: BooleanField) -> None:
        """Nobody publishes by accident."""
        if not field.data:
            raise ValidationError(_("Vink aan dat je het rapport hebt nagekeken."))
