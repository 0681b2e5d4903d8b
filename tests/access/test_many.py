"""Many rows at once leave what the same rows leave one by one, and are refused where those are."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from app.access.actor import Actor
from app.access.errors import OutOfScope
from app.access.many import add_rows, remove_rows
from app.access.session import GuardedSession
from app.companies.models import Company, CompanyKvk, Contact, TradeName
from app.db.chunks import AT_ONCE
from app.index.models import SearchText
from app.ledger.models import Change, Value
from tests.whole.guard_world import LONG_AGO, World, build, share

Open = Callable[[Actor], GuardedSession]


@pytest.fixture
def world(system: GuardedSession) -> World:
    world = build(system)
    share(system, world, "OOSTNL", "BOM")
    return world


@pytest.fixture
def bom(world: World, session_as: Open) -> GuardedSession:
    return session_as(world.actor("BOM"))


def contact(company_id: int, name: str = "Jan") -> dict[str, Any]:
    return {"company_id": company_id, "name": name, "purpose": "contact", "keep_until": LONG_AGO.date()}


def whole(session: GuardedSession, model: Any, number: int) -> Mapping[str, Any]:
    columns = (getattr(model, each.key) for each in model.__mapper__.column_attrs)
    return session.execute(select(*columns).where(model.id == number)).one()._mapping


def left(session: GuardedSession, number: int) -> list[Any]:
    """What the history tells of a contact, with the words that may be erased."""
    told = select(Change.action, Change.field, Change.before, Change.company_id, Change.person_id, Value.text)
    told = told.outerjoin(Value, Value.id == Change.before_value_id).order_by(Change.field)
    return list(session.execute(told.where(Change.table == "contact", Change.row_id == str(number))).all())


def test_many_leave_the_history_and_the_index_of_one(bom: GuardedSession, world: World, system: GuardedSession) -> None:
    company_id = world.companies["BOM"].id
    one = Contact(**contact(company_id, "Els"))
    bom.add(one)
    bom.flush()
    many, _other = add_rows(bom, Contact, [contact(company_id, "Els"), contact(company_id, "Jan")])
    texts = select(SearchText.text, SearchText.body, SearchText.company_id).where(SearchText.source == "contact")
    said = [bom.execute(texts.where(SearchText.row_id == number)).one() for number in (one.id, many)]
    assert said == [("Els\n", "CON\n els \n ", company_id)] * 2
    remove_rows(bom, Contact, [whole(bom, Contact, many)])
    bom.delete(one)
    bom.flush()
    assert len(left(system, many)) > 2
    assert left(system, many) == left(system, one.id)
    assert bom.execute(texts.where(SearchText.row_id.in_((one.id, many)))).all() == []


def test_numbers_come_in_the_order_of_the_rows_however_many(bom: GuardedSession, world: World) -> None:
    company_id = world.companies["BOM"].id
    count = AT_ONCE + 1
    given = [f"{number * 7919 % 10**8:08}" for number in range(count)]
    numbers = add_rows(bom, CompanyKvk, [{"company_id": company_id, "number": number} for number in given])
    found = bom.execute(select(CompanyKvk.id, CompanyKvk.number).where(CompanyKvk.id.in_(numbers[:9]))).all()
    assert dict(map(tuple, found)) == dict(zip(numbers[:9], given, strict=False))
    rows = bom.execute(select(CompanyKvk.id, CompanyKvk.company_id, CompanyKvk.number)).all()
    remove_rows(bom, CompanyKvk, [row._mapping for row in rows])
    assert bom.scalar(select(func.count(CompanyKvk.id))) == 0


def test_what_a_row_leaves_out_is_as_by_default(bom: GuardedSession, world: World) -> None:
    ours = {"name": "x", "name_key": "x", "holder_id": bom.actor.organisation_id, "created_at": LONG_AGO}
    plain, grown = add_rows(bom, Company, [ours, {**ours, "kind": "grownup"}])
    assert [bom.get_one(Company, number).kind for number in (plain, grown)] == ["startup", "grownup"]


FORBIDDEN: dict[str, Callable[[GuardedSession, World], Any]] = {
    "add to what is shared": lambda s, w: add_rows(s, Contact, [contact(w.companies["OOSTNL"].id)]),
    "add to what is hidden": lambda s, w: add_rows(
        s, TradeName, [{"company_id": w.companies[code].id, "name": "x", "name_key": "x"} for code in ("BOM", "INWEST")]
    ),
    "remove what is shared": lambda s, w: remove_rows(s, Company, [whole(s, Company, w.companies["OOSTNL"].id)]),
}


@pytest.mark.parametrize("deed", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_many_are_refused_where_one_is(bom: GuardedSession, world: World, deed: Any) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011  PostgreSQL may be the first to refuse
        deed(bom, world)
    assert isinstance(caught.value, OutOfScope) or "row-level security" in str(caught.value)


def test_a_row_that_was_changed_meanwhile_stays(bom: GuardedSession, world: World) -> None:
    (number,) = add_rows(bom, Contact, [contact(world.companies["BOM"].id)])
    seen = whole(bom, Contact, number)
    bom.get_one(Contact, number).name = "Els"
    with pytest.raises(StaleDataError):
        remove_rows(bom, Contact, [seen])


def test_what_is_undone_leaves_nothing(bom: GuardedSession, world: World, system: GuardedSession) -> None:
    before = system.scalar(select(func.max(Change.id)))
    savepoint = bom.begin_nested()
    add_rows(bom, Contact, [contact(world.companies["BOM"].id)])
    savepoint.rollback()
    bom.flush()
    bom.settle()
    assert bom.scalar(select(func.count(Contact.id)).where(Contact.name == "Jan")) == 0
    assert system.scalar(select(func.max(Change.id))) == before
