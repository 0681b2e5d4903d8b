"""*Hulp*: how one does what people ask most, and the keys that lead somewhere."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.access.actor import MEMBERS, Role
from app.access.declare import signed_in
from app.access.request import actor
from app.help.rules import topics_for
from app.web.shortcuts import shortcuts_for

bp = Blueprint("help", __name__, template_folder="templates")


@bp.get("/hulp")
@signed_in
def topics() -> ResponseReturnValue:
    """What one may want to do, and the short-cuts."""
    roles = actor().roles
    reads_figures = not roles.isdisjoint({*MEMBERS, Role.PROGRAMME})
    return render_template(
        "help/topics.html", topics=topics_for(roles), keys=shortcuts_for(roles), reads_figures=reads_figures
    )


@bp.get("/hulp/sneltoetsen")
@signed_in
def shortcuts() -> ResponseReturnValue:
    """The short-cuts alone, for over any page."""
    if "HX-Request" not in request.headers:
        return redirect("/hulp#sneltoetsen")
    return render_template("help/shortcuts.html", keys=shortcuts_for(actor().roles))
