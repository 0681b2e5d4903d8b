"""The demo world on both databases, made once a run and copied for every trial; PostgreSQL holds the policies itself."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import URL, make_url

from app import create_app
from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.db.clock import Clock
from app.jobs.line import file_beside
from config import Config
from tests import postgres, rows
from tests.conftest import demo_world
from tests.databases import SIGNING_KEY, Template

KINDS = ("sqlite", "postgresql")
NO_TOKENS = {"WTF_CSRF_ENABLED": False, "WTF_CSRF_CHECK_DEFAULT": False}


def _secure(url: URL) -> None:
    """Gives the database its owner and policies; once more where PostgreSQL was tidying a table at that moment."""
    try:
        rows.secure(url)
    except AssertionError as deadlock:
        if "deadlock" not in str(deadlock):
            raise
        rows.secure(url)


@dataclass(frozen=True)
class Place:
    """A copy of the world: the settings of whatever works on it."""

    config: Config

    def app(self, *, tokens: bool = False) -> Flask:
        """The program in this process; its forms ask for a token only when told so."""
        return create_app(replace(self.config, more={} if tokens else NO_TOKENS))

    def environment(self) -> dict[str, str]:
        """The same settings for a process of its own."""
        given = {
            "DATABASE_URL": self.config.database_url,
            "PROGRAMME_DATABASE_URL": self.config.programme_url,
            "SYSTEM_DATABASE_URL": self.config.system_url,
            "OWNER_DATABASE_URL": self.config.owner_url,
            "SECRET_KEY": self.config.secret_key,
            "SIGNING_KEY": self.config.signing_key,
            "DOCUMENTS": str(self.config.documents),
            "MAIL": self.config.mail,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.config.database_url.startswith("sqlite")


class World:
    """The demo world on a kind of database, to be copied into a folder."""

    def __init__(self, kind: str, folder: Path, server: URL | None = None) -> None:
        self.kind, self.folder, self.server = kind, folder, server
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "template.sqlite3"
        url = f"sqlite:///{file}"
        if server is not None:
            made = postgres.new_name(server)
            postgres.create(made, "template0")
            url = made.render_as_string(hide_password=False)
        if server is not None or not file.exists():
            demo_world(url, Clock())
        if server is not None:
            _secure(make_url(url))
        self.template = Template(url, server or folder)

    def lay(self, name: str, into: Path | None = None) -> Place:
        """A new copy under a name, over what was there; its files in a folder of their own."""
        home = (into or self.folder) / name
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        more: dict[str, Any] = {"documents": home / "documents", "mail": f"folder:{home / 'mail'}"}
        if self.server is None:
            url = f"sqlite:///{home / 'live.sqlite3'}"
            self.template.lay(url)
            return Place(Config(url, "soak-" * 8, "test", signing_key=SIGNING_KEY, **more))
        url = self.template.new_address()
        self.template.lay(url)
        return Place(replace(rows.Held(make_url(url)).config(), secret_key="soak-" * 8, more={}, **more))

    def lay_again(self, place: Place) -> None:
        """The world as it was, at a place that was worked on; its files stay, as nothing tells them from new ones."""
        url = make_url(place.config.database_url)
        self.template.lay(
            place.config.database_url
            if self.server is None
            else self.server.set(database=url.database).render_as_string(hide_password=False)
        )


@contextmanager
def world(kind: str, folder: Path) -> Iterator[World]:
    """A world of a kind, with a server of its own where it needs one."""
    if kind == "sqlite":
        yield World(kind, folder / kind)
        return
    with postgres.server(durable=True) as server:
        yield World(kind, folder / kind, server)


@contextmanager
def system(app: Flask, *, write: bool = False) -> Iterator[GuardedSession]:
    """A session of the system, to look; what it writes is undone at the end."""
    with open_session(app.extensions["engine"], Actor.system("soak"), app.extensions["clock"], write=write) as session:
        yield session
        session.rollback()


def line_of(place: Place) -> Path:
    """The file in which work waits, on SQLite."""
    return file_beside(place.config.database_url)
