import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Attempt, Person
from app.accounts.rules import LOOKUP
from app.companies.models import (
    Company,
    CompanyKvk,
    Consent,
    Contact,
    ContactRequest,
    Disclosure,
    KnownLookup,
    TargetTest,
)
from app.companies.services import set_kvk
from app.ledger.models import Value
from tests.companies.factories import ContactFactory, company_of, create, organisation, share
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, COORDINATOR = "taskforce@bom.example", "taskforce@oostnl.example", "coordinator@iq.example"
READ_QUERIES = 12


@dataclass
class Scene:
    """A company of BOM with a lead and a contact, under its address."""

    site: Site
    company_id: int
    contact_id: int
    code: str

    @property
    def at(self) -> str:
        return f"/bedrijven/{self.company_id}"


@pytest.fixture
def scene(site: Site) -> Scene:
    with site.system() as system:
        company = company_of(
            system, "BOM", name="Roodspar Composieten", site="Werf", website="https://roodspar.example"
        )
        set_kvk(system, company, ["01234567"])
        lead = lead_of(system, company)
        contact = create(system, ContactFactory, company_id=company.id, email="ruud@roodspar.example")
        return Scene(site, company.id, contact.id, lead.code)


def test_the_page_of_a_company_shows_all_of_it_to_its_holder(scene: Scene) -> None:
    page = scene.site.browser(BOM).get(scene.at)
    for words in (
        "Roodspar Composieten",
        "01234567",
        scene.code,
        "Ruud Terlinden",
        "Nog niets gedeeld",
        "1 januari 2028",
    ):
        assert words in page.text
    assert page.queries <= READ_QUERIES


def test_who_has_consent_reads_and_changes_nothing(scene: Scene) -> None:
    with scene.site.system() as system:
        company = system.get_one(Company, scene.company_id)
        share(system, company, "OOSTNL")
    jeroen = scene.site.browser(OOSTNL)
    page = jeroen.get(scene.at)
    assert "Ruud Terlinden" in page.text
    assert "Werk gegevens bij" not in page.text
    assert "Wat anderen weten of vroegen" not in page.text
    for part in ("nda", "doelgroep", "toestemming", "gegevens", "contacten/nieuw", "vragen/nieuw"):
        jeroen.get(f"{scene.at}/{part}", status=403)
    contact = f"{scene.at}/contacten/{scene.contact_id}"
    for part in (contact, f"{contact}/gegevens.json", f"{contact}/wissen"):
        jeroen.get(part, status=403)
    jeroen.post(f"{contact}/wissen", status=403)
    jeroen.post(f"{scene.at}/nda", {"nda": "none_needed", "version": "1"}, status=403)


def test_a_hidden_company_is_not_there(scene: Scene) -> None:
    for email in (OOSTNL, COORDINATOR):
        browser = scene.site.browser(email)
        for part in ("", "/gegevens", "/nda", f"/contacten/{scene.contact_id}/gegevens.json"):
            browser.get(scene.at + part, status=404)


def test_consent_that_ended_yesterday_closes_the_page(scene: Scene) -> None:
    with scene.site.system() as system:
        company = system.get_one(Company, scene.company_id)
        share(system, company, "OOSTNL", ends_on=date(2026, 11, 18))
    scene.site.browser(OOSTNL).get(scene.at, status=404)


def test_a_new_company_without_a_lead(site: Site) -> None:
    femke = site.browser(BOM)
    femke.get("/bedrijven/nieuw")
    page = femke.post(
        "/bedrijven/nieuw",
        {
            "name": "Ampèrwerk B.V.",
            "kvk": "01234567, 12345678",
            "names": "Ampere",
            "kind": "startup",
            "municipality_code": "Hengelo (O.)",
            "technologies": ["NTS01", "NTS02"],
            "website": "amperwerk.example",
        },
    )
    assert "Ampèrwerk B.V. is vastgelegd" in page.text
    assert "01234567, 12345678" in page.text
    assert 'href="https://amperwerk.example"' in page.text
    assert "Hengelo" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("kvk", "0", "alleen nullen komt niet voor"),
        ("kvk", "01234567, 1234", "8 cijfers"),
        ("municipality_code", "Bergen", "Kies hieronder welke je bedoelt"),
        ("municipality_code", "Nergenshuizen", "kennen we niet als gemeente"),
        ("website", "javascript:alert(1)", "geen webadres"),
        ("kind", "unicorn", "Kies een van de mogelijkheden"),
        ("name", "", "Vul de naam"),
    ],
)
def test_bad_input_is_told_and_kept(site: Site, field: str, typed: str, message: str) -> None:
    data = {"name": "Roodspar", "kind": "startup", "site": "Werf aan de haven", field: typed}
    page = site.browser(BOM).post("/bedrijven/nieuw", data, status=422)
    assert message in page.text
    assert "Werf aan de haven" in page.text
    assert field == "kind" or typed in page.text


def test_a_company_of_our_own_is_known_and_may_be_another(scene: Scene) -> None:
    femke = scene.site.browser(BOM)
    data = {"name": "Roodspar Composieten BV", "kind": "scaleup"}
    page = femke.post("/bedrijven/nieuw", data)
    assert "Dit kennen we al" in page.text
    assert f'href="{scene.at}"' in page.text
    page = femke.post("/bedrijven/nieuw", {**data, "confirmed": "y"})
    assert "is vastgelegd" in page.text


def test_a_hidden_company_says_no_more_than_that_it_is_known(scene: Scene) -> None:
    jeroen = scene.site.browser(OOSTNL)
    page = jeroen.post("/bedrijven/nieuw", {"name": "Roodspar", "kind": "scaleup"})
    assert "Al bekend" not in page.text
    page = jeroen.post("/bedrijven/nieuw", {"name": "ROODSPAR COMPOSIETEN B.V.", "kind": "scaleup"})
    assert "Al bekend bij de taskforce" in page.text
    buttons = page.tree.one("form", class_="card").all("button")
    assert any(button.get("formaction") for button in buttons)
    assert not buttons[0].get("formaction"), "Enter in a field must not ask for contact"
    assert scene.at not in page.text
    assert "BOM" not in page.words
    with scene.site.system() as system:
        asked = system.scalars(select(KnownLookup)).one()
        assert asked.company_id == scene.company_id
    assert "Zocht de naam of het nummer op" in scene.site.browser(BOM).get(scene.at).text


def test_a_guess_in_a_form_that_is_refused_counts_and_is_told(scene: Scene) -> None:
    jeroen = scene.site.browser(OOSTNL)
    too_short = {"kind": "scaleup", "names": "x"}
    for number in range(20):
        jeroen.post("/bedrijven/nieuw", {**too_short, "name": f"Gok {number}"}, status=422)
    page = jeroen.post("/bedrijven/nieuw", {**too_short, "name": "Roodspar Composieten"}, status=422)
    assert "Al bekend" not in page.text
    scene.site.clock.set(scene.site.clock.now() + timedelta(hours=25))
    page = jeroen.post("/bedrijven/nieuw", {**too_short, "name": "Roodspar Composieten"})
    assert "Al bekend" in page.text
    assert "Zocht de naam of het nummer op" in scene.site.browser(BOM).get(scene.at).text


def test_a_form_that_comes_back_after_signing_in_looks_nothing_up(scene: Scene) -> None:
    jeroen = scene.site.browser(OOSTNL)
    typed = {"name": "Roodspar Composieten", "kind": "scaleup", "kvk": "01234567", "_resume": "/bedrijven/nieuw"}
    for path in ("/bedrijven/nieuw", "/leads/nieuw"):
        page = jeroen.post(path, typed)
        assert page.value("name") == "Roodspar Composieten"
        assert "Al bekend" not in page.text
    with scene.site.system() as system:
        assert system.scalars(select(KnownLookup)).all() == []
        assert system.scalars(select(Attempt).where(Attempt.kind == LOOKUP)).all() == []


def test_asking_and_answering_for_contact(scene: Scene) -> None:
    jeroen, femke = scene.site.browser(OOSTNL), scene.site.browser(BOM)
    page = jeroen.post("/bedrijven/contact", {"name": "Roodspar Composieten"})
    assert "Je vraagt contact over Roodspar Composieten" in page.text
    asked = {"name": "Roodspar Composieten", "send": "ja"}
    jeroen.post("/bedrijven/contact", {**asked, "question": ""}, status=422)
    page = jeroen.post("/bedrijven/contact", {**asked, "question": "Samen optrekken?"})
    assert "Je verzoek is verstuurd" in page.text
    assert "Wacht op antwoord" in page.text
    assert scene.at not in page.text
    with scene.site.system() as system:
        number = system.scalars(select(ContactRequest.id)).one()
    jeroen.post(f"/contactverzoeken/{number}", {"answer": "Ik antwoord mezelf"}, status=404)
    assert "1<span" in femke.get("/bedrijven").text.replace(" ", "")
    femke.post(f"/contactverzoeken/{number}", {"answer": ""}, status=422)
    assert "Ik bel je" in femke.post(f"/contactverzoeken/{number}", {"answer": "Ik bel je morgen."}).text
    assert "Ik bel je morgen." in jeroen.get("/contactverzoeken").text


def test_asking_about_nobody_sends_nothing(site: Site) -> None:
    page = site.browser(OOSTNL).post(
        "/bedrijven/contact", {"name": "Bestaat Niet", "send": "ja", "question": "Samen optrekken?"}
    )
    assert "Er is niets verstuurd" in page.text


def test_the_nda_and_two_people_at_once(scene: Scene) -> None:
    femke = scene.site.browser(BOM)
    form = femke.get(f"{scene.at}/nda")
    version = form.value("version")
    assert version == "1"
    femke.post(f"{scene.at}/nda", {"nda": "none_needed", "nda_on": "1-11-2026", "version": version})
    page = femke.post(f"{scene.at}/nda", {"nda": "unknown", "version": version}, status=409)
    assert "Intussen gewijzigd door Femke de Wit" in page.text
    assert "Niet nodig" in page.text
    page = femke.post(f"{scene.at}/nda", {"nda": "unknown", "version": page.value("version")})
    assert "NDA vastgelegd" in page.text
    with scene.site.system() as system:
        assert system.get_one(Company, scene.company_id).nda == "unknown"


def test_the_target_group_is_weighed_by_a_person(scene: Scene) -> None:
    femke = scene.site.browser(BOM)
    data = {"route": "technology", "verdict": "yes", "decided_on": "19-11-2026", "low_grade": "y"}
    page = femke.post(f"{scene.at}/doelgroep", data, status=422)
    assert "Schrijf op waarom" in page.text
    page = femke.post(f"{scene.at}/doelgroep", {**data, "motivation": "Maakt zelf."}, status=422)
    assert "minstens één NTS-technologie" in page.text
    assert "Maakt zelf." in page.text
    page = femke.post(f"{scene.at}/doelgroep", {**data, "route": "autonomy", "motivation": "Voor de marine."})
    assert "Past in de doelgroep" in page.text
    assert "De productie is laagwaardig" in page.text
    with scene.site.system() as system:
        test = system.scalars(select(TargetTest)).one()
        femke_id = system.scalars(select(Person.id).where(Person.email == BOM)).one()
        assert (test.makes_things, test.low_grade, test.decided_by_id) == (True, True, femke_id)


def test_consent_is_given_listed_and_withdrawn(scene: Scene) -> None:
    femke, jeroen = scene.site.browser(BOM), scene.site.browser(OOSTNL)
    with scene.site.system() as system:
        oost = organisation(system, "OOSTNL").id
    data = {"scope": "named", "granted_on": "19-11-2026", "ends_on": "2026-12-31", "granted_by": "Directie"}
    page = femke.post(f"{scene.at}/toestemming", data, status=422)
    assert "minstens één organisatie" in page.text
    page = femke.post(f"{scene.at}/toestemming", {**data, "organisations": [str(oost)]})
    assert "tot en met 31 december 2026" in page.text
    assert "Wie het bedrijf is" in page.text
    jeroen.get(scene.at)
    with scene.site.system() as system:
        number = system.scalars(select(Consent.id)).one()
    page = femke.get(f"{scene.at}/toestemming/{number}/intrekken")
    assert "Oost NL" in page.text
    page = femke.post(f"{scene.at}/toestemming/{number}/intrekken")
    assert "Geëindigd" in page.text
    jeroen.get(scene.at, status=404)
    with scene.site.system() as system:
        assert len(system.scalars(select(Disclosure.id)).all()) == 1


def test_a_contact_is_exported_and_erased(scene: Scene) -> None:
    femke = scene.site.browser(BOM)
    at = f"{scene.at}/contacten/{scene.contact_id}"
    form = femke.get(at)
    data = {"name": "Ruud Terlinden", "email": "ruud@roodspar.example", "purpose": "case", "keep_until": "1-1-2028"}
    page = femke.post(at, {**data, "email": "geen adres", "version": form.value("version")}, status=422)
    assert "geen e-mailadres" in page.text
    page = femke.post(at, {**data, "keep_until": "1-1-2040", "version": form.value("version")}, status=422)
    assert "hoogstens vijf jaar" in page.text
    femke.post(at, {**data, "phone": "06 1111 2222", "version": form.value("version")})
    answer = femke.client.get(f"{at}/gegevens.json")
    assert json.loads(answer.data)["phone"] == "06 1111 2222"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "06 1111 2222" in femke.get(f"{at}/wissen").text
    page = femke.post(f"{at}/wissen")
    assert "Ruud Terlinden" not in page.text
    femke.get(at, status=404)
    with scene.site.system() as system:
        contact = system.get_one(Contact, scene.contact_id)
        assert (contact.name, contact.phone) == (None, None)
        assert not [text for text in system.scalars(select(Value.text)) if text and "1111" in text]


def test_the_yearly_question(scene: Scene) -> None:
    femke = scene.site.browser(BOM)
    assert femke.get(f"{scene.at}/vragen/nieuw").value("ask_again_on") == "19-11-2027"
    data = {"asked_on": "1-11-2026", "answer": "Nog niet, volgend jaar."}
    page = femke.post(f"{scene.at}/vragen/nieuw", {**data, "ask_again_on": "1-10-2026"}, status=422)
    assert "Opnieuw vragen kan pas na" in page.text
    page = femke.post(f"{scene.at}/vragen/nieuw", {**data, "ask_again_on": "19-11-2026"})
    assert "nu aan de beurt" in page.text
    assert "19 november 2026" in femke.get("/bedrijven").text


@pytest.mark.parametrize("sneaked", ["holder_id", "id", "created_at", "company_id", "name_key"])
def test_fields_that_no_form_has_change_nothing(scene: Scene, sneaked: str) -> None:
    femke = scene.site.browser(BOM)
    with scene.site.system() as system:
        before = _columns(system.get_one(Company, scene.company_id))
        other = organisation(system, "OOSTNL").id
    data = {"nda": "nda", "nda_on": "3-1-2025", "version": "1", sneaked: str(other)}
    femke.post(f"{scene.at}/nda", data)
    with scene.site.system() as system:
        after = _columns(system.get_one(Company, scene.company_id))
    assert {name: after[name] for name in before if name != "version"} == {
        name: value for name, value in before.items() if name != "version"
    }


_columns: Callable[[Company], dict[str, object]] = lambda row: {  # noqa: E731
    column.key: getattr(row, column.key) for column in Company.__table__.columns
}


def test_the_names_and_numbers_of_a_company_change_together(scene: Scene) -> None:
    femke = scene.site.browser(BOM)
    form = femke.get(f"{scene.at}/gegevens")
    assert form.value("kvk") == "01234567"
    data = {
        "name": "Blauwspar",
        "kvk": "87654321",
        "names": "Roodspar",
        "kind": "grownup",
        "municipality_code": "Eindhoven",
        "version": form.value("version"),
    }
    page = femke.post(f"{scene.at}/gegevens", data)
    assert "Grown-up" in page.text
    assert "87654321" in page.text
    stale = femke.post(f"{scene.at}/gegevens", {**data, "name": "Groenspar"}, status=409)
    assert "Groenspar" in stale.text
    assert "Blauwspar" in stale.text
    with scene.site.system() as system:
        assert system.scalars(select(CompanyKvk.number)).all() == ["87654321"]
