"""What is chosen when two companies are one, and why they may not be put together or taken apart."""

from typing import Any

from app.words import N_

MERGE = "merge"  # the kind of batch
KEEP, GONE = "keep", "gone"

# What a company says once, and so is chosen between the two; each with the columns that go together.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": (N_("Naam"), ("name", "name_key")),
    "kind": (N_("Soort bedrijf"), ("kind",)),
    "municipality": (N_("Vestigingsplaats"), ("municipality_code",)),
    "site": (N_("Adres of terrein"), ("site",)),
    "website": (N_("Website"), ("website",)),
    "essential": (N_("Essentieel voor strategische autonomie"), ("essential",)),
    "nda": (N_("NDA"), ("nda", "nda_on")),
}
NOTHING = (None, "", False, "unknown")

SAME = N_("Dit is hetzelfde bedrijf. Kies er een ander bij.")
NOT_OURS = N_("Dit bedrijf is van een andere organisatie. Samenvoegen kan alleen met wat jullie zelf houden.")
COUNTS = N_("%(name)s telt mee in de cijfers. Wat telt, blijft staan waar het geteld is: houd dat bedrijf aan.")
COUNTS_TWICE = N_("Beide bedrijven tellen mee in de cijfers. Haal %(name)s eerst uit de telling.")
UNKNOWN = N_("Er hangt iets aan %(name)s dat samenvoegen nog niet kent (%(what)s). Meld het bij Beheer.")
COUNTS_SINCE = N_("%(codes)s telt intussen mee onder dit bedrijf. Haal die eerst uit de telling.")
NOT_ANY_MORE = N_(
    "Dit kan niet meer: er is later opnieuw samengevoegd, of het is al uit elkaar gehaald. Begin bij het laatste."
)
GONE_MEANWHILE = N_("Een collega heeft een van de twee intussen samengevoegd.")


def differing(keep: Any, gone: Any) -> tuple[str, ...]:
    """The fields that two companies say otherwise: what there is to choose."""
    return tuple(field for field in FIELDS if said(keep, field) != said(gone, field))


def said(company: Any, field: str) -> Any:
    """What a company says in a field."""
    return getattr(company, FIELDS[field][1][0])


def suggested(keep: Any, gone: Any, field: str) -> str:
    """Which of the two to take: the one that stays, unless it says nothing where the other does."""
    return GONE if said(keep, field) in NOTHING and said(gone, field) not in NOTHING else KEEP
