"""What people type about facts: the evidence they saw, and what a verifier thinks of it."""

from flask_babel import lazy_gettext as _l

from app.ledger.rules import CAUSES, EVIDENCE, NO_CAUSE, NO_GROUNDS, REASONS, WITHDRAWALS
from app.web.forms import ChoiceField, DutchDateField, EditForm, Form, NoteField, RadioField, Required


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
