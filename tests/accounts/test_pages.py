"""What people may change of themselves, and the first password."""

import pytest
from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.accounts.passwords import hash_password
from app.accounts.services import set_password
from app.accounts.signin import invitation_for
from tests.pages import Site

FEMKE = "taskforce@bom.example"
PASSWORD = "een zin van vier woorden"
NEW = "twaalf paarse fietsbellen"


def person(site: Site, email: str = FEMKE) -> Person:
    with site.system() as session:
        return session.scalars(select(Person).where(Person.email == email)).one()


@pytest.fixture
def with_password(site: Site) -> None:
    with site.system() as session:
        femke = session.scalars(select(Person).where(Person.email == FEMKE)).one()
        set_password(session, femke, PASSWORD, hash_password(PASSWORD))


def test_name_and_language_are_changed(site: Site) -> None:
    page = site.browser(FEMKE).post("/instellingen", {"name": "Femke de Wit-Bos", "language": "en"})

    assert page.value("name") == "Femke de Wit-Bos"
    assert page.tree.one("html").get("lang") == "en"


def test_an_empty_name_is_refused_and_the_rest_stays(site: Site) -> None:
    page = site.browser(FEMKE).post("/instellingen", {"name": " ", "language": "en"}, status=422)

    assert page.errors() == {"name": "Vul je naam in."}
    assert page.value("language") == "en"


def test_nobody_changes_organisation_or_address_by_adding_fields(site: Site) -> None:
    with site.system() as session:
        other = session.scalars(select(Organisation.id).where(Organisation.code == "IQ")).one()
    before = person(site)

    fields = {"name": "Femke", "language": "nl", "organisation_id": str(other), "email": "x@y.example", "version": "1"}
    site.browser(FEMKE).post("/instellingen", fields)

    assert person(site).organisation_id == before.organisation_id


def test_settings_say_what_one_may(site: Site) -> None:
    page = site.browser("taskforce@oostnl.example").get("/instellingen")

    assert "Toetst feiten waarbij de coördinerende ROM zelf betrokken is." in page.words
    assert page.queries <= 6


@pytest.mark.usefixtures("with_password")
def test_a_new_password_ends_other_sessions_and_keeps_this_one(site: Site) -> None:
    here, elsewhere = site.browser(FEMKE), site.browser(FEMKE)

    page = here.post("/instellingen/wachtwoord", {"current": PASSWORD, "password": NEW, "again": NEW})

    assert "Je wachtwoord is gewijzigd." in page.words
    assert elsewhere.client.get("/instellingen").location.startswith("/login")
    signed_in = site.browser().client.post("/login", data={"email": FEMKE, "password": NEW})
    assert signed_in.location == "/"


@pytest.mark.usefixtures("with_password")
@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"current": "iets anders"}, "current", "niet je huidige wachtwoord"),
        ({"password": "kort", "again": "kort"}, "password", "minstens 12 tekens"),
        ({"password": "groeiruimte-demo", "again": "groeiruimte-demo"}, "password", "te veel mensen"),
        ({"again": "iets heel anders dan dat"}, "again", "niet hetzelfde"),
    ],
)
def test_a_password_that_will_not_do_is_refused_beside_its_field(
    site: Site, fields: dict[str, str], field: str, message: str
) -> None:
    typed = {"current": PASSWORD, "password": NEW, "again": NEW, **fields}

    page = site.browser(FEMKE).post("/instellingen/wachtwoord", typed, status=422)

    assert message in page.errors()[field]
    assert PASSWORD not in page.text
    assert NEW not in page.text


# --- The first password ------------------------------------------------------------------------------------


def link(site: Site) -> str:
    with site.app.app_context(), site.system() as session:
        return f"/welkom/{invitation_for(session.get_one(Person, person(site).id))}"


def test_an_invited_person_chooses_a_password_and_signs_in(site: Site) -> None:
    address, visitor = link(site), site.browser()
    assert "Femke de Wit" in visitor.get(address).words

    page = visitor.post(address, {"password": PASSWORD, "again": PASSWORD})

    assert "Log er nu mee in" in page.words
    assert visitor.client.post("/login", data={"email": FEMKE, "password": PASSWORD}).location == "/"


def test_a_link_works_once(site: Site) -> None:
    address, visitor = link(site), site.browser()
    visitor.post(address, {"password": PASSWORD, "again": PASSWORD})

    assert "Deze link werkt niet meer" in visitor.get(address, status=404).words
    visitor.post(address, {"password": NEW, "again": NEW}, status=404)


def test_a_link_that_was_tampered_with_shows_nobody(site: Site) -> None:
    assert "Femke" not in site.browser().get(link(site)[:-2] + "xx", status=404).text


def test_somebody_who_forgot_reads_what_to_do(site: Site) -> None:
    assert "beheerder" in site.browser().get("/wachtwoord-vergeten").words
