"""What the coordinator types to prepare and publish a report."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from app.cells.coarseness import TRAITS
from app.drafting.cases import TEXTS, Choices
from app.drafting.checklist import Line, Waiver
from app.drafting.merging import mark
from app.drafting.portfolio import Known
from app.narrative.markdown import tidy
from app.narrative.sections import SECTIONS
from app.reports.case_telling import say
from app.web.formats import opening
from app.web.forms import ChoiceField, DutchDateField, EditForm, Form, LineField, NoteField, RadioField, Required
from app.words import N_


class DayForm(Form):
    """The reporting date of a new report."""

    reporting_date = DutchDateField(_l("Peildatum"), [Required(_l("Vul de peildatum in."))])


class NarrativeForm(Form):
    """The texts of a report, a field for each section, and by what each was known when it was read."""

    read = HiddenField()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        """The form of a draft, its texts as they are now or as they were sent."""
        return cls(data=dict(texts, read=json.dumps({name: mark(text) for name, text in texts.items()})))

    @property
    def marks(self) -> dict[str, str]:
        """The marks of the texts that the writer began with, by section."""
        try:
            found = json.loads(self.read.data or "{}")
        except ValueError:
            return {}
        return {name: str(found[name]) for name in SECTIONS if name in found} if isinstance(found, dict) else {}

    def know(self, marks: Mapping[str, str]) -> None:
        """From now on the writer goes on from these."""
        self.read.data = json.dumps(self.marks | dict(marks))

    def texts(self) -> dict[str, str]:
        """What was typed and fits, by section."""
        sent = (name for name in SECTIONS if self[name].raw_data and not self[name].errors)
        return {name: tidy(self[name].data or "") for name in sent}

    def chosen(self) -> dict[str, str]:
        """Which of two texts it is to be, by section: `mine:` and the mark of the text beside which that was asked."""
        return {name: request.form.get(f"choice-{name}", "") for name in SECTIONS}

    def says_any(self, names: Iterable[str]) -> bool:
        """Whether there is something to see in one of these sections: a text, or what is wrong with it."""
        return any(self[name].data or self[name].errors for name in names)


for _name, _section in SECTIONS.items():
    _field = NoteField(_l(_section.title), longest=_section.longest, description=_l(_section.hint))
    setattr(NarrativeForm, _name, _field)


def typed_in(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """What somebody typed in a form of a draft, by its heading: of the sections only those that they changed."""
    form = NarrativeForm()
    headings = {**{name: one.title for name, one in SECTIONS.items()}, **TEXTS, "reason": N_("Reden")}
    typed = {name: tidy(sent.get(name, "")) for name in headings}
    return [(headings[name], text) for name, text in typed.items() if text and mark(text) != form.marks.get(name)]


class WaiveForm(Form):
    """Why a line of the check-list may stay as it is."""

    line = ""
    reason = NoteField(
        _l("Waarom mag dit zo blijven?"), [Required(_l("Schrijf waarom dit zo mag blijven."))], longest=300
    )

    @classmethod
    def of(cls, line: Line, waiver: Waiver | None) -> Self:
        """The form of a line, with the reason that was given before."""
        return cls(formdata=None, reason=waiver.reason if waiver else None).about(line)

    def about(self, line: Line) -> Self:
        """The same form with a field of its own: a page holds several."""
        self.line = line.key
        self.reason.id = self.reason.label.field_id = f"reden-{line.key}"
        return self


class VersionForm(Form):
    """Why a published report gets another version."""

    reason = NoteField(
        _l("Waarom komt er een verbeterde versie?"),
        [Required(_l("Schrijf waarom er een nieuwe versie komt: die reden staat in het rapport."))],
        longest=600,
        description=_l("EZ leest dit in het rapport. Noem geen bedrijven."),
    )


class PublishForm(EditForm):
    """The word that nothing will change any more."""

    confirmed = BooleanField(_l("Ik heb het rapport nagekeken zoals EZ het ziet."))

    def validate_confirmed(self, field: BooleanField) -> None:
        """Nobody publishes by accident."""
        if not field.data:
            raise ValidationError(_("Vink aan dat je het rapport hebt nagekeken."))


# --- Anonymous cases -------------------------------------------------------------------------------------------

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

    takes_suggestion = False

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


class SuggestionForm(CaseForm):
    """The same, sent to take over the suggestion: a text that is not written yet may wait."""

    title = LineField(_l(TEXTS["title"]), longest=120)
    tried = NoteField(_l(TEXTS["tried"]), longest=LONGEST)
    takes_suggestion = True
