"""Measures the product's pages beside a floor, in one run on this machine, and prints what it found.

    python -m benchmarks.run [--leads 10000] [--rounds 60] [--out var/benchmark.json] [--beside FOLDER]

All run under gunicorn with one process, on SQLite files in a temporary folder. Requests alternate between them, so that
a busy moment of the machine slows all. Nothing is asserted: read the ratios; those of the processor's time (cpu) also
hold on a machine that is shared. `--beside` measures another checkout of the program in the same run: before and after.
"""

import argparse
import compileall
import json
import os
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path

from benchmarks import fill, floor
from benchmarks.client import Answer, Client

ROOT = Path(__file__).resolve().parent.parent
WARM = 5
ONCE_IN_A_WHILE = 3
PRODUCT, BEFORE, FLOOR = "product", "before", "floor"


def nothing() -> None:
    """What comes before most pages."""


@dataclass(frozen=True)
class Page:
    """One page of one server: how to ask for it, what comes before and after unmeasured, and what a good answer is."""

    name: str
    ask: Callable[[], Answer]
    good: tuple[int, ...] = (200,)
    before: Callable[[], object] = nothing
    after: Callable[[Answer], object] = lambda _answer: None
    most: int | None = None  # rounds of what takes long


@dataclass(frozen=True)
class Measured:
    """What came out for one page of one server: times in ms, on the clock and of the processor."""

    page: str
    of: str
    p50: float
    p95: float
    cpu: float
    times_floor: float
    times_floor_cpu: float
    queries: int | None
    kilobytes: float


def main() -> None:
    """Fills, starts, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "benchmark.json")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "app", quiet=1)  # as docs/production.md says
    with tempfile.TemporaryDirectory(prefix="groeiruimte-bench-") as folder:
        product_file, floor_file = Path(folder) / "product.sqlite3", Path(folder) / "floor.sqlite3"
        start = time.perf_counter()
        fill.fill(f"sqlite:///{product_file}", given.leads)
        floor.fill(floor_file, given.leads)
        print(f"Filled {given.leads:,} leads in {time.perf_counter() - start:.0f} s")
        with ExitStack() as running:
            trees = {FLOOR: ROOT, **({BEFORE: given.beside.resolve()} if given.beside else {}), PRODUCT: ROOT}
            servers = {
                of: running.enter_context(serve(of, tree, floor_file if of == FLOOR else copied(product_file, of)))
                for of, tree in trees.items()
            }
            idle = {of: memory(server.process.pid) for of, server in servers.items()}
            asked = [floor_pages(one, given.leads) if of == FLOOR else pages(one) for of, one in servers.items()]
            results = [one for page in zip(*asked, strict=True) for one in measure(page, servers, given.rounds)]
            loaded = {of: memory(server.process.pid) for of, server in servers.items()}
    report = {
        "leads": given.leads,
        "rounds": given.rounds,
        "first_answer_s": {of: server.ready_s for of, server in servers.items()},
        "memory_mb": {of: [idle[of], loaded[of]] for of in servers},
        "pages": [asdict(one) for one in results],
    }
    show(report, results)
    given.out.parent.mkdir(exist_ok=True)
    given.out.write_text(json.dumps(report, indent=2) + "\n")
    print(f"Written to {given.out}")


@dataclass(frozen=True)
class Server:
    """A server under measurement and the clients that talk to it."""

    process: subprocess.Popen[bytes]
    port: int
    ready_s: float
    client: Client
    coordinator: Client
    ministry: Client


def copied(file: Path, of: str) -> Path:
    """A database of its own for a server."""
    own = file.with_name(f"{of}.sqlite3")
    with sqlite3.connect(file) as source, sqlite3.connect(own) as copy:
        source.backup(copy)
    return own


@contextmanager
def serve(of: str, tree: Path, database: Path) -> Iterator[Server]:
    """Runs the floor, or the product of a checkout, under gunicorn until the block ends."""
    app = "benchmarks.floor:app" if of == FLOOR else "benchmarks.product:app"
    settings = {"FLOOR_DATABASE": str(database), "DATABASE_URL": f"sqlite:///{database}"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "4"),
        *("--bind", f"127.0.0.1:{port}", "--log-level", "warning", app),
    ]
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


def pages(server: Server) -> list[Page]:
    """The pages that people wait for most; the dashboard also as it is for whoever looks first after a change."""
    member, coordinator = server.client, server.coordinator
    listed = member.get("/pijplijn?wie=organisatie").body  # whose whole page opens, with its timeline
    codes = cycle(re.findall(r'href="/leads/(GR-[\d-]+)"', listed) or ["GR-25-00001"])
    form, turn = member.get("/leads/nieuw").hidden_fields(), count()
    asked = date.today()  # noqa: DTZ011  the day on which the program believes to be

    def new_lead() -> Answer:
        values = {
            **form,
            "name": f"Meetbedrijf {time.time_ns()}",
            "municipality": "Eindhoven",
            "technologies": "NTS01",
            "question": "Waar is ruimte en stroom?",
            "kinds": ["space", "energy"],
            "asked_on": asked.isoformat(),
            "needed_by": (asked + timedelta(days=900)).isoformat(),
        }
        return member.post("/leads/nieuw", values)

    def go_on(answer: Answer) -> Answer:
        return member.get(answer.location or "/")  # as a browser does, so that what there is to tell is told once

    return [
        Page("list", lambda: member.get("/pijplijn")),
        Page("list, sorted", lambda: member.get("/pijplijn?sorteer=lead")),
        Page("list, filtered", lambda: member.get("/pijplijn?stap=articulating")),
        Page("search", lambda: member.get(f"/zoeken?q=edrijf+{next(turn) % 900 + 100}")),
        Page("board", lambda: member.get("/pijplijn?beeld=bord")),
        Page("lead", lambda: member.get(f"/leads/{next(codes)}")),
        Page("dashboard", lambda: coordinator.get("/overzicht")),
        Page("Voortgang, EZ", lambda: server.ministry.get("/voortgang")),
        Page("create", new_lead, (302, 303), after=go_on),
        Page("dash., changed", lambda: coordinator.get("/overzicht"), before=lambda: go_on(new_lead())),
        Page("export of all", lambda: member.post("/exporteren/leads", {**form, "form": "csv"}), most=ONCE_IN_A_WHILE),
    ]


def floor_pages(server: Server, leads: int) -> list[Page]:
    """The same pages as the floor has them."""
    member, coordinator, turn = server.client, server.coordinator, count()
    new = {"name": "Meet", "place": "Delft", "needed_by": "2029-01-01", "asked_on": "2026-11-01"}
    return [
        Page("list", lambda: member.get("/list")),
        Page("list, sorted", lambda: member.get("/list?sort=name")),
        Page("list, filtered", lambda: member.get("/list?step=vraagarticulatie")),
        Page("search", lambda: member.get(f"/search?q=edrijf {next(turn) % 900 + 100}".replace(" ", "+"))),
        Page("board", lambda: member.get("/list")),
        Page("lead", lambda: member.get(f"/lead/{next(turn) * 97 % leads + 1}")),
        Page("dashboard", lambda: coordinator.get("/dashboard")),
        Page("Voortgang, EZ", lambda: server.ministry.get("/list")),
        Page("create", lambda: member.post("/lead", new), (302, 303)),
        Page("dash., changed", lambda: coordinator.get("/dashboard")),
        Page("export of all", lambda: member.get("/export.csv"), most=ONCE_IN_A_WHILE),
    ]


def measure(page: Sequence[Page], servers: dict[str, Server], rounds: int) -> Iterator[Measured]:
    """Asks every server for its page in turn; the first answers only warm up. The floor comes first."""
    answers: dict[str, list[tuple[Answer, float]]] = {of: [] for of in servers}
    warm, rounds = (1, min(rounds, page[0].most)) if page[0].most else (WARM, rounds)
    for number in range(warm + rounds):
        for one, (of, server) in zip(page, servers.items(), strict=True):
            one.before()
            used = processor(server.process.pid)
            answer = one.ask()
            used = processor(server.process.pid) - used
            if answer.status not in one.good:
                raise SystemExit(f"{one.name}: the {of} answered {answer.status}\n{answer.body[:2000]}")
            one.after(answer)
            if number >= warm:
                answers[of].append((answer, used))
    floor_p50, floor_cpu = middle(answers[FLOOR])
    for of, found in answers.items():
        p50, cpu = middle(found)
        yield Measured(
            page=page[0].name,
            of=of,
            p50=round(p50, 2),
            p95=round(percentile([answer.ms for answer, _used in found], 0.95), 2),
            cpu=round(cpu, 2),
            times_floor=round(p50 / floor_p50, 1),
            times_floor_cpu=round(cpu / floor_cpu, 1),
            queries=max((answer.queries for answer, _used in found if answer.queries is not None), default=None),
            kilobytes=round(max(answer.size for answer, _used in found) / 1024, 1),
        )


def middle(found: list[tuple[Answer, float]]) -> tuple[float, float]:
    """The medians (ms) of the time on the clock and of the processor's time."""
    return statistics.median(answer.ms for answer, _used in found), statistics.median(used for _answer, used in found)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def memory(pid: int) -> int:
    """The resident memory of a server's workers, in MB."""
    told = [(entry / "status").read_text() for entry in workers(pid)]
    return round(sum(int(text.split("VmRSS:")[1].split()[0]) for text in told) / 1024)


def processor(pid: int) -> float:
    """The processor's time that a server's workers have used, in ms."""
    threads = [thread for entry in workers(pid) for thread in (entry / "task").iterdir()]
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


def workers(pid: int) -> list[Path]:
    """Where the machine tells of a server's workers."""
    return [Path("/proc", child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def show(report: dict[str, object], results: list[Measured]) -> None:
    """Prints the table that people read."""
    print(f"\n{'page':<16}{'of':<9}{'p50 ms':>9}{'p95 ms':>9}{'×':>7}{'cpu ms':>9}{'×':>7}{'queries':>9}{'kB':>8}")
    for one in results:
        print(
            f"{one.page:<16}{one.of:<9}{one.p50:>9.2f}{one.p95:>9.2f}{one.times_floor:>7}{one.cpu:>9.2f}"
            f"{one.times_floor_cpu:>7}{'–' if one.queries is None else one.queries:>9}{one.kilobytes:>8.1f}"
        )
    print(f"\nFirst answer (s): {report['first_answer_s']}; memory idle and after (MB): {report['memory_mb']}")


if __name__ == "__main__":
    main()
