"""Brandpunten on the map and in the list, and keeping one's own."""

import json

from tests.growth.test_pages import version
from tests.matching.world import ARNHEM, BOM, COORDINATOR, INWEST, NFIA, OOST, TWENTE, lay_out
from tests.pages import Page, Site


def listed(page: Page) -> list[str]:
    return [part.split('"')[0] for part in page.text.split('class="gr-name" href="/brandpunten/')[1:]]


def test_all_brandpunten_stand_on_the_map_and_in_the_list(site: Site):
    page = site.browser(BOM).get("/brandpunten", most_queries=6)
    assert len(listed(page)) == 42
    option = json.loads(page.text.split('id="kaart-option">')[1].split("</script>")[0])
    points = [point for series in option["series"] for point in series["data"]]
    assert len(points) == 42
    assert {point["href"] for point in points} == {f"/brandpunten/{code}" for code in listed(page)}
    assert "Kaart van Nederland met 42 brandpunten" in page.text


def test_the_filter_says_what_it_does_and_can_be_taken_off(site: Site):
    lay_out(site)
    browser = site.browser(BOM)
    page = browser.get("/brandpunten?soort=energy&minimaal=5&sorteer=vrij")
    assert listed(page) == [TWENTE, ARNHEM]
    assert "Minimaal: <b>5 MW</b>" in page.text
    assert "2 passen bij je filter" in page.text
    assert listed(browser.get("/brandpunten?soort=energy&minimaal=5&per=1-1-2027")) == [ARNHEM]
    assert listed(browser.get("/brandpunten?q=leeuwarden")) == ["BP-WATERC"]
    assert set(listed(browser.get("/brandpunten?regio=HORIZON"))) == {"BP-ALMERE", "BP-MITC"}
    assert "BP-HSD" in listed(browser.get("/brandpunten?technologie=NTS10"))


def test_an_empty_answer_says_what_to_do(site: Site):
    page = site.browser(BOM).get("/brandpunten?q=nergens")
    assert "Geen brandpunt past bij dit filter" in page.text


def test_a_filter_that_cannot_be_read_says_why(site: Site):
    page = site.browser(BOM).get("/brandpunten?soort=energy&minimaal=veel&per=ooit&regio=XX&sorteer=zz")
    assert "“veel” is geen getal" in page.text
    assert 'value="ooit"' in page.text


def test_the_own_rom_adds_and_changes_supply(site: Site):
    jeroen = site.browser(OOST)
    assert TWENTE in jeroen.get("/brandpunten/aanbod").text
    assert "soort=energy" in jeroen.get(f"/brandpunten/{TWENTE}/aanbod/nieuw").text
    path = f"/brandpunten/{TWENTE}/aanbod/nieuw?soort=space"
    form = {"hall_total": "14.000 m²", "hall_taken": "5400", "hall_in_talks": "2400", "certainty": "confirmed"}
    page = jeroen.post(path, {**form, "hall_taken": "20000", "site": "Hal 7", "remark": "Laadkuil"}, status=422)
    for words in ("Bezet en in gesprek samen zijn meer dan het totaal", 'value="20000"', 'value="Laadkuil"'):
        assert words in page.text
    page = jeroen.post(
        path, {**form, "site": "Hal 7", "remark": "Laadkuil", "floor_load_total": "35", "lorry_access_total": "1"}
    )
    for words in ("6.200 m²", "Hal 7: ruimte", "Laadkuil", "Bevestigd"):
        assert words in page.text
    edit = f"/brandpunten/{TWENTE}/aanbod/1"
    page = jeroen.get(edit)
    assert 'value="35"' in page.text
    first = version(page)
    jeroen.post(edit, {**form, "version": first, "hall_taken": "6000"})
    page = jeroen.post(edit, {**form, "version": first, "hall_taken": "7000"}, status=409)
    assert "Intussen gewijzigd door Jeroen Brinkman" in page.words
    assert 'value="7000"' in page.text
    page = jeroen.post(f"{edit}/weg")
    assert "Aanbod verwijderd" in page.text


def test_details_technologies_and_wishes_are_kept(site: Site):
    jeroen = site.browser(OOST)
    page = jeroen.get(f"/brandpunten/{ARNHEM}/gegevens")
    page = jeroen.post(
        f"/brandpunten/{ARNHEM}/gegevens",
        {"version": version(page), "maturity": "existing", "strategy": "Energie-innovatie", "education": "Twee mbo's"},
    )
    assert "Energie-innovatie" in page.text
    stale = jeroen.post(f"/brandpunten/{ARNHEM}/gegevens", {"version": "1", "maturity": "existing"}, status=409)
    assert "Intussen gewijzigd door Jeroen Brinkman" in stale.words
    jeroen.get(f"/brandpunten/{ARNHEM}/technologie?technologie=NTS08")
    page = jeroen.post(
        f"/brandpunten/{ARNHEM}/technologie", {"technology_code": "NTS08", "companies": "5", "is_priority": "1"}
    )
    assert "(5 bedrijven, speerpunt)" in page.text
    jeroen.get(f"/brandpunten/{ARNHEM}/vraag")
    jeroen.post(f"/brandpunten/{ARNHEM}/vraag", {"text": ""}, status=422)
    page = jeroen.post(f"/brandpunten/{ARNHEM}/vraag", {"text": "Een gieterij"})
    assert "Een gieterij" in page.text
    assert "Een gieterij" in site.browser(NFIA).get(f"/brandpunten/{ARNHEM}").text
    assert "Een gieterij" not in jeroen.post(f"/brandpunten/{ARNHEM}/vraag/1/klaar").text


def test_others_read_and_do_not_write(site: Site):
    lay_out(site)
    for email in (BOM, INWEST, COORDINATOR, NFIA):
        browser = site.browser(email)
        browser.get(f"/brandpunten/{TWENTE}")
        for path in ("aanbod/nieuw", "aanbod/1", "gegevens", "technologie", "vraag"):
            browser.get(f"/brandpunten/{TWENTE}/{path}", status=403)
        browser.post(f"/brandpunten/{TWENTE}/aanbod/1/weg", status=403)
    assert "beheert geen brandpunten" in site.browser(NFIA).get("/brandpunten/aanbod").text
    site.browser(OOST).get(f"/brandpunten/{ARNHEM}/aanbod/1", status=404)
