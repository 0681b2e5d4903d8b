"""The progress talk about a report: when it was, who sat at the table, and what was agreed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.db.clock import AMSTERDAM
from app.db.errors import Refused
from app.narrative import wording
from app.narrative.markdown import tidy
from app.reports.models import Report
from app.reports.talk_models import Agreement, ProgressTalk
from app.words import N_

PARTIES = {
    "ministry": N_("EZ"),
    "ipo": N_("IPO"),
    "nfia": N_("NFIA"),
    "coordinator": N_("Coördinerende ROM"),
    "taskforce": N_("De taskforce"),
}
IN_FUTURE = N_("Deze dag ligt in de toekomst. Leg het gesprek vast als het is geweest.")
NOBODY = N_("Schrijf op wie er aan tafel zat.")
NOTHING = N_("Schrijf op wat er is afgesproken.")
NO_PARTY = N_("Kies wie dit doet.")


@dataclass(frozen=True)
class Told:
    """A talk with its agreements, as everybody at the table reads it."""

    talk: ProgressTalk
    agreements: list[Agreement] = field(default_factory=list)


def talks(session: GuardedSession, number: str | None = None) -> list[Told]:
    """The talks about a report, or about all, the latest first, with what was agreed. Two queries."""
    wanted = select(ProgressTalk).order_by(ProgressTalk.held_on.desc(), ProgressTalk.id.desc())
    if number is not None:
        wanted = wanted.where(ProgressTalk.report_number == number)
    found = {row.id: Told(row) for row in session.scalars(wanted)}
    agreed = select(Agreement).where(Agreement.talk_id.in_(list(found))).order_by(Agreement.id)
    for row in session.scalars(agreed) if found else ():
        found[row.talk_id].agreements.append(row)
    return list(found.values())


def talk(session: GuardedSession, talk_id: int) -> ProgressTalk | None:
    """A talk by its key."""
    return session.scalars(select(ProgressTalk).where(ProgressTalk.id == talk_id)).one_or_none()


def agreement(session: GuardedSession, talk_id: int, agreement_id: int) -> Agreement | None:
    """An agreement of a talk, by their keys."""
    found = select(Agreement).where(Agreement.id == agreement_id, Agreement.talk_id == talk_id)
    return session.scalars(found).one_or_none()


def record_talk(
    session: GuardedSession, report: Report, *, held_on: date, attendees: str | None, counted: bool
) -> ProgressTalk:
    """A talk about a report, on a day that has been."""
    return change_talk(
        session, ProgressTalk(report_number=report.number), held_on=held_on, attendees=attendees, counted=counted
    )


def change_talk(
    session: GuardedSession, row: ProgressTalk, *, held_on: date, attendees: str | None, counted: bool
) -> ProgressTalk:
    """Another day, or others at the table."""
    if held_on > session.clock.today():
        raise Refused(IN_FUTURE, field="held_on")
    if not attendees or not attendees.strip():
        raise Refused(NOBODY, field="attendees")
    wording.check_words(session, {"attendees": attendees}, counted=counted)
    row.held_on, row.attendees = held_on, tidy(attendees)
    session.add(row)
    session.flush()
    return row


def agree(
    session: GuardedSession,
    row: ProgressTalk,
    *,
    party: str | None,
    what: str | None,
    counted: bool,
    due_on: date | None = None,
) -> Agreement:
    """What one of the parties at the table will do, by a day or without one."""
    if party not in PARTIES:
        raise Refused(NO_PARTY, field="party")
    if not what or not what.strip():
        raise Refused(NOTHING, field="what")
    wording.check_words(session, {"what": what}, counted=counted)
    made = Agreement(talk_id=row.id, party=party, what=tidy(what), due_on=due_on)
    session.add(made)
    session.flush()
    return made


def tick(session: GuardedSession, row: Agreement) -> Agreement:
    """An agreement is done today; once more: it is not."""
    row.done_on = None if row.done_on else session.clock.today()
    session.flush()
    return row


def drop_agreement(session: GuardedSession, row: Agreement) -> None:
    """What was not agreed after all."""
    session.delete(row)
    session.flush()


# --- Into the next report ------------------------------------------------------------------------------------


def told(session: GuardedSession, published: datetime | None) -> list[dict[str, Any]]:
    """The talks that the next report holds: since the last came out, or with something still to be done.

    Who sat at the table stays out of what is frozen: those are persons.
    """
    since = date.min if published is None else published.astimezone(AMSTERDAM).date()
    return [_told(one) for one in talks(session) if one.talk.held_on >= since or _is_open(one.agreements)]


def _is_open(agreements: Sequence[Agreement]) -> bool:
    return any(one.done_on is None for one in agreements)


def _told(one: Told) -> dict[str, Any]:
    return {
        "report": one.talk.report_number,
        "held_on": one.talk.held_on.isoformat(),
        "agreements": [
            {"party": each.party, "what": each.what, "due_on": _iso(each.due_on), "done_on": _iso(each.done_on)}
            for each in one.agreements
        ],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def texts(held: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The words of those agreements, to be searched once more as the sections are."""
    return {
        f"talk-{place}": "\n".join(each["what"] for each in one["agreements"])
        for place, one in enumerate(held, start=1)
        if one["agreements"]
    }
