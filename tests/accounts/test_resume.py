"""A session that ends in the middle of a form: nothing typed is lost, and nothing is saved by itself."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import Organisation, Person
from app.accounts.passwords import hash_password
from app.accounts.services import end_sessions, set_password
from tests.markup import read
from tests.pages import Browser, Page, Site

OLGA = "admin@groeiruimte.example"
FEMKE = "taskforce@bom.example"
PASSWORD = "een zin van vier woorden"
FORM = "/beheer/organisaties/nieuw"
TYPED = {"name": "Brainport <b>& zn</b>", "short": 'Brain"port', "code": "BRAINPORT", "kind": "triple_helix"}
FROM_THE_FORM = {"Referer": f"http://localhost{FORM}"}


@pytest.fixture(autouse=True)
def passwords_and_tokens(site: Site) -> None:
    with site.system() as session:
        for person in session.scalars(select(Person).where(Person.email.in_([OLGA, FEMKE]))):
            set_password(session, person, PASSWORD, hash_password(PASSWORD))
    site.app.config.update(WTF_CSRF_ENABLED=True, WTF_CSRF_CHECK_DEFAULT=True)


def expire(site: Site, email: str = OLGA) -> None:
    with site.system() as session:
        end_sessions(session.scalars(select(Person).where(Person.email == email)).one())


def token(page: Page) -> str:
    return page.tree.all("input", name="csrf_token")[0].get("value")


def hidden(page: Page, action: str) -> dict[str, str]:
    form = next(form for form in page.tree.all("form") if form.get("action") == action)
    return {field.get("name"): field.get("value") for field in form.all("input")}


def send_late(site: Site, browser: Browser, path: str = FORM, fields: dict[str, str] | None = None) -> Page:
    """A form that is sent after the session ended."""
    form = token(browser.get(FORM))
    expire(site)
    answer = browser.client.post(path, data={"csrf_token": form, **(fields or TYPED)}, headers=FROM_THE_FORM)
    return Page(answer.status_code, answer.text, path, 0, answer)


def sign_in_again(browser: Browser, page: Page, email: str = OLGA, password: str = PASSWORD, status: int = 200) -> Page:
    return browser.post("/login", {**hidden(page, "/login"), "email": email, "password": password}, status=status)


def organisations(site: Site) -> set[str]:
    with site.system() as session:
        return set(session.scalars(select(Organisation.name)))


def test_what_was_typed_comes_back_after_signing_in(site: Site) -> None:
    olga = site.browser(OLGA)
    late = send_late(site, olga)
    assert late.status == 401
    assert "Je was uitgelogd" in late.words

    between = sign_in_again(olga, late)
    form = olga.post(FORM, hidden(between, FORM))

    assert "Je was uitgelogd. Controleer en sla op." in form.words
    assert {name: form.value(name) for name in TYPED} == TYPED
    assert TYPED["name"] not in organisations(site)

    olga.post(FORM, {**TYPED, "csrf_token": token(form)})
    assert TYPED["name"] in organisations(site)


def test_a_wrong_password_in_between_loses_nothing(site: Site) -> None:
    olga = site.browser(OLGA)
    late = send_late(site, olga)

    wrong = sign_in_again(olga, late, password="mis mis mis mis", status=422)
    between = sign_in_again(olga, wrong)

    assert hidden(between, FORM)["name"] == TYPED["name"]


def test_somebody_else_does_not_get_the_text(site: Site) -> None:
    browser = site.browser(OLGA)
    late = send_late(site, browser)

    page = sign_in_again(browser, late, email=FEMKE)

    assert "Die tekst is niet overgenomen" in page.words
    assert "Brainport" not in page.text


def test_a_form_that_was_tampered_with_is_left_alone(site: Site) -> None:
    olga = site.browser(OLGA)
    late = send_late(site, olga)
    fields = hidden(late, "/login")

    page = olga.client.post(
        "/login", data={**fields, "resume": fields["resume"][:-3] + "xxx", "email": OLGA, "password": PASSWORD}
    )

    assert page.status_code == 303
    assert page.location == FORM


def test_the_press_of_a_button_is_not_done_again(site: Site) -> None:
    with site.system() as session:
        femke = session.scalars(select(Person.id).where(Person.email == FEMKE)).one()
    olga = site.browser(OLGA)
    late = send_late(site, olga, f"/beheer/mensen/{femke}/wachtwoord", {"version": "1"})

    page = sign_in_again(olga, late)

    assert "doe het nog een keer" in page.words
    with site.system() as session:
        assert session.get_one(Person, femke).password_hash


def test_a_view_that_would_have_saved_saves_nothing(site: Site) -> None:
    with site.system() as session:
        femke = session.scalars(select(Person.id).where(Person.email == FEMKE)).one()
    olga = site.browser(OLGA)
    form = token(olga.get(FORM))

    page = olga.post(f"/beheer/mensen/{femke}/wachtwoord", {"csrf_token": form, "_resume": "/beheer/mensen"})

    assert page.path == "/beheer/mensen"
    assert "Er is niets gewijzigd" in page.words
    with site.system() as session:
        assert session.get_one(Person, femke).password_hash


def test_passwords_do_not_travel_along(site: Site) -> None:
    olga = site.browser(OLGA)
    late = send_late(
        site, olga, "/instellingen/wachtwoord", {"current": PASSWORD, "password": "geheim a", "again": "geheim a"}
    )

    page = sign_in_again(olga, late)

    assert "geheim a" not in page.text
    assert "doe het nog een keer" in page.words


def test_a_token_of_an_earlier_session_brings_the_form_back_too(site: Site) -> None:
    olga = site.browser(OLGA)
    olga.get(FORM)

    answer = olga.client.post(FORM, data={**TYPED, "csrf_token": "van vroeger"}, headers=FROM_THE_FORM)
    page = Page(answer.status_code, answer.text, FORM, 0, answer)

    assert page.status == 400
    assert hidden(page, FORM)["short"] == TYPED["short"]
    assert olga.post(FORM, hidden(page, FORM)).value("name") == TYPED["name"]


def test_a_form_from_another_site_brings_nothing_back(site: Site) -> None:
    olga = site.browser(OLGA)
    olga.get(FORM)

    answer = olga.client.post(FORM, data={**TYPED, "csrf_token": "x"}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 400
    assert "Brainport" not in answer.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_another_site_is_not_kept_until_somebody_signs_in(site: Site, headers: dict[str, str]) -> None:
    answer = site.browser().client.post(FORM, data=TYPED, headers=headers)
    page = read(answer.get_data(as_text=True))
    assert answer.status_code == 401
    assert page.all("input", name="resume") == []


def test_a_login_page_that_was_open_too_long_asks_again(site: Site) -> None:
    answer = site.browser().client.post("/login", data={"email": OLGA, "password": PASSWORD, "csrf_token": "oud"})

    assert answer.status_code == 400
    assert OLGA in answer.text
    assert "stond te lang open" in answer.text


def test_a_very_long_text_does_not_break_signing_in(site: Site) -> None:
    olga = site.browser(OLGA)

    late = send_late(site, olga, FORM, {"name": "x" * 300_000})

    assert late.status == 401
    assert "resume" not in hidden(late, "/login")


def test_two_who_save_at_the_same_moment_lose_nothing(site: Site) -> None:
    olga = site.browser(OLGA)
    form = token(olga.get(FORM))
    with site.app.test_request_context(FORM, method="POST", data=TYPED, headers=FROM_THE_FORM):
        answer = site.app.make_response(site.app.handle_user_exception(StaleDataError("saved meanwhile")))
    page = Page(answer.status_code, answer.get_data(as_text=True), FORM, 0, answer)

    assert page.status == 409
    shown = olga.post(FORM, {**hidden(page, FORM), "csrf_token": form})
    assert "Iemand anders sloeg dit op hetzelfde moment op. Controleer en sla op." in shown.words
    assert shown.value("name") == TYPED["name"]
