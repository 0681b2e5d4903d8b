"""Kinds of work that run later; a room says its own in its jobs.py, and the app factory lists them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.access.session import GuardedSession
from app.jobs.models import Job
from app.jobs.rules import Daily

Step = Callable[..., bool]
Beforehand = Callable[[GuardedSession, Job], Any]


def _on_its_own_page(job: Job) -> str | None:
    return None


@dataclass(frozen=True)
class Kind:
    """A kind of work: its name, what people call it, what a step does, and the page on which its outcome stands.

    A step does what comes next and tells whether there is more. It is called anew for each step, in a session of its own
    that commits once: it keeps nothing in memory, but says in the job (`done`, `total`) how far it is. So a step that was
    broken off is simply done again. `daily` is for work that comes by itself, as the system.

    `beforehand` is for what takes long or happens outside, like sending a mail: it runs first, in a session that only reads
    and keeps nobody waiting, and what it gives is handed to the step. It may come twice, should the process end in between.
    """

    name: str
    label: str
    step: Step
    outcome: Callable[[Job], str | None] = _on_its_own_page
    daily: Daily | None = None
    beforehand: Beforehand | None = None
