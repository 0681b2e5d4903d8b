"""Makes PostgreSQL hold the policies itself: roles, grants, and a policy for every table. For the owner of the tables.

Everything is made anew from the policies in code, in one transaction, so it may be repeated and forgets no table.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, Connection

from app.access.policy import policies
from app.access.row_policies import ALWAYS, GUARD_SCHEMA, NEVER, Kind, RowPolicies, Say
from app.access.rows import PAST, SETTING, SIGNATURE, SYSTEM, role_name
from app.db.base import Base
from app.db.triggers import APPEND_ONLY

MOST_SECONDS = 300  # how old what was said of the actor may be when the transaction begins

DROP_POLICIES = """
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP POLICY %I ON %I', one.policyname, one.tablename);
  END LOOP;
END $$
"""
SAID = f"""
CREATE FUNCTION {GUARD_SCHEMA}.said(word text) RETURNS text LANGUAGE sql STABLE
RETURN nullif(current_setting('{SETTING}', true), '')::jsonb ->> word
"""
ACTS = f"""
CREATE FUNCTION {GUARD_SCHEMA}.acts(role name) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  said text := coalesce(current_setting('{SETTING}', true), '');
  secret text := word FROM {GUARD_SCHEMA}.key;
  inner_hash text := encode(sha256(convert_to(secret || said, 'UTF8')), 'hex');
BEGIN
  IF encode(sha256(convert_to(secret || inner_hash, 'UTF8')), 'hex') IS DISTINCT FROM current_setting('{SIGNATURE}', true)
  THEN RETURN NULL; END IF;
  RETURN nullif(said::jsonb ->> 'role' = role
    AND extract(epoch FROM transaction_timestamp()) - (said::jsonb ->> 'at')::bigint < {MOST_SECONDS}, false);
END $$
"""
ROW_SET = """
CREATE FUNCTION {schema}.{name}() RETURNS SETOF {kind}
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN RETURN QUERY {query}; END $$
"""


@dataclass(frozen=True)
class Rights:
    """What a role may do with the rows of a table: a condition for each verb, the columns it may change or not read."""

    select: str = NEVER
    insert: str = NEVER
    update: str = NEVER
    delete: str = NEVER
    columns: frozenset[str] | None = None
    closed: frozenset[str] = frozenset()

    def of(self, verb: str) -> str:
        """The condition of a verb."""
        condition: str = getattr(self, verb)
        return condition


VERBS = ("select", "insert", "update", "delete")


@dataclass(frozen=True)
class DatabaseRole:
    """A role in the database that acts for a kind of viewer, for the system (no kind), or for who looks past the guard."""

    name: str
    login: str
    kind: Kind | None = None
    writes: bool = False

    def rights(self, model: type[Base], say: RowPolicies) -> Rights:
        """What it may do with a table; of a table that only grows no row is changed."""
        if self.kind is None:
            found = Rights(ALWAYS, ALWAYS, ALWAYS, ALWAYS) if self.writes else Rights(ALWAYS)
        else:
            found = _rights(say.say(model, self.kind), writes=self.writes)
        if model.__tablename__ in APPEND_ONLY:
            return Rights(found.select, found.insert, closed=found.closed)
        return found

    def is_granted(self, verb: str, rights: Rights) -> bool:
        """Whether it may try at all. The application's logins may ask and get nothing; that of the programme may not."""
        asks = verb == "select" and not (self.kind and self.kind.is_programme)
        return asks or rights.of(verb) != NEVER


def _rights(said: Say, *, writes: bool) -> Rights:
    if not writes:
        return Rights(said.read, closed=said.closed)
    if said.columns is not None:
        return Rights(said.reads_while_writing, update=said.write, columns=said.columns, closed=said.closed)
    return Rights(said.reads_while_writing, said.leave, said.write, said.write, closed=said.closed)


@dataclass
class Work:
    """The owner's work on a database: the logins that come in, the kinds of viewer, the key, and what was done."""

    connection: Connection
    application: URL
    programme: URL
    system: URL
    kinds: Sequence[Kind]
    key: str
    policies: RowPolicies = field(default_factory=RowPolicies)
    done: Counter[str] = field(default_factory=Counter)

    def run(self, statement: str) -> Sequence[Any]:
        """Runs a statement that we wrote ourselves; the rows that it gives."""
        return _run(self.connection, statement)

    def quote(self, *names: str) -> str:
        """Names as they stand in a statement, with commas between them."""
        quote = self.connection.dialect.identifier_preparer.quote
        return ", ".join(quote(name) for name in names)

    @property
    def logins(self) -> tuple[URL, URL, URL]:
        """The three logins of the program."""
        return self.application, self.programme, self.system

    def roles(self) -> Iterator[DatabaseRole]:
        """Every role that acts for somebody, with the login that may take it on."""
        application, programme, system = (login.username or "" for login in self.logins)
        yield DatabaseRole(role_name(application, SYSTEM), system, writes=True)
        yield DatabaseRole(role_name(application, PAST), application)
        for kind in self.kinds:
            login = programme if kind.is_programme else application
            for writes in (False, True):
                yield DatabaseRole(role_name(application, kind.name, writes=writes), login, kind, writes)


def _run(connection: Connection, statement: str) -> Sequence[Any]:
    raw: Any = connection.connection
    cursor = raw.execute(statement)  # without parameters: a % in a condition is a %
    return cursor.fetchall() if cursor.description else []


def lift(connection: Connection) -> None:
    """Takes the policies away, for a migration: what they name cannot be changed. The tables stay closed meanwhile."""
    _run(connection, DROP_POLICIES)
    _run(connection, f"DROP SCHEMA IF EXISTS {GUARD_SCHEMA} CASCADE")


def secure(work: Work) -> Counter[str]:
    """Makes roles, grants and policies as the code says, and tells how many of each."""
    roles = list(work.roles())
    _make_roles(work, roles)
    there = {name for (name,) in work.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    models = [model for model in policies() if model.__tablename__ in there]
    if models:
        lift(work.connection)
        _close_the_rest(work, roles)
        rights = {model: [(role, role.rights(model, work.policies)) for role in roles] for model in models}
        _make_guard(work, roles)
        for model, of_roles in rights.items():
            _secure_table(work, model, of_roles)
    return work.done


def _make_roles(work: Work, roles: Iterable[DatabaseRole]) -> None:
    there = {name for (name,) in work.run("SELECT rolname FROM pg_roles")}
    for login in work.logins:
        name = login.username or ""
        verb = "ALTER" if name in there else "CREATE"
        work.run(f"{verb} ROLE {work.quote(name)} LOGIN NOINHERIT {_password(work, login)}")
        work.done["logins"] += 1
    for role in roles:
        if role.name not in there:
            work.run(f"CREATE ROLE {work.quote(role.name)} NOLOGIN")
        work.run(f"GRANT {work.quote(role.name)} TO {work.quote(role.login)}")
        work.done["roles"] += 1


def _password(work: Work, login: URL) -> str:
    """The password in an address, already hashed: in the log of the server stands nothing to sign in with."""
    if not login.password:
        return ""
    raw: Any = work.connection.connection.dbapi_connection
    hashed = raw.pgconn.encrypt_password(str(login.password).encode(), (login.username or "").encode()).decode()
    return f"PASSWORD '{hashed}'"


def _close_the_rest(work: Work, roles: Sequence[DatabaseRole]) -> None:
    """Who has no role of ours may not even come in; nobody but the owner makes anything here."""
    database = work.quote(work.connection.engine.url.database or "")
    logins = work.quote(*(login.username or "" for login in work.logins))
    names = work.quote(*(role.name for role in roles))
    work.run(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
    work.run(f"GRANT CONNECT ON DATABASE {database} TO {logins}")
    work.run("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    work.run("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC")
    for kind in ("TABLES", "SEQUENCES"):
        work.run(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {logins}, {names}")
    work.run(f"GRANT USAGE ON SCHEMA public TO CURRENT_USER, {names}")


def _make_guard(work: Work, roles: Sequence[DatabaseRole]) -> None:
    """What the policies ask. No role may use this schema by name: a stored condition reaches it, a statement does not."""
    names = work.quote(*(role.name for role in roles))
    work.run(f"CREATE SCHEMA {GUARD_SCHEMA}")
    work.run(f"CREATE TABLE {GUARD_SCHEMA}.key (word text NOT NULL)")
    work.run(f"INSERT INTO {GUARD_SCHEMA}.key VALUES ('{work.key}')")  # noqa: S608  hexadecimal, and our own
    work.run(SAID)
    work.run(ACTS)
    for asked in work.policies.sets.values():
        work.run(ROW_SET.format(schema=GUARD_SCHEMA, name=work.quote(asked.name), kind=asked.kind, query=asked.query))
    work.run(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {GUARD_SCHEMA} FROM PUBLIC")
    work.run(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {GUARD_SCHEMA} TO {names}")


def _secure_table(work: Work, model: type[Base], rights: Iterable[tuple[DatabaseRole, Rights]]) -> None:
    table = work.quote(model.__tablename__)
    work.run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    work.done["tables"] += 1
    for verb in VERBS:
        granted, allowed = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for role, may in rights:
            if role.is_granted(verb, may):
                granted[_columns(work, model, verb, may)].append(role.name)
            if may.of(verb) != NEVER:
                allowed[may.of(verb)].append(role.name)
        for columns, names in granted.items():
            work.run(f"GRANT {verb}{columns} ON {table} TO {work.quote(*names)}")
        for number, (condition, names) in enumerate(allowed.items(), start=1):
            _make_policy(work, f"{verb}_{number} ON {table} FOR {verb} TO {work.quote(*names)}", verb, condition)
        if verb == "insert":
            _grant_numbers(work, model, [name for names in granted.values() for name in names])


def _columns(work: Work, model: type[Base], verb: str, rights: Rights) -> str:
    names = {column.name for column in model.__table__.columns}
    told = {"select": names - rights.closed, "update": names if rights.columns is None else rights.columns}
    chosen = told.get(verb, names)
    return "" if chosen == names else f" ({work.quote(*sorted(chosen))})"


def _make_policy(work: Work, head: str, verb: str, condition: str) -> None:
    # IS NOT NULL, as the planner takes that for true: it guesses that any other question halves the rows
    whole = f"(SELECT {GUARD_SCHEMA}.acts(current_user)) IS NOT NULL AND ({condition})"
    using = "" if verb == "insert" else f" USING ({whole})"
    check = f" WITH CHECK ({whole})" if verb in ("insert", "update") else ""
    work.run(f"CREATE POLICY {head}{using}{check}")
    work.done["policies"] += 1


def _grant_numbers(work: Work, model: type[Base], names: Sequence[str]) -> None:
    """Who adds rows draws their numbers."""
    counted = model.__table__.autoincrement_column  # type: ignore[attr-defined]
    if names and counted is not None:
        ((found,),) = work.run(f"SELECT pg_get_serial_sequence('public.{model.__tablename__}', '{counted.name}')")
        work.run(f"GRANT USAGE ON SEQUENCE {found} TO {work.quote(*names)}")
