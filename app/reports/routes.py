"""Voortgang, where everybody at the table reads what was published; and who has a file with a name in it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Blueprint, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.access.actor import MEMBERS, Role
from app.access.declare import allow
from app.access.request import actor, at_once, session
from app.companies.readings import name_reading
from app.companies.rules import READ_AS
from app.impact.definitions import DEFINITIONS
from app.reports import comparing, naming, queries, verification
from app.reports.models import Report
from app.reports.rules import ABOUT, FORMS
from app.reports.telling import read_text
from app.web.answers import act
from app.web.language import language

bp = Blueprint("reports", __name__, template_folder="templates")

READERS = (*MEMBERS, Role.PROGRAMME)


def _key() -> str:
    key: str = current_app.extensions["settings"].signing_key
    return key


def _checked_on() -> verification.Checked | None:
    return verification.last_check(session(), key=_key())


@bp.get("/voortgang")
@allow(*READERS)
def latest() -> ResponseReturnValue:
    """The latest published progress."""
    found = queries.latest(session())
    if found is None:
        return render_template("reports/none.html")
    return _progress(found)


@bp.get("/voortgang/<number>")
@allow(*READERS)
def one(number: str) -> ResponseReturnValue:
    """A published report by its number."""
    return _progress(_published(number))


def _published(number: str) -> Report:
    return queries.report(session(), number) or abort(404)


def _progress(found: Report) -> ResponseReturnValue:
    names = _names(found.number)
    told = read_text(found.document, names)
    others = [one for one in queries.published(session()) if one.number != found.number]
    more: dict[str, Any] = {"forms": FORMS, "checked": _checked_on(), "others": others}
    replaced = queries.replaced(session())
    body = _body(found.number, found.document, tuple(sorted(names.items())), actor().has(Role.PROGRAMME), language())
    return render_template("reports/progress.html", report=found, told=told, body=body, replaced=replaced, **more)


@lru_cache(maxsize=16)
def _body(number: str, text: str, names: tuple[tuple[str, str], ...], asks: bool, _language: str) -> Markup:
    """What a report says is written once for all who know the same names: it never changes, and it is long."""
    asking = {"path": f"/voortgang/{number}/vragen/nieuw", "about": ABOUT} if asks else None
    body = current_app.jinja_env.get_template("reports/body.html")
    told = read_text(text, dict(names))
    return Markup(body.render(told=told, number=number, asking=asking))  # noqa: S704 - what a template made


def _names(number: str) -> Mapping[str, str]:
    """The names that this reader may know today in a report, by token: that they read them stands whatever follows."""
    named = naming.names_in_report(session(), number)
    if new := naming.unread(session(), number, named):
        at_once(lambda own: naming.note_reading(own, number, new))
    return naming.by_token(named)


@bp.get("/voortgang/eerder")
@allow(*READERS)
def earlier() -> ResponseReturnValue:
    """Every published report, the latest first."""
    told = [read_text(text) for text in queries.documents(session())]
    return render_template("reports/earlier.html", told=told, replaced=queries.replaced(session()))


@bp.get("/voortgang/vergelijk")
@allow(*READERS)
def compare() -> ResponseReturnValue:
    """Two published reports side by side; without a choice the last two."""
    reports = queries.published(session())
    if len(reports) < 2:
        return render_template("reports/compare.html", found=None)
    chosen = (request.args.get("van", reports[1].number), request.args.get("met", reports[0].number))
    before, after = (read_text(_published(number).document) for number in chosen)
    found, replaced = comparing.compare(before, after), queries.replaced(session())
    return render_template("reports/compare.html", found=found, reports=reports, replaced=replaced)


@bp.get("/begrippen")
@allow(*READERS)
def terms() -> ResponseReturnValue:
    """What every figure means and how it is counted."""
    return render_template("reports/terms.html", definitions=DEFINITIONS)


# --- Who has a file with a name ------------------------------------------------------------------------------

NAMES = "/rapportages/namen"


@bp.get(NAMES)
@allow(Role.COORDINATOR)
def names() -> ResponseReturnValue:
    """Who has a version of a report that named a company, by the code of its lead."""
    return render_template("reports/names.html", kept=naming.kept(session()), read_as=READ_AS)


@bp.post(f"{NAMES}/<int:reading_id>/gevraagd")
@allow(Role.COORDINATOR)
def recall(reading_id: int) -> ResponseReturnValue:
    """Whoever has a file with a name was asked to destroy it."""
    reading = name_reading(session(), reading_id) or abort(404)
    done = _("Vastgelegd dat om vernietigen is gevraagd.")
    return act(NAMES, done, lambda: naming.recall(session(), reading))
