"""Beheer: who gets in, with which roles, and what an administrator never sees."""

import pytest
from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.accounts.passwords import hash_password
from app.accounts.queries import standing_grants
from app.accounts.services import set_password
from app.administration.reference import LISTS
from tests.pages import Browser, Site

ADMIN = "admin@groeiruimte.example"
FEMKE = "taskforce@bom.example"
PASSWORD = "een zin van vier woorden"


@pytest.fixture
def olga(site: Site) -> Browser:
    return site.browser(ADMIN)


def number_of(site: Site, email: str) -> int:
    with site.system() as session:
        return session.scalars(select(Person.id).where(Person.email == email)).one()


def place(site: Site, code: str) -> str:
    with site.system() as session:
        return str(session.scalars(select(Organisation.id).where(Organisation.code == code)).one())


def roles_of(site: Site, email: str) -> set[str]:
    with site.system() as session:
        return {grant.role for grant in standing_grants(session, number_of(site, email))}


def test_the_start_says_whether_the_record_is_whole(olga: Browser) -> None:
    page = olga.get("/beheer")

    assert "Het grootboek is compleet 0 regels, doorlopend genummerd in orde" in page.words
    assert "alleen aan te vullen in orde" in page.words


def test_an_invited_person_gets_in_with_the_link(site: Site, olga: Browser) -> None:
    fields = {
        "name": "Kim Jansen",
        "email": "Kim@BOM.example",
        "organisation_id": place(site, "BOM"),
        "roles": "member",
    }
    page = olga.post("/beheer/mensen/nieuw", fields)
    address = (
        page.value("link") if page.tree.all("input", name="link") else page.tree.one("input", id="link").get("value")
    )

    visitor = site.browser()
    visitor.post(address.removeprefix("http://localhost"), {"password": PASSWORD, "again": PASSWORD})

    signed_in = visitor.client.post("/login", data={"email": "kim@bom.example", "password": PASSWORD})
    assert signed_in.location == "/"
    assert visitor.get("/mijn-werk").status == 200


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"email": "geen adres"}, "email", "geen e-mailadres"),
        ({"email": FEMKE}, "email", "heeft al een account"),
        ({"roles": "coordinator"}, "roles", "past niet"),
        ({"roles": []}, "roles", "minstens één rol"),
        ({"organisation_id": "9999"}, "organisation_id", "Kies een van de mogelijkheden"),
    ],
)
def test_a_wrong_invitation_is_refused_and_what_was_typed_stays(
    site: Site, olga: Browser, wrong: dict[str, object], field: str, message: str
) -> None:
    right = {"name": "Kim Jansen", "email": "kim@bom.example", "organisation_id": place(site, "BOM"), "roles": "member"}

    page = olga.post("/beheer/mensen/nieuw", {**right, **wrong}, status=422)

    assert message in page.errors()[field]
    assert page.value("name") == "Kim Jansen"
    with site.system() as session:
        assert not session.scalars(select(Person).where(Person.name == "Kim Jansen")).all()


def test_a_role_is_given_and_ended(site: Site, olga: Browser) -> None:
    path = f"/beheer/mensen/{number_of(site, FEMKE)}"

    page = olga.post(f"{path}/rollen", {"role": "verifier"})
    assert roles_of(site, FEMKE) == {"member", "verifier"}

    form = next(
        form for form in page.tree.all("form") if form.get("action").endswith("/einde") and "Toetser" in form.text
    )
    olga.post(form.get("action"))
    assert roles_of(site, FEMKE) == {"member"}


def test_a_role_that_does_not_fit_is_not_given(site: Site, olga: Browser) -> None:
    olga.post(f"/beheer/mensen/{number_of(site, FEMKE)}/rollen", {"role": "administrator"}, status=422)

    assert roles_of(site, FEMKE) == {"member"}


def test_the_last_administrator_keeps_access_and_role(site: Site, olga: Browser) -> None:
    own = number_of(site, ADMIN)

    page = olga.post(f"/beheer/mensen/{own}/einde")
    assert "beëindig je niet zelf" in page.words
    moved = olga.post(f"/beheer/mensen/{own}/organisatie", {"organisation_id": place(site, "BOM")}, status=422)

    assert "laatste beheerder" in moved.words
    assert roles_of(site, ADMIN) == {"administrator"}


def test_ending_access_says_what_goes_and_ends_the_session(site: Site, olga: Browser) -> None:
    femke, path = site.browser(FEMKE), f"/beheer/mensen/{number_of(site, FEMKE)}/einde"
    femke.get("/instellingen")

    assert "De rol Lid van de taskforce eindigt." in olga.get(path).words
    page = olga.post(path)

    assert "De toegang van Femke de Wit is beëindigd." in page.words
    assert femke.client.get("/instellingen").location.startswith("/login")
    assert roles_of(site, FEMKE) == set()


def test_restored_access_needs_a_role_and_a_password(site: Site, olga: Browser) -> None:
    path = f"/beheer/mensen/{number_of(site, FEMKE)}"
    olga.post(f"{path}/einde")

    page = olga.post(f"{path}/herstel")

    assert "Geen rol: deze persoon kan niet inloggen" in page.words
    assert page.tree.one("input", id="link").get("value")


def test_a_reset_ends_the_password_and_gives_a_link(site: Site, olga: Browser) -> None:
    with site.system() as session:
        femke = session.scalars(select(Person).where(Person.email == FEMKE)).one()
        set_password(session, femke, PASSWORD, hash_password(PASSWORD))

    page = olga.post(f"/beheer/mensen/{number_of(site, FEMKE)}/wachtwoord")

    assert page.tree.one("input", id="link").get("value")
    assert site.browser().client.post("/login", data={"email": FEMKE, "password": PASSWORD}).status_code == 422


def test_a_move_leaves_only_the_role_of_member(site: Site, olga: Browser) -> None:
    jeroen = "taskforce@oostnl.example"

    page = olga.post(f"/beheer/mensen/{number_of(site, jeroen)}/organisatie", {"organisation_id": place(site, "BOM")})

    assert "Jeroen Brinkman werkt nu voor BOM." in page.words
    assert roles_of(site, jeroen) == {"member"}
    with site.system() as session:
        works_for = session.scalars(select(Person.organisation_id).where(Person.email == jeroen)).one()
    assert works_for == int(place(site, "BOM"))


def test_the_coordinator_sees_every_grant(site: Site, olga: Browser) -> None:
    olga.post(f"/beheer/mensen/{number_of(site, FEMKE)}/rollen", {"role": "verifier"})

    page = site.browser("coordinator@iq.example").get("/rollen")

    assert "Femke de Wit BOM Toetser Gegeven door Olga Meijer" in page.words


def test_an_organisation_is_added_and_renamed(olga: Browser, site: Site) -> None:
    page = olga.post(
        "/beheer/organisaties/nieuw",
        {"name": "Brainport", "short": "Brainport", "code": "BRAINPORT", "kind": "triple_helix"},
    )
    assert "Brainport is toegevoegd." in page.words

    path = f"/beheer/organisaties/{place(site, 'BRAINPORT')}"
    shown = olga.get(path)
    olga.post(path, {"name": "Brainport Eindhoven", "short": "Brainport", "version": shown.value("version")})

    assert olga.get(path).value("name") == "Brainport Eindhoven"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "klein"}, "code"),
        ({"code": "BOM"}, "code"),
        ({"kind": "rom"}, "rom_code"),
        ({"rom_code": "BOM"}, "rom_code"),
    ],
)
def test_a_wrong_organisation_is_refused(olga: Browser, wrong: dict[str, str], field: str) -> None:
    right = {"name": "Brainport", "short": "Brainport", "code": "BRAINPORT", "kind": "triple_helix"}

    assert field in olga.post("/beheer/organisaties/nieuw", {**right, **wrong}, status=422).errors()


def test_the_second_of_two_sees_what_the_first_saved(olga: Browser, site: Site) -> None:
    path = f"/beheer/organisaties/{place(site, 'NFIA')}"
    version = olga.get(path).value("version")
    olga.post(path, {"name": "NFIA in Den Haag", "short": "NFIA", "version": version})

    page = olga.post(path, {"name": "NFIA bij EZ", "short": "NFIA", "version": version}, status=409)

    assert "Intussen gewijzigd door Olga Meijer" in page.words
    assert "NFIA in Den Haag" in page.words
    assert page.value("name") == "NFIA bij EZ"
    olga.post(path, {"name": "NFIA bij EZ", "short": "NFIA", "version": page.value("version")})


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.slug)
def test_reference_data_can_be_read(olga: Browser, one) -> None:
    page = olga.get(f"/beheer/stamgegevens/{one.slug}")

    assert page.tree.all("td") or "Deze lijst is leeg" in page.words


LATER = {"code": "leads_portefeuille", "amount": "60", "valid_from": "1-1-2027", "source": "Brief van EZ, 1-12-2026"}


def test_a_target_is_raised_from_a_day_on_and_what_held_before_stays(olga: Browser) -> None:
    page = olga.post("/beheer/doelen/nieuw", LATER)

    rows = [row.text for row in page.tree.all("tr")]
    assert any("Leads in portefeuille" in row and "40" in row and "1 januari 2025" in row for row in rows), rows
    assert any("Leads in portefeuille" in row and "60" in row and "1 januari 2027" in row for row in rows), rows

    again = olga.post("/beheer/doelen/nieuw", LATER | {"valid_from": "31-12-2026"}, status=422)
    assert "Kies een latere dag" in again.errors()["valid_from"]
    assert again.value("source") == LATER["source"]


@pytest.mark.parametrize("wrong", [{"amount": "veel"}, {"amount": "-1"}, {"valid_from": "1-1-2029"}, {"source": ""}])
def test_a_target_that_cannot_be_is_refused_in_place(olga: Browser, wrong: dict[str, str]) -> None:
    page = olga.post("/beheer/doelen/nieuw", LATER | wrong, status=422)

    assert set(page.errors()) == set(wrong)


def test_an_unknown_list_or_person_is_not_there(olga: Browser) -> None:
    olga.get("/beheer/stamgegevens/geheim", status=404)
    olga.get("/beheer/mensen/999999", status=404)


def test_people_are_listed_in_few_queries(olga: Browser) -> None:
    page = olga.get("/beheer/mensen")

    assert "Femke de Wit" in page.words
    assert page.queries <= 4
