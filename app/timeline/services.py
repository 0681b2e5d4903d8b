"""Recording talks and tasks, and erasing what was said."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies.models import Company
from app.db.errors import Refused
from app.leads.models import Lead, LeadCourse, LeadStory
from app.leads.queries import held_of
from app.ledger.batches import remove
from app.ledger.models import Batch, Change
from app.ledger.services import erase_history, erase_texts
from app.timeline.mentions import mentions_of, note_mentions
from app.timeline.models import Talk, Task
from app.timeline.rules import TEXT_FIELDS, TalkKind
from app.words import N_

TWO_WEEKS = timedelta(days=14)

NOT_SAID = N_("Schrijf op wat er is besproken.")
NOT_HELD = N_("Een gesprek is geweest. Plan je het nog, maak er dan een taak van.")
NO_TITLE = N_("Schrijf op wat er moet gebeuren.")
NO_OWNER = N_("Kies wie het doet.")


def mark_activity(session: GuardedSession, lead: Lead) -> None:
    """Something happened on the lead now; only its holder keeps that date."""
    _mark_activity(session, held_of(session, [lead]))


def _mark_activity(session: GuardedSession, held: Sequence[Lead]) -> None:
    for course in session.scalars(select(LeadCourse).where(LeadCourse.lead_id.in_(_numbers(held)))) if held else ():
        course.last_activity_at = session.clock.now()
    session.flush()


def record_talk(
    session: GuardedSession, lead: Lead, *, said: str, held_on: date, kind: str = TalkKind.MEETING, agreed: str = ""
) -> Talk:
    """What was said on a day and what was agreed; the talk out. Refuses an empty talk and one that is still to come."""
    if not said.strip():
        raise Refused(NOT_SAID, field="said")
    if held_on > session.clock.today():
        raise Refused(NOT_HELD, field="held_on")
    talk = Talk(
        lead_id=lead.id,
        company_id=lead.company_id,
        organisation_id=organisation_for(session, lead),
        person_id=session.actor.person_id,
        kind=TalkKind(kind),
        held_on=held_on,
        said=said.strip(),
        agreed=agreed.strip() or None,
        recorded_at=session.clock.now(),
    )
    session.add(talk)
    session.flush()
    note_mentions(session, talk)
    mark_activity(session, lead)
    return talk


def record_talk_and_step(session: GuardedSession, lead: Lead, *, agreed_by: date | None = None, **talk: Any) -> Talk:
    """A talk; and what was agreed there as a task of the actor, in two weeks where no day was named."""
    held = record_talk(session, lead, **talk)
    if held.agreed:
        add_task(session, lead, title=held.agreed, due_on=agreed_by or in_two_weeks(session))
    return held


def change_talk(
    session: GuardedSession, talk: Talk, *, said: str, held_on: date, kind: str = TalkKind.MEETING, agreed: str = ""
) -> Talk:
    """The same talk in other words or on another day; history keeps what it said."""
    if not said.strip():
        raise Refused(NOT_SAID, field="said")
    if held_on > session.clock.today():
        raise Refused(NOT_HELD, field="held_on")
    talk.said, talk.held_on, talk.kind = said.strip(), held_on, TalkKind(kind)
    talk.agreed = agreed.strip() or None
    session.flush()
    note_mentions(session, talk, mentions_of(session, talk))
    return talk


def add_task(session: GuardedSession, lead: Lead, *, title: str, due_on: date, owner_id: int | None = None) -> Task:
    """Something that a person (the actor when nobody is named) does by a day."""
    return add_tasks(session, [lead], title=title, due_on=due_on, owners={lead.id: owner_id})[0]


def add_tasks(
    session: GuardedSession, leads: Sequence[Lead], *, title: str, due_on: date, owners: Mapping[int, int | None]
) -> list[Task]:
    """The same task on each of these leads, for the person that `owners` has for it (the actor where it has nobody)."""
    if not title.strip():
        raise Refused(NO_TITLE, field="title")
    if session.actor.person_id is None and not all(owners.get(lead.id) for lead in leads):
        raise Refused(NO_OWNER, field="owner_id")
    tasks = [
        Task(
            lead_id=lead.id,
            company_id=lead.company_id,
            organisation_id=organisation_for(session, lead),
            title=title.strip(),
            owner_id=owners.get(lead.id) or session.actor.person_id,
            due_on=due_on,
            made_by_id=session.actor.person_id,
            recorded_at=session.clock.now(),
        )
        for lead in leads
    ]
    session.add_all(tasks)
    session.flush()
    held = held_of(session, leads)
    _show_next_steps(session, held)
    _mark_activity(session, held)
    return tasks


def change_task(session: GuardedSession, task: Task, *, title: str, due_on: date, owner_id: int | None = None) -> Task:
    """The same task with another title, day or owner (the actor when nobody is named)."""
    if not title.strip():
        raise Refused(NO_TITLE, field="title")
    owner = owner_id or session.actor.person_id
    if owner is None:
        raise Refused(NO_OWNER, field="owner_id")
    task.title, task.due_on, task.owner_id = title.strip(), due_on, owner
    session.flush()
    _show_next_step(session, session.get_one(Lead, task.lead_id))
    return task


def finish_task(session: GuardedSession, task: Task, *, done_on: date | None = None) -> Task:
    """The task is done, today or on an earlier day."""
    task.done_on = done_on or session.clock.today()
    session.flush()
    lead = session.get_one(Lead, task.lead_id)
    _show_next_step(session, lead)
    mark_activity(session, lead)
    return task


def reopen_task(session: GuardedSession, task: Task) -> Task:
    """The task was not done after all."""
    task.done_on = None
    session.flush()
    _show_next_step(session, session.get_one(Lead, task.lead_id))
    return task


def _show_next_step(session: GuardedSession, lead: Lead) -> None:
    _show_next_steps(session, held_of(session, [lead]))


def _show_next_steps(session: GuardedSession, held: Sequence[Lead]) -> None:
    """The first open task of each lead is its next step, shown in every list."""
    if not held:
        return
    numbers = _numbers(held)
    waiting = select(Task.lead_id, Task.title, Task.due_on).where(
        Task.lead_id.in_(numbers), Task.done_on.is_(None), Task.erased_at.is_(None)
    )
    first: dict[int, Any] = {}
    for task in session.execute(waiting.order_by(Task.due_on, Task.id)):
        first.setdefault(task.lead_id, task)
    for course in session.scalars(select(LeadCourse).where(LeadCourse.lead_id.in_(numbers))):
        course.next_on = first[course.lead_id].due_on if course.lead_id in first else None
    for story in session.scalars(select(LeadStory).where(LeadStory.lead_id.in_(numbers))):
        story.next_step = first[story.lead_id].title if story.lead_id in first else None
    session.flush()


def _numbers(leads: Sequence[Lead]) -> list[int]:
    return [lead.id for lead in leads]


def in_two_weeks(session: GuardedSession) -> date:
    """The day by which a next step is due when nobody says so."""
    return session.clock.today() + TWO_WEEKS


def remove_talk(session: GuardedSession, talk: Talk) -> Batch:
    """A talk that was not goes to the bin; its words stay in the history until they are wiped."""
    return remove(session, *mentions_of(session, talk), talk)


def remove_task(session: GuardedSession, task: Task) -> Batch:
    """A task that was a mistake goes to the bin; the lead shows the next one that is due."""
    lead = session.get_one(Lead, task.lead_id)
    batch = remove(session, task)
    _show_next_step(session, lead)
    return batch


def erase_talk(session: GuardedSession, talk: Talk) -> None:
    """Wipes what was said, here and in history; that there was a talk on that day stays (AVG)."""
    talk.said = talk.agreed = None
    talk.erased_at = session.clock.now()
    session.flush()
    erase_history(session, "talk", talk.id)


def erase_task(session: GuardedSession, task: Task) -> None:
    """Wipes the words of a task, here and in history."""
    task.title = None
    task.erased_at = session.clock.now()
    session.flush()
    erase_history(session, "task", task.id)
    _show_next_step(session, session.get_one(Lead, task.lead_id))


def erase_change(session: GuardedSession, change: Change) -> None:
    """Wipes the free text that a change kept, before and after."""
    numbers = [change.before_value_id, change.after_value_id]
    if change.field in TEXT_FIELDS:
        numbers += [int(one) for one in (change.before, change.after) if one]
    erase_texts(session, numbers)


def organisation_for(session: GuardedSession, lead: Lead) -> int:
    """For whom something is added to a lead: one's own organisation; the holder where the system adds it."""
    own = session.actor.organisation_id
    if own is not None:
        return own
    return session.scalars(select(Company.holder_id).where(Company.id == lead.company_id)).one()
