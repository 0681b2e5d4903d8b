"""Kinds of work that run later; a room says its own in its jobs.py, and the app factory lists them all."""

from collections.abc import Callable
from dataclasses import dataclass

from app.access.session import GuardedSession
from app.jobs.models import Job
from app.jobs.rules import Daily

Step = Callable[[GuardedSession, Job], bool]


def _on_its_own_page(job: Job) -> str | None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of work: its name, what people call it, what a step does, and the page on which its outcome stands.

    A step does what comes next and tells whether there is more. It is called anew for each step, in a session of its own
    that commits once: it keeps nothing in memory, but says in the job (`done`, `total`) how far it is. So a step that was
    broken off is simply done again. `daily` is for work that comes by itself, as the system.
    """

    name: str
    label: str
    step: Step
    outcome: Callable[[Job], str | None] = _on_its_own_page
    daily: Daily | None = None
