"""What undoing an import does, in words: how many rows go or come back, and which stay and why."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies.models import Company, MergedCompany
from app.ledger.batches import Outlook
from app.ledger.undoing import Undoing, Why
from app.words import N_

TABLES = {
    "company": (N_("Bedrijven"), N_("bedrijf")),
    "company_kvk": (N_("KvK-nummers"), N_("KvK-nummer")),
    "trade_name": (N_("Handelsnamen"), N_("handelsnaam")),
    "company_technology": (N_("Technologieën van bedrijven"), N_("technologie")),
    "contact": (N_("Contactpersonen"), N_("contactpersoon")),
    "lead": (N_("Leads"), N_("lead")),
    "lead_course": (N_("Verloop van leads"), N_("verloop van een lead")),
    "lead_story": (N_("Vragen van leads in woorden"), N_("vraag van een lead in woorden")),
    "demand": (N_("Soorten vraag van leads"), N_("soort vraag van een lead")),
    "demand_detail": (N_("Uitwerkingen van vragen"), N_("uitwerking van een vraag")),
    "demand_amount": (N_("Hoeveelheden van vragen"), N_("hoeveelheid van een vraag")),
    "hub_site": (N_("Locaties van brandpunten"), N_("locatie van een brandpunt")),
    "supply": (N_("Aanbod van brandpunten"), N_("aanbod van een brandpunt")),
    "supply_amount": (N_("Hoeveelheden van aanbod"), N_("hoeveelheid van aanbod")),
}
OTHER = N_("Iets anders")
REASONS = {
    Why.CHANGED: N_("sindsdien gewijzigd"),
    Why.POINTED_AT: N_("er is sindsdien iets aan toegevoegd"),
    Why.GONE: N_("is er niet meer"),
    Why.NOT_YOURS: N_("is niet meer van jullie"),
    Why.ERASED: N_("de gegevens zijn gewist"),
}
LISTED = 200


def told(session: GuardedSession, found: Outlook) -> dict[str, Any]:
    """Counts by table of what goes and comes back, and the rows that stay with the company they are of."""
    names = _names(session, {one.company_id for one in found.kept[:LISTED] if one.company_id})
    kept = [
        (TABLES.get(one.row[0], (OTHER, OTHER))[1], *names.get(one.company_id or 0, (None, None)), REASONS[one.why])
        for one in found.kept[:LISTED]
    ]
    return {
        "removed": _by_table(found.removed),
        "restored": _by_table(found.restored),
        "kept": kept,
        "kept_count": len(found.kept),
    }


def _by_table(ones: list[Undoing]) -> list[tuple[str, int]]:
    counts = Counter(one.row[0] for one in ones)
    return [(labels[0], counts[table]) for table, labels in TABLES.items() if counts[table]]


def _names(session: GuardedSession, ids: set[int]) -> dict[int, tuple[str, int]]:
    """What companies are called and where they stand: one that was merged, where it went."""
    there = session.execute(select(Company.id, Company.name).where(Company.id.in_(ids)))
    merged = select(MergedCompany.gone_id, MergedCompany.name, MergedCompany.company_id)
    gone = session.execute(merged.where(MergedCompany.gone_id.in_(ids)))
    return {row.id: (row.name, row.id) for row in there} | {row.gone_id: (row.name, row.company_id) for row in gone}
