"""The leads of a filter as *Pijplijn* shows them: a page of the table, the columns of the board, and what all add up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import bindparam, case, func, select

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.access.unchanged import while_unchanged
from app.accounts.models import Person
from app.board import queries
from app.board.columns import read_key, write_key
from app.board.conditions import Asked, asked_by, conditions
from app.board.filter import NAMES, Filter, Place, read_filter
from app.board.order import Part, columns_of, key_of, numbers
from app.board.queries import Offered
from app.capital.models import Investment
from app.capital.rules import STAGES
from app.companies.models import Company
from app.geography.models import Municipality, Rom
from app.growth.models import Demand
from app.leads.models import Lead, LeadCourse, LeadStory
from app.pipeline.rules import STEPS, Step

PAGE = 50
CARDS = 20
MOST_COUNTED = 1000


# --- A page of the table -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LeadPage:
    """A page of leads in order, and where the pages before and after it begin."""

    rows: list[Any]
    previous: Place | None = None
    following: Place | None = None


def leads(
    session: GuardedSession, wanted: Filter, place: Place | None = None, size: int = PAGE, total: int | None = None
) -> LeadPage:
    """A page of leads of a filter: from the top, or from a place in the list. `total`, where known, saves a query."""
    most = size + 1 if total is None or place else min(size + 1, total)
    found = _numbers(session, wanted, place, size + 1, most)
    back, more = bool(place and place.back), len(found) > size
    found = found[:size]
    if back:
        found.reverse()
    rows = _rows(session, [number for _key, number in found])
    if not found:
        return LeadPage(rows)
    first, last = (Place(number, write_key(wanted.sort, key)) for key, number in (found[0], found[-1]))
    goes_on, came_from = (True, more) if back else (more, place is not None)
    return LeadPage(rows, replace(first, back=True) if came_from else None, last if goes_on else None)


def _numbers(
    session: GuardedSession, wanted: Filter, place: Place | None, most: int, enough: int
) -> list[tuple[Any, int]]:
    """The keys and numbers of the leads from a place on: those with a key, and the others while there are not enough."""
    asked, back = asked_by(session, wanted), bool(place and place.back)
    key = _key_at(session, wanted, place) if place else None
    parts = [True, False]  # those with a key come first
    if back:
        parts.reverse()
    if place:
        del parts[: parts.index(key is not None)]
    found: list[tuple[Any, int]] = []
    for keyed in parts:
        placed = bool(place) and keyed == (key is not None)
        given = {"key": key, "number": place.number} if place and placed else {}
        part = Part(keyed, placed, back, most)
        found += [(row.key, row.id) for row in session.ask(numbers(asked, part), **given)]
        if len(found) >= enough:
            break
    return found


def _key_at(session: GuardedSession, wanted: Filter, place: Place) -> Any:
    """What the lead at a place is sorted on: as the address says, or looked up where it may not stand there."""
    key = read_key(wanted.sort, place.key)
    if key is not None:
        return key
    return next((row.key for row in session.ask(key_of(wanted.sort), number=place.number)), None)


def _rows(session: GuardedSession, ids: list[int]) -> list[Any]:
    """What is shown of these leads, in this order, in one query."""
    by_id = {row.id: row for row in session.ask(ROWS, ids=ids)} if ids else {}
    return [by_id[number] for number in ids if number in by_id]


@dataclass(frozen=True)
class Sums:
    """How many leads, and what was entered for them in whole euros at each stage; stages are never added up."""

    leads: int = 0
    expected: int = 0
    decided: int = 0
    realised: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        """Both together, stage by stage."""
        stages = {stage: getattr(self, stage) + getattr(other, stage) for stage in STAGES}
        return Sums(self.leads + other.leads, **stages)


@dataclass(frozen=True)
class Totals:
    """All leads of a filter, by step; those whose step is hidden under None. `is_exact` unless counting stopped."""

    by_step: Mapping[Step | None, Sums]
    is_exact: bool

    @property
    def all(self) -> Sums:
        """All of them together."""
        return sum(self.by_step.values(), Sums())


# --- The board ---------------------------------------------------------------------------------------------


def board(session: GuardedSession, wanted: Filter, known: Totals | None = None) -> dict[Step, LeadPage]:
    """The first leads of each step of a filter; in three queries whatever the number of leads, in two where `known`."""
    steps = tuple(step for step in STEPS if step in (wanted.steps or STEPS))
    found: dict[Step, list[int]] = {step: [] for step in steps}
    for keyed in (True, False):
        short = tuple(step for step in steps if len(found[step]) < _at_most(known, step))
        if short:
            asked = tuple((step, asked_by(session, replace(wanted, steps=(step,)))) for step in short)
            for place, number in session.ask(columns_of(asked, Part(keyed, False, False, CARDS + 1))):
                found[STEPS[place - 1]].append(number)
    shown = {step: ids[:CARDS] for step, ids in found.items()}
    rows = {row.id: row for row in _rows(session, [number for ids in shown.values() for number in ids])}
    return {
        step: LeadPage(
            [rows[number] for number in ids],
            following=Place(ids[-1]) if len(found[step]) > CARDS else None,
        )
        for step, ids in shown.items()
    }


def _at_most(known: Totals | None, step: Step) -> int:
    """How many leads of a step are needed: as many as there are, or one more than fit."""
    there = known.by_step.get(step, Sums()).leads if known and known.is_exact else CARDS + 1
    return min(there, CARDS + 1)


def column(session: GuardedSession, wanted: Filter, step: Step, place: Place | None) -> LeadPage:
    """More leads of one step, from a place on."""
    return leads(session, replace(wanted, steps=(step,)), place, CARDS)


# --- What all of them add up to ----------------------------------------------------------------------------


def totals(session: GuardedSession, wanted: Filter, most: int | None = MOST_COUNTED) -> Totals:
    """What all leads of a filter add up to; counting stops at `most`."""
    return _totals(session, asked_by(session, wanted.chosen), most)


@dataclass(frozen=True)
class Opened:
    """What a list opens with: what may be chosen from, the filter as it is understood, and what it adds up to."""

    offered: Offered
    wanted: Filter
    totals: Totals


def opened(session: GuardedSession, pairs: Sequence[tuple[str, str]], most: int | None = MOST_COUNTED) -> Opened:
    """What stands around the leads of an address, in two queries; kept until something changes."""
    asked = tuple(pair for pair in pairs if pair[0] in NAMES)
    kept = while_unchanged(
        session, (opened, asked, most, session.clock.today()), partial(_opened, session, asked, most)
    )
    return replace(kept, wanted=read_filter(pairs, kept.offered.lists))


def _opened(session: GuardedSession, asked: Sequence[tuple[str, str]], most: int | None) -> Opened:
    offered = queries.offered(session)
    wanted = read_filter(asked, offered.lists)
    return Opened(offered, wanted, totals(session, wanted, most))


def _totals(session: GuardedSession, asked: Asked, most: int | None) -> Totals:
    found = session.ask(_totals_statement(asked, most))
    by_step = {Step(step) if step else None: Sums(*(number or 0 for number in rest)) for step, *rest in found}
    return Totals(by_step, most is None or sum(each.leads for each in by_step.values()) <= most)


@lru_cache(maxsize=64)
def _totals_statement(asked: Asked, most: int | None) -> Prepared:
    """By step: how many leads, and the sums of what was entered for them. One more than `most` tells that there are more."""
    chosen = select(Lead.id, LeadCourse.step).outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
    found = chosen.where(*conditions(asked)).limit(None if most is None else most + 1).cte("found")
    money = _money(select(found.c.id))
    sums = (func.sum(money.c[stage]).label(stage) for stage in STAGES)
    counted = select(found.c.step, func.count(found.c.id).label("leads"), *sums)
    return Prepared(counted.outerjoin(money, money.c.lead_id == found.c.id).group_by(found.c.step))


def _money(ids: Any) -> Any:
    """What was entered for these leads, a column for each stage."""
    sums = (func.sum(case((Investment.stage == stage, Investment.amount))).label(stage) for stage in STAGES)
    return select(Investment.lead_id, *sums).where(Investment.lead_id.in_(ids)).group_by(Investment.lead_id).subquery()


# --- What is shown of a lead -------------------------------------------------------------------------------


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
    money = _money(ids)
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
