"""Changes that are made in one go and undone in one go: bulk changes, imports, merges, and what lies in the bin."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, inspect, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from app.access.many import remove_rows
from app.access.policy import policies, write_condition
from app.access.session import Exemption, GuardedSession
from app.db.base import Base, UtcDateTime
from app.db.chunks import among, chunks
from app.db.errors import Refused
from app.db.triggers import APPEND_ONLY
from app.ledger.history import AT, IN_PARTS, is_tracked
from app.ledger.models import Batch, Change, Value
from app.ledger.undoing import Kept, Row, Undoing, Why, held, read_back, same_parts, undoings, with_parts
from app.words import N_

UNDO = "undo"
REMOVAL = "removal"
DONE = N_("Dit is al ongedaan gemaakt.")
IN_THE_WAY = N_("Dit kan niet terug: waar het bij hoorde is er niet meer, of op die plek staat intussen iets anders.")

before, after = aliased(Value), aliased(Value)


@dataclass
class Outlook:
    """What undoing a batch would do: rows that go, rows that come back or get fields back, and what stays and why."""

    removed: list[Undoing] = field(default_factory=list)
    restored: list[Undoing] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


@contextmanager
def recording(session: GuardedSession, kind: str, label: str = "") -> Iterator[Batch]:
    """All that is written within is one batch, which can be undone; `label` says codes and counts, no names."""
    session.flush()
    session.settle()
    actor, last = session.actor, _last_change(session)
    batch = Batch(kind=kind, label=label, at=session.clock.now(), after=last, until=last)
    batch.person_id, batch.organisation_id = actor.person_id, actor.organisation_id
    session.add(batch)
    with going_on(session, batch):
        yield batch


@contextmanager
def going_on(session: GuardedSession, batch: Batch) -> Iterator[Batch]:
    """What is written within belongs to a batch that its writer began before, perhaps in an earlier session."""
    outer, session.info[AT] = session.info.get(AT), batch.at
    try:
        yield batch
        session.flush()
        session.settle()
        batch.until = _last_change(session)
    finally:
        session.info[AT] = outer
    session.flush()


def remove(session: GuardedSession, *rows: Base) -> Batch:
    """Removes rows, those first that come first; they lie in the bin until they are put back."""
    with recording(session, REMOVAL) as batch:
        for row in rows:
            session.delete(row)
            session.flush()
    return batch


def batches_of(kinds: Collection[str], since: datetime) -> Select[Any]:
    """The batches of these kinds since a moment that the reader may see, the latest first."""
    return select(Batch).where(Batch.kind.in_(kinds), Batch.at >= since).order_by(Batch.id.desc())


def history_of(session: GuardedSession, batch: Batch) -> list[Undoing]:
    """What a batch did, row by row, whoever may read those rows now."""
    wiped = func.coalesce(before.erased_at, after.erased_at).is_not(None)
    told = (
        select(
            Change.table,
            Change.row_id,
            Change.action,
            Change.field,
            Change.company_id,
            Change.lead_id,
            func.coalesce(Change.before, before.text).label("was"),
            func.coalesce(Change.after, after.text).label("became"),
            wiped.label("wiped"),
        )
        .outerjoin(before, before.id == Change.before_value_id)
        .outerjoin(after, after.id == Change.after_value_id)
        .where(within(batch))
        .order_by(Change.id)
    )
    return undoings(session.look_past(told, Exemption.UNDONE))


def outlook(session: GuardedSession, batch: Batch, *, whole_leads: bool = False) -> Outlook:
    """What undoing the batch would do now, for who asks; with `whole_leads` a lead goes back with all its rows, or stays."""
    return _Plan(session, batch, whole_leads).outlook


def undo(session: GuardedSession, batch: Batch, *, whole_leads: bool = False) -> Outlook:
    """Puts back what a batch changed: its rows go, what it changed or removed is as it was; tells what stays, and why.

    Refused, with nothing done, where what was removed has no place any more.
    """
    if batch.undone_by_id is not None:
        raise Refused(DONE)
    plan = _Plan(session, batch, whole_leads)
    try:
        with session.begin_nested(), recording(session, UNDO, batch.label) as undone:
            plan.put_back()
            plan.take_away()
    except IntegrityError as clash:
        raise Refused(IN_THE_WAY) from clash
    batch.undone_by_id = undone.id
    session.flush()
    return plan.outlook


class _Plan:
    """What undoing does, with the rows that it takes."""

    def __init__(self, session: GuardedSession, batch: Batch, whole_leads: bool = False) -> None:
        self.session = session
        self.outlook = Outlook()
        self.done = history_of(session, batch)
        self.rows = self._read()
        changed = self._changed_since(batch)
        stays = [one for one in self.done if one.made and (one.row in changed or not self._may(one))]
        for one in stays:
            self._keep(one, Why.CHANGED if one.row in changed and one.row in self.rows else self._missing(one))
        self._plan_removals(stays)
        for one in self.done:
            if not one.made:
                self._plan_restoring(one)
        if whole_leads:
            self._keep_whole_leads()

    def _keep_whole_leads(self) -> None:
        """Where a row of a lead stays, its other rows stay with it: a step and its line in the timeline tell one story."""
        stuck = {kept.lead_id: kept.why for kept in self.outlook.kept if kept.lead_id is not None}
        for going in (self.outlook.removed, self.outlook.restored):
            for one in list(going):
                if one.lead_id is not None and (why := stuck.get(one.lead_id)):
                    going.remove(one)
                    self._keep(one, why)

    def put_back(self) -> None:
        """Rows that were removed come back, those that others point at first; fields become what they were."""
        for table, ones in _by_table(self.outlook.restored):
            model = _models()[table]
            for one in ones:
                values = {name: _value(model, name, text) for name, text in one.was.items()}
                if one.removed:
                    self.session.add(model(**values, **_said_by_the_row(model, one)))
                else:
                    _set(self.rows[one.row], values, one)
            self.session.flush()

    def take_away(self) -> None:
        """Rows that were made go, those that point at others first."""
        for table, ones in reversed(_by_table(self.outlook.removed)):
            self._take_along(table, [one.row[1] for one in ones])
            remove_rows(self.session, _models()[table], [self.rows[one.row] for one in ones])

    def _read(self) -> dict[Row, Any]:
        """The rows that are there and may be written: what was made as it stands there, what was changed to be changed."""
        found: dict[Row, Any] = {}
        for table, numbers in _numbers(one for one in self.done if one.made):
            model = _models()[table]
            found |= {(table, row[_key(model).key]): row for row in self._standing(model, _key(model), numbers)}
        for table, numbers in _numbers(one for one in self.done if not one.made):
            model = _models()[table]
            rows = self._all(self._mine(model, select(model)), _key(model), numbers)
            found |= {(table, getattr(row[0], _key(model).key)): row[0] for row in rows}
        return found

    @cached_property
    def _readable(self) -> set[Row]:
        """Of the rows that may not be written, or are gone, those that may be read."""
        missing = (one for one in self.done if one.row not in self.rows)
        keys = ((table, _key(_models()[table]), numbers) for table, numbers in _numbers(missing))
        return {(table, number) for table, key, some in keys for (number,) in self._all(select(key), key, some)}

    def _standing(self, model: type[Base], column: Any, numbers: Sequence[int]) -> list[Mapping[str, Any]]:
        """The rows that have these numbers in a column, whole, where they may be written."""
        whole = select(*(getattr(model, each.key) for each in model.__mapper__.column_attrs))
        return [row._mapping for row in self._all(self._mine(model, whole), column, numbers)]

    def _mine(self, model: type[Base], statement: Select[Any]) -> Select[Any]:
        if self.session.actor.is_system:
            return statement
        return statement.where(write_condition(model, self.session.viewer))

    def _all(self, statement: Select[Any], column: Any, numbers: Sequence[int]) -> Iterator[Any]:
        for some in chunks(numbers):
            yield from self.session.execute(statement.where(among(column, some)))

    def _may(self, one: Undoing) -> bool:
        return one.row in self.rows

    def _missing(self, one: Undoing) -> Why:
        return Why.NOT_YOURS if one.row in self._readable else Why.GONE

    def _keep(self, one: Undoing, why: Why) -> None:
        self.outlook.kept.append(Kept(one.row, why, one.company_id, one.lead_id))

    def _changed_since(self, batch: Batch) -> set[Row]:
        """Of the rows that the batch made, those that were changed after it."""
        made = aliased(Change)
        same = and_(Change.table == made.table, Change.row_id == made.row_id)
        since = (
            select(Change.table, Change.row_id)
            .join(made, same)
            .where(within(batch, made), made.action == "insert", Change.id > batch.after, not_(within(batch)))
            .distinct()
        )
        return {(table, int(number)) for table, number in self.session.look_past(since, Exemption.UNDONE)}

    def _plan_removals(self, stays: list[Undoing]) -> None:
        staying = {one.row for one in stays}
        going = {one.row: one for one in self.done if one.made and one.row not in staying}
        kept = held(going, self._pointing(going), staying)
        for row, one in going.items():
            if row in kept:
                self._keep(one, Why.POINTED_AT)
            else:
                self.outlook.removed.append(one)

    def _pointing(self, going: Collection[Row]) -> dict[Row, list[Row]]:
        """The rows of any table that point at rows that would go, but for those that go along with them."""
        found = defaultdict(list)
        for table, numbers in _numbers_of(going):
            for source, column in _references(table):
                if _goes_along(source):
                    continue
                for some in chunks(numbers):
                    asked = select(_key(source), column).where(among(column, some))
                    for number, target in self.session.look_past(asked, Exemption.UNDONE):
                        found[table, target].append((source.__tablename__, number))
        return found

    def _take_along(self, table: str, numbers: list[int]) -> None:
        for source, column in _references(table):
            if _goes_along(source):
                remove_rows(self.session, source, self._standing(source, column, numbers))

    def _plan_restoring(self, one: Undoing) -> None:
        """A row that was removed comes back; one that was changed is put back where it is as the batch left it."""
        if one.wiped:
            self._keep(one, Why.ERASED)
        elif one.removed:
            self.outlook.restored.append(one)
        elif not self._may(one):
            self._keep(one, self._missing(one))
        elif _stands(self.rows[one.row], one):
            self.outlook.restored.append(one)
        else:
            self._keep(one, Why.CHANGED)


def within(batch: Batch | type[Batch], change: type[Change] = Change) -> ColumnElement[bool]:
    """The changes of a batch (or of each, in a join): of its writer at its moment, between its numbers."""
    mine = change.person_id == batch.person_id, change.organisation_id == batch.organisation_id
    return and_(change.id > batch.after, change.id <= batch.until, change.at == batch.at, *mine)


def _last_change(session: GuardedSession) -> int:
    last = select(func.coalesce(func.max(Change.id), 0))
    return int(session.look_past(last, Exemption.UNDONE).scalar_one())


def _models() -> dict[str, type[Base]]:
    return {model.__tablename__: model for model in policies()}


def _key(model: type[Base]) -> Any:
    return getattr(model, str(inspect(model).primary_key[0].key))


def _references(table: str) -> Iterator[tuple[type[Base], Any]]:
    """Every column of any table that points at rows of this one, but where those rows go by themselves."""
    models = _models()
    for source in Base.metadata.sorted_tables:
        for column in source.columns:
            if any(key.column.table.name == table and key.ondelete != "CASCADE" for key in column.foreign_keys):
                yield models[source.name], getattr(models[source.name], column.key)


def _goes_along(model: type[Base]) -> bool:
    """What the program itself keeps of a row (its index, its moves) goes with it; what may never change holds it."""
    return not is_tracked(model) and model.__tablename__ not in APPEND_ONLY


def _numbers(ones: Iterable[Undoing]) -> list[tuple[str, list[int]]]:
    return _numbers_of(one.row for one in ones)


def _numbers_of(rows: Iterable[Row]) -> list[tuple[str, list[int]]]:
    by_table = defaultdict(list)
    for table, number in rows:
        by_table[table].append(number)
    return list(by_table.items())


def _by_table(ones: Iterable[Undoing]) -> list[tuple[str, list[Undoing]]]:
    """Rows by their table: first what others point at."""
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    ones = sorted(ones, key=lambda one: (order[one.row[0]], one.row[1]))
    return [(table, list(some)) for table, some in groupby(ones, key=lambda one: one.row[0])]


def _said_by_the_row(model: type[Base], one: Undoing) -> dict[str, Any]:
    known = {"id": one.row[1], "company_id": one.company_id, "lead_id": one.lead_id}
    return {name: value for name, value in known.items() if name in inspect(model).columns}


def _value(model: type[Base], name: str, text: str | None) -> Any:
    kind = inspect(model).columns[name].type
    return read_back(datetime if isinstance(kind, UtcDateTime) else kind.python_type, text)


def _in_parts(model: type[Base], name: str) -> bool:
    return bool(inspect(model).columns[name].info.get(IN_PARTS))


def _stands(row: Base, one: Undoing) -> bool:
    """Whether the fields that the batch changed are still as it left them."""
    return all(
        same_parts(getattr(row, name), text)
        if _in_parts(type(row), name)
        else getattr(row, name) == _value(type(row), name, text)
        for name, text in one.became.items()
    )


def _set(row: Base, values: dict[str, Any], one: Undoing) -> None:
    for name, value in values.items():
        if _in_parts(type(row), name):
            value = with_parts(getattr(row, name), one.was[name], one.became[name])
        setattr(row, name, value)
