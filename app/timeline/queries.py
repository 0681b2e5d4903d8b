"""One timeline of everything that happened on a lead: talks, tasks and every change, newest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, func, select, union_all

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.ledger.models import Change, Value
from app.timeline.models import Talk, Task
from app.timeline.sources import (
    changes,
    entries,
    match_moves,
    named,
    notes,
    size_then,
    spoken,
    subject_then,
    talks,
    tasks,
)

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
    row_id: int | None = None
    subject: str | None = None
    size: str | None = None


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


Source = Callable[[Any], Select[Any]]
# The kinds that a reader may keep apart, beside those of rooms above.
KINDS: dict[str, Source] = {"talk": spoken, "note": notes, "task": tasks}


def events(
    session: GuardedSession,
    lead_id: int,
    company_id: int,
    *,
    page: int = 1,
    size: int = PAGE,
    also: tuple[tuple[str, Source], ...] = (),
    only: str | None = None,
) -> tuple[list[Event], bool]:
    """A page of the timeline and whether there is more; `also` adds kinds of rooms above, `only` keeps one kind."""
    given = {"lead_id": lead_id, "company_id": company_id, "most": size + 1, "after": (page - 1) * size}
    rows = session.ask(_timeline(only, also), **given)
    return list(_grouped(rows[:size])), len(rows) > size


@lru_cache(maxsize=16)
def _timeline(only: str | None, also: tuple[tuple[str, Source], ...]) -> Prepared:
    """The `most` events of a `lead_id` and its `company_id` that come `after` so many; made once, for it is long."""
    lead_id, company_id = bindparam("lead_id", type_=Integer), bindparam("company_id", type_=Integer)
    history, apart = changes(lead_id, company_id), {**KINDS, **dict(also)}
    if only == "change":
        chosen = [history]
    elif only is not None:
        chosen = [apart[only](lead_id)]
    else:
        chosen = [history, *(one(lead_id) for one in (talks, tasks, match_moves, entries, *dict(also).values()))]
    every = union_all(*chosen).subquery("every")
    newest = (
        select(*every.c)
        .order_by(every.c.day.desc(), every.c.at.desc(), every.c.id.desc())
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("after", type_=Integer))
    )
    found = newest.subquery("event")
    about = Value.id.in_([found.c.before_id, found.c.after_id])
    erased = select(func.max(Value.erased_at)).where(about).scalar_subquery()
    return Prepared(
        select(
            *found.c,
            Person.name.label("who"),
            Organisation.short.label("organisation"),
            _text(found.c.before_id).label("before_text"),
            _text(found.c.after_id).label("after_text"),
            erased.label("text_erased_at"),
            named(found.c.more, found.c.before).label("before_name"),
            named(found.c.more, found.c.after).label("after_name"),
            subject_then(found.c).label("subject"),
            size_then(found.c).label("size"),
        )
        .outerjoin(Person, Person.id == found.c.person_id)
        .outerjoin(Organisation, Organisation.id == found.c.organisation_id)
        .order_by(found.c.day.desc(), found.c.at.desc(), found.c.id.desc())
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
    if has_text:
        before, after = row.before_text, row.after_text
    else:
        before, after = row.before_name or before, row.after_name or after
    return FieldChange(
        table=row.kind,
        action=row.text,
        field=row.more,
        before=before,
        after=after,
        change_id=row.id,
        has_text=has_text,
        erased=row.text_erased_at is not None,
        row_id=row.row_id,
        subject=row.subject,
        size=row.size,
    )


def open_tasks(session: GuardedSession, lead_id: int) -> Sequence[Row]:
    """What is still to be done on a lead, the first due on top: title, due_on, owner."""
    todo = (
        select(Task.title, Task.due_on, Person.name.label("owner"))
        .outerjoin(Person, Person.id == Task.owner_id)
        .where(Task.lead_id == lead_id, Task.done_on.is_(None))
        .order_by(Task.due_on, Task.id)
    )
    return session.execute(todo).all()


def talk(session: GuardedSession, lead_id: int, talk_id: int) -> Talk | None:
    """One talk of a lead, or None where the reader may not see it."""
    return session.scalars(select(Talk).where(Talk.id == talk_id, Talk.lead_id == lead_id)).one_or_none()


def task(session: GuardedSession, lead_id: int, task_id: int) -> Task | None:
    """One task of a lead, or None where the reader may not see it."""
    return session.scalars(select(Task).where(Task.id == task_id, Task.lead_id == lead_id)).one_or_none()


def change(session: GuardedSession, lead_id: int, change_id: int) -> Change | None:
    """One change of a lead, or None where the reader may not see it."""
    return session.scalars(select(Change).where(Change.id == change_id, Change.lead_id == lead_id)).one_or_none()
