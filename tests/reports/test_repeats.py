"""What a reader sees of a value that repeats an earlier report, and of a report from before there were any."""

from datetime import UTC, date, datetime

import pytest

from app.drafting.document import Issue, compose
from app.reports.models import Report
from app.reports.rules import canonical, fingerprint
from app.reports.telling import read
from tests.drafting.test_document import material
from tests.drafting.test_pages import FIRST_CHECK
from tests.impact.world import COORDINATOR, EZ
from tests.pages import Site

REPEATED = "stand van 31 mei 2026; verandert weer bij een verschil van 3 of meer"
TEXTS = {"summary": "Op koers."}


def keep(site: Site, document: dict, day: date) -> Report:
    text = canonical(document)
    report = Report(
        number=document["number"],
        reporting_date=day,
        ledger_number=0,
        published_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
        document=text,
        fingerprint=fingerprint(text),
    )
    with site.system() as session:
        session.add(report)
    return report


def documents() -> list[dict]:
    """Two reports, of which the second repeats cells of the first in every table."""
    first = material(kinds={"energy": 9}, bottlenecks={"Zuid": {"grid": 3}}, motives={"grid": 5, "talent": 4})
    before = compose(first, TEXTS, Issue("2026-1", date(2026, 6, 12)))
    second = material(
        11, kinds={"energy": 10, "space": 3}, bottlenecks={"Zuid": {"grid": 4}}, motives={"grid": 6, "talent": 4}
    )
    after = compose(second, TEXTS, Issue("2026-2", date(2026, 12, 8), earlier=[before]))
    return [before, after | {"reporting_date": "2026-11-30"}]


def improved() -> dict:
    """A version that takes the place of the first, and repeats what that told of the same day."""
    old = documents()[0]
    found = material(10, kinds={"energy": 10}, bottlenecks={"Zuid": {"grid": 4}}, motives={"grid": 6, "talent": 4})
    reason = {"number": "2026-1", "fingerprint": "0" * 64, "reason": "Een tikfout."}
    return compose(found, TEXTS, Issue("2026-1.1", date(2026, 6, 20), earlier=[old], replaces=reason))


def test_a_repeated_value_says_of_which_day_it_is(site: Site) -> None:
    for document, day in zip(documents(), (date(2026, 5, 31), date(2026, 11, 30)), strict=True):
        keep(site, document, day)
    page = site.browser(EZ).get("/voortgang")
    assert page.words.count(REPEATED) == 3, "below kinds, bottlenecks and motives"
    assert "Energie 9 (stand van 31 mei 2026)" in page.words
    assert REPEATED not in site.browser(EZ).get("/voortgang/2026-1").words


def test_a_value_of_the_version_that_it_replaces_is_that_of_its_own_day(site: Site) -> None:
    assert improved()["kinds"]["energy"] == {"value": 9, "as_of": "2026-05-31"}, "the rule is as strict as ever"
    keep(site, documents()[0], date(2026, 5, 31))
    keep(site, improved(), date(2026, 5, 31))
    ez = site.browser(EZ)
    assert "Energie 9 " in ez.get("/voortgang").words
    assert "stand van 31 mei" not in ez.get("/voortgang").words
    assert "stand van 31 mei" not in ez.get("/voortgang/vergelijk").words
    assert not any(read(improved()).repeats.values()), "in no paper either"


def test_a_report_of_before_there_were_repeats_still_opens(site: Site) -> None:
    document, _later = documents()
    old = document | {"format": "groeiruimte/voortgang/1", "advance": {"median": 26, "early_percent": 67}}
    keep(site, old, date(2026, 5, 31))
    words = site.browser(EZ).get("/voortgang/2026-1").words
    assert "Bij 67% was dat 24 maanden of meer." in words
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    coordinator = site.browser(COORDINATOR)
    draft = coordinator.post("/rapportages", {"reporting_date": "30-11-2026"}).path
    assert "Knelpunten per regio" in coordinator.get(f"{draft}/voorbeeld", most_queries=FIRST_CHECK).words


@pytest.mark.parametrize("table", ["kinds", "bottlenecks", "motives"])
def test_the_second_document_repeats_in_every_table(table: str) -> None:
    assert '"as_of":"2026-05-31"' in canonical({table: documents()[1][table]})
