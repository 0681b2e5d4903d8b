"""One timeline of everything that happened on a lead: talks, tasks and every change, newest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.capital.models import Decision, Investment
from app.cases.models import ApproachAction, Bottleneck, Signal
from app.db.base import UtcDateTime
from app.growth.models import Demand
from app.hubs.models import Hub
from app.ledger.models import Change, Submission, Value
from app.matching.models import Match, MatchMove
from app.timeline.models import Talk, Task
from app.timeline.rules import HIDDEN_FIELDS, HIDDEN_TABLES, PERSON_FIELDS, QUIET_INSERTS, TEXT_FIELDS

PAGE = 40
TOGETHER = timedelta(seconds=2)


@dataclass(frozen=True)
class FieldChange:
    """One field that changed, as history kept it."""

    table: str
    action: str
    field: str | None
    before: str | None
    after: str | None
    change_id: int
    has_text: bool
    erased: bool
    subject: str | None = None


@dataclass
class Event:
    """One line of the timeline: what, when, who, and its words."""

    what: str
    id: int
    day: date
    at: datetime
    who: str | None
    organisation: str | None
    organisation_id: int | None
    kind: str
    text: str | None = None
    more: str | None = None
    due_on: date | None = None
    done_on: date | None = None
    erased: bool = False
    changes: list[FieldChange] = field(default_factory=list)


def event_columns(
    what: str,
    *,
    id: Any,  # noqa: A002  the column is called so
    day: Any,
    at: Any,
    person_id: Any,
    organisation_id: Any,
    kind: Any,
    text: Any = None,
    more: Any = None,
    before: Any = None,
    after: Any = None,
    due_on: Any = None,
    done_on: Any = None,
    erased_at: Any = None,
    before_id: Any = None,
    after_id: Any = None,
    before_person_id: Any = None,
    after_person_id: Any = None,
    subject: Any = None,
) -> tuple[Any, ...]:
    """The columns of one source of the timeline, in one order and with one type each."""

    def words(column: Any) -> Any:
        return cast(null(), String) if column is None else column

    def numbers(column: Any) -> Any:
        return cast(null(), Integer) if column is None else column

    def days(column: Any) -> Any:
        return cast(null(), Date) if column is None else column

    return (
        literal(what).label("what"),
        id.label("id"),
        type_coerce(day, Date).label("day"),
        at.label("at"),
        person_id.label("person_id"),
        organisation_id.label("organisation_id"),
        words(kind).label("kind"),
        words(text).label("text"),
        words(more).label("more"),
        words(before).label("before"),
        words(after).label("after"),
        days(due_on).label("due_on"),
        days(done_on).label("done_on"),
        (cast(null(), UtcDateTime) if erased_at is None else erased_at).label("erased_at"),
        numbers(before_id).label("before_id"),
        numbers(after_id).label("after_id"),
        numbers(before_person_id).label("before_person_id"),
        numbers(after_person_id).label("after_person_id"),
        words(subject).label("subject"),
    )


def _talks(lead_id: Any) -> Select[Any]:
    return select(
        *event_columns(
            "talk",
            id=Talk.id,
            day=Talk.held_on,
            at=Talk.recorded_at,
            person_id=Talk.person_id,
            organisation_id=Talk.organisation_id,
            kind=Talk.kind,
            text=Talk.said,
            more=Talk.agreed,
            erased_at=Talk.erased_at,
        )
    ).where(Talk.lead_id == lead_id)


def _tasks(lead_id: Any) -> Select[Any]:
    return select(
        *event_columns(
            "task",
            id=Task.id,
            day=func.date(Task.recorded_at),
            at=Task.recorded_at,
            person_id=Task.owner_id,
            organisation_id=Task.organisation_id,
            kind=literal("task"),
            text=Task.title,
            due_on=Task.due_on,
            done_on=Task.done_on,
            erased_at=Task.erased_at,
        )
    ).where(Task.lead_id == lead_id)


def _subject() -> Any:
    """Which row of its sort a change is about: an action by its words, the others by their kind."""
    number = cast(Change.row_id, Integer)
    action = (
        select(Value.text)
        .join(ApproachAction, ApproachAction.text_id == Value.id)
        .where(ApproachAction.id == number)
        .scalar_subquery()
    )
    kinds: dict[str, Any] = {
        "bottleneck": (Bottleneck.id, Bottleneck.kind),
        "signal": (Signal.id, Signal.kind),
        "decision": (Decision.id, Decision.kind),
        "investment": (Investment.id, Investment.nature),
        "submission": (Submission.id, Submission.fact),
        "demand": (Demand.id, Demand.kind),
    }
    told = [
        (Change.table == table, select(column).where(key == number).scalar_subquery())
        for table, (key, column) in kinds.items()
    ]
    return case((Change.table == "approach_action", action), *told)


def match_moves(lead_id: Any) -> Select[Any]:
    """The steps that hubs took beside a lead, as a source of its timeline."""
    return (
        select(
            *event_columns(
                "match",
                id=MatchMove.id,
                day=MatchMove.moved_on,
                at=MatchMove.at,
                person_id=MatchMove.moved_by_id,
                organisation_id=Person.organisation_id,
                kind=MatchMove.to_step,
                text=Hub.name,
                more=Value.text,
                erased_at=Value.erased_at,
            )
        )
        .join(Match, Match.id == MatchMove.match_id)
        .join(Hub, Hub.id == Match.hub_id)
        .outerjoin(Person, Person.id == MatchMove.moved_by_id)
        .outerjoin(Value, Value.id == MatchMove.reason_id)
        .where(MatchMove.lead_id == lead_id)
    )


def _changes(lead_id: Any, company_id: Any) -> Select[Any]:
    is_text, is_person = Change.field.in_(TEXT_FIELDS), Change.field.in_(PERSON_FIELDS)
    silent = or_(
        Change.table.in_(HIDDEN_TABLES),
        and_(Change.action == "insert", Change.table.in_(QUIET_INSERTS)),
        and_(Change.field.is_not(None), Change.field.in_(HIDDEN_FIELDS)),
    )
    return select(
        *event_columns(
            "change",
            id=Change.id,
            day=func.date(Change.at),
            at=Change.at,
            person_id=Change.person_id,
            organisation_id=Change.organisation_id,
            kind=Change.table,
            text=Change.action,
            more=Change.field,
            before=Change.before,
            after=Change.after,
            before_id=case((is_text, cast(Change.before, Integer)), else_=Change.before_value_id),
            after_id=case((is_text, cast(Change.after, Integer)), else_=Change.after_value_id),
            before_person_id=case((is_person, cast(Change.before, Integer))),
            after_person_id=case((is_person, cast(Change.after, Integer))),
            subject=_subject(),
        )
    ).where(
        or_(Change.lead_id == lead_id, and_(Change.lead_id.is_(None), Change.company_id == company_id)),
        not_(silent),
    )


Source = Callable[[Any], Select[Any]]


def events(
    session: GuardedSession,
    lead_id: int,
    company_id: int,
    *,
    page: int = 1,
    size: int = PAGE,
    also: tuple[Source, ...] = (),
    only: str | None = None,
) -> tuple[list[Event], bool]:
    """A page of the timeline and whether there is more; `also` adds sources of rooms above, `only` keeps one."""
    given = {"lead_id": lead_id, "company_id": company_id, "most": size + 1, "after": (page - 1) * size}
    rows = session.execute(_timeline(only, also), given).all()
    return list(_grouped(rows[:size])), len(rows) > size


@lru_cache(maxsize=16)
def _timeline(only: str | None, also: tuple[Source, ...]) -> Select[Any]:
    """The `most` events of a `lead_id` and its `company_id` that come `after` so many; made once, for it is long."""
    lead_id, company_id = bindparam("lead_id", type_=Integer), bindparam("company_id", type_=Integer)
    sources = {"talk": _talks(lead_id), "task": _tasks(lead_id), "change": _changes(lead_id, company_id)}
    chosen = (
        [sources[only]] if only in sources else [*sources.values(), *(one(lead_id) for one in (match_moves, *also))]
    )
    found = union_all(*chosen).subquery("event")
    was, became = aliased(Person), aliased(Person)
    about = Value.id.in_([found.c.before_id, found.c.after_id])
    erased = select(func.max(Value.erased_at)).where(about).scalar_subquery()
    return (
        select(
            *found.c,
            Person.name.label("who"),
            Organisation.short.label("organisation"),
            _text(found.c.before_id).label("before_text"),
            _text(found.c.after_id).label("after_text"),
            erased.label("text_erased_at"),
            was.name.label("before_name"),
            became.name.label("after_name"),
        )
        .outerjoin(Person, Person.id == found.c.person_id)
        .outerjoin(Organisation, Organisation.id == found.c.organisation_id)
        .outerjoin(was, was.id == found.c.before_person_id)
        .outerjoin(became, became.id == found.c.after_person_id)
        .order_by(found.c.day.desc(), found.c.at.desc(), found.c.id.desc())
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("after", type_=Integer))
    )


def _text(number: Any) -> Any:
    """The free text with a number; a text that the reader may not see is not there."""
    return select(Value.text).where(Value.id == number).scalar_subquery()


def _grouped(rows: Sequence[Row]) -> Iterator[Event]:
    """Changes that one person made in one go are one event."""
    last: Event | None = None
    for row in rows:
        if row.what != "change":
            if last is not None:
                yield last
            last = None
            event = _event(row)
            if row.after is not None:
                event.changes.append(_field_change(row))
            yield event
            continue
        change = _field_change(row)
        if last is not None and last.who == row.who and abs(last.at - row.at) <= TOGETHER:
            last.changes.append(change)
            continue
        if last is not None:
            yield last
        last = _event(row)
        last.text = last.more = None
        last.changes.append(change)
    if last is not None:
        yield last


def _event(row: Row) -> Event:
    return Event(
        what=row.what,
        id=row.id,
        day=row.day,
        at=row.at,
        who=row.who,
        organisation=row.organisation,
        organisation_id=row.organisation_id,
        kind=row.kind,
        text=row.text,
        more=row.more,
        due_on=row.due_on,
        done_on=row.done_on,
        erased=row.erased_at is not None,
    )


def _field_change(row: Row) -> FieldChange:
    has_text = row.before_id is not None or row.after_id is not None
    before, after = row.before, row.after
    if row.more in PERSON_FIELDS:
        before, after = row.before_name or before, row.after_name or after
    elif has_text:
        before, after = row.before_text, row.after_text
    return FieldChange(
        table=row.kind,
        action=row.text,
        field=row.more,
        before=before,
        after=after,
        change_id=row.id,
        has_text=has_text,
        erased=row.text_erased_at is not None,
        subject=row.subject,
    )


def talk(session: GuardedSession, lead_id: int, talk_id: int) -> Talk | None:
    """One talk of a lead, or None where the reader may not see it."""
    return session.scalars(select(Talk).where(Talk.id == talk_id, Talk.lead_id == lead_id)).one_or_none()


def task(session: GuardedSession, lead_id: int, task_id: int) -> Task | None:
    """One task of a lead, or None where the reader may not see it."""
    return session.scalars(select(Task).where(Task.id == task_id, Task.lead_id == lead_id)).one_or_none()


def change(session: GuardedSession, lead_id: int, change_id: int) -> Change | None:
    """One change of a lead, or None where the reader may not see it."""
    return session.scalars(select(Change).where(Change.id == change_id, Change.lead_id == lead_id)).one_or_none()
