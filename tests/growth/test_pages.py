"""Writing down what a company asks, as people do it."""

from tests.matching.world import BOM, CODE, COORDINATOR, NFIA, OOST, PINCH, lay_out
from tests.pages import Page, Site

ENERGY = f"/leads/{CODE}/vraag/energie"


def version(page: Page) -> str:
    return page.text.split('name="version"')[1].split('value="')[1].split('"')[0]


def test_the_five_kinds_stand_in_order_with_what_is_asked(site: Site):
    lay_out(site)
    page = site.browser(BOM).get(f"/leads/{CODE}/vraag")
    places = [page.text.index(f'id="soort-{kind}"') for kind in ("space", "capital", "talent", "housing", "energy")]
    assert places == sorted(places)
    assert PINCH in page.text
    assert page.text.count("Nog niet gevraagd, of nog niet vastgelegd.") == 3


def test_a_demand_is_changed_and_shown(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    page = femke.get(ENERGY)
    assert 'value="8"' in page.text
    page = femke.post(
        ENERGY,
        {"version": version(page), "offtake": "12,5 MW", "needed_by": "jan 2029", "own_site": "no", "pinch": "Vol net"},
    )
    for words in ("12,5 MW", "jan 2029", "Vol net", "vraag opgeslagen"):
        assert words in page.text


def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    form = {"version": version(femke.get(ENERGY)), "offtake": "12.5", "needed_by": "1-1-2024", "pinch": "Vol net"}
    page = femke.post(ENERGY, form, status=422)
    assert "Bedoel je 12,5" in page.text
    assert "Vol net" in page.text
    page = femke.post(ENERGY, {**form, "offtake": "12,5"}, status=422)
    assert "Deze datum ligt vóór" in page.text
    assert 'value="1-1-2024"' in page.text


def test_what_is_too_far_or_too_much_is_asked_back(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    form = {"version": version(femke.get(ENERGY)), "offtake": "12"}
    assert "meer dan 25 jaar na de vraag" in femke.post(ENERGY, {**form, "needed_by": "1-1-2099"}, status=422).text
    errors = femke.post(ENERGY, {**form, "feedin": "1.000 MW"}, status=422).errors()
    assert "Klopt het aantal nullen?" in errors["feedin"]


def test_two_at_once_lose_nothing(site: Site):
    lay_out(site)
    femke, colleague = site.browser(BOM), site.browser(BOM)
    first = version(femke.get(ENERGY))
    colleague.post(ENERGY, {"version": first, "offtake": "9", "pinch": "Kabel ligt er in 2031"})
    page = femke.post(ENERGY, {"version": first, "offtake": "11", "pinch": "Vol net"}, status=409)
    for words in ("Intussen gewijzigd door Femke de Wit", "Kabel ligt er in 2031", "Vol net", 'value="11"'):
        assert words in page.text
    page = femke.post(ENERGY, {"version": version(page), "offtake": "11", "pinch": "Vol net"})
    assert "11 MW" in page.text


def test_a_kind_that_somebody_else_opened_is_a_conflict_too(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    path = f"/leads/{CODE}/vraag/talent"
    femke.post(path, {"version": "", "mbo": "40"})
    assert "Intussen gewijzigd" in femke.post(path, {"version": "", "mbo": "60"}, status=409).text


def test_no_demand_is_recorded_and_a_demand_taken_away(site: Site):
    lay_out(site)
    femke = site.browser(BOM)
    page = femke.post(f"/leads/{CODE}/vraag/wonen/geen", {"asked_on": "2-2-2026"})
    assert "Geen vraag. Gevraagd op 2 februari 2026." in page.text
    page = femke.post(f"/leads/{CODE}/vraag/talent/geen", {"asked_on": "2-2-2031"}, status=422)
    assert "Deze dag moet nog komen" in page.text
    page = femke.get(f"{ENERGY}/weg")
    for words in ("8 MW", PINCH, "Verwijder deze vraag"):
        assert words in page.text
    assert PINCH in femke.get(f"/leads/{CODE}/vraag").text
    page = femke.post(f"{ENERGY}/weg")
    assert "vraag verwijderd" in page.text
    assert PINCH not in page.text


def test_warnings_are_shown_and_do_not_stop(site: Site):
    lay_out(site, phase=1)
    femke = site.browser(BOM)
    path = f"/leads/{CODE}/vraag/ruimte"
    page = femke.get(path)
    assert "dat kan vanaf het einde van fase 2" in page.text
    assert "vraag opgeslagen" in femke.post(path, {"version": version(page), "hall": "900"}).text


def test_every_kind_has_its_form(site: Site):
    lay_out(site)
    for slug in ("ruimte", "kapitaal", "talent", "wonen", "energie"):
        assert "Wat knelt nu" in site.browser(BOM).get(f"/leads/{CODE}/vraag/{slug}").text
    site.browser(BOM).get(f"/leads/{CODE}/vraag/water", status=404)


def test_only_the_holder_writes(site: Site):
    lay_out(site)
    for email in (OOST, NFIA, COORDINATOR):
        browser = site.browser(email)
        browser.get(f"/leads/{CODE}/vraag", status=403)
        browser.get(ENERGY, status=403)
        browser.post(ENERGY, {"offtake": "1"}, status=403)
        browser.post(f"{ENERGY}/weg", status=403)
