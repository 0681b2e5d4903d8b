"""What the administrator types about people and organisations."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import ValidationError

from app.accounts.rules import ORGANISATION_KINDS, RIGHTS, ROLES
from app.administration.reference import TARGETS
from app.web.forms import (
    ChoiceField,
    ChoicesMultipleField,
    DutchDateField,
    EditForm,
    EuroField,
    Form,
    LineField,
    RadioField,
    Required,
)

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
LONGEST_EMAIL = 200
CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")


class InviteForm(Form):
    """Somebody new: name, address, organisation, and what they may."""

    name = LineField(_l("Naam"), [Required(_l("Vul de naam in."))], longest=120)
    email = StringField(
        _l("E-mailadres"), [Required(_l("Vul het e-mailadres in."))], render_kw={"type": "email", "autocomplete": "off"}
    )
    organisation_id = ChoiceField(_l("Organisatie"), [Required(_l("Kies een organisatie."))], coerce=int)
    roles = ChoicesMultipleField(_l("Rollen"), choices=list(ROLES.items()))

    def validate_email(self, field: StringField) -> None:
        """An address has a name, an at sign and a domain."""
        typed = field.data or ""
        if len(typed) > LONGEST_EMAIL or not EMAIL.fullmatch(typed):
            raise ValidationError(_("Dit is geen e-mailadres. Schrijf het zoals naam@organisatie.nl."))

    def validate_roles(self, field: ChoicesMultipleField) -> None:
        """Without a role a person sees nothing."""
        if RIGHTS.issuperset(field.data or ()):
            raise ValidationError(_("Kies minstens één rol."))


class RoleForm(Form):
    """One more role for a person; only those that fit the organisation are offered."""

    role = RadioField(_l("Rol"), [Required(_l("Kies een rol."))])


class MoveForm(Form):
    """The organisation that a person works for from now on."""

    organisation_id = ChoiceField(_l("Nieuwe organisatie"), [Required(_l("Kies een organisatie."))], coerce=int)


class TargetForm(Form):
    """Another target for a figure, from a day on, and who agreed to it."""

    code = ChoiceField(_l("Welk doel?"), [Required(_l("Kies een doel."))], choices=list(TARGETS.items()))
    amount = EuroField(
        _l("Nieuwe waarde"),
        [Required(_l("Vul de waarde in."))],
        least=1,
        description=_l("Een aantal, of hele euro’s zoals € 1,5 mld."),
    )
    valid_from = DutchDateField(_l("Geldt vanaf"), [Required(_l("Vul de dag in."))])
    source = LineField(_l("Waar is dit afgesproken?"), [Required(_l("Schrijf op waar dit is afgesproken."))])


class OrganisationForm(EditForm):
    """How an organisation is called."""

    name = LineField(_l("Naam"), [Required(_l("Vul de naam in."))], longest=120)
    short = LineField(_l("Korte naam"), [Required(_l("Vul de korte naam in."))], longest=40)


class NewOrganisationForm(OrganisationForm):
    """An organisation: its code and kind stay as they are once it exists."""

    code = StringField(
        _l("Code"), [Required(_l("Vul een code in."))], description=_l("Hoofdletters en cijfers, zoals BRAINPORT.")
    )
    kind = ChoiceField(_l("Soort"), [Required(_l("Kies een soort."))], choices=list(ORGANISATION_KINDS.items()))
    rom_code = ChoiceField(_l("Gebied van de ROM"), description=_l("Alleen bij een ROM."))
    is_coordinating = BooleanField(_l("Dit is de coördinerende ROM"))

    def __init__(self, *, roms: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rom_code.choices = roms

    def validate_code(self, field: StringField) -> None:
        """A short word in capitals."""
        if not CODE.fullmatch(field.data or ""):
            raise ValidationError(_("Gebruik 2 tot 12 hoofdletters en cijfers, te beginnen met een letter."))
