"""A full disk under database, documents, line and temporary files: each answer is clear, nothing is half, and it goes on."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import postgres
from tests.imports.sheets import as_csv
from tests.soak.client import Answer, NoAnswer
from tests.soak.disk import Disk, small_disk
from tests.soak.server import Server, served
from tests.soak.whole import faults, stray_files
from tests.soak.world import World
from tests.soak.writing import PEOPLE, Writer, lost

MEGABYTES = {"sqlite": 64, "postgresql": 400}
LEFT = (0, 4_096, 20_000, 60_000, 200_000, 700_000)  # bytes that are free when people begin
ACTS = 8
CLEAR = {507: "De schijf is vol", 503: "Het programma is even niet bereikbaar"}
OFTEN = 15  # at so many acts the program must have gone on after there was room


@dataclass
class Filled:
    """What came of it."""

    trials: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    unclear: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    restarts: int = 0
    stray_files: int = 0

    def figures(self) -> dict[str, Any]:
        """The figures that are told."""
        return {
            "full disks": self.trials,
            "answers": dict(self.answers),
            "unclear": len(self.unclear),
            "lost": len(self.lost),
            "half": len(self.half),
            "did not go on": len(self.stuck),
            "database started anew": self.restarts,
            "files for the sweep": self.stray_files,
            "wrong": [*self.unclear, *self.lost, *self.half, *self.stuck][:20],
        }


class Member(Writer):
    """A writer who also imports, exports and looks."""

    def tries(self) -> list[tuple[str, Callable[[], Any]]]:
        """What this person does, by name."""
        wrote = [] if not self.codes else [self._edit, self._talk, self._task, self._document]
        return [(act.__name__.strip("_"), act) for act in (self._lead, *wrote, self._import, self._export, self._look)]

    def _import(self) -> Answer:
        rows = [(f"{self._word()} BV", "Eindhoven") for _row in range(self.chance.choice((20, 900)))]
        table = as_csv([("Naam", "Plaats"), *rows])
        answer = self._send("import", "", "", "/importeren", {"kind": "companies"}, ("lijst.csv", table))
        if not answer.is_done:
            return answer
        address = answer.location.removesuffix("/kolommen")
        self._send("columns", "", "", answer.location, self.client.form(answer.location))
        agreed = self.client.form(address, f"{address}/uitvoeren")
        return self._send("carry out", rows[-1][0], "", f"{address}/uitvoeren", agreed)

    def _export(self) -> Answer:
        form = self.chance.choice(("xlsx", "csv"))
        return self._send("export", "", "", "/exporteren/leads", {"form": form})

    def _look(self) -> Answer:
        return self.client.get(self.chance.choice(("/pijplijn", "/", "/overzicht", "/zoeken?q=soak")))


def fill(made: World, disk: Disk, trials: int, seed: int, log: Path) -> Filled:
    """So many times a full disk, on a copy of the world that stands on it."""
    chance, found = random.Random(seed), Filled()
    place = made.lay(f"full-{seed}", disk.folder)
    app = place.app()
    before = faults(app)
    with temporary_files_on(disk), served(place, log) as server:
        members = [Member(server.port, email, seed * 10 + number) for number, email in enumerate(PEOPLE[:2])]
        for member in members:
            member.client.sign_in(member.email)
            member._lead()
        for _trial in range(trials):
            disk.fill(chance.choice(LEFT))
            for _act in range(ACTS):
                member = chance.choice(members)
                name, act = chance.choice(member.tries())
                found.answers[_told(found, name, member, act)] += 1
            disk.empty()
            found.trials += 1
            _go_on(server, found, members)
            app.extensions["engine"].dispose()
            found.half += sorted(faults(app) - before - set(found.half))
            found.lost += sorted(set(lost(app, [one for each in members for one in each.writes])) - set(found.lost))
            app.extensions["engine"].dispose()
    found.stray_files = stray_files(app)
    return found


def _told(found: Filled, name: str, member: Member, act: Callable[[], Answer | None]) -> str:
    """How an act was answered, in a word; what is unclear is kept."""
    count = len(member.writes)
    try:
        answer = act()
    except NoAnswer as broken:
        if name == "export":
            return "download broken off"  # what was on its way does not end as a whole file does
        found.unclear.append(f"{name}: no answer to {broken}")
        return "none"
    except StopIteration:
        return "clear"  # instead of the page with the form there was one that says why not
    status = answer.status if answer else member.writes[-1].status if len(member.writes) > count else 200
    text = answer.text if answer else ""
    if status < 500:
        return "done" if status < 400 else "refused"
    if status not in CLEAR or (text and CLEAR[status] not in text):
        found.unclear.append(f"{name}: {status}")
        return "unclear"
    return "clear"


def _go_on(server: Server, found: Filled, members: list[Member]) -> None:
    """With room again everybody can write, without anybody doing anything to the program."""
    server.wait()
    for member in members:
        for _try in range(OFTEN):
            count = len(member.writes)
            try:
                member._lead()
            except NoAnswer:
                continue
            if member.writes[count].is_done:
                break
            time.sleep(1)
        else:
            found.stuck.append(f"{member.email} cannot write any more: {member.writes[-1].status}")


@contextmanager
def temporary_files_on(disk: Disk) -> Iterator[None]:
    """What is started meanwhile puts its temporary files on the disk as well."""
    folder = disk.folder / "tmp"
    folder.mkdir(exist_ok=True)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        del os.environ["TMPDIR"]
        if before:
            os.environ["TMPDIR"] = before


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many full disks on one of the databases."""
    log = made.folder / "full.log"
    with small_disk(made.folder / "disk", MEGABYTES[made.kind]) as disk, _on(disk, made) as there:
        return fill(there, disk, count, seed, log).figures()


@contextmanager
def _on(disk: Disk, made: World) -> Iterator[World]:
    """The world on the disk; a PostgreSQL stands there with all that it keeps."""
    if made.server is None:
        yield made
        return
    with postgres.server(durable=True, on=disk.folder) as server:
        yield World(made.kind, disk.folder / "world", server)
