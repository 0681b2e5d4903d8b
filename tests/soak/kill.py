"""kill -9 while people write: what was answered is there, nothing is half there, and the program comes back by itself."""

import random
import statistics
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.soak.server import served
from tests.soak.whole import faults, stray_files, unfinished
from tests.soak.world import World
from tests.soak.writing import PEOPLE, Writer, lost

LOOKED_AT = 20  # kills
LONGEST_TURN = 10  # seconds
ALL_AT_ONCE = 10  # of so many kills one is of the whole program, which is then started anew as the machine would


@dataclass
class Killed:
    """What came of it."""

    kills: int = 0
    whole_program: int = 0
    done: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    stray_files: int = 0
    back_after: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The figures that are told."""
        return {
            "kills": self.kills,
            "of the whole program": self.whole_program,
            "writes answered": sum(self.done.values()),
            "of each": dict(self.done),
            "broken off": self.unanswered,
            "lost": len(self.lost),
            "half": len(self.half),
            "5xx": sum(count for status, count in self.statuses.items() if status >= 500),
            "refused": sum(count for status, count in self.statuses.items() if 400 <= status < 500),
            "files for the sweep": self.stray_files,
            "back after (s), median and most": [
                round(statistics.median(self.back_after), 1),
                round(max(self.back_after), 1),
            ],
            "wrong": [*self.lost, *self.half][:20],
        }


def _let_write(writers: list[Writer], chance: random.Random) -> None:
    """Waits for a few answers, and for a moment that falls anywhere in the next ones."""
    wanted = sum(len(each.writes) for each in writers) + chance.randrange(1, 20)
    until = time.monotonic() + LONGEST_TURN
    while time.monotonic() < until and sum(len(each.writes) for each in writers) < wanted:
        time.sleep(0.01)
    time.sleep(chance.uniform(0, 0.1))


def kill(world: World, kills: int, seed: int) -> Killed:
    """So many kills of the program on a copy of the world."""
    place, chance, found = world.lay(f"kill-{seed}"), random.Random(seed), Killed()
    app = place.app()
    before = faults(app)
    with served(place, world.folder / "kill.log") as server:
        writers = [Writer(server.port, email, seed * 10 + number) for number, email in enumerate(PEOPLE)]
        for writer in writers:
            writer.client.sign_in(writer.email)
        while found.kills < kills:
            stop = threading.Event()
            threads = [threading.Thread(target=writer.write_until, args=(stop,)) for writer in writers]
            for thread in threads:
                thread.start()
            _let_write(writers, chance)
            if chance.random() < 1 / ALL_AT_ONCE:
                server.kill_all()
                found.whole_program += 1
                found.kills += 1
                stop.set()
                for thread in threads:
                    thread.join()
                server.start()
            elif server.kill_one(chance):
                found.kills += 1
            stop.set()
            for thread in threads:
                thread.join()
            found.back_after.append(server.wait())
            if found.kills % LOOKED_AT == 0:
                found.half += sorted(faults(app) - before - set(found.half))
                found.lost += sorted(set(lost(app, [one for each in writers for one in each.writes])) - set(found.lost))
    for writer in writers:
        for one in writer.writes:
            found.statuses[one.status] += 1
            found.done[one.what] += bool(one.is_done)
            found.unanswered += one.is_done is None
    found.half += sorted(faults(app) - before - set(found.half))
    found.half += [f"{count} jobs wait" for count in [unfinished(app)] if count]
    found.lost += sorted(set(lost(app, [one for each in writers for one in each.writes])) - set(found.lost))
    found.stray_files = stray_files(app)
    app.extensions["engine"].dispose()
    return found


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many kills on one of the databases."""
    return kill(made, count, seed).figures()
