"""A demo world on a PostgreSQL that holds the policies itself: an owner and three logins, made once a run and copied.

Roles belong to the whole server, so their names carry the run; `tests/postgres.py` removes them with the databases.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import URL, Engine, make_url

from app import create_app
from app.access.actor import Actor
from app.access.fence import fence
from app.access.row_policies import kind_name, kinds
from app.access.rows import TELL, role_name, row_key, said_of, sign
from app.access.secure import DatabaseRole, Work
from app.accounts.rules import ROLES_OF_KIND
from app.db.clock import Clock
from app.db.engine import make_engine
from config import Config
from tests.databases import DOCUMENTS, SIGNING_KEY, compiled_once
from tests.postgres import ROLE

PASSWORD = "rows"
OWNER, APPLICATION, PROGRAMME, SYSTEM = f"{ROLE}own", f"{ROLE}app", f"{ROLE}prog", f"{ROLE}sys"
KINDS = kinds(ROLES_OF_KIND)
KEY = row_key(SIGNING_KEY)

GIVE_AWAY = f"""
DO $$ DECLARE one record; BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{OWNER}') THEN
    CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD '{PASSWORD}';
  END IF;
  EXECUTE format('ALTER DATABASE %I OWNER TO {OWNER}', current_database());
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('ALTER TABLE %I OWNER TO {OWNER}', one.tablename);
  END LOOP;
  ALTER SCHEMA queue OWNER TO {OWNER};
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'queue' LOOP
    EXECUTE format('ALTER TABLE queue.%I OWNER TO {OWNER}', one.tablename);
  END LOOP;
  ALTER FUNCTION refuse_change() OWNER TO {OWNER};
END $$
"""


@dataclass(frozen=True)
class Held:
    """A database that holds the policies itself; `url` is the address of the server's own user, who stands above them."""

    url: URL

    def address(self, login: str) -> str:
        """The address by which a login comes in."""
        return self.url.set(username=login, password=PASSWORD).render_as_string(hide_password=False)

    def config(self) -> Config:
        """The settings of an app that comes in by the logins."""
        return Config(
            self.address(APPLICATION),
            "test",
            signing_key=SIGNING_KEY,
            more={"WTF_CSRF_ENABLED": False, "WTF_CSRF_CHECK_DEFAULT": False},
            programme_url=self.address(PROGRAMME),
            system_url=self.address(SYSTEM),
            owner_url=self.address(OWNER),
            documents=DOCUMENTS,
        )

    def app(self, clock: Clock, **other: Any) -> Flask:
        """The app under the logins; other settings where a test wants them."""
        return compiled_once(create_app(replace(self.config(), **other), clock))

    def above(self) -> Engine:
        """A fenced engine of the server's own user: nothing but the program's guard filters what it reads."""
        return fence(make_engine(self.url.render_as_string(hide_password=False)))

    @contextmanager
    def raw(self, login: str | None = None) -> Iterator[psycopg.Connection]:
        """A session that knows nothing of the program, of a login or of the server's own user; undone afterwards."""
        address = self.address(login) if login else self.url.render_as_string(hide_password=False)
        with psycopg.connect(address.replace("+psycopg", "")) as connection:
            yield connection
            connection.rollback()


def secure(url: URL) -> Held:
    """Gives a database an owner, who brings it up to date."""
    held = Held(url)
    with held.raw() as connection:
        connection.execute(GIVE_AWAY)  # type: ignore[arg-type]
        connection.commit()
    app = held.app(Clock())
    answer = app.test_cli_runner().invoke(args=["migrate"])
    assert answer.exit_code == 0, answer.output or repr(answer.exception)
    app.extensions["engine"].dispose()
    return held


def login_of(actor: Actor) -> str:
    """The login by which an actor comes in."""
    return next(role.login for role in roles() if role.name == role_of(actor))


def role_of(actor: Actor, *, writes: bool = False) -> str:
    """The role in the database of an actor."""
    if actor.is_system:
        return role_name(APPLICATION, "system")
    return role_name(APPLICATION, kind_name(actor), writes=writes)


def roles() -> list[DatabaseRole]:
    """Every role that the owner's command makes."""
    logins = (make_url(f"postgresql://{login}@/none") for login in (APPLICATION, PROGRAMME, SYSTEM))
    return list(Work(None, *logins, KINDS, KEY).roles())  # type: ignore[arg-type]


def tell(
    connection: psycopg.Connection, actor: Actor, day: date, *, writes: bool = False, role: str = "", key: str = KEY
) -> None:
    """Says in a raw session who acts, as the program does; a test may say it with another role or a wrong key."""
    name = role or role_of(actor, writes=writes)
    said = said_of(name, actor, day)
    connection.execute(TELL, (name, said, sign(key, said)))
