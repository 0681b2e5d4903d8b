"""What people type about a lead: what is asked, and how far the company is."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.companies.rules import KINDS
from app.geography.forms import MunicipalityField
from app.leads.rules import PHASES
from app.ledger.rules import EVIDENCE
from app.web.forms import ChoiceField, DutchDateField, EditForm, Form, LineField, NoteField, RadioField, Required


class LeadForm(EditForm):
    """The question, its days and place, and who owns the lead."""

    asked_on = DutchDateField(_l("Vraag gesteld op"), [Required()])
    needed_by = DutchDateField(_l("Ruimte nodig per"), month_ok=True)
    municipality_code = MunicipalityField(_l("Plaats waar de groei vastloopt"))
    site_name = LineField(_l("Adres of terrein"))
    question = NoteField(_l("De vraag in eigen woorden"))
    owner_id = ChoiceField(_l("Eigenaar van de lead"), coerce=int, blank=_l("Nog niemand"))
    kind_at_entry = RadioField(_l("Soort bedrijf bij binnenkomst"), choices=KINDS.items())
    withheld = BooleanField(_l("Houd ook de code achter"))


class PhaseForm(Form):
    """An assessment of the life phase."""

    phase = RadioField(
        _l("Levensfase"), [Required(_l("Kies een van de vier fasen."))], choices=PHASES.items(), coerce=int
    )
    since = DutchDateField(_l("In deze fase sinds"), [Required()])
    evidence_kind = ChoiceField(_l("Soort bewijs"), choices=EVIDENCE.items(), blank=_l("Nog geen bewijs"))
    evidence = NoteField(_l("Waaruit blijkt het?"), longest=1000)
