"""Which kind of file somebody wants."""

from flask_babel import lazy_gettext as _l

from app.exports import rules
from app.web.forms import Form, RadioField, Required


class ExportForm(Form):
    """A file of a list."""

    form = RadioField(
        _l("Als"), [Required(_l("Kies een soort bestand."))], choices=rules.FORM_NAMES.items(), default=rules.Form.CSV
    )
