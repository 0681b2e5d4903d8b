"""Whether the app and its database are there; for the machines that watch it."""

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import literal, select

from app.access.actor import Actor
from app.access.declare import public
from app.access.request import clock
from app.access.session import open_session

health = Blueprint("health", __name__)


@health.get("/health")
@public
def answer() -> ResponseReturnValue:
    """200 with JSON when the database answers."""
    with open_session(current_app.extensions["engine"], Actor.system("health"), clock()) as session:
        session.execute(select(literal(1)))
    return jsonify(status="ok")
