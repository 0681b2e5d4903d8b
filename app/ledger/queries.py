"""What waits to be verified and what the ledger holds: columns, not rows, for lists that may be long."""

import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from app.access.session import GuardedSession
from app.ledger.models import Entry, Submission, Value
from app.ledger.rules import CHANGEABLE, Fact, Status, depends_on

COUNTED_COLUMNS = (
    Entry.number,
    Entry.fact,
    Entry.company_id,
    Entry.lead_id,
    Entry.holds_on,
    Entry.amount,
    Entry.origin_rom_code,
    Entry.destination_rom_code,
    Entry.counterfactual,
    Entry.reverses,
)


def last_number(session: GuardedSession) -> int:
    """The number of the last entry that this reader sees; 0 for an empty ledger."""
    return session.execute(select(func.max(Entry.number))).scalar() or 0


def entries(session: GuardedSession, after: int = 0) -> list[Row]:
    """Every entry after a number that this reader sees, in the order of the ledger, as the counting rules take them."""
    return list(session.execute(select(*COUNTED_COLUMNS).where(Entry.number > after).order_by(Entry.number)))


def counted_of_lead(session: GuardedSession, lead_id: int) -> list[Row]:
    """The entries of one lead as the counting rules take them."""
    return list(session.execute(select(*COUNTED_COLUMNS).where(Entry.lead_id == lead_id).order_by(Entry.number)))


def entries_of_lead(session: GuardedSession, lead_id: int) -> list[Entry]:
    """The entries of one lead, in the order of the ledger."""
    return list(session.scalars(select(Entry).where(Entry.lead_id == lead_id).order_by(Entry.number)))


def entry(session: GuardedSession, number: int) -> Entry | None:
    """An entry by its number, or None when this reader does not see it."""
    return session.scalars(select(Entry).where(Entry.number == number)).one_or_none()


def submission(session: GuardedSession, submission_id: int) -> Submission | None:
    """A submission by its key, or None when this reader does not see it."""
    return session.scalars(select(Submission).where(Submission.id == submission_id)).one_or_none()


def submissions_of_lead(session: GuardedSession, lead_id: int) -> list[Submission]:
    """Everything that was submitted for a lead, the latest first."""
    found = select(Submission).where(Submission.lead_id == lead_id)
    return list(session.scalars(found.order_by(Submission.submitted_at.desc(), Submission.id.desc())))


def pending(session: GuardedSession) -> list[Row]:
    """What waits, as the counting rules take it: fact, company, whole euros, origin, destination."""
    columns = (
        Submission.fact,
        Submission.company_id,
        Submission.amount,
        Submission.origin_rom_code,
        Submission.destination_rom_code,
    )
    return list(session.execute(select(*columns).where(Submission.status == Status.OPEN)))


def count_open(session: GuardedSession) -> int:
    """How many facts wait for this reader to be verified."""
    return session.execute(select(func.count(Submission.id)).where(Submission.status == Status.OPEN)).scalar() or 0


def count_waiting(session: GuardedSession, lead_id: int) -> int:
    """How many facts of a lead lie before a verifier."""
    waits = select(func.count(Submission.id)).where(Submission.lead_id == lead_id, Submission.status == Status.OPEN)
    return session.execute(waits).scalar() or 0


def has_part_in(session: GuardedSession, lead_id: int, about_id: int) -> bool:
    """Whether a row of a lead's dossier was submitted and not decided, or counts: then it has to stay what it is."""
    found = select(Submission.id).where(
        Submission.lead_id == lead_id, Submission.about_id == about_id, waits_or_counts(Entry.lead_id == lead_id)
    )
    return session.execute(found.limit(1)).first() is not None


def waits_or_counts(*of: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a submission: it is not decided yet, or its entry (one of these, where given) was never taken back."""
    taken = select(Entry.reverses).where(Entry.reverses.is_not(None), *of)
    counts = select(Entry.submission_id).where(Entry.submission_id.is_not(None), Entry.number.not_in(taken), *of)
    return or_(Submission.status.in_(CHANGEABLE), Submission.id.in_(counts))


def withdrawn_leads() -> Select[Any]:
    """Select: the leads that an accepted withdrawal keeps out of the count."""
    taken = select(Entry.reverses).where(Entry.reverses.is_not(None))
    return select(Entry.lead_id).where(
        Entry.fact == Fact.WITHDRAWN, Entry.reverses.is_(None), Entry.number.not_in(taken)
    )


def is_waiting(lead_id: int, fact: Fact, about_id: int | None = None) -> Select[Any]:
    """Select: the submission of a fact of a lead (about one row of its dossier) that is still to be judged."""
    found = select(Submission.id).where(
        Submission.lead_id == lead_id, Submission.fact == fact, Submission.status.in_(CHANGEABLE)
    )
    return (found if about_id is None else found.where(Submission.about_id == about_id)).limit(1)


def reversed_by(session: GuardedSession, number: int) -> int | None:
    """The number of the entry that took this one back, or None."""
    return session.execute(select(Entry.number).where(Entry.reverses == number)).scalar()


def dependents(session: GuardedSession, of: Entry) -> list[Entry]:
    """The entries of the same company that lose their footing when this one is reversed."""
    taken = select(Entry.reverses).where(Entry.company_id == of.company_id, Entry.reverses.is_not(None))
    later = select(Entry).where(
        Entry.company_id == of.company_id,
        Entry.fact.in_(depends_on(Fact(of.fact))),
        Entry.reverses.is_(None),
        Entry.number.not_in(taken),
    )
    return list(session.scalars(later.order_by(Entry.number)))


def conditions(of: Submission) -> dict[str, date | None]:
    """The day each condition of a fact was met, as its holder stated; None where one was still open."""
    return stated(of.conditions)


def stated(kept: str | None) -> dict[str, date | None]:
    """The same, from the text in which a submission keeps them."""
    return {name: date.fromisoformat(day) if day else None for name, day in json.loads(kept or "{}").items()}


def text_of(session: GuardedSession, value_id: int | None) -> str:
    """The words of an erasable text; empty when there are none, or when this reader may not see them."""
    if value_id is None:
        return ""
    return session.execute(select(Value.text).where(Value.id == value_id)).scalar() or ""
