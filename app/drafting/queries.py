"""Drafts, and the material that a report is made of."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from app.access.session import GuardedSession
from app.access.unchanged import while_unchanged
from app.accounts.models import Person
from app.capital.models import Decision
from app.cases.models import Bottleneck
from app.cells.breakdowns import REGIONS
from app.cells.rules import Disclosure
from app.drafting import books
from app.drafting.changes import Since
from app.drafting.checklist import Doubt, Waiver
from app.drafting.document import Material
from app.drafting.models import ReportDraft, ReportWaiver
from app.geography.models import Rom
from app.hubs.models import Hub
from app.impact import overview, rules
from app.impact import queries as impact
from app.impact.settings import settings_at
from app.leads.models import LeadCourse
from app.leads.rules import months_between
from app.ledger.models import Change, Entry
from app.ledger.rules import CAUSES, WITHDRAWALS, Fact
from app.narrative.identification import Known
from app.narrative.queries import hidden_names, known_names
from app.narrative.sections import SECTIONS, year_ends
from app.reports.models import Report
from app.web.marks import DEMAND_MARKS


def drafts(session: GuardedSession) -> Sequence[Row]:
    """The reports in the making: id, reporting date, what they replace, when and by whom they were saved."""
    columns = (ReportDraft.id, ReportDraft.reporting_date, ReportDraft.replaces, ReportDraft.saved_at)
    return session.execute(
        select(*columns, Person.name.label("saved_by"))
        .outerjoin(Person, Person.id == ReportDraft.saved_by_id)
        .order_by(ReportDraft.reporting_date.desc())
    ).all()


def draft(session: GuardedSession, draft_id: int) -> ReportDraft | None:
    """A draft by its key."""
    return session.scalars(select(ReportDraft).where(ReportDraft.id == draft_id)).one_or_none()


def hold_draft(session: GuardedSession, draft_id: int) -> bool:
    """Lets nobody else publish or discard a draft until the commit; False when it went while we waited."""
    return session.scalar(select(ReportDraft.id).where(ReportDraft.id == draft_id).with_for_update()) is not None


def published_as(session: GuardedSession, draft_id: int) -> str | None:
    """The number of the report of the day of a draft that is no more, and of what it was to replace, if published since.

    The history keeps what a draft held when it went.
    """
    gone = select(Change.field, Change.before, Change.at).where(
        Change.table == ReportDraft.__tablename__, Change.row_id == str(draft_id), Change.action == "delete"
    )
    held = {row.field: row for row in session.execute(gone.order_by(Change.id))}
    if "reporting_date" not in held:
        return None
    day, at = date.fromisoformat(held["reporting_date"].before), held["reporting_date"].at
    replaced = held["replaces"].before if "replaces" in held and held["replaces"].at == at else None
    found = select(Report.number).where(
        Report.reporting_date == day, Report.replaces == replaced, Report.published_at >= at
    )
    return session.scalars(found).one_or_none()


def draft_at(session: GuardedSession, day: date) -> ReportDraft | None:
    """The draft of a reporting date."""
    return session.scalars(select(ReportDraft).where(ReportDraft.reporting_date == day)).one_or_none()


def before(draft: ReportDraft, told: Sequence[Row]) -> list[Row]:
    """Of the published reports those of earlier days than a draft's: of the last day its latest version comes last."""
    return [one for one in told if one.reporting_date < draft.reporting_date]


@dataclass(frozen=True)
class Past:
    """What was published before: the day and last ledger number of the report before, and the days of all there are."""

    before: date | None = None
    known: int = 0
    days: tuple[date, ...] = ()


def material(session: GuardedSession, day: date, past: Past) -> Material:
    """All that a report at a day is made of, before anything is hidden, with the figures of earlier days.

    Only the coordinator sees enough for it.
    """
    aims, setting = impact.goals(session)
    entries = impact.entries(session)
    found = impact.counted(session, entries, day, aims)
    held = settings_at(setting, day)
    regions = _regions(session)
    region_of = {row.rom: row.region for row in regions}
    flows = rules.flows(found, region_of)
    courses = _courses(session)
    origin = {entry.lead_id or 0: entry.origin_rom for entry in found.counted[rules.LEADS]}
    return Material(
        figures=found,
        kinds=dict.fromkeys(DEMAND_MARKS, 0) | rules.per_kind(found, overview.leads_of_kinds(session)),
        flows={region: flows.get(region, rules.Flow()) for region in REGIONS},
        bottlenecks=_bottlenecks(session, day, {lead: region_of.get(rom or "") for lead, rom in origin.items()}),
        motives=_motives(courses, found),
        advances=_advances(courses, set(origin)),
        limits=Disclosure(**{name: held[name] for name in Disclosure.__dataclass_fields__}),
        advance_months=held["advance_months"],
        since=_since(session, past.before, past.known, entries, aims) if past.before else None,
        points={one: impact.counted(session, entries, one, aims) for one in _points(day, past.days)},
        hubs=_hubs(regions),
    )


def _points(day: date, told: Iterable[date]) -> list[date]:
    """The days at which a report with a year table counts."""
    ends = year_ends(day)
    return sorted({*ends, *(one for one in told if one <= day)}) if ends else []


def _since(
    session: GuardedSession, day: date, known: int, entries: Sequence[rules.Entry], aims: Sequence[rules.Target]
) -> Since:
    then, known_now = (impact.counted(session, entries, day, aims, as_of) for as_of in (known, None))
    return Since(then, known_now, _taken_back(session, day, known))


def _regions(session: GuardedSession) -> Sequence[Row]:
    """The ROMs with their programme region, each once for every brandpunt in its area."""
    hub = (Hub.code, Hub.name, Hub.latitude, Hub.longitude, Hub.maturity, Hub.certainty)
    columns = (Rom.code.label("rom"), Rom.programme_region.label("region"), *hub)
    return session.execute(select(*columns).outerjoin(Hub, Hub.rom_code == Rom.code)).all()


def _hubs(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """The brandpunten of the reference data by region and name: where, how far along, how sure it is that it is one."""
    found = [
        {
            "code": row.code,
            "name": row.name,
            "region": row.region,
            "latitude": f"{row.latitude:.4f}",
            "longitude": f"{row.longitude:.4f}",
            "maturity": row.maturity,
            "certainty": row.certainty,
        }
        for row in rows
        if row.code is not None
    ]
    return sorted(found, key=lambda one: (REGIONS.index(one["region"]), one["name"], one["code"]))


def _taken_back(session: GuardedSession, before: date, known: int) -> dict[str, int]:
    """Why facts that held up to a day were taken back, or left the count, after a ledger number: how many by cause."""
    counted = select(Entry.lead_id).where(Entry.fact == Fact.ADMITTED, Entry.holds_on <= before)
    of_that_day = or_(Entry.holds_on <= before, (Entry.fact == Fact.WITHDRAWN) & Entry.lead_id.in_(counted))
    causes = select(Entry.cause, func.count()).where(Entry.number > known, Entry.cause.is_not(None), of_that_day)
    found = {cause: count for cause, count in session.execute(causes.group_by(Entry.cause)) if cause}
    return dict.fromkeys([*CAUSES, *WITHDRAWALS], 0) | found


def _bottlenecks(session: GuardedSession, day: date, regions: dict[int, str | None]) -> dict[str, dict[str, int]]:
    rows = session.execute(select(Bottleneck.lead_id, Bottleneck.kind).where(Bottleneck.noted_on <= day).distinct())
    counts: dict[str, dict[str, int]] = {}
    for lead_id, kind in rows:
        region = regions.get(lead_id)
        if region is not None:
            of_region = counts.setdefault(region, {})
            of_region[kind] = of_region.get(kind, 0) + 1
    return counts


def _courses(session: GuardedSession) -> Sequence[Row]:
    """Of every lead: when the question was asked, when the room is needed, and what decided."""
    columns = (LeadCourse.lead_id, LeadCourse.asked_on, LeadCourse.needed_by, Decision.motive)
    return session.execute(select(*columns).outerjoin(Decision, Decision.lead_id == LeadCourse.lead_id)).all()


def _motives(courses: Sequence[Row], found: rules.Figures) -> dict[str, int]:
    settled = {entry.lead_id for code in (rules.REALISED, rules.OWN_REGION) for entry in found.counted[code]}
    counts: dict[str, int] = {}
    for one in courses:
        if one.motive is not None and one.lead_id in settled:
            counts[one.motive] = counts.get(one.motive, 0) + 1
    return counts


def _advances(courses: Sequence[Row], counted: set[int]) -> list[int]:
    of_counted = (one for one in courses if one.lead_id in counted and one.needed_by is not None)
    return [months_between(one.asked_on, one.needed_by) for one in of_counted]


def texts_of(draft: ReportDraft) -> dict[str, str]:
    """The texts of a draft by section."""
    kept: dict[str, str] = json.loads(draft.narrative)
    return {name: kept.get(name, "") for name in SECTIONS}


def waivers(session: GuardedSession, draft_id: int) -> dict[str, Waiver]:
    """What was waved through in a draft, by the key of its line."""
    columns = (ReportWaiver.line, ReportWaiver.about, ReportWaiver.reason, Person.name, ReportWaiver.waived_at)
    rows = session.execute(
        select(*columns)
        .outerjoin(Person, Person.id == ReportWaiver.waived_by_id)
        .where(ReportWaiver.draft_id == draft_id)
    )
    return {row.line: Waiver(row.about, row.reason, row.name, row.waived_at) for row in rows}


def given_before(session: GuardedSession, report: Report, told: Iterable[Mapping[str, str]]) -> dict[str, Waiver]:
    """The reasons in a published report by the line that they were given for, with what it was about.

    The report itself says of each only its kind; the history keeps what went with the draft.
    """
    gone = select(Change.row_id, Change.at, Change.field, Change.before).where(
        Change.table == ReportWaiver.__tablename__, Change.action == "delete", Change.at <= report.published_at
    )
    rows: dict[tuple[str, datetime], dict[str, str]] = {}
    for row in session.execute(gone.order_by(Change.id)):
        rows.setdefault((row.row_id, row.at), {})[row.field] = row.before
    reasons = {(one["check"], one["reason"]) for one in told}
    return {
        kept["line"]: Waiver(kept["about"], kept["reason"], None, at)
        for (_row, at), kept in rows.items()
        if (kept["line"].partition("-")[0], kept["reason"]) in reasons
    }


def waiver(session: GuardedSession, draft_id: int, line: str) -> ReportWaiver | None:
    """That a line of a draft was waved through."""
    found = select(ReportWaiver).where(ReportWaiver.draft_id == draft_id, ReportWaiver.line == line)
    return session.scalars(found).one_or_none()


@dataclass(frozen=True)
class Groundwork:
    """All that a draft is made of and held against, whatever its texts say."""

    material: Material
    doubts: Sequence[Doubt]
    known: Known
    hidden: Known  # names that the reader may not know: no more may be told of them than identification.worst does


def groundwork(session: GuardedSession, day: date, past: Past) -> Groundwork:
    """What a draft at a day is made of, worked out anew only after something changed."""
    what = ("groundwork", day, past, session.clock.today())
    return while_unchanged(session, what, lambda: _groundwork(session, day, past))


def _groundwork(session: GuardedSession, day: date, past: Past) -> Groundwork:
    found = material(session, day, past)
    known = known_names(session)
    doubts = books.doubts(session, found.figures, impact.entries(session))
    return Groundwork(found, doubts, known, hidden_names(session, known))
