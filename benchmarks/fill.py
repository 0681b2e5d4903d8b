"""Fills an empty product database with many made-up leads, in batches, as the system.

Each lead has a company, three contacts, three talks, one to four demands and, for most, entries in the ledger.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import insert, select

from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import GuardedSession, open_session
from app.accounts.models import Organisation, Person, RoleGrant
from app.commands import load_reference, migrate_database
from app.companies.models import Company, CompanyTechnology, Consent, Contact
from app.db.clock import Clock
from app.db.engine import make_engine
from app.geography.models import Municipality
from app.growth.models import Demand, DemandDetail
from app.index.keeping import reindex
from app.leads.models import Lead, LeadCourse, LeadStory, PhaseRecord
from app.ledger.models import Entry
from app.timeline.models import Talk
from benchmarks import papers

BATCH = 2_000
PASSWORD = "benchmark-benchmark"
MEMBER, COORDINATOR, MINISTRY = "member@rom.example", "coordinator@rom.example", "reader@ez.example"
STEPS = ("signalled", "articulating", "in_execution", "proposing", "deciding", "realising")
KINDS = ("space", "capital", "talent", "housing", "energy")
NOW = datetime.now(UTC)
# What is filled with numbers of its own, after which PostgreSQL does not count on by itself.
NUMBERED = (Company, Lead, Demand)
GO_ON = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}"


def fill(url: str, leads: int) -> None:
    """Migrates the database at `url` and fills it with so many leads, half of them held by the member's own ROM."""
    migrate_database(url)
    engine = fence(make_engine(url))
    with open_session(engine, Actor.system("benchmark"), Clock(), write=True) as session:
        load_reference(session)
        people = _people(session)
        session.add_all(papers.report(document) for document in papers.documents())
        towns = [(code, rom) for code, rom in session.execute(select(Municipality.code, Municipality.rom_code))]
        chance = random.Random(7)
        for first in range(1, leads + 1, BATCH):
            numbers = range(first, min(first + BATCH, leads + 1))
            _batch(session, [_lead(chance, number, towns, people) for number in numbers])
        reindex(session)
        session.commit()
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        cursor = connection.connection.cursor()
        if connection.dialect.name == "postgresql":
            for model in NUMBERED:
                cursor.execute(GO_ON.format(model.__tablename__))
        cursor.execute("ANALYZE")
    engine.dispose()


def _people(session: GuardedSession) -> list[tuple[int, int]]:
    """A person of each of two ROMs and of the ministry: (person, organisation); the second coordinates."""
    found = []
    hashed = PasswordHasher().hash(PASSWORD)
    readers = (
        ("BOM", MEMBER, ("member", "export")),
        ("IQ", COORDINATOR, ("member", "coordinator")),
        ("EZ", MINISTRY, ("programme",)),
    )
    for rom, email, roles in readers:
        organisation = session.scalars(select(Organisation).where(Organisation.code == rom)).one_or_none()
        if organisation is None:
            kind, of_rom = ("ministry", None) if rom == "EZ" else ("rom", rom)
            organisation = Organisation(code=rom, name=rom, short=rom, kind=kind, rom_code=of_rom)
            session.add(organisation)
            session.flush()
        person = Person(
            name=email,
            email=email,
            organisation_id=organisation.id,
            password_hash=hashed,
            session_token=email,
            invited_at=NOW,
        )
        session.add(person)
        session.flush()
        session.add_all(RoleGrant(person_id=person.id, role=role, granted_at=NOW) for role in roles)
        session.flush()
        found.append((person.id, organisation.id))
    return found


def _lead(
    chance: random.Random, number: int, towns: list[tuple[str, str]], people: list[tuple[int, int]]
) -> dict[type, list[dict[str, Any]]]:
    """The rows of one lead, by table."""
    person, organisation = people[number % 2]
    town, rom = chance.choice(towns)
    asked = date(2025, 1, 1) + timedelta(days=chance.randrange(680))
    needed = asked + timedelta(days=chance.randrange(300, 1400))
    moment = datetime.combine(asked, NOW.timetz())
    phase, key = chance.randint(1, 4), {"lead_id": number, "company_id": number}
    kinds = chance.sample(KINDS, chance.randint(1, 4))
    rows: dict[type, list[dict[str, Any]]] = {
        Company: [
            {
                "id": number,
                "name": f"Bedrijf {number}",
                "name_key": f"bedrijf {number}",
                "holder_id": organisation,
                "kind": "scaleup",
                "municipality_code": town,
                "nda": "nda",
                "created_at": moment,
                "version": 1,
            }
        ],
        CompanyTechnology: [{"company_id": number, "technology_code": f"NTS{chance.randint(1, 10):02}"}],
        Contact: [
            {
                "company_id": number,
                "name": f"Contact {n}",
                "purpose": "gesprek",
                "keep_until": date(2028, 12, 31),
                "version": 1,
            }
            for n in range(3)
        ],
        Lead: [
            {
                "id": number,
                "code": f"GR-{asked:%y}-{number:05}",
                "company_id": number,
                "origin_rom_code": rom,
                "kind_at_entry": "scaleup",
                "kind": "scaleup",
                "phase": phase,
                "needed_quarter": date(needed.year, 3 * ((needed.month - 1) // 3) + 1, 1),
                "withheld": False,
                "version": 1,
            }
        ],
        LeadCourse: [
            {
                **key,
                "asked_on": asked,
                "needed_by": needed,
                "step": chance.choice(STEPS),
                "step_since": asked,
                "owner_id": person,
                "last_activity_at": moment,
                "created_at": moment,
                "version": 1,
            }
        ],
        LeadStory: [{**key, "municipality_code": town, "question": "Waar is ruimte en stroom?", "version": 1}],
        PhaseRecord: [{**key, "phase": phase, "since": asked, "recorded_at": moment, "is_regression": False}],
        Demand: [{"id": number * 5 + n, **key, "kind": kind, "is_bottleneck": n == 0} for n, kind in enumerate(kinds)],
        DemandDetail: [
            {"demand_id": number * 5 + n, **key, "needed_by": needed, "updated_at": moment, "version": 1}
            for n in range(len(kinds))
        ],
        Talk: [
            {
                **key,
                "organisation_id": organisation,
                "person_id": person,
                "kind": "meeting",
                "held_on": asked + timedelta(days=9 * n),
                "said": "Gesproken over ruimte en stroom; over een maand verder.",
                "recorded_at": moment + timedelta(days=9 * n),
            }
            for n in range(3)
        ],
        Entry: [
            {
                "number": number,
                "fact": "admitted",
                **key,
                "holds_on": asked,
                "recorded_at": moment,
                "origin_rom_code": rom,
                "accepted_by_id": person,
                "accepted_for_id": organisation,
            }
        ],
    }
    if number % 3 == 0:
        rows[Consent] = [
            {"company_id": number, "scope": "taskforce", "granted_on": asked, "ends_on": None, "version": 1}
        ]
    return rows


def _batch(session: GuardedSession, leads: list[dict[type, list[dict[str, Any]]]]) -> None:
    for model in _tables(leads):
        rows = [row for lead in leads for row in lead.get(model, [])]
        session.execute(insert(model), rows)
    session.flush()


def _tables(leads: list[dict[type, list[dict[str, Any]]]]) -> Iterator[type]:
    """The tables in the order in which they may be filled."""
    yield from dict.fromkeys(model for lead in leads for model in lead)
