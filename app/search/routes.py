"""Zoeken: a page for everybody, and what the dialog shows while somebody types."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.access.actor import MEMBERS
from app.access.declare import allow
from app.access.request import session
from app.search import queries
from app.search.rules import GROUPS, LONGEST
from app.web.parsing import clean

blueprint = Blueprint("search", __name__, template_folder="templates")
IN_DIALOG, ON_PAGE = 4, 20


@blueprint.get("/zoeken")
@allow(*MEMBERS)
def search() -> ResponseReturnValue:
    """What was found, by kind; asked by the dialog only the first few of each, without a page around it."""
    typed = clean(request.args.get("q", ""))[:LONGEST]
    in_dialog = "HX-Request" in request.headers
    found = queries.search(session(), typed) if typed else {}
    return render_template(
        "search/found.html" if in_dialog else "search/page.html",
        typed=typed,
        found=found,
        groups=GROUPS,
        longest=LONGEST,
        most=IN_DIALOG if in_dialog else ON_PAGE,
    )
