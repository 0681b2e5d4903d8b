"""The list of leads: fifty a page of what a filter asks for."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, case, func, or_, select

from app.access.actor import Actor
from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.board.filter import Filter, Sort, Status, Whose
from app.capital.models import Investment
from app.capital.rules import STAGES
from app.companies.models import Company
from app.geography.models import Municipality, Rom
from app.growth.models import Demand
from app.leads.models import Lead, LeadCourse, LeadStory
from app.pipeline.rules import STEPS

PAGE = 50
MOST_COUNTED = 1000


@dataclass(frozen=True)
class LeadList:
    """A page of the list: its rows in order, and how many leads there are in all, counted up to MOST_COUNTED."""

    rows: list[Any]
    total: int
    has_more: bool

    @property
    def is_counted(self) -> bool:
        """Whether the total is exact: counting on costs more than it tells."""
        return self.total <= MOST_COUNTED

    def sum_of(self, stage: str) -> int:
        """Whole euros at one stage, of the leads on this page."""
        return sum(getattr(row, stage) or 0 for row in self.rows)


@lru_cache(maxsize=64)
def _statements(wanted: Filter, page: int, actor: Actor) -> tuple[Select[Any], Select[Any]]:
    """The numbers of the leads on a page of a filter, and how many there are; made once, as the same are asked again."""
    found = _wanted(wanted, actor)
    counted = found.limit(MOST_COUNTED + 1).subquery()
    chosen = found.order_by(*_order(wanted)).limit(PAGE + 1).offset((page - 1) * PAGE)
    return chosen, select(func.count()).select_from(counted)


def _wanted(wanted: Filter, actor: Actor) -> Select[Any]:
    """The leads that a filter asks for."""
    statement = select(Lead.id).outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
    if wanted.sort is Sort.LEAD:
        statement = statement.outerjoin(Company, Company.id == Lead.company_id)
    conditions: list[Any] = []
    if wanted.status is Status.OPEN:
        conditions.append(LeadCourse.closed_on.is_(None))
    elif wanted.status is Status.CLOSED:
        conditions.append(LeadCourse.closed_on.is_not(None))
    if wanted.step:
        conditions.append(LeadCourse.step == wanted.step)
    if wanted.rom:
        conditions.append(Lead.origin_rom_code == wanted.rom)
    if wanted.kind:
        conditions.append(Lead.id.in_(select(Demand.lead_id).where(Demand.kind == wanted.kind)))
    if wanted.before is not None:
        conditions.append(Lead.needed_quarter < date(wanted.before, 1, 1))
    if wanted.whose == Whose.MINE:
        conditions.append(LeadCourse.owner_id == actor.person_id)
    elif wanted.whose == Whose.OURS:
        held = select(Company.id).where(Company.holder_id == actor.organisation_id)
        conditions.append(Lead.company_id.in_(held))
    if wanted.text:
        named = select(Company.id).where(Company.name.icontains(wanted.text, autoescape=True))
        conditions.append(or_(Lead.code.icontains(wanted.text, autoescape=True), Lead.company_id.in_(named)))
    return statement.where(*conditions)


def _order(wanted: Filter) -> list[Any]:
    orders: dict[Sort, list[Any]] = {
        Sort.NEEDED: [Lead.needed_quarter, LeadCourse.needed_by, Lead.id],
        Sort.LEAD: [Company.name, Lead.code],
        Sort.STEP: [case({step: place for place, step in enumerate(STEPS)}, value=LeadCourse.step), Lead.id],
        Sort.SILENT: [LeadCourse.last_activity_at, Lead.id],
    }
    columns = orders[wanted.sort]
    return [column.desc() for column in columns] if wanted.down else columns


def leads(session: GuardedSession, wanted: Filter, page: int = 1) -> LeadList:
    """A page of fifty leads of a filter, in three queries whatever the number of leads."""
    chosen, count = _statements(wanted, page, session.actor)
    ids = list(session.scalars(chosen))
    return LeadList(_rows(session, ids[:PAGE]), session.scalars(count).one(), len(ids) > PAGE)


def _rows(session: GuardedSession, ids: list[int]) -> list[Any]:
    """What the table shows of these leads, in this order, in one query."""
    by_id = {row.id: row for row in session.ask(ROWS, ids=ids)} if ids else {}
    return [by_id[number] for number in ids if number in by_id]


def _rows_statement() -> Any:
    """The columns of the list for the leads whose numbers are given as `ids`; made once, for it is long."""
    ids: Any = bindparam("ids", expanding=True)
    kinds = (
        select(
            Demand.lead_id,
            func.aggregate_strings(Demand.kind + case((Demand.is_bottleneck, "!"), else_=""), ",").label("kinds"),
        )
        .where(Demand.lead_id.in_(ids))
        .group_by(Demand.lead_id)
        .subquery()
    )
    money = (
        select(
            Investment.lead_id,
            *(func.sum(case((Investment.stage == stage, Investment.amount))).label(stage) for stage in STAGES),
        )
        .where(Investment.lead_id.in_(ids))
        .group_by(Investment.lead_id)
        .subquery()
    )
    return (
        select(
            Lead.id,
            Lead.code,
            Lead.phase,
            Lead.needed_quarter,
            Rom.short.label("rom"),
            Company.name.label("company"),
            Company.holder_id,
            Municipality.name.label("municipality"),
            LeadCourse.step,
            LeadCourse.version,
            LeadCourse.asked_on,
            LeadCourse.needed_by,
            LeadCourse.next_on,
            LeadCourse.outcome,
            LeadCourse.closed_on,
            LeadCourse.last_activity_at,
            LeadStory.next_step,
            Person.name.label("owner"),
            kinds.c.kinds,
            *(money.c[stage] for stage in STAGES),
        )
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(LeadStory, LeadStory.lead_id == Lead.id)
        .outerjoin(Company, Company.id == Lead.company_id)
        .outerjoin(Municipality, Municipality.code == LeadStory.municipality_code)
        .outerjoin(Rom, Rom.code == Lead.origin_rom_code)
        .outerjoin(Person, Person.id == LeadCourse.owner_id)
        .outerjoin(kinds, kinds.c.lead_id == Lead.id)
        .outerjoin(money, money.c.lead_id == Lead.id)
        .where(Lead.id.in_(ids))
    )


ROWS = Prepared(_rows_statement())
