"""Taking in a file, changing how it is read, and carrying out what somebody agreed to."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.imports.columns import Settings, head_row_of, read_rows, settings_of
from app.imports.files import read_file
from app.imports.kinds import KINDS, Kind, words_of
from app.imports.models import Import
from app.imports.queries import batch_of
from app.imports.rejects import rejects
from app.imports.remembered import recall
from app.imports.rules import (
    AT_ONCE,
    CHANGED_SINCE,
    NO_HEADS,
    NO_ROWS,
    NOTHING_TO_DO,
    NOTHING_TO_UNDO,
    Judged,
    Outcome,
    Problem,
    Sheet,
    State,
    Table,
    Wanted,
    table_of,
)
from app.ledger.batches import Outlook, going_on, recording, undo
from app.ledger.models import Batch
from app.web.parsing import KVK_SHORT

LISTED = (Outcome.REFUSED, Outcome.DOUBLE)
WRITTEN = (Outcome.NEW, Outcome.CHANGED)


@dataclass
class Preview:
    """What an import would do now, row by row."""

    kind: Kind
    sheet: Sheet
    table: Table
    settings: Settings
    rows: list[Judged]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many rows have each outcome."""
        found = Counter(row.outcome for row in self.rows)
        return {outcome.value: found[outcome] for outcome in Outcome}

    @cached_property
    def plan(self) -> str:
        """What is written: the number of each row, what it is about, and in which version that was seen."""
        return json.dumps([[row.number, row.target, row.version] for row in self.rows if row.outcome in WRITTEN])

    @cached_property
    def reasons(self) -> list[tuple[Problem, int]]:
        """Why rows are refused, the most frequent first: one problem of each sort, and how many there are."""
        problems = [problem for row in self.rows for problem in row.problems]
        sorts = Counter((one.field, one.said.template) for one in problems)
        firsts = {(one.field, one.said.template): one for one in reversed(problems)}
        return [(firsts[sort], count) for sort, count in sorts.most_common()]

    @property
    def lacks_noughts(self) -> bool:
        """Whether rows are refused for a KvK number of which the file lost the first nought."""
        return any(problem.said.template == KVK_SHORT for problem, _count in self.reasons)

    @property
    def writes(self) -> int:
        """How many rows are written."""
        return sum(self.counts[one] for one in WRITTEN)

    @cached_property
    def fingerprint(self) -> str:
        """A word for all that is written: another one as soon as anything of it is different."""
        return hashlib.sha256(f"{self.settings.kept()}{self.plan}".encode()).hexdigest()[:24]


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
    row.settings = replace(Settings.of(row.settings), **changes).kept()
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


def preview(session: GuardedSession, row: Import) -> Preview:
    """What an import would do now."""
    kind = KINDS[row.kind]
    sheet, table, settings = opened(row)
    notation = settings.notation(words_of(session, kind, table, settings.columns))
    read = read_rows(kind.fields, table, settings, notation)
    return Preview(kind, sheet, table, settings, kind.judge(session, read, settings.choices))


# --- Carrying it out ----------------------------------------------------------------------------------------


def agree(session: GuardedSession, row: Import, fingerprint: str) -> Preview:
    """Keeps what is to be written, when that is still what the person saw. Refused where it is not, or is nothing."""
    found = preview(session, row)
    if found.fingerprint != fingerprint:
        raise Refused(CHANGED_SINCE)
    if not json.loads(found.plan):
        raise Refused(NOTHING_TO_DO)
    row.plan, row.counts, row.state = found.plan, json.dumps(found.counts), State.WAITING
    row.refused, row.reason = _rejects(found), None
    session.flush()
    return found


def _rejects(found: Preview) -> bytes | None:
    listed = [one for one in found.rows if one.outcome in LISTED]
    return rejects(found.table, listed) if listed else None


def refused_of(session: GuardedSession, row: Import) -> bytes | None:
    """The file of what was not taken, or would not be now; None where all is taken."""
    return row.refused if row.state != State.OPEN else _rejects(preview(session, row))


def carry_out(session: GuardedSession, row: Import, start: int = 0, most: int | None = None) -> int:
    """Writes the rows of the plan from the start-th on, at most so many, as part of one batch; how many are done out.

    Once all are, the file goes: what was taken is where it was imported to. Refused where a row was changed meanwhile.
    """
    kind, plan = KINDS[row.kind], json.loads(row.plan or "[]")
    wanted = _wanted(session, row, kind, plan[start : start + most] if most else plan)
    with _batch(session, row, f"{kind.code} {len(plan)}") as batch:
        for first in range(0, len(wanted), AT_ONCE):
            kind.carry_out(session, wanted[first : first + AT_ONCE])
    row.batch_id = batch.id
    done = start + len(wanted)
    if done == len(plan):
        row.state, row.done_at, row.content, row.plan = State.DONE, session.clock.now(), None, None
    session.flush()
    return done


def give_up(session: GuardedSession, row: Import, why: Refused) -> None:
    """Undoes what was written of an import that cannot go on; it is as it was before, and tells why."""
    batch = batch_of(session, row)
    if batch is not None:
        undo(session, batch)
    row.state, row.batch_id, row.plan = State.OPEN, None, None
    row.reason = json.dumps([why.message, why.values])
    session.flush()


def _batch(session: GuardedSession, row: Import, label: str) -> AbstractContextManager[Batch]:
    begun = batch_of(session, row)
    return going_on(session, begun) if begun else recording(session, "import", label)


def _wanted(session: GuardedSession, row: Import, kind: Kind, plan: list[list[Any]]) -> list[Wanted]:
    """The rows of a plan with their values, read from the file once more."""
    _sheet, table, settings = opened(row)
    targets = {number: (target, version) for number, target, version in plan}
    part = replace(table, rows=tuple(one for one in table.rows if one[0] in targets))
    notation = settings.notation(words_of(session, kind, part, settings.columns))
    read = read_rows(kind.fields, part, settings, notation)
    return [Wanted(one.number, one.values, *targets[one.number]) for one in read]


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
