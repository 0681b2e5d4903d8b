"""Writing a report: saved by the button and while somebody types, and nothing typed is lost."""

import json

import pytest
from sqlalchemy import select

from app.drafting.merging import mark
from app.ledger.models import Change
from app.narrative.sections import SECTIONS
from tests.drafting.test_pages import TEXTS, draft, write
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
    status, told = type_on(browser, path, summary="Half een zin")
    assert (status, told["words"], told["unsaved"]) == (200, "Bewaard om 12:00", [])
    assert browser.get(path, most_queries=20).value("summary") == "Half een zin"
    again = type_on(browser, path, read=told["read"], summary="Half een zin, en meer")[1]
    assert again["words"] == "Bewaard om 12:00"
    assert browser.get(path, most_queries=20).value("summary") == "Half een zin, en meer"


def test_a_page_that_was_left_while_it_saved_is_in_nobodys_way(site: Site) -> None:
    """The save of the page that is left arrives after the new one was read, which then sends the same again."""
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    typed = {"read": browser.get(path, most_queries=20).value("read"), "summary": "Half een zin"}
    type_on(browser, path, **typed)
    told = type_on(browser, path, **typed)[1]
    assert told["unsaved"] == []
    assert type_on(browser, path, read=told["read"], summary="Een hele zin.")[1]["unsaved"] == []


def test_a_tab_that_stood_open_wipes_nothing_that_it_never_touched(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path)
    old = browser.get(path, most_queries=20)
    write(browser, path, hubs="Zij bellen elkaar.", ecosystem="Bijna één geheel.")
    stale = {**TEXTS, "ecosystem": "", "read": old.value("read"), "experiment": "Vroeg beginnen loont."}
    told = type_on(browser, path, **stale)[1]
    assert (told["words"], told["unsaved"]) == ("Bewaard om 12:00", [])
    browser.post(path, stale | {"read": told["read"]})
    now = browser.get(path, most_queries=20)
    assert [now.value(name) for name in ("hubs", "ecosystem", "experiment", "summary")] == [
        "Zij bellen elkaar.",
        "Bijna één geheel.",
        "Vroeg beginnen loont.",
        TEXTS["summary"],
    ]


def both_changed(browser: Browser) -> tuple[str, dict[str, str]]:
    """A draft, and what a second writer sends who changed a section that the first one saved meanwhile."""
    path = draft(browser)
    read = browser.get(path, most_queries=20).value("read")
    write(browser, path, summary="De eerste.")
    return path, {"read": read, "summary": "De tweede.", "experiment": "Vraag vroeg.", "results": ""}


def test_what_both_changed_is_not_typed_over_and_the_rest_is_saved(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path, typed = both_changed(browser)
    status, told = type_on(browser, path, **typed)
    assert (status, told["unsaved"]) == (200, ["summary"])
    assert told["words"] == (
        "Nog niet bewaard: Samenvatting. Marit Kaspers veranderde dat intussen ook. Druk op Bewaar en kies."
    )
    now = browser.get(path, most_queries=20)
    assert (now.value("summary"), now.value("experiment")) == ("De eerste.", "Vraag vroeg.")
    again = type_on(browser, path, **typed | {"read": told["read"], "choice-summary": "mine:" + mark("De eerste.")})[1]
    assert again["unsaved"] == ["summary"], "only the button chooses"


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("theirs", "De eerste."), ("mine", "De tweede."), ("both", "De eerste.\n\nDe tweede.")],
)
def test_who_changed_what_another_changed_sees_both_and_chooses_per_section(site: Site, choice: str, kept: str) -> None:
    browser = site.browser(COORDINATOR)
    path, typed = both_changed(browser)
    page = browser.post(path, typed, status=409)
    for words in ("Staat er nu De eerste.", "Jij typte De tweede.", "Marit Kaspers bewaarde"):
        assert words in page.words
    assert "Nog niet bewaard. Wat je typte staat er nog." in page.words
    assert "Bewaard: " not in page.words
    assert page.value("results") == TEXTS["results"], "what only the first changed"
    again = {name: page.value(name) for name in ("read", *SECTIONS)}
    assert "Staat er nu De eerste." in browser.post(path, again, status=409).words, "nobody chose yet"
    option = page.tree.one("input", id=f"choice-summary-{choice}").get("value")
    browser.post(path, again | {"choice-summary": option})
    now = browser.get(path, most_queries=20)
    assert (now.value("summary"), now.value("experiment")) == (kept, "Vraag vroeg.")


def test_a_choice_holds_only_for_the_text_beside_which_it_was_asked(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path, typed = both_changed(browser)
    page = browser.post(path, typed, status=409)
    option = page.tree.one("input", id="choice-summary-mine").get("value")
    write(browser, path, summary="De derde.")
    page = browser.post(path, typed | {"read": page.value("read"), "choice-summary": option}, status=409)
    assert "Staat er nu De derde." in page.words


def test_a_text_that_is_far_too_long_gets_an_answer_in_place_and_is_still_there(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    long = "Een zin zonder einde. " * 10_000
    status, told = type_on(browser, path, summary=long, lessons="Vraag vroeg.")
    assert (status, told["unsaved"]) == (200, ["summary"])
    assert told["words"].startswith("Nog niet bewaard. Samenvatting: Maak het korter: 219.999 tekens")
    now = browser.get(path, most_queries=20)
    assert (now.value("summary"), now.value("lessons")) == ("", "Vraag vroeg."), "the others are saved"
    page = browser.post(path, {"summary": long}, status=422)
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


def test_a_text_is_shown_once_with_all_that_was_found_in_it(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path, results="Zie www.rijksoverheid.nl, GR-25-003 of 06-12345678.")
    for page in (browser.get(path, most_queries=20), browser.get(f"{path}/voorbeeld", most_queries=35)):
        (quote,) = page.tree.all("blockquote")
        assert [one.text for one in quote.all("mark")] == ["www.rijksoverheid.nl", "GR-25-003", "06-12345678"]
        assert "Webadres" in page.words
        assert "Telefoonnummer" in page.words
