"""A database filled once, and copied for every test that wants one of its own."""

import atexit
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import URL, make_url

from app import create_app
from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import GuardedSession, open_session
from app.commands import migrate_database
from app.db.clock import Clock
from app.db.engine import make_engine
from app.jobs.line import file_beside
from config import Config
from tests import postgres

Fill = Callable[[GuardedSession], None]
SIGNING_KEY = "5ea1" * 16
# One folder a run, whichever worker fills it: a file is named by what is in it, so nobody is in another's way.
KEPT_FILES = (postgres.memory() or Path(tempfile.gettempdir())) / f"groeiruimte-files-{postgres.RUN}"
DOCUMENTS, COMPILED = KEPT_FILES / "documents", KEPT_FILES / "templates"
if postgres.BEGINS_RUN:
    atexit.register(shutil.rmtree, KEPT_FILES, ignore_errors=True)
IDLE: dict[type, list[Flask]] = defaultdict(list)  # the apps that nobody uses, of each kind of database


class Template:
    """A filled database of either kind, to be copied quickly into a folder or onto a server."""

    def __init__(self, url: str, place: Path | URL) -> None:
        self.url = url
        self.place = place

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy, removed afterwards."""
        url = self.new_address()
        self.lay(url)
        yield url
        if isinstance(self.place, URL):
            postgres.drop(self.place, make_url(url).database or "")

    def new_address(self) -> str:
        """An address for a copy that is not there yet."""
        if isinstance(self.place, Path):
            return f"sqlite:///{self.place / uuid4().hex}.sqlite3"
        return postgres.new_name(self.place).render_as_string(hide_password=False)

    def lay(self, url: str) -> None:
        """Puts a copy at an address, over what is there."""
        if isinstance(self.place, URL):
            postgres.create(make_url(url), make_url(self.url).database or "")
            return
        path = _path(url)
        for file in (path, file_beside(url)):
            for rest in ("", "-wal", "-shm"):
                file.with_name(file.name + rest).unlink(missing_ok=True)
        shutil.copy(_path(self.url), path)

    @contextmanager
    def app(self, clock: Clock) -> Iterator[Flask]:
        """An app on a copy. Apps are used again: a new one would compile every page and every query anew."""
        idle = IDLE[type(self.place)]
        app = idle.pop() if idle else new_app(self.new_address())
        self.lay(app.extensions["settings"].database_url)
        app.extensions["clock"] = clock
        settings = dict(app.config)
        yield app
        app.config.clear()
        app.config.update(settings)
        app.extensions["engine"].dispose()
        idle.append(app)


def new_app(url: str, clock: Clock | None = None) -> Flask:
    """The app as page tests want it; that forms ask for a token has tests of its own."""
    more = {"WTF_CSRF_ENABLED": False, "WTF_CSRF_CHECK_DEFAULT": False}
    return compiled_once(
        create_app(Config(url, "test", signing_key=SIGNING_KEY, more=more, documents=DOCUMENTS), clock)
    )


def compiled_once(app: Flask) -> Flask:
    """The app, with the templates that another has compiled already."""
    COMPILED.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    return app


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def fill(url: str, clock: Clock, *steps: Fill) -> None:
    """Migrates an empty database and lets each step fill it, as the system."""
    migrate_database(url)
    engine = fence(make_engine(url))
    with open_session(engine, Actor.system("test"), clock, write=True) as session:
        for step in steps:
            step(session)
        session.commit()
    engine.dispose()
