"""A large import is carried out later, five hundred rows a step, and undone later, all of it in one."""

from datetime import time

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.imports.queries import import_file
from app.imports.rules import AT_ONCE, State
from app.imports.services import carry_out, give_up, stay, take_back, tidy
from app.jobs.kinds import Kind
from app.jobs.models import Job
from app.jobs.rules import Daily
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


def _go_back(session: GuardedSession, job: Job) -> bool:
    """All that an import did is undone, or nothing of it."""
    row = import_file(session, job.given["import"])
    if row is not None and row.state == State.GOING_BACK:
        try:
            with session.begin_nested():
                take_back(session, row)
        except Refused as why:
            stay(session, row, why)
    job.done = job.total or 0
    return False


def _tidy(session: GuardedSession, _job: Job) -> bool:
    tidy(session)
    return False


def _outcome(job: Job) -> str:
    return f"/importeren/{job.given['import']}"


APPLY = Kind("imports.apply", N_("Import"), _step, outcome=_outcome)
TAKE_BACK = Kind("imports.take_back", N_("Import ongedaan maken"), _go_back, outcome=_outcome)
TIDY = Kind("imports.tidy", N_("Oude importbestanden opruimen"), _tidy, daily=Daily(time(3)))
