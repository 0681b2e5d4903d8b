"""Two reports side by side: from the published documents alone, for everybody at the table."""

import json
from datetime import date

import pytest

from app.reports.comparing import compare
from app.reports.telling import read
from tests.impact.world import ADMIN, BOM, COORDINATOR, EZ, IPO
from tests.pages import Site
from tests.reports.test_repeats import documents, keep

DAYS = (date(2026, 5, 31), date(2026, 11, 30))


@pytest.fixture
def two(site: Site) -> Site:
    for document, day in zip(documents(), DAYS, strict=True):
        keep(site, document, day)
    return site


def test_figures_differ_by_what_both_tell_and_a_band_by_nothing():
    before, after = (read(document) for document in documents())
    found = {row.name: row for row in compare(before, after).figures}
    leads = found["Leads in portefeuille"]
    assert (leads.before, leads.after, leads.difference) == ("9", "11", "+2")
    assert found["Behouden vermogen"].difference == "", "two bands have no difference"


def test_only_cells_that_read_otherwise_stand_there_and_a_repeat_says_so():
    before, after = (read(document) for document in documents())
    kinds = next(part for part in compare(before, after).breakdowns if part.title == "Soorten vraag")
    told = {row.name: (row.before, row.after) for row in kinds.rows}
    assert told["Energie"] == ("9", "9 (stand van 31 mei 2026)")
    assert told["Ruimte"] == ("0", "3")
    assert kinds.same == 3


def test_a_report_beside_itself_does_not_differ():
    told = read(documents()[1])
    found = compare(told, told)
    assert all(row.difference in ("0", "") for row in found.figures)
    assert not any(part.rows for part in found.breakdowns)
    assert all(text.same for text in found.texts)


@pytest.mark.parametrize("email", [EZ, IPO, BOM, COORDINATOR])
def test_everybody_at_the_table_compares_the_last_two_or_any_two(two: Site, email: str) -> None:
    browser = two.browser(email)
    words = browser.get("/voortgang/vergelijk", most_queries=8).words
    assert "Leads in portefeuille 9 11 +2" in words
    assert "Leads in portefeuille 11 9 −2" in browser.get("/voortgang/vergelijk?van=2026-2&met=2026-1").words
    browser.get("/voortgang/vergelijk?van=2031-9", status=404)
    twice = browser.get("/voortgang/vergelijk?van=2026-2&met=2026-2").words
    assert "Dit is twee keer hetzelfde rapport" in twice
    assert "Leads in portefeuille" not in twice


def test_a_figure_without_a_difference_has_no_label_for_one(two: Site) -> None:
    cells = two.browser(EZ).get("/voortgang/vergelijk").tree.all("td")
    assert not [one for one in cells if one.get("data-label") == "Verschil" and not one.text.strip()]


def test_who_may_not_read_a_report_compares_none(two: Site) -> None:
    two.browser(ADMIN).get("/voortgang/vergelijk", status=403)


def test_one_report_has_nothing_beside_it(site: Site) -> None:
    assert "Er is nog niets om te vergelijken" in site.browser(EZ).get("/voortgang/vergelijk").words
    keep(site, documents()[0], DAYS[0])
    assert "Er is nog niets om te vergelijken" in site.browser(EZ).get("/voortgang/vergelijk").words
    page = site.browser(EZ).get("/voortgang")
    assert "Dit is het eerste rapport" in page.words


def test_a_report_of_before_format_3_still_shows_its_corrections_and_its_leads(site: Site) -> None:
    _first, document = documents()
    old = document | {
        "format": "groeiruimte/voortgang/2",
        "previous": {"number": "2026-1", "reporting_date": "2026-03-31", "fingerprint": "0" * 64},
        "corrections": [
            {"code": "leads_portefeuille", "was": {"value": 8, "capital": None}, "now": {"value": 9, "capital": None}}
        ],
        "taken_back": {"mistake": 3},
        "trend": [{"reporting_date": "2026-03-31", "leads": 8}, {"reporting_date": "2026-11-30", "leads": 11}],
    }
    del old["changes"], old["hubs"]
    keep(site, json.loads(json.dumps(old)), DAYS[1])
    words = site.browser(EZ).get("/voortgang/2026-2").words
    assert "Leads in portefeuille op 31 maart 2026: 8 in rapport 2026-1, nu 9." in words
    assert "Teruggedraaid of uit de telling: vergissing (3)." in words
    assert "11 op 30 november 2026, 8 in het rapport ervoor; doel 40 eind 2028." in words
    assert site.browser(EZ).get("/voortgang/2026-2/rapport.pdf").response.get_data().startswith(b"%PDF")
