"""The homes: where each person starts."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from app.access.declare import signed_in
from app.access.request import actor
from app.desk.rules import home_of

blueprint = Blueprint("desk", __name__, template_folder="templates")


@blueprint.get("/")
@signed_in
def home() -> ResponseReturnValue:
    """Everybody's own home, by role."""
    return redirect(home_of(actor().roles))
