"""*Prullenbak*: what was removed in the last thirty days, and the way back."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.bin import queries, services
from app.bin.rules import KEPT_FOR, PLACES, main_row
from app.leads.models import Lead
from app.ledger.batches import history_of
from app.ledger.models import Batch
from app.pipeline.telling import told_lines
from app.timeline.rules import tell
from app.web.answers import act

bp = Blueprint("bin", __name__, template_folder="templates")

BIN = "/prullenbak"


@bp.get(BIN)
@allow(*MEMBERS)
def listing() -> ResponseReturnValue:
    """What people of one's organisation removed, the latest first."""
    rows = [(one, tell(one.table, "delete", None), told_lines(one.lines)) for one in queries.binned(session())]
    return render_template("bin/listing.html", rows=rows, kept_for=KEPT_FOR)


@bp.post(f"{BIN}/<int:number>/terug")
@allow(*MEMBERS)
def put_back(number: int) -> ResponseReturnValue:
    """What was removed is there again, or the reason why it cannot be."""
    batch = queries.batch(session(), number) or abort(404)
    place = _place(batch)
    return act(place, _("Teruggezet."), lambda: services.put_back(session(), batch), back=BIN)


def _place(batch: Batch) -> str:
    """The page that shows what comes back."""
    row = main_row(history_of(session(), batch))
    lead = session().get(Lead, row.lead_id) if row.lead_id else None
    return f"/leads/{lead.code}" if lead else PLACES.get(row.row[0], BIN).format(row.company_id)
