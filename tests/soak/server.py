"""The program as it is served: gunicorn and the worker, in processes of their own that can be killed."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.soak.client import Client, NoAnswer
from tests.soak.world import Place

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for a machine that others use too


class Server:
    """gunicorn, as docs/production.md says: one process on SQLite, two on PostgreSQL, each with threads.

    Only `--preload` is added: a process that takes the place of a killed one is there at once, so more is written in an hour.
    """

    def __init__(self, place: Place, log: Path) -> None:
        self.place, self.log = place, log
        self.port = free_port()
        self.master: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        command = [
            *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4", "--log-level", "error"),
            *(
                "--preload",
                "--workers",
                "1" if self.place.is_sqlite else "2",
                "--bind",
                f"127.0.0.1:{self.port}",
                "wsgi:app",
            ),
        ]
        self.master = spawn(command, self.place, self.log)
        self.wait()

    def wait(self) -> float:
        """Waits until it answers; how many seconds that took."""
        start = time.monotonic()
        while time.monotonic() < start + PATIENCE:
            try:
                if Client(self.port).get("/health").status == 200:
                    return time.monotonic() - start
            except NoAnswer:
                time.sleep(0.05)
        raise TimeoutError("the program does not answer any more")

    def kill_one(self, chance: random.Random) -> bool:
        """kill -9 of one of the processes that answer; gunicorn starts another. Whether there was one."""
        assert self.master is not None
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children").read_text().split()
        if not children:
            return False
        os.kill(int(chance.choice(children)), signal.SIGKILL)
        return True

    def kill_all(self) -> None:
        """kill -9 of the whole program, as when the machine has no memory left."""
        kill(self.master)

    def stop(self) -> None:
        """Lets it end."""
        if self.master is not None and self.master.poll() is None:
            self.master.terminate()
            try:
                self.master.wait(20)
            except subprocess.TimeoutExpired:
                self.kill_all()


@contextmanager
def served(place: Place, log: Path) -> Iterator[Server]:
    """The program at work until the block ends."""
    server = Server(place, log)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def spawn(command: list[str], place: Place, log: Path) -> subprocess.Popen[bytes]:
    """A process with the settings of a place, in a group of its own."""
    with log.open("ab") as out:
        environment = {**os.environ, **place.environment()}
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True)


def flask(place: Place, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the program, as an operator types it."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    environment = {**os.environ, **place.environment()}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def worker(place: Place, log: Path, *words: str) -> subprocess.Popen[bytes]:
    """The worker that does what runs later."""
    return spawn([sys.executable, "-m", "flask", "--app", "wsgi", "worker", *words], place, log)


def kill(process: subprocess.Popen[bytes] | None) -> None:
    """kill -9 of a process with all that it started."""
    if process is not None and process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
