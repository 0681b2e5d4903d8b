"""Two companies that are one, put together and taken apart again with nothing but the keyboard, in a real browser."""

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.accounts.services import set_password
from app.companies.services import set_kvk
from tests.browser import Visitor, chromium, serve
from tests.companies.factories import company_of
from tests.journeys.keyboard import tab_to
from tests.leads.factories import lead_of
from tests.pages import Site

FEMKE = "taskforce@bom.example"
SENTENCE = "twee bedrijven die er een zijn"
MOST_TABS = 60


def go_to(page: Page, words: str) -> None:
    """Tabs on until something that says these words has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || ''"
        if words in page.evaluate(focused):
            return
    raise AssertionError(f"{words!r} is not reached with Tab on {page.url}")


def press(page: Page, words: str) -> None:
    """Goes to a link or button and presses Enter; the page that follows is there."""
    go_to(page, words)
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")


@pytest.mark.parametrize("template", ["sqlite"], indirect=True, scope="session")
def test_two_companies_are_merged_and_taken_apart_with_the_keyboard(site: Site) -> None:
    with site.system() as system:
        keep = company_of(system, "BOM", name="Roodspar Composieten", site="Werf")
        gone = company_of(system, "BOM", name="Roodspar Compossieten B.V.", site="Haven")
        set_kvk(system, gone, ["01234567"])
        code = lead_of(system, keep).code
        person = system.scalars(select(Person).where(Person.email == FEMKE)).one()
        set_password(system, person, SENTENCE, hash_password(SENTENCE))
    with chromium() as browser, serve(site.app) as base:
        femke = Visitor(browser, base)
        femke.sign_in(FEMKE, SENTENCE)
        page = femke.page
        page.goto(f"{base}/bedrijven")
        press(page, "Dubbelen")
        press(page, "Vergelijk Roodspar Composieten met")
        tab_to(page, "[name=site]")
        page.keyboard.press("ArrowRight")
        press(page, "Voeg samen")
        assert page.url == f"{base}/bedrijven/dubbelen", "on to the next pair"
        assert "is opgegaan in Roodspar Composieten" in page.locator("body").inner_text()
        page.goto(f"{base}/bedrijven/{keep.id}")
        shown = page.locator("main").inner_text()
        assert all(words in shown for words in ("Haven", "01234567", code, "Roodspar Compossieten B.V."))
        press(page, "Haal Roodspar Compossieten B.V. er weer uit")
        press(page, "Haal uit elkaar")
        assert page.url == f"{base}/bedrijven/{gone.id}"
        assert "01234567" in page.locator("main").inner_text()
        assert femke.complaints == []
        femke.close()
