"""What people type about themselves and to sign in."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from app.accounts.models import Person
from app.accounts.rules import password_objection
from app.web.forms import Form, LineField, RadioField, Required
from app.web.language import LANGUAGES

LONGEST_TYPED = 320


class LoginForm(Form):
    """E-mail address and password."""

    email = StringField(
        _l("E-mailadres"),
        [Required(_l("Vul je e-mailadres in."))],
        render_kw={"autocomplete": "username", "type": "email"},
    )
    password = PasswordField(
        _l("Wachtwoord"), [Required(_l("Vul je wachtwoord in."))], render_kw={"autocomplete": "current-password"}
    )

    def validate_email(self, field: StringField) -> None:
        """Refuses what no address is as long as."""
        if len(field.data or "") > LONGEST_TYPED:
            raise ValidationError(_("Dit is geen e-mailadres."))


class NewPassword(Form):
    """A new password, typed twice, that has nothing of its owner's address."""

    password = PasswordField(
        _l("Nieuw wachtwoord"),
        [Required(_l("Kies een wachtwoord."))],
        description=_l("Minstens 12 tekens. Een zin van vier woorden werkt goed."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("Nog een keer"),
        [Required(_l("Typ het wachtwoord nog een keer."))],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, *, owner: Person, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._owner = owner

    def validate_password(self, field: PasswordField) -> None:
        """Shows the rule's words where a password is too weak."""
        objection = password_objection(field.data or "", self._owner.email, is_demo=self._owner.is_demo)
        if objection:
            raise ValidationError(_(objection))

    def validate_again(self, field: PasswordField) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError(_("Dit is niet hetzelfde als het wachtwoord erboven."))


class ChangePassword(NewPassword):
    """A new password for who knows the present one."""

    current = PasswordField(
        _l("Huidig wachtwoord"),
        [Required(_l("Vul je huidige wachtwoord in."))],
        render_kw={"autocomplete": "current-password"},
    )


class SettingsForm(Form):
    """What people may change of themselves."""

    name = LineField(_l("Naam"), [Required(_l("Vul je naam in."))], longest=120)
    language = RadioField(_l("Taal van het scherm"), [Required(_l("Kies een taal."))], choices=list(LANGUAGES.items()))
