"""Every change leaves who, when, what, before and after; free text can be erased and nothing else can."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies.models import Company
from app.db.clock import Clock
from app.leads.models import LeadCourse
from app.ledger.models import Change, Value
from tests.whole.guard_world import World, build

Open = Callable[[Actor], GuardedSession]


@pytest.fixture
def world(system: GuardedSession) -> World:
    return build(system)


def course_of(session: GuardedSession, world: World, code: str) -> LeadCourse:
    return session.scalars(select(LeadCourse).where(LeadCourse.lead_id == world.leads[code].id)).one()


def test_a_change_is_remembered_with_who_when_before_and_after(world: World, session_as: Open, clock: Clock) -> None:
    session = session_as(world.actor("BOM"))
    course_of(session, world, "BOM").step = "articulation"
    session.flush()
    change = session.scalars(select(Change).where(Change.field == "step")).one()
    assert (change.before, change.after) == ("signalled", "articulation")
    assert (change.at, change.person_id) == (clock.now(), world.persons["BOM"].id)
    assert (change.table, change.lead_id) == ("lead_course", world.leads["BOM"].id)


def test_an_act_of_several_flushes_leaves_its_history_once_and_in_order(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    changes = select(Change.before, Change.after).where(Change.field == "step").order_by(Change.id)
    with session.one_act():
        for step in ("articulating", "in_execution"):
            course_of(session, world, "BOM").step = step
            session.flush()
        assert session.execute(changes).all() == []
    assert [tuple(row) for row in session.execute(changes)] == [
        ("signalled", "articulating"),
        ("articulating", "in_execution"),
    ]


def test_identifying_text_stands_in_an_erasable_row(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    company = session.scalars(select(Company)).one()
    company.site = "Geheime hal"
    session.flush()
    change = session.scalars(select(Change).where(Change.field == "site")).one()
    assert (change.before, change.after) == (None, None)
    kept = session.get(Value, change.after_value_id)
    assert kept is not None
    assert kept.text == "Geheime hal"


def test_the_history_is_as_hidden_as_what_it_tells(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    session.scalars(select(Company)).one().site = "Geheime hal"
    session.flush()
    other = session_as(world.actor("OOSTNL"))
    assert other.scalars(select(Change).where(Change.field == "site")).all() == []


def test_a_password_leaves_no_trace(world: World, system: GuardedSession) -> None:
    person = system.get(Person, world.persons["BOM"].id)
    assert person is not None
    person.password_hash = "argon2-something"
    person.name = "Femke"
    system.flush()
    fields = system.scalars(select(Change.field).where(Change.table == "person", Change.action == "update")).all()
    assert fields == ["name"]


@pytest.mark.parametrize("table", ["change", "entry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET lead_id = NULL", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_rewrite(
    world: World, system: GuardedSession, table: str, statement: str
) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        system.execute(text(statement.format(table)))
