"""A select that was worked out before answers as the select itself does, to everybody, on both databases."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import URL, Date, bindparam, literal, select, text, union_all

from app.access.actor import Actor
from app.access.errors import AccessError
from app.access.fence import STATE_OF_POSTGRESQL, fence
from app.access.prepared import PREPARED, LaidOut, Prepared
from app.access.session import GuardedSession, open_session
from app.companies.models import Company, Consent
from app.db.clock import Clock
from app.db.engine import make_engine
from app.leads.models import Lead, LeadCourse
from tests.whole.guard_world import World, build, share

Open = Callable[[Actor], GuardedSession]

COURSES = (
    select(Lead.code, LeadCourse.asked_on, LeadCourse.last_activity_at, literal("x").label("mark"), Company.name)
    .join(LeadCourse, LeadCourse.lead_id == Lead.id)
    .outerjoin(Company, Company.id == Lead.company_id)
    .where(Lead.code.in_(bindparam("codes", expanding=True)), LeadCourse.asked_on <= bindparam("day", type_=Date))
    .order_by(Lead.code)
)
ASKED = Prepared(COURSES)
CONSENTS = Prepared(select(Consent.id, Consent.granted_on).where(Consent.granted_on <= bindparam("day", type_=Date)))
TODAY = date(2026, 11, 19)


@pytest.fixture
def world(system: GuardedSession) -> World:
    return build(system)


def both_ways(session: GuardedSession, **given: object) -> tuple[list[tuple], list[tuple]]:
    plain = session.execute(COURSES, given)
    return [tuple(row) for row in plain], [tuple(row) for row in session.ask(ASKED, **given)]


@pytest.mark.parametrize("most", [0, 1, 2, 3])
def test_lists_of_any_length_days_and_moments_come_out_as_they_do_plainly(
    world: World, session_as: Open, most: int
) -> None:
    codes = sorted(lead.code for lead in world.leads.values())[:most]
    for actor in (*(world.actor(code) for code in world.leads), Actor.system("test")):
        plain, asked = both_ways(session_as(actor), codes=codes, day=TODAY)
        assert asked == plain
        assert len(asked) <= most
    assert len(asked) == most, "the system sees all"


def test_rows_have_names(world: World, system: GuardedSession) -> None:
    (row,) = system.ask(ASKED, codes=[world.leads["BOM"].code], day=TODAY)
    assert (row.code, row.name, row.mark) == (world.leads["BOM"].code, "CANARY-BOM-name", "x")


def test_what_was_just_added_is_found(world: World, system: GuardedSession) -> None:
    before = len(system.ask(CONSENTS, day=TODAY))
    system.add(Consent(company_id=world.companies["BOM"].id, scope="taskforce", granted_on=TODAY))
    assert len(system.ask(CONSENTS, day=TODAY)) == before + 1


def test_of_two_of_one_kind_each_reads_what_is_theirs_and_only_while_it_is_theirs(
    world: World, system: GuardedSession, session_as: Open
) -> None:
    names = Prepared(union_all(select(Company.name), select(Company.name).where(Company.name == bindparam("other"))))

    def read(code: str) -> list[str]:
        return sorted(row.name for row in session_as(world.actor(code)).ask(names, other="CANARY-BOM-name"))

    assert read("BOM") == ["CANARY-BOM-name"] * 2
    assert read("OOSTNL") == ["CANARY-OOSTNL-name"]
    consent = share(system, world, "BOM", "OOSTNL")
    assert read("OOSTNL") == ["CANARY-BOM-name", "CANARY-BOM-name", "CANARY-OOSTNL-name"]
    consent.withdrawn_on = system.clock.today()
    system.flush()
    assert read("OOSTNL") == ["CANARY-OOSTNL-name"]


def test_a_text_that_calls_itself_prepared_is_refused(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    session.ask(CONSENTS, day=TODAY)  # the connection knows for whom it asks
    sql = "SELECT company.name FROM company"
    forged = LaidOut(sql, None, {}, {}, ())
    for said, run in ((forged, sql), (forged, "SELECT lead.code FROM lead")):
        with pytest.raises(AccessError):
            session.connection().exec_driver_sql(run, execution_options={PREPARED: said})


def test_a_parameter_that_is_not_given_is_missed(world: World, system: GuardedSession) -> None:
    with pytest.raises(Exception, match="day"):
        system.ask(ASKED, codes=["GR-26-001"])


def test_what_postgresql_prepared_for_readers_stays_when_they_let_go(postgres_server: URL) -> None:
    engine = fence(make_engine(postgres_server.render_as_string(hide_password=False)))
    for _ in range(10):
        with open_session(engine, Actor.system("test"), Clock()) as session:
            session.scalar(text(STATE_OF_POSTGRESQL))
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw.execute("SELECT statement FROM pg_prepared_statements").fetchall() == [(STATE_OF_POSTGRESQL,)]
    engine.dispose()
