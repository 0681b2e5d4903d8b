"""In which order leads stand: what each column is sorted on, and the leads that come after or before one.

A page begins where the one before it ended, by the key and the number of its last lead: no page is counted off from the
top. What has no key, or hides it, stands at the end whichever way the list is turned.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, case, extract, func, literal_column, or_, select, union_all

from app.access.prepared import Prepared
from app.accounts.models import Person
from app.board.columns import Column
from app.board.conditions import Asked, conditions
from app.capital.models import Investment
from app.capital.rules import Stage
from app.companies.models import Company
from app.growth.models import Demand
from app.leads.models import Lead, LeadCourse
from app.pipeline.rules import STEPS, Step, position


@dataclass(frozen=True)
class Stream:
    """Leads that an index gives in order: their key, their number as that index holds it, and what they have."""

    key: Any
    where: tuple[Any, ...]
    number: Any  # that of the dossier where an index of dossiers is followed
    is_alike: bool = False  # all of them have the same key


def _months(day: Any) -> Any:
    return extract("year", day) * 12 + extract("month", day)


def _sum(stage: Stage) -> Any:
    return func.nullif(func.sum(case((Investment.stage == stage, Investment.amount))), 0)


# what the column shows: the furthest stage that holds an amount
MONEY = (
    select(Investment.lead_id, func.coalesce(*(_sum(stage) for stage in reversed(Stage))).label("amount"))
    .group_by(Investment.lead_id)
    .subquery()
)
ASKED = select(func.count(Demand.id)).where(Demand.lead_id == Lead.id).correlate(Lead).scalar_subquery()

KEYS: dict[Column, Any] = {
    Column.LEAD: Company.name_key,
    Column.ASKED: ASKED,
    Column.STEP: case({step: position(step) for step in STEPS}, value=LeadCourse.step),
    Column.NEEDED: func.coalesce(LeadCourse.needed_by, Lead.needed_quarter),
    Column.ADVANCE: _months(LeadCourse.needed_by) - _months(LeadCourse.asked_on),
    Column.MONEY: MONEY.c.amount,
    Column.NEXT: LeadCourse.next_on,
    Column.SILENT: LeadCourse.last_activity_at,
    Column.ROM: Lead.origin_rom_code,
    Column.PHASE: Lead.phase,
    Column.OWNER: Person.name,
    Column.ASKED_ON: LeadCourse.asked_on,
}
DATED = (Column.NEXT, Column.SILENT, Column.ASKED_ON)
JOINS: dict[Column, tuple[Any, Any]] = {
    Column.LEAD: (Company, Company.id == Lead.company_id),
    Column.MONEY: (MONEY, MONEY.c.lead_id == Lead.id),
    Column.OWNER: (Person, Person.id == LeadCourse.owner_id),
}


def _streams(asked: Asked) -> tuple[Stream, ...]:
    """The leads that have a key, in as many parts as there are indexes to follow."""
    sort = asked.wanted.sort
    if sort is Column.STEP:
        return tuple(_of_one(step) for step in STEPS)
    if sort is Column.NEEDED:
        if asked.sees_all:
            return (_dated(LeadCourse.needed_by),)
        hidden = LeadCourse.needed_by.is_(None), Lead.needed_quarter.is_not(None)
        return _dated(LeadCourse.needed_by), Stream(Lead.needed_quarter, hidden, Lead.id)
    key = KEYS[sort]
    return (_dated(key),) if sort in DATED else (Stream(key, (key.is_not(None),), Lead.id),)


def _of_one(step: Step) -> Stream:
    """The leads of one step: their key is its place."""
    return Stream(literal_column(str(position(step)), Integer), (LeadCourse.step == step,), LeadCourse.lead_id, True)


def _dated(key: Any) -> Stream:
    return Stream(key, (key.is_not(None),), LeadCourse.lead_id)


@dataclass(frozen=True)
class Part:
    """A part of a list: with or without a key, from the top or from a place, forward or back, and how many at most."""

    keyed: bool
    placed: bool
    back: bool
    most: int


def _leads(asked: Asked, *columns: Any, by_course: bool = False, has_key: bool = False) -> Select[Any]:
    """The leads of a filter with their dossiers, as far as the reader may see those, and what they are sorted on.

    Where an index of dossiers or companies gives the order, only leads that have one come: so the database may begin there.
    """
    sort = asked.wanted.sort
    found = select(*columns).select_from(Lead).join(LeadCourse, LeadCourse.lead_id == Lead.id, isouter=not by_course)
    if sort in JOINS:
        found = found.join(*JOINS[sort], isouter=not has_key)
    return found.where(*conditions(asked))


def _stream(asked: Asked, part: Part, stream: Stream, *also: Any) -> Select[Any]:
    falls, by_course = asked.wanted.down != part.back, stream.number is LeadCourse.lead_id
    columns = *also, stream.key.label("key"), stream.number.label("id")
    statement = _leads(asked, *columns, by_course=by_course, has_key=True).where(*stream.where)
    if part.placed:
        key: Any = bindparam("key", type_=stream.key.type)
        number: Any = bindparam("number")
        further = (stream.key < key, stream.number < number) if falls else (stream.key > key, stream.number > number)
        statement = statement.where(stream.key <= key if falls else stream.key >= key, or_(*further))
    keys = (stream.number,) if stream.is_alike else (stream.key, stream.number)
    return _ordered(statement, falls, *keys).limit(part.most)


def _rest(asked: Asked, part: Part, *also: Any) -> Select[Any]:
    """The leads without a key, by their numbers."""
    falls = asked.wanted.down != part.back
    by_day = asked.sees_all and asked.wanted.sort is Column.NEEDED
    key = LeadCourse.needed_by if by_day else KEYS[asked.wanted.sort]
    statement = _leads(asked, *also, Lead.id.label("id")).where(key.is_(None))
    if part.placed:
        statement = statement.where(Lead.id < bindparam("number") if falls else Lead.id > bindparam("number"))
    return _ordered(statement, falls, Lead.id).limit(part.most)


def _ordered(statement: Any, falls: bool, *keys: Any) -> Any:
    return statement.order_by(*(key.desc() if falls else key for key in keys))


@lru_cache(maxsize=256)
def numbers(asked: Asked, part: Part) -> Prepared:
    """The keys and numbers of the leads in a part of the list, in order; made once, as the same are asked again."""
    if not part.keyed:
        return Prepared(_rest(asked, part, literal_column("NULL").label("key")))
    found = [_stream(asked, part, stream) for stream in _streams(asked)]
    if len(found) == 1:
        return Prepared(found[0])
    together = union_all(*(select(each.subquery()) for each in found)).subquery()
    keys = together.c.key, together.c.id
    return Prepared(_ordered(select(*keys), asked.wanted.down != part.back, *keys).limit(part.most))


@lru_cache(maxsize=256)
def columns_of(asked: tuple[tuple[Step, Asked], ...], part: Part) -> Prepared:
    """The same for several steps at once: the step's place, the key and the number of the first leads of each."""
    found = [select(each.subquery()) for step, one in asked for each in _of_step(step, one, part)]
    together = union_all(*found).subquery()
    place, key, number = together.c.place, together.c.key, together.c.id
    return Prepared(select(place, number).order_by(place, *_turned(asked[0][1], key, number)))


def _of_step(step: Step, asked: Asked, part: Part) -> Iterable[Select[Any]]:
    place: Any = literal_column(str(position(step))).label("place")
    if not part.keyed:
        return [_rest(asked, part, place, literal_column("NULL").label("key"))]
    streams = (_of_one(step),) if asked.wanted.sort is Column.STEP else _streams(asked)
    return [_stream(asked, part, stream, place) for stream in streams]


def _turned(asked: Asked, *keys: Any) -> list[Any]:
    return [key.desc() if asked.wanted.down else key for key in keys]


@lru_cache(maxsize=64)
def key_of(sort: Column) -> Prepared:
    """What the lead with a `number` is sorted on, for a key that may not stand in an address."""
    statement = select(KEYS[sort].label("key")).select_from(Lead).outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
    if sort in JOINS:
        statement = statement.outerjoin(*JOINS[sort])
    return Prepared(statement.where(Lead.id == bindparam("number")))
