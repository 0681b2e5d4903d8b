"""Whatever shape a question has, it answers only what the actor may know."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import column, exists, func, literal_column, select, table, text, union_all
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, aliased

from app.access.actor import Actor, Role
from app.access.errors import AccessError, NoActor
from app.access.policy import past_guard
from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.companies.models import Company, Contact, TradeName
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.models import Value
from tests.whole.guard_world import World, build, share

Open = Callable[[Actor], GuardedSession]


@pytest.fixture
def world(system: GuardedSession) -> World:
    return build(system)


def names(rows: object) -> set[str]:
    return {str(name) for name in rows if name}  # type: ignore[attr-defined]


OTHER = aliased(Company)
READS = {
    "entities": lambda s: {c.name for c in s.scalars(select(Company))},
    "columns": lambda s: names(s.scalars(select(Company.name))),
    "alias": lambda s: {c.name for c in s.scalars(select(OTHER))},
    "join": lambda s: names(s.scalars(select(Company.name).join(Lead, Lead.company_id == Company.id))),
    "outer join": lambda s: names(
        s.scalars(select(Company.name).select_from(Lead).outerjoin(Company, Company.id == Lead.company_id))
    ),
    "cross join": lambda s: names(
        s.scalars(select(Company.name).select_from(Lead, Company).where(Lead.company_id == Company.id))
    ),
    "subquery": lambda s: names(s.scalars(select(select(Company).subquery().c.name))),
    "aliased subquery": lambda s: {c.name for c in s.scalars(select(aliased(Company, select(Company).subquery())))},
    "cte": lambda s: names(s.scalars(select(select(Company.name).cte().c.name))),
    "union": lambda s: names(s.scalars(union_all(select(Company.name), select(Company.name)))),
    "scalar subquery": lambda s: names([s.scalar(select(select(func.min(Company.name)).scalar_subquery()))]),
    "correlated": lambda s: names(
        s.scalars(select(select(Company.name).where(Company.id == Lead.company_id).scalar_subquery()).select_from(Lead))
    ),
    "window": lambda s: {
        name for name, _ in s.execute(select(Company.name, func.row_number().over(order_by=Company.id)))
    },
    "legacy query": lambda s: {c.name for c in s.query(Company).all()},
    "prepared": lambda s: names(row.name for row in s.ask(Prepared(select(Company.name)))),
    "prepared union": lambda s: names(
        row.name for row in s.ask(Prepared(union_all(select(Company.name), select(Company.name))))
    ),
    "yield per": lambda s: {c.name for c in s.scalars(select(Company).execution_options(yield_per=1))},
}


@pytest.mark.parametrize("shape", READS)
def test_a_holder_reads_its_own_company_in_every_shape(world: World, session_as: Open, shape: str) -> None:
    assert READS[shape](session_as(world.actor("BOM"))) == {"CANARY-BOM-name"}


@pytest.mark.parametrize("shape", READS)
@pytest.mark.parametrize(
    "who",
    [
        ("IQ", Role.COORDINATOR),
        ("EZ", Role.PROGRAMME),
        ("IPO", Role.PROGRAMME),
        ("GR", Role.ADMINISTRATOR),
        ("NFIA", Role.MEMBER),
    ],
)
def test_nobody_else_reads_a_name_in_any_shape(
    world: World, session_as: Open, shape: str, who: tuple[str, Role]
) -> None:
    assert READS[shape](session_as(world.actor(*who))) == set()


PLAIN_SQL = [
    "select name from COMPANY",
    "select name from Company",
    "select name from main.company",
    "select name from public.company",
    "select name from 'company'",
    "select name from company AS guard_x",
    "select name from company -- 'guard:company'",
    "select name from company where 'guard:company' = 'guard:company'",
    "select name from sqlite_master",
    "select 1; select name from company",
    "commit; select name from company",
    "attach ':memory:' as z",
    "create table copied as select name from company",
    "create view copied as select name from company",
    "pragma foreign_keys=off",
]
REFUSED = {
    "text": lambda s: s.execute(text("select name from company")).all(),
    "text as entities": lambda s: s.scalars(select(Company).from_statement(text("select * from company"))).all(),
    "core table": lambda s: s.execute(select(Company.__table__)).all(),
    "core column": lambda s: s.execute(select(Company.__table__.c.name)).all(),
    "core alias": lambda s: s.execute(select(Company.__table__.alias("q").c.name)).all(),
    "core join": lambda s: s.execute(
        select(Lead.code, Company.__table__.c.name).join(Company.__table__, Company.__table__.c.id == Lead.company_id)
    ).all(),
    "core subquery": lambda s: s.execute(
        select(Lead.code, select(func.max(Company.__table__.c.name)).scalar_subquery())
    ).all(),
    "core exists": lambda s: s.execute(
        select(Lead.code).where(exists().where(Company.__table__.c.name == "CANARY-OOSTNL-name"))
    ).all(),
    "a bare exists": lambda s: s.scalar(select(exists().where(Company.name == "CANARY-OOSTNL-name"))),
    "core cte": lambda s: s.execute(select(select(Company.__table__.c.name).cte().c.name)).all(),
    "core union": lambda s: s.execute(union_all(select(Company.name), select(Company.__table__.c.name))).all(),
    "lightweight table": lambda s: s.execute(select(column("name")).select_from(table("company"))).all(),
    "literal column": lambda s: s.execute(select(literal_column("(select max(name) from company)"))).all(),
    "the connection": lambda s: s.connection().execute(text("select name from company")).all(),
    **{sql: lambda s, sql=sql: s.execute(text(sql)).all() for sql in PLAIN_SQL},
    **{f"the driver: {sql}": lambda s, sql=sql: s.connection().exec_driver_sql(sql).all() for sql in PLAIN_SQL},
    "text as columns": lambda s: s.execute(text("select name from COMPANY").columns(column("name"))).all(),
    "text as entities, shouted": lambda s: s.scalars(
        select(Company).from_statement(text("select * from COMPANY"))
    ).all(),
    "a guarded alias": lambda s: s.scalar(select(func.count()).select_from(Company.__table__.alias("guard_x"))),
    "an alias of the rules": lambda s: s.scalar(select(func.count()).select_from(past_guard(Company))),
    "another schema": lambda s: s.execute(select(column("name")).select_from(table("company", schema="main"))).all(),
    "shouted literal column": lambda s: s.execute(select(literal_column("(select max(name) from COMPANY)"))).all(),
    "a typed mark": lambda s: s.execute(
        select(Company.__table__.c.name).where(literal_column("'guard:company'").is_not(None))
    ).all(),
    "a marked label": lambda s: s.execute(select(Company.__table__.c.name.label("'guard:company'"))).all(),
    "bulk mappings": lambda s: s.bulk_insert_mappings(Company, [{"name": "x"}]),
}


@pytest.mark.parametrize("shape", REFUSED)
def test_what_cannot_be_filtered_is_refused(world: World, session_as: Open, shape: str) -> None:
    session = session_as(world.actor("BOM"))
    session.scalars(select(Lead)).all()
    with pytest.raises(AccessError):
        REFUSED[shape](session)


def test_there_is_no_session_without_an_actor(engine) -> None:
    with pytest.raises(NoActor):
        GuardedSession(engine)
    with Session(engine) as plain, pytest.raises(NoActor):
        plain.execute(select(Company))


def test_a_hidden_company_is_not_there(world: World, session_as: Open) -> None:
    session, hidden = session_as(world.actor("BOM")), world.companies["OOSTNL"]
    assert session.get(Company, hidden.id) is None
    assert session.scalar(select(func.count()).select_from(Company)) == 1
    found = select(Company.id).where(Company.id == hidden.id)
    assert session.scalars(select(Lead.code).where(found.exists())).all() == []
    assert session.scalars(select(Lead.code).where(Lead.company_id.in_(found))).all() == []


def test_a_hidden_lead_shows_its_face_and_nothing_else(world: World, session_as: Open) -> None:
    session = session_as(world.actor("BOM"))
    faces = session.execute(
        select(Lead.code, Company.name, LeadStory.question, LeadCourse.asked_on)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(LeadStory, LeadStory.lead_id == Lead.id)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .order_by(Lead.code)
    ).all()
    assert [row.code for row in faces] == ["GR-25-BOM", "GR-25-INW", "GR-25-OOS"]
    assert [row.name for row in faces] == ["CANARY-BOM-name", None, None]
    assert [row.question for row in faces] == ["CANARY-BOM-question", None, None]
    assert [row.asked_on for row in faces] == [date(2025, 2, 1), None, None]


def test_a_withheld_lead_has_no_face_but_for_the_coordinator(
    world: World, system: GuardedSession, session_as: Open
) -> None:
    world.leads["OOSTNL"].withheld = True
    system.flush()
    assert "GR-25-OOS" not in session_as(world.actor("BOM")).scalars(select(Lead.code)).all()
    assert "GR-25-OOS" in session_as(world.actor("IQ", Role.COORDINATOR)).scalars(select(Lead.code)).all()


def test_the_coordinator_reads_dates_of_all_and_names_of_none(world: World, session_as: Open) -> None:
    session = session_as(world.actor("IQ", Role.COORDINATOR))
    assert len(session.scalars(select(LeadCourse.asked_on)).all()) == 3
    for secret in (Company.name, TradeName.name, Contact.name, LeadStory.question, Value.text):
        assert session.scalars(select(secret)).all() == []


@pytest.mark.parametrize("who", [("EZ", Role.PROGRAMME), ("IPO", Role.PROGRAMME), ("GR", Role.ADMINISTRATOR)])
def test_the_ministry_and_the_administrator_read_no_lead(world: World, session_as: Open, who: tuple[str, Role]) -> None:
    session = session_as(world.actor(*who))
    for model in (Lead, LeadCourse, LeadStory, Company, Contact, Value):
        assert session.scalars(select(model)).all() == []
        assert session.scalar(select(func.count()).select_from(model)) == 0


def test_consent_opens_and_its_end_closes(world: World, system: GuardedSession, session_as: Open, clock) -> None:
    today = clock.today()
    share(system, world, "OOSTNL", "BOM", ends_on=today)
    assert "CANARY-OOSTNL-name" in session_as(world.actor("BOM")).scalars(select(Company.name)).all()
    clock.set(clock.now().replace(day=20))
    assert "CANARY-OOSTNL-name" not in session_as(world.actor("BOM")).scalars(select(Company.name)).all()


@pytest.mark.parametrize(
    ("terms", "opens"),
    [
        ({"to": None, "scope": "taskforce"}, {"BOM", "NFIA", "IQ"}),
        ({"to": "NFIA"}, {"NFIA"}),
        ({"to": None, "scope": "holder"}, set()),
        ({"to": None, "scope": "ez"}, set()),
        ({"to": "BOM", "withdrawn_on": date(2026, 11, 19)}, set()),
        ({"to": "BOM", "granted_on": date(2026, 11, 20)}, set()),
    ],
)
def test_each_scope_opens_for_whom_it_says(
    world: World, system: GuardedSession, session_as: Open, terms: dict, opens: set[str]
) -> None:
    share(system, world, "OOSTNL", **terms)
    actors = {code: world.actor(code) for code in ("BOM", "NFIA", "IQ", "EZ", "IPO")}
    actors |= {code: world.actor(code, Role.PROGRAMME) for code in ("EZ", "IPO")}
    readers = {
        code
        for code, actor in actors.items()
        if "CANARY-OOSTNL-name" in session_as(actor).scalars(select(Company.name)).all()
    }
    assert readers == opens


def test_a_refresh_after_withdrawal_fetches_nothing(world: World, system: GuardedSession, session_as: Open) -> None:
    consent = share(system, world, "OOSTNL", "BOM")
    session = session_as(world.actor("BOM"))
    company = session.scalars(select(Company).where(Company.name == "CANARY-OOSTNL-name")).one()
    consent.withdrawn_on = date(2026, 11, 19)
    system.flush()
    with pytest.raises(InvalidRequestError):
        session.refresh(company)
    session.expire_all()
    with pytest.raises(InvalidRequestError):
        _ = company.name


def test_who_moves_to_another_organisation_sees_what_that_one_sees(world: World, session_as: Open) -> None:
    before = session_as(world.actor("BOM")).scalars(select(Company.name)).all()
    after = session_as(world.actor("INWEST")).scalars(select(Company.name)).all()
    assert before == ["CANARY-BOM-name"]
    assert after == ["CANARY-INWEST-name"]
