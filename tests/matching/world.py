"""A lead of BOM that asks for power and room, beside the brandpunten of Twente and Arnhem."""

from datetime import date
from typing import Any

from app.access.session import GuardedSession
from app.companies.models import CompanyTechnology
from app.growth.services import set_demand
from app.hubs.queries import hub_by_code
from app.hubs.services import Parts, set_supply, set_technology
from app.leads.models import Lead
from tests.companies.factories import company_of
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOST, INWEST, COORDINATOR, NFIA, EZ, ADMIN = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "taskforce@inwest.example",
    "coordinator@iq.example",
    "nfia@nfia.example",
    "ez@ez.example",
    "admin@groeiruimte.example",
)
CODE, TWENTE, ARNHEM = "GR-25-018", "BP-TECHBASE", "BP-IPKW"
NAME, PINCH = "CANARY-Stroomkade", "CANARY-geen aansluiting voor 2031"


def lay_out(site: Site, **face: Any) -> None:
    """The lead with its demands, and what two brandpunten of Oost NL have."""
    with site.system() as session:
        lead = lead_with_demands(session, **face)
        session.add(CompanyTechnology(company_id=lead.company_id, technology_code="NTS08"))
        twente, arnhem = hub_by_code(session, TWENTE), hub_by_code(session, ARNHEM)
        set_supply(
            session, hub=twente, kind="energy", amounts={"offtake": Parts(16, 6)}, available_from=date(2027, 12, 1)
        )
        set_supply(session, hub=twente, kind="space", amounts={"hall": Parts(14_000, 5_400, 2_400)}, is_demo=True)
        set_supply(session, hub=arnhem, kind="energy", amounts={"offtake": Parts(6, 1)})
        set_technology(session, hub=arnhem, technology_code="NTS08", companies=5, is_priority=True)


def lead_with_demands(session: GuardedSession, code: str = CODE, name: str = NAME, **face: Any) -> Lead:
    """A lead of BOM that asks for 8 MW, which pinches, and a hall of 5.000 m²."""
    lead = lead_of(session, company_of(session, "BOM", name=name), code=code, **face)
    set_demand(
        session,
        lead=lead,
        kind="energy",
        values={"offtake": 8, "pinch": PINCH},
        needed_by=date(2028, 3, 1),
        is_bottleneck=True,
        own_site="no",
        other_region="yes",
    )
    set_demand(session, lead=lead, kind="space", values={"hall": 5_000}, needed_by=date(2028, 3, 1))
    return lead
