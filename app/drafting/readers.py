"""What somebody who reads every report can make of the cases: which leads each may be about (note 23)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from app.access.session import GuardedSession
from app.cells.coarseness import (
    COARSEST,
    RUNNING,
    TRAITS,
    Leads,
    Levels,
    Shown,
    Traits,
    finest,
    fitting,
    show,
    spoken_for,
    touches,
)
from app.drafting.models import ReportCase
from app.drafting.portfolio import Known
from app.growth.models import DemandDetail
from app.impact import queries as impact
from app.pipeline.models import StepMove
from app.pipeline.rules import Course
from app.reports import queries as reports
from app.reports.models import PublishedCase

UNKNOWN = ("?",)  # kinds that nothing shows


def levels_of(row: ReportCase | PublishedCase | Row) -> dict[str, str]:
    """How exactly each trait is told."""
    kept: dict[str, str] = json.loads(row.levels)
    return {**COARSEST, **kept}


@dataclass(frozen=True)
class Earlier:
    """How published cases tell a lead: which leads fit them all, how exactly, and each outcome with its document."""

    fits: Leads
    levels: Levels
    said: tuple[tuple[Shown, Mapping[str, Any]], ...]


@dataclass(frozen=True)
class Reader:
    """Who knows every report and a draft, which cases are about the same lead, and what can be known of all leads.

    `fits` are the leads that all that is told of a lead fits, in the draft and before.
    """

    held: Known
    earlier: Mapping[int, Earlier]
    fits: Mapping[int, Leads]

    def taken(self, lead_id: int) -> Leads:
        """The leads that the cases about other leads take up."""
        return spoken_for(fits for other, fits in self.fits.items() if other != lead_id)

    def left(self, lead_id: int) -> int:
        """How many leads the cases about a lead may be about."""
        return len(self.fits[lead_id] - self.taken(lead_id))

    def possible(self, lead_id: int) -> list[Traits]:
        """The leads that a case in the draft may be about, whatever it tells."""
        before = self.earlier.get(lead_id)
        among = before.fits if before else self.held.traits.keys()
        taken = self.taken(lead_id)
        return [one for number, one in self.held.traits.items() if number in among and number not in taken]

    def tells_hidden(self, lead_id: int, levels: Levels, document: Mapping[str, Any]) -> bool:
        """Whether a case says something of a count that a report hides, with what was told of its lead before."""
        one, before = self.held.traits[lead_id], self.earlier.get(lead_id)
        now = show(one, levels)
        if before is None:
            return touches(now, document)
        together = show(one, finest(levels, before.levels))
        told = [(now["outcome"], document), *((outcome, document) for outcome, _then in before.said), *before.said]
        return any(touches({**together, "outcome": outcome}, report) for outcome, report in told)

    def given_away(self, rows: Iterable[ReportCase], least: int) -> list[int]:
        """The leads of earlier cases that the cases of the draft leave fewer leads for, and too few."""
        drafted = {row.lead_id for row in rows}
        before = replace(self, fits={lead_id: one.fits for lead_id, one in self.earlier.items()})
        others = (lead_id for lead_id in self.earlier if lead_id not in drafted)
        return [one for one in others if (left := self.left(one)) < least and left < before.left(one)]


def reader(session: GuardedSession, rows: Iterable[ReportCase], held: Known) -> Reader:
    """What a reader makes of these cases of a draft and of all that were published."""
    earlier = _told_before(session, held)
    fits = {lead_id: one.fits for lead_id, one in earlier.items()}
    for row in rows:
        one = held.traits.get(row.lead_id)
        now = fitting(held.traits, one, levels_of(row)) if one else Leads()
        fits[row.lead_id] = now & fits.get(row.lead_id, now)
    return Reader(held, earlier, fits)


# --- In earlier reports --------------------------------------------------------------------------------------


def _told_before(session: GuardedSession, held: Known) -> dict[int, Earlier]:
    """How each lead was told in all published cases together. Six queries where there are any."""
    columns = (PublishedCase.token, PublishedCase.report_number, PublishedCase.lead_id, PublishedCase.levels)
    rows = session.execute(select(*columns).order_by(PublishedCase.id)).all()
    if not rows:
        return {}
    past, found = _past(session, held), dict[int, Earlier]()
    for row in rows:
        one = past.told(row)
        before = found.get(row.lead_id, one)
        levels = finest(before.levels, one.levels)
        said = before.said if before is one else (*before.said, *one.said)
        found[row.lead_id] = Earlier(before.fits & one.fits, levels, said)
    return found


@dataclass(frozen=True)
class Past:
    """The leads as they were when each report came out.

    What decides is when an outcome was written down, and for which leads it was counted then. Kinds of demand are
    unknown of a lead whose demand was edited since; the rest is read as it is now.
    """

    held: Known
    reports: Mapping[str, Row]
    counted: Mapping[str, Leads]
    moves: Sequence[Row]
    edited: Mapping[int, datetime]
    documents: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def told(self, row: Row) -> Earlier:
        """A published case: the lead itself fits it, and those that its report would have shown in the same way."""
        levels, report = levels_of(row), self.reports.get(row.report_number)
        document = json.loads(report.document) if report else {}
        said = next((one for one in document.get("cases", ()) if one["token"] == row.token), None)
        if report is None or said is None:
            return Earlier(Leads({row.lead_id}), levels, ())
        told = {trait: said[trait] for trait in TRAITS}
        then = self._traits(report)
        alike = (lead for lead, one in then.items() if self.held.plain(show(one, levels)) == told)
        return Earlier(Leads({row.lead_id, *alike}), levels, ((said["outcome"], document),))

    def _traits(self, report: Row) -> dict[int, Traits]:
        outcomes = self._outcomes(report.published_at)
        found = {}
        for lead_id in self.counted[report.number] & self.held.traits.keys():
            one = self.held.traits[lead_id]
            fresh = self.edited.get(lead_id, report.published_at) > report.published_at
            kinds = UNKNOWN if fresh else one.kinds
            found[lead_id] = replace(one, kinds=kinds, outcome=outcomes.get(lead_id, one.outcome))
        return found

    def _outcomes(self, at: datetime) -> dict[int, str]:
        """The outcomes at a moment of the leads that were closed or opened again since."""
        since = {move.lead_id for move in self.moves if move.at > at}
        before = {move.lead_id: move.outcome or RUNNING for move in self.moves if move.at <= at}
        return {lead_id: before.get(lead_id, RUNNING) for lead_id in since}


def _past(session: GuardedSession, held: Known) -> Past:
    known = {row.number: row for row in reports.told_before(session)}
    entries, aims = impact.entries(session), impact.targets(session)
    ends = (StepMove.course == Course.CLOSE) | (StepMove.course == Course.REOPEN)
    moves = select(StepMove.lead_id, StepMove.at, StepMove.outcome).where(ends).order_by(StepMove.at, StepMove.id)
    edited = select(DemandDetail.lead_id, func.max(DemandDetail.updated_at).label("at")).group_by(DemandDetail.lead_id)
    return Past(
        held,
        known,
        {
            number: impact.counted(session, entries, row.reporting_date, aims, row.ledger_number).leads
            for number, row in known.items()
        },
        session.execute(moves).all(),
        {row.lead_id: row.at for row in session.execute(edited)},
    )
