"""A database filled once, and copied for every test that wants one of its own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL

from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import GuardedSession, open_session
from app.commands import migrate_database
from app.db.clock import Clock
from app.db.engine import make_engine
from tests import postgres

Fill = Callable[[GuardedSession], None]


class Template:
    """A filled database of either kind that can be copied quickly."""

    def __init__(self, url: str, copies: Path | URL) -> None:
        self.url = url
        self.copies = copies

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a copy, removed afterwards."""
        if isinstance(self.copies, Path):
            path = self.copies / f"{uuid4().hex}.sqlite3"
            shutil.copy(self.url.removeprefix("sqlite:///"), path)
            yield f"sqlite:///{path}"
            path.unlink()
            return
        with postgres.database(self.copies, template=self.url.rpartition("/")[2].partition("?")[0]) as made:
            yield made.render_as_string(hide_password=False)


def fill(url: str, clock: Clock, *steps: Fill) -> None:
    """Migrates an empty database and lets each step fill it, as the system."""
    migrate_database(url)
    engine = fence(make_engine(url))
    with open_session(engine, Actor.system("test"), clock, write=True) as session:
        for step in steps:
            step(session)
        session.commit()
    engine.dispose()
