"""How work that runs later goes: what becomes of it, how long it is waited for, and when it comes by itself."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from app.words import N_


class Status(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


OPEN = (Status.WAITING, Status.RUNNING)
ENDED = (Status.DONE, Status.FAILED, Status.STOPPED)
STATUS_LABELS = {
    Status.WAITING: N_("wacht"),
    Status.RUNNING: N_("bezig"),
    Status.DONE: N_("klaar"),
    Status.FAILED: N_("mislukt"),
    Status.STOPPED: N_("gestopt"),
}


class Trouble(StrEnum):
    """Why a job failed; never more than this, as what went wrong may name a company."""

    REFUSED = "refused"
    OUT_OF_SCOPE = "out_of_scope"
    NO_ACCESS = "no_access"
    CRASHED = "crashed"
    UNREACHABLE = "unreachable"


class OutOfReach(Exception):
    """Something outside the program, such as the mail server, did not do what was asked; it may do so later."""


TROUBLE_LABELS = {
    Trouble.REFUSED: N_("Een regel stond het niet toe."),
    Trouble.OUT_OF_SCOPE: N_("Wie het vroeg, mocht dit niet meer."),
    Trouble.NO_ACCESS: N_("Wie het vroeg, heeft geen toegang meer of werkt nu ergens anders."),
    Trouble.UNREACHABLE: N_("Iets buiten het programma deed niet mee, zoals de mailserver."),
    Trouble.CRASHED: N_("Er ging iets mis in het programma. Het staat in het logboek van de server."),
}

# What the line lost, as a process was ended half-way, is lined up again after this long.
PATIENCE = timedelta(minutes=5)
# A step that failed is tried again, each time a while later; what is outside gets longer to come back.
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
RETRIES = {Trouble.CRASHED: RETRY_AFTER, Trouble.UNREACHABLE: (*RETRY_AFTER, timedelta(hours=2), timedelta(hours=6))}
KEPT_FOR = timedelta(days=90)
# The worker looks round every minute; nobody has seen it for this long: then it does not run.
MISSED_AFTER = timedelta(minutes=5)


def retry_at(trouble: Trouble, tries: int, now: datetime) -> datetime | None:
    """When a step is tried again that failed so many times in a row; None once that was enough, or where it is no use."""
    waits = RETRIES.get(trouble, ())
    return now + waits[tries - 1] if tries <= len(waits) else None


@dataclass(frozen=True)
class Daily:
    """Work that comes by itself, once a day, from an hour of the day in the Netherlands on."""

    at: time

    def key(self, name: str, local: datetime) -> str | None:
        """The word under which the work of this day is asked for once; None before its hour."""
        return f"{name} {local.date().isoformat()}" if local.time() >= self.at else None


def percent(done: int, total: int | None) -> int | None:
    """How far a job is, as far as that is known."""
    return min(100 * done // total, 100) if total else None
