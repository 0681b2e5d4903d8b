"""What can be done with many leads at once: who gets them, a task on each, the step they go to."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.actor import Role
from app.access.session import GuardedSession
from app.accounts.queries import colleagues
from app.board.forms import OwnerForm, StepForm, TaskForm, TogetherForm
from app.board.together import Hands, Outlook, outlook_of_owner, outlook_of_step, outlook_of_task
from app.board.undone import Told, told
from app.leads.models import Lead
from app.leads.services import assign_owner
from app.ledger.batches import undo
from app.ledger.models import Batch
from app.pipeline.queries import facts_by_lead
from app.pipeline.services import move_steps, tell_steps_back
from app.timeline.services import add_tasks
from app.words import N_

Answers = Mapping[str, Any]
Rows = Sequence[Any]


@dataclass(frozen=True)
class Deed:
    """One thing to do with leads: its kind of batch, its words, what it asks, what would come of it, and the doing."""

    kind: str
    title: str
    button: str
    icon: str
    form: type[TogetherForm]
    outlook: Callable[[GuardedSession, Rows, Answers], Outlook]
    do: Callable[[GuardedSession, Rows, Answers], object]
    tell_undone: Callable[[GuardedSession, Collection[int]], None] | None = None


def form_of(deed: Deed, session: GuardedSession) -> TogetherForm:
    """What the deed asks, with the colleagues to choose from."""
    form = deed.form()
    if "owner_id" in form:
        form["owner_id"].choices = colleagues(session, session.actor.organisation_id)
    return form


def _hands(session: GuardedSession) -> Hands:
    return Hands(session.actor.organisation_id, session.actor.has(Role.COORDINATOR))


def _name(session: GuardedSession, person_id: int | None) -> str:
    return dict(colleagues(session, session.actor.organisation_id)).get(person_id or 0, "")


def _leads(session: GuardedSession, rows: Rows) -> Sequence[Lead]:
    return session.scalars(select(Lead).where(Lead.id.in_([row.id for row in rows])).order_by(Lead.id)).all()


def _outlook_of_owner(session: GuardedSession, rows: Rows, answers: Answers) -> Outlook:
    owner_id = answers["owner_id"]
    return outlook_of_owner(rows, _hands(session), owner_id=owner_id, owner=_name(session, owner_id))


def _assign(session: GuardedSession, rows: Rows, answers: Answers) -> None:
    assign_owner(session, _leads(session, rows), answers["owner_id"])


def _outlook_of_task(session: GuardedSession, rows: Rows, answers: Answers) -> Outlook:
    return outlook_of_task(rows, _hands(session), title=answers["title"], owner=_name(session, answers.get("owner_id")))


def _add(session: GuardedSession, rows: Rows, answers: Answers) -> None:
    owners = {row.id: answers.get("owner_id") or row.owner_id for row in rows}
    add_tasks(session, _leads(session, rows), title=answers["title"], due_on=answers["due_on"], owners=owners)


def _outlook_of_step(session: GuardedSession, rows: Rows, answers: Answers) -> Outlook:
    facts = facts_by_lead(session, [row.id for row in rows])
    asked = {"step": answers["step"], "reason": answers.get("reason", "")}
    return outlook_of_step(rows, _hands(session), facts=facts, **asked)


def _move(session: GuardedSession, rows: Rows, answers: Answers) -> None:
    move_steps(session, _leads(session, rows), to=answers["step"], reason=answers.get("reason", ""))


OWNER = Deed(
    "owner_of_many", N_("Eigenaar aanwijzen"), N_("Wijs toe"), "user-check", OwnerForm, _outlook_of_owner, _assign
)
TASK = Deed("task_for_many", N_("Taak toevoegen"), N_("Voeg taak toe"), "checkbox", TaskForm, _outlook_of_task, _add)
STEP = Deed(
    "step_of_many",
    N_("Stap zetten"),
    N_("Verplaats"),
    "arrow-right",
    StepForm,
    _outlook_of_step,
    _move,
    tell_steps_back,
)

DEEDS = {"eigenaar": OWNER, "taak": TASK, "stap": STEP}


def undo_deed(session: GuardedSession, batch: Batch) -> Told:
    """Undoes what was done at once, lead by lead; what became of each out."""
    came = told(session, undo(session, batch, whole_leads=True))
    tell_undone = DEED_OF[batch.kind].tell_undone
    if tell_undone and came.back:
        tell_undone(session, list(came.back))
    return came


DEED_OF = {deed.kind: deed for deed in DEEDS.values()}
