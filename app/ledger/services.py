"""Submitting facts, judging them, and appending to the ledger: the only ways a figure can move (002 §5.5)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select, update

from app.access.actor import Role
from app.access.session import Exemption, GuardedSession
from app.db.errors import Refused
from app.ledger import chain
from app.ledger.models import Change, Entry, Submission, Value
from app.ledger.queries import is_waiting, reversed_by
from app.ledger.rules import (
    CAPITAL_FACTS,
    CAUSES,
    CHANGEABLE,
    DOSSIER_CHANGED,
    NO_GROUNDS,
    REASONS,
    Claim,
    Fact,
    Judge,
    Parties,
    Status,
    objection_to_claim,
    why_not_accept,
)
from app.words import N_

LEDGER_LOCK = 0x6C656467

ALREADY_WAITS = N_("Dit feit wacht al op toetsing.")
CLOSED = N_("Dit feit is al beoordeeld of ingetrokken.")
NOT_OPEN = N_("Dit feit ligt niet ter toetsing.")
NO_REASON = N_("Kies een reden.")
REVERSED = N_("Deze regel is al teruggedraaid.")
STAYS = N_("Deze regel draait zelf iets terug en blijft staan. Klopt het feit toch, leg het dan opnieuw voor.")
NO_PERSON = N_("Alleen een persoon dient een feit in.")
NO_RIGHT = N_("Alleen de coördinerende ROM of een aangewezen toetser beoordeelt feiten.")


def keep_text(session: GuardedSession, company_id: int | None, text: str) -> Value:
    """A free text in a row of its own, so that it can be erased; other rows point at it."""
    return keep_texts(session, [(company_id, text)])[0]


def keep_texts(session: GuardedSession, texts: Iterable[tuple[int | None, str]]) -> list[Value]:
    """Free texts, each with the company that it is about, in rows of their own."""
    own = session.actor.organisation_id
    values = [Value(company_id=company_id, organisation_id=own, text=text) for company_id, text in texts]
    session.add_all(values)
    session.flush()
    return values


def replace_text(session: GuardedSession, company_id: int | None, value_id: int | None, text: str) -> int | None:
    """The number of the row that holds this text: the same one when nothing changed, None when it is empty."""
    if not text:
        return None
    old = session.get(Value, value_id) if value_id is not None else None
    if old is not None and old.text == text:
        return old.id
    return keep_text(session, company_id, text).id


def erase_texts(session: GuardedSession, value_ids: Iterable[int | None]) -> None:
    """Wipes free texts and their salts; the rows that pointed at them stay, and so do their digests (AVG)."""
    numbers = [number for number in value_ids if number is not None]
    if numbers:
        gone = {"text": None, "salt": None, "erased_at": session.clock.now()}
        session.execute(update(Value).where(Value.id.in_(numbers)).values(gone))


def erase_history(session: GuardedSession, table: str, row_id: int) -> None:
    """Wipes the free texts that the history of one row kept; who changed it and when stays."""
    session.flush()
    kept = session.execute(
        select(Change.before_value_id, Change.after_value_id).where(Change.table == table, Change.row_id == str(row_id))
    )
    erase_texts(session, [number for pair in kept for number in pair])


def submit(
    session: GuardedSession, *, lead_id: int, company_id: int, fact: Fact, origin_rom_code: str | None, claim: Claim
) -> Submission:
    """A fact that waits to be verified. Refused when it lacks what a verifier needs."""
    may_repeat = fact in CAPITAL_FACTS and claim.about_id is None
    if not may_repeat and session.execute(is_waiting(lead_id, fact, claim.about_id)).first():
        raise Refused(ALREADY_WAITS)
    submission = Submission(
        lead_id=lead_id,
        company_id=company_id,
        fact=fact,
        origin_rom_code=origin_rom_code,
        submitted_for_id=session.actor.organisation_id,
    )
    _fill(session, submission, claim)
    session.add(submission)
    session.flush()
    return submission


def change(session: GuardedSession, submission: Submission, claim: Claim) -> Submission:
    """The same fact, mended while it is open or asked back; it waits again, entered by whoever mended it."""
    _require(submission.status in CHANGEABLE, CLOSED)
    _fill(session, submission, claim)
    session.flush()
    return submission


def _fill(session: GuardedSession, submission: Submission, claim: Claim) -> None:
    objection = objection_to_claim(Fact(submission.fact), claim, session.clock.today())
    if objection is not None:
        raise Refused(objection.message, field=objection.field)
    submission.holds_on = claim.holds_on
    submission.evidence_kind = claim.evidence_kind
    submission.evidence_on = claim.evidence_on
    submission.evidence_seen_by_id = claim.evidence_seen_by_id
    submission.destination_rom_code = claim.destination_rom_code
    submission.amount = claim.amount
    submission.counterfactual = claim.counterfactual
    submission.needs_verifier = claim.needs_verifier
    submission.about_id = claim.about_id
    submission.conditions = _as_text(claim.conditions)
    submission.cause = claim.cause
    submission.grounds_id = replace_text(session, submission.company_id, submission.grounds_id, claim.grounds.strip())
    submission.status = Status.OPEN
    submission.submitted_by_id = _person(session)
    hands = submission.persons | {one for one in (submission.submitted_by_id, claim.evidence_seen_by_id) if one}
    submission.hands = " ".join(str(one) for one in sorted(hands))
    submission.submitted_at = session.clock.now()


def _as_text(conditions: Mapping[str, date | None]) -> str:
    """The days as JSON, in the order in which the screen names them."""
    return json.dumps({name: day.isoformat() if day else None for name, day in conditions.items()})


def _person(session: GuardedSession) -> int:
    if session.actor.person_id is None:
        raise Refused(NO_PERSON)
    return session.actor.person_id


def _require(met: bool, message: str, field: str | None = None) -> None:
    if not met:
        raise Refused(message, field=field)


def withdraw_submission(session: GuardedSession, submission: Submission) -> Submission:
    """Whoever submitted takes the fact back before it is judged; nothing was counted."""
    _require(submission.status in CHANGEABLE, CLOSED)
    submission.status = Status.WITHDRAWN
    session.flush()
    return submission


def take_back(session: GuardedSession, lead_id: int, facts: Iterable[Fact], about_id: int | None = None) -> None:
    """What waits about a dossier that just changed goes back to its holder, who submits it as it is now.

    What was asked back is not before anybody: that is mended where it stands.
    """
    waits = select(Submission).where(
        Submission.lead_id == lead_id, Submission.fact.in_(tuple(facts)), Submission.status == Status.OPEN
    )
    for submission in session.scalars(waits if about_id is None else waits.where(Submission.about_id == about_id)):
        submission.status = Status.WITHDRAWN
        submission.decision_reason = DOSSIER_CHANGED
    session.flush()


def ask_back(
    session: GuardedSession, submission: Submission, parties: Parties, judge: Judge, *, reason: str, note: str = ""
) -> Submission:
    """The verifier asks for more: the fact goes back to who submitted it, with the reason."""
    return _decide(session, submission, parties, judge, Status.ASKED_BACK, reason, note)


def refuse(
    session: GuardedSession, submission: Submission, parties: Parties, judge: Judge, *, reason: str, note: str = ""
) -> Submission:
    """The verifier does not accept the fact, with the reason; it is never counted."""
    return _decide(session, submission, parties, judge, Status.REFUSED, reason, note)


def accept(session: GuardedSession, submission: Submission, parties: Parties, judge: Judge) -> Entry:
    """The verifier accepts the fact: one entry is appended, holding on the fact's own day (002 §5.5)."""
    _decide(session, submission, parties, judge, Status.ACCEPTED)
    return append(
        session,
        Entry(
            fact=submission.fact,
            lead_id=submission.lead_id,
            company_id=submission.company_id,
            holds_on=submission.holds_on,
            amount=submission.amount,
            counterfactual=submission.counterfactual,
            origin_rom_code=submission.origin_rom_code,
            destination_rom_code=submission.destination_rom_code,
            cause=submission.cause,
            reason_id=submission.grounds_id,
            submission_id=submission.id,
        ),
    )


def _decide(
    session: GuardedSession,
    submission: Submission,
    parties: Parties,
    judge: Judge,
    status: Status,
    reason: str | None = None,
    note: str = "",
) -> Submission:
    _may_judge(session, parties, judge)
    _require(submission.status == Status.OPEN, NOT_OPEN)
    _require(status == Status.ACCEPTED or reason in REASONS, NO_REASON, "reason")
    submission.status = status
    submission.decided_by_id = session.actor.person_id
    submission.decided_at = session.clock.now()
    submission.decision_reason = reason
    if note.strip():
        submission.decision_reason_id = keep_text(session, submission.company_id, note.strip()).id
    session.flush()
    return submission


def _may_judge(session: GuardedSession, parties: Parties, judge: Judge) -> None:
    _require(session.actor.has(Role.COORDINATOR, Role.VERIFIER), NO_RIGHT)
    objection = why_not_accept(parties, judge)
    if objection is not None:
        raise Refused(objection)


def reverse(
    session: GuardedSession, entry: Entry, parties: Parties, judge: Judge, *, reason: str, cause: str = "mistake"
) -> Entry:
    """A mistake is taken back by a later entry with one of CAUSES and words; the mistake itself stays readable.

    What takes another entry back stays: a fact that holds after all is submitted again.
    """
    _may_judge(session, parties, judge)
    _require(entry.reverses is None, STAYS)
    _require(cause in CAUSES, NO_REASON, "cause")
    _require(bool(reason.strip()), NO_GROUNDS, "reason")
    _require(reversed_by(session, entry.number) is None, REVERSED)
    return append(
        session,
        Entry(
            fact=entry.fact,
            lead_id=entry.lead_id,
            company_id=entry.company_id,
            holds_on=entry.holds_on,
            amount=entry.amount,
            counterfactual=entry.counterfactual,
            origin_rom_code=entry.origin_rom_code,
            destination_rom_code=entry.destination_rom_code,
            reverses=entry.number,
            cause=cause,
            reason_id=keep_text(session, entry.company_id, reason.strip()).id,
        ),
    )


def append(session: GuardedSession, entry: Entry) -> Entry:
    """Gives an entry the next number, without gaps, and adds it with the hash of the one before.

    One at a time: the lock lasts until the commit.
    """
    session.flush()
    hold_ledger(session)
    last = session.look_past(_last_and_reason(entry.reason_id), Exemption.LEDGER_NUMBER).one()
    entry.number = (last.number or 0) + 1
    entry.recorded_at = session.clock.now()
    entry.accepted_by_id = session.actor.person_id
    entry.accepted_for_id = session.actor.organisation_id
    entry.hash = chain.entry_hash(last.hash or chain.START, entry, last.reason or "")
    session.add(entry)
    session.flush()
    return entry


def hold_ledger(session: GuardedSession) -> None:
    """Lets nobody else append or seal until the commit; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(LEDGER_LOCK)))


def _last_and_reason(reason_id: int | None) -> Select[Any]:
    """Select: number and hash of the last entry, and the digest of the words that the next one points at."""
    return select(
        select(func.max(Entry.number)).scalar_subquery().label("number"),
        select(Entry.hash).order_by(Entry.number.desc()).limit(1).scalar_subquery().label("hash"),
        select(Value.digest).where(Value.id == reason_id).scalar_subquery().label("reason"),
    )
