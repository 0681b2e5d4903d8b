"""Keys lead anywhere from any page, and turn off for who does not want them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser import Visitor, chromium, serve
from tests.pages import Site

FEMKE = "taskforce@bom.example"
pytestmark = pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")


@pytest.fixture
def femke(demo_site: Site) -> Iterator[Visitor]:
    with chromium() as browser, serve(demo_site.app) as base:
        visitor = Visitor(browser, base)
        visitor.sign_in(FEMKE)
        yield visitor


def test_keys_lead_on_and_turn_off(femke: Visitor) -> None:
    page = femke.page
    page.keyboard.press("?")
    shown = page.locator("dialog.gr-shortcuts")
    expect(shown).to_contain_text("Naar Pijplijn")
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/pijplijn*")
    page.keyboard.press("/")
    found = page.locator("dialog.gr-search")
    page.keyboard.type("stroomkad")
    expect(found).to_contain_text("Stroomkade")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/leads/" in url or "/bedrijven/" in url)
    page.keyboard.press("?")
    expect(shown).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.gr-search")).to_be_visible()
    assert femke.complaints == []
