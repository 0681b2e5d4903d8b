"""The coordinator publishes progress: at the two usual reporting dates that have passed most lately."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from app.access.session import GuardedSession
from app.demo.story import Calendar
from app.demo.teller import Act, Cast
from app.demo.world.progress import FIRST, SECOND
from app.reports import services as reports
from app.reports.document import suggested_days

COORDINATOR = "marit"
PUBLISHED = 90
AFTER = timedelta(days=11)


def report_acts(day: Calendar, key: str) -> Iterator[Act]:
    """Two published reports, the older one first, each some days after its reporting date."""
    passed = suggested_days(day.today - AFTER, None)
    for reporting_date, texts in zip(sorted(passed), (FIRST, SECOND), strict=False):
        yield Act(reporting_date + AFTER, PUBLISHED, COORDINATOR, _publish(reporting_date, texts, key))


def _publish(reporting_date: date, texts: Mapping[str, str], key: str) -> Callable[[GuardedSession, Cast], object]:
    def do(session: GuardedSession, cast: Cast) -> object:
        draft = reports.start_draft(session, reporting_date=reporting_date)
        reports.save_draft(session, draft, narrative=texts)
        reports.count_name_check(session, reports.texts_of(draft))
        return reports.publish(session, draft, key=key)

    return do
