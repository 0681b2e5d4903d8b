"""Meldingen: the bell, the list, and one's own choice."""

from datetime import date

import pytest

from app.notices.rules import SORTS
from app.timeline.services import add_task
from tests.acting import acting
from tests.companies.factories import company_of
from tests.leads.factories import lead_of
from tests.pages import Browser, Page, Site

FEMKE, OLGA, HANNA = "taskforce@bom.example", "admin@groeiruimte.example", "ez@ez.example"


@pytest.fixture
def femke(site: Site) -> Browser:
    """Femke, with two tasks that are due on a lead of hers."""
    with site.system() as session:
        lead = lead_of(session, company_of(session, "BOM", name="Roodspar Meettechniek"))
    with acting(site, FEMKE) as session:
        for title, day in (("Bel de netbeheerder", 18), ("Stuur de kaart", 19)):
            add_task(session, lead, title=title, due_on=date(2026, 11, day))
    return site.browser(FEMKE)


def bell(page: Page) -> str:
    return page.tree.one("a", class_="gr-bell").text


def test_the_bell_counts_what_is_new_on_every_page(femke: Browser):
    assert bell(femke.get("/bedrijven")) == "Meldingen 2 ongelezen"
    page = femke.get("/meldingen")
    assert "Roodspar Meettechniek" in page.words
    assert "Een taak is te laat: hij was voor 18 november 2026" in page.words
    page = femke.post("/meldingen/gelezen", {"sort": "task", "about": "1"})
    assert "Eén melding gelezen." in page.words
    assert bell(page) == "Meldingen 1 ongelezen"
    assert bell(femke.post("/meldingen/gelezen")) == "Meldingen"
    assert bell(femke.get("/bedrijven")) == "Meldingen"


def test_what_the_bell_counts_is_kept_for_a_minute(site: Site, femke: Browser):
    counted = femke.get("/meldingen/instellen").queries
    assert femke.get("/meldingen/instellen").queries == counted - 1


def test_one_chooses_what_to_hear(femke: Browser):
    choice = dict.fromkeys(SORTS, "off")
    page = femke.get("/meldingen/instellen")
    assert (page.value("task"), page.value("followed")) == ("mail", "here")
    assert "Kies hoe je dit wilt horen." in femke.post("/meldingen/instellen", {"task": "off"}, status=422).words
    page = femke.post("/meldingen/instellen", choice)
    assert "Je hebt alle meldingen uitgezet" in page.words
    assert bell(page) == "Meldingen"
    assert femke.get("/meldingen/instellen").value("task") == "off"


def test_who_has_no_leads_has_no_bell(site: Site):
    for email, path in ((OLGA, "/beheer"), (HANNA, "/instellingen")):
        browser = site.browser(email)
        assert "gr-bell" not in browser.get(path).text
        browser.get("/meldingen", status=403)
    assert "Er gaat geen mail uit" in site.browser(OLGA).get("/beheer/mail").words
    assert "Er is nog geen mail klaargezet" in site.browser(OLGA).get("/beheer/mail").words
