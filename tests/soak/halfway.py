"""Imports, their undoing and the daily mail, killed half-way: whole or nothing, and it goes on or can be done again.

Below 2,000 rows the web process does it and is killed; above, the worker. What the line lost is lined up again after five
minutes: those are not waited for, but the moment that stands in the row is put back, as if they had passed.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from app.companies.models import Company
from app.imports.models import Import
from app.imports.rules import LATER_FROM, State
from app.jobs.models import Job
from app.jobs.rules import OPEN
from app.jobs.services import ask
from app.notices.jobs import ROUND
from tests.imports.sheets import as_csv
from tests.pages import Site
from tests.soak.client import Answer, NoAnswer
from tests.soak.server import Server, flask, kill, served, worker
from tests.soak.whole import faults, unfinished
from tests.soak.world import Place, World, system
from tests.soak.writing import PEOPLE, Writer

FEW, MANY = 600, LATER_FROM + 300
LONGEST = 300  # seconds that work may take on a machine that others use too
DONE, NOTHING = "all of it", "nothing"


@dataclass
class Broken:
    """What came of it."""

    kills: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    half: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    mails: int = 0
    twice: int = 0

    def figures(self) -> dict[str, Any]:
        """The figures that are told."""
        return {
            "kills": dict(self.kills),
            "found after": dict(self.found),
            "half": len(self.half),
            "did not go on": len(self.stuck),
            "lost": len(self.lost),
            "mails": self.mails,
            "mails sent twice": self.twice,
            "wrong": [*self.half, *self.stuck, *self.lost][:20],
        }


class Scene:
    """A copy of the world with the program at work on it, and somebody who imports."""

    def __init__(self, place: Place, app: Flask, server: Server, log: Path, seed: int) -> None:
        self.place, self.app, self.server, self.log = place, app, server, log
        self.chance, self.found = random.Random(seed), Broken()
        self.member = Writer(server.port, PEOPLE[1], seed)
        self.member.client.sign_in(self.member.email)
        self.slowest = {"web": 1.5, "worker": 6.0}  # seconds in which to kill

    def import_and_undo(self, rows: int) -> None:
        """A file is imported and undone, each killed half-way and then done to the end."""
        who, word, client = "web" if rows <= LATER_FROM else "worker", self.member._word(), self.member.client
        table = as_csv([("Naam", "Plaats"), *((f"{word} {number} BV", "Eindhoven") for number in range(rows))])
        begun = client.post("/importeren", {"kind": "companies"}, ("lijst.csv", table))
        address = begun.location.removesuffix("/kolommen")
        client.post(begun.location, client.form(begun.location))
        number = int(address.rpartition("/")[2])

        def carry_out() -> Answer:
            return client.post(f"{address}/uitvoeren", client.form(address, f"{address}/uitvoeren"))

        def undo() -> Answer:
            return client.post(f"{address}/terug", {})

        steps = (
            (carry_out, {State.OPEN: 0, State.DONE: rows}, State.DONE),
            (undo, {State.DONE: rows, State.UNDONE: 0}, State.UNDONE),
        )
        for deed, whole, end in steps:
            name = f"{who}, {deed.__name__.replace('_', ' ')}"
            (self._in_web if who == "web" else self._in_worker)(name, deed)
            state, there = self._stands(number, word)
            self.found.found[f"{name}: {state}"] += 1
            on_its_way = who == "worker" and state in (State.WAITING, State.GOING_BACK)
            if not on_its_way and whole.get(State(state)) != there:
                self.found.half.append(f"{name}: {there} of {rows} are there, and the import is {state}")
            self._to_the_end(name, deed, who, state != end and not on_its_way)
            if self._stands(number, word) != (end, whole[end]):
                self.found.stuck.append(f"{name}: at the end {self._stands(number, word)} of {rows}")

    def _in_web(self, name: str, deed: Callable[[], Answer]) -> None:
        timer = threading.Timer(
            self.chance.uniform(0.05, self.slowest["web"]), lambda: self.server.kill_one(self.chance)
        )
        timer.start()
        start = time.monotonic()
        try:
            deed()
            self.slowest["web"] = max(0.5, time.monotonic() - start)
        except NoAnswer:
            self.found.kills[f"{name}, broken off"] += 1
        timer.join()
        self.found.kills[name] += 1
        self.server.wait()

    def _in_worker(self, name: str, deed: Callable[[], Answer]) -> None:
        deed()
        at_work = worker(self.place, self.log)
        self._when(lambda: self._steps_begun() or not unfinished(self.app))
        time.sleep(self.chance.uniform(0, self.slowest["worker"]))
        self.found.kills[name] += 1
        self.found.kills[f"{name}, broken off"] += bool(unfinished(self.app))
        kill(at_work)

    def _to_the_end(self, name: str, deed: Callable[[], Answer], who: str, is_needed: bool) -> None:
        """Again where nothing was done, and the worker goes on by itself."""
        if is_needed:
            deed()
        if who == "worker":
            self.work_on(name)

    def work_on(self, name: str) -> None:
        """The worker is there again, and time passes."""
        self.let_time_pass()
        start, at_work = time.monotonic(), worker(self.place, self.log)
        if not self._when(lambda: not unfinished(self.app)):
            self.found.stuck.append(f"{name}: {unfinished(self.app)} jobs still wait")
        self.slowest["worker"] = min(8.0, max(1.0, (time.monotonic() - start) / 2))
        kill(at_work)

    def let_time_pass(self) -> None:
        """As if five minutes have gone by in which nothing was heard of what is open."""
        clock = self.app.extensions["clock"]
        with Site(self.app, clock).system() as session:
            session.execute(update(Job).where(Job.status.in_(OPEN)).values(due_at=clock.now() - timedelta(minutes=1)))

    def mails(self, expected: Counter[str]) -> None:
        """The daily mail of everybody, by a worker that is killed again and again."""
        with self.app.app_context(), Site(self.app, self.app.extensions["clock"]).system() as session:
            ask(session, ROUND)
        for _kill in range(4):
            at_work = worker(self.place, self.log)
            self._when(self._steps_begun)
            time.sleep(self.chance.uniform(0, 0.6))
            kill(at_work)
            self.found.kills["worker, mail"] += 1
            self.let_time_pass()
        self.work_on("mail")
        sent = mailed(self.place)
        self.found.mails += sum(sent.values())
        self.found.twice += sum((sent - expected).values())
        self.found.lost += [f"no mail to {address}" for address in expected - sent]

    def _steps_begun(self) -> bool:
        with system(self.app) as session:
            return bool(session.scalar(select(func.count(Job.id)).where(Job.status == "running")))

    def _when(self, is_so: Callable[[], Any]) -> bool:
        until = time.monotonic() + LONGEST
        while time.monotonic() < until:
            if is_so():
                return True
            time.sleep(0.1)
        return False

    def _stands(self, number: int, word: str) -> tuple[str, int]:
        with system(self.app) as session:
            state = session.scalars(select(Import.state).where(Import.id == number)).one()
            there = session.scalar(select(func.count(Company.id)).where(Company.name.like(f"{word} %")))
        return state, there or 0


def mailed(place: Place) -> Counter[str]:
    """How many mails went to each address."""
    folder = Path((place.config.mail or "").removeprefix("folder:"))
    return Counter(message_from_bytes(file.read_bytes())["To"] for file in folder.glob("*.eml"))


def _mailed_in_peace(made: World, seed: int) -> Counter[str]:
    """The daily mail of a copy of the world where nobody is killed."""
    place = made.lay(f"peace-{seed}")
    app = place.app()
    with app.app_context(), Site(app, app.extensions["clock"]).system() as session:
        ask(session, ROUND)
    app.extensions["engine"].dispose()
    answer = flask(place, "worker", "--once")
    assert answer.returncode == 0, answer.stderr
    return mailed(place)


def break_off(made: World, rounds: int, seed: int) -> Broken:
    """So many imports, undoings and mails that are killed half-way."""
    expected = _mailed_in_peace(made, seed)
    place = made.lay(f"halfway-{seed}")
    app, log = place.app(), made.folder / "halfway.log"
    before = faults(app)
    with served(place, log) as server:
        scene = Scene(place, app, server, log, seed)
        scene.mails(expected)
        for _round in range(rounds):
            for rows in (FEW, MANY):
                scene.import_and_undo(rows)
        scene.found.half += sorted(faults(app) - before)
    app.extensions["engine"].dispose()
    return scene.found


def run(made: World, count: int, seed: int) -> dict[str, Any]:
    """The figures of so many imports on one of the databases."""
    return break_off(made, count, seed).figures()
