"""What somebody has to do, for the calendar they use elsewhere: days and codes alone, at an address only they know."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from icalendar import Calendar, Event
from sqlalchemy import select

from app.access.session import GuardedSession
from app.leads.models import Lead
from app.notices.models import CalendarAddress
from app.timeline.models import Task

SECRET_BYTES = 32
MOST = 500


def address(session: GuardedSession) -> CalendarAddress | None:
    """The address of the actor, as far as it is kept, or None."""
    mine = select(CalendarAddress).where(CalendarAddress.person_id == session.actor.person_id)
    return session.scalars(mine).one_or_none()


def make_address(session: GuardedSession) -> str:
    """A new secret for the actor's address; one that was there before leads nowhere from now on."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = address(session) or CalendarAddress(person_id=session.actor.person_id)
    row.digest, row.made_at = _digest(secret), session.clock.now()
    session.add(row)
    session.flush()
    return secret


def withdraw_address(session: GuardedSession) -> None:
    """The address leads nowhere any more."""
    row = address(session)
    if row is not None:
        session.delete(row)
        session.flush()


def whose(session: GuardedSession, secret: str) -> int | None:
    """The person whose address holds this secret, or None. Needs the system's session."""
    wanted = select(CalendarAddress.person_id).where(CalendarAddress.digest == _digest(secret))
    return session.scalars(wanted).one_or_none()


def tasks_with_a_day(session: GuardedSession) -> Iterable[Any]:
    """What the actor has to do by a day: id, due_on, code; as they may see it now."""
    mine = (
        select(Task.id, Task.due_on, Lead.code)
        .join(Lead, Lead.id == Task.lead_id)
        .where(Task.owner_id == session.actor.person_id, Task.done_on.is_(None), Task.due_on.is_not(None))
    )
    return session.execute(mine.order_by(Task.due_on, Task.id).limit(MOST)).all()


def as_calendar(tasks: Iterable[Any], site: str, now: datetime) -> bytes:
    """Tasks as days in a calendar (RFC 5545), each with the code of its lead and the way to it."""
    found = Calendar()
    found.add("prodid", "-//Groeiruimte//Taken//NL")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("Groeiruimte: taken"))
    for task in tasks:
        day = Event()
        day.add("uid", f"task-{task.id}@{site.partition('//')[2]}")
        day.add("dtstamp", now)
        day.add("dtstart", task.due_on)
        day.add("dtend", task.due_on + timedelta(days=1))
        day.add("summary", _("%(code)s: taak", code=task.code))
        day.add("url", f"{site}/leads/{task.code}")
        day.add("transp", "TRANSPARENT")
        found.add_component(day)
    return found.to_ical()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
