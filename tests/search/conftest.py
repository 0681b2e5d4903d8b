"""A holder's company with everything that can be found, and who else may know it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.companies import services as companies
from app.companies.models import Company, CompanyKvk, Contact, TradeName
from app.hubs.models import Hub
from app.leads.models import Lead
from app.search.queries import search
from app.timeline.models import Talk, Task
from tests.conftest import NOON
from tests.whole.guard_world import World, build


@dataclass
class Found:
    """A company of BOM and what belongs to it."""

    world: World
    company: Company
    lead: Lead
    contact: Contact
    talk: Talk
    session_as: Callable[[Actor], GuardedSession]

    def by(self, who: str, typed: str) -> set[tuple[str, str]]:
        """What somebody of an organisation finds: (kind, name)."""
        with self.session_as(self.world.actor(who)) as session:
            return {(kind, hit.name) for kind, hits in search(session, typed).items() for hit in hits}


@pytest.fixture
def found(system: GuardedSession, session_as: Callable[[Actor], GuardedSession]) -> Found:
    world = build(system)
    company = world.companies["BOM"]
    company.name, company.name_key = "Jérôme Vélox & Zoon B.V.", "jeromeveloxenzoon"
    company.website = "https://www.veloxzoon.example/nl"
    lead = world.leads["BOM"]
    about = {"company_id": company.id, "lead_id": lead.id, "organisation_id": company.holder_id}
    contact = companies.add_contact(system, company, name="Saskia Øverbeek", email="s.overbeek@veloxzoon.example")
    talk = Talk(**about, kind="meeting", held_on=date(2026, 3, 1), said="De hal is te klein", recorded_at=NOON)
    task = Task(**about, title="Netbeheerder bellen", owner_id=1, due_on=date(2026, 12, 1), recorded_at=NOON)
    hub = Hub(
        code="campus",
        name="Photonics Campus",
        place="Eindhoven",
        municipality_code="GM0772",
        rom_code="BOM",
        latitude=51.4,
        longitude=5.5,
        kind="campus",
        source="test",
        certainty="test",
        maturity="existing",
    )
    task.owner_id = world.persons["BOM"].id
    system.add_all([CompanyKvk(company_id=company.id, number="06070325"), talk, task, hub])
    system.add(TradeName(company_id=company.id, name="Snelwerk", name_key="snelwerk"))
    system.commit()
    return Found(world, company, lead, contact, talk, session_as)
