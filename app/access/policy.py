"""Which rows an actor may read and write: every table is registered here, or the app does not start.

A rule takes the mapped class and the viewer, and gives an SQL condition on its rows, or True or False.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, TableClause, and_, column, literal_column, null, or_, table
from sqlalchemy.orm import LoaderCriteriaOption
from sqlalchemy.sql import visitors
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.selectable import AliasedReturnsRows, NamedFromClause

from app.access.actor import MEMBERS, Actor, Role
from app.access.errors import AccessError
from app.db.base import Base

PLAIN = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Viewer:
    """The actor who looks: all that a rule may depend on, with the day that the fence writes in."""

    actor: Actor

    @property
    def organisation(self) -> ColumnElement[Any]:
        """The viewer's organisation, for a condition."""
        return _filled_in(ORGANISATION, self.actor.organisation_id)

    @property
    def person(self) -> ColumnElement[Any]:
        """The viewer, for a condition."""
        return _filled_in(PERSON, self.actor.person_id)

    @property
    def day(self) -> ColumnElement[Any]:
        """Today, for a condition."""
        return literal_column(DAY)


# Words that stand in the SQL for what differs between viewers: one compiled statement serves them all. The fence
# writes the values in; a statement that passes it by names columns that do not exist, and fails.
VIEWER = "viewer__"
ORGANISATION, PERSON, DAY = f"{VIEWER}organisation", f"{VIEWER}person", f"{VIEWER}day"


def _filled_in(word: str, value: int | None) -> ColumnElement[Any]:
    return null() if value is None else literal_column(word)


def fill_in(sql: str, actor: Actor, today: date) -> str:
    """A statement with the viewer's own values in the place of the words that stand for them."""
    values = {ORGANISATION: str(actor.organisation_id), PERSON: str(actor.person_id), DAY: f"'{today.isoformat()}'"}
    for word, value in values.items():
        sql = sql.replace(word, value)
    return sql


Condition = ColumnElement[bool] | bool
Rule = Callable[[Any, Viewer], Condition]


# Which columns a viewer may write of the rows that are theirs to write; None is all of them, and adding and removing.
Columns = Callable[[Viewer], frozenset[str] | None]


class Circle(StrEnum):
    """The circles of rows around a company (domain §6); app/companies/circles.py says who stands in each."""

    FACE = "face"
    DOSSIER = "dossier"
    IDENTITY = "identity"
    HOLDER = "holder"


@dataclass(frozen=True)
class Policy:
    """How the rows of one table may be read and written."""

    read: Rule
    write: Rule
    columns: Columns
    leaves: Rule
    closed: Callable[[Viewer], frozenset[str]]


_policies: dict[type[Base], Policy] = {}
_circles: dict[Circle, Rule] = {}


def _every_column(viewer: Viewer) -> None:
    return None


def _no_column(viewer: Viewer) -> frozenset[str]:
    return frozenset()


def protect(
    model: type[Base],
    *,
    read: Rule | Circle,
    write: Rule | Circle,
    columns: Columns = _every_column,
    leaves: Rule | None = None,
    closed: Callable[[Viewer], frozenset[str]] = _no_column,
) -> None:
    """Registers who reads and who writes the rows of a table, and which of their columns.

    `leaves` tells which rows the session itself adds for who may not write the table: the traces of what they did;
    `closed` which columns a database that holds the policies itself gives the viewer of no row: those are deferred.
    """
    may_write = _as_rule(write)
    _policies[model] = Policy(_as_rule(read), may_write, columns, leaves or may_write, closed)
    guarded_tables.cache_clear()


def open_to_all(model: type[Base], *, write: Rule | Circle) -> None:
    """Registers a table that holds nothing confidential: everybody reads it."""
    protect(model, read=anybody, write=write)


def read_rule(circle: Circle) -> Rule:
    """The rule of a circle, for rules that are made of others."""
    return _as_rule(circle)


def define_circle(circle: Circle, rule: Rule) -> None:
    """Says who stands in a circle."""
    _circles[circle] = rule


def _as_rule(rule: Rule | Circle) -> Rule:
    if not isinstance(rule, Circle):
        return rule
    circle = rule

    def of_circle(row: Any, viewer: Viewer) -> Condition:
        # looked up late: a circle may be defined in a room above the table that uses it
        return _circles[circle](row, viewer)

    return of_circle


def anybody(row: Any, viewer: Viewer) -> Condition:
    """Everybody, signed in or not."""
    return True


def nobody(row: Any, viewer: Viewer) -> Condition:
    """No person at all: only the system."""
    return False


def constant(word: str) -> ColumnElement[Any]:
    """A word of the rules, written into the SQL: a condition without parameters costs no time a query.

    Only plain words; anything else is refused.
    """
    if not PLAIN.fullmatch(word):
        raise AccessError(f"not a plain word: {word!r}")
    return literal_column(f"'{word}'")


def any_of(*conditions: Condition) -> Condition:
    """True where one of the conditions is plainly true, else the SQL of those that depend on the row."""
    if any(condition is True for condition in conditions):
        return True
    open_ones = [condition for condition in conditions if not isinstance(condition, bool)]
    return or_(*open_ones) if open_ones else False


def having(*roles: Role) -> Rule:
    """A rule for whoever has one of the roles."""
    return lambda row, viewer: viewer.actor.has(*roles)


members = having(*MEMBERS)
administrators = having(Role.ADMINISTRATOR)


def policies() -> dict[type[Base], Policy]:
    """Every registered table with its policy."""
    return dict(_policies)


def assert_every_table_has_a_policy() -> None:
    """Fails closed: a mapped class that nobody registered stops the app."""
    missing = sorted(m.class_.__name__ for m in Base.registry.mappers if m.class_ not in _policies)
    if missing:
        raise AccessError(f"no policy for {', '.join(missing)}")


# Drawn anew by each process: nobody can write the mark of a condition, or the alias of a rule, into a text.
WORD = secrets.token_hex(4)
PAST_GUARD = f"guard_{WORD}_"


def marker(table: str) -> str:
    """The mark that a condition leaves in the SQL, so that the fence can see that it is there."""
    return f"'guard{WORD}:{table}'"


def past_guard(model: type[Base]) -> NamedFromClause:
    """A table as the rules themselves look at it, only in an exists(): the name tells the fence that they may."""
    return model.__table__.alias(f"{PAST_GUARD}{model.__tablename__}")


# The tables of the database's own that hold the texts of a table of ours, to be searched: by name, whose texts.
indexes: dict[str, str] = {}


def index_of(model: type[Base], name: str) -> NamedFromClause:
    """An index over a table's texts. It has no rows of its own: the fence lets it by only when it is joined to that table."""
    indexes[name] = model.__tablename__
    guarded_tables.cache_clear()
    return table(name, column("rowid", Integer), column(name)).alias(f"{PAST_GUARD}{name}")


def marked(model: type[Base], condition: Condition) -> ColumnElement[bool]:
    """A condition that also carries its table's mark."""
    mark: ColumnElement[str] = literal_column(marker(model.__tablename__))
    if condition is False:
        return mark.is_(None)
    if condition is True:
        return mark.is_not(None)
    return and_(mark.is_not(None), condition)


@lru_cache(maxsize=4096)
def read_condition(model: type[Base], viewer: Viewer) -> ColumnElement[bool]:
    """The marked condition under which the viewer reads rows of the table."""
    return marked(model, _policies[model].read(model, viewer))


def reads_all(model: type[Base], viewer: Viewer) -> bool:
    """Whether no row of the table is hidden from the viewer, whatever changes."""
    return _policies[model].read(model, viewer) is True


@lru_cache(maxsize=4096)
def leave_condition(model: type[Base], viewer: Viewer) -> ColumnElement[bool]:
    """The marked condition that rows of the table fit which the viewer added."""
    return marked(model, _policies[model].leaves(model, viewer))


@lru_cache(maxsize=4096)
def write_condition(model: type[Base], viewer: Viewer) -> ColumnElement[bool]:
    """The marked condition under which the viewer writes rows of the table."""
    return marked(model, _policies[model].write(model, viewer))


def written_columns(model: type[Base], viewer: Viewer) -> frozenset[str] | None:
    """The columns that the viewer may write of their rows; None when that is no question."""
    return _policies[model].columns(viewer)


@lru_cache(maxsize=1024)
def decisive_columns(model: type[Base], viewer: Viewer) -> frozenset[str]:
    """The columns that say whose a row is: its keys, and those that the condition to write it looks at."""
    columns = {column.key for column in model.__table__.columns if column.primary_key or column.foreign_keys}
    seen = visitors.iterate(write_condition(model, viewer))
    asked = {part.key for part in seen if isinstance(part, Column) and part.table.name == model.__tablename__}
    return frozenset(columns | asked)


def guarded_models() -> tuple[type[Base], ...]:
    """The tables whose rows not everybody may read."""
    return tuple(model for model, policy in _policies.items() if policy.read is not anybody)


class Criterion(LoaderCriteriaOption):
    """A table's condition, copied once for all places in all statements: a copy for each is half of what compiling takes."""

    _cache_key_traversal = LoaderCriteriaOption._traverse_internals
    _copied: ColumnElement[bool] | None = None

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        if self._copied is None:
            self._copied = super()._resolve_where_criteria(ext_info)
        return self._copied


@lru_cache(maxsize=2048)
def _reading(model: type[Base], viewer: Viewer) -> Criterion:
    return Criterion(model, read_condition(model, viewer), include_aliases=True)


@lru_cache(maxsize=8192)
def read_options(models: frozenset[type[Base]], viewer: Viewer) -> tuple[ExecutableOption, ...]:
    """What a statement of the viewer on these tables carries, joins, subqueries and loaders included."""
    return tuple(_reading(model, viewer) for model in guarded_models() if model in models)


@lru_cache(maxsize=1024)
def write_options(models: frozenset[type[Base]], viewer: Viewer) -> tuple[ExecutableOption, ...]:
    """What a bulk update or delete of the viewer carries besides."""
    return tuple(
        Criterion(model, write_condition(model, viewer), include_aliases=True) for model in _policies if model in models
    )


@lru_cache(maxsize=1)
def guarded_tables() -> frozenset[str]:
    """The names of the tables whose rows not everybody may read, and of the indexes over them."""
    return frozenset(model.__tablename__ for model in guarded_models()) | frozenset(indexes)


@lru_cache(maxsize=256)
def column_names(table: str | None = None) -> frozenset[str]:
    """The names of a table's columns, or of those of all tables."""
    tables = Base.metadata.tables
    chosen = tables.values() if table is None else [tables[table]] if table in tables else []
    return frozenset(column.name for each in chosen for column in each.columns)


_named_in: dict[Any, frozenset[type[Base]]] = {}
MOST_SHAPES = 2000


def models_in(statement: Any) -> frozenset[type[Base]]:
    """The registered tables that a statement names, however deep; what it misses, the fence refuses.

    Statements of one shape (the key under which SQLAlchemy keeps their SQL) name the same tables.
    """
    shape = statement._generate_cache_key()
    if shape is None:
        return _models_in(statement)
    found = _named_in.get(shape.key)
    if found is None:
        if len(_named_in) >= MOST_SHAPES:
            _named_in.clear()
        found = _named_in[shape.key] = _models_in(statement)
    return found


def _models_in(statement: Any) -> frozenset[type[Base]]:
    models = _models_by_table()
    return frozenset(models[name] for name in _tables_in(statement) if name in models)


def _tables_in(statement: Any) -> set[str]:
    names = set()
    for element in visitors.iterate(statement):
        table = getattr(element, "table", element)
        while isinstance(table, AliasedReturnsRows):
            table = table.element
        if isinstance(table, TableClause):
            names.add(table.name)
    return names


@lru_cache(maxsize=1)
def _models_by_table() -> dict[str, type[Base]]:
    return {model.__tablename__: model for model in _policies}
