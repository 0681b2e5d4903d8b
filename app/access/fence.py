"""The last fence in the process: it reads the SQL that is about to run and refuses what carries no condition.

It knows nothing of how the statement was made, so text, Core tables and forgotten loaders all end here.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event

from app.access.actor import Actor
from app.access.errors import NoActor, Unfilterable
from app.access.policy import VIEWER, fill_in, guarded_tables, marker
from app.db.clock import Clock

GUARD = "guard"
EXEMPT = "exempt"
ALIAS = "guard_"

TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
WRITE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.IGNORECASE)


@dataclass
class Guard:
    """What a connection knows of the session that uses it."""

    actor: Actor
    clock: Clock
    flushing: bool = False
    wrote: bool = False


def fence(engine: Engine) -> Engine:
    """Puts the fence on an engine."""
    event.listen(engine, "before_cursor_execute", _let_through, retval=True)
    return engine


def _let_through(
    connection: Connection,
    _cursor: Any,
    sql: str,
    parameters: Any,
    context: Any,
    _many: bool,
) -> tuple[str, Any]:
    if TRANSACTION.match(sql):
        return sql, parameters
    guard: Guard | None = connection.get_execution_options().get(GUARD)
    if guard is None:
        raise NoActor("a statement outside a session with an actor")
    guard.wrote = guard.wrote or WRITE.match(sql) is not None
    if not guard.actor.is_system:
        exempt = context is not None and EXEMPT in context.execution_options
        if not guard.flushing and not exempt:
            _check(sql)
        if VIEWER in sql:
            sql = fill_in(sql, guard.actor, guard.clock.today())
    return sql, parameters


def _check(sql: str) -> None:
    bare = bare_tables(sql, guarded_tables())
    if bare:
        raise Unfilterable(f"no condition on {', '.join(sorted(bare))}")


@lru_cache(maxsize=2048)
def bare_tables(sql: str, guarded: frozenset[str]) -> frozenset[str]:
    """The tables that a statement names more often than it carries their condition."""
    written = WRITE.match(sql)
    named = _mentions(sql, guarded)
    if written:
        named[written.group(1)] = max(1, named.get(written.group(1), 0))
    return frozenset(table for table, times in named.items() if sql.count(marker(table)) < times)


def _mentions(sql: str, guarded: frozenset[str]) -> dict[str, int]:
    named: dict[str, int] = {}
    for found in _mention(guarded).finditer(sql):
        named[found.group(1)] = named.get(found.group(1), 0) + 1
    return named


@lru_cache(maxsize=8)
def _mention(guarded: frozenset[str]) -> re.Pattern[str]:
    # a table that is read from: not a column of it ("lead.code"), not a label ("AS lead"),
    # not a function ("lead(…)"), and not one of the aliases that the conditions themselves use
    names = "|".join(sorted(guarded, key=len, reverse=True))
    return re.compile(
        rf"(?<![\w.:'])(?<!AS )\"?\b({names})\b\"?(?![\w.'(])(?! AS {ALIAS})",
    )
