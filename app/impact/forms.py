"""What people type about facts: the evidence they saw, and what a verifier thinks of it."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.impact.rules import day_refused
from app.ledger.rules import CAUSES, EVIDENCE, NO_CAUSE, NO_GROUNDS, REASONS, WITHDRAWALS
from app.web.forms import ChoiceField, DutchDateField, EditForm, Form, NoteField, RadioField, Required, WholeField


class FactForm(EditForm):
    """The evidence statement with which a fact goes before a verifier."""

    evidence_kind = ChoiceField(
        _l("Welk bewijs is er?"), [Required(_l("Kies welk bewijs er is."))], choices=EVIDENCE.items()
    )
    evidence_on = DutchDateField(_l("Datum van het bewijs"), [Required(_l("Vul de datum van het bewijs in."))])
    seen_by_id = ChoiceField(
        _l("Wie heeft het gezien?"), [Required(_l("Kies wie het bewijs heeft gezien."))], coerce=int
    )


class WithdrawForm(FactForm):
    """The same, and why the lead leaves the count: a category for who judges, and words for the holder alone."""

    cause = RadioField(
        _l("Waarom gaat deze lead uit de telling?"), [Required(_l(NO_CAUSE))], choices=WITHDRAWALS.items()
    )
    grounds = NoteField(_l("Toelichting"), [Required(_l(NO_GROUNDS))], longest=1000)


class JudgeForm(EditForm):
    """Why a fact goes back or is refused: a category, and words for the holder alone."""

    reason = RadioField(_l("Reden"), [Required(_l("Kies een reden."))], choices=REASONS.items())
    note = NoteField(_l("Toelichting voor de indiener"), longest=1000)


class AcceptForm(EditForm):
    """Nothing to type: the version of the fact that the verifier looked at."""


class ReverseForm(Form):
    """Why an entry of the ledger is taken back."""

    cause = RadioField(_l("Wat klopt er niet?"), [Required(_l("Kies wat er niet klopt."))], choices=CAUSES.items())
    reason = NoteField(_l("Toelichting voor de houder"), [Required(_l("Schrijf op waarom."))], longest=1000)


class StandForm(Form):
    """Which stand to look at: a reporting date, and the line of the ledger up to which it is known. Read from an address."""

    class Meta(Form.Meta):
        csrf = False

    peildatum = DutchDateField(_l("Peildatum"))
    regel = WholeField(_l("Zoals bekend tot en met regel"))

    def __init__(self, last: int, today: date, **how: Any) -> None:
        super().__init__(**how)
        self.last, self.today = last, today

    def validate_peildatum(self, field: DutchDateField) -> None:
        """Figures are of a day of the programme that has been."""
        if field.data is not None and (wrong := day_refused(field.data, self.today)):
            raise ValidationError(_(wrong))

    def validate_regel(self, field: WholeField) -> None:
        """The ledger goes no further than its last line."""
        if field.data is not None and field.data > self.last:
            raise ValidationError(_("Zo ver loopt het grootboek niet: de laatste regel is %(last)s.", last=self.last))
