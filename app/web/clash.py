"""Two people at the same page: what the second one typed beside what the first one saved. Nothing typed is lost."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from wtforms import Field

from app.web.forms import UNASKED, EditForm


@dataclass(frozen=True)
class Clash:
    """Who saved first, when, and the fields that differ: label, what stands there now, what was typed."""

    who: str
    at: datetime | None
    changes: list[tuple[str, str, str]]


def clash(typed: EditForm, saved: EditForm, last: tuple[str, datetime] | None) -> Clash:
    """What was typed and what was saved meanwhile in, their differences out; saving once more settles it."""
    changes = [
        (str(field.label.text), in_words(theirs), in_words(field))
        for field, theirs in zip(typed, saved, strict=True)
        if field.name not in UNASKED and (theirs.data or None) != (field.data or None)
    ]
    typed.version.raw_data = None
    typed.version.data = saved.version.data
    return Clash(last[0] if last else _("een collega"), last[1] if last else None, changes)


def in_words(field: Field) -> str:
    """What a field holds, as a person reads it."""
    if field.type == "BooleanField":
        return _("ja") if field.data else _("nee")
    if getattr(field, "choices", None):
        labels = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return ", ".join(labels.get(str(one), "") for one in chosen if one is not None)
    return str(field._value()) if field.data is not None else ""
