"""What people type about companies."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.access.request import actor, clock, session
from app.accounts.queries import colleagues
from app.companies import rules
from app.companies.models import Company
from app.companies.queries import consents, kvk_numbers, organisations_to_share_with, technologies_of, trade_names
from app.geography.forms import MunicipalityField
from app.geography.queries import technologies
from app.web.forms import (
    ChoiceField,
    ChoicesMultipleField,
    DutchDateField,
    EditForm,
    Form,
    LineField,
    NoteField,
    RadioField,
    Required,
)
from app.web.language import language
from app.web.notation import dutch_date
from app.web.parsing import ParseError, parse_kvk


def mail_address(_form: Form, field: LineField) -> None:
    """Refuses what is no address that mail could reach; nothing is fine."""
    if field.data and not rules.is_email(field.data):
        raise ValidationError(_(rules.NO_EMAIL))


class CompanyForm(EditForm):
    """Who a company is."""

    name = LineField(_l("Naam"), [Required(_l("Vul de naam van het bedrijf in."))])
    kvk = LineField(_l("KvK-nummer"), description=_l("8 cijfers; bij meer een komma ertussen."))
    names = LineField(_l("Handelsnamen"), longest=400, description=_l("Bij meer een komma ertussen."))
    kind = RadioField(_l("Soort bedrijf"), [Required(_l("Kies de soort bedrijf."))], choices=rules.KINDS.items())
    municipality_code = MunicipalityField(_l("Vestigingsplaats"))
    site = LineField(_l("Adres of terrein"))
    website = LineField(_l("Website"))
    technologies = ChoicesMultipleField(
        _l("NTS-technologie"), description=_l("De sleuteltechnologieën waar het bedrijf aan werkt.")
    )
    essential = BooleanField(
        _l("Past technologie toe en is essentieel voor strategische autonomie"),
        description=_l("De tweede route naar de doelgroep: farma of defensie."),
    )
    confirmed = BooleanField(_l("Dit is een ander bedrijf"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.technologies.choices = [(row.code, row.name) for row in technologies(session())]

    @classmethod
    def of(cls, company: Company, **how: Any) -> "CompanyForm":
        """The form as it shows a company."""
        return cls(
            obj=company,
            data={
                "kvk": ", ".join(kvk_numbers(session(), company.id)),
                "names": ", ".join(row.name for row in trade_names(session(), company.id)),
                "technologies": technologies_of(session(), company.id),
            },
            **how,
        )

    def validate_kvk(self, field: LineField) -> None:
        """Each number has eight digits."""
        for number in rules.as_list(field.data):
            try:
                parse_kvk(number)
            except ParseError as error:
                raise ValidationError(_(error.template, **error.values)) from error

    def validate_website(self, field: LineField) -> None:
        """An address on the web, with its scheme."""
        try:
            field.data = rules.website(field.data)
        except ValueError as error:
            raise ValidationError(_(str(error))) from error


class NdaForm(EditForm):
    """Whether there is a non-disclosure agreement."""

    nda = RadioField(_l("NDA"), [Required(_l("Kies een van de drie."))], choices=rules.NDA_STATES.items())
    nda_on = DutchDateField(_l("Vastgelegd op"))


class TargetForm(Form):
    """A decision whether a company fits the programme."""

    route = RadioField(_l("Langs welke route?"), [Required(rules.TEST_NO_ROUTE)], choices=rules.ROUTES.items())
    makes_nothing = BooleanField(_l("Het bedrijf maakt zelf niets"))
    low_grade = BooleanField(_l("De productie is laagwaardig"))
    externalities = BooleanField(_l("Er zijn grote negatieve gevolgen voor de omgeving"))
    verdict = RadioField(
        _l("Past het bedrijf in de doelgroep?"),
        [Required(_l("Kies ja of nee."))],
        choices=(("yes", _l("Ja, het past")), ("no", _l("Nee, het past niet"))),
    )
    motivation = NoteField(_l("Waarom?"), [Required(rules.TEST_NO_MOTIVATION)])
    decided_on = DutchDateField(_l("Besloten op"), [Required()])


class ConsentForm(Form):
    """A permission of the company to share who it is."""

    scope = RadioField(
        _l("Met wie mag het gedeeld worden?"),
        [Required(rules.CONSENT_NO_SCOPE)],
        choices=[(scope, rules.SCOPES[scope]) for scope in rules.GRANTED_SCOPES],
    )
    organisations = ChoicesMultipleField(_l("Welke organisaties?"), coerce=int)
    granted_on = DutchDateField(_l("Gegeven op"), [Required()])
    ends_on = DutchDateField(_l("Geldt tot en met"))
    granted_by = LineField(_l("Gegeven door"))

    def __init__(self, *args: Any, holder_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = organisations_to_share_with(session(), holder_id)
        self.organisations.choices = [(row.id, row.short) for row in found]
        if not self.is_submitted() and self.granted_on.data is None:
            self.granted_on.data = clock().today()


class TellingForm(Form):
    """What somebody was told outside the system."""

    party = LineField(_l("Aan wie?"), [Required(rules.NO_PARTY)])
    what = RadioField(_l("Wat is er verteld?"), [Required(rules.NO_SHARED)], choices=rules.SHARED.items())
    told_on = DutchDateField(_l("Wanneer?"), [Required()])
    told_by_id = ChoiceField(_l("Door wie?"), [Required(_l("Kies wie het verteld heeft."))], coerce=int)
    consent_id = ChoiceField(_l("Op welke toestemming?"), coerce=int, blank=_l("Geen"))
    note = NoteField(_l("Toelichting"), longest=1000)

    def __init__(self, *args: Any, company_id: int, consent_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told_by_id.choices = colleagues(session(), actor().organisation_id)
        self.consent_id.choices = [(row.id, _consent(row)) for row in consents(session(), company_id)]
        if not self.is_submitted() and "obj" not in kwargs:
            self.told_on.data, self.told_by_id.data = clock().today(), actor().person_id
            self.consent_id.data = consent_id


def _consent(row: Any) -> str:
    names = row.organisations or _(rules.SCOPES[rules.Scope(row.scope)])
    return _("%(names)s, sinds %(day)s", names=names, day=dutch_date(row.granted_on, language()))


class ContactForm(EditForm):
    """A person at the company."""

    name = LineField(_l("Naam"), [Required(rules.NO_CONTACT_NAME)])
    position = LineField(_l("Functie"))
    email = LineField(_l("E-mailadres"), [mail_address])
    phone = LineField(_l("Telefoon"), longest=40)
    purpose = ChoiceField(_l("Waarvoor bewaren we dit?"), [Required(rules.NO_PURPOSE)], choices=rules.PURPOSES.items())
    keep_until = DutchDateField(_l("Bewaren tot"))


class QuestionForm(Form):
    """The question put to a company without a lead."""

    asked_on = DutchDateField(_l("Gevraagd op"), [Required()])
    answer = NoteField(_l("Wat zei het bedrijf?"))
    ask_again_on = DutchDateField(_l("Vraag opnieuw op"))


class RequestForm(Form):
    """A request for contact."""

    question = NoteField(_l("Waarom zoek je contact?"), [Required(rules.NO_QUESTION)], longest=1000)


class AnswerForm(Form):
    """The answer to a request for contact."""

    answer = NoteField(_l("Je antwoord"), [Required(rules.NO_ANSWER)], longest=1000)


class ConfirmForm(Form):
    """A button that asks to be sure."""
