"""Takes the pictures of the guide and of the README anew in a real browser: python -m tests.journeys.pictures."""

import logging
import tempfile
from pathlib import Path

from tests.browser import Visitor, chromium, serve
from tests.conftest import ROOT, demo_world
from tests.databases import new_app

GUIDE, README = ROOT / "docs" / "user" / "pictures", ROOT / "docs" / "pictures"
FEMKE, MARIT, HANNA, OLGA = (
    "taskforce@bom.example",
    "coordinator@iq.example",
    "ez@ez.example",
    "admin@groeiruimte.example",
)
LEAD = "/leads/GR-25-015"
PICTURES = {
    FEMKE: {
        "mijn-werk": "/mijn-werk",
        "nieuwe-lead": "/leads/nieuw",
        "lead": LEAD,
        "pijplijn": "/pijplijn",
        "bord": "/pijplijn?beeld=bord",
        "brandpunten": "/brandpunten",
        "importeren": "/importeren",
    },
    MARIT: {"overzicht": "/overzicht", "toetsing": "/toetsing", "rapportages": "/rapportages"},
    HANNA: {"voortgang": "/voortgang"},
    OLGA: {"mensen": "/beheer/mensen"},
}


def take(folder: Path) -> None:
    """A picture of each page as its reader sees it on a wide screen; fails where a page is not whole."""
    with tempfile.TemporaryDirectory() as place:
        url = f"sqlite:///{place}/demo.sqlite3"
        demo_world(url)
        with chromium() as browser, serve(new_app(url)) as base:
            for email, pages in PICTURES.items():
                visitor = Visitor(browser, base)
                visitor.sign_in(email)
                for name, path in pages.items():
                    visitor.open(path)
                    assert visitor.faults() == [], path
                    visitor.page.screenshot(path=folder / f"{name}.png")
                visitor.close()


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    take(GUIDE)
    for picture in README.glob("*.png"):
        picture.write_bytes((GUIDE / picture.name).read_bytes())
