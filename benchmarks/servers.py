"""What is measured: the floor and the product on each database, each under a gunicorn of one process of its own."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import fill
from benchmarks.client import Client
from tests import postgres, rows
from tests.databases import SIGNING_KEY

ROOT = Path(__file__).resolve().parent.parent
FLOOR = "floor"
GUNICORN = ("gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--log-level", "warning")


@dataclass(frozen=True)
class Server:
    """A server under measurement and the clients that talk to it."""

    process: subprocess.Popen[bytes]
    port: int
    ready_s: float
    client: Client
    coordinator: Client
    ministry: Client


@contextmanager
def serve(of: str, tree: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Runs the floor, or the product of a checkout, under gunicorn until the block ends."""
    app = "benchmarks.floor:app" if of == FLOOR else "benchmarks.product:app"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", *GUNICORN, "--bind", f"127.0.0.1:{port}", app]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=tree, env={**os.environ, **settings})
    try:
        wait(port, process)
        ready = round(time.perf_counter() - start, 2)
        server = Server(process, port, ready, Client(port), Client(port), Client(port))
        sign_in(server)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns at the first answer of /health."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            if Client(port).get("/health").status == 200:
                return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("the server did not start")


def sign_in(server: Server) -> None:
    """Signs the clients in, with the forms that each application shows."""
    clients = (server.client, server.coordinator, server.ministry)
    for client, email in zip(clients, (fill.MEMBER, fill.COORDINATOR, fill.MINISTRY), strict=True):
        hidden = client.get("/login").hidden_fields()
        answer = client.post("/login", {**hidden, "email": email, "password": fill.PASSWORD})
        if answer.status not in (302, 303):
            raise SystemExit(f"signing in as {email} answered {answer.status}")


def copied(file: Path, folder: Path, of: str) -> dict[str, str]:
    """The settings of a server that has a copy of an SQLite file for its own."""
    own = folder / f"{of}.sqlite3"
    own.unlink(missing_ok=True)
    with sqlite3.connect(file) as source, sqlite3.connect(own) as copy:
        source.backup(copy)
    return {"FLOOR_DATABASE": str(own), "DATABASE_URL": f"sqlite:///{own}"}


@contextmanager
def on_postgresql(leads: int) -> Iterator[dict[str, str]]:
    """The settings of a server on a filled PostgreSQL that holds the policies itself, as in production."""
    with postgres.server(durable=True) as at, postgres.database(at) as url:
        fill.fill(url.render_as_string(hide_password=False), leads)
        held = rows.secure(url)
        yield {
            "DATABASE_URL": held.address(rows.APPLICATION),
            "PROGRAMME_DATABASE_URL": held.address(rows.PROGRAMME),
            "SYSTEM_DATABASE_URL": held.address(rows.SYSTEM),
            "SIGNING_KEY": SIGNING_KEY,
        }


def memory(pid: int) -> int:
    """The resident memory of a server's workers, in MB."""
    told = [(entry / "status").read_text() for entry in workers(pid)]
    return round(sum(int(text.split("VmRSS:")[1].split()[0]) for text in told) / 1024)


def processor(pid: int) -> float:
    """The processor's time that a server's workers have used, in ms; what PostgreSQL uses is not in it."""
    threads = [thread for entry in workers(pid) for thread in (entry / "task").iterdir()]
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def workers(pid: int) -> list[Path]:
    """Where the machine tells of a server's workers."""
    return [Path("/proc", child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
