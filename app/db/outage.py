"""What the machine lacks when the database or the disk refuses: room, or a database that answers."""

import sqlite3
from collections.abc import Iterator
from errno import EDQUOT, EFBIG, ENOSPC

from sqlalchemy.exc import DBAPIError, OperationalError

FULL, AWAY = 507, 503  # as HTTP calls them
NO_ROOM = frozenset({ENOSPC, EDQUOT, EFBIG})
# SQLite says of a full disk that it is full, or that it cannot write or make a file; of a lock that it is busy.
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FULL,
    sqlite3.SQLITE_CANTOPEN: FULL,
    sqlite3.SQLITE_BUSY: AWAY,
    sqlite3.SQLITE_LOCKED: AWAY,
}
# PostgreSQL: full; no connection, no memory or too many of us, going down or coming up, two who wait for each other.
OF_POSTGRESQL = {"53100": FULL, "08": AWAY, "53": AWAY, "57P": AWAY, "40": AWAY}


def outage(error: BaseException | None) -> int | None:
    """Whether an error comes of a full disk (FULL) or of a database that does not answer (AWAY); None for any other."""
    found = {_said_by(one) for one in _causes(error)}
    return FULL if FULL in found else AWAY if AWAY in found else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what it came of, and what was being dealt with at that moment: a full disk ends savepoints too."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
            yield one


def _said_by(error: BaseException) -> int | None:
    if isinstance(error, OSError):
        return FULL if error.errno in NO_ROOM else None
    if not isinstance(error, DBAPIError):
        return None
    code, state = getattr(error.orig, "sqlite_errorcode", None), getattr(error.orig, "sqlstate", None)
    if code is not None:
        return OF_SQLITE.get(code & 0xFF)
    if state is None:
        return AWAY if isinstance(error, OperationalError) else None
    return next((found for start, found in OF_POSTGRESQL.items() if state.startswith(start)), None)
