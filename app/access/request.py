"""One request, one actor, one session, one commit: but for what has to stand whatever becomes of the request."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access.actor import Actor, Role
from app.access.declare import allowed_roles
from app.access.errors import OutOfTurn
from app.access.session import GuardedSession, open_session
from app.db.clock import Clock

Done = TypeVar("Done")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
RESUME = "_resume"  # a form that comes back after signing in again carries this name: it is shown, never saved


def actor() -> Actor:
    """Who makes this request."""
    return getattr(current_user, "actor", None) or Actor.visitor()


def clock() -> Clock:
    """The clock that the app was started with."""
    found: Clock = current_app.extensions["clock"]
    return found


def session() -> GuardedSession:
    """The session of this request, opened when it is first needed."""
    if "session" not in g:
        engine = current_app.extensions["engine"]
        g.session = open_session(engine, actor(), clock(), write=request.method not in SAFE_METHODS)
    found: GuardedSession = g.session
    return found


def at_once(deed: Callable[[GuardedSession], Done]) -> Done:
    """Does something that stands whatever becomes of the request, in a session of its own that commits here.

    For what is told and has to count even where the form is refused or the page fails. The request's own session lets
    go first, as SQLite has one write lock: so it may not have written yet (OutOfTurn), the deed uses no rows of it, and
    what it read is read anew. OutOfTurn also in a form that came back after signing in: of that nothing is kept, so
    nothing is told.
    """
    mine = session()
    if RESUME in request.form or mine.has_written:
        raise OutOfTurn("only before anything is written, and not in a form that came back")
    mine.expire_all()
    mine.commit()
    with open_session(current_app.extensions["engine"], mine.actor, mine.clock, write=True) as own:
        done = deed(own)
        own.commit()
    return done


def guard_requests(app: Flask) -> None:
    """Checks each request's declared access first and ends its session last."""
    app.before_request(_check_access)
    app.after_request(_commit)
    app.teardown_request(_close)


def _check_access() -> ResponseReturnValue | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    allowed = allowed_roles(view) or frozenset()
    if Role.VISITOR in allowed:
        return None  # nobody needs to be known: style sheets ask the database nothing
    if actor().has(*allowed):
        return None
    if actor() != Actor.visitor():
        abort(403)
    return _ask_to_sign_in()


def _ask_to_sign_in() -> ResponseReturnValue:
    resume = current_app.extensions.get("resume")
    if resume is not None and request.method not in SAFE_METHODS:
        answer: ResponseReturnValue = resume()
        return answer
    target = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("accounts.login", next=target))


def _commit(response: Response) -> Response:
    open_session_ = g.get("session")
    if open_session_ is None:
        return response
    if request.method in SAFE_METHODS:
        open_session_.close()
    elif response.status_code < 400 and RESUME not in request.form:
        open_session_.commit()
    else:
        open_session_.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    open_session_ = g.pop("session", None)
    if open_session_ is not None:
        open_session_.close()
