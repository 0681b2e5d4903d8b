"""What there is to tell somebody: worked out when it is read, so that it is as true, and as hidden, as all they see.

Every sort is one select of the same columns; a notice is seen when it was marked as it is now: for the same day, or at or
after the moment it is about.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Row, Select, String, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Person, RoleGrant
from app.companies.models import Company, Consent, Handover, HandoverOutcome
from app.db.base import UtcDateTime
from app.db.parts import part
from app.jobs.models import Job
from app.leads.models import Follow, Lead, LeadCourse
from app.ledger.models import Change, Submission
from app.ledger.rules import Status
from app.notices.models import MAILED, READ, NoticeChoice, NoticeMark
from app.notices.rules import (
    ASKED_BACK,
    CONSENT,
    CONSENT_DAYS,
    FOLLOWED,
    HANDOVER,
    MENTION,
    MOST_SHOWN,
    NEWS_DAYS,
    TASK,
    How,
)
from app.timeline.models import Mention, Task
from app.timeline.rules import HIDDEN_FIELDS, HIDDEN_TABLES

COLUMNS = {
    "about_id": Integer(),
    "code": String(),
    "name": String(),
    "what": String(),
    "day": Date(),
    "at": UtcDateTime(),
}
TOLD = HIDDEN_FIELDS - {"step", "outcome"}  # a step is news, though the timeline tells it in words of its own
ME, OURS, TODAY, UNTIL, SINCE = (
    bindparam("me", type_=Integer()),
    bindparam("ours", type_=Integer()),
    bindparam("today", type_=Date()),
    bindparam("until", type_=Date()),
    bindparam("since", type_=UtcDateTime()),
)


def _tasks() -> tuple[Select[Any], Any, Any, Any]:
    found = part(TASK, COLUMNS, about_id=Task.id, code=Lead.code, name=Company.name, what=Task.title, day=Task.due_on)
    found = found.join(Lead, Lead.id == Task.lead_id).outerjoin(Company, Company.id == Task.company_id)
    return found.where(Task.owner_id == ME, Task.done_on.is_(None), Task.due_on <= TODAY), Task.id, Task.due_on, None


def _asked_back() -> tuple[Select[Any], Any, Any, Any]:
    found = part(
        ASKED_BACK,
        COLUMNS,
        about_id=Submission.id,
        code=Lead.code,
        name=Company.name,
        what=Submission.fact,
        at=Submission.decided_at,
    )
    found = found.join(Lead, Lead.id == Submission.lead_id).outerjoin(Company, Company.id == Submission.company_id)
    owned = Submission.lead_id.in_(select(LeadCourse.lead_id).where(LeadCourse.owner_id == ME))
    mine = or_(Submission.submitted_by_id == ME, owned)
    return found.where(Submission.status == Status.ASKED_BACK, mine), Submission.id, None, Submission.decided_at


def _mentions() -> tuple[Select[Any], Any, Any, Any]:
    found = part(MENTION, COLUMNS, about_id=Mention.id, code=Lead.code, name=Company.name, at=Mention.at)
    found = found.join(Lead, Lead.id == Mention.lead_id).outerjoin(Company, Company.id == Mention.company_id)
    return found.where(Mention.person_id == ME, Mention.at >= SINCE), Mention.id, None, Mention.at


def _consents() -> tuple[Select[Any], Any, Any, Any]:
    owned = select(LeadCourse.lead_id).where(LeadCourse.owner_id == ME, LeadCourse.closed_on.is_(None))
    followed = select(Follow.lead_id).where(Follow.person_id == ME)
    first = select(func.min(Lead.id)).where(Lead.company_id == Consent.company_id).correlate(Consent)
    first = first.where(or_(Lead.id.in_(owned), Lead.id.in_(followed)))
    later = aliased(Consent)
    renewed = select(later.id).where(
        later.company_id == Consent.company_id,
        later.scope == Consent.scope,
        later.withdrawn_on.is_(None),
        or_(later.ends_on.is_(None), later.ends_on > Consent.ends_on),
    )
    found = part(
        CONSENT,
        COLUMNS,
        about_id=Consent.id,
        code=Lead.code,
        name=Company.name,
        what=Consent.scope,
        day=Consent.ends_on,
    )
    found = found.join(Lead, Lead.company_id == Consent.company_id).outerjoin(Company, Company.id == Consent.company_id)
    ends = and_(Consent.ends_on >= TODAY, Consent.ends_on <= UNTIL, Consent.granted_on <= TODAY)
    stands = or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > TODAY)
    mine = Lead.id == first.scalar_subquery()
    return found.where(ends, stands, mine, ~renewed.exists()), Consent.id, Consent.ends_on, None


def _handovers() -> tuple[Select[Any], Any, Any, Any]:
    """An offer that waits for our organisation, and what was answered to one of mine."""
    at = func.coalesce(HandoverOutcome.at, Handover.offered_at)
    found = part(
        HANDOVER,
        COLUMNS,
        about_id=Handover.id,
        code=Lead.code,
        name=Company.name,
        what=HandoverOutcome.what,
        day=Handover.answer_by,
        at=at,
    )
    found = found.join(Lead, Lead.id == Handover.lead_id).outerjoin(Company, Company.id == Handover.company_id)
    found = found.outerjoin(HandoverOutcome, HandoverOutcome.handover_id == Handover.id)
    to_us = and_(Handover.to_id == OURS, HandoverOutcome.id.is_(None), Handover.answer_by >= TODAY)
    answered = and_(HandoverOutcome.organisation_id == Handover.to_id, HandoverOutcome.at >= SINCE)
    return found.where(or_(to_us, and_(Handover.offered_by_id == ME, answered))), Handover.id, None, at


def _followed() -> tuple[Select[Any], Any, Any, Any]:
    last = (
        select(Change.lead_id, func.max(Change.at).label("at"))
        .join(Follow, Follow.lead_id == Change.lead_id)
        .where(
            Follow.person_id == ME,
            Change.at >= SINCE,
            Change.person_id != ME,
            Change.table.not_in(HIDDEN_TABLES),
            or_(Change.field.is_(None), Change.field.not_in(TOLD)),
        )
        .group_by(Change.lead_id)
        .subquery()
    )
    found = part(FOLLOWED, COLUMNS, about_id=Lead.id, code=Lead.code, name=Company.name, at=last.c.at)
    found = found.join(last, last.c.lead_id == Lead.id).outerjoin(Company, Company.id == Lead.company_id)
    return found, Lead.id, None, last.c.at


SOURCES = {
    TASK: _tasks,
    ASKED_BACK: _asked_back,
    MENTION: _mentions,
    CONSENT: _consents,
    HANDOVER: _handovers,
    FOLLOWED: _followed,
}


def _seen(sort: str, how: str, about: Any, day: Any, at: Any) -> ColumnElement[bool]:
    """Whether somebody has marked this notice as it is now."""
    as_it_is = NoticeMark.day == day if day is not None else NoticeMark.at >= at
    mine = and_(NoticeMark.person_id == ME, NoticeMark.sort == sort, NoticeMark.about_id == about)
    return select(NoticeMark.id).where(mine, NoticeMark.how == how, as_it_is).exists()


def _off(sort: str) -> ColumnElement[bool]:
    mine = and_(NoticeChoice.person_id == ME, NoticeChoice.sort == sort)
    return select(NoticeChoice.id).where(mine, NoticeChoice.how == How.OFF).exists()


def _all(*, unseen: tuple[str, ...] = ()) -> Any:
    """The notices of every sort together, those that were turned off left out; unseen ones alone where that is asked."""
    parts = []
    for sort, source in SOURCES.items():
        found, *marked = source()
        for how in unseen:
            found = found.where(~_seen(sort, how, *marked))
        parts.append(found.add_columns(_seen(sort, READ, *marked).label("is_read")).where(~_off(sort)))
    return union_all(*parts).subquery("notice")


_every, _unread, _unmailed = _all(), _all(unseen=(READ,)), _all(unseen=(READ, MAILED))
EVERY = Prepared(select(*_every.c).limit(MOST_SHOWN))
UNMAILED = Prepared(select(*_unmailed.c).limit(MOST_SHOWN))
UNREAD = Prepared(select(func.count().label("number")).select_from(_unread))


def _asked(session: GuardedSession) -> dict[str, Any]:
    today = session.clock.today()
    return {
        "me": session.actor.person_id,
        "ours": session.actor.organisation_id,
        "today": today,
        "until": today + CONSENT_DAYS,
        "since": session.clock.now() - NEWS_DAYS,
    }


def notices(session: GuardedSession) -> list[Any]:
    """All there is to tell the actor: part, about_id, code, name, what, day, at, is_read; what is new on top."""
    return sorted(session.ask(EVERY, **_asked(session)), key=lambda row: (row.is_read, _from_today(session, row)))


def notices_to_mail(session: GuardedSession, sorts: frozenset[str]) -> list[Any]:
    """What the actor has not read and was not mailed yet, of these sorts."""
    found = (row for row in session.ask(UNMAILED, **_asked(session)) if row.part in sorts)
    return sorted(found, key=lambda row: (list(SOURCES).index(row.part), row.day or date.max, row.code))


def unread(session: GuardedSession) -> int:
    """How many notices the actor has not read: for the bell on every page."""
    ((number,),) = session.ask(UNREAD, **_asked(session))
    return int(number)


def _from_today(session: GuardedSession, row: Any) -> timedelta:
    return abs(session.clock.today() - (row.day or row.at.date()))


def choices(session: GuardedSession) -> Mapping[str, str]:
    """What the actor chose for each sort, where that is not as usual."""
    mine = select(NoticeChoice.sort, NoticeChoice.how).where(NoticeChoice.person_id == session.actor.person_id)
    return dict(session.execute(mine).all())


# --- The daily mail ------------------------------------------------------------------------------------------

MAILS_A_PAGE = 50
DIGEST_KIND = "notices.digest"


def members_after(session: GuardedSession, last: int, roles: Collection[str], most: int) -> Sequence[Row]:
    """The next so many people of the taskforce with access, by number: id, organisation_id."""
    holds = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_(roles), RoleGrant.ended_at.is_(None)
    )
    found = select(Person.id, Person.organisation_id).where(Person.id > last, Person.ended_at.is_(None), holds.exists())
    return session.execute(found.order_by(Person.id).limit(most)).all()


def outbox(session: GuardedSession, before: int | None = None) -> Sequence[Row]:
    """The daily mails from the newest on, a page of them and one more: to whom, and how it went."""
    columns = Job.id, Job.status, Job.done, Job.tries, Job.trouble, Job.asked_at, Job.ended_at
    found = select(*columns, Person.name, Person.email).join(Person, Person.id == Job.person_id)
    found = found.where(Job.kind == DIGEST_KIND)
    if before:
        found = found.where(Job.id < before)
    return session.execute(found.order_by(Job.id.desc()).limit(MAILS_A_PAGE + 1)).all()
