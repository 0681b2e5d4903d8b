"""What a person says of a view that they keep."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.board.models import LONGEST_NAME
from app.web.forms import EditForm, Form, LineField, Required


class ViewForm(EditForm):
    """Its name, who may open it, and whether the list opens with it."""

    name = LineField(_l("Naam"), [Required(_l("Geef de weergave een naam."))], longest=LONGEST_NAME)
    is_shared = BooleanField(_l("Ook voor mijn organisatie"))
    is_default = BooleanField(_l("Open de pijplijn met deze weergave"))


class DropForm(Form):
    """A button that asks to be sure."""
