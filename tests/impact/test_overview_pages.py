"""The overview and what is behind each of its numbers, as people see them."""

import json
import re

import pytest

from tests.impact.test_pages import accept, kpi, submit
from tests.impact.world import ADMIN, BOM, CODE, COORDINATOR, EZ, lay_out
from tests.pages import Site


def test_what_is_not_expected_is_no_amount(site: Site) -> None:
    lay_out(site)
    words = site.browser(COORDINATOR).get("/overzicht").words
    assert "Niets verwacht" in words
    assert "Niets gerealiseerd" in words
    assert "Verwacht € 0" not in words


def test_the_whole_chain_shows_on_the_overview_and_every_number_opens(site: Site) -> None:
    investment = lay_out(site)
    for slug in ("toelating", "aanpak", "besluit", f"kapitaal/{investment}"):
        submit(site, slug)
        accept(site)
    browser = site.browser(COORDINATOR)
    page = browser.get("/overzicht")
    assert [kpi(page, code) for code in ("leads_portefeuille", "aanpakken", "gerealiseerd", "scaleups")] == [
        "1",
        "1",
        "1",
        "0",
    ]
    assert kpi(page, "vermogen") == "€ 96 mln"
    assert "naar rato 18,8" in page.text
    assert "indicatief" in page.text
    links = set(re.findall(r'href="(/overzicht/(?!stand)[^"]+)"', page.text))
    assert len(links) > 9
    for link in links:
        assert "Wat er telt" in browser.get(link.replace("&amp;", "&")).text
    behind = browser.get("/overzicht/gerealiseerd?in=Noord")
    assert CODE in behind.text
    assert CODE not in browser.get("/overzicht/gerealiseerd?in=Oost").text


def test_figures_on_another_day(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    browser = site.browser(COORDINATOR)
    early = browser.get("/overzicht?peildatum=2025-06-01")
    assert re.search(r'href="/overzicht/leads_portefeuille\?peildatum=2025-06-01">0<', early.text)
    assert "Stand tot en met 1 juni 2025" in early.text


@pytest.mark.parametrize("who", [BOM, EZ, ADMIN])
def test_the_overview_is_for_the_coordinator(site: Site, who: str) -> None:
    site.browser(who).get("/overzicht", status=403)
    site.browser(who).get("/toetsing", status=403)


def test_an_unknown_figure_is_not_found(site: Site) -> None:
    site.browser(COORDINATOR).get("/overzicht/omzet", status=404)


def test_the_command_prints_the_figures(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    run = site.app.test_cli_runner().invoke
    found = json.loads(run(args=["figures", "--peildatum", "2026-05-31", "--json"]).output)
    assert list(found) == ["leads_portefeuille", "aanpakken", "gerealiseerd", "scaleups", "vermogen"]
    assert found["leads_portefeuille"] == {
        "value": 1,
        "target": 40,
        "pro_rata": 14.1,
        "indicative": False,
        "entries": [1],
    }
    assert found["vermogen"]["pro_rata"] == 529774127
    before = json.loads(run(args=["figures", "--peildatum", "31-5-2026", "--as-of", "0", "--json"]).output)
    assert before["leads_portefeuille"]["value"] == 0
    table = run(args=["figures", "--peildatum", "2026-05-31"]).output
    assert "Leads in portefeuille" in table
    assert "14,1 naar rato" in table
    assert run(args=["figures", "--peildatum", "gisteren-ish"]).exit_code == 2
