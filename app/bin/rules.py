"""How long what was removed lies in the bin, and where one goes when it is put back."""

from datetime import timedelta

from app.ledger.undoing import Undoing, Why
from app.words import N_

KEPT_FOR = timedelta(days=30)

# Why something could not be put back, for a person.
WHY_LABELS = {
    Why.CHANGED: N_("Sindsdien is er iets aan gewijzigd."),
    Why.POINTED_AT: N_("Er hangt intussen iets anders aan."),
    Why.GONE: N_("Waar het bij hoorde is er niet meer."),
    Why.NOT_YOURS: N_("Je mag het niet meer wijzigen."),
    Why.ERASED: N_("De tekst is voorgoed gewist."),
}
# The page that shows rows of a table, where that is not the page of their lead; with the number of their company.
PLACES = {
    "supply": "/brandpunten",
    "progress_talk": "/vragen",
    "talk_agreement": "/vragen",
    "telling": "/bedrijven/{}/verteld",
}


def main_row(removed: list[Undoing]) -> Undoing:
    """Of rows that went in one go, the one they were all part of: that went last."""
    return removed[-1]
