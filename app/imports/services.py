"""Taking in a file, changing how it is read, and carrying out what somebody agreed to."""

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update

from app.access.many import add_rows
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.imports.columns import Settings, head_row_of, read_rows, settings_of
from app.imports.files import read_file
from app.imports.kept import Seen, columns_of, digest, seen_in
from app.imports.kinds import KINDS, words_of
from app.imports.models import Import, ImportRow
from app.imports.queries import batch_of, judged_rows, wanted_rows
from app.imports.rejects import rejects
from app.imports.remembered import recall
from app.imports.rules import (
    AT_ONCE,
    CHANGED_SINCE,
    LOOKED_AT,
    NO_HEADS,
    NO_ROWS,
    NOTHING_TO_DO,
    NOTHING_TO_UNDO,
    Judged,
    Outcome,
    Read,
    Sheet,
    State,
    Table,
    table_of,
)
from app.ledger.batches import Outlook, going_on, recording, undo
from app.ledger.models import Batch

KEPT_FOR = timedelta(days=30)
LISTED = (Outcome.REFUSED, Outcome.DOUBLE)
WRITTEN = (Outcome.NEW, Outcome.CHANGED)


def begin(session: GuardedSession, *, kind: str, name: str, content: bytes) -> Import:
    """Takes in a file and finds out how it is to be read. Refused, in words, where it cannot be."""
    wanted, sheet = KINDS[kind], read_file(content)
    table = _table(sheet, head_row_of(wanted.fields, sheet.rows))
    row = Import(
        kind=kind,
        name=" ".join(name.split())[-120:],
        organisation_id=session.actor.organisation_id,
        person_id=session.actor.person_id,
        created_at=session.clock.now(),
        settings=recall(session, wanted, table.heads, settings_of(wanted.fields, sheet, table)).kept(),
        content=content,
    )
    session.add(row)
    session.flush()
    return row


def read_anew(session: GuardedSession, row: Import, **how: Any) -> None:
    """The file read another way (sheet, coding, separator, row of heads): columns and notation are found out again."""
    kind = KINDS[row.kind]
    place = how.pop("head_row", None)
    sheet = read_file(row.content or b"", **how)
    table = _table(sheet, place or head_row_of(kind.fields, sheet.rows))
    row.settings = recall(session, kind, table.heads, settings_of(kind.fields, sheet, table)).kept()
    session.flush()


def settle(session: GuardedSession, row: Import, **changes: Any) -> None:
    """Which column is which field, and how days and amounts are written, as somebody says it."""
    row.settings, row.reason = replace(Settings.of(row.settings), **changes).kept(), None
    session.flush()


def choose(session: GuardedSession, row: Import, choices: Mapping[str, str]) -> None:
    """What somebody says of rows that may be double, by their numbers."""
    settings = Settings.of(row.settings)
    settle(session, row, choices={**settings.choices, **choices})


def _table(sheet: Sheet, head_row: int) -> Table:
    table = table_of(sheet, head_row)
    if not any(table.heads):
        raise Refused(NO_HEADS, field="head_row")
    if not table.rows:
        raise Refused(NO_ROWS, field="head_row")
    return table


def opened(row: Import) -> tuple[Sheet, Table, Settings]:
    """The file of an import, as its settings say that it is read."""
    settings = Settings.of(row.settings)
    sheet = read_file(row.content or b"", sheet=settings.sheet, coding=settings.coding, separator=settings.separator)
    return sheet, _table(sheet, settings.head_row), settings


# --- Looking through it -------------------------------------------------------------------------------------


def judged(session: GuardedSession, row: Import) -> list[Judged]:
    """What becomes of each row of a file, as things are now."""
    kind = KINDS[row.kind]
    _sheet, table, settings = opened(row)
    notation = settings.notation(words_of(session, kind, table, settings.columns))
    return kind.judge(session, read_rows(kind.fields, table, settings, notation), settings.choices)


def seen_of(row: Import) -> Seen | None:
    """What was judged of a file; None where it was not yet, or where it is read another way since."""
    seen = Seen.of(row.seen) if row.seen else None
    return seen if seen and seen.settings == digest(row.settings) else None


def keep(session: GuardedSession, import_id: int, rows: Sequence[Judged]) -> None:
    """Keeps what was judged, row by row, so that a page of it costs a page."""
    row = session.scalars(select(Import).where(Import.id == import_id).with_for_update()).one_or_none()
    if row is None or row.state != State.OPEN:
        return
    _forget_rows(session, row)
    about = {"import_id": row.id, "organisation_id": row.organisation_id}
    add_rows(session, ImportRow, [{**about, **columns_of(one)} for one in rows])
    row.seen = seen_in(rows, row.settings).kept()
    session.flush()


def _forget_rows(session: GuardedSession, row: Import) -> None:
    rows = delete(ImportRow).where(ImportRow.import_id == row.id)
    session.execute(rows, execution_options={"synchronize_session": False})


# --- Carrying it out ----------------------------------------------------------------------------------------


def agree(session: GuardedSession, row: Import, fingerprint: str) -> Seen:
    """What is to be written is judged anew: it is what the person saw. Refused where it is not, or is nothing."""
    seen = seen_of(row)
    if seen is None or seen.fingerprint != fingerprint or not _stands(session, row):
        raise Refused(CHANGED_SINCE)
    if not seen.writes:
        raise Refused(NOTHING_TO_DO)
    row.counts, row.state, row.reason = json.dumps(dict(seen.counts)), State.WAITING, None
    row.refused = refused_of(session, row)
    session.flush()
    return seen


def _stands(session: GuardedSession, row: Import) -> bool:
    """Whether each row that would be written would be so still, and about the same; what it resembles was looked at."""
    kept, choices = wanted_rows(session, row.id, WRITTEN), Settings.of(row.settings).choices
    read = [Read(one.number, one.values) for one in kept]
    again = KINDS[row.kind].judge(session, read, {**{str(one.number): LOOKED_AT for one in kept}, **choices})
    return [(one.number, one.target, one.version) for one in kept] == [
        (one.number, one.target, one.version) for one in again if one.outcome in WRITTEN
    ]


def refused_of(session: GuardedSession, row: Import) -> bytes | None:
    """The file of what was not taken, or would not be; None where all is taken."""
    if row.content is None:
        return row.refused
    listed = judged_rows(session, row.id, LISTED)
    return rejects(opened(row)[1], listed) if listed else None


def carry_out(session: GuardedSession, row: Import, start: int = 0, most: int | None = None) -> int:
    """Writes the rows that were agreed to from the start-th on, at most so many, as part of one batch; how many are done out.

    Once all are, the file goes: what was taken is where it was imported to. Refused where a row was changed meanwhile.
    """
    kind, count = KINDS[row.kind], sum(json.loads(row.counts)[outcome] for outcome in WRITTEN)
    wanted = wanted_rows(session, row.id, WRITTEN, start, most)
    with _batch(session, row, f"{kind.code} {count}") as batch:
        for first in range(0, len(wanted), AT_ONCE):
            kind.carry_out(session, wanted[first : first + AT_ONCE])
    row.batch_id = batch.id
    done = start + len(wanted)
    if done == count:
        row.state, row.done_at, row.content, row.seen = State.DONE, session.clock.now(), None, None
        _forget_rows(session, row)
    session.flush()
    return done


def tell(session: GuardedSession, row: Import, why: Refused) -> None:
    """An import that was not carried out is looked through anew, and says why."""
    row.reason, row.seen = json.dumps([why.message, why.values]), None
    session.flush()


def give_up(session: GuardedSession, row: Import, why: Refused) -> None:
    """Undoes what was written of an import that cannot go on; it is as it was before, and tells why."""
    batch = batch_of(session, row)
    if batch is not None:
        undo(session, batch)
    row.state, row.batch_id = State.OPEN, None
    tell(session, row, why)


def _batch(session: GuardedSession, row: Import, label: str) -> AbstractContextManager[Batch]:
    begun = batch_of(session, row)
    return going_on(session, begun) if begun else recording(session, "import", label)


def take_back(session: GuardedSession, row: Import) -> Outlook:
    """Undoes what an import did; what stays and why out."""
    batch = batch_of(session, row)
    if batch is None or row.state not in (State.DONE, State.WAITING, State.GOING_BACK):
        raise Refused(NOTHING_TO_UNDO)
    found = undo(session, batch)
    row.state = State.UNDONE
    session.flush()
    return found


def stay(session: GuardedSession, row: Import, why: Refused) -> None:
    """An import that could not be undone stands as it was, and tells why."""
    row.state, row.reason = State.DONE, json.dumps([why.message, why.values])
    session.flush()


def throw_away(session: GuardedSession, row: Import) -> None:
    """An import that is not carried out after all goes, with its file."""
    session.delete(row)
    session.flush()


def tidy(session: GuardedSession) -> None:
    """What was not carried out within thirty days goes, and the files of what was refused."""
    until = session.clock.now() - KEPT_FOR
    for row in session.scalars(select(Import).where(Import.state == State.OPEN, Import.created_at < until)):
        session.delete(row)
    old = update(Import).where(Import.created_at < until, Import.refused.is_not(None))
    session.execute(old.values(refused=None), execution_options={"synchronize_session": False})
    session.flush()
