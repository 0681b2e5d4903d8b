"""Organisations, persons and leads for tests of facts: BOM submits, IQ coordinates, Oost NL verifies elsewhere."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from app.access.actor import Actor, Role
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company
from app.geography.models import Rom
from app.leads.models import Lead, LeadCourse
from app.ledger.rules import Claim, Judge, Parties

LONG_AGO = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)
REGIONS = {"BOM": "Zuid", "LIOF": "Zuid", "OOSTNL": "Oost", "IQ": "West", "INWEST": "West", "NOM": "Noord"}
MEMBER, COORDINATOR, VERIFIER = "BOM", "IQ", "OOSTNL"
ROLES = {
    COORDINATOR: frozenset({Role.MEMBER, Role.COORDINATOR}),
    VERIFIER: frozenset({Role.MEMBER, Role.VERIFIER}),
    "EZ": frozenset({Role.PROGRAMME}),
    "IPO": frozenset({Role.PROGRAMME}),
    "GR": frozenset({Role.ADMINISTRATOR}),
}
OTHERS = {"NFIA": "nfia", "EZ": "ministry", "IPO": "ipo", "GR": "platform"}


@dataclass
class World:
    """Organisations, persons and leads by code."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    leads: dict[str, Lead] = field(default_factory=dict)

    def actor(self, code: str) -> Actor:
        """The person of an organisation, with the roles that this world gives them."""
        organisation = self.organisations[code]
        return Actor(
            roles=ROLES.get(code, frozenset({Role.MEMBER})),
            person_id=self.persons[code].id,
            organisation_id=organisation.id,
            organisation_kind=organisation.kind,
            organisation_code=code,
            rom_code=organisation.rom_code,
            name=f"iemand van {code}",
        )

    def judge(self, code: str) -> Judge:
        """That person, as the one who decides about a fact."""
        organisation = self.organisations[code]
        return Judge(self.persons[code].id, organisation.id, organisation.rom_code, organisation.is_coordinating)

    def parties(self, code: str, destination: str | None = None) -> Parties:
        """Who has a hand in a fact of this organisation's lead."""
        organisation = self.organisations[code]
        return Parties(
            persons=frozenset({self.persons[code].id}),
            submitted_for=organisation.id,
            holder=organisation.id,
            owner_organisation=organisation.id,
            origin_rom=organisation.rom_code,
            destination_rom=destination,
            needs_verifier=COORDINATOR in (code, destination),
        )


def build(system: GuardedSession, holders: tuple[str, ...] = (MEMBER, COORDINATOR, VERIFIER)) -> World:
    """The organisations and one lead for each holder."""
    world = World()
    for code, region in REGIONS.items():
        system.add(Rom(code=code, name=code, short=code, area="", programme_region=region, certainty="test"))
    system.flush()
    for code in (*REGIONS, *OTHERS):
        rom = code if code in REGIONS else None
        world.organisations[code] = Organisation(
            code=code,
            name=code,
            short=code,
            kind=OTHERS.get(code, "rom"),
            rom_code=rom,
            is_coordinating=code == COORDINATOR,
        )
    system.add_all(world.organisations.values())
    system.flush()
    for code, organisation in world.organisations.items():
        world.persons[code] = Person(
            name=f"Persoon {code}",
            email=f"{code.lower()}@test.example",
            organisation_id=organisation.id,
            session_token=code,
            invited_at=LONG_AGO,
        )
    system.add_all(world.persons.values())
    system.flush()
    for code in holders:
        world.leads[code] = add_lead(system, world, code, f"GR-25-{len(world.leads) + 1:03d}")
    return world


def add_lead(system: GuardedSession, world: World, holder: str, code: str) -> Lead:
    """One more lead, of a company of its own that this organisation holds."""
    company = Company(
        name=f"Bedrijf {code}",
        name_key=f"bedrijf{code.lower()}",
        holder_id=world.organisations[holder].id,
        nda="nda",
        nda_on=date(2025, 2, 1),
        created_at=LONG_AGO,
    )
    system.add(company)
    system.flush()
    lead = Lead(
        code=code,
        company_id=company.id,
        origin_rom_code=world.organisations[holder].rom_code,
        kind_at_entry="startup",
        kind="startup",
        phase=3,
    )
    system.add(lead)
    system.flush()
    system.add(
        LeadCourse(
            lead_id=lead.id,
            company_id=company.id,
            asked_on=date(2025, 2, 1),
            needed_by=date(2027, 8, 1),
            step="articulating",
            step_since=date(2025, 3, 1),
            owner_id=world.persons[holder].id,
            last_activity_at=LONG_AGO,
            created_at=LONG_AGO,
        )
    )
    system.flush()
    return lead


def claim(world: World, holder: str = MEMBER, **more: object) -> Claim:
    """A claim that lacks nothing, seen by the holder's own person."""
    usual = {
        "holds_on": date(2025, 6, 1),
        "evidence_kind": "contract",
        "evidence_on": date(2025, 6, 1),
        "evidence_seen_by_id": world.persons[holder].id,
    }
    return Claim(**{**usual, **more})
