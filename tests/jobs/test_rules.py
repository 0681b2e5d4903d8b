"""When work comes by itself, and how long a step that crashed is tried again."""

from datetime import UTC, datetime, time, timedelta

from app.db.clock import AMSTERDAM
from app.jobs.rules import RETRY_AFTER, Daily, Trouble, percent, retry_at

NOW = datetime(2026, 11, 19, 11, 0, tzinfo=UTC)


def test_daily_work_has_a_word_for_each_day_from_its_hour_on():
    daily, early = Daily(time(7)), datetime(2026, 11, 19, 6, 59, tzinfo=AMSTERDAM)
    assert daily.key("digest", early) is None
    assert daily.key("digest", early + timedelta(minutes=1)) == "digest 2026-11-19"
    assert daily.key("digest", early.replace(hour=23)) == "digest 2026-11-19"
    assert daily.key("digest", early + timedelta(days=1, minutes=1)) == "digest 2026-11-20"


def test_a_crash_is_tried_again_ever_later_and_then_no_more():
    moments = [retry_at(Trouble.CRASHED, tries, NOW) for tries in range(1, len(RETRY_AFTER) + 2)]
    assert moments == [NOW + wait for wait in RETRY_AFTER] + [None]
    assert sorted(RETRY_AFTER) == list(RETRY_AFTER)
    assert retry_at(Trouble.UNREACHABLE, len(RETRY_AFTER) + 1, NOW) is not None
    assert retry_at(Trouble.REFUSED, 1, NOW) is None


def test_how_far_it_is_as_far_as_that_is_known():
    assert [percent(0, None), percent(0, 10), percent(5, 10), percent(12, 10)] == [None, 0, 50, 100]
