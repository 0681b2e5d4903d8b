"""Meldingen: what there is to see to or to know, what was read, and how one wants to hear of it; and for Beheer the mail."""

import flask
from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.access.actor import MEMBERS, Actor, Role
from app.access.declare import allow, public
from app.access.request import actor, clock, session
from app.access.session import open_session
from app.access.unchanged import while_same
from app.accounts.queries import with_access
from app.jobs.rules import STATUS_LABELS, TROUBLE_LABELS
from app.notices import calendar, queries, services
from app.notices.forms import ChoicesForm
from app.notices.rules import SORTS, chosen, hears_nothing
from app.notices.telling import tell
from app.web.addresses import row_number
from app.web.answers import go, show
from app.web.forms import Form
from app.web.language import speaking

blueprint = Blueprint("notices", __name__, template_folder="templates")

PLACE = "/meldingen"
FRESH = "calendar_address"  # in the cookie, until the page has shown it
CHANGED = "notices_changed"  # in the cookie: how often this person changed what the bell counts
MOST_COUNTED = 99


@blueprint.record_once
def _count_for_the_bell(state: BlueprintSetupState) -> None:
    state.app.extensions["menu_counts"]["notices"] = unread


def unread() -> int:
    """How many notices the reader has not read; a minute old at most, as it stands on every page."""
    if not actor().is_member:
        return 0
    minute = clock().now().replace(second=0, microsecond=0)
    given = (minute, flask.session.get(CHANGED, 0))
    return while_same(session(), unread, given, lambda: min(queries.unread(session()), MOST_COUNTED))


@blueprint.get(PLACE)
@allow(*MEMBERS)
def notices() -> ResponseReturnValue:
    """Everything there is to tell the reader, what is new on top."""
    today, found = clock().today(), queries.notices(session())
    return render_template(
        "notices/list.html",
        rows=[(row, SORTS[row.part], tell(row, today)) for row in found],
        new=sum(not row.is_read for row in found),
        all_off=not found and hears_nothing(queries.choices(session())),
    )


@blueprint.post(f"{PLACE}/gelezen")
@allow(*MEMBERS)
def read() -> ResponseReturnValue:
    """All of it was read, or one notice: what changes of it later is new again."""
    one = request.form.get("sort"), row_number(request.form.get("about"))
    count = services.mark_read(session(), *one) if all(one) else services.mark_read(session())
    _count_again()
    return go(PLACE, ngettext("Eén melding gelezen.", "%(num)s meldingen gelezen.", count) if count else None)


@blueprint.route(f"{PLACE}/instellen", methods=["GET", "POST"])
@allow(*MEMBERS)
def choose() -> ResponseReturnValue:
    """For each sort of notice: here and by mail, only here, or not."""
    form = ChoicesForm(data=chosen(queries.choices(session())))
    if form.saves(lambda: services.choose(session(), form.answers)):
        _count_again()
        return go(PLACE, _("Je keuze is opgeslagen."))
    return show("notices/choose.html", form)


@blueprint.route(f"{PLACE}/agenda", methods=["GET", "POST"])
@allow(*MEMBERS)
def own_calendar() -> ResponseReturnValue:
    """The address for a calendar elsewhere: made or renewed, and shown this once."""
    form = Form()
    if form.saves(lambda: calendar.make_address(session())):
        flask.session[FRESH] = f"{_site()}/agenda/{form.made}.ics"
        return go(f"{PLACE}/agenda")
    return show("notices/calendar.html", form, known=calendar.address(session()), fresh=flask.session.pop(FRESH, None))


@blueprint.route(f"{PLACE}/agenda/weg", methods=["GET", "POST"])
@allow(*MEMBERS)
def withdraw_calendar() -> ResponseReturnValue:
    """Asks first, then the address leads nowhere any more."""
    form = Form()
    if form.saves(lambda: calendar.withdraw_address(session())):
        return go(f"{PLACE}/agenda", _("Het adres is ingetrokken."))
    return show("notices/no_calendar.html", form)


@blueprint.get("/agenda/<secret>.ics")
@public
def feed(secret: str) -> ResponseReturnValue:
    """What the person of this address has to do by which day, for their calendar; nothing identifies a company."""
    engine = current_app.extensions["engine"]
    with open_session(engine, Actor.system("calendar"), clock()) as looking:
        person_id = calendar.whose(looking, secret)
        person = with_access(looking, person_id) if person_id else None
    if person is None or not person.actor.is_member:
        abort(404)
    with open_session(engine, person.actor, clock()) as reading, speaking(person.language):
        content = calendar.as_calendar(calendar.tasks_with_a_day(reading), _site(), clock().now())
    return Response(content, mimetype="text/calendar", headers={"Cache-Control": "private, no-store"})


def _site() -> str:
    return str(current_app.extensions["settings"].site)


@blueprint.get("/beheer/mail")
@allow(Role.ADMINISTRATOR)
def outbox() -> ResponseReturnValue:
    """Which mail was asked for, to whom, and whether it went out: not what stood in it."""
    before = row_number(request.args.get("voor"))
    found = queries.outbox(session(), before)
    return render_template(
        "notices/outbox.html",
        mails=found[: queries.MAILS_A_PAGE],
        more=len(found) > queries.MAILS_A_PAGE,
        sends=current_app.extensions["post"] is not None,
        labels=STATUS_LABELS,
        troubles=TROUBLE_LABELS,
    )


def _count_again() -> None:
    flask.session[CHANGED] = flask.session.get(CHANGED, 0) + 1
