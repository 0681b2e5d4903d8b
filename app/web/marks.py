"""The signs that stand for the same thing everywhere: five kinds of demand, four verdicts, their words and icons."""

from typing import NamedTuple

from app.words import N_


class Mark(NamedTuple):
    """A word, the Tabler icon beside it, and a shorter word where room is scarce."""

    label: str
    icon: str
    short: str = ""


# Always in this order (002 §3.7).
DEMAND_MARKS = {
    "space": Mark(N_("Ruimte"), "building-warehouse"),
    "capital": Mark(N_("Kapitaal"), "coin-euro"),
    "talent": Mark(N_("Talent"), "school"),
    "housing": Mark(N_("Wonen en bereikbaarheid"), "building-community", N_("Wonen")),
    "energy": Mark(N_("Energie"), "bolt"),
}

VERDICT_MARKS = {
    "met": Mark(N_("Voldoet"), "circle-check-filled"),
    "partly": Mark(N_("Deels"), "circle-half-2"),
    "not": Mark(N_("Voldoet niet"), "circle-x"),
    "unknown": Mark(N_("Onbekend"), "circle-dashed"),
}
