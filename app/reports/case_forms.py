"""What the coordinator types to tell an anonymous case."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.cells.coarseness import TRAITS
from app.reports.case_telling import say
from app.reports.cases import TEXTS, Choices, Known
from app.web.formats import opening
from app.web.forms import ChoiceField, EditForm, Form, LineField, NoteField, RadioField, Required

LONGEST = 1500
UNTOLD = _l("Niet noemen")


class PickForm(Form):
    """The lead that a new case is about, by its code."""

    lead_id = ChoiceField(_l("Lead"), [Required(_l("Kies de lead waar de case over gaat."))], coerce=int)

    def offer(self, held: Known, taken: set[int]) -> "PickForm":
        """Lets the coordinator choose from the leads that count and have no case yet."""
        self.lead_id.choices = [
            (number, f"{code} · {tell_lead(held, number)}")
            for number, code in held.codes.items()
            if number not in taken
        ]
        return self


def tell_lead(held: Known, number: int) -> str:
    """What the coordinator may know of a lead, in a line."""
    one = held.traits[number]
    told = {"sector": held.sector(one.sector), "kinds": one.kinds, "region": one.region, "outcome": one.outcome}
    return opening(", ".join(words for trait, shown in told.items() if (words := say(trait, shown))))


class CaseForm(EditForm):
    """The words of a case, and how exactly each trait of the lead is told."""

    title = LineField(_l(TEXTS["title"]), [Required(_l("Geef de case een titel."))], longest=120)
    tried = NoteField(_l(TEXTS["tried"]), [Required(_l("Schrijf op wat er is geprobeerd."))], longest=LONGEST)
    result = NoteField(_l(TEXTS["result"]), longest=LONGEST)
    lesson = NoteField(_l(TEXTS["lesson"]), longest=LONGEST)
    sector = RadioField(_l("Technologie"))
    kinds = RadioField(_l("Soort vraag"))
    outcome = RadioField(_l("Uitkomst"))
    region = RadioField(_l("Programmaregio van herkomst"))
    period = RadioField(_l("Wanneer de vraag is gesteld"))

    @property
    def traits(self) -> list[Any]:
        """The fields that say how exactly each trait is told."""
        return [self[trait] for trait in TRAITS]

    def offer(self, held: Known, found: Choices) -> "CaseForm":
        """Shows at each level what is then told, and how many leads that fits with the other choices as they are."""
        for trait, shown in found.shown.items():
            coarsest = {value: level for level, value in shown.items()}  # two levels may show the same
            self[trait].choices = [
                (level, f"{self._words(held, trait, value)} ({found.fitting[trait][level]})")
                for value, level in coarsest.items()
            ]
            if self[trait].data in shown:
                self[trait].data = coarsest[shown[self[trait].data]]
        return self

    def _words(self, held: Known, trait: str, value: Any) -> str:
        words = say(trait, held.sector(value) if trait == "sector" else value)
        return opening(words) if words else str(UNTOLD)

    def levels(self) -> dict[str, str]:
        """How exactly each trait is told."""
        return {trait: self[trait].data for trait in TRAITS if self[trait].data}

    def texts(self) -> Mapping[str, str | None]:
        """The words of the case."""
        return {name: self[name].data for name in TEXTS}
