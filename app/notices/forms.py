"""What a person says of how they want to hear of things."""

from flask_babel import lazy_gettext as _l

from app.notices.rules import HOW_LABELS, SORTS
from app.web.forms import Form, RadioField, Required

NO_CHOICE = _l("Kies hoe je dit wilt horen.")


class ChoicesForm(Form):
    """For each sort of notice whether it is shown, and whether it comes by mail."""


for _sort, _about in SORTS.items():
    setattr(
        ChoicesForm,
        _sort,
        RadioField(
            _l(_about.label), [Required(NO_CHOICE)], description=_l(_about.about), choices=list(HOW_LABELS.items())
        ),
    )
