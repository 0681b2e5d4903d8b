"""What a person types to offer a lead to another organisation, and to answer that."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.access.request import actor, clock, session
from app.accounts.queries import colleagues
from app.companies.queries import organisations_to_share_with
from app.handover import rules
from app.web.forms import ChoiceField, DutchDateField, Form, LineField, RadioField, Required


class OfferForm(Form):
    """To share or to hand over, to whom, why, and that the company agrees."""

    kind = RadioField(_l("Wat bied je aan?"), [Required(rules.NO_KIND)], choices=rules.KINDS.items())
    to_id = ChoiceField(_l("Aan welke organisatie?"), [Required(rules.NO_ONE)], coerce=int)
    reason = ChoiceField(_l("Waarom?"), [Required(rules.NO_REASON)], choices=rules.REASONS.items())
    answer_by = DutchDateField(_l("Antwoord uiterlijk op"), [Required()])
    agreed = BooleanField(_l("Het bedrijf is akkoord dat deze organisatie weet wie het is"))
    granted_by = LineField(_l("Wie bij het bedrijf ging akkoord?"))
    granted_on = DutchDateField(_l("Akkoord op"))
    ends_on = DutchDateField(_l("Toestemming geldt tot en met"))
    reads_on = BooleanField(_l("Bij overdragen: het bedrijf wil dat wij blijven meelezen"))

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.to_id.choices = [
            (row.id, row.short) for row in organisations_to_share_with(session(), actor().organisation_id)
        ]
        if not self.is_submitted():
            today = clock().today()
            if self.reason.data == rules.DOUBLE:
                self.kind.data = rules.Kind.MOVE
            self.answer_by.data = self.answer_by.data or today + timedelta(days=rules.USUAL_DAYS)
            self.granted_on.data = self.granted_on.data or today


class AcceptForm(Form):
    """Who of us sees to what comes over."""

    owner_id = ChoiceField(_l("Wie wordt eigenaar?"), [Required(rules.NO_OWNER)], coerce=int)

    def __init__(self, *args: Any, moves: bool, **how: Any) -> None:
        super().__init__(*args, **how)
        if not moves:
            del self.owner_id
            return
        self.owner_id.choices = colleagues(session(), actor().organisation_id)
        if not self.is_submitted():
            self.owner_id.data = actor().person_id


class DeclineForm(Form):
    """Why not."""

    reason = ChoiceField(_l("Waarom niet?"), [Required(rules.NO_REASON)], choices=rules.DECLINED_FOR.items())
