"""What people of a ROM type about their brandpunten."""

from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.growth.rules import MEASURE, Kind, Measure, Shape, measures_of
from app.hubs.rules import CERTAINTY_NAMES, MATURITY_NAMES
from app.hubs.services import Parts
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
    Required,
    WholeField,
)
from app.words import N_

YES_NO = (("1", N_("Ja")), ("0", N_("Nee")))
PRIORITY = (("1", N_("Speerpunt")), ("0", N_("Geen speerpunt")))
A_YEAR = _l("per jaar")


class SupplyForm(EditForm):
    """What every kind of supply has; the amounts come with the kind."""

    site = LineField(
        _l("Locatie"), description=_l("Een gebouw of kavel, bijvoorbeeld Hal 7. Leeg is het hele brandpunt.")
    )
    available_from = DutchDateField(_l("Beschikbaar vanaf"), month_ok=True, description=_l("Leeg is nu."))
    until = DutchDateField(_l("Beschikbaar tot"), month_ok=True)
    certainty = RadioField(
        _l("Hoe zeker is dit?"), [Required(_l("Kies hoe zeker dit is."))], choices=CERTAINTY_NAMES.items()
    )
    remark = LineField(_l("Wat is er nog van te zeggen?"))

    def amounts(self, kind: Kind) -> dict[str, Parts]:
        """The amounts as they were typed, by measure; a measure without total is left out by the service."""
        found = {}
        for measure in counted(kind):
            found[measure.code] = Parts(
                self[f"{measure.code}_total"].data,
                self[f"{measure.code}_taken"].data or 0,
                self[f"{measure.code}_in_talks"].data or 0,
            )
        for measure in stated(kind):
            value = self[f"{measure.code}_total"].data
            found[measure.code] = Parts(int(value) if isinstance(value, str) else value)
        return found

    def choices_made(self, kind: Kind) -> dict[str, str | None]:
        """The choices as they were made, by measure."""
        return {measure.code: self[f"{measure.code}_total"].data for measure in measures_of(kind) if measure.choices}


def counted(kind: Kind) -> list[Measure]:
    """The measures that are there in all, taken and in talks."""
    return [measure for measure in measures_of(kind) if measure.shape is Shape.AMOUNT and measure.code != "ticket"]


def stated(kind: Kind) -> list[Measure]:
    """The measures that are simply so: a floor that bears so much, a road that is there."""
    found = [measure for measure in measures_of(kind) if measure.shape in (Shape.LEVEL, Shape.NEED)]
    return [measure for measure in found if measure.code != "mirt"]


@lru_cache(maxsize=len(Kind))
def supply_form(kind: Kind) -> type[SupplyForm]:
    """The form of a kind: three fields for what is counted, one for what is stated or chosen."""
    fields: dict[str, Field] = {}
    for measure in counted(kind):
        for part, label in (("total", _l("Totaal")), ("taken", _l("Bezet")), ("in_talks", _l("In gesprek"))):
            fields[f"{measure.code}_{part}"] = _number(measure, label)
    for measure in stated(kind):
        fields[f"{measure.code}_total"] = (
            RadioField(_l(measure.label), choices=YES_NO)
            if measure.shape is Shape.NEED
            else _number(measure, _l(measure.label))
        )
    for measure in measures_of(kind):
        if measure.choices:
            fields[f"{measure.code}_total"] = ChoiceField(
                _l(measure.label), choices=measure.choices, blank=_l("Niet bekend")
            )
    return type(f"{kind.name.title()}SupplyForm", (SupplyForm,), fields)


def _number(measure: Measure, label: Any) -> Field:
    if measure.unit == "€":
        return EuroField(label, most=measure.most, description="")
    unit = A_YEAR if measure.kind is Kind.TALENT else _l(measure.unit)
    if measure.places:
        return AmountField(label, unit=unit, places=measure.places, most=measure.most)
    return WholeField(label, unit=unit, most=measure.most)


class HubForm(EditForm):
    """What a brandpunt is, and where its region wants to go."""

    maturity = RadioField(
        _l("Hoe ver is dit brandpunt?"), [Required(_l("Kies hoe ver het is."))], choices=MATURITY_NAMES.items()
    )
    facilities = NoteField(_l("Voorzieningen"), longest=500)
    education = NoteField(_l("Onderwijs in de buurt"), longest=500)
    strategy = NoteField(_l("Strategie van de regio"), longest=500)


class TechnologyForm(Form):
    """A technology of a brandpunt."""

    technology_code = ChoiceField(_l("Technologie"), [Required(_l("Kies een technologie."))])
    companies = WholeField(_l("Bedrijven in dit veld"), most=10_000)
    is_priority = RadioField(_l("Is het een speerpunt van de regio?"), choices=PRIORITY)


class WishForm(Form):
    """Something that a brandpunt looks for."""

    text = NoteField(_l("Wat zoekt dit brandpunt?"), [Required(_l("Schrijf op wat dit brandpunt zoekt."))], longest=500)
    technology_code = ChoiceField(_l("Technologie"), blank=_l("Maakt niet uit"))


def shown_amounts(amounts: Any) -> dict[str, Any]:
    """The kept amounts of a supply as the form's fields take them."""
    shown: dict[str, Any] = {}
    for amount in amounts:
        measure = MEASURE[amount.measure]
        if amount.choice is not None:
            shown[f"{measure.code}_total"] = amount.choice
        elif measure.shape is Shape.NEED:
            shown[f"{measure.code}_total"] = str(amount.total)
        else:
            for part in ("total", "taken", "in_talks"):
                stored = getattr(amount, part)
                shown[f"{measure.code}_{part}"] = None if stored is None else measure.shown(stored)
    return shown
