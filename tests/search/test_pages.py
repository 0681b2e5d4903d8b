"""The page Zoeken, and the part of it that the dialog shows while somebody types."""

from datetime import date

import pytest

from app.intake.services import Case, log_lead
from app.search.routes import IN_DIALOG, ON_PAGE
from tests.acting import acting
from tests.pages import Site

FEMKE, NOOR = "taskforce@bom.example", "taskforce@inwest.example"
DIALOG = {"HX-Request": "true"}


@pytest.fixture
def filled(site: Site) -> Site:
    names = ["Halvex Fotonica", "Wadlicht <b>Optiek</b>", *(f"Kade {n} Drones" for n in range(IN_DIALOG + 1))]
    with acting(site, FEMKE) as session:
        for name in names:
            log_lead(
                session,
                Case(
                    name=name,
                    municipality_code="GM0772",
                    kinds=["space"],
                    asked_on=date(2026, 3, 2),
                    needed_by=date(2029, 3, 1),
                    technologies=["NTS06"],
                    question="De hal aan de Dommel is te klein.",
                ),
            )
    return site


def test_what_is_typed_leads_to_what_it_is_a_piece_of(filled: Site):
    femke = filled.browser(FEMKE)
    page = femke.get("/zoeken?q=halv", most_queries=5)
    links = [link.get("href") for link in page.tree.all("a", class_="gr-found")]
    assert len(links) == 2
    assert [mark.text for mark in page.tree.all("mark")] == ["Halv"]
    for href in links:
        assert "Halvex Fotonica" in femke.get(href.split("#")[0]).words
    assert page.value("q") == "halv"


def test_the_reason_stands_beside_what_was_found(filled: Site):
    page = filled.browser(FEMKE).get("/zoeken?q=dommel", most_queries=5)
    assert "Vraag: De hal aan de Dommel is te klein." in page.words
    assert {mark.text for mark in page.tree.all("mark")} == {"Dommel"}


def test_a_typing_error_is_forgiven(filled: Site):
    assert "Halvex Fotonica" in filled.browser(FEMKE).get("/zoeken?q=halvxe+fotonica", most_queries=5).words


def test_others_find_nothing_and_are_told_what_to_do(filled: Site):
    page = filled.browser(NOOR).get("/zoeken?q=halvex", most_queries=5)
    assert "Niets gevonden voor “halvex”" in page.words
    assert "Zoek op een deel van de naam, de code of het KvK-nummer" in page.words
    assert page.tree.all("a", class_="gr-found") == []


def test_the_dialog_gets_the_first_few_and_the_way_to_all(filled: Site):
    femke = filled.browser(FEMKE).client
    part = femke.get("/zoeken?q=kade", headers=DIALOG).get_data(as_text=True)
    assert "<html" not in part
    assert part.count('href="/bedrijven/') == IN_DIALOG
    assert 'href="/zoeken?q=kade"' in part
    whole = femke.get("/zoeken?q=kade").get_data(as_text=True)
    assert whole.count('class="gr-found" href="/bedrijven/') == IN_DIALOG + 1 <= ON_PAGE


def test_what_is_typed_and_found_is_shown_as_text(filled: Site):
    page = filled.browser(FEMKE).get('/zoeken?q=<b>optiek"')
    assert "<b>" not in page.text
    assert "Wadlicht <b>Optiek</b>" in page.words
    assert page.value("q") == '<b>optiek"'


@pytest.mark.parametrize("typed", ["", "%20", "a", "%27%22%25_*", "x" * 3000, "%F0%9F%98%80", "NEAR(a%20b)"])
def test_whatever_is_typed_gets_an_answer(filled: Site, typed: str):
    femke = filled.browser(FEMKE)
    assert femke.get(f"/zoeken?q={typed}").tree.all("mark") == []
    assert femke.client.get(f"/zoeken?q={typed}", headers=DIALOG).status_code == 200


def test_the_button_stands_on_every_page_of_who_may_search(filled: Site):
    assert filled.browser(FEMKE).get("/mijn-werk").tree.one("a", class_="gr-side-search").get("href") == "/zoeken"
    for email, home in (("ez@ez.example", "/voortgang"), ("admin@groeiruimte.example", "/beheer")):
        somebody = filled.browser(email)
        assert somebody.get(home).tree.all("a", class_="gr-side-search") == []
        somebody.get("/zoeken?q=halvex", status=403)
