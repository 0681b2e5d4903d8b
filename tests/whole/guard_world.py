"""A small world with a canary word in every confidential field, for the tests that attack the guard."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from app.access.actor import Actor, Role
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, Consent, ConsentOrganisation, Contact, TradeName
from app.geography.models import Municipality, Province, Rom
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.models import Entry, Value

LONG_AGO = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)
HOLDERS = ("BOM", "OOSTNL", "INWEST")


@dataclass
class World:
    """The organisations by code, and what was made for each."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    companies: dict[str, Company] = field(default_factory=dict)
    leads: dict[str, Lead] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def actor(self, code: str, *roles: Role) -> Actor:
        """Somebody of an organisation, a member unless said otherwise."""
        organisation = self.organisations[code]
        person = self.persons.get(code)
        return Actor(
            roles=frozenset(roles or {Role.MEMBER}),
            person_id=person.id if person else None,
            organisation_id=organisation.id,
            organisation_kind=organisation.kind,
            organisation_code=organisation.code,
            rom_code=organisation.rom_code,
            name=f"somebody of {code}",
        )


def build(session: GuardedSession) -> World:
    """Three holders with a company and a lead each; nothing is shared."""
    world = World()
    session.add(Rom(code="BOM", name="BOM", short="BOM", area="", programme_region="Zuid", certainty="test"))
    session.flush()
    session.add(
        Province(
            code="PV30", name="NB", synonym="NB", iso="NL-NB", programme_region="Zuid", rom_code="BOM", certainty="t"
        )
    )
    session.flush()
    session.add(
        Municipality(
            code="GM0772",
            name="Eindhoven",
            search_name="eindhoven",
            corop_code="CR36",
            corop="x",
            province_code="PV30",
            rom_code="BOM",
        )
    )
    kinds = dict.fromkeys(HOLDERS, "rom") | {
        "IQ": "rom",
        "NFIA": "nfia",
        "EZ": "ministry",
        "IPO": "ipo",
        "GR": "platform",
    }
    for code, kind in kinds.items():
        world.organisations[code] = Organisation(code=code, name=code, short=code, kind=kind)
    session.add_all(world.organisations.values())
    session.flush()
    for code, organisation in world.organisations.items():
        world.persons[code] = Person(
            name=f"Person {code}",
            email=f"{code.lower()}@example.example",
            organisation_id=organisation.id,
            session_token=code,
            invited_at=LONG_AGO,
        )
    session.add_all(world.persons.values())
    for code in HOLDERS:
        _company(session, world, code)
    session.flush()
    return world


def _company(session: GuardedSession, world: World, code: str) -> None:
    company = Company(
        name=f"CANARY-{code}-name",
        name_key=f"canary{code.lower()}",
        holder_id=world.organisations[code].id,
        site=f"CANARY-{code}-site",
        municipality_code="GM0772",
        created_at=LONG_AGO,
    )
    session.add(company)
    session.flush()
    lead = Lead(code=f"GR-25-{code[:3]}", company_id=company.id, kind_at_entry="startup", kind="scaleup", phase=3)
    session.add(lead)
    session.flush()
    about = {"lead_id": lead.id, "company_id": company.id}
    text = Value(company_id=company.id, text=f"CANARY-{code}-value")
    session.add_all(
        [
            LeadCourse(
                **about,
                asked_on=date(2025, 2, 1),
                step="signalled",
                step_since=date(2025, 2, 1),
                last_activity_at=LONG_AGO,
                created_at=LONG_AGO,
            ),
            LeadStory(**about, question=f"CANARY-{code}-question", municipality_code="GM0772"),
            TradeName(company_id=company.id, name=f"CANARY-{code}-trade", name_key="x"),
            Contact(company_id=company.id, name=f"CANARY-{code}-contact", purpose="x", keep_until=date(2028, 1, 1)),
            text,
        ]
    )
    session.flush()
    session.add(
        Entry(number=len(world.leads) + 1, fact="admitted", **about, holds_on=date(2025, 3, 1), recorded_at=LONG_AGO)
    )
    session.flush()
    world.companies[code], world.leads[code] = company, lead


def share(
    session: GuardedSession,
    world: World,
    owner: str,
    to: str | None,
    *,
    scope: str = "named",
    ends_on: date | None = None,
    granted_on: date = date(2026, 1, 1),
    withdrawn_on: date | None = None,
) -> Consent:
    """A consent of a company to be known by an organisation, or by a whole scope."""
    company = world.companies[owner]
    consent = Consent(
        company_id=company.id, scope=scope, granted_on=granted_on, ends_on=ends_on, withdrawn_on=withdrawn_on
    )
    session.add(consent)
    session.flush()
    if to is not None:
        session.add(
            ConsentOrganisation(
                consent_id=consent.id, company_id=company.id, organisation_id=world.organisations[to].id
            )
        )
        session.flush()
    return consent
