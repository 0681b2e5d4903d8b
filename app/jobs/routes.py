"""How far work is that a person asked for: a page that follows it, and goes on to what came of it."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.jobs.queries import job
from app.jobs.rules import STATUS_LABELS, TROUBLE_LABELS, Status, percent
from app.jobs.running import Runner

blueprint = Blueprint("jobs", __name__, template_folder="templates")


@blueprint.get("/achtergrond/<int:job_id>")
@allow(*MEMBERS)
def follow(job_id: int) -> ResponseReturnValue:
    """One's own work that runs later. Once it is done one is led on to its outcome, where there is one."""
    found = job(session(), job_id) or abort(404)
    runner: Runner = current_app.extensions["jobs"]
    kind = runner.kinds[found.kind]
    is_part = "HX-Request" in request.headers
    outcome = kind.outcome(found) if found.status == Status.DONE else None
    if outcome:
        return Response(headers={"HX-Redirect": outcome}) if is_part else redirect(outcome, 303)
    return render_template(
        "jobs/progress.html" if is_part else "jobs/follow.html",
        job=found,
        kind=kind,
        labels=STATUS_LABELS,
        troubles=TROUBLE_LABELS,
        percent=percent(found.done, found.total),
    )
