"""Cards that rooms above put on the lead's page: they register here, and the page asks each for its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.access.session import GuardedSession
from app.pipeline.queries import LeadHead

Gather = Callable[[GuardedSession, LeadHead], dict[str, Any]]


@dataclass(frozen=True)
class LeadPart:
    """A card on the lead's page: its template, and what gathers the words for it."""

    template: str
    gather: Gather


_parts: list[LeadPart] = []


def add_lead_part(template: str, gather: Gather) -> None:
    """Puts a card on the page of every lead whose dossier the reader may see; the same template once."""
    if all(part.template != template for part in _parts):
        _parts.append(LeadPart(template, gather))


def lead_parts(session: GuardedSession, head: LeadHead) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The templates of the cards of rooms above, and the words for all of them together."""
    words: dict[str, Any] = {}
    for part in _parts:
        words |= part.gather(session, head)
    return tuple(part.template for part in _parts), words
