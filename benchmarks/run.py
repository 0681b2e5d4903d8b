"""Measures the product's pages beside a floor, in one run on this machine, and prints what it found.

    python -m benchmarks.run [--leads 10000 100000] [--rounds 60] [--out var/benchmark.json] [--beside FOLDER]

All run under gunicorn with one process: the floor on an SQLite file, the product on one and on PostgreSQL. Requests
alternate between them, so that a busy moment of the machine slows all. Nothing is asserted: read the ratios; those of
the processor's time (cpu) also hold on a machine that is shared. `--beside` measures another checkout of the program in
the same run: before and after.
"""

import argparse
import compileall
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path

from benchmarks import fill, floor
from benchmarks.client import Answer, together
from benchmarks.servers import FLOOR, ROOT, Server, copied, memory, on_postgresql, processor, serve

WARM = 5
ONCE_IN_A_WHILE = 3
FIRST = (
    "Zonnewind",
    "Kestrel",
    "Ruitenberg",
    "Halvex",
    "Molenaar",
    "Quintus",
    "Delta",
    "Oranje",
    "Steenbok",
    "Wolkenlucht",
)
THEN = ("Fotonica", "Bakkerij", "Robots", "Logistiek", "Medisch", "Staal", "Chips", "Waterstof", "Zaden", "Vezels")
SQLITE, POSTGRESQL, BEFORE = "sqlite", "postgresql", "before"


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


@dataclass(frozen=True)
class Report:
    """What came out with so many leads: seconds to the first answer, memory idle and after (MB), and each page."""

    leads: int
    rounds: int
    first_answer_s: dict[str, float]
    memory_mb: dict[str, tuple[int, int]]
    pages: list[Measured]


def main() -> None:
    """Fills, starts, measures, prints; once for each number of leads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leads", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--no-postgresql", dest="postgresql", action="store_false")
    parser.add_argument("--kept", type=Path, help="a folder in which filled files are kept for a next time")
    parser.add_argument("--out", type=Path, default=ROOT / "var" / "benchmark.json")
    given = parser.parse_args()
    compileall.compile_dir(ROOT / "app", quiet=1)  # as docs/production.md says
    reports = [one_size(leads, given) for leads in given.leads]
    if len(reports) > 1:
        show_growth(reports[0], reports[-1])
    given.out.parent.mkdir(exist_ok=True)
    given.out.write_text(json.dumps([asdict(report) for report in reports], indent=2) + "\n")
    print(f"Written to {given.out}")


def one_size(leads: int, given: argparse.Namespace) -> Report:
    """All pages of all servers with so many leads."""
    with tempfile.TemporaryDirectory(prefix="groeiruimte-bench-") as scratch, ExitStack() as running:
        folder = Path(scratch)
        floor_file, product_file = filled(leads, given.kept or folder)
        trees = {FLOOR: ROOT, **({BEFORE: given.beside.resolve()} if given.beside else {}), SQLITE: ROOT}
        settings = {of: copied(floor_file if of == FLOOR else product_file, folder, of) for of in trees}
        if given.postgresql:
            trees[POSTGRESQL] = ROOT
            settings[POSTGRESQL] = running.enter_context(on_postgresql(leads))
        servers = {of: running.enter_context(serve(of, tree, settings[of])) for of, tree in trees.items()}
        idle = {of: memory(server.process.pid) for of, server in servers.items()}
        asked = [floor_pages(one, leads) if of == FLOOR else pages(one) for of, one in servers.items()]
        results = [one for page in zip(*asked, strict=True) for one in measure(page, servers, given.rounds)]
        report = Report(
            leads,
            given.rounds,
            {of: server.ready_s for of, server in servers.items()},
            {of: (idle[of], memory(server.process.pid)) for of, server in servers.items()},
            results,
        )
    show(report)
    return report


def filled(leads: int, folder: Path) -> tuple[Path, Path]:
    """The files of the floor and of the product with so many leads; filled unless they are there from before."""
    folder.mkdir(parents=True, exist_ok=True)
    files = folder / f"floor-{leads}.sqlite3", folder / f"product-{leads}.sqlite3"
    if not all(file.exists() for file in files):
        start = time.perf_counter()
        floor.fill(files[0], leads)
        files[1].unlink(missing_ok=True)
        fill.fill(f"sqlite:///{files[1]}", leads)
        print(f"Filled {leads:,} leads in {time.perf_counter() - start:.0f} s")
    return files


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

    def bring_in() -> Answer:
        """A file from choosing it to having it, as a person goes: its columns, what it would do, doing it."""
        chosen = member.upload("/importeren", {**form, "kind": "companies"}, companies(time.time_ns() % 10**8))
        path = (chosen.location or "").removesuffix("/kolommen")
        columns, looked = member.get(f"{path}/kolommen"), member.get(path)
        return together([chosen, columns, looked, member.post(f"{path}/uitvoeren", {**form, **looked.hidden_fields()})])

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
        Page("import of 1,000", bring_in, (302, 303), after=go_on, most=ONCE_IN_A_WHILE),
    ]


def companies(turn: int) -> str:
    """A file of a thousand companies that were not there before."""
    words = random.Random(turn)
    names = (f"{words.choice(FIRST)} {words.choice(THEN)} {turn % 10**5}{row:03}" for row in range(1000))
    rows = [f"{name};{words.choice(floor.PLACES)};www.{turn}-{row}.example" for row, name in enumerate(names)]
    return "\r\n".join(["Naam;Vestigingsplaats;Website", *rows])


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
        Page("import of 1,000", lambda: member.post("/import", {"file": companies(next(turn))}), most=ONCE_IN_A_WHILE),
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


def show(report: Report) -> None:
    """Prints the table that people read."""
    print(f"\n{report.leads:,} leads, {report.rounds} rounds")
    print(f"{'page':<16}{'of':<12}{'p50 ms':>9}{'p95 ms':>9}{'×':>7}{'cpu ms':>9}{'×':>7}{'queries':>9}{'kB':>8}")
    for one in report.pages:
        print(
            f"{one.page:<16}{one.of:<12}{one.p50:>9.2f}{one.p95:>9.2f}{one.times_floor:>7}{one.cpu:>9.2f}"
            f"{one.times_floor_cpu:>7}{'–' if one.queries is None else one.queries:>9}{one.kilobytes:>8.1f}"
        )
    print(f"\nFirst answer (s): {report.first_answer_s}; memory idle and after (MB): {report.memory_mb}")


def show_growth(small: Report, large: Report) -> None:
    """Prints how much more each page takes with the most leads than with the fewest."""
    before = {(one.page, one.of): one for one in small.pages}
    print(f"\nFrom {small.leads:,} to {large.leads:,} leads: × on the clock, × of the processor")
    for one in large.pages:
        was = before[one.page, one.of]
        print(f"{one.page:<16}{one.of:<12}{one.p50 / was.p50:>7.1f}{one.cpu / was.cpu:>7.1f}")


if __name__ == "__main__":
    main()
