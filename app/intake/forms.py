"""What a person types to log a lead: five things now, the rest may wait."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.access.request import clock, session
from app.companies.forms import mail_address
from app.companies.models import Company
from app.companies.queries import technologies_of
from app.companies.rules import KINDS, SCOPES, Kind, Scope, is_number
from app.geography.forms import MunicipalityField
from app.geography.queries import technologies
from app.growth.rules import KIND_NAMES
from app.leads.rules import PHASES, objection_to_days
from app.web.addresses import row_number
from app.web.forms import (
    ChoiceField,
    ChoicesMultipleField,
    DutchDateField,
    Form,
    KvkField,
    LineField,
    NoteField,
    RadioField,
    Required,
)

FIELDS_OF_DAYS = ("asked_on", "needed_by")


class IntakeForm(Form):
    """A company with a question, on one page (002 §4.3)."""

    name = LineField(_l("Naam of KvK-nummer"), [Required(_l("Vul de naam van het bedrijf in, of het KvK-nummer."))])
    municipality = MunicipalityField(
        _l("Plaats waar de groei vastloopt"), [Required()], description=_l("Hieruit volgt de regio van herkomst.")
    )
    # not startup: whoever skips this would otherwise add to the new scale-ups later (002 §5.5)
    kind = RadioField(
        _l("Soort bedrijf"),
        choices=KINDS.items(),
        default=Kind.SCALEUP,
        description=_l("Startup: het product moet zich nog bewijzen."),
    )
    technologies = ChoicesMultipleField(
        _l("Technologie"), description=_l("Kies wat past uit de Nationale Technologiestrategie.")
    )
    essential = BooleanField(
        _l("Geen van deze, wel onmisbaar"),
        description=_l("Past technologie aantoonbaar toe en is nodig voor strategische autonomie (farma, defensie)."),
    )
    question = NoteField(
        _l("Waar loopt de groei op vast?"), description=_l("In een of twee zinnen, zoals het bedrijf het zegt.")
    )
    kinds = ChoicesMultipleField(
        _l("Wat vraagt het bedrijf?"),
        choices=KIND_NAMES.items(),
        description=_l("Kies er minstens een. Bedragen en aantallen mogen later."),
    )
    asked_on = DutchDateField(_l("Vraag gesteld op"), [Required()])
    needed_by = DutchDateField(
        _l("Ruimte nodig per"),
        [Required()],
        month_ok=True,
        description=_l("Een schatting is goed: 1-3-2028 of mrt 2028."),
    )
    kvk = KvkField(_l("KvK-nummer"))
    phase = ChoiceField(_l("Levensfase"), choices=PHASES.items(), coerce=int, blank=_l("Volgt uit de soort bedrijf"))
    contact = LineField(_l("Contactpersoon"))
    contact_email = LineField(_l("E-mailadres van de contactpersoon"), [mail_address])
    scope = RadioField(
        _l("Wie mag weten welk bedrijf het is?"),
        choices=[(Scope.HOLDER, SCOPES[Scope.HOLDER]), (Scope.TASKFORCE, SCOPES[Scope.TASKFORCE])],
        default=Scope.HOLDER,
        description=_l("Delen mag alleen met toestemming van het bedrijf."),
    )
    withheld = BooleanField(
        _l("Houd ook de code achter"),
        description=_l("Andere organisaties zien dan niets, tot het bedrijf instemt."),
    )
    company_id = HiddenField(filters=[row_number])
    confirmed = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.technologies.choices = [(row.code, row.name) for row in technologies(session())]
        if not self.is_submitted() and not self.asked_on.raw_data:
            self.asked_on.data = clock().today()

    @classmethod
    def about(cls, held: Company) -> "IntakeForm":
        """The form for one more lead of a known company, with what is known of it."""
        return cls(
            data={
                "name": held.name,
                "company_id": str(held.id),
                "municipality": held.municipality_code,
                "kind": held.kind,
                "technologies": technologies_of(session(), held.id),
                "essential": held.essential,
            }
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """What every field says, and what they say together."""
        fine = super().validate(extra_validators)
        return all([fine, self._has_kinds(), self._has_route(), self._days_fit(), self._is_named()])

    def _has_kinds(self) -> bool:
        return bool(self.kinds.data) or self._object("kinds", _("Kies minstens een soort vraag."))

    def _has_route(self) -> bool:
        if self.technologies.data or self.essential.data:
            return True
        return self._object(
            "technologies", _("Kies minstens een technologie, of kruis hieronder aan dat het bedrijf onmisbaar is.")
        )

    def _days_fit(self) -> bool:
        if self.asked_on.data is None or self.needed_by.data is None:
            return True
        wrong = objection_to_days(self.asked_on.data, self.needed_by.data, clock().today())
        return wrong is None or self._object(wrong.field, _(wrong.message))

    def _is_named(self) -> bool:
        """A number is a company's own only when we know it; a new company needs a name."""
        if self.company_id.data or not self.name.data or not is_number(self.name.data):
            return True
        return self._object(
            "name", _("Dit nummer kennen we nog niet. Schrijf hier de naam; zet het nummer bij KvK-nummer.")
        )

    def _object(self, name: str, message: str) -> bool:
        field = self._fields[name]
        field.errors = [*field.errors, message]
        return False
