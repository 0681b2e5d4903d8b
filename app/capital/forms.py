"""What people type about a decision and about investments."""

from flask_babel import lazy_gettext as _l

from app.capital.rules import COUNTERFACTUAL_LABELS, COUNTRIES, DECISION_LABELS, MOST, MOTIVES, NATURES, STAGE_LABELS
from app.web.forms import (
    ChoiceField,
    DutchDateField,
    EditForm,
    EuroField,
    NoteField,
    RadioField,
    Required,
)


class DecisionForm(EditForm):
    """The entrepreneur's signed decision."""

    kind = RadioField(
        _l("Waar groeit het bedrijf?"), [Required(_l("Kies waar het bedrijf groeit."))], choices=DECISION_LABELS.items()
    )
    signed_on = DutchDateField(_l("Getekend op"), [Required(_l("Vul de dag van de handtekening in."))])
    municipality_code = ChoiceField(_l("Gemeente"), blank=_l("Kies een gemeente …"))
    country = ChoiceField(_l("Land"), choices=COUNTRIES.items(), blank=_l("Kies een land …"))
    motive = ChoiceField(
        _l("Wat gaf de doorslag?"), [Required(_l("Kies wat de doorslag gaf."))], choices=MOTIVES.items()
    )
    why = NoteField(_l("Waarom koos het bedrijf dit?"))


class InvestmentForm(EditForm):
    """An investment at one stage, with its counterfactual."""

    stage = RadioField(_l("Hoe zeker is het?"), [Required(_l("Kies hoe zeker het is."))], choices=STAGE_LABELS.items())
    nature = ChoiceField(
        _l("Waar gaat het geld naartoe?"),
        [Required(_l("Kies waar het geld naartoe gaat."))],
        choices=[(code, nature.label) for code, nature in NATURES.items()],
    )
    amount = EuroField(_l("Bedrag"), [Required(_l("Vul het bedrag in."))], least=1, most=MOST)
    holds_on = DutchDateField(_l("Op welke dag?"), [Required(_l("Vul de dag in."))])
    counterfactual = RadioField(_l("Wat was er zonder deze aanpak gebeurd?"), choices=COUNTERFACTUAL_LABELS.items())
    grounds = NoteField(_l("Waarom geloven we dat?"))
