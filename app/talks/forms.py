"""What is typed at the table: a question, an answer, a talk, an agreement."""

from flask_babel import lazy_gettext as _l

from app.reports.rules import ABOUT, PARTIES
from app.talks.rules import NO_ANSWER, NO_PARTY, NO_QUESTION, NOBODY, NOTHING
from app.web.forms import ChoiceField, DutchDateField, EditForm, Form, NoteField, Required

LONGEST = 2000


class AskForm(Form):
    """A question about a figure or a part of a report."""

    about = ChoiceField(_l("Waar gaat de vraag over?"), [Required(_l("Kies waar de vraag over gaat."))])
    question = NoteField(_l("De vraag"), [Required(_l(NO_QUESTION))], longest=LONGEST)

    def offer(self) -> "AskForm":
        """Lets somebody choose from all that a question may be about."""
        self.about.choices = ABOUT.items()
        return self


class RewordForm(EditForm):
    """A question in other words."""

    question = NoteField(_l("De vraag"), [Required(_l(NO_QUESTION))], longest=LONGEST)


class AnswerForm(EditForm):
    """The coordinator's answer."""

    answer = NoteField(_l("Het antwoord"), [Required(_l(NO_ANSWER))], longest=LONGEST)


class TalkForm(EditForm):
    """A progress talk: the day, and who sat at the table."""

    held_on = DutchDateField(_l("Datum"), [Required(_l("Vul de dag van het gesprek in."))])
    attendees = NoteField(_l("Wie zaten aan tafel?"), [Required(_l(NOBODY))], longest=LONGEST)


class DropForm(Form):
    """A button that asks to be sure."""


class AgreementForm(Form):
    """What one of the parties will do."""

    what = NoteField(_l("Wat is er afgesproken?"), [Required(_l(NOTHING))], longest=LONGEST)
    party = ChoiceField(_l("Wie doet het?"), [Required(_l(NO_PARTY))], choices=PARTIES.items())
    due_on = DutchDateField(_l("Voor welke dag?"))
