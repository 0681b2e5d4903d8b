"""The parts that forms are made of: fields that read what people type and keep it when they cannot."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from flask import request
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import FileField as WtFileField
from wtforms import RadioField as WtRadioField
from wtforms.fields.choices import Choice, SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation, ValidationError

from app.access.request import RESUME
from app.db.errors import Refused
from app.web import notation
from app.web.parsing import (
    MOST_EUROS,
    MOST_WHOLE,
    ParseError,
    clean,
    parse_date,
    parse_decimal,
    parse_euro,
    parse_kvk,
    parse_whole,
)

UNASKED = frozenset({"version", "csrf_token", "back"})


class Versioned(Protocol):
    """A row that counts its own changes."""

    version: int


class Form(FlaskForm):
    """A form whose text is clean, and that can say no on behalf of a rule."""

    made: Any = None

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """What was sent, without marks that no keyboard makes and no database keeps; a file only where one is asked."""
            sent = super().wrap_formdata(form, formdata)
            if not sent:
                return sent
            return MultiDict(
                (name, clean(value))
                for name, value in sent.items(multi=True)
                if isinstance(value, str) or isinstance(form._fields.get(name), WtFileField)
            )

        def get_translations(self, form: FlaskForm) -> Any:
            """WTForms' own messages in the language of the request, loaded once."""
            self.locales = [str(get_locale() or "nl")]
            return DefaultMeta.get_translations(self, form)

    def is_submitted(self) -> bool:
        """Sent by a person just now: what comes back after signing in is shown again first."""
        return bool(super().is_submitted()) and RESUME not in request.form

    def saves(self, save: Callable[[], object]) -> bool:
        """Whether the form was sent, is right, and `save` did its work (`made` holds what came out).

        A rule's refusal is shown on the form.
        """
        if not self.validate_on_submit():
            return False
        try:
            self.made = save()
        except Refused as refused:
            self.refuse(refused)
            return False
        return True

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, by the names of the fields; the service says what is meant by a field left empty."""
        return {field.name: field.data for field in self if field.name not in UNASKED and field.data is not None}

    @property
    def is_wrong(self) -> bool:
        """Whether it was sent and cannot be saved."""
        return self.is_submitted() and bool(self.errors or self.form_errors)

    def refuse(self, refused: Refused) -> None:
        """Shows a rule's refusal beside the field it belongs to, or at the top of the form."""
        field = self._fields.get(refused.field or "")
        message = _(refused.message, **refused.values)
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


class EditForm(Form):
    """A form on an existing row: it carries the version that the person was looking at."""

    version = HiddenField()

    def is_stale(self, row: Versioned) -> bool:
        """Whether somebody saved the row since this person opened the form."""
        return bool(self.version.data != str(row.version))


class Required:
    """Something must be typed or chosen; what was typed but cannot be read has its own message."""

    field_flags = {"required": True}

    def __init__(self, message: Any = None) -> None:
        self.message = message or _l("Vul dit in.")

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Stops at a field that was left empty."""
        if not any(isinstance(value, str) and value.strip() for value in field.raw_data or ()):
            field.errors = []
            raise StopValidation(str(self.message))


class AtMost:
    """A text keeps to a number of characters."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.field_flags = {"maxlength": longest}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Says how long the text is when it is longer."""
        length = len(field.data or "")
        if length > self.longest:
            raise ValidationError(
                _(
                    "Maak het korter: %(length)s tekens, en er passen er %(longest)s.",
                    length=notation.number(length),
                    longest=notation.number(self.longest),
                )
            )


# --- Text --------------------------------------------------------------------------------------------------


class LineField(StringField):
    """One line of text, at most `longest` characters; empty is None."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), longest: int = 200, **kwargs: Any) -> None:
        super().__init__(label, [*validators, AtMost(longest)], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """The text on one line."""
        self.data = " ".join(valuelist[0].split()) or None if valuelist else None


class NoteField(TextAreaField):
    """Free text over several lines, at most `longest` characters; empty is None."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), longest: int = 4000, **kwargs: Any) -> None:
        super().__init__(label, [*validators, AtMost(longest)], **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """The text as it was typed."""
        self.data = valuelist[0] or None if valuelist else None


# --- What is read from text --------------------------------------------------------------------------------


class TypedField(StringField, ABC):
    """A text field that holds a value; what cannot be read stays as typed, with what is wrong beside it."""

    hint: Any = ""

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, description: Any = None, **kwargs: Any
    ) -> None:
        shown = self.hint if description is None else description
        super().__init__(label, validators, description=shown, **kwargs)

    @abstractmethod
    def read(self, typed: str) -> Any:
        """The value of what was typed. Raises ParseError."""

    def write(self, value: Any) -> str:
        """The value as a person would type it."""
        return str(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed; nothing is None."""
        self.data = None
        if not valuelist or not valuelist[0]:
            return
        try:
            self.data = self.read(valuelist[0])
        except ParseError as error:
            raise ValueError(_(error.template, **error.values)) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.write(self.data)


class DutchDateField(TypedField):
    """A day: 31-5-2026, 31/05/2026, 2026-05-31, 31 mei 2026; with `month_ok` also a month."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, month_ok: bool = False, **kw: Any) -> None:
        self.month_ok = month_ok
        self.hint = _l("Bijvoorbeeld 31-5-2026 of mrt 2028.") if month_ok else _l("Bijvoorbeeld 31-5-2026.")
        super().__init__(label, validators, **kw)

    def read(self, typed: str) -> date:
        """The day, or the first day of the month."""
        return parse_date(typed, month_ok=self.month_ok)

    def write(self, value: date) -> str:
        """31-5-2026."""
        return notation.typed_date(value)


class EuroField(TypedField):
    """An amount in whole euros: 1.500.000, € 1,5 mln, 1500000."""

    hint = _l("Hele euro’s, bijvoorbeeld 1.500.000 of 1,5 mln.")

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, least: int = 0, most: int = MOST_EUROS, **kw: Any
    ) -> None:
        self.least, self.most = least, most
        super().__init__(label, validators, **kw)

    def read(self, typed: str) -> int:
        """The amount in whole euros."""
        return parse_euro(typed, least=self.least, most=self.most)

    def write(self, value: int) -> str:
        """1.500.000."""
        return notation.number(value)


class NumberField(TypedField):
    """What whole and decimal numbers share: bounds and a unit that may be typed along."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        unit: str = "",
        least: Decimal | int = 0,
        most: Decimal | int = MOST_WHOLE,
        **kw: Any,
    ) -> None:
        self.unit, self.least, self.most = unit, least, most
        super().__init__(label, validators, **kw)

    def write(self, value: int | Decimal) -> str:
        """1.500,5."""
        return notation.number(value)


class AmountField(NumberField):
    """A number with a decimal comma, at most `places` decimals: 8,5 or 8,5 MW."""

    def __init__(self, label: Any = None, validators: Sequence[Any] = (), *, places: int = 2, **kw: Any) -> None:
        self.places = places
        super().__init__(label, validators, **kw)

    def read(self, typed: str) -> Decimal:
        """The number, exact."""
        return parse_decimal(typed, least=self.least, most=self.most, places=self.places, unit=str(self.unit))


class WholeField(NumberField):
    """A whole number: 5.000, 5000 or 5.000 m²."""

    def read(self, typed: str) -> int:
        """The number."""
        return parse_whole(typed, least=int(self.least), most=int(self.most), unit=str(self.unit))


class KvkField(TypedField):
    """A KvK number: 8 digits, leading zeros kept."""

    hint = _l("8 cijfers, bijvoorbeeld 01234567.")

    def read(self, typed: str) -> str:
        """The 8 digits."""
        return parse_kvk(typed)


# --- Choices -----------------------------------------------------------------------------------------------


class Choosing:
    """What the fields with choices share: pairs of value and Dutch label, shown in the reader's language."""

    coerce: Callable[[Any], Any]
    data: Any

    @property
    def choices(self) -> list[SelectChoice]:
        """What may be chosen; pairs of value and label may be put in its place."""
        return self._choices

    @choices.setter
    def choices(self, choices: Iterable[tuple[Any, str]]) -> None:
        self._choices = offer(choices)

    def offered(self) -> set[Any]:
        """The values that may be chosen."""
        return {self.coerce(choice.value) for choice in self.choices}

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuses what is not on offer."""
        if self.data is not None and self.data not in self.offered():
            raise ValidationError(_("Kies een van de mogelijkheden."))


class ChoiceField(Choosing, SelectField):
    """One of several from a list; the empty choice on top is None."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        choices: Iterable[tuple[Any, str]] = (),
        coerce: Callable[[Any], Any] = str,
        blank: Any = None,
        **kwargs: Any,
    ) -> None:
        self.blank = _l("Kies …") if blank is None else blank
        super().__init__(label, validators, coerce=_or_none(coerce), choices=offer(choices), **kwargs)

    def iter_choices(self) -> list[Choice]:
        """The empty choice, then the others."""
        return [Choice("", self.blank, self.data is None, {}), *super().iter_choices()]


class RadioField(Choosing, WtRadioField):
    """One of several, all in view; none chosen is None."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        choices: Iterable[tuple[Any, str]] = (),
        coerce: Callable[[Any], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, coerce=_or_none(coerce), choices=offer(choices), **kwargs)


class ChoicesMultipleField(Choosing, SelectMultipleField):
    """Any number of several, as a list of values."""

    def __init__(
        self,
        label: Any = None,
        validators: Sequence[Any] = (),
        *,
        choices: Iterable[tuple[Any, str]] = (),
        coerce: Callable[[Any], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, coerce=coerce, choices=offer(choices), **kwargs)

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuses what is not on offer."""
        if not set(self.data or ()) <= self.offered():
            raise ValidationError(_("Kies alleen uit de mogelijkheden."))


def offer(choices: Iterable[Any]) -> list[SelectChoice]:
    """Pairs of value and label (or rows of two columns) as WTForms wants them, with translated labels."""
    return [
        choice if isinstance(choice, SelectChoice) else SelectChoice(choice[0], choice[1] and _(str(choice[1])))
        for choice in choices
    ]


def _or_none(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value in ("", None) else coerce(value)
