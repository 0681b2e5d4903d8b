"""The field in which people type a municipality or place."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from app.access.request import session
from app.geography.queries import find_place, municipality_name
from app.geography.rules import Ambiguous, Choice, Found, Unknown

LONGEST = 80  # characters of a name of a place
QUOTED = 40  # characters of it that a message repeats


CHOICE = Markup('<select id="{}" name="{}" class="form-select mt-2" aria-label="{}">{}</select>')
OPTION = Markup('<option value="{}"{}>{}</option>')
SELECTED = Markup(" selected")


class PlaceInput(TextInput):
    """A text field with suggestions while typing, and a list to choose from where several places bear the name."""

    def __call__(self, field: "MunicipalityField", **kwargs: Any) -> Markup:
        """The field, its list of suggestions, and the choice if one is asked."""
        places = f"{field.id}-plaatsen"
        suggestions = {
            "list": places,
            "autocomplete": "off",
            "hx-get": url_for("geography.suggestions"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{places}",
            "hx-swap": "innerHTML",
            "hx-include": "this",
        }
        typed = super().__call__(field, **{**suggestions, **kwargs})
        return typed + Markup('<datalist id="{}"></datalist>').format(places) + self._choice(field)

    def _choice(self, field: "MunicipalityField") -> Markup:
        if not field.candidates:
            return Markup("")
        question = _("Welke %(name)s?", name=field.typed)
        options = [("", _("Kies …")), *((choice.municipality_code, choice.label) for choice in field.candidates)]
        lines = (OPTION.format(code, SELECTED if code and code == field.data else "", label) for code, label in options)
        return CHOICE.format(f"{field.id}-keuze", field.choice_name, question, Markup("").join(lines))


class MunicipalityField(StringField):
    """A municipality or a place in it, typed by a person; `data` is the municipality's code, `place` the town if named.

    A name that several bear is asked about in a list (`candidates`); what was typed stays.
    """

    widget = PlaceInput()

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *, description: Any = None, **kwargs: Any
    ) -> None:
        hint = _l("Gemeente of plaats, bijvoorbeeld Eindhoven.") if description is None else description
        super().__init__(label, validators, description=hint, **kwargs)
        self.place: str | None = None
        self.candidates: tuple[Choice, ...] = ()
        self._chosen = ""

    @property
    def choice_name(self) -> str:
        """The name under which the choice between several is sent."""
        return f"{self.name}_keuze"

    @property
    def typed(self) -> str:
        """What was typed, short enough to repeat."""
        typed = " ".join(str(self.raw_data[0]).split()) if self.raw_data else ""
        return typed if len(typed) <= QUOTED else f"{typed[: QUOTED - 1]}…"

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Takes the choice along with the text."""
        self._chosen = formdata.get(self.choice_name, "") if formdata else ""
        super().process(formdata, *args, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Looks up what was typed; nothing is None."""
        self.data, self.place, self.candidates = None, None, ()
        if not valuelist or not valuelist[0].strip():
            return
        answer = find_place(session(), valuelist[0]) if len(valuelist[0]) <= LONGEST else Unknown()
        if isinstance(answer, Found):
            self.data, self.place = answer.municipality_code, answer.place
        elif isinstance(answer, Ambiguous):
            self._choose(answer)
        else:
            raise ValueError(self._unknown(answer))

    def pre_validate(self, form: FlaskForm) -> None:
        """A code that was filled in from elsewhere must be a municipality's."""
        if self.data and not self.raw_data and municipality_name(session(), self.data) is None:
            raise ValidationError(_("Deze gemeente kennen we niet."))

    def _choose(self, answer: Ambiguous) -> None:
        self.candidates = answer.choices
        if self._chosen in {choice.municipality_code for choice in answer.choices}:
            self.data = self._chosen
            return
        names = _(" of ").join(choice.label for choice in answer.choices)
        raise ValueError(
            _(
                "Er is meer dan één %(typed)s: %(names)s. Kies hieronder welke je bedoelt.",
                typed=self.typed,
                names=names,
            )
        )

    def _unknown(self, answer: Unknown) -> str:
        if not answer.suggestions:
            return _(
                "“%(typed)s” kennen we niet als gemeente of plaats. Schrijf de naam voluit, zoals Eindhoven.",
                typed=self.typed,
            )
        names = _(" of ").join(answer.suggestions)
        return _(
            "“%(typed)s” kennen we niet als gemeente of plaats. Bedoel je %(names)s?", typed=self.typed, names=names
        )

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return municipality_name(session(), self.data) or "" if self.data else ""
