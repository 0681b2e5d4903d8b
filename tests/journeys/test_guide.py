"""The guide shows pictures that are there, taken of pages that are there, and leads to its own pages."""

import re

from tests.conftest import ROOT
from tests.journeys.pictures import GUIDE, PICTURES, README

PAGES = sorted((ROOT / "docs" / "user").glob("*.md"))
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)]+)\)")


def test_every_picture_and_link_of_the_guide_leads_somewhere() -> None:
    links = [(page, *found) for page in PAGES for found in LINK.findall(page.read_text())]
    assert len(links) > 12
    assert [link for page, _is_picture, _words, link in links if not (page.parent / link).is_file()] == []
    assert all(words for _page, _is_picture, words, _link in links), "a picture says in words what it shows"


def test_the_pictures_are_those_that_are_taken_anew() -> None:
    taken = {name for pages in PICTURES.values() for name in pages}
    assert {picture.stem for picture in GUIDE.glob("*.png")} == taken
    assert {picture.stem for picture in README.glob("*.png")} <= taken
    shown = {found[2] for page in PAGES for found in LINK.findall(page.read_text()) if found[0]}
    assert {f"pictures/{name}.png" for name in taken - {"brandpunten"}} == shown
