"""The only way to the data: a session that knows its actor and its clock, and filters whatever passes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Executable,
    Result,
    Select,
    SelectBase,
    bindparam,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, SessionTransaction, object_session

from app.access import rows
from app.access.actor import Actor, Role
from app.access.errors import NoActor, OutOfScope, Unfilterable
from app.access.fence import EXEMPT, GUARD, Guard
from app.access.policy import (
    Viewer,
    decisive_columns,
    leave_condition,
    models_in,
    policies,
    read_condition,
    read_options,
    write_condition,
    write_options,
    written_columns,
)
from app.access.prepared import Prepared
from app.db.base import Base
from app.db.chunks import AT_ONCE, chunks
from app.db.clock import Clock

MayWrite = Callable[[type[Base], Viewer], ColumnElement[bool]]


class Exemption(StrEnum):
    """The few questions that may look past the guard, each for its own reason."""

    KNOWN_ELSEWHERE = "an exact KvK number or name answers only that it is known (domain §6)"
    LEDGER_NUMBER = "the next entry follows the last one and covers its own words, whoever may read those"
    SEALED = "what is sealed and checked is read whole; only hashes and the numbers of rows come out"
    NAMES_IN_REPORT = "a text for the ministry is searched for names that it must not hold (domain §6)"
    NAMES_BY_CONSENT = (
        "the ministry reads the name of a published case while the company's consent to that holds (domain §6)"
    )
    NAMES_TO_RECALL = "the coordinator hears of which codes a name that was read may stand no more (domain §6)"
    HELD_TWICE = "both holders of one company hear that another holds it too, once one of them has asked (domain §6)"
    POSSIBLY_DOUBLE = "the coordinator hears that two codes may be one company, and nothing else (domain §6)"
    UNDONE = "who changed rows in one go puts them back as they were, where they may write them still"
    MERGED = "whether anything that merging does not know points at a company; only the names of tables come out"


# The numbers of the rows that were written and not yet checked, of each table.
Unchecked = dict[type[Base], set[Any]]


class GuardedSession(Session):
    """A session of one actor at one clock."""

    def __init__(self, bind: Any = None, *, actor: Actor | None = None, clock: Clock | None = None, **how: Any) -> None:
        if actor is None or clock is None:
            raise NoActor("a session needs an actor and a clock")
        super().__init__(bind, expire_on_commit=False, **how)
        self._actor = actor
        self._clock = clock
        self.guard = Guard(actor, clock)
        self.unchecked: Unchecked = defaultdict(set)
        self.within_act = False
        self.before_savepoint: WeakKeyDictionary[SessionTransaction, Unchecked] = WeakKeyDictionary()

    @property
    def actor(self) -> Actor:
        """Who acts; it cannot be replaced."""
        return self._actor

    @property
    def clock(self) -> Clock:
        """What time it is for this actor."""
        return self._clock

    @property
    def viewer(self) -> Viewer:
        """The actor as the rules see them; the day comes in when a statement runs."""
        return Viewer(self._actor)

    @property
    def has_written(self) -> bool:
        """Whether anything was changed here, in the database or waiting to be."""
        return self.guard.wrote or bool(self.new or self.dirty or self.deleted)

    def close(self) -> None:
        """Lets go. Where nothing was written that is a commit: at a rollback psycopg forgets what it has prepared."""
        if self.in_transaction() and self.is_active and not self.has_written:
            self.commit()
        super().close()

    def flush(self, objects: Any = None) -> None:
        """Writes what is pending; only in here may rows be written without a condition in the SQL."""
        self.guard.flushing = True
        try:
            super().flush(objects)
        finally:
            self.guard.flushing = False

    @contextmanager
    def one_act(self) -> Iterator[None]:
        """Several flushes as one act: whether they were allowed is asked, and their history written, once at the end.

        Nothing is committed before it is settled: a commit half-way ends the act.
        """
        outer, self.within_act = self.within_act, True
        try:
            yield
            self.flush()
        finally:
            self.within_act = outer
        if not outer:
            self.settle()

    def settle(self) -> None:
        """Asks whether what was written may be, and writes its history; what may not be stays unsettled till undone."""
        self.guard.flushing = True
        try:
            for settle in _settling:
                settle(self)
        finally:
            self.guard.flushing = False

    def begin_nested(self) -> SessionTransaction:
        """A savepoint: what was written before it is settled, so that undoing it undoes no more."""
        self.flush()
        self.settle()
        tell_connection(self)
        return super().begin_nested()

    def look_past(self, statement: Executable, exemption: Exemption) -> Result:
        """Runs one select of plain columns unfiltered, for a reason that stands in Exemption.

        Where the database holds the policies itself, people look past them under a role that only reads; who follows
        the programme comes in by a login that has no such role, so the system looks for them, at what is committed.
        """
        if not isinstance(statement, SelectBase):
            raise Unfilterable("only a select may look past the guard")
        past = rows.rows_of(self.get_bind())
        if past is None or self.actor.is_system:
            return self._unfiltered(statement, exemption)
        if self.actor.has(Role.PROGRAMME):
            with GuardedSession(past.system, actor=Actor.system(exemption), clock=self.clock) as system:
                return system._unfiltered(statement, exemption).freeze()()
        self.flush()
        connection, today = self.connection(), self.clock.today()
        past.tell(connection, self.actor, today, past=True)
        found = self._unfiltered(statement, exemption).freeze()
        past.tell(connection, self.actor, today)
        return found()

    def ask(self, prepared: Prepared, **given: Any) -> list[Any]:
        """The rows of a select that comes again and again, with its parameters by name: as `execute`, only sooner."""
        if self.autoflush:
            self.flush()
        tell_connection(self)
        viewer = None if self.actor.is_system else self.viewer
        return prepared.run(self.connection(), viewer, given)

    def _unfiltered(self, statement: Executable, exemption: Exemption) -> Result:
        return self.execute(statement, execution_options={EXEMPT: exemption})


def open_session(engine: Engine, actor: Actor, clock: Clock, *, write: bool = False) -> GuardedSession:
    """A session for an actor; `write` takes SQLite's write lock at the start instead of half-way."""
    own = rows.engine_for(engine, actor)
    return GuardedSession(own.execution_options(writes=write), actor=actor, clock=clock)


def session_of(row: Base) -> GuardedSession:
    """The guarded session that a loaded row belongs to."""
    session = object_session(row)
    if not isinstance(session, GuardedSession):
        raise NoActor(f"{type(row).__name__} belongs to no session with an actor")
    return session


def tell_connection(session: GuardedSession) -> None:
    """Tells the connection whose statement comes next: sessions may share one connection."""
    session.connection().execution_options(**{GUARD: session.guard})


@event.listens_for(GuardedSession, "after_begin")
def _say_who_acts(session: GuardedSession, transaction: SessionTransaction, connection: Connection) -> None:
    holds = rows.rows_of(connection)
    if holds is not None and not transaction.nested:
        holds.tell(connection, session.actor, session.clock.today())


@event.listens_for(GuardedSession, "do_orm_execute")
def _filter(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, GuardedSession)
    tell_connection(session)
    if session.actor.is_system or EXEMPT in state.execution_options:
        return
    if not state.is_orm_statement:
        return  # nothing to filter: the fence sees the SQL itself
    if state.is_insert:
        raise Unfilterable("a bulk insert passes by the write check: add the rows to the session")
    viewer = session.viewer
    statement: Any = state.statement
    if state.is_column_load and state.bind_mapper is not None:
        # a refresh ignores loader criteria, so it gets the condition itself
        statement = statement.where(_refresh_condition(state.bind_mapper, viewer))
    if state.is_select and statement is state.statement:
        known = _filtered.setdefault(statement, {})
        if viewer not in known:
            if len(known) >= MOST_VIEWERS:
                known.clear()
            known[viewer] = statement.options(*read_options(_models_of(state), viewer))
        state.statement = known[viewer]
        return
    models = _models_of(state)
    options = read_options(models, viewer)
    if state.is_update:
        _assert_free(session, state)
    if state.is_update or state.is_delete:
        options += write_options(models, viewer)
    state.statement = statement.options(*options)


def _assert_free(session: GuardedSession, state: ORMExecuteState) -> None:
    """A bulk update is judged by the rows as they were: it may set nothing that says whose they are."""
    statement: Any = state.statement
    ordered = getattr(statement, "_ordered_values", None) or ()
    given = state.parameters if isinstance(state.parameters, Mapping) else {}
    names = {getattr(column, "key", column) for column in (*(statement._values or {}), *dict(ordered), *given)}
    model: type[Base] | None = state.bind_mapper.class_ if state.bind_mapper else None
    if model is None or names & decisive_columns(model, session.viewer):
        raise OutOfScope("a bulk update may not move rows: change them one by one")
    assert_own_columns(session, model, names)


def assert_own_columns(session: GuardedSession, model: type[Base], changed: Iterable[str]) -> None:
    """Where the actor may write only some columns of a table, it is none of the others."""
    columns = written_columns(model, session.viewer)
    if columns is not None and not columns.issuperset(changed):
        raise OutOfScope(f"{session.actor.name or 'this actor'} may not write all of {model.__tablename__}")


# A statement that is made once and asked again and again is filtered once for each viewer.
MOST_VIEWERS = 16
_filtered: WeakKeyDictionary[Any, dict[Viewer, Any]] = WeakKeyDictionary()


def _models_of(state: ORMExecuteState) -> frozenset[type[Base]]:
    """The tables a statement may touch: those it names, or all where loaders add their own."""
    if state.is_relationship_load or bool(getattr(state.statement, "_with_options", None)):
        return frozenset(policies())
    return models_in(state.statement)


def _refresh_condition(mapper: Mapper[Any], viewer: Viewer) -> ColumnElement[bool]:
    model: type[Base] = mapper.class_
    return read_condition(model, viewer)


_settling: list[Callable[[GuardedSession], None]] = []


def at_settling(settle: Callable[[GuardedSession], None]) -> Callable[[GuardedSession], None]:
    """Registers what is done with written rows after each flush, or once after an act of several."""
    _settling.append(settle)
    return settle


@event.listens_for(GuardedSession, "before_commit")
def _settle_before_commit(session: GuardedSession) -> None:
    session.within_act = False
    session.flush()
    session.settle()


@event.listens_for(GuardedSession, "after_transaction_create")
def _remember_unchecked(session: GuardedSession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.before_savepoint[transaction] = {model: set(keys) for model, keys in session.unchecked.items()}


@event.listens_for(GuardedSession, "after_soft_rollback")
def _forget_undone(session: GuardedSession, transaction: SessionTransaction) -> None:
    """What is undone needs no check; what was written before a savepoint still does."""
    session.unchecked.clear()
    session.unchecked.update(session.before_savepoint.get(transaction, {}))


@event.listens_for(GuardedSession, "before_flush")
def _check_before(session: GuardedSession, _context: Any, _instances: Any) -> None:
    tell_connection(session)
    changed = [row for row in session.dirty if session.is_modified(row)]
    if not session.actor.is_system:
        for row in changed:
            assert_own_columns(session, type(row), _changed_columns(row))
        for row in (*session.new, *session.deleted):
            assert_own_columns(session, type(row), inspect(row).mapper.column_attrs.keys())
    _assert_writable(session, [*changed, *session.deleted])


def _changed_columns(row: Base) -> set[str]:
    """The columns of a row that a flush will change."""
    state = inspect(row)
    names = [each.key for each in state.mapper.column_attrs]
    return {name for name in names if state.attrs[name].history.has_changes()}


@event.listens_for(GuardedSession, "after_flush")
def _check_after(session: GuardedSession, _context: Any) -> None:
    for row in session.deleted:
        session.unchecked[type(row)].discard(_key(row))
    for row in (*session.new, *(row for row in session.dirty if session.is_modified(row))):
        session.unchecked[type(row)].add(_key(row))
    if not session.within_act:
        _check_written(session)


@at_settling
def _check_written(session: GuardedSession) -> None:
    assert_may_write(session, {model: keys for model, keys in session.unchecked.items() if keys}, leave_condition)
    session.unchecked.clear()


def _assert_writable(session: GuardedSession, rows: Iterable[Base]) -> None:
    keys: dict[type[Base], set[Any]] = defaultdict(set)
    for row in rows:
        keys[type(row)].add(_key(row))
    assert_may_write(session, keys, write_condition)


def _key(row: Base) -> Any:
    return row.__mapper__.primary_key_from_instance(row)[0]


def assert_may_write(session: GuardedSession, keys: Mapping[type[Base], set[Any]], may: MayWrite) -> None:
    """Compares what is written with what the actor may write or add: one query for all tables, unless they are very many."""
    if session.actor.is_system:
        return
    for part in (keys,) if sum(map(len, keys.values())) <= AT_ONCE else _in_parts(keys):
        models, numbered = tuple(part), {f"keys_{place}": list(found) for place, found in enumerate(part.values())}
        if models:
            found = session.connection().execute(_writable_of(models, session.viewer, may), numbered).one()
            for model, count in zip(models, found, strict=True):
                if count != len(part[model]):
                    raise OutOfScope(f"{session.actor.name or 'this actor'} may not write {model.__tablename__}")


def _in_parts(keys: Mapping[type[Base], set[Any]]) -> Iterator[Mapping[type[Base], Collection[Any]]]:
    yield from ({model: some} for model, numbers in keys.items() for some in chunks(numbers))


@lru_cache(maxsize=1024)
def _writable_of(models: tuple[type[Base], ...], viewer: Viewer, may: MayWrite) -> Select[Any]:
    """How many of the rows with the given keys the viewer may write, of each table; the same acts come again."""
    return select(*(_writable(model, f"keys_{place}", may(model, viewer)) for place, model in enumerate(models)))


def _writable(model: type[Base], keys: str, may: ColumnElement[bool]) -> Any:
    given: Any = bindparam(keys, expanding=True)
    written = model.__mapper__.primary_key[0].in_(given)
    return select(func.count()).select_from(model).where(written, may).scalar_subquery()
