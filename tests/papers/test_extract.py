"""An extract for a province or municipality says what the report says, and nothing besides."""

import json

import pytest
from sqlalchemy import select

from app.geography.queries import area
from app.reports.models import Report
from tests.downloaded import all_of
from tests.impact.world import BOM, COORDINATOR, EZ
from tests.pages import Page, Site


@pytest.mark.parametrize(
    ("code", "name", "regions"),
    [
        ("PV30", "Noord-Brabant", ("Zuid",)),
        ("PV27", "Noord-Holland", ("Midden", "West")),  # Gooi en Vechtstreek is counted with Utrecht
        ("GM0402", "Hilversum", ("Midden",)),
        ("GM0772", "Eindhoven", ("Zuid",)),
    ],
)
def test_an_area_lies_in_the_programme_regions_of_its_municipalities(demo_site: Site, code, name, regions) -> None:
    with demo_site.system() as session:
        found = area(session, code)
        assert found is not None
        assert (found.name, found.regions) == (name, regions)
        assert area(session, "PV99") is None


def bottlenecks(page: Page) -> list[list[str]]:
    """The table of bottlenecks as rows of words."""
    table = page.tree.one("section", aria_labelledby="knelpunten")
    return [[cell.text for cell in row.all("th", "td")] for row in table.all("tr")]


def test_every_cell_of_an_extract_stands_in_the_report(demo_site: Site) -> None:
    with demo_site.system() as session:
        document = json.loads(session.scalars(select(Report.document).order_by(Report.id.desc())).first())
    browser = demo_site.browser(EZ)
    _, *columns = zip(*bottlenecks(browser.get(f"/voortgang/{document['number']}")), strict=True)
    rows = {region: cells for region, *cells in columns}
    for code, regions in (("PV30", ("Zuid",)), ("PV27", ("Midden", "West"))):
        page = browser.get(f"/voortgang/{document['number']}/uittreksel/{code}")
        (_, *heads), *lines = bottlenecks(page)
        assert heads == list(regions)
        for place, region in enumerate(regions, 1):
            assert [line[place] for line in lines] == rows[region]
        assert page.queries <= 8


def test_a_municipality_is_found_by_its_name(demo_site: Site) -> None:
    browser = demo_site.browser(BOM)
    page = browser.get("/voortgang/2026-1/uittreksel?gemeente=Den+Bosch")
    assert "Knelpunten voor 's-Hertogenbosch" in page.words
    wrong = browser.get("/voortgang/2026-1/uittreksel?gemeente=Nergenshuizen")
    assert "kennen we niet" in wrong.errors()["gemeente"]
    assert wrong.value("gemeente") == "Nergenshuizen"
    assert browser.get("/voortgang/2026-1/uittreksel?gemeente=").errors()["gemeente"]


def test_there_is_no_extract_of_what_was_not_published(demo_site: Site) -> None:
    browser = demo_site.browser(COORDINATOR)
    browser.get("/voortgang/2099-1/uittreksel", status=404)
    browser.get("/voortgang/2099-1/uittreksel/PV30", status=404)
    browser.get("/voortgang/2026-1/uittreksel/PV99", status=404)


def test_an_extract_is_kept_as_a_file_that_says_what_the_page_says(demo_site: Site) -> None:
    browser = demo_site.browser(EZ)
    address = "/voortgang/2026-1/uittreksel/PV27"
    _heads, *lines = bottlenecks(browser.get(address))
    for form in ("pdf", "docx", "xlsx"):
        answer = browser.get(f"{address}/rapport.{form}").response
        assert f'filename="uittreksel-2026-1-PV27.{form}"' in answer.headers["Content-Disposition"]
        words = all_of(answer)
        assert "Knelpunten voor Noord-Holland" in words
        assert all(name in words for name, *_counts in lines)
        assert "Vertrokken" not in words
    browser.get(f"{address}/rapport.json", status=404)
    browser.get("/voortgang/2026-1/uittreksel/PV99/rapport.pdf", status=404)
