"""Nieuwe lead: five things on one page, and what it says about companies that are known already."""

from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import Organisation
from app.companies.models import Company, CompanyKvk, Consent, KnownLookup
from app.companies.services import add_company
from app.leads.models import Lead, LeadCourse, LeadStory, PhaseRecord
from tests.acting import acting
from tests.pages import Browser, Page, Site

HELD_TWICE = "Ook een andere organisatie kent dit bedrijf"

FIVE = {
    "name": "Roodspar Composieten",
    "municipality": "Rijen",
    "technologies": ["NTS06"],
    "kinds": ["space", "energy"],
    "asked_on": "19-11-2026",
    "needed_by": "mrt 2029",
    "kind": "startup",
    "scope": "holder",
}


def with_(**changes: Any) -> dict[str, Any]:
    return {**FIVE, **changes}


def leads(site: Site) -> int:
    with site.system() as session:
        return session.scalar(select(func.count()).select_from(Lead)) or 0


@pytest.fixture
def femke(site: Site) -> Browser:
    return site.browser("taskforce@bom.example")


def test_five_fields_make_a_lead(site: Site, femke: Browser) -> None:
    page = femke.post("/leads/nieuw", FIVE)
    assert page.path == "/leads/GR-26-001"
    assert "Roodspar Composieten" in page.text
    with site.system() as session:
        lead = session.scalars(select(Lead)).one()
        assert (lead.origin_rom_code, lead.kind_at_entry) == ("BOM", "startup")
        course = session.scalars(select(LeadCourse)).one()
        assert str(course.needed_by) == "2029-03-01"
        assert session.scalars(select(LeadStory.municipality_code)).one() == "GM0784"
        assert session.scalars(select(Consent)).all() == []


def test_a_stranger_sees_only_the_code(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    page = site.browser("taskforce@oostnl.example").get("/leads/GR-26-001")
    assert "GR-26-001" in page.text
    for word in ("Roodspar", "Rijen", "Gilze"):
        assert word not in page.text


def test_the_origin_follows_the_municipality_not_who_logged_it(site: Site) -> None:
    site.browser("nfia@nfia.example").post("/leads/nieuw", with_(municipality="Hilversum"))
    with site.system() as session:
        assert session.scalars(select(Lead.origin_rom_code)).one() == "ROMUTRECHT"


MISTAKES = {
    "no name": (with_(name=""), "Vul de naam van het bedrijf in"),
    "unknown place": (with_(municipality="Rijenn"), "Rijen"),
    "two places": (with_(municipality="Bergen"), "Bergen"),
    "no technology": (with_(technologies=[]), "Kies minstens een technologie"),
    "no kinds": (with_(kinds=[]), "Kies minstens een soort vraag"),
    "needed before asked": (with_(needed_by="1-3-2025"), "Bedoel je 1-3-2028?"),
    "no such day": (with_(needed_by="31-2-2028"), "31-2-2028"),
    "asked tomorrow": (with_(asked_on="20-11-2026"), "toekomst"),
    "a KvK number of nought": (with_(kvk="0"), "8 cijfers"),
    "a number of nobody": (with_(name="12345678"), "Dit nummer kennen we nog niet"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_and_nothing_typed_is_lost(site: Site, femke: Browser, mistake: str) -> None:
    given, words = MISTAKES[mistake]
    page = femke.post("/leads/nieuw", {**given, "question": "Hal vol, net vol."}, status=422)
    assert words in page.text
    assert "Hal vol, net vol." in page.text
    for typed in (given["name"], given["municipality"], given["needed_by"]):
        assert typed in page.text
    assert leads(site) == 0


@pytest.mark.parametrize("typed", ["1-3-2029", "01/03/2029", "2029-03-01", "1 maart 2029", "3-2029"])
def test_days_as_people_write_them(site: Site, femke: Browser, typed: str) -> None:
    femke.post("/leads/nieuw", with_(needed_by=typed))
    with site.system() as session:
        assert str(session.scalars(select(LeadCourse.needed_by)).one()) == "2029-03-01"


def test_a_company_of_our_own_is_offered_before_it_is_logged_twice(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    page = femke.post("/leads/nieuw", with_(name="roodspar composieten B.V."))
    assert "Dit kennen we al" in page.text
    assert leads(site) == 1
    with site.system() as session:
        company_id = session.scalars(select(Company.id)).one()
    femke.post("/leads/nieuw", with_(company_id=str(company_id)))
    with site.system() as session:
        assert session.scalar(select(func.count()).select_from(Company)) == 1
    assert leads(site) == 2


def test_another_company_of_the_same_name_may_be_logged(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    femke.post("/leads/nieuw", with_(confirmed="1"))
    assert leads(site) == 2


def test_a_company_of_another_holder_answers_only_that_it_is_known(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", with_(kvk="01234567"))
    jeroen = site.browser("taskforce@oostnl.example")
    page = jeroen.post("/leads/nieuw", with_(name="Roodspar Composieten", municipality="Arnhem"))
    assert "Al bekend bij de taskforce" in page.text
    assert "Vraag contact" in page.text
    assert "BOM" not in page.text
    with site.system() as session:
        assert session.scalar(select(func.count()).select_from(KnownLookup)) == 1
        assert session.scalars(select(CompanyKvk.number)).one() == "01234567"
    by_number = jeroen.post("/leads/nieuw", with_(name="Heel iets anders", kvk="01234567", municipality="Arnhem"))
    assert "Al bekend bij de taskforce" in by_number.text


def test_both_holders_of_one_company_hear_it_and_no_more(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", with_(kvk="01234567"))
    assert HELD_TWICE not in company_page(site, femke, "BOM").words
    jeroen = site.browser("taskforce@oostnl.example")
    theirs = with_(name="Roodspar Composieten", municipality="Arnhem")
    jeroen.post("/leads/nieuw", theirs)
    jeroen.post("/leads/nieuw", {**theirs, "confirmed": "1"})
    first, second = company_page(site, femke, "BOM"), company_page(site, jeroen, "OOSTNL")
    assert HELD_TWICE in first.words
    assert HELD_TWICE in second.words
    assert "Femke" not in second.words
    assert "BOM" not in second.tree.one("main").text


def test_a_company_that_nobody_looked_up_answers_nothing(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    with acting(site, "taskforce@oostnl.example") as session:
        add_company(session, name="Roodspar Composieten")
    jeroen = site.browser("taskforce@oostnl.example")
    assert HELD_TWICE not in company_page(site, jeroen, "OOSTNL").words


def company_page(site: Site, browser: Browser, holder: str) -> Page:
    """The page of the one company that an organisation holds."""
    with site.system() as session:
        held = select(Company.id).join(Organisation, Organisation.id == Company.holder_id)
        number = session.scalars(held.where(Organisation.code == holder)).one()
    return browser.get(f"/bedrijven/{number}")


def test_while_typing_only_our_own_companies_are_shown(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    assert "Roodspar" in femke.get("/leads/nieuw/bekend?name=roodsp").text
    assert "Roodspar" not in site.browser("taskforce@oostnl.example").get("/leads/nieuw/bekend?name=roodsp").text


def test_a_lead_for_a_company_that_somebody_else_holds_is_refused(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    with site.system() as session:
        company_id = session.scalars(select(Company.id)).one()
    jeroen = site.browser("taskforce@oostnl.example")
    page = jeroen.post("/leads/nieuw", with_(name="Iets", company_id=str(company_id)), status=422)
    assert "andere houder" in page.text
    assert leads(site) == 1


def test_the_advance_is_told_while_typing(femke: Browser) -> None:
    assert "27 maanden" in femke.get("/leads/nieuw/voorsprong?asked_on=1-12-2026&needed_by=mrt+2029").text
    assert femke.get("/leads/nieuw/voorsprong?asked_on=x&needed_by=y").text.strip() == ""


@pytest.mark.parametrize("number", ["abc", "-1", "99999999999999999999", "²"])
def test_a_company_number_that_cannot_be_one_is_as_none(site: Site, femke: Browser, number: str) -> None:
    femke.post("/leads/nieuw", with_(company_id=number))
    assert leads(site) == 1


def test_enter_in_a_field_sends_the_form_and_chooses_nothing(femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    page = femke.get("/leads/nieuw?naam=Roodspar")
    buttons = page.tree.one("form", action="/leads/nieuw").all("button")
    assert any(button.get("name") == "company_id" for button in buttons)
    assert not buttons[0].get("name")
    assert not buttons[0].get("formaction")


def test_one_more_lead_for_a_company_of_our_own(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    page = femke.get("/leads/nieuw?bedrijf=1")
    assert page.value("company_id") == "1"
    assert "Kies een ander bedrijf" in page.text
    assert page.value("municipality") == "Gilze en Rijen"
    wrong = femke.post("/leads/nieuw", with_(company_id="1", needed_by=""), status=422)
    assert wrong.value("company_id") == "1"
    assert "Roodspar Composieten" in wrong.text
    femke.post("/leads/nieuw", with_(company_id="1", needed_by="1-2030"))
    assert leads(site) == 2
    with site.system() as session:
        assert session.scalar(select(func.count()).select_from(Company)) == 1
    stranger = site.browser("taskforce@oostnl.example").get("/leads/nieuw?bedrijf=1")
    assert "Roodspar" not in stranger.text


def test_who_skips_the_kind_adds_no_startup_and_assesses_no_phase(site: Site, femke: Browser) -> None:
    page = femke.get("/leads/nieuw")
    assert page.tree.one("input", name="kind", value="scaleup").get("checked", "no") != "no"
    femke.post("/leads/nieuw", {name: value for name, value in FIVE.items() if name != "kind"})
    with site.system() as session:
        lead = session.scalars(select(Lead)).one()
        assert (lead.kind_at_entry, lead.phase) == ("scaleup", 3)
        assert session.scalars(select(PhaseRecord)).all() == []


def test_an_address_for_mail_obeys_one_rule(site: Site, femke: Browser) -> None:
    page = femke.post("/leads/nieuw", with_(contact="Iris Vlam", contact_email="iris@x"), status=422)
    assert "geen e-mailadres" in page.errors()["contact_email"]
    assert page.value("contact") == "Iris Vlam"
    assert leads(site) == 0


def test_the_company_page_says_where_its_question_stands(site: Site, femke: Browser) -> None:
    femke.post("/leads/nieuw", FIVE)
    with site.system() as session:
        number = session.scalars(select(Company.id)).one()
    page = femke.get(f"/bedrijven/{number}")
    assert "Het bedrijf heeft zijn vraag gesteld op 19 november 2026: zie lead GR-26-001 hierboven." in page.words
    assert "Nog niet gevraagd" not in page.words
