"""What the policies say, as conditions that PostgreSQL itself can hold: for each table and each kind of viewer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain, combinations
from typing import Any

from sqlalchemy import Column, ColumnElement, Exists, and_, literal_column, select, true
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import operators, visitors

from app.access.actor import Actor, Role
from app.access.errors import AccessError
from app.access.policy import DAY, ORGANISATION, PAST_GUARD, PERSON, VIEWER, Condition, Viewer, policies
from app.db.base import Base

GUARD_SCHEMA = "guard"
PAST = "past_"
NEVER, ALWAYS = "false", "true"
DIALECT: Any = postgresql.dialect(paramstyle="named")

# What stands for the viewer while the rules are asked: no row has these, and the database is told the real ones.
SOMEBODY, SOMEWHERE, SOME_ROM, SOME_CODE = 2_000_000_001, 2_000_000_002, f"{VIEWER}rom", f"{VIEWER}code"


def _said(word: str, kind: str = "text") -> str:
    """What the database was told of the viewer, looked up once a statement."""
    return f"(SELECT {GUARD_SCHEMA}.said('{word}')::{kind})"


TOLD = {
    ORGANISATION: _said("organisation", "integer"),
    PERSON: _said("person", "integer"),
    DAY: _said("day", "date"),
    f"'{SOMEWHERE}'": _said("organisation"),
    f"'{SOMEBODY}'": _said("person"),
    f"'{SOME_ROM}'": _said("rom"),
    f"'{SOME_CODE}'": _said("code"),
    str(SOMEWHERE): _said("organisation", "integer"),
    str(SOMEBODY): _said("person", "integer"),
}
STANDS_FOR = re.compile("|".join(map(re.escape, TOLD)))
LITERAL = {"literal_binds": True}
LEFT_OVER = re.compile(rf"{VIEWER}|{PAST_GUARD}|{SOMEBODY}|{SOMEWHERE}|EXISTS")


@dataclass(frozen=True)
class Kind:
    """Viewers for whom the rules of all tables are the same but for their numbers; `viewer` stands for any of them."""

    name: str
    viewer: Viewer

    @property
    def is_programme(self) -> bool:
        """Whether these only follow the programme, and come in by a login of their own."""
        return self.viewer.actor.has(Role.PROGRAMME)


def kind_name(actor: Actor) -> str:
    """The name of the kind of viewer that an actor is: the kind of organisation and the roles."""
    return "_".join([*filter(None, [actor.organisation_kind]), *sorted(actor.roles)])


def kinds(roles_of: Mapping[str, Iterable[str]]) -> list[Kind]:
    """Every kind of viewer there can be, given the roles that fit each kind of organisation; visitors first."""
    found = [Actor.visitor()]
    for organisation, roles in roles_of.items():
        found.extend(_somebody(organisation, some) for some in _some_of([Role(role) for role in roles]))
    return [Kind(kind_name(actor), Viewer(actor)) for actor in found]


def _some_of(roles: list[Role]) -> Iterator[tuple[Role, ...]]:
    return chain.from_iterable(combinations(roles, count) for count in range(1, len(roles) + 1))


def _somebody(organisation: str, roles: tuple[Role, ...]) -> Actor:
    return Actor(
        roles=frozenset(roles),
        person_id=SOMEBODY,
        organisation_id=SOMEWHERE,
        organisation_kind=organisation,
        organisation_code=SOME_CODE,
        rom_code=SOME_ROM if organisation == "rom" else None,
    )


@dataclass(frozen=True)
class Say:
    """What one kind of viewer may do with the rows of one table: conditions in SQL, and the columns they may change."""

    read: str
    write: str
    leave: str
    columns: frozenset[str] | None
    closed: frozenset[str] = frozenset()

    @property
    def reads_while_writing(self) -> str:
        """A row that is written has to be found, and is looked at once more when it stands."""
        if self.write in (NEVER, self.read) or self.read == ALWAYS:
            return self.read
        return self.write if self.write == ALWAYS or self.read == NEVER else f"({self.read}) OR ({self.write})"


@dataclass(frozen=True)
class RowSet:
    """What a condition asks of another table, as a function of the database that gives the values that will do."""

    name: str
    kind: str
    query: str


@dataclass
class RowPolicies:
    """The policies as SQL. What they ask of other tables comes together in `sets`.

    A policy that looked at another table would be held against that table's own policy, and that one against the next;
    a set is worked out by its owner, once a statement, and only when a row asks for it.
    """

    sets: dict[str, RowSet] = field(default_factory=dict)
    known: dict[tuple[type[Base], Kind], Say] = field(default_factory=dict)

    def say(self, model: type[Base], kind: Kind) -> Say:
        """The policy of a table for a kind of viewer."""
        found = self.known.get((model, kind))
        if found is None:
            policy = policies()[model]
            read, write = (self._as_sql(model, rule(model, kind.viewer)) for rule in (policy.read, policy.write))
            same = policy.leaves is policy.write
            leave = write if same else self._as_sql(model, policy.leaves(model, kind.viewer))
            found = self.known[model, kind] = Say(
                read, write, leave, policy.columns(kind.viewer), policy.closed(kind.viewer)
            )
        return found

    def _as_sql(self, model: type[Base], condition: Condition) -> str:
        if isinstance(condition, bool):
            return ALWAYS if condition else NEVER
        return _written(self._in_sets(condition, model.__tablename__))

    def _in_sets(self, condition: ColumnElement[bool], table: str) -> ColumnElement[bool]:
        """A condition on the rows of one table, with a set in the place of each look at another."""
        alone: Any = visitors.replacement_traverse(condition, {}, lambda part, **_: self._as_set(part, table))  # type: ignore[call-overload]
        about = {part.table.name for part in visitors.iterate(alone) if isinstance(part, Column)}
        if about - {table}:
            raise AccessError(f"a condition on {table} that does not look past the guard at {about - {table}}")
        return alone

    def _as_set(self, part: Any, table: str) -> ColumnElement[bool] | None:
        """An exists() on another table as the set of what it has for the column that ties the two."""
        if not isinstance(part, Exists):
            return None
        asked: Any = part.element
        asked = asked.element
        others = [each.name for each in asked.get_final_froms() if each.name != table]
        ties = [each for each in _clauses(asked.whereclause) if table in _tables(each)]
        if len(others) != 1 or not others[0].startswith(PAST_GUARD) or not _is_tie(ties):
            raise AccessError(f"a look past the guard that PostgreSQL cannot hold: {part}")
        (tie,) = ties
        inner, outer = (tie.left, tie.right) if tie.right.table.name == table else (tie.right, tie.left)
        rest = and_(true(), *(each for each in _clauses(asked.whereclause) if each is not tie))
        return outer.in_(select(literal_column(self._set(inner, self._in_sets(rest, others[0])))))

    def _set(self, column: Any, condition: ColumnElement[bool]) -> str:
        query = " ".join(str(select(column).where(condition).compile(dialect=DIALECT, compile_kwargs=LITERAL)).split())
        query = _told(query).replace(" FROM ", " FROM public.", 1)
        name = f"{column.table.element.name}_{sha256(query.encode()).hexdigest()[:8]}"
        self.sets[name] = RowSet(name, column.type.compile(DIALECT), query)
        return f"{GUARD_SCHEMA}.{name}()"


def _clauses(where: Any) -> Sequence[Any]:
    return tuple(where.clauses) if getattr(where, "operator", None) is operators.and_ else (where,)


def _tables(condition: Any) -> set[str]:
    return {part.table.name for part in visitors.iterate(condition) if isinstance(part, Column)}


def _is_tie(ties: Sequence[Any]) -> bool:
    """Whether all that binds the other table to this one is that two columns are the same."""
    return len(ties) == 1 and getattr(ties[0], "operator", None) is operators.eq


def _written(condition: ColumnElement[bool]) -> str:
    return _told(" ".join(str(condition.compile(dialect=DIALECT, compile_kwargs=LITERAL)).split()))


def _told(sql: str) -> str:
    """The SQL with what the database is told in the place of what stands for the viewer."""
    sql = STANDS_FOR.sub(lambda word: TOLD[word.group()], sql).replace(PAST_GUARD, PAST)
    if LEFT_OVER.search(sql):
        raise AccessError(f"a condition that PostgreSQL cannot hold: {sql}")
    return sql
