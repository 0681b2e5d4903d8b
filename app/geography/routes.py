"""Suggestions while somebody types the name of a place."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.access.declare import signed_in
from app.access.request import session
from app.geography.queries import places_like

bp = Blueprint("geography", __name__, template_folder="templates")


@bp.get("/plaatsen")
@signed_in
def suggestions() -> ResponseReturnValue:
    """The options of a list of places: whatever one field is sent, its first value is what was typed so far."""
    typed = next(iter(request.args.values()), "")
    return render_template("geography/places.html", labels=places_like(session(), typed))
