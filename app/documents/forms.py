"""What people choose to add to a lead: a file."""

from io import SEEK_END
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from app.documents.rules import NO_FILE, check_size
from app.timeline.forms import NewTalkForm
from app.web.forms import ChoicesMultipleField, Form


class MessageForm(NewTalkForm):
    """A message as the talk that it becomes, and what of it is kept as documents."""

    attached = ChoicesMultipleField(_l("Bijlagen die je bewaart als document"), coerce=int)
    keep = BooleanField(_l("Bewaar ook het bestand zelf"))


class DocumentForm(Form):
    """One file."""

    file = FileField(
        _l("Bestand"),
        [FileRequired(_l(NO_FILE))],
        description=_l(
            "Hoogstens 25 MB: pdf, Word, Excel, PowerPoint, OpenDocument, beeld, tekst, een e-mail of een afspraak."
        ),
    )

    def chosen(self) -> dict[str, Any]:
        """The name and the content of the file. Refuses one that is empty or too large before it is read."""
        file = self.file.data
        check_size(file.seek(0, SEEK_END))
        file.seek(0)
        return {"name": file.filename or "", "content": file.read()}
