"""The last fence in the process: it reads the SQL that is about to run and refuses what carries no condition.

It knows nothing of how the statement was made, so text, Core tables and forgotten loaders all end here.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, TextClause, TextualSelect, event

from app.access.actor import Actor
from app.access.errors import NoActor, Unfilterable
from app.access.policy import PAST_GUARD, VIEWER, column_names, fill_in, guarded_tables, indexes, marker
from app.access.prepared import PREPARED
from app.db.clock import Clock

GUARD = "guard"
EXEMPT = "exempt"

# What asks whether anything was committed meanwhile (unchanged.py): the only plain SQL that runs for a person.
STATE_OF_POSTGRESQL = "SELECT pg_current_snapshot()::text"

TRANSACTION = re.compile(
    r"\s*(?:BEGIN(?: IMMEDIATE)?|COMMIT|ROLLBACK(?: TO SAVEPOINT \w+)?|(?:RELEASE )?SAVEPOINT \w+)\s*", re.IGNORECASE
)
QUOTED = re.compile(r"""'((?:[^']|'')*)'|"((?:[^"]|"")*)\"""")
# SQLite also takes a literal for the name of a table, where a table may stand.
LITERAL_TABLE = re.compile(r"(?:\b(?:FROM|JOIN|INTO|UPDATE)|[,(.])\s*\?(\w+)", re.IGNORECASE)
READ = re.compile(r"[\s(]*(?:SELECT|WITH)\b", re.IGNORECASE)
WRITE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(\w+)", re.IGNORECASE)
CHANGING = re.compile(r"(?<!FOR )(?<!\?)\b(?:INSERT|UPDATE|DELETE|MERGE|INTO)\b", re.IGNORECASE)
# What no statement of ours holds: what could hide a name from this reading (comments, other quotes, escapes, a second
# statement), other schemas, and the tables and functions of the database itself.
STRANGE = re.compile(
    r"""['"`\\;$\[]|--|/\*|\b(?:main|temp|public|information_schema)\s*\.|\b(?:sqlite_|pg_(?!advisory_xact_lock)|pragma|lo_|dblink|dbstat)"""
    r"""|\w_to_xml|\bts_stat|\bload_extension|\bU&""",
    re.IGNORECASE,
)
# Of many parameters the first says as much as all: those of a list, then those of many rows.
MANY = 1_000  # what is kept of a statement with more of them is short
PARAMETER = r"(?:\?|%\(\w+\)s(?:::[\w ]+)?|\d+)"
LISTED, ROWS = re.compile(rf"(?<=[?s\w])(?:, {PARAMETER})+(?=\))"), re.compile(rf"(?:, \({PARAMETER}\))+")
# The aliases under which the conditions themselves look at a table: only to see whether a row is there.
LOOKING_PAST = re.compile(rf"EXISTS \(SELECT \*\s+FROM \w+ AS {PAST_GUARD}\w+")
# An index beside the table it is about, tied to it row by row, and what is looked for in it.
INDEXED = (
    r"(?<!AS )\b({table}) JOIN {index} AS {past}{index} ON {past}{index}\.rowid = {table}\.id\b"
    r"|\b{past}{index}\.{index} MATCH\b"
)


@dataclass
class Guard:
    """What a connection knows of the session that uses it."""

    actor: Actor
    clock: Clock
    flushing: bool = False
    wrote: bool = False


@dataclass(frozen=True)
class Reading:
    """What the SQL says: does it only read, which table does it write, which tables stand in it without a condition."""

    reads: bool
    target: str | None
    strange: bool
    bare: frozenset[str]


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
    if TRANSACTION.fullmatch(sql):
        return sql, parameters
    guard: Guard | None = connection.get_execution_options().get(GUARD)
    if guard is None:
        raise NoActor("a statement outside a session with an actor")
    if sql == STATE_OF_POSTGRESQL:
        return sql, parameters
    reading = read(_shortened(sql) if sql.count("?") + sql.count(")s") > MANY else sql, guarded_tables())
    guard.wrote = guard.wrote or not reading.reads
    if not guard.actor.is_system:
        _check(reading, guard, context)
        if VIEWER in sql:
            sql = fill_in(sql, guard.actor, guard.clock.today())
    return sql, parameters


def _check(reading: Reading, guard: Guard, context: Any) -> None:
    if reading.strange or not (reading.reads or reading.target) or _is_text(context):
        raise Unfilterable("plain SQL, or something in it that could hide a table")
    bare = reading.bare
    if reading.reads and EXEMPT in context.execution_options:
        bare = frozenset()
    elif guard.flushing and reading.target:
        # a flush writes rows by their number: which ones is asked before and after; it reads nothing past its condition
        bare -= {reading.target} | column_names(reading.target)
    if bare:
        raise Unfilterable(f"no condition on {', '.join(sorted(bare))}")


def _is_text(context: Any) -> bool:
    if PREPARED in context.execution_options:
        return context.execution_options[PREPARED].sql != context.statement
    compiled = getattr(context, "compiled", None)
    return compiled is None or isinstance(compiled.statement, TextClause | TextualSelect)


@lru_cache(maxsize=2048)
def read(sql: str, guarded: frozenset[str]) -> Reading:
    """Reads a statement: the same one comes again and again."""
    plain = QUOTED.sub(_unquoted, _shortened(sql))
    write = WRITE.match(plain)
    changing = CHANGING.search(plain, write.end() if write else 0)
    target = write.group(1).lower() if write and not changing else None
    named = Counter(name.lower() for name in _mention(guarded).findall(LOOKING_PAST.sub("", _unindexed(plain))))
    named.update(literal for name in LITERAL_TABLE.findall(plain) if (literal := name.lower()) in guarded)
    if target:
        named[target] = max(1, named[target])
    return Reading(
        reads=READ.match(plain) is not None and not changing,
        target=target,
        strange=STRANGE.search(plain) is not None,
        bare=frozenset(table for table, times in named.items() if sql.count(marker(table)) < times),
    )


def _shortened(sql: str) -> str:
    """A statement with one parameter for each list of them, and one row for many."""
    return ROWS.sub("", LISTED.sub("", sql))


def _unindexed(sql: str) -> str:
    """A statement without the indexes that stand where they may."""
    for index, about in indexes.items():
        if index in sql:
            sql = re.sub(INDEXED.format(index=index, past=PAST_GUARD, table=about), r"\1", sql)
    return sql


def _unquoted(part: re.Match[str]) -> str:
    """A name without its quotes; a literal as a word that is no name."""
    literal, name = part.groups()
    if literal is not None:
        return f"?{literal}" if literal.isidentifier() else "?"
    return str(name) if name.isidentifier() else "_"


@lru_cache(maxsize=8)
def _mention(guarded: frozenset[str]) -> re.Pattern[str]:
    # a table that is read from: not a table before its column ("lead.code"), not a label ("AS lead"), not a function
    # ("lead(…)"); a name after a dot is a column where there is a column of that name, else a table of some schema
    names = "|".join(sorted(guarded, key=len, reverse=True))
    columns = "|".join(sorted(guarded & column_names())) or "-"
    return re.compile(rf"(?<![\w:?])(?<!AS )(?!(?<=\.)(?:{columns})\b)\b({names})\b(?![\w.(])", re.IGNORECASE)
