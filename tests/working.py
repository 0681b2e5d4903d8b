"""The worker in the tests: what waits is run for real, here and now."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.jobs.models import Job
from app.jobs.running import Runner
from tests.pages import Site


def runner(site: Site) -> Runner:
    """What lines up and runs the work of this site."""
    found: Runner = site.app.extensions["jobs"]
    return found


def work(site: Site) -> int:
    """Runs all that waits in the line, and what that brings along; how many steps."""
    return runner(site).line.run_all()


def look_round(site: Site) -> int:
    """What the worker does every minute, and then the work; how many steps."""
    runner(site).look_round()
    return work(site)


@contextmanager
def asking(site: Site, actor: Actor) -> Iterator[GuardedSession]:
    """A session of an actor in which work may be asked for, as in a request."""
    with site.app.app_context(), site.session(actor) as session:
        yield session


def found(site: Site, job_id: int) -> Job:
    """A job as it stands in the database."""
    with site.system() as session:
        return session.get_one(Job, job_id)
