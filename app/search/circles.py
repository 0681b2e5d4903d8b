"""Who finds what: a text as the row it stands in, the code of a lead as its face, a brandpunt as the taskforce."""

from typing import Any

from sqlalchemy import and_

from app.access.policy import Circle, Condition, Viewer, any_of, constant, protect, read_rule
from app.hubs.models import keeps_its_hub
from app.index.models import SearchText

CODES = "lead"  # the table whose rows hold nothing but codes


def _found(row: Any, viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    face = read_rule(Circle.FACE)(row, viewer)
    is_code = row.source == constant(CODES)
    codes = is_code if face is True else False if face is False else and_(is_code, face)
    return any_of(row.hub_id.is_not(None), codes, read_rule(Circle.IDENTITY)(row, viewer))


def _kept(row: Any, viewer: Viewer) -> Condition:
    """Whoever may write a row that is searched: its text goes with it."""
    return any_of(read_rule(Circle.IDENTITY)(row, viewer), keeps_its_hub(row, viewer))


protect(SearchText, read=_found, write=_kept)
