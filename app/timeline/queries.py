"""One timeline of everything that happened on a lead: talks, tasks and every change, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Date,
    Integer,
    Row,
    Select,
    String,
    and_,
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

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.db.base import UtcDateTime
from app.ledger.models import Change, Value
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
    )


def _talks(lead_id: int) -> Select[Any]:
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


def _tasks(lead_id: int) -> Select[Any]:
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


def _changes(lead_id: int, company_id: int) -> Select[Any]:
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
            before_id=Change.before_value_id,
            after_id=Change.after_value_id,
        )
    ).where(
        or_(Change.lead_id == lead_id, and_(Change.lead_id.is_(None), Change.company_id == company_id)),
        not_(silent),
    )


def events(
    session: GuardedSession,
    lead_id: int,
    company_id: int,
    *,
    page: int = 1,
    size: int = PAGE,
    also: Sequence[Select[Any]] = (),
    only: str | None = None,
) -> tuple[list[Event], bool]:
    """A page of the timeline and whether there is more; `also` adds sources of rooms above, `only` keeps one."""
    sources = {"talk": _talks(lead_id), "task": _tasks(lead_id), "change": _changes(lead_id, company_id)}
    chosen = [sources[only]] if only in sources else [*sources.values(), *also]
    found = union_all(*chosen).subquery("event")
    rows = session.execute(
        select(*found.c, Person.name.label("who"), Organisation.short.label("organisation"))
        .outerjoin(Person, Person.id == found.c.person_id)
        .outerjoin(Organisation, Organisation.id == found.c.organisation_id)
        .order_by(found.c.day.desc(), found.c.at.desc(), found.c.id.desc())
        .limit(size + 1)
        .offset((page - 1) * size)
    ).all()
    kept = Kept(_names(session, rows[:size]), _texts(session, rows[:size]))
    return list(_grouped(rows[:size], kept)), len(rows) > size


@dataclass(frozen=True)
class Kept:
    """What history keeps by number: names of persons, and free texts with whether they were erased."""

    names: dict[str, str]
    texts: dict[int, tuple[str | None, bool]]

    def text(self, number: int | None) -> str | None:
        """A free text by its number; None when it was erased or may not be read."""
        return self.texts.get(number, (None, False))[0] if number is not None else None

    def is_erased(self, number: int | None) -> bool:
        """Whether a free text was erased."""
        return number is not None and self.texts.get(number, (None, False))[1]


def _names(session: GuardedSession, rows: Sequence[Row]) -> dict[str, str]:
    """Names of the persons that changes speak of by number."""
    numbers = {
        int(one)
        for row in rows
        if row.what == "change" and row.more in PERSON_FIELDS
        for one in (row.before, row.after)
        if one
    }
    if not numbers:
        return {}
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_(numbers)))
    return {str(number): name for number, name in found}


def _texts(session: GuardedSession, rows: Sequence[Row]) -> dict[int, tuple[str | None, bool]]:
    """The free texts that changes point at, in one query: those history moved, and those a field names."""
    numbers = {one for row in rows for one in _text_numbers(row) if one is not None}
    if not numbers:
        return {}
    found = session.execute(select(Value.id, Value.text, Value.erased_at).where(Value.id.in_(numbers)))
    return {number: (text, erased_at is not None) for number, text, erased_at in found}


def _text_numbers(row: Row) -> tuple[int | None, int | None]:
    if row.what == "change" and row.more in TEXT_FIELDS:
        before, after = (int(one) if one else None for one in (row.before, row.after))
        return before, after
    return row.before_id, row.after_id


def _grouped(rows: Sequence[Row], kept: Kept) -> Iterator[Event]:
    """Changes that one person made in one go are one event."""
    last: Event | None = None
    for row in rows:
        if row.what != "change":
            if last is not None:
                yield last
            last = None
            event = _event(row)
            if row.after is not None:
                event.changes.append(_field_change(row, kept))
            yield event
            continue
        change = _field_change(row, kept)
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


def _field_change(row: Row, kept: Kept) -> FieldChange:
    before, after = row.before, row.after
    first, second = _text_numbers(row)
    if row.more in PERSON_FIELDS:
        before, after = kept.names.get(before or "", before), kept.names.get(after or "", after)
    elif first is not None or second is not None:
        before, after = kept.text(first), kept.text(second)
    return FieldChange(
        table=row.kind,
        action=row.text,
        field=row.more,
        before=before,
        after=after,
        change_id=row.id,
        has_text=first is not None or second is not None,
        erased=kept.is_erased(first) or kept.is_erased(second),
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


def open_tasks(session: GuardedSession, lead_id: int) -> Sequence[Row]:
    """The open tasks of a lead: id, title, due_on, owner's name, version; the first due first."""
    return session.execute(
        select(Task.id, Task.title, Task.due_on, Task.organisation_id, Person.name.label("owner"))
        .outerjoin(Person, Person.id == Task.owner_id)
        .where(Task.lead_id == lead_id, Task.done_on.is_(None))
        .order_by(Task.due_on, Task.id)
    ).all()


def tasks_of(session: GuardedSession, person_id: int, *, limit: int = 50) -> Sequence[Row]:
    """The open tasks of a person over all leads: id, lead_id, title, due_on; the first due first."""
    return session.execute(
        select(Task.id, Task.lead_id, Task.title, Task.due_on)
        .where(Task.owner_id == person_id, Task.done_on.is_(None))
        .order_by(Task.due_on, Task.id)
        .limit(limit)
    ).all()
