"""The pages of brandpunten, of matches and of offers, as people see them."""

import pytest

from tests.matching.world import (
    ADMIN,
    ARNHEM,
    BOM,
    CODE,
    COORDINATOR,
    EZ,
    INWEST,
    NAME,
    NFIA,
    OOST,
    PINCH,
    TWENTE,
    lay_out,
)
from tests.pages import Site

SECRETS = (NAME, PINCH, "Waar kan een hal")


def test_the_holder_compares_and_proposes(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    page = femke.get(f"/leads/{CODE}/brandpunten", most_queries=8)
    for words in (
        "6 van 6 punten",
        "2 van 6 punten",
        "10 MW vrij",
        "De keuze is aan de ondernemer",
        "telt daarom dubbel",
    ):
        assert words in page.text
    page = femke.post(f"/leads/{CODE}/brandpunten/{TWENTE}/voorstel")
    assert "is voorgesteld" in page.text
    assert "Voorgesteld 19 nov" in page.text
    page = femke.get(f"/leads/{CODE}/brandpunten/{TWENTE}/stap?naar=visited")
    page = femke.post(f"/leads/{CODE}/brandpunten/{TWENTE}/stap?naar=visited", {"on": "19-11-2026"})
    assert "Bezocht 19 nov" in page.text


def test_a_match_falls_with_who_and_why(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    path = f"/leads/{CODE}/brandpunten/{TWENTE}/stap?naar=declined"
    page = femke.post(path, {"on": "32-11-2026", "text": "Te ver van huis"}, status=422)
    for words in ("bestaat niet", "Kies wie het liet afvallen", "Kies een reden", "Te ver van huis", "32-11-2026"):
        assert words in page.text
    page = femke.post(
        path, {"on": "19-11-2026", "declined_by": "company", "reason": "distance", "text": "Te ver van huis"}
    )
    page = femke.get(f"/leads/{CODE}/brandpunten?bp={TWENTE}")
    assert "Het bedrijf: te ver voor de mensen" in page.text


def test_steps_that_cannot_be_are_not_found(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    for step in ("chosen", "nonsense", ""):
        femke.get(f"/leads/{CODE}/brandpunten/{TWENTE}/stap?naar={step}", status=404)
    femke.get(f"/leads/{CODE}/brandpunten/BP-NERGENS/stap?naar=declined", status=404)
    femke.get("/leads/GR-99-999/brandpunten", status=404)
    femke.get("/brandpunten/BP-NERGENS", status=404)


def test_the_comparison_takes_whom_one_asks_for(site: Site):
    lay_out(site)
    page = site.browser(BOM).get(f"/leads/{CODE}/brandpunten?bp=BP-ZERN&bp=BP-MAAS&bp=BP-ZERN&bp=weg")
    assert page.text.count('class="gr-score"') == 2
    assert page.text.count("gr-on") == 2


def test_others_compare_without_knowing_the_company(site: Site):
    lay_out(site)
    for email in (OOST, NFIA, COORDINATOR):
        page = site.browser(email).get(f"/leads/{CODE}/brandpunten")
        assert CODE in page.text
        assert not [secret for secret in SECRETS if secret in page.text]
        assert "/voorstel" not in page.text
    assert "Bied plek aan" in site.browser(OOST).get(f"/leads/{CODE}/brandpunten").text
    assert "Bied plek aan" not in site.browser(INWEST).get(f"/leads/{CODE}/brandpunten").text


def test_a_region_offers_a_place_and_the_company_says_yes(site: Site):
    lay_out(site)
    jeroen, femke = site.browser(OOST), site.browser(BOM)
    page = jeroen.get(f"/brandpunten/{TWENTE}", most_queries=12)
    assert "GR-25-018" in page.text
    assert not [secret for secret in SECRETS if secret in page.text]
    path = f"/brandpunten/{TWENTE}/bied/{CODE}"
    assert "2 tot 10 MW" in jeroen.get(path).text
    page = jeroen.post(path, {"text": "", "available_from": "ooit"}, status=422)
    assert "Schrijf op wat je aanbiedt" in page.text
    page = jeroen.post(path, {"text": "Hal 7 met 8 MW", "available_from": "jul 2027"})
    assert "Je aanbod ligt bij de houder" in page.text
    assert "Aangeboden 19 nov" in page.text
    page = femke.get(f"/leads/{CODE}")
    assert "Hal 7 met 8 MW" in page.text
    number = page.text.split(f"/leads/{CODE}/aanbod/")[1].split('"')[0]
    answer = f"/leads/{CODE}/aanbod/{number}"
    assert "Oost NL" in femke.get(answer).text
    femke.post(answer, {}, status=422)
    page = femke.post(answer, {"answer": "yes", "granted_by": "Directie"})
    assert "Het bedrijf zei ja" in page.text
    assert NAME in jeroen.get(f"/brandpunten/{TWENTE}").text
    assert NAME not in site.browser(INWEST).get(f"/brandpunten/{TWENTE}").text


def test_no_says_only_the_kind_of_reason(site: Site):
    lay_out(site)
    jeroen, femke = site.browser(OOST), site.browser(BOM)
    jeroen.post(f"/brandpunten/{TWENTE}/bied/{CODE}", {"text": "Hal 7"})
    answer = f"/leads/{CODE}/aanbod/1"
    page = femke.post(answer, {"answer": "no"}, status=422)
    assert "Kies een reden" in page.text
    femke.post(answer, {"answer": "no", "reason": "distance"})
    assert not [secret for secret in SECRETS if secret in jeroen.get(f"/brandpunten/{TWENTE}").text]
    page = femke.post(answer, {"answer": "yes"}, status=422)
    assert "al beantwoord of ingetrokken" in page.text


def test_an_offer_is_taken_back_by_who_made_it(site: Site):
    lay_out(site)
    site.browser(OOST).post(f"/brandpunten/{TWENTE}/bied/{CODE}", {"text": "Hal 7"})
    site.browser(INWEST).post(f"/leads/{CODE}/aanbod/1/terug", status=404)
    site.browser(BOM).post(f"/leads/{CODE}/aanbod/1/terug", status=403)
    jeroen = site.browser(OOST)
    button = jeroen.get(f"/brandpunten/{TWENTE}").tree.one("form", action=f"/leads/{CODE}/aanbod/1/terug")
    assert button.text.startswith("Trek aanbod in")
    page = jeroen.post(f"/leads/{CODE}/aanbod/1/terug")
    assert "Aanbod ingetrokken" in page.text
    assert not page.tree.all("form", action=f"/leads/{CODE}/aanbod/1/terug")


def test_who_offered_reads_what_became_of_it(site: Site):
    lay_out(site)
    jeroen, femke = site.browser(OOST), site.browser(BOM)
    jeroen.post(f"/brandpunten/{TWENTE}/bied/{CODE}", {"text": "Hal 7"})
    femke.post(f"/leads/{CODE}/aanbod/1", {"answer": "no", "reason": "distance"})
    card = jeroen.get(f"/brandpunten/{TWENTE}").tree.one("section", **{"aria-labelledby": "aangeboden-titel"})
    assert "Hal 7" in card.text
    assert "Reden: te ver voor de mensen" in card.text
    assert "aangeboden-titel" not in femke.get(f"/brandpunten/{TWENTE}").text


def test_nobody_but_the_holder_moves_or_answers(site: Site):
    lay_out(site)
    site.browser(OOST).post(f"/brandpunten/{TWENTE}/bied/{CODE}", {"text": "Hal 7"})
    for email in (OOST, COORDINATOR, NFIA):
        browser = site.browser(email)
        browser.post(f"/leads/{CODE}/brandpunten/{TWENTE}/voorstel", status=403)
        browser.get(f"/leads/{CODE}/brandpunten/{TWENTE}/stap?naar=declined", status=403)
        browser.get(f"/leads/{CODE}/aanbod/1", status=403)
    for email in (BOM, INWEST, NFIA):
        site.browser(email).get(f"/brandpunten/{TWENTE}/bied/{CODE}", status=403)


@pytest.mark.parametrize("email", [EZ, ADMIN])
def test_the_ministry_and_the_administrator_see_no_brandpunten(site: Site, email: str):
    lay_out(site)
    for path in ("/brandpunten", f"/brandpunten/{TWENTE}", f"/leads/{CODE}/brandpunten", f"/leads/{CODE}/vraag"):
        site.browser(email).get(path, status=403)


def test_a_brandpunt_says_what_it_has_and_for_whom(site: Site):
    lay_out(site)
    page = site.browser(BOM).get(f"/brandpunten/{TWENTE}", most_queries=12)
    for words in ("14.000 m²", "6.200 m²", "10 MW", "dec 2027", "Voorbeelddata", NAME, "Stel voor", "Werklocatie"):
        assert words in page.text
    assert "Voeg aanbod toe" not in page.text
    assert "Voeg aanbod toe" in site.browser(OOST).get(f"/brandpunten/{TWENTE}").text
    empty = site.browser(BOM).get("/brandpunten/BP-MAAS").text
    assert "Nog geen aanbod vastgelegd" in empty
    assert "Nog geen lead die hier past" in empty


def test_the_lead_page_shows_what_is_asked_and_what_fits_best(site: Site):
    lay_out(site)
    page = site.browser(BOM).get(f"/leads/{CODE}")
    for words in (
        "Wat het bedrijf vraagt",
        "8 MW",
        "mrt 2028",
        PINCH,
        "Best passende brandpunten",
        "Vergelijk alle 42",
    ):
        assert words in page.text
    assert page.text.index("Technology Base") < page.text.index("Kleefse Waard")
    for email in (OOST, COORDINATOR):
        assert not [secret for secret in SECRETS if secret in site.browser(email).get(f"/leads/{CODE}").text]
    assert ARNHEM in page.text
