"""What people type about a demand: one form a kind, made from the table of measures."""

from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field

from app.growth.rules import FIT_NAMES, MEASURE, Kind, Measure, Shape, measures_of
from app.web.forms import (
    AmountField,
    ChoiceField,
    DutchDateField,
    EditForm,
    EuroField,
    Form,
    LineField,
    NoteField,
    RadioField,
    WholeField,
)

LONG_TEXTS = ("what", "pinch")
HINTS = {
    "what": _l("Wat moet er precies komen? Alleen wie het bedrijf mag kennen, leest dit."),
    "pinch": _l("Wat houdt de groei op deze plek nu tegen?"),
    "ticket": _l("Het grootste bedrag dat één financier moet inleggen."),
    "international": _l("Zij tellen mee in mbo, hbo en wo."),
    "mirt": _l("Zet dit aan als provincie en Rijk het samen moeten oppakken."),
}


class DemandForm(EditForm):
    """What every kind has: by when, whether it pinches now, and where it could be met."""

    needed_by = DutchDateField(_l("Wanneer is dit nodig?"), month_ok=True)
    is_bottleneck = BooleanField(_l("Dit houdt de groei nu tegen"))

    def typed_values(self, kind: Kind) -> dict[str, Any]:
        """The measures as they were typed, by code."""
        return {measure.code: self[measure.code].data for measure in measures_of(kind)}


for _code, _question in (
    ("own_site", _l("Kan het op de huidige plek?")),
    ("own_region", _l("Kan het elders in de eigen regio?")),
    ("other_region", _l("Kan het in een andere regio?")),
):
    setattr(DemandForm, _code, RadioField(_question, choices=FIT_NAMES.items(), default="unknown"))


@lru_cache(maxsize=len(Kind))
def demand_form(kind: Kind) -> type[DemandForm]:
    """The form of a kind: a field for each of its measures."""
    fields = {measure.code: _field(measure) for measure in measures_of(kind)}
    return type(f"{kind.name.title()}Form", (DemandForm,), fields)


def _field(measure: Measure) -> Field:
    label, hint = _l(measure.label), HINTS.get(measure.code, "")
    if measure.shape is Shape.NEED:
        return BooleanField(label, description=hint)
    if measure.shape is Shape.TEXT:
        return NoteField(label, description=hint) if measure.code in LONG_TEXTS else LineField(label, description=hint)
    if measure.shape is Shape.CHOICE:
        return ChoiceField(label, choices=measure.choices, blank=_l("Maakt niet uit"))
    if measure.shape is Shape.OPTION:
        return RadioField(label, choices=measure.choices)
    if measure.unit == "€":
        return EuroField(label, most=measure.most, description=hint)
    unit = _l(measure.unit)
    if measure.places:
        return AmountField(label, unit=unit, places=measure.places, most=measure.most, description=hint)
    return WholeField(label, unit=unit, most=measure.most, description=hint)


class AbsenceForm(Form):
    """The day on which the company said that it does not need this."""

    asked_on = DutchDateField(_l("Gevraagd op"))


class ConfirmForm(Form):
    """A button that asks to be sure."""


def shown_value(code: str, stored: int | str) -> Any:
    """A kept value as its field takes it."""
    measure = MEASURE[code]
    if isinstance(stored, str):
        return stored
    return bool(stored) if measure.shape is Shape.NEED else measure.shown(stored)
