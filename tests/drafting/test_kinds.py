"""June, December, the final report and all between: what each needs, and the figures per year."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.cells.rules import Disclosure
from app.db.errors import Refused
from app.drafting.checking import count_name_check, look
from app.drafting.services import prepare, publish, save_draft, start_draft
from app.drafting.years import years
from app.impact import rules as impact
from app.impact.rules import Entry, Target
from app.ledger.rules import Fact
from app.narrative.sections import GOALS, REQUIRED, kind_of, missing, year_ends
from app.reports import verification
from app.reports.checks import check_reports
from app.reports.models import Report
from app.reports.telling import read_text
from tests.acting import acting
from tests.databases import SIGNING_KEY
from tests.impact.world import COORDINATOR
from tests.pages import Site

DECEMBER = date(2026, 11, 30)
TARGETS = [Target(code, 40, date(2025, 1, 1)) for code in impact.FIGURE_CODES]


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 5, 31), "june"),
        (DECEMBER, "december"),
        (date(2026, 8, 1), "interim"),
        (date(2028, 11, 30), "december"),
        (date(2028, 12, 1), "final"),
        (date(2029, 5, 31), "final"),
    ],
)
def test_the_kind_follows_the_day(day: date, kind: str) -> None:
    assert kind_of(day) == kind


def test_the_final_report_needs_conclusions_about_every_goal() -> None:
    assert set(GOALS) <= set(missing({}, "final"))
    assert list(missing(dict.fromkeys(REQUIRED["june"], "x"), "june")) == []


def test_years_end_with_the_reporting_date_itself() -> None:
    assert year_ends(DECEMBER) == [date(2025, 12, 31), DECEMBER]
    assert year_ends(date(2028, 12, 31))[-1] == date(2028, 12, 31)
    assert year_ends(date(2026, 5, 31)) == []


def ledger(*decided: tuple[int, date]) -> list[Entry]:
    """Four companies of 2025, and what some of them decided when."""
    leads = [Entry(number, Fact.ADMITTED, number, number, date(2025, 3, 1), origin_rom="BOM") for number in range(1, 5)]
    money = [
        Entry(
            5 + at, Fact.CAPITAL_DECIDED, who, who, day, amount=30_000_000, counterfactual="not_in_nl", origin_rom="BOM"
        )
        for at, (who, day) in enumerate(decided)
    ]
    return leads + money


def capital_of_2025(*decided: tuple[int, date]) -> dict | None:
    """What a December report says of the capital at the end of the year before."""
    days = (date(2025, 11, 30), date(2025, 12, 31), date(2026, 5, 31), DECEMBER)
    points = {day: impact.count(ledger(*decided), day, TARGETS) for day in days}
    told = years(DECEMBER, points, Disclosure())
    assert [year["figures"][0]["value"] for year in told] == [4, 4]
    assert told[1]["figures"][-1]["capital"] is not None
    return told[0]["figures"][-1]["capital"]


EARLY, LAST_DAYS, SPRING = date(2025, 6, 1), date(2025, 12, 15), date(2026, 3, 1)


def test_capital_at_the_end_of_a_year_is_told_where_no_company_can_be_read_off_it() -> None:
    three = [(who, EARLY) for who in (1, 2, 3)]
    assert capital_of_2025(*three)["rounded"] == 90_000_000
    assert capital_of_2025(*three, (4, LAST_DAYS)) is None, "one company between the report and the end of the year"
    assert capital_of_2025(*three, (4, SPRING)) is None, "one company between the end of the year and the report"
    assert capital_of_2025(*((who, LAST_DAYS) for who in (1, 2, 3)))["rounded"] == 90_000_000


def write_december(site: Site) -> Report:
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    with acting(site, COORDINATOR) as marit:
        draft = start_draft(marit, reporting_date=DECEMBER)
        save_draft(marit, draft, narrative={"summary": "Goed."})
        count_name_check(marit, look(marit, draft).texts)
        with pytest.raises(Refused):
            publish(marit, draft, key=SIGNING_KEY)
        (line,) = prepare(marit, draft).lines
        assert line.names == ("results", "bottlenecks", "lessons", "hubs")
        save_draft(marit, draft, narrative=dict.fromkeys(REQUIRED["december"], "Goed."))
        count_name_check(marit, look(marit, draft).texts)
        return publish(marit, draft, key=SIGNING_KEY)


def test_a_december_report_has_its_texts_and_the_figures_of_each_year(site: Site) -> None:
    report = write_december(site)
    told = read_text(report.document)
    assert told.kind == "Voortgang december met jaarverslag"
    assert [row[0] for row in told.years["rows"]] == ["31 december 2025", "30 november 2026"]
    assert [row[1] for row in told.years["rows"]] == ["0", "0"]
    with site.system() as system:
        assert verification.problems(system, key=SIGNING_KEY) == []


def test_a_figure_of_a_year_that_was_changed_is_found(site: Site) -> None:
    report = write_december(site)
    told = json.loads(report.document)
    told["years"][0]["figures"][0]["value"] = 7
    with site.system() as system:
        row = system.scalars(select(Report)).one()
        system.expunge(row)
        row.document = json.dumps(told)
        found = list(check_reports([row], entries=[], seals=[], targets=[]))
    assert "report_figure" in {one.kind for one in found}
