"""A lead of BOM on its way, its people, and two other organisations: what the tests of a case start from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.access.actor import Actor, Role
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, CompanyTechnology, Consent, ConsentOrganisation, TargetTest
from app.geography.models import Municipality, Province, Rom, Technology
from app.growth.models import Demand, DemandAmount
from app.leads.models import Lead, LeadCourse, LeadStory

BEGAN = datetime(2025, 10, 14, 9, 0, tzinfo=UTC)
ASKED = date(2025, 10, 14)
NEEDED = date(2028, 3, 1)
ROMS = {"BOM": ("BOM", "Zuid"), "OOST": ("Oost NL", "Oost"), "IQ": ("InnovationQuarter", "West")}
MUNICIPALITIES = {"GM0794": ("Helmond", "BOM"), "GM0153": ("Enschede", "OOST"), "GM0772": ("Eindhoven", "BOM")}


@dataclass
class Case:
    """The lead with its rows, and an actor for each organisation by code."""

    lead: Lead
    course: LeadCourse
    company: Company
    actors: dict[str, Actor]
    persons: dict[str, Person]
    organisations: dict[str, Organisation]


SessionAs = Callable[[Actor], GuardedSession]


def build(session: GuardedSession, *, complete: bool = False, name: str = "Stroomkade Opslag") -> Case:
    """One lead at its first step; `complete` adds what the step after it asks for."""
    _geography(session)
    organisations = {
        code: Organisation(code=code, name=short, short=short, kind="rom", rom_code=code)
        for code, (short, _) in ROMS.items()
    }
    organisations["EZ"] = Organisation(code="EZ", name="EZ", short="EZ", kind="ministry")
    organisations["IQ"].is_coordinating = True
    session.add_all(organisations.values())
    session.flush()
    persons = {
        code: Person(
            name=f"Iemand van {one.short}",
            email=f"{code.lower()}@case.example",
            organisation_id=one.id,
            session_token=code,
            invited_at=BEGAN,
        )
        for code, one in organisations.items()
    }
    session.add_all(persons.values())
    session.flush()
    actors = {code: _actor(organisations[code], persons[code]) for code in organisations}
    company, lead, course = company_with_lead(session, organisations["BOM"], persons["BOM"], name, complete=complete)
    return Case(lead, course, company, actors, persons, organisations)


def company_with_lead(
    session: GuardedSession,
    holder: Organisation,
    owner: Person,
    name: str = "Stroomkade Opslag",
    *,
    complete: bool = False,
    code: str = "GR-25-018",
) -> tuple[Company, Lead, LeadCourse]:
    """A company in Helmond with a lead; `complete` adds what the second step asks for."""
    company = Company(
        name=name,
        name_key=name.casefold().replace(" ", ""),
        holder_id=holder.id,
        kind="scaleup",
        municipality_code="GM0794",
        nda="nda" if complete else "unknown",
        created_at=BEGAN,
    )
    session.add(company)
    session.flush()
    technology = session.query(Technology).order_by(Technology.position).first()
    assert technology is not None
    session.add(CompanyTechnology(company_id=company.id, technology_code=technology.code))
    lead, course = lead_of(session, company, code=code)
    if complete:
        session.add(TargetTest(company_id=company.id, route="1", positive=True, motivation="Maakt.", decided_on=ASKED))
        session.add(Demand(lead_id=lead.id, company_id=company.id, kind="energy", is_bottleneck=True))
        course.owner_id = owner.id
        session.flush()
    return company, lead, course


def lead_of(
    session: GuardedSession, company: Company, *, code: str, needed: date = NEEDED, rom: str = "BOM"
) -> tuple[Lead, LeadCourse]:
    """A lead of a company, asked on 14 October 2025."""
    lead = Lead(
        code=code,
        company_id=company.id,
        origin_rom_code=rom,
        kind_at_entry="startup",
        kind="scaleup",
        phase=3,
        needed_quarter=needed.replace(month=(needed.month - 1) // 3 * 3 + 1, day=1),
    )
    session.add(lead)
    session.flush()
    about = {"lead_id": lead.id, "company_id": company.id}
    course = LeadCourse(
        **about, asked_on=ASKED, needed_by=needed, step_since=ASKED, last_activity_at=BEGAN, created_at=BEGAN
    )
    session.add_all(
        [course, LeadStory(**about, municipality_code="GM0794", question="Meer stroom voor een tweede lijn.")]
    )
    session.flush()
    return lead, course


def articulate(session: GuardedSession, case: Case, kind: str = "energy") -> None:
    """The demand of a kind gets an amount."""
    demand = session.query(Demand).filter_by(lead_id=case.lead.id, kind=kind).one()
    about = {"lead_id": case.lead.id, "company_id": case.company.id}
    session.add(DemandAmount(demand_id=demand.id, **about, measure="offtake", amount=8))
    session.flush()


def share(session: GuardedSession, case: Case, code: str, ends_on: date | None = None) -> Consent:
    """The company agrees that an organisation knows it."""
    consent = Consent(company_id=case.company.id, scope="named", granted_on=ASKED, ends_on=ends_on)
    session.add(consent)
    session.flush()
    session.add(
        ConsentOrganisation(
            consent_id=consent.id, company_id=case.company.id, organisation_id=case.organisations[code].id
        )
    )
    session.flush()
    return consent


def _actor(organisation: Organisation, person: Person) -> Actor:
    roles = {Role.PROGRAMME} if organisation.kind == "ministry" else {Role.MEMBER}
    if organisation.is_coordinating:
        roles.add(Role.COORDINATOR)
    return Actor(
        roles=frozenset(roles),
        person_id=person.id,
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,
        organisation_code=organisation.code,
        rom_code=organisation.rom_code,
        name=person.name,
    )


def _geography(session: GuardedSession) -> None:
    session.add_all(
        Rom(code=code, name=short, short=short, area="", programme_region=region, certainty="test")
        for code, (short, region) in ROMS.items()
    )
    session.flush()
    session.add(
        Province(
            code="PV30", name="NB", synonym="NB", iso="NL-NB", programme_region="Zuid", rom_code="BOM", certainty="test"
        )
    )
    session.add(
        Technology(code="EM", position=1, name="Energiematerialen", name_en="Energy", short="Energiematerialen")
    )
    session.flush()
    session.add_all(
        Municipality(
            code=code,
            name=name,
            search_name=name.casefold(),
            corop_code="CR36",
            corop="x",
            province_code="PV30",
            rom_code=rom,
        )
        for code, (name, rom) in MUNICIPALITIES.items()
    )
    session.flush()
