"""What people type about a match and about an offered place."""

from flask_babel import lazy_gettext as _l

from app.matching.rules import DECLINER_NAMES, REASONS
from app.web.forms import ChoiceField, DutchDateField, Form, LineField, NoteField, RadioField, Required


class MoveForm(Form):
    """The day of a step."""

    on = DutchDateField(_l("Op welke dag?"), [Required(_l("Vul de dag in."))])


class DeclineForm(MoveForm):
    """Who let a match fall, and why."""

    declined_by = RadioField(
        _l("Wie liet het afvallen?"), [Required(_l("Kies wie het liet afvallen."))], choices=DECLINER_NAMES.items()
    )
    reason = ChoiceField(_l("Waarom?"), [Required(_l("Kies een reden."))], choices=REASONS.items())
    text = NoteField(_l("In eigen woorden"))


class OfferForm(Form):
    """A place that a ROM offers."""

    site_id = ChoiceField(_l("Locatie"), coerce=int, blank=_l("Het hele brandpunt"))
    available_from = DutchDateField(_l("Beschikbaar vanaf"), month_ok=True)
    text = NoteField(_l("Wat bied je aan?"), [Required(_l("Schrijf op wat je aanbiedt."))], longest=2000)


class AnswerForm(Form):
    """What the company said to an offer."""

    answer = RadioField(
        _l("Wat zei het bedrijf?"),
        [Required(_l("Kies wat het bedrijf zei."))],
        choices=(
            ("yes", _l("Ja, deze regio mag weten wie we zijn")),
            ("no", _l("Nee")),
        ),
    )
    granted_by = LineField(_l("Wie gaf toestemming?"))
    ends_on = DutchDateField(_l("Toestemming tot en met"))
    reason = ChoiceField(_l("Waarom niet?"), choices=REASONS.items())
