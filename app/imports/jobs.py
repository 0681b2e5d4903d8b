"""A large import is carried out later, five hundred rows a step."""

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.imports.queries import import_file
from app.imports.rules import AT_ONCE, State
from app.imports.services import carry_out, give_up
from app.jobs.kinds import Kind
from app.jobs.models import Job
from app.words import N_


def _step(session: GuardedSession, job: Job) -> bool:
    """The next rows of the plan. Where one was changed meanwhile, all that was done is undone and nothing is imported."""
    row = import_file(session, job.given["import"])
    if row is None or row.state != State.WAITING:
        return False
    try:
        with session.begin_nested():
            job.done = carry_out(session, row, job.done, AT_ONCE)
    except Refused as why:
        give_up(session, row, why)
    return row.state == State.WAITING


APPLY = Kind("imports.apply", N_("Import"), _step, outcome=lambda job: f"/importeren/{job.given['import']}")
