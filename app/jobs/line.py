"""The line in which steps wait: Huey's, in a file beside the SQLite database, in a schema of its own on PostgreSQL.

A message holds the number of a job and of its step, as JSON: what is done stands in the database, so a line that is lost
loses no work, and who writes in it makes nothing run but what was asked for (Huey's own messages are pickled Python).
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import Connection, make_url

NAME, SCHEMA = "groeiruimte", "queue"
SEEN = "seen"
WORKERS = 2
LONGEST_PAUSE = 1.0  # seconds between two looks in the file
LONGEST_STEP = 30  # seconds that a step gets to end when the worker is asked to


# What the login that lines up and works may do with the line; nobody else comes near it.
GRANTS = (
    "GRANT USAGE ON SCHEMA {schema} TO {login}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {login}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {login}",
)


class Plain(Serializer):
    """Messages as JSON."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: Any) -> Any:
        read = json.loads(bytes(data))
        return Message(*read) if isinstance(read, list) else read


class Line:
    """Where steps wait until a worker takes them, each told by the number of its job and of the steps before it."""

    def __init__(self, url: str, step: Callable[[int, int], None], look_round: Callable[[], None]) -> None:
        self.huey = _huey(url)
        self._step = self.huey.task(name="step")(step)
        self._every_minute = self.huey.periodic_task(crontab(), name="look_round")(look_round)

    def put(self, job_id: int, steps: int) -> None:
        """One step more at the end of the line."""
        self._step(job_id, steps)

    def run_all(self) -> int:
        """Runs what waits, here and now, with all that it brings along; how many steps."""
        count = 0
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)
            count += 1
        return count

    def work(self) -> None:
        """Runs what comes until the process is asked to end: a step that runs may finish."""
        self.huey.storage.blocking = isinstance(self.huey, PostgresHuey)
        consumer = self.huey.create_consumer(
            workers=WORKERS, max_delay=LONGEST_PAUSE, graceful_signal="TERM", shutdown_timeout=LONGEST_STEP
        )
        consumer.run()

    def note_seen(self, moment: datetime) -> None:
        """Remembers that a worker looked round."""
        self.huey.put(SEEN, moment.isoformat())

    def last_seen(self) -> datetime | None:
        """When a worker looked round last, or None."""
        found = self.huey.get(SEEN, peek=True)
        return datetime.fromisoformat(found) if found else None

    def close(self) -> None:
        """Lets go of the file or the connections."""
        self.huey.storage.close()


def _huey(url: str) -> Huey:
    how: dict[str, Any] = {"results": False, "serializer": Plain()}
    if url.startswith("sqlite"):
        return SqliteHuey(NAME, filename=str(file_beside(url)), **how)
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def connect() -> psycopg.Connection:
        return psycopg.connect(address, options=f"-c search_path={SCHEMA}")

    return PostgresHuey(NAME, connection=connect, create_tables=False, blocking=False, **how)


def let_in(connection: Connection, login: str) -> None:
    """Lets a login of a PostgreSQL that holds the policies itself use the line; for the owner of the tables."""
    quoted = connection.dialect.identifier_preparer.quote(login)
    for grant in GRANTS:
        connection.exec_driver_sql(grant.format(schema=SCHEMA, login=quoted))


def file_beside(url: str) -> Path:
    """The file of the line that belongs to an SQLite database."""
    return Path(make_url(url).database or "").with_suffix(".queue.sqlite3")
