"""The homes: where each role begins, and the start of a member's day."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow, signed_in
from app.access.request import actor, clock, session
from app.companies.known import open_requests
from app.companies.queries import contacts_overdue, questions_due
from app.db.clock import AMSTERDAM
from app.desk import queries
from app.desk.rules import Signal, Situation, home_of, median, most_pressing, news_since, telling, urgency
from app.growth.queries import kinds_of
from app.handover.queries import waiting_for_us
from app.leads.queries import lead_by_code
from app.leads.rules import advance
from app.pipeline.rules import OUTCOME_LABELS, STEP_LABELS
from app.timeline.queries import task
from app.timeline.rules import tell
from app.timeline.services import finish_task
from app.web.formats import opening

blueprint = Blueprint("desk", __name__, template_folder="templates")

MOST_SIGNALS = 8
MOST_NEWS = 8


@dataclass(frozen=True)
class News:
    """Something that changed on a lead or a company, in words."""

    path: str
    name: str
    icon: str
    text: str
    who: str | None
    mine: bool
    at: Any


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Everybody begins at the home of their first role."""
    return redirect(home_of(actor().roles))


@blueprint.get("/mijn-werk")
@allow(*MEMBERS)
def my_work() -> ResponseReturnValue:
    """What asks for attention now, my tasks, what changed, and a place to begin."""
    leads = queries.my_leads(session())
    today = clock().today()
    signals = sorted(
        ((signal, situation, row) for row, situation, signal in _signals(leads)), key=lambda each: urgency(each[0])
    )
    return render_template(
        "desk/my_work.html",
        today=today,
        day=opening(format_date(today, "EEEE d MMMM y")),
        leads=leads,
        signals=signals[:MOST_SIGNALS],
        signalled=len(signals),
        strips=kinds_of(session(), [row.id for _signal, _situation, row in signals[:MOST_SIGNALS]]),
        tasks=queries.my_tasks(session()),
        done=queries.tasks_done_since(session(), today.replace(day=1)),
        news=list(_news())[:MOST_NEWS],
        since=news_since(today),
        per_step=_per_step(leads),
        advance=median([months for row in leads if (months := advance(row.asked_on, row.needed_by)) is not None]),
        requests=open_requests(session()),
        offers=queries.offers_waiting(session()),
        handovers=waiting_for_us(session()),
        questions=questions_due(session(), today),
        overdue=contacts_overdue(session()),
    )


@blueprint.post("/mijn-werk/taken/<code>/<int:task_id>/klaar")
@allow(*MEMBERS)
def tick_off(code: str, task_id: int) -> ResponseReturnValue:
    """A task is done; the day goes on."""
    lead = lead_by_code(session(), code)
    found = task(session(), lead.id, task_id) if lead else None
    if found is None:
        return redirect("/mijn-werk", 303)
    finish_task(session(), found)
    flash({"text": _("Taak afgerond."), "undo": f"/leads/{code}/taken/{task_id}/terug"})
    return redirect("/mijn-werk", 303)


def _signals(leads: Any) -> Iterator[tuple[Any, Situation, Signal]]:
    for row in leads:
        situation = Situation(
            code=row.code,
            company_id=row.company_id,
            today=clock().today(),
            next_on=row.next_on,
            next_step=row.next_step,
            needed_by=row.needed_by,
            last_activity=row.last_activity_at.astimezone(AMSTERDAM).date(),
            consent_ends=row.consent_ends,
            offered=row.offered,
            asked_kinds=row.asked,
            articulated_kinds=row.articulated,
        )
        signal = most_pressing(situation)
        if signal is not None:
            yield row, situation, signal


def _per_step(leads: Any) -> list[tuple[str, str, int]]:
    counts = dict.fromkeys(STEP_LABELS, 0)
    for row in leads:
        counts[row.step] += 1
    return [(step, STEP_LABELS[step], counts[step]) for step in STEP_LABELS]


def _news() -> Iterator[News]:
    """What one person did on one lead within a minute is one piece of news: the most telling change of it."""
    rows = queries.changes_since(session(), news_since(clock().today()))
    for _key, together in groupby(
        rows, key=lambda row: (row.company_id, row.person_id, row.at.replace(second=0, microsecond=0))
    ):
        row = min(together, key=telling)
        path = f"/leads/{row.code}" if row.code else f"/bedrijven/{row.company_id}"
        mine = row.person_id == actor().person_id
        yield News(path, row.company or row.code or "", _icon(row), _words(row), _who(row), mine, row.at)


def _who(row: Any) -> str:
    return ", ".join(part for part in (row.person, row.organisation) if part)


def _icon(row: Any) -> str:
    return "arrow-right" if row.field == "step" else tell(row.table, row.action, row.field).icon


def _words(row: Any) -> str:
    if row.field == "step":
        return _("ging naar %(step)s", step=_(STEP_LABELS.get(row.after, row.after)))
    if row.field == "outcome":
        return _("eindigde: %(outcome)s", outcome=_(OUTCOME_LABELS.get(row.after, row.after or "")))
    if row.table == "consent" and row.organisation and row.organisation != actor().organisation_short:
        return _("%(organisation)s deelt dit bedrijf met jouw organisatie", organisation=row.organisation)
    told = tell(row.table, row.action, row.field)
    return _(told.action) % {"thing": _(told.thing)}
