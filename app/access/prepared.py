"""Selects that come with every page: worked out once for each viewer, and then run as they stand.

What SQLAlchemy works out for each run (the statement's shape, hundreds of constants, the kinds of its columns) takes
longer than the database does; of these selects it is always the same.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.selectable import SelectBase

from app.access.policy import Viewer, models_in, read_options

PREPARED = "prepared"
MOST_VIEWERS, MOST_LENGTHS = 1000, 64

Convert = Callable[[Any], Any]
Lengths = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Slot:
    """Where a value comes from: the parameter of that name, of a list one place in it, put as the database takes it."""

    name: str
    place: int | None
    convert: Convert | None

    def value(self, given: Mapping[str, Any]) -> Any:
        """The value among those that are given now."""
        found = given[self.name] if self.place is None else given[self.name][self.place]
        return self.convert(found) if self.convert else found


@dataclass(frozen=True)
class LaidOut:
    """A select as the database gets it, for one viewer and lists of one length."""

    sql: str
    order: Sequence[str] | None  # None where parameters go by name
    constants: Mapping[str, Any]
    slots: Mapping[str, Slot]
    readers: tuple[tuple[int, Convert], ...]

    def parameters(self, given: Mapping[str, Any]) -> Any:
        """All that the database is given along."""
        values = {**self.constants, **{name: slot.value(given) for name, slot in self.slots.items()}}
        return values if self.order is None else tuple(map(values.__getitem__, self.order))

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row as the columns have it."""
        if not self.readers:
            return row
        values = list(row)
        for place, convert in self.readers:
            values[place] = convert(values[place])
        return values


class Filtered:
    """A statement with the conditions of one kind of viewer, as the database gets it for lists of each length."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._kept: dict[tuple[str, Lengths], LaidOut] = {}

    def laid_out(self, dialect: Dialect, given: Mapping[str, Any]) -> LaidOut:
        """The statement as it is run, from memory where the same was asked before."""
        lengths = tuple((name, len(value)) for name, value in sorted(given.items()) if isinstance(value, list))
        key = (dialect.name, lengths)
        if key not in self._kept:
            if len(self._kept) >= MOST_LENGTHS:
                self._kept.clear()
            self._kept[key] = _lay_out(self.statement, dialect, given)
        return self._kept[key]


class Prepared:
    """A select of plain columns with named parameters; no rows of the session come out, but tuples with names."""

    def __init__(self, statement: SelectBase) -> None:
        self.statement: Any = statement
        self.row: Any = namedtuple("Row", statement.selected_columns.keys(), rename=True)  # type: ignore[misc]
        self._of: dict[Viewer | None, Filtered] = {}
        self._shapes: dict[Any, Filtered] = {}

    def run(self, connection: Connection, viewer: Viewer | None, given: Mapping[str, Any]) -> list[Any]:
        """The rows that the viewer may see (None: the system) with these parameters."""
        laid_out = self._filtered(viewer).laid_out(connection.dialect, given)
        told = {PREPARED: laid_out}
        found = connection.exec_driver_sql(laid_out.sql, laid_out.parameters(given), execution_options=told)
        rows = [self.row._make(laid_out.read(row)) for row in found.cursor.fetchall()]
        found.close()
        return rows

    def _filtered(self, viewer: Viewer | None) -> Filtered:
        """The statement for a viewer; for many it is the same, as what differs between them is filled in by the fence."""
        if viewer not in self._of:
            if len(self._of) >= MOST_VIEWERS:
                self._of.clear()
            options = read_options(models_in(self.statement), viewer) if viewer else ()
            statement = self.statement.options(*options)
            shape = statement._generate_cache_key()
            values = repr([constant.effective_value for constant in shape.bindparams])
            self._of[viewer] = self._shapes.setdefault((shape.key, values), Filtered(statement))
        return self._of[viewer]


def _lay_out(statement: Any, dialect: Dialect, given: Mapping[str, Any]) -> LaidOut:
    compiled = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state(dict(given))
    places = {each: (name, at) for name, all_ in state.parameter_expansion.items() for at, each in enumerate(all_)}
    slots, constants = {}, {}
    for name, value in state.parameters.items():
        source, place = places.get(name, (name, None))
        asked = compiled.binds[source]
        convert = asked.type.dialect_impl(dialect).bind_processor(dialect)
        if asked.key in given:
            slots[name] = Slot(asked.key, place, convert)
        else:
            constants[name] = convert(value) if convert else value
    return LaidOut(state.statement, state.positiontup, constants, slots, tuple(_readers(statement, dialect)))


def _readers(statement: Any, dialect: Dialect) -> Iterator[tuple[int, Convert]]:
    """The columns whose values the driver hands out in another form, and what makes them what they are."""
    for place, column in enumerate(statement.selected_columns):
        if convert := column.type.dialect_impl(dialect).result_processor(dialect, None):
            yield place, convert
