import pytest
from sqlalchemy import select

from app.companies.models import Company
from app.leads.models import Follow, Lead, LeadCourse
from tests.companies.factories import company_of, share
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, COORDINATOR, EZ = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "coordinator@iq.example",
    "ez@ez.example",
)
MANY = 130
LIST_QUERIES = 6


@pytest.fixture
def code(site: Site) -> str:
    """The code of a lead of BOM."""
    with site.system() as system:
        return lead_of(system, company_of(system, "BOM", name="Roodspar Composieten")).code


def test_the_list_pages_and_searches(site: Site) -> None:
    with site.system() as system:
        for number in range(MANY):
            company_of(system, "BOM", name=f"Bedrijf {number:03d}")
        share(system, company_of(system, "OOSTNL", name="Stroomkade"), "BOM")
        company_of(system, "OOSTNL", name="Geheim")
    femke = site.browser(BOM)
    page = femke.get("/bedrijven")
    assert "131 bedrijven" in page.text
    assert page.queries <= LIST_QUERIES
    assert "Bladzijde 1 van 3" in page.text
    assert "Stroomkade" in femke.get("/bedrijven?pagina=3").text
    assert "Stroomkade" in femke.get("/bedrijven?pagina=999").text
    page = femke.get("/bedrijven?zoek=bedrijf+007")
    assert "1 bedrijf" in page.text
    assert "Stroomkade" not in femke.get("/bedrijven?toon=ours&zoek=stroomkade").text.replace('value="stroomkade"', "")
    assert "Geen bedrijf gevonden" in femke.get("/bedrijven?zoek=Geheim").text
    assert femke.get("/bedrijven?zoek=%27%25_&toon=x&pagina=-3").status == 200


def test_an_empty_list_says_what_to_do(site: Site) -> None:
    assert "Nog geen bedrijven" in site.browser(COORDINATOR).get("/bedrijven").text
    site.browser(EZ).get("/bedrijven", status=403)


def test_the_phase_is_assessed_and_told(site: Site, code: str) -> None:
    femke = site.browser(BOM)
    at = f"/leads/{code}/fase"
    assert "Deze indeling is onze uitleg" in femke.get(at).text
    femke.post(at, {"phase": "3", "since": "1-6-2026", "evidence_kind": "talk", "evidence": "Eerste serie"})
    page = femke.post(at, {"phase": "2", "since": "1-11-2026"}, status=422)
    assert "Het bedrijf gaat een fase terug" in page.text
    page = femke.post(at, {"phase": "2", "since": "1-11-2026", "evidence": "De serie ligt stil."})
    assert "Een fase terug" in page.text
    assert "begint aan het einde van fase 2" in page.text
    page = femke.post(at, {"phase": "9", "since": "1-1-2030", "evidence": "Bewaar dit"}, status=422)
    assert "Bewaar dit" in page.text


def test_the_coordinator_reads_the_phases_without_words(site: Site, code: str) -> None:
    at = f"/leads/{code}/fase"
    site.browser(BOM).post(
        at, {"phase": "3", "since": "1-6-2026", "evidence_kind": "talk", "evidence": "Roodspar zegt"}
    )
    marit = site.browser(COORDINATOR)
    page = marit.get(at)
    assert "Gespreksverslag" in page.text
    assert "Roodspar" not in page.text
    assert "Nieuwe beoordeling" not in page.text
    marit.post(at, {"phase": "1", "since": "1-6-2026"}, status=403)
    site.browser(OOSTNL).get(at, status=404)


def test_the_facts_of_a_lead_change(site: Site, code: str) -> None:
    femke = site.browser(BOM)
    at = f"/leads/{code}/gegevens"
    form = femke.get(at)
    data = {
        "asked_on": "3-2-2025",
        "needed_by": "mei 2029",
        "municipality_code": "Hengelo",
        "municipality_code_keuze": "GM0164",
        "question": "Waar kan het?",
        "kind_at_entry": "startup",
        "withheld": "y",
        "version": form.value("version"),
    }
    early = femke.post(at, {**data, "needed_by": "1-3-2024"}, status=422)
    assert "Bedoel je 1-3-2026?" in early.text
    assert "Waar kan het?" in early.text
    femke.post(at, data)
    stale = femke.post(at, {**data, "question": "Iets anders"}, status=409)
    assert "Iets anders" in stale.text
    with site.system() as system:
        lead = system.scalars(select(Lead)).one()
        assert (lead.origin_rom_code, lead.kind_at_entry, lead.withheld) == ("OOSTNL", "startup", True)
        assert str(lead.needed_quarter) == "2029-04-01"
        assert str(system.scalars(select(LeadCourse.needed_by)).one()) == "2029-05-01"
    site.browser(OOSTNL).get(at, status=404)


def test_following_and_stopping(site: Site, code: str) -> None:
    femke = site.browser(BOM)
    assert f"Je volgt {code}." in femke.post(f"/leads/{code}/volgen").text
    assert "niet meer" in femke.post(f"/leads/{code}/volgen").text
    with site.system() as system:
        assert system.scalars(select(Follow)).all() == []


def test_contact_against_a_code(site: Site, code: str) -> None:
    jeroen, femke = site.browser(OOSTNL), site.browser(BOM)
    page = jeroen.get(f"/leads/{code}/contact")
    assert "Roodspar" not in page.text
    jeroen.post(f"/leads/{code}/contact", {"question": " "}, status=422)
    page = jeroen.post(f"/leads/{code}/contact", {"question": "Past dit bij ons?"})
    assert code in page.text
    assert "Roodspar" not in page.text
    page = femke.get("/contactverzoeken")
    assert "Past dit bij ons?" in page.text
    assert "Roodspar Composieten" in page.text


def test_asking_by_name_and_by_code_does_not_tell_that_they_are_one(site: Site, code: str) -> None:
    jeroen = site.browser(OOSTNL)
    jeroen.post("/bedrijven/contact", {"name": "Roodspar Composieten", "send": "1", "question": "Kennen jullie dit?"})
    page = jeroen.post(f"/leads/{code}/contact", {"question": "Past dit bij ons?"})
    assert code in page.text
    assert "Roodspar Composieten" in page.text


def test_the_target_group_and_the_nda_are_the_companys(site: Site, code: str) -> None:
    femke = site.browser(BOM)
    with site.system() as system:
        number = system.scalars(select(Company.id)).one()
    assert femke.get(f"/leads/{code}/doelgroep").path == f"/bedrijven/{number}/doelgroep"
    assert femke.get(f"/leads/{code}/nda").path == f"/bedrijven/{number}/nda"
    site.browser(OOSTNL).get(f"/leads/{code}/nda", status=403)
    site.browser(OOSTNL).get("/leads/GR-99-001/nda", status=404)
