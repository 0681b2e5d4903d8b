"""What somebody types to ask for an extract."""

from flask_babel import lazy_gettext as _l

from app.geography.forms import MunicipalityField
from app.web.forms import Form, Required


class AreaForm(Form):
    """The municipality that an extract is for, read from an address."""

    class Meta(Form.Meta):
        csrf = False

    gemeente = MunicipalityField(_l("Gemeente"), [Required(_l("Vul een gemeente of plaats in."))])
