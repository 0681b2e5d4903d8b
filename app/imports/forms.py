"""What people choose when they import: a file, how it is read, and which column is which field."""

from collections.abc import Iterable
from io import SEEK_END
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from app.imports.cells import DAYS, NUMBERS
from app.imports.columns import Seen, Settings, Shape
from app.imports.csv_file import CODINGS, SEPARATORS
from app.imports.files import check_size
from app.imports.kinds import KINDS, Kind
from app.imports.rules import HEAD_WITHIN, NO_FILE, Sheet
from app.web.forms import ChoiceField, Form, RadioField, Required, WholeField

NOTATIONS = (("days", Shape.DAY), ("numbers", Shape.NUMBER))
TAKEN_TWICE = _l("Deze gegevens staan al bij kolom %(column)s. Kies er een.")


class FileForm(Form):
    """A file, and what is in it."""

    kind = RadioField(
        _l("Wat staat erin?"),
        [Required(_l("Kies wat er in het bestand staat."))],
        choices=[(kind.code, kind.label) for kind in KINDS.values()],
    )
    file = FileField(
        _l("Bestand"),
        [FileRequired(_l(NO_FILE))],
        description=_l("Een .xlsx of .csv van hoogstens 10 MB en 20.000 rijen, met kolomkoppen boven de gegevens."),
    )

    def chosen(self) -> dict[str, Any]:
        """The kind, the name and the content. Refuses a file that is empty or too large before it is read."""
        file = self.file.data
        check_size(file.seek(0, SEEK_END))
        file.seek(0)
        return {"kind": self.kind.data, "name": file.filename or "", "content": file.read()}


class ReadingForm(Form):
    """How a file is read: sheet, coding, separator, and the row of heads."""

    sheet = ChoiceField(_l("Blad"), [Required()])
    coding = ChoiceField(_l("Tekenset"), [Required()], choices=CODINGS.items())
    separator = ChoiceField(_l("Scheidingsteken"), [Required()], choices=SEPARATORS.items())
    head_row = WholeField(_l("Kopregel"), [Required()], least=1, most=HEAD_WITHIN * 5, description="")

    @classmethod
    def of(cls, sheet: Sheet, settings: Settings, **how: Any) -> "ReadingForm":
        """The form with what was found out; only what says something of this kind of file."""
        form = cls(data={**vars(settings), "head_row": settings.head_row}, **how)
        form.sheet.choices = [(name, name) for name in sheet.sheets]
        for name in ("coding", "separator") if sheet.sheets else ("sheet",):
            del form[name]
        return form


class ColumnsForm(Form):
    """Which field each column is, and how days, amounts and numbers of the KvK are written."""

    days = RadioField(_l("Datums staan er als"), choices=DAYS.items())
    numbers = RadioField(_l("Bedragen staan er als"), choices=NUMBERS.items())
    fills_kvk = BooleanField(
        _l("Zet een nul voor KvK-nummers van 7 cijfers"),
        description=_l("Excel haalt die weg als de kolom geen tekst is."),
    )

    kind: Kind
    seen: tuple[Seen, ...] = ()

    @classmethod
    def of(cls, kind: Kind, seen: tuple[Seen, ...], settings: Settings, **how: Any) -> "ColumnsForm":
        """The form with a choice of field for each column of a file."""
        choices = [(one.code, one.label) for one in kind.fields]
        columns = {name_of(one.place): _choice_of(one, choices) for one in seen}
        made: type[ColumnsForm] = type("ColumnsOfFile", (cls,), columns)
        form = made(data={**vars(settings), **{name_of(one.place): one.field or None for one in seen}}, **how)
        form.kind, form.seen = kind, seen
        shapes = {one.shape for one in kind.fields}
        for name in (name for name, shape in NOTATIONS if shape not in shapes):
            del form[name]
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field stands in one column at most, and what is needed stands in one."""
        fine = super().validate(extra_validators)
        taken: dict[str, str] = {}
        for one in self.seen:
            field = self[name_of(one.place)]
            if field.data in taken:
                field.errors = [*field.errors, TAKEN_TWICE % {"column": taken[field.data]}]
                fine = False
            elif field.data:
                taken[field.data] = one.letter
        missing = [one.label for one in self.kind.fields if one.is_needed and one.code not in taken]
        for label in missing:
            self.form_errors.append(_("Kies bij een van de kolommen: %(field)s.", field=_(label)))
        return fine and not missing

    @property
    def columns(self) -> dict[str, int]:
        """The column of each field that was chosen."""
        return {self[name_of(one.place)].data: one.place for one in self.seen if self[name_of(one.place)].data}


def name_of(place: int) -> str:
    """The name of the choice for a column."""
    return f"column_{place}"


def _choice_of(one: Seen, choices: Iterable[tuple[str, str]]) -> ChoiceField:
    label = _("Kolom %(letter)s, %(head)s", letter=one.letter, head=one.head) if one.head else ""
    return ChoiceField(
        label or _("Kolom %(letter)s, zonder kop", letter=one.letter), choices=choices, blank=_l("Niet importeren")
    )
