"""Reading something does not make it yours to change."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.access.actor import Actor, Role
from app.access.errors import AccessError, OutOfScope, Unfilterable
from app.access.fence import EXEMPT
from app.access.session import Exemption, GuardedSession
from app.accounts.models import Person
from app.companies.models import Company, Consent, ConsentOrganisation, Contact
from app.leads.models import Lead, LeadCourse
from app.ledger.models import Change, Entry, Value
from tests.whole.guard_world import LONG_AGO, World, build, share

Open = Callable[[Actor], GuardedSession]


@pytest.fixture
def world(system: GuardedSession) -> World:
    world = build(system)
    share(system, world, "OOSTNL", "BOM")
    return world


@pytest.fixture
def bom(world: World, session_as: Open) -> GuardedSession:
    """Somebody of BOM, who may read Oost NL's company and not INWEST's."""
    return session_as(world.actor("BOM"))


def own(session: GuardedSession) -> Company:
    return session.scalars(select(Company).where(Company.name == "CANARY-BOM-name")).one()


def shared(session: GuardedSession) -> Company:
    return session.scalars(select(Company).where(Company.name == "CANARY-OOSTNL-name")).one()


def test_the_holder_changes_its_own_company(bom: GuardedSession, system: GuardedSession) -> None:
    own(bom).site = "Hal 7"
    bom.flush()
    assert system.scalars(select(Company.site).where(Company.site == "Hal 7")).one()


FORBIDDEN: dict[str, Callable[[GuardedSession, World], Any]] = {
    "change what is shared": lambda s, w: setattr(shared(s), "site", "stolen"),
    "delete what is shared": lambda s, w: s.delete(shared(s)),
    "take over what is shared": lambda s, w: setattr(shared(s), "holder_id", w.organisations["BOM"].id),
    "give away what is one's own": lambda s, w: setattr(own(s), "holder_id", w.organisations["OOSTNL"].id),
    "add a contact to what is shared": lambda s, w: s.add(
        Contact(company_id=w.companies["OOSTNL"].id, name="x", purpose="x", keep_until=LONG_AGO.date())
    ),
    "add a contact to what is hidden": lambda s, w: s.add(
        Contact(company_id=w.companies["INWEST"].id, name="x", purpose="x", keep_until=LONG_AGO.date())
    ),
    "add a company for somebody else": lambda s, w: s.add(
        Company(name="x", name_key="x", holder_id=w.organisations["OOSTNL"].id, created_at=LONG_AGO)
    ),
    "give oneself consent": lambda s, w: s.add(
        Consent(company_id=w.companies["INWEST"].id, scope="taskforce", granted_on=LONG_AGO.date())
    ),
    "name somebody in another holder's consent": lambda s, w: s.add(
        ConsentOrganisation(
            consent_id=s.scalars(select(Consent.id)).first(),
            company_id=w.companies["OOSTNL"].id,
            organisation_id=w.organisations["NFIA"].id,
        )
    ),
    "move a lead to another company": lambda s, w: setattr(
        s.scalars(select(Lead).where(Lead.code == "GR-25-BOM")).one(), "company_id", w.companies["OOSTNL"].id
    ),
    "write the ledger": lambda s, w: s.add(
        Entry(
            number=99,
            fact="admitted",
            lead_id=w.leads["BOM"].id,
            company_id=w.companies["BOM"].id,
            holds_on=LONG_AGO.date(),
            recorded_at=LONG_AGO,
        )
    ),
    "write the history": lambda s, w: s.add(Change(at=LONG_AGO, table="company", row_id="1", action="update")),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_is_not_yours_cannot_be_written(bom: GuardedSession, world: World, what: str) -> None:
    FORBIDDEN[what](bom, world)
    with pytest.raises(OutOfScope):
        bom.flush()


def act(session: GuardedSession, world: World, *what: Callable[[GuardedSession, World], Any]) -> None:
    with session.one_act():
        for do in what:
            do(session, world)
            session.flush()


def stop(session: GuardedSession, world: World) -> None:
    raise LookupError


NO_CONTACT = FORBIDDEN["add a contact to what is hidden"]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_an_act_of_several_writes_ends_where_one_may_not_be(bom: GuardedSession, world: World, what: str) -> None:
    with pytest.raises(OutOfScope):
        act(bom, world, lambda s, w: setattr(own(s), "site", "Hal 7"), FORBIDDEN[what])


@pytest.mark.parametrize("last", [stop, lambda s, w: s.commit()])
def test_no_commit_gets_past_an_act_that_may_not_be(
    bom: GuardedSession, world: World, system: GuardedSession, last: Callable[[GuardedSession, World], Any]
) -> None:
    with pytest.raises((OutOfScope, LookupError)):
        act(bom, world, NO_CONTACT, last)
    for _again in range(2):
        with pytest.raises(OutOfScope):
            bom.commit()
    bom.rollback()
    bom.commit()
    assert system.scalar(select(func.count()).select_from(Contact).where(Contact.name == "x")) == 0


def test_what_a_savepoint_undoes_inside_an_act_is_forgotten_alone(bom: GuardedSession, world: World) -> None:
    with bom.one_act():
        own(bom).site = "Hal 7"
        bom.flush()
        savepoint = bom.begin_nested()
        NO_CONTACT(bom, world)
        savepoint.rollback()
    bom.commit()
    assert bom.scalars(select(Change.field).where(Change.table == "company", Change.action == "update")).all() == [
        "site"
    ]


def test_merge_overwrites_nothing(bom: GuardedSession, world: World, system: GuardedSession) -> None:
    hidden = world.companies["INWEST"]
    stolen = Company(id=hidden.id, name="stolen", name_key="x", holder_id=hidden.holder_id, created_at=LONG_AGO)
    bom.merge(stolen)
    with pytest.raises((AccessError, IntegrityError)):
        bom.flush()
    bom.rollback()
    assert system.scalars(select(Company.name).where(Company.id == hidden.id)).one() == "CANARY-INWEST-name"


def test_a_bulk_update_reaches_only_ones_own_rows(bom: GuardedSession, system: GuardedSession) -> None:
    touched = bom.execute(update(Company).values(site="x").execution_options(synchronize_session=False))
    assert touched.rowcount == 1
    assert system.scalar(select(func.count()).select_from(Company).where(Company.site == "x")) == 1


def test_a_bulk_delete_reaches_only_ones_own_rows(bom: GuardedSession, system: GuardedSession) -> None:
    removed = bom.execute(delete(Contact).execution_options(synchronize_session=False))
    assert removed.rowcount == 1
    assert system.scalar(select(func.count()).select_from(Contact)) == 2


def test_an_update_cannot_carry_a_secret_across(bom: GuardedSession, world: World) -> None:
    secret = select(func.max(Company.name)).where(Company.id == world.companies["INWEST"].id).scalar_subquery()
    statement = update(Company).where(Company.id == world.companies["BOM"].id).values(site=secret)
    bom.execute(statement.execution_options(synchronize_session=False))
    assert bom.scalar(select(Company.site).where(Company.id == world.companies["BOM"].id)) is None


MOVED: dict[str, Callable[[GuardedSession, World], Any]] = {
    "contacts into a hidden company": lambda s, w: s.execute(
        update(Contact).values(company_id=w.companies["INWEST"].id)
    ),
    "the same as a parameter": lambda s, w: s.execute(update(Contact), {"company_id": w.companies["INWEST"].id}),
    "the same by its name": lambda s, w: s.execute(update(Contact).values({"company_id": w.companies["INWEST"].id})),
    "the same in order": lambda s, w: s.execute(
        update(Contact).ordered_values((Contact.company_id, w.companies["INWEST"].id))
    ),
    "the same asked the old way": lambda s, w: s.query(Contact).update({"company_id": w.companies["INWEST"].id}),
    "a company to another holder": lambda s, w: s.execute(
        update(Company).values(holder_id=w.organisations["INWEST"].id)
    ),
    "oneself to another organisation": lambda s, w: s.execute(
        update(Person).values(organisation_id=w.organisations["INWEST"].id)
    ),
    "one's own end": lambda s, w: s.execute(update(Person).values(ended_at=LONG_AGO)),
}


@pytest.mark.parametrize("what", MOVED)
def test_a_bulk_update_moves_nothing(bom: GuardedSession, world: World, what: str) -> None:
    with pytest.raises(OutOfScope):
        MOVED[what](bom, world)


@pytest.mark.parametrize("field", ["organisation_id", "email", "ended_at", "is_demo"])
def test_nobody_changes_of_oneself_what_is_not_a_setting(bom: GuardedSession, world: World, field: str) -> None:
    me = bom.get_one(Person, world.persons["BOM"].id)
    values = {"organisation_id": world.organisations["INWEST"].id, "ended_at": LONG_AGO, "is_demo": True}
    setattr(me, field, values.get(field, "other@example.example"))
    with pytest.raises(OutOfScope):
        bom.flush()


def test_nobody_removes_oneself(bom: GuardedSession, world: World) -> None:
    bom.delete(bom.get_one(Person, world.persons["BOM"].id))
    with pytest.raises(OutOfScope):
        bom.flush()


def test_everybody_changes_their_own_settings(bom: GuardedSession, world: World, system: GuardedSession) -> None:
    bom.get_one(Person, world.persons["BOM"].id).language = "en"
    bom.flush()
    assert system.scalars(select(Person.language).where(Person.language == "en")).one()


def test_the_administrator_moves_a_person(world: World, session_as: Open) -> None:
    session = session_as(world.actor("GR", Role.ADMINISTRATOR))
    session.get_one(Person, world.persons["BOM"].id).organisation_id = world.organisations["INWEST"].id
    session.flush()


@pytest.mark.parametrize(
    "how",
    [
        lambda s, statement: s.look_past(statement, Exemption.LEDGER_NUMBER),
        lambda s, statement: s.execute(statement, execution_options={EXEMPT: Exemption.LEDGER_NUMBER}),
    ],
)
@pytest.mark.parametrize(
    "statement", [text("update company set site = 'x'"), update(Company.__table__).values(site="x")]
)
def test_who_looks_past_the_guard_writes_nothing(bom: GuardedSession, how: Any, statement: Any) -> None:
    with pytest.raises(Unfilterable):
        how(bom, statement)


@pytest.mark.parametrize(
    "statement",
    [select(Company.__table__), text("select name from company"), text("update organisation set name = 'x'")],
)
def test_a_flush_opens_the_fence_for_its_own_writes_alone(bom: GuardedSession, statement: Any) -> None:
    bom.scalars(select(Lead)).all()
    bom.guard.flushing = True
    with pytest.raises(Unfilterable):
        bom.connection().execute(statement)


def test_undoing_a_savepoint_forgets_only_what_came_after_it(bom: GuardedSession, world: World) -> None:
    with pytest.raises(OutOfScope):
        act(bom, world, NO_CONTACT, lambda s, w: Session.begin_nested(s).rollback())


def test_history_outlives_a_savepoint_that_is_undone(bom: GuardedSession) -> None:
    with bom.one_act():
        own(bom).site = "Hal 7"
        bom.flush()
        savepoint = Session.begin_nested(bom)
        own(bom).site = "Hal 8"
        bom.flush()
        savepoint.rollback()
    changes = select(Change.after_value_id).where(Change.table == "company", Change.field == "site")
    assert len(bom.scalars(changes.where(Change.action == "update")).all()) == 1


UNFILTERED: dict[str, Callable[[GuardedSession, World], Any]] = {
    "a bulk insert": lambda s, w: s.execute(insert(Company), [{"name": "x"}]),
    "a core insert": lambda s, w: s.execute(insert(Company.__table__).values(name="x")),
    "a core update": lambda s, w: s.execute(update(Company.__table__).values(name="x")),
    "a core delete": lambda s, w: s.execute(delete(Company.__table__)),
}


@pytest.mark.parametrize("what", UNFILTERED)
def test_writes_that_pass_by_the_check_are_refused(bom: GuardedSession, world: World, what: str) -> None:
    with pytest.raises(AccessError):
        UNFILTERED[what](bom, world)


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
def test_nobody_else_writes_a_company_or_its_face(world: World, session_as: Open, who: tuple[str, Role]) -> None:
    session = session_as(world.actor(*who))
    for statement in (update(Company).values(site="x"), update(Lead).values(phase=1), delete(Value)):
        assert session.execute(statement.execution_options(synchronize_session=False)).rowcount == 0


def test_the_coordinator_may_override_a_step(world: World, session_as: Open) -> None:
    session = session_as(world.actor("IQ", Role.COORDINATOR))
    course = session.scalars(select(LeadCourse).where(LeadCourse.lead_id == world.leads["BOM"].id)).one()
    course.step = "articulation"
    session.flush()
    assert course.version == 2


def test_the_second_save_of_a_row_is_refused(world: World, session_as: Open) -> None:
    first, second = session_as(world.actor("BOM")), session_as(world.actor("BOM"))
    mine, theirs = own(first), own(second)
    mine.site = "first"
    first.flush()
    theirs.site = "second"
    with pytest.raises(StaleDataError):
        second.flush()


def test_a_system_session_says_why(session_as: Open) -> None:
    with pytest.raises(AccessError):
        session_as(Actor.system(""))


def test_a_flush_that_fails_leaves_the_fence_up(bom: GuardedSession, world: World) -> None:
    bom.add(Contact(company_id=world.companies["INWEST"].id, name="x", purpose="x", keep_until=LONG_AGO.date()))
    with pytest.raises(OutOfScope):
        bom.flush()
    bom.rollback()
    with pytest.raises(Unfilterable):
        bom.execute(select(Company.__table__))
