"""*Pijplijn*: the leads of one filter, as a table and as a board."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import clock, session
from app.board import listing
from app.board.filter import STATUS_LABELS, WHOSE_LABELS, YEARS, Sort, chips, read_filter
from app.leads.rules import PHASES, months_between
from app.pipeline import queries
from app.pipeline.rules import OUTCOME_LABELS, STEP_LABELS, is_late, is_silent, next_step
from app.pipeline.telling import strip
from app.web.addresses import page_number
from app.web.marks import DEMAND_MARKS

bp = Blueprint("board", __name__, template_folder="templates")

KIND_LABELS = {key: mark.label for key, mark in DEMAND_MARKS.items()}


@bp.get("/pijplijn")
@allow(*MEMBERS)
def table() -> ResponseReturnValue:
    """The leads of a filter, fifty a page, as a table or as a board of the six steps."""
    roms = queries.roms(session())
    wanted = read_filter(request.args, roms=roms, kinds=KIND_LABELS)
    page = page_number()
    found = listing.leads(session(), wanted, page)
    if page > 1 and not found.rows:
        return redirect(f"/pijplijn?{wanted.query()}")
    return render_template(
        "board/board.html" if wanted.board else "board/table.html",
        found=found,
        page=page,
        page_size=listing.PAGE,
        wanted=wanted,
        chips=chips(wanted, roms=roms, kinds=KIND_LABELS),
        roms=roms,
        kinds=KIND_LABELS,
        steps=STEP_LABELS,
        statuses=STATUS_LABELS,
        whose=WHOSE_LABELS,
        years=[(year, str(year)) for year in YEARS],
        sorts=Sort,
        outcomes=OUTCOME_LABELS,
        phases={phase: _("Fase %(phase)s", phase=phase) + " " + _(name) for phase, name in PHASES.items()},
        today=clock().today(),
        is_late=is_late,
        is_silent=is_silent,
        months_between=months_between,
        strip=strip,
        next_step=next_step,
        organisation_id=session().actor.organisation_id,
        is_coordinator=session().actor.has(Role.COORDINATOR),
    )
