"""Getting in: with the right words only, never too often, never to another site."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.accounts.passwords import hash_password
from app.accounts.services import end_access, move_person, set_password
from tests.pages import Browser, Site

FEMKE = "taskforce@bom.example"
PASSWORD = "een zin van vier woorden"
WRONG = "horen niet bij elkaar"


@pytest.fixture(autouse=True)
def password(site: Site) -> None:
    with site.system() as session:
        person = session.scalars(select(Person).where(Person.email == FEMKE)).one()
        set_password(session, person, PASSWORD, hash_password(PASSWORD))


def sign_in(visitor: Browser, email: str = FEMKE, password: str = PASSWORD, **more: str):
    return visitor.client.post("/login", data={"email": email, "password": password, **more})


def is_in(browser: Browser) -> bool:
    return browser.client.get("/login").status_code == 302


def test_the_right_words_open_a_session(site: Site) -> None:
    visitor = site.browser()
    assert sign_in(visitor).location == "/"
    assert is_in(visitor)


def test_capitals_in_the_address_do_not_matter(site: Site) -> None:
    assert sign_in(site.browser(), email="Taskforce@BOM.example ").status_code == 303


@pytest.mark.parametrize("given", [{"password": "iets anders helemaal"}, {"email": "niemand@bom.example"}])
def test_wrong_and_unknown_get_the_same_words(site: Site, given: dict[str, str]) -> None:
    visitor = site.browser()
    answer = sign_in(visitor, **given)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert not is_in(visitor)


def test_what_was_typed_is_still_there(site: Site) -> None:
    page = site.browser().post("/login", {"email": FEMKE, "password": "mis mis mis mis"}, status=422)
    assert f'value="{FEMKE}"' in page.text
    assert "mis mis mis mis" not in page.text


def test_too_many_attempts_have_to_wait(site: Site) -> None:
    visitor = site.browser()
    answers = [sign_in(visitor, password="iets anders helemaal").status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]
    assert sign_in(visitor).status_code == 429
    site.clock.set(site.clock.now() + timedelta(minutes=16))
    assert sign_in(visitor).status_code == 303


@pytest.mark.parametrize(
    "target", ["https://elders.example/", "//elders.example", "/\\elders.example", "javascript:alert(1)", "/\n/x"]
)
def test_signing_in_never_leads_elsewhere(site: Site, target: str) -> None:
    assert sign_in(site.browser(), next=target).location == "/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(site: Site) -> None:
    assert sign_in(site.browser(), next="/pijplijn?stap=x").location == "/pijplijn?stap=x"


def test_the_end_of_access_ends_a_running_session(site: Site) -> None:
    femke = site.browser(FEMKE)
    assert is_in(femke)
    with site.system() as session:
        end_access(session, session.scalars(select(Person).where(Person.email == FEMKE)).one())
    assert not is_in(femke)
    assert WRONG in sign_in(femke).text


def test_moving_to_another_organisation_ends_the_session_of_the_old_one(site: Site) -> None:
    femke = site.browser(FEMKE)
    with site.system() as session:
        person = session.scalars(select(Person).where(Person.email == FEMKE)).one()
        move_person(session, person, session.scalars(select(Organisation).where(Organisation.code == "OOSTNL")).one())
    assert not is_in(femke)


def test_signing_out_ends_a_copied_cookie_too(site: Site) -> None:
    femke, copy = site.browser(FEMKE), site.browser(FEMKE)
    assert "Je bent uitgelogd." in femke.post("/logout").words
    assert not is_in(copy)


def test_the_session_is_a_new_one_after_signing_in(site: Site) -> None:
    visitor = site.browser()
    with visitor.client.session_transaction() as cookie:
        cookie["planted"] = "by another"
    sign_in(visitor)
    with visitor.client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_guessing_at_many_addresses_is_stopped_too(site: Site) -> None:
    visitor = site.browser()
    answers = [sign_in(visitor, email=f"persoon{n}@org.example").status_code for n in range(41)]
    assert answers == [422] * 40 + [429]


def test_signing_in_well_is_no_guess(site: Site) -> None:
    assert {sign_in(site.browser()).status_code for _ in range(10)} == {303}


@pytest.mark.parametrize("key", ["", ".", "abc", "9" * 40, "٣.token", "1"])
def test_a_cookie_that_makes_no_sense_is_nobodys(site: Site, key: str) -> None:
    visitor = site.browser()
    with visitor.client.session_transaction() as cookie:
        cookie["_user_id"] = key
    assert not is_in(visitor)


@pytest.mark.parametrize(
    ("email", "home"),
    [(FEMKE, "/mijn-werk"), ("coordinator@iq.example", "/overzicht"), ("ez@ez.example", "/voortgang")],
)
def test_the_front_page_leads_each_role_home(site: Site, email: str, home: str) -> None:
    assert site.browser(email).client.get("/").location == home


def test_a_demo_person_gets_in_on_this_machine_only(site: Site) -> None:
    with site.system() as session:
        session.scalars(select(Person).where(Person.email == FEMKE)).one().is_demo = True
    given = {"email": FEMKE, "password": PASSWORD}
    visitor = site.browser()
    outside = visitor.client.post("/login", data=given, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert outside.status_code == 422
    passed_on = visitor.client.post("/login", data=given, headers={"X-Forwarded-For": "192.0.2.7"})
    assert passed_on.status_code == 422
    assert sign_in(visitor).status_code == 303


def test_the_page_has_what_every_page_has(site: Site) -> None:
    assert "Inloggen" in site.browser().get("/login").text
