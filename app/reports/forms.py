"""What the coordinator types to prepare and publish a report."""

from collections.abc import Iterable
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.narrative.sections import SECTIONS
from app.reports.checklist import Line, Waiver
from app.web.forms import DutchDateField, EditForm, Form, NoteField, Required


class DayForm(Form):
    """The reporting date of a new report."""

    reporting_date = DutchDateField(_l("Peildatum"), [Required(_l("Vul de peildatum in."))])


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


class WaiveForm(Form):
    """Why a line of the check-list may stay as it is."""

    line = ""
    reason = NoteField(
        _l("Waarom mag dit zo blijven?"), [Required(_l("Schrijf waarom dit zo mag blijven."))], longest=300
    )

    @classmethod
    def of(cls, line: Line, waiver: Waiver | None) -> Self:
        """The form of a line, with the reason that was given before."""
        return cls(formdata=None, reason=waiver.reason if waiver else None).about(line)

    def about(self, line: Line) -> Self:
        """The same form with a field of its own: a page holds several."""
        self.line = line.key
        self.reason.id = self.reason.label.field_id = f"reden-{line.key}"
        return self


class VersionForm(Form):
    """Why a published report gets another version."""

    reason = NoteField(
        _l("Waarom komt er een verbeterde versie?"),
        [Required(_l("Schrijf waarom er een nieuwe versie komt: die reden staat in het rapport."))],
        longest=600,
        description=_l("EZ leest dit in het rapport. Noem geen bedrijven."),
    )


class PublishForm(EditForm):
    """The word that nothing will change any more."""

    confirmed = BooleanField(_l("Ik heb het rapport nagekeken zoals EZ het ziet."))

    def validate_confirmed(self, field: BooleanField) -> None:
        """Nobody publishes by accident."""
        if not field.data:
            raise ValidationError(_("Vink aan dat je het rapport hebt nagekeken."))
