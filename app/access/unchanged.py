"""What took long to find out holds until anything in the database changes: for this actor, and for nobody else."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, text

from app.access.fence import STATE_OF_POSTGRESQL
from app.access.policy import reads_all
from app.access.session import GuardedSession
from app.db.base import Base

Found = TypeVar("Found")

KEPT, GROWN = "kept", "grown"
MOST_KEPT = 24


def while_unchanged(session: GuardedSession, what: Hashable, find: Callable[[], Found]) -> Found:
    """What `find` gives for this actor, from memory for as long as the database holds the same.

    `what` names it, with all that it depends on besides the actor and the data: the function, a day, a filter.
    """
    if not _reads_what_is_committed(session):
        return find()
    return while_same(session, what, _state(session, session.connection()), find)


def while_same(session: GuardedSession, what: Hashable, given: Any, find: Callable[[], Found]) -> Found:
    """What `find` gives for this actor, from memory for as long as all that it is worked out from is the same."""
    kept, key = session.connection().info.setdefault(KEPT, {}), (session.actor, what)
    if key not in kept or kept[key][0] != given:
        found = find()
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = given, found
    result: Found = kept[key][1]
    return result


def while_it_grows(
    session: GuardedSession, model: type[Base], find: Callable[[Sequence[Found]], Iterable[Found]]
) -> Sequence[Found]:
    """All that `find` gives of a table of which no row ever changes: what is in memory, and what came after that.

    Only who reads every row keeps it: for others rows come and go with consent, so `find` starts from nothing.
    """
    if not reads_all(model, session.viewer) or not _reads_what_is_committed(session):
        return tuple(find(()))
    kept, key = session.connection().info.setdefault(GROWN, {}), (session.actor, model)
    known: tuple[Found, ...] = kept.get(key, ())
    added = tuple(find(known))
    if added or key not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = known + added
    result: Sequence[Found] = kept[key]
    return result


def _reads_what_is_committed(session: GuardedSession) -> bool:
    bind = session.get_bind()
    return isinstance(bind, Engine) and not bind.get_execution_options().get("writes") and not session.guard.wrote


def _state(session: GuardedSession, connection: Connection) -> Hashable:
    """A word for what this connection sees: the same word again only when nothing was committed in between."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.dbapi_connection
        # the number tells of the writes of other connections, the count of this one's own; the driver is asked itself,
        # as this comes several times a page and a statement takes fifty times as long
        return raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes
    # asked before the data is read: what is kept under a snapshot may be newer than it, never older
    return session.scalar(text(STATE_OF_POSTGRESQL))
