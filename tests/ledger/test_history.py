"""Every change leaves who, when, what, before and after; free text can be erased and nothing else can."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.capital.models import Investment
from app.cases import services as cases
from app.companies.models import Company
from app.db.clock import Clock
from app.growth import services as growth
from app.leads.models import Lead, LeadCourse
from app.ledger.models import Change, Value
from app.ledger.services import erase_history
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


def kept_of(session: GuardedSession, table: str) -> dict[str, tuple[str | None, str | None]]:
    """What history kept of the rows that were removed from a table: field -> what it held, and its erasable text."""
    found = session.execute(
        select(Change.field, Change.before, Value.text)
        .outerjoin(Value, Value.id == Change.before_value_id)
        .where(Change.table == table, Change.action == "delete")
    )
    return {field: (before, words) for field, before, words in found}


def test_what_is_removed_leaves_all_that_it_held(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    lead = session.scalars(select(Lead).where(Lead.id == world.leads["BOM"].id)).one()
    values = {"offtake": Decimal("12.5"), "feedin": 1, "what": "Stroom voor een tweede lijn"}
    growth.set_demand(session, lead=lead, kind="energy", values=values, needed_by=date(2028, 3, 1))
    growth.drop_demand(session, lead=lead, kind="energy")
    amounts = session.execute(
        select(Change.row_id, Change.field, Change.before)
        .where(Change.table == "demand_amount", Change.action == "delete")
        .order_by(Change.id)
    ).all()
    by_row: dict[str, dict[str, str]] = {}
    for row_id, field, before in amounts:
        by_row.setdefault(row_id, {})[field] = before
    assert {row["measure"]: row["amount"] for row in by_row.values()} == {"offtake": "12500", "feedin": "1000"}
    assert kept_of(session, "demand")["kind"] == ("energy", None)
    assert kept_of(session, "demand_detail")["needed_by"] == ("2028-03-01", None)
    assert kept_of(session, "demand_note")["text"] == (None, "Stroom voor een tweede lijn")
    assert kept_of(session_as(world.actor("OOSTNL")), "demand_amount") == {}


def test_the_text_of_something_removed_can_still_be_erased(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    lead = session.scalars(select(Lead).where(Lead.id == world.leads["BOM"].id)).one()
    partner = cases.add_partner(session, lead, kind="municipality", name="Gemeente Verweg")
    number = partner.id
    cases.remove_partner(session, partner)
    assert kept_of(session, "approach_partner")["name"] == (None, "Gemeente Verweg")
    erase_history(session, "approach_partner", number)
    assert kept_of(session, "approach_partner")["name"] == (None, None)


def test_a_row_that_was_changed_and_then_removed_is_told_as_it_stood(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    about = {"lead_id": world.leads["BOM"].id, "company_id": world.leads["BOM"].company_id}
    investment = Investment(**about, stage="expected", nature="plant", amount=5_000_000, holds_on=date(2027, 1, 1))
    session.add(investment)
    session.flush()
    investment.amount = 7_000_000
    session.delete(investment)
    session.flush()
    assert kept_of(session, "investment")["amount"] == ("5000000", None)
