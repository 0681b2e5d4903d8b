"""Measures the product's pages beside a floor, in one run on this machine, and prints what it found.

    python -m benchmarks.run [--leads 10000] [--rounds 60] [--out var/benchmark.json]

Both run under gunicorn with one process, on SQLite files in a temporary folder. Requests alternate between the two, so
that a busy moment of the machine slows both. Nothing is asserted: read the ratios.
"""

import argparse
import compileall
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

from benchmarks import fill, floor
from benchmarks.client import Answer, Client

ROOT = Path(__file__).resolve().parent.parent
WARM = 5


@dataclass(frozen=True)
class Page:
    """One page on both sides: how to ask for it, and what a good answer is."""

    name: str
    product: Callable[[Client], Answer]
    floor: Callable[[Client], Answer]
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Measured:
    """What came out for one page; times in ms."""

    page: str
    p50: float
    p95: float
    floor_p50: float
    floor_p95: float
    ratio: float
    queries: int | None
    kilobytes: float


def main() -> None:
    """Fills, starts, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "benchmark.json")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "app", quiet=1)  # as docs/production.md says
    with tempfile.TemporaryDirectory(prefix="groeiruimte-bench-") as folder:
        product_file, floor_file = Path(folder) / "product.sqlite3", Path(folder) / "floor.sqlite3"
        start = time.perf_counter()
        fill.fill(f"sqlite:///{product_file}", given.leads)
        floor.fill(floor_file, given.leads)
        print(f"Filled {given.leads:,} leads in {time.perf_counter() - start:.0f} s")
        with (
            serve("benchmarks.product:app", {"DATABASE_URL": f"sqlite:///{product_file}"}) as product,
            serve("benchmarks.floor:app", {"FLOOR_DATABASE": str(floor_file)}) as bare,
        ):
            idle = memory(product.process.pid), memory(bare.process.pid)
            results = [measure(page, product, bare, given.rounds) for page in pages(product, bare, given.leads)]
            loaded = memory(product.process.pid), memory(bare.process.pid)
    report = {
        "leads": given.leads,
        "rounds": given.rounds,
        "first_answer_s": {"product": product.ready_s, "floor": bare.ready_s},
        "memory_mb": {"product": [idle[0], loaded[0]], "floor": [idle[1], loaded[1]]},
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


@contextmanager
def serve(app: str, settings: dict[str, str]) -> Iterator[Server]:
    """Runs an application under gunicorn until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", "4"),
        *("--bind", f"127.0.0.1:{port}", "--log-level", "warning", app),
    ]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
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


def pages(product: Server, bare: Server, leads: int) -> list[Page]:
    """The pages that people wait for most; the dashboard also as it is for whoever looks first after a change."""
    listed = product.client.get("/pijplijn?wie=organisatie").body  # whose whole page opens, with its timeline
    codes = re.findall(r'href="/leads/(GR-[\d-]+)"', listed) or ["GR-25-00001"]
    turn = count()
    form = product.client.get("/leads/nieuw").hidden_fields()
    asked = date.today()  # noqa: DTZ011  the day on which the program believes to be

    def new_lead(client: Client) -> Answer:
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
        answer = client.post("/leads/nieuw", values)
        client.get(answer.location or "/")  # as a browser does: what there is to tell is told once
        return answer

    def changed_dashboard(client: Client) -> Answer:
        new_lead(client)  # what was kept of the dashboard does not hold any more
        return product.coordinator.get("/overzicht")

    def new_row(client: Client) -> Answer:
        return client.post(
            "/lead", {"name": "Meet", "place": "Delft", "needed_by": "2029-01-01", "asked_on": "2026-11-01"}
        )

    return [
        Page("list", lambda c: c.get("/pijplijn"), lambda c: c.get("/list")),
        Page(
            "list, filtered",
            lambda c: c.get("/pijplijn?step=articulating"),
            lambda c: c.get("/list?step=vraagarticulatie"),
        ),
        Page(
            "lead",
            lambda c: c.get(f"/leads/{codes[next(turn) % len(codes)]}"),
            lambda c: c.get(f"/lead/{next(turn) * 97 % leads + 1}"),
        ),
        Page(
            "dashboard", lambda _c: product.coordinator.get("/overzicht"), lambda _c: bare.coordinator.get("/dashboard")
        ),
        Page("Voortgang, EZ", lambda _c: product.ministry.get("/voortgang"), lambda _c: bare.ministry.get("/list")),
        Page("create", new_lead, new_row, (302, 303)),
        Page("dash., changed", changed_dashboard, lambda _c: bare.coordinator.get("/dashboard")),
    ]


def measure(page: Page, product: Server, bare: Server, rounds: int) -> Measured:
    """Asks for the page on both sides in turn; the first answers only warm up."""
    ours: list[Answer] = []
    theirs: list[Answer] = []
    for number in range(WARM + rounds):
        answer, least = page.product(product.client), page.floor(bare.client)
        for who, got in (("product", answer), ("floor", least)):
            if got.status not in page.good:
                raise SystemExit(f"{page.name}: the {who} answered {got.status}\n{got.body[:2000]}")
        if number >= WARM:
            ours.append(answer)
            theirs.append(least)
    p50, floor_p50 = statistics.median(a.ms for a in ours), statistics.median(a.ms for a in theirs)
    return Measured(
        page=page.name,
        p50=round(p50, 2),
        p95=round(percentile([a.ms for a in ours], 0.95), 2),
        floor_p50=round(floor_p50, 2),
        floor_p95=round(percentile([a.ms for a in theirs], 0.95), 2),
        ratio=round(p50 / floor_p50, 1),
        queries=max((a.queries for a in ours if a.queries is not None), default=None),
        kilobytes=round(max(a.size for a in ours) / 1024, 1),
    )


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted(values)[min(len(values) - 1, round(share * (len(values) - 1)))]


def memory(pid: int) -> int:
    """The resident memory of a process and its children, in MB."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*/status"):
        try:
            text = entry.read_text()
        except OSError:
            continue
        parent = re.search(r"PPid:\s+(\d+)", text)
        resident = re.search(r"VmRSS:\s+(\d+)", text)
        if resident and parent and int(parent.group(1)) == pid:
            total += int(resident.group(1))
    return round(total / 1024)


def show(report: dict[str, object], results: list[Measured]) -> None:
    """Prints the table that people read."""
    print(
        f"\n{'page':<16}{'p50 ms':>9}{'p95 ms':>9}{'floor p50':>11}{'floor p95':>11}{'ratio':>8}{'queries':>9}{'kB':>8}"
    )
    for one in results:
        print(
            f"{one.page:<16}{one.p50:>9.2f}{one.p95:>9.2f}{one.floor_p50:>11.2f}{one.floor_p95:>11.2f}"
            f"{'× ' + str(one.ratio):>8}{one.queries if one.queries is not None else '–':>9}{one.kilobytes:>8.1f}"
        )
    print(f"\nFirst answer (s): {report['first_answer_s']}; memory idle and after (MB): {report['memory_mb']}")


if __name__ == "__main__":
    main()
