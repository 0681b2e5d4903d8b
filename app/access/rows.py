"""Row-level security on PostgreSQL as the program uses it: which login, and telling the database who acts.

The database trusts no setting that it is merely told: what is said of the actor carries a signature, made with a key that
no login of the program can read there. It holds for one transaction, so it never outlives one on a pooled connection.
"""

import hmac
import json
import time
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, event

from app.access.actor import Actor, Role
from app.access.errors import AccessError
from app.access.fence import fence
from app.access.row_policies import kind_name
from app.db.engine import make_engine

ROWS = "rows"
SYSTEM, PAST = "system", "past"
SETTING, SIGNATURE = "groeiruimte.actor", "groeiruimte.signature"
TELL = f"SELECT set_config('role', %s, true), set_config('{SETTING}', %s, true), set_config('{SIGNATURE}', %s, true)"
LONGEST_NAME = 63  # PostgreSQL cuts off what is longer
UNBOUND = """
SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)
FROM pg_roles WHERE rolname = current_user
"""


def role_name(application: str, kind: str, *, writes: bool = False) -> str:
    """The role in the database for a kind of viewer; roles belong to the whole server, so the login's name comes first."""
    name = f"{application}_as_{kind}" + ("_writing" if writes else "")
    if len(name) > LONGEST_NAME:
        raise AccessError(f"the name of the application's login is too long: {application}")
    return name


def row_key(signing_key: str) -> str:
    """The key with which the program says who acts; what signs reports cannot be found back from it."""
    return hmac.new(signing_key.encode(), b"row-level security", sha256).hexdigest()


def sign(key: str, said: str) -> str:
    """The signature under what is said, as guard.acts() works it out."""
    return _hash(key + _hash(key + said))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Rows:
    """The engines of a database that holds the policies itself, and the key that says who acts."""

    application: Engine
    programme: Engine
    system: Engine
    key: str

    def engine_of(self, actor: Actor) -> Engine:
        """The engine whose login an actor comes in by."""
        if actor.is_system:
            return self.system
        return self.programme if actor.has(Role.PROGRAMME) else self.application

    def tell(self, connection: Connection, actor: Actor, today: date, *, past: bool = False) -> None:
        """Says who acts, until the transaction ends; `past` is this actor looking past the guard, only to read."""
        name = PAST if past else SYSTEM if actor.is_system else kind_name(actor)
        writes = bool(connection.get_execution_options().get("writes")) and name not in (PAST, SYSTEM)
        role = role_name(self.application.url.username or "", name, writes=writes)
        said = said_of(role, actor, today)
        raw: Any = connection.connection
        raw.execute(TELL, (role, said, sign(self.key, said)))


def said_of(role: str, actor: Actor, today: date) -> str:
    """What the database is told of an actor, under the role that is taken on."""
    return json.dumps(
        {
            "role": role,
            "at": int(time.time()),
            "person": actor.person_id,
            "organisation": actor.organisation_id,
            "rom": actor.rom_code,
            "code": actor.organisation_code,
            "day": today.isoformat(),
        }
    )


def connect(url: str, *, programme: str | None, system: str | None, signing_key: str) -> Engine:
    """The fenced engine of the application; with the two other logins it also knows who comes in by those."""
    engine = fence(make_engine(url))
    if programme is None or system is None:
        return engine
    others = fence(make_engine(programme)), fence(make_engine(system))
    rows = Rows(engine, *others, row_key(signing_key))
    for each in (engine, *others):
        each.update_execution_options(**{ROWS: rows})
        event.listen(each, "connect", _refuse_the_unbound)
    for other in others:
        event.listen(engine, "engine_disposed", lambda _engine, other=other: other.dispose())
    return engine


def rows_of(bind: Engine | Connection) -> Rows | None:
    """The logins of a database that holds the policies itself, or None."""
    found: Rows | None = bind.get_execution_options().get(ROWS)
    return found


def engines_of(engine: Engine) -> tuple[Engine, ...]:
    """All the engines that come with the application's."""
    rows = rows_of(engine)
    return (rows.application, rows.programme, rows.system) if rows else (engine,)


def engine_for(engine: Engine, actor: Actor) -> Engine:
    """The engine for an actor: their own login's where there are several."""
    rows = rows_of(engine)
    return rows.engine_of(actor) if rows else engine


def _refuse_the_unbound(raw: Any, _record: Any) -> None:
    """A login that owns tables or is above policies would make all of it look well."""
    (unbound,) = raw.execute(UNBOUND).fetchone()
    raw.rollback()
    if unbound:
        raise AccessError("this login is not bound by row-level security: see docs/production.md")
