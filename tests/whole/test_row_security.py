"""On PostgreSQL the database says the same again: what raw SQL reads and writes is what the guard lets through."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb
from sqlalchemy import String, cast, make_url, select, true

from app.access.actor import Actor, Role
from app.access.policy import Viewer, policies, read_condition, write_condition
from app.access.session import GuardedSession, open_session
from app.accounts.models import Organisation
from app.accounts.rules import ROLES_OF_KIND
from app.db.base import Base
from app.db.clock import Clock
from app.db.triggers import APPEND_ONLY
from tests import rows
from tests.conftest import NOON
from tests.databases import Template
from tests.rows import KINDS, Held, login_of, role_of, tell

TABLES = {model.__tablename__: model for model in policies()}
ORGANISATIONS = {"rom": ("BOM", "OOSTNL", "INWEST"), "ministry": ("EZ",), "ipo": ("IPO",), "nfia": ("NFIA",)}
MOST_TRIED = 2
Found = dict[str, set[str]]


@pytest.fixture(scope="module")
def loose(held_template: Template) -> Iterator[Held]:
    """A copy without keys, so that nothing but a policy refuses a row."""
    with held_template.copy() as url:
        found = Held(make_url(url))
        with found.raw() as connection:
            named = "SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint WHERE contype = %s AND {}"
            ours = "connamespace = 'public'::regnamespace"
            for kind in "fpu":
                for table, name in connection.execute(named.format(ours), (kind,)).fetchall():
                    connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name} CASCADE")  # type: ignore[arg-type]
            connection.commit()
        yield found


def actors(session: GuardedSession) -> list[Actor]:
    """Somebody of every kind of viewer, of several organisations where the world has them; and a visitor."""
    organisations = session.scalars(select(Organisation).order_by(Organisation.id)).all()
    found = [Actor.visitor()]
    for kind in KINDS[1:]:
        sort = kind.viewer.actor.organisation_kind or ""
        of_kind = [one for one in organisations if one.kind == sort]
        chosen = [one for one in of_kind if one.code in ORGANISATIONS.get(sort, ())] or of_kind[:1]
        several = kind.viewer.actor.roles == {Role.MEMBER}
        found.extend(_somebody(one, kind.viewer.actor.roles) for one in (chosen if several else chosen[:1]))
    return found


def _somebody(organisation: Organisation, roles: frozenset[Role]) -> Actor:
    return Actor(
        roles=roles,
        person_id=organisation.id + 1,
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,
        organisation_code=organisation.code,
        rom_code=organisation.rom_code,
        name=f"somebody of {organisation.code}",
    )


@pytest.fixture(scope="module")
def everybody(held: Held) -> list[Actor]:
    engine = held.above()
    with open_session(engine, Actor.system("test"), Clock(NOON)) as session:
        found = actors(session)
    engine.dispose()
    assert {tuple(sorted(one.roles)) for one in found} >= {(Role.VISITOR,), (Role.PROGRAMME,), (Role.ADMINISTRATOR,)}
    return found


def one_of_each(everybody: list[Actor]) -> list[Actor]:
    """Somebody with every set of roles."""
    return list({actor.roles: actor for actor in everybody}.values())


def key_of(model: type[Base]) -> Any:
    return model.__table__.primary_key.columns[0]


@cache
def by_the_guard(held: Held, actor: Actor, *, writes: bool = False) -> Found:
    """The keys of the rows that the guard in the program lets an actor read, or write, of every table."""
    engine, condition = held.above(), write_condition if writes else read_condition
    with open_session(engine, actor, Clock(NOON)) as session:
        connection = session.connection().execution_options(guard=session.guard)
        found = [
            (name, key)
            for name, model in TABLES.items()
            if actor.is_system or reads(model, session.viewer, writes=writes)
            for key in connection.scalars(
                keys_where(model, true() if actor.is_system else condition(model, session.viewer))
            )
        ]
    engine.dispose()
    return gathered(found)


def reads(model: type[Base], viewer: Viewer, *, writes: bool) -> bool:
    """Whether the rule of a table is more than a plain no: what is a plain no needs no question."""
    rule = policies()[model].write if writes else policies()[model].read
    return rule(model, viewer) is not False


def keys_where(model: type[Base], condition: Any) -> Any:
    return select(cast(key_of(model), String)).where(condition)


def gathered(found: Sequence[Any]) -> Found:
    """Pairs of a table and a key, by table; a table without any stays out."""
    kept: Found = {}
    for table, key in found:
        kept.setdefault(table, set()).add(key)
    return kept


def granted(connection: psycopg.Connection, role: str, verb: str) -> set[str]:
    """The tables that a role may try a verb on, for all columns or for some."""
    asked = (
        f"has_any_column_privilege(%s, c.oid, '{verb}')"
        if verb != "DELETE"
        else "has_table_privilege(%s, c.oid, 'DELETE')"
    )
    sql = f"SELECT relname FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND {asked}"
    return {name for (name,) in connection.execute(sql, (role,))}  # type: ignore[arg-type]


def quoted(table: str) -> tuple[str, str]:
    return f'"{table}"', f'"{key_of(TABLES[table]).name}"'


def by_raw_sql(held: Held, actor: Actor) -> Found:
    """The keys that plain SQL reads, of every table that may be asked."""
    with held.raw(login_of(actor)) as connection:
        may = sorted(granted(connection, role_of(actor), "SELECT"))
        tell(connection, actor, NOON.date())
        parts = [f"SELECT '{table}', {key}::text FROM {name}" for table in may for name, key in [quoted(table)]]
        return gathered(connection.execute(" UNION ALL ".join(parts)).fetchall()) if parts else {}  # type: ignore[arg-type]


def changed_by_raw_sql(held: Held, actor: Actor, verb: str) -> Found:
    """The keys of the rows that plain SQL updates or deletes, of every table that may be tried."""
    with held.raw(login_of(actor)) as connection:
        role = role_of(actor, writes=True)
        may = sorted(granted(connection, role, verb))
        columns = _columns_to_change(connection, role) if verb == "UPDATE" else {}
        tell(connection, actor, NOON.date(), writes=True)
        parts, results = [], []
        for table in may:
            name, key = quoted(table)
            head = f"UPDATE {name} SET {columns[table]} = {columns[table]}" if columns else f"DELETE FROM {name}"
            parts.append(f"x_{table} AS ({head} RETURNING {key})")
            results.append(f"SELECT '{table}', {key}::text FROM x_{table}")
        if not parts:
            return {}
        return gathered(connection.execute(f"WITH {', '.join(parts)} {' UNION ALL '.join(results)}").fetchall())  # type: ignore[arg-type]


def _columns_to_change(connection: psycopg.Connection, role: str) -> dict[str, str]:
    """A column that a role may change, of every table where there is one."""
    sql = "SELECT relname, min(quote_ident(attname)) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid"
    may = "attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace = 'public'::regnamespace"
    asked = f"{sql} WHERE {may} AND has_column_privilege(%s, c.oid, attnum, 'UPDATE') GROUP BY 1"
    return dict(connection.execute(asked, (role,)).fetchall())  # type: ignore[arg-type]


def test_no_table_is_forgotten(held: Held):
    with held.raw() as connection:
        tables = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        locked = {name for (name,) in connection.execute(f"SELECT relname {tables} AND relrowsecurity")}  # type: ignore[arg-type]
        rest = {name for (name,) in connection.execute(f"SELECT relname {tables} AND NOT relrowsecurity")}  # type: ignore[arg-type]
        read = "SELECT tablename FROM pg_policies WHERE cmd = 'SELECT' AND %s = ANY (roles)"
        policed = {name for (name,) in connection.execute(read, (role_of(Actor.system("test")),))}
        open_ = {
            role.name: granted(connection, role.name, verb) & rest
            for role in rows.roles()
            for verb in ("SELECT", "INSERT")
        }
    assert locked == policed == set(TABLES)
    assert rest == {"alembic_version"}
    assert set().union(*open_.values()) == set()


def test_raw_sql_reads_what_the_guard_lets_everybody_read(held: Held, everybody: list[Actor]):
    for actor in everybody:
        assert by_raw_sql(held, actor) == by_the_guard(held, actor), actor


def test_the_system_reads_all_and_changes_all_but_what_only_grows(loose: Held):
    system = Actor.system("test")
    whole = by_the_guard(loose, system)
    assert by_raw_sql(loose, system) == whole
    assert changed_by_raw_sql(loose, system, "DELETE") == {
        name: keys for name, keys in whole.items() if name not in APPEND_ONLY
    }


TRACES = {"change", "attempt"}  # what is left of an act, by who may not write there


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_raw_sql_changes_what_the_guard_lets_everybody_write(loose: Held, everybody: list[Actor], verb: str):
    for actor in one_of_each(everybody):
        written = dict(by_the_guard(loose, actor, writes=True))
        if verb == "DELETE" and not actor.has(Role.ADMINISTRATOR):
            written.pop("person", None)  # of themselves people change their settings; nobody removes an account but she
        expected = {name: keys for name, keys in written.items() if name not in APPEND_ONLY}
        assert changed_by_raw_sql(loose, actor, verb) == expected, actor


def test_raw_sql_adds_what_the_guard_lets_everybody_add(loose: Held, everybody: list[Actor]):
    tried = refused = 0
    for actor in one_of_each(everybody):
        may = by_the_guard(loose, actor, writes=True)
        with loose.raw() as above, loose.raw(login_of(actor)) as connection:
            tables = granted(connection, role_of(actor, writes=True), "INSERT") - TRACES
            tell(connection, actor, NOON.date(), writes=True)
            for table in sorted(tables):
                for key, row in _some_rows(above, table, may.get(table, set())):
                    added = _adds(connection, table, row)
                    assert added == (key in may.get(table, set())), (actor, table, key)
                    tried, refused = tried + 1, refused + (not added)
    assert tried > 200
    assert refused > 50


def _some_rows(above: psycopg.Connection, table: str, mine: set[str]) -> list[tuple[str, Any]]:
    """A few rows that may be written and a few that may not, with their keys."""
    name, key = quoted(table)
    ask = f"SELECT {key}::text, to_jsonb(t) FROM {name} t WHERE ({key}::text = ANY (%s)) = %s LIMIT {MOST_TRIED}"
    return [row for wanted in (True, False) for row in above.execute(ask, (list(mine), wanted)).fetchall()]  # type: ignore[arg-type]


def _adds(connection: psycopg.Connection, table: str, row: Any) -> bool:
    name, _key = quoted(table)
    try:
        with connection.transaction():
            connection.execute(
                f"INSERT INTO {name} SELECT * FROM jsonb_populate_record(NULL::{name}, %s)", (Jsonb(row),)
            )  # type: ignore[arg-type]
    except psycopg.errors.InsufficientPrivilege as refusal:
        assert "row-level security" in str(refusal)  # noqa: PT017  what is refused is asked, not whether
        return False
    return True


def test_what_people_did_is_written_down_in_their_own_name_alone(held: Held, everybody: list[Actor]):
    member = next(one for one in everybody if one.organisation_code == "BOM")
    columns = 'at, person_id, organisation_id, "table", row_id, action, system'
    trace = f"INSERT INTO change ({columns}) VALUES (now(), %s, %s, %s, 1, %s, %s)"
    rest = ("lead", "update")
    with held.raw(login_of(member)) as connection:
        tell(connection, member, NOON.date(), writes=True)
        connection.execute(trace, (member.person_id, member.organisation_id, *rest, None))
        for who in (
            (member.person_id, 1, None),
            (1, member.organisation_id, None),
            (None, None, "job"),
            (None, None, None),
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(trace, (*who[:2], *rest, who[2]))


def test_every_kind_of_organisation_has_its_kinds_of_viewer():
    assert {kind.viewer.actor.organisation_kind for kind in KINDS[1:]} == set(ROLES_OF_KIND)
