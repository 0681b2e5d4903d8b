"""Sealing what there is, and reading it whole to see that it still is what was sealed.

Everything here is read past the guard: hashes and the numbers of rows come out, whoever asks.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import aliased

from app.access.session import Exemption, GuardedSession
from app.ledger import chain, checks
from app.ledger.models import Change, Entry, Seal, Submission, Value
from app.ledger.rules import Status
from app.ledger.services import hold_ledger

Reports = Sequence[tuple[int, str, str]]  # id, number and fingerprint, in the order of publication
AT_A_TIME = 2000
SEAL_COLUMNS = tuple(getattr(Seal, name) for name in (*chain.SEAL_FIELDS, "hash", "signature"))
BEFORE, AFTER = aliased(Value), aliased(Value)


def seal(session: GuardedSession, *, key: str, reports: Reports) -> Seal:
    """Signs the head of ledger, history and reports as they are now; the last seal again when nothing came after it.

    Who appends or seals meanwhile waits for the commit. Work of others that is not finished is sealed next time.
    """
    session.flush()
    hold_ledger(session)
    last = last_seal(session)
    head = session.look_past(
        select(Entry.number, Entry.hash).order_by(Entry.number.desc()).limit(1), Exemption.SEALED
    ).one_or_none()
    until = last.change_id if last else 0
    late = chain.numbers_of(last.missing) if last else set[int]()
    changes = list(_changes_after(session, until, late))
    found = [change.id for change, _, _ in changes]
    change_id = max([until, *found])
    missing = sorted((late | set(range(until + 1, change_id + 1))) - set(found))
    new = Seal(
        number=(last.number if last else 0) + 1,
        sealed_at=session.clock.now(),
        entry_number=head.number if head else 0,
        entry_hash=head.hash if head else chain.START,
        change_id=change_id,
        missing=chain.ranges(missing),
        history=chain.history_hash(last.history if last else chain.START, changes),
        report_id=max((number for number, _, _ in reports), default=0),
        reports=chain.reports_hash((name, fingerprint) for _, name, fingerprint in reports),
        previous=last.hash if last else chain.START,
    )
    if last is not None and not changes and (new.entry_hash, new.reports) == (last.entry_hash, last.reports):
        return last
    new.hash = chain.seal_hash(new)
    new.signature = chain.sign(key, new.hash)
    session.add(new)
    session.flush()
    return new


def last_seal(session: GuardedSession) -> Seal | None:
    """The last seal, or None before the first; for who may read seals."""
    return session.scalars(select(Seal).order_by(Seal.number.desc()).limit(1)).one_or_none()


def _changes_after(session: GuardedSession, until: int, late: Iterable[int]) -> Iterator[tuple[Row, str, str]]:
    """The rows of the history that no seal covers, in the order of their numbers, with the digests of their texts."""
    after = Change.id > until
    wanted = [*late]
    return _changes(session, _history().where(after | Change.id.in_(wanted) if wanted else after))


def _history() -> Select[Any]:
    fields = (getattr(Change, name) for name in chain.CHANGE_FIELDS)
    return (
        select(*fields, BEFORE.digest.label("before_text"), AFTER.digest.label("after_text"))
        .outerjoin(BEFORE, BEFORE.id == Change.before_value_id)
        .outerjoin(AFTER, AFTER.id == Change.after_value_id)
        .order_by(Change.id)
    )


def _changes(session: GuardedSession, statement: Select[Any]) -> Iterator[tuple[Row, str, str]]:
    for row in session.look_past(statement.execution_options(yield_per=AT_A_TIME), Exemption.SEALED):
        yield row, row.before_text or "", row.after_text or ""


def whole_ledger(session: GuardedSession) -> list[Row]:
    """Every entry with its hash and the digest of its words, in the order of the ledger."""
    fields = (getattr(Entry, name) for name in (*chain.ENTRY_FIELDS, "hash"))
    found = select(*fields, Value.digest.label("reason")).outerjoin(Value, Value.id == Entry.reason_id)
    return list(session.look_past(found.order_by(Entry.number), Exemption.SEALED))


def seals(session: GuardedSession) -> list[Row]:
    """Every seal, in the order of their numbers."""
    return list(session.look_past(select(*SEAL_COLUMNS).order_by(Seal.number), Exemption.SEALED))


def check(
    session: GuardedSession, *, key: str, entries: Sequence[Row], sealed: Sequence[Row], reports: Reports
) -> Iterator[checks.Problem]:
    """Everything in texts, ledger, history and seals that is not what it was."""
    texts = select(Value.id, Value.text, Value.salt, Value.digest).execution_options(yield_per=AT_A_TIME)
    yield from checks.check_texts(session.look_past(texts, Exemption.SEALED))
    yield from checks.check_entries(entries)
    facts = select(Submission.id, *(getattr(Submission, name) for name in checks.FACT))
    accepted = facts.where(Submission.status == Status.ACCEPTED).order_by(Submission.id)
    yield from checks.check_facts(entries, session.look_past(accepted, Exemption.SEALED))
    yield from checks.check_seals(
        sealed,
        key=key,
        entries={entry.number: entry.hash for entry in entries},
        changes={change.id: (change, before, after) for change, before, after in _changes(session, _history())},
        reports=reports,
    )
