"""Marking notices as read or mailed, and choosing how to hear of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from app.access.session import GuardedSession
from app.notices.models import READ, NoticeChoice, NoticeMark
from app.notices.queries import notices
from app.notices.rules import MARKS_KEPT, SORTS, How


def mark(session: GuardedSession, rows: Sequence[Any], how: str) -> None:
    """Remembers of these notices, as they are now, that the actor has read them, or that they were mailed."""
    mine = select(NoticeMark).where(NoticeMark.person_id == session.actor.person_id, NoticeMark.how == how)
    mine = mine.where(NoticeMark.about_id.in_([row.about_id for row in rows]))
    known = {(one.sort, one.about_id): one for one in session.scalars(mine)}
    for row in rows:
        one = known.get((row.part, row.about_id))
        if one is None:
            one = NoticeMark(person_id=session.actor.person_id, sort=row.part, about_id=row.about_id, how=how)
            session.add(one)
        one.day, one.at = row.day, session.clock.now()
    session.flush()


def mark_read(session: GuardedSession, sort: str | None = None, about_id: int | None = None) -> int:
    """All notices of the actor are read, or only this one; how many were not."""
    new = [row for row in notices(session) if not row.is_read]
    if sort is not None:
        new = [row for row in new if (row.part, row.about_id) == (sort, about_id)]
    mark(session, new, READ)
    return len(new)


def choose(session: GuardedSession, wanted: Mapping[str, str]) -> None:
    """How the actor wants to hear of each sort from now on."""
    mine = select(NoticeChoice).where(NoticeChoice.person_id == session.actor.person_id)
    known = {one.sort: one for one in session.scalars(mine)}
    for sort in SORTS:
        how = How(wanted[sort])
        if sort in known:
            known[sort].how = how
        else:
            session.add(NoticeChoice(person_id=session.actor.person_id, sort=sort, how=how))
    session.flush()


def forget_old_marks(session: GuardedSession) -> None:
    """Removes marks of so long ago that nothing is told of it any more."""
    session.execute(delete(NoticeMark).where(NoticeMark.at < session.clock.now() - MARKS_KEPT))
