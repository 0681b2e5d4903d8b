"""The coordinator publishes progress: at the two usual reporting dates that have passed most lately."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from app.access.session import GuardedSession
from app.demo.story import Calendar
from app.demo.table import table_acts
from app.demo.teller import Act, Cast
from app.demo.world import cases as told
from app.demo.world.cases import Case
from app.demo.world.progress import FIRST, REASONS, SECOND
from app.drafting import cases, checking
from app.drafting import services as reports
from app.drafting.document import suggested_days
from app.drafting.models import ReportDraft
from app.drafting.readers import levels_of

COORDINATOR = "marit"
PUBLISHED = 90
AFTER = timedelta(days=11)


def report_acts(day: Calendar, key: str) -> Iterator[Act]:
    """Two published reports, the older one first, each some days after its reporting date."""
    passed = suggested_days(day.today - AFTER, None)
    written = ((FIRST, told.FIRST), (SECOND, told.SECOND))
    for reporting_date, (texts, chosen) in zip(sorted(passed), written, strict=False):
        yield Act(reporting_date + AFTER, PUBLISHED, COORDINATOR, _publish(reporting_date, texts, chosen, key))
    yield from table_acts(day, [reporting_date + AFTER for reporting_date in sorted(passed)])


def _publish(
    reporting_date: date, texts: Mapping[str, str], chosen: Sequence[Case], key: str
) -> Callable[[GuardedSession, Cast], object]:
    def do(session: GuardedSession, cast: Cast) -> object:
        draft = reports.start_draft(session, reporting_date=reporting_date)
        reports.save_draft(session, draft, narrative=texts)
        for one in chosen:
            _tell(session, cast, draft, one)
        _count(session, draft)
        for line in reports.prepare(session, draft).lines:
            checking.waive(session, draft, line, reason=REASONS[line.kind])
        _count(session, draft)
        return reports.publish(session, draft, key=key)

    return do


def _count(session: GuardedSession, draft: ReportDraft) -> None:
    checking.count_name_check(session, checking.look(session, draft).texts)


def _tell(session: GuardedSession, cast: Cast, draft: ReportDraft, one: Case) -> None:
    """A case in a draft, as exactly as enough leads allow."""
    row = cases.pick_case(session, draft, lead_id=cast.leads[one.lead])
    found = cases.take_suggestion(session, draft, row, reports.preview(session, draft))
    levels = levels_of(found)
    cases.write_case(
        session, row, levels=levels, title=one.title, tried=one.tried, result=one.result, lesson=one.lesson
    )
