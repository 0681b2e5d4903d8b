"""Who reads English is shown no Dutch in the demo world, but for what people wrote themselves."""

from html.parser import HTMLParser

import pytest
from babel.messages.pofile import read_po
from werkzeug.test import TestResponse

from tests.pages import Site
from tests.whole.crawl import walk
from tests.whole.test_language import ENGLISH

READERS = ("taskforce@bom.example", "coordinator@iq.example", "ez@ez.example", "admin@groeiruimte.example")
AS_STORED = "/beheer/stamgegevens/"  # reference data are shown as they are kept
SPOKEN = ("aria-label", "title", "placeholder", "alt")
MOST_PAGES = 30


class Pieces(HTMLParser):
    """Every piece of text that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What is spoken only."""
        self.found |= {value for name, value in attrs if name in SPOKEN and value}

    def handle_data(self, data: str) -> None:
        """What is seen."""
        self.found.add(" ".join(data.split()))


@pytest.fixture(scope="module")
def dutch() -> set[str]:
    """The texts that must not be seen: those that are said otherwise in English, and mean nothing there."""
    with ENGLISH.open("rb") as file:
        pairs = {message.id: message.string for message in read_po(file, locale="en") if isinstance(message.id, str)}
    return {text for text, english in pairs.items() if text != english and text not in pairs.values()} - {""}


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True)
@pytest.mark.parametrize("email", READERS)
def test_a_page_in_english_holds_no_dutch(demo_site: Site, dutch: set[str], email: str) -> None:
    browser = demo_site.browser(email)
    browser.client.set_cookie("taal", "en")
    seen: dict[str, set[str]] = {}

    def look(path: str, _came_from: str) -> TestResponse:
        page = browser.get(path)
        pieces = Pieces()
        pieces.feed(page.text)
        seen[path] = set() if path.startswith(AS_STORED) else pieces.found & dutch
        return page.response

    assert len(list(walk(look, demo_site.app, most=MOST_PAGES))) > 3
    assert {path: found for path, found in seen.items() if found} == {}
