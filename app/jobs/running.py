"""Running the steps of jobs: as who asked, in a session of its own, with one commit."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Engine, event

from app.access.actor import Actor
from app.access.errors import OutOfScope
from app.access.session import GuardedSession, open_session
from app.db.clock import AMSTERDAM, Clock
from app.db.errors import Refused
from app.jobs.kinds import Kind
from app.jobs.queries import asked, known, waiting
from app.jobs.rules import Daily, OutOfReach, Trouble
from app.jobs.services import ask, begin_step, end_step, fail_step, line_up_due, tidy
from app.words import N_
from config import Config

if TYPE_CHECKING:
    from app.jobs.line import Line

LOG = logging.getLogger(__name__)
LINE = "app.jobs.line"  # brought in when it is first needed: most requests ask for nothing later
KEEPING = Actor.system("jobs")
TIDYING = Kind("jobs.tidy", N_("Oud werk opruimen"), tidy, daily=Daily(time(3)))

# The actor that a person is now, of the organisation that they asked for; None when that is no more.
Who = Callable[[GuardedSession, int, int | None], Actor | None]


class NoAccess(Exception):
    """Who asked may do nothing any more."""


class Runner:
    """Lines steps up and runs them, for one app."""

    def __init__(self, app: Flask, kinds: Iterable[Kind], who: Who) -> None:
        self.app = app
        self.kinds = {kind.name: kind for kind in (TIDYING, *kinds)}
        self.who = who

    @cached_property
    def line(self) -> "Line":
        """The line of this app's database; it is let go of with the engine."""
        settings: Config = self.app.extensions["settings"]
        line: Line = import_module(LINE).Line(settings.system_url or settings.database_url, self.step, self.look_round)
        return line

    def let_go(self, _engine: Engine) -> None:
        """Closes the line; the next use opens it again."""
        if line := self.__dict__.pop("line", None):
            line.close()

    def line_up(self, steps: Iterable[tuple[int, int]]) -> None:
        """Puts steps in the line. Should that fail, they are found when the worker looks round."""
        try:
            for job_id, before in steps:
                self.line.put(job_id, before)
        except Exception:
            LOG.exception("the line takes no steps")

    def step(self, job_id: int, steps: int) -> None:
        """Runs the next step of a job, if it is the one after so many."""
        try:
            self._step(job_id, steps)
        except Refused as refused:
            said = {name: str(value) for name, value in refused.values.items()}
            self._fail(job_id, steps, Trouble.REFUSED, {"refused": refused.message, "values": said})
        except OutOfScope:
            self._fail(job_id, steps, Trouble.OUT_OF_SCOPE)
        except NoAccess:
            self._fail(job_id, steps, Trouble.NO_ACCESS)
        except OutOfReach:
            LOG.warning("step %s of job %s: something outside did not do its part", steps + 1, job_id, exc_info=True)
            self._fail(job_id, steps, Trouble.UNREACHABLE)
        except Exception:
            LOG.exception("step %s of job %s failed", steps + 1, job_id)
            self._fail(job_id, steps, Trouble.CRASHED)

    def look_round(self) -> None:
        """Asks for what comes by itself, and lines up again what nothing was heard of."""
        with self._session(KEEPING, write=True) as session:
            self._ask_daily(session)
            line_up_due(session)
            session.commit()
        self.line.note_seen(self._clock.now())

    def last_seen(self) -> datetime | None:
        """When a worker looked round last, or None."""
        return self.line.last_seen()

    def _step(self, job_id: int, steps: int) -> None:
        with self._session(KEEPING) as looking:
            row = asked(looking, job_id)
            actor = self._actor(looking, row) if row else None
        if row is None or actor is None:
            return
        kind = self.kinds[row.kind]
        found = []
        if kind.beforehand:
            with self._session(actor) as reading:
                job = waiting(reading, job_id, steps)
                found = [kind.beforehand(reading, job)] if job else []
        with self._session(actor, write=True) as session:
            job = begin_step(session, job_id, steps)
            if job is not None:
                end_step(session, job, more=kind.step(session, job, *found))
                session.commit()

    def _actor(self, session: GuardedSession, row: Any) -> Actor:
        if row.person_id is None:
            return Actor.system(row.kind)
        actor = self.who(session, row.person_id, row.organisation_id)
        if actor is None:
            raise NoAccess
        return actor

    def _fail(self, job_id: int, steps: int, trouble: Trouble, result: dict[str, Any] | None = None) -> None:
        with self._session(KEEPING, write=True) as session:
            fail_step(session, job_id, steps, trouble, result)
            session.commit()

    def _ask_daily(self, session: GuardedSession) -> None:
        local = self._clock.now().astimezone(AMSTERDAM)
        words = {
            word: kind
            for kind in self.kinds.values()
            if kind.daily and (word := kind.daily.key(kind.name, local)) is not None
        }
        for word in words.keys() - known(session, words):
            ask(session, words[word], once=word)

    @property
    def _clock(self) -> Clock:
        clock: Clock = self.app.extensions["clock"]
        return clock

    @contextmanager
    def _session(self, actor: Actor, *, write: bool = False) -> Iterator[GuardedSession]:
        with (
            self.app.app_context(),
            open_session(self.app.extensions["engine"], actor, self._clock, write=write) as own,
        ):
            yield own


def register_jobs(app: Flask, kinds: Iterable[Kind], who: Who) -> None:
    """Lets the app ask for these kinds of work; `who` finds the actor that a person is when it is done."""
    app.extensions["jobs"] = runner = Runner(app, kinds, who)
    event.listen(app.extensions["engine"], "engine_disposed", runner.let_go)
