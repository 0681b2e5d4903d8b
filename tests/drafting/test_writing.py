"""Writing a report: saved by the button and while somebody types, and nothing typed is lost."""

import json

from sqlalchemy import select

from app.ledger.models import Change
from tests.drafting.test_pages import draft, version, write
from tests.impact.world import COORDINATOR
from tests.pages import Browser, Site

JSON = {"Accept": "application/json"}


def type_on(browser: Browser, path: str, **typed: str) -> tuple[int, dict]:
    """What the page hears back while somebody types."""
    answer = browser.client.post(path, data=typed, headers=JSON)
    return answer.status_code, answer.get_json()


def test_what_is_typed_is_saved_and_the_page_hears_when(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    status, told = type_on(browser, path, version="1", summary="Half een zin")
    assert (status, told) == (200, {"words": "Bewaard om 12:00", "version": 2})
    assert browser.get(path, most_queries=20).value("summary") == "Half een zin"
    assert type_on(browser, path, version="2", summary="Half een zin")[1]["version"] == 2, "nothing new"


def test_what_somebody_else_saved_is_not_typed_over(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path, summary="De eerste.")
    status, told = type_on(browser, path, version="1", summary="De tweede.")
    assert status == 409
    assert "Marit Kaspers bewaarde dit concept intussen. Wat je typte staat er nog" in told["words"]
    assert browser.get(path, most_queries=20).value("summary") == "De eerste."


def test_a_text_that_is_far_too_long_gets_an_answer_in_place_and_is_still_there(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    long = "Een zin zonder einde. " * 10_000
    status, told = type_on(browser, path, version="1", summary=long)
    assert status == 422
    assert told["words"].startswith("Nog niet bewaard. Samenvatting: Maak het korter: 219.999 tekens")
    page = browser.post(path, {"version": "1", "summary": long}, status=422)
    assert "Maak het korter: 219.999 tekens, en er passen er 2.000." in page.errors()["summary"]
    assert page.value("summary").strip() == long.strip()
    assert "maxlength" not in page.tree.one("textarea", id="summary").attributes, "a browser would cut it off"


def test_history_keeps_the_parts_that_changed(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path)
    write(browser, path, summary="Anders.")
    with site.system() as session:
        kept = session.scalars(select(Change).where(Change.field == "narrative").order_by(Change.id)).all()[-1]
    assert (json.loads(kept.before), json.loads(kept.after)) == (
        {"summary": "Het programma ligt op koers."},
        {"summary": "Anders."},
    )


def test_the_editor_says_what_is_written_and_what_this_kind_needs(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser, "18-11-2026")
    assert "Tussenstand" in browser.get(path, most_queries=20).words
    write(browser, path)
    page = browser.get(path, most_queries=20)
    written = [link.get("href") for link in page.tree.all("a") if "data-written" in link.attributes]
    assert written == ["#summary", "#results", "#bottlenecks", "#lessons", "#hubs"]
    assert version(page.text) == "2"
