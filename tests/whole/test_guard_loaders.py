"""Loaders follow relationships on their own: lazily, eagerly and from rows that were just added."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload, relationship, selectinload, subqueryload

from app.access.actor import Actor, Role
from app.access.session import GuardedSession
from app.companies.models import Company, Contact
from app.leads.models import Follow, Lead
from tests.whole.guard_world import World, build, share

Open = Callable[[Actor], GuardedSession]

# The product joins by hand; these three exist to prove that a relationship would be safe as well.
Lead.its_company = relationship(Company, viewonly=True)
Follow.its_lead = relationship(Lead, viewonly=True)
Company.its_contacts = relationship(Contact, viewonly=True)

LOADERS = [None, joinedload, selectinload, subqueryload]


@pytest.fixture
def world(system: GuardedSession) -> World:
    world = build(system)
    share(system, world, "OOSTNL", "BOM")
    return world


@pytest.mark.parametrize("loader", LOADERS)
def test_to_one(world: World, session_as: Open, loader) -> None:
    statement = select(Lead).options(*([loader(Lead.its_company)] if loader else []))
    leads = session_as(world.actor("BOM")).scalars(statement).unique().all()
    names = {lead.code: lead.its_company.name if lead.its_company else None for lead in leads}
    assert names == {"GR-25-BOM": "CANARY-BOM-name", "GR-25-OOS": "CANARY-OOSTNL-name", "GR-25-INW": None}


@pytest.mark.parametrize("loader", LOADERS)
def test_to_many(world: World, session_as: Open, loader) -> None:
    statement = select(Company).options(*([loader(Company.its_contacts)] if loader else []))
    companies = session_as(world.actor("BOM")).scalars(statement).unique().all()
    contacts = {contact.name for company in companies for contact in company.its_contacts}
    assert contacts == {"CANARY-BOM-contact", "CANARY-OOSTNL-contact"}


@pytest.mark.parametrize("loader", LOADERS)
def test_the_coordinator_loads_no_name(world: World, session_as: Open, loader) -> None:
    statement = select(Lead).options(*([loader(Lead.its_company)] if loader else []))
    leads = session_as(world.actor("IQ", Role.COORDINATOR)).scalars(statement).unique().all()
    assert [lead.its_company for lead in leads] == [None, None, None]


def test_from_a_row_that_was_just_added(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    follow = Follow(lead_id=world.leads["INWEST"].id, person_id=world.persons["BOM"].id)
    session.add(follow)
    session.flush()
    assert follow.its_lead.code == "GR-25-INW"
    assert follow.its_lead.its_company is None


def test_after_consent_ended_nothing_is_loaded(world: World, session_as: Open, clock, system: GuardedSession) -> None:
    share(system, world, "INWEST", "NFIA", ends_on=clock.today())
    statement = select(Lead).where(Lead.code == "GR-25-INW")
    during = session_as(world.actor("NFIA")).scalars(statement).one()
    assert during.its_company.name == "CANARY-INWEST-name"
    clock.set(clock.now().replace(day=20))
    after = session_as(world.actor("NFIA")).scalars(statement).one()
    assert after.its_company is None
