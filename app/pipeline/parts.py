"""Cards that rooms above put on the lead's page: they register here, and the page asks each for its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.access.session import GuardedSession
from app.pipeline.queries import LeadHead

Gather = Callable[[GuardedSession, LeadHead], dict[str, Any]]


@dataclass(frozen=True)
class LeadPart:
    """A card on the lead's page: its template, what gathers the words for it, and whether who sees the code alone gets it."""

    template: str
    gather: Gather
    for_all: bool


_parts: list[LeadPart] = []


def add_lead_part(template: str, gather: Gather, *, for_all: bool = False) -> None:
    """Puts a card on the page of every lead whose dossier the reader may see, or of every lead; the same template once."""
    if all(part.template != template for part in _parts):
        _parts.append(LeadPart(template, gather, for_all))


def lead_parts(session: GuardedSession, head: LeadHead) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The templates of the cards of rooms above, and the words for all of them together."""
    words: dict[str, Any] = {}
    shown = [part for part in _parts if head.is_open_book or part.for_all]
    for part in shown:
        words |= part.gather(session, head)
    return tuple(part.template for part in shown), words
