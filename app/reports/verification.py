"""Sealing, and checking that every published figure still follows from a ledger that nobody rewrote."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select

from app.access.session import GuardedSession
from app.db.clock import AMSTERDAM
from app.db.triggers import APPEND_ONLY, append_only_tables
from app.impact import queries as impact
from app.impact.rules import Entry
from app.ledger import chain, sealing
from app.ledger import checks as ledger
from app.ledger.checks import Problem, problem
from app.ledger.models import Seal
from app.ledger.queries import COUNTED_COLUMNS
from app.reports import checks
from app.reports.models import Report, Verification
from app.reports.rules import fingerprint
from app.words import N_

KINDS = ledger.KINDS | checks.KINDS | {"check_forged": N_("De uitkomst van de laatste controle is niet van ons.")}
MOST_KEPT = 20


@dataclass(frozen=True)
class Checked:
    """What the last check found, as it may be shown: when, and what was wrong."""

    at: datetime
    count: int
    problems: tuple[Problem, ...]

    @property
    def on(self) -> date:
        """The day of the check, in the Netherlands."""
        return self.at.astimezone(AMSTERDAM).date()

    @property
    def sound(self) -> bool:
        """Whether nothing was wrong."""
        return self.count == 0


def seal_now(session: GuardedSession, *, key: str) -> Seal:
    """Signs the head of ledger, history and published reports as they are now."""
    rows = session.execute(select(Report.id, Report.number, Report.fingerprint).order_by(Report.id))
    return sealing.seal(session, key=key, reports=[(number, name, mark) for number, name, mark in rows])


def problems(session: GuardedSession, *, key: str, against: str = "") -> list[Problem]:
    """All that is not what it was, in the order in which it builds up; `against` is a number printed on a report."""
    reports = _reports(session)
    entries, seals = sealing.whole_ledger(session), sealing.seals(session)
    marks = [(one.id, one.number, fingerprint(one.document)) for one in reports]
    found = list(sealing.check(session, key=key, entries=entries, sealed=seals, reports=marks))
    counted = [Entry(*(getattr(row, column.key) for column in COUNTED_COLUMNS)) for row in entries]
    found += checks.check_reports(reports, entries=counted, seals=seals, targets=impact.targets(session))
    known = [*(row.hash for row in (*entries, *seals)), *(mark for _, _, mark in marks)]
    if against and not checks.knows(against, known):
        found.append(problem("against", hash=against))
    if session.actor.is_system and (bare := APPEND_ONLY - append_only_tables(session.connection())):
        found.append(problem("unguarded", tables=", ".join(sorted(bare))))
    return found


def _reports(session: GuardedSession) -> Sequence[Row]:
    columns = (Report.id, Report.number, Report.reporting_date, Report.ledger_number, Report.replaces)
    return session.execute(select(*columns, Report.document, Report.fingerprint).order_by(Report.id)).all()


def check(session: GuardedSession, *, key: str) -> Checked:
    """Checks everything and keeps what came out, signed, for who reads the reports."""
    found = problems(session, key=key)
    last = sealing.seals(session)[-1:]
    kept = Verification(
        at=session.clock.now(),
        seal_number=last[0].number if last else 0,
        problems=len(found),
        found=json.dumps([[one.kind, dict(one.values)] for one in found[:MOST_KEPT]], ensure_ascii=False),
    )
    kept.signature = chain.sign(key, chain.check_hash(kept))
    session.add(kept)
    session.flush()
    return Checked(kept.at, len(found), tuple(found))


def last_check(session: GuardedSession, *, key: str) -> Checked | None:
    """What the last check found, or None before the first; one that we did not sign counts as a problem itself."""
    columns = (getattr(Verification, name) for name in (*chain.CHECK_FIELDS, "signature"))
    latest = select(func.max(Verification.at)).scalar_subquery().label("latest")
    row: Any = session.execute(select(*columns, latest).order_by(Verification.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    is_old = row.at < row.latest  # put on top again: what it signed was found before something else was
    if is_old or not chain.is_signed(key, chain.check_hash(row), row.signature):
        return Checked(row.at, 1, (problem("check_forged"),))
    return Checked(row.at, row.problems, tuple(Problem(kind, values) for kind, values in json.loads(row.found)))
