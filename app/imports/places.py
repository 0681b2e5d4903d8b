"""A municipality or place in a cell, as all of a file are looked up at once."""

from collections.abc import Iterable, Mapping

from app.access.session import GuardedSession
from app.geography.queries import find_places
from app.geography.rules import Ambiguous, Answer, Found
from app.imports.cells import Notation, Unreadable
from app.imports.rules import Value, shown
from app.words import N_

LONGEST = 80
UNKNOWN = N_("“%(typed)s” kennen we niet als gemeente of plaats.")
DID_YOU_MEAN = N_("“%(typed)s” kennen we niet als gemeente of plaats. Bedoel je %(names)s?")
WHICH = N_("Er is meer dan één %(typed)s. Schrijf er een van: %(names)s.")


def place(value: Value, notation: Notation) -> str:
    """The code of the one municipality that a cell means."""
    typed = shown(value)[:LONGEST]
    answer: Answer | None = notation.words["places"].get(typed)
    if isinstance(answer, Found):
        return answer.municipality_code
    if isinstance(answer, Ambiguous):
        raise Unreadable(WHICH, typed=typed, names=", ".join(choice.label for choice in answer.choices))
    if answer is not None and answer.suggestions:
        raise Unreadable(DID_YOU_MEAN, typed=typed, names=", ".join(answer.suggestions))
    raise Unreadable(UNKNOWN, typed=typed)


def places_in(session: GuardedSession, cells: Iterable[Value]) -> Mapping[str, Answer]:
    """What is meant by the cells of a column, each name looked up once."""
    return find_places(session, {typed for cell in cells if (typed := shown(cell)[:LONGEST])})
