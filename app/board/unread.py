"""What was typed in a filter and not understood, and why: a list never leaves a part out in silence. Pure."""

from typing import Any

from app.board.filter import DIMENSIONS, Dimension, Filter, Lists, Pairs, gathered, read_filter
from app.growth.rules import KIND_NAMES, Kind
from app.words import N_, Said

LONGEST_SAID = 40
UNKNOWN = N_("%(label)s: ‘%(typed)s’ kennen we niet.")
NO_AMOUNT = N_("Minimaal: ‘%(typed)s’ is geen bedrag of aantal. Typ bijvoorbeeld 5.000 of 8,5.")
OF_WHICH_KIND = N_("Minimaal: kies bij ‘%(typed)s’ ook een soort vraag.")
TOO_FINE = N_("Minimaal: ‘%(typed)s’ heeft te veel cijfers achter de komma voor %(kind)s.")


def unread(pairs: Pairs, lists: Lists) -> dict[str, Said]:
    """The dimensions that were typed but not understood, by their names in the address, each with what is wrong."""
    pairs = [(name, word) for name, word in pairs if word.strip()]
    typed, wanted = gathered(pairs), read_filter(pairs, lists)
    read = {each: each.read(typed[each.name], lists) for each in DIMENSIONS if each.name in typed}
    return {
        each.name: _told(each, typed[each.name][0], value, wanted)
        for each, value in read.items()
        if value is None or getattr(wanted, each.field) != value
    }


def _told(each: Dimension, word: str, value: Any, wanted: Filter) -> Said:
    said = {"label": Said(each.label), "typed": word.strip()[:LONGEST_SAID]}
    if each.field != "least":
        return Said(UNKNOWN, said)
    if value is None:
        return Said(NO_AMOUNT, said)
    if not wanted.kind:
        return Said(OF_WHICH_KIND, said)
    return Said(TOO_FINE, {**said, "kind": Said(KIND_NAMES[Kind(wanted.kind)])})
