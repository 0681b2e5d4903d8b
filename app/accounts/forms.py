"""What a person types to get in, and what the administrator types about persons."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField

from app.web.forms import Form, Required


class LoginForm(Form):
    """E-mail address and password."""

    email = StringField(_l("E-mailadres"), [Required()], render_kw={"autocomplete": "username", "type": "email"})
    password = PasswordField(_l("Wachtwoord"), [Required()], render_kw={"autocomplete": "current-password"})
    next = HiddenField()
