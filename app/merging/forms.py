"""What a person chooses when two companies become one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import RadioField

from app.companies.models import Company
from app.companies.rules import KINDS, NDA_STATES
from app.merging.rules import FIELDS, GONE, KEEP, suggested
from app.web.formats import said as in_words
from app.web.forms import EditForm, Form


class ConfirmForm(Form):
    """A button that asks to be sure."""


class MergeForm(EditForm):
    """Of each field that the two say otherwise, which one stays."""

    name = RadioField()
    kind = RadioField()
    municipality = RadioField()
    site = RadioField()
    website = RadioField()
    essential = RadioField()
    nda = RadioField()

    def __init__(
        self, *args: Any, keep: Company, gone: Company, fields: Collection[str], places: dict[str, str], **how: Any
    ) -> None:
        """The form with a choice for each of `fields`; `places` names municipalities by their codes."""
        super().__init__(*args, **how)
        for name, (label, _columns) in FIELDS.items():
            if name not in fields:
                delattr(self, name)
                continue
            field = self[name]
            field.label.text = _(label)
            field.choices = [(side, as_shown(company, name, places)) for side, company in ((KEEP, keep), (GONE, gone))]
            if not self.is_submitted():
                field.data = suggested(keep, gone, name)
        if not self.is_submitted():
            self.version.data = together(keep, gone)

    @property
    def taken(self) -> list[str]:
        """The fields that are taken over from the company that goes."""
        return [name for name in FIELDS if name in self and self[name].data == GONE]


def together(keep: Company, gone: Company) -> str:
    """The versions of both: either may have been changed since a person looked."""
    return f"{keep.version}.{gone.version}"


def as_shown(company: Company, field: str, places: dict[str, str]) -> str:
    """What a company says in a field, as a person reads it."""
    shown: dict[str, Any] = {
        "name": company.name,
        "kind": _(KINDS[company.kind]),  # type: ignore[index]
        "municipality": places.get(company.municipality_code or ""),
        "site": company.site,
        "website": company.website,
        "essential": _("ja") if company.essential else _("nee"),
        "nda": _nda(company.nda, company.nda_on),
    }
    return shown[field] or _("nog niet vastgelegd")


def _nda(state: str, on: date | None) -> str:
    return ", ".join(filter(None, (_(NDA_STATES[state]), in_words(on))))  # type: ignore[index]
