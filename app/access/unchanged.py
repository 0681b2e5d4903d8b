"""What took long to find out holds until anything in the database changes: for this actor, and for nobody else."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text

from app.access.fence import STATE_OF_POSTGRESQL, STATE_OF_SQLITE
from app.access.session import GuardedSession

Found = TypeVar("Found")

KEPT = "kept"
MOST_KEPT = 8


def while_unchanged(session: GuardedSession, what: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives for this actor, from memory for as long as the database holds the same.

    `what` names it, with all that it depends on besides the actor and the data: the function, a day, a filter.
    """
    if not _reads_what_is_committed(session):
        return find()
    connection = session.connection()
    state, key = _state(session, connection), (session.actor, what)
    kept = connection.info.get(KEPT)
    if kept is None or kept[0] != state or len(kept[1]) >= MOST_KEPT:
        kept = connection.info[KEPT] = (state, {})
    found: dict[Hashable, Any] = kept[1]
    if key not in found:
        found[key] = find()
    result: Found = found[key]
    return result


def _reads_what_is_committed(session: GuardedSession) -> bool:
    bind = session.get_bind()
    return isinstance(bind, Engine) and not bind.get_execution_options().get("writes") and not session.guard.wrote


def _state(session: GuardedSession, connection: Connection) -> Hashable:
    """A word for what this connection sees: the same word again only when nothing was committed in between."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        # the number tells of the writes of other connections, the count of this one's own
        return session.scalar(text(STATE_OF_SQLITE)), raw.total_changes
    # asked before the data is read: what is kept under a snapshot may be newer than it, never older
    return session.scalar(text(STATE_OF_POSTGRESQL))
