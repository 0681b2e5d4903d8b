"""Whatever is typed, sent or put in an address: a clear answer, nothing lost of what was typed, and never a crash."""

import itertools
import time
from collections import Counter, defaultdict
from html import escape
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import passwords
from app.accounts.models import Person
from tests.browser import PASSWORD
from tests.markup import read
from tests.pages import Page, Site
from tests.whole.crawl import Explored, PaperForm, Visit, forms_on, rule_of
from tests.whole.routes import routes

BOM, COLLEAGUE, COORDINATOR, EZ, ADMIN = (
    "taskforce@bom.example",
    "thijs.vanaalst@bom.example",
    "coordinator@iq.example",
    "ez@ez.example",
    "admin@groeiruimte.example",
)
TOO_BIG = "99999999999999999999"
NONSENSE = (
    "\x00",
    "🦄 <b>{{ 7 * 7 }}</b> %s %(x)s",
    "-1",
    TOO_BIG,
    "31-2-2026",
    "1e9999",
    "' or 1=1 --",
    "x" * 5000,
    "",
)
LARGE = b"x" * 3_000_000
NOT_TYPED = ("csrf_token", "version")

on_both_kinds = pytest.mark.parametrize(
    ("demo_template", "email"),
    [("postgresql", BOM), ("sqlite", COORDINATOR), ("sqlite", ADMIN)],
    indirect=["demo_template"],
    scope="session",
)


# --- Nonsense ----------------------------------------------------------------------------------------------


@on_both_kinds
def test_nonsense_in_every_field_is_refused_in_words(demo_copy: Site, explored: Explored, email: str):
    client = demo_copy.browser(email).client
    for form in forms_on(explored(demo_copy, email), demo_copy.app):
        fields = sorted(form.names - set(NOT_TYPED))
        for turn in range(0, len(NONSENSE), 2 if email == BOM else 4):  # in turns every field gets most kinds
            sent = {name: NONSENSE[(place + turn) % len(NONSENSE)] for place, name in enumerate(fields)}
            status = client.post(form.action, data={**_as_it_was(form), **sent}).status_code
            assert status < 500, f"{status} {form.action} { ({name: typed[:20] for name, typed in sent.items()}) }"


def _as_it_was(form: PaperForm) -> dict[str, list[str]]:
    return {name: value for name, value in form.sent.items() if name in NOT_TYPED}


@on_both_kinds
def test_one_wrong_field_loses_nothing_of_the_others(demo_copy: Site, explored: Explored, email: str):
    client = demo_copy.browser(email).client
    refused = 0
    for form in forms_on(explored(demo_copy, email), demo_copy.app):
        written = {name: f"Getypt in {name}" for name in form.asked if not form.asked[name]}
        answer = client.post(form.action, data={**form.filled_in(), **written})
        if answer.status_code not in (422, 409):
            continue
        refused += 1
        lost = [
            words for name, words in written.items() if name not in form.secret and escape(words) not in answer.text
        ]
        assert lost == [], form.action
    assert refused > (2 if email == ADMIN else 8)


@pytest.mark.parametrize("demo_template", ["postgresql"], indirect=True, scope="session")
@pytest.mark.parametrize("number", [TOO_BIG, "2147483648", "0"])
def test_a_number_in_an_address_that_no_row_has_leads_nowhere(demo_site: Site, number: str):
    browsers = [demo_site.browser(email).client for email in (BOM, COORDINATOR, ADMIN)]
    for route in routes(demo_site.app):
        if not route.numbers:
            continue
        path = route.path({"code": "GR-25-001", **dict.fromkeys(route.numbers, number)})
        for client in browsers:
            status = client.open(path, method=route.method).status_code
            assert status in (303, 400, 403, 404, 409, 422), f"{route} {number}: {status}"
            if status != 403:
                break  # this role gets past the door; the others hear the same


@pytest.mark.parametrize(
    ("demo_template", "email"),
    [("postgresql", BOM), ("sqlite", COORDINATOR), ("sqlite", EZ), ("sqlite", ADMIN)],
    indirect=["demo_template"],
    scope="session",
)
def test_nonsense_after_the_question_mark_opens_the_page_all_the_same(demo_site: Site, explored: Explored, email: str):
    client = demo_site.browser(email).client
    kinds = itertools.cycle(NONSENSE)
    for path, names in asked_after(explored(demo_site, email), demo_site.app).items():
        for _turn in range(3):
            asked = {name: next(kinds) for name in sorted(names)}
            answer = client.get(path, query_string=asked, follow_redirects=True)
            assert answer.status_code in (200, 400, 404, 422), f"{path} {asked}"
        next(kinds)


def asked_after(visits: list[Visit], app: Flask) -> dict[str, set[str]]:
    """One page of each kind, with what may stand after its question mark: by links and search forms."""
    asked: dict[str, set[str]] = defaultdict(set)
    for visit in visits:
        for link in visit.sheet.links:
            asked[urlsplit(link).path] |= set(dict(parse_qsl(urlsplit(link).query)))
        for form in visit.sheet.forms:
            if form.method == "get":
                asked[urlsplit(form.action).path] |= form.names
    kinds = Counter[str]()
    found = {}
    for path, names in asked.items():
        if names and path.startswith("/"):
            kinds[rule_of(app, path)] += 1
            if kinds[rule_of(app, path)] == 1:
                found[path] = names
    return found


# --- Days, amounts and the rules of the field, on every form that asks for them ----------------------------------


DAYS = ("31-5-2026", "31/05/2026", "2026-05-31")
AMOUNTS = ("1.500.000", "€ 1,5 mln", "1500000")
UNREADABLE = "onzin"


def answered(client: FlaskClient, form: PaperForm, typed: dict[str, str]) -> Page:
    """The page in answer to a form with all as it was, but for what is typed."""
    answer = client.post(form.action, data={**form.sent, **typed})
    return Page(answer.status_code, answer.text, form.action, 0, answer)


@pytest.mark.parametrize("demo_template", ["postgresql"], indirect=True, scope="session")
@pytest.mark.parametrize(
    ("what", "ways", "at_least"),
    [("geen datum", DAYS, 15), ("geen bedrag", AMOUNTS, 2)],
    ids=["days", "amounts"],
)
def test_every_field_reads_the_ways_that_people_write(
    demo_copy: Site, explored: Explored, what: str, ways: tuple[str, ...], at_least: int
):
    client = demo_copy.browser(BOM).client
    seen = 0
    for form in forms_on(explored(demo_copy, BOM), demo_copy.app):
        typed_in = sorted(name for name, options in form.asked.items() if not options)
        wrong = answered(client, form, dict.fromkeys(typed_in, UNREADABLE))
        if wrong.status != 422:
            continue
        fields = [name for name, error in wrong.errors().items() if name in typed_in and what in error]
        assert [wrong.value(name) for name in fields] == [UNREADABLE] * len(fields), form.action
        seen += len(fields)
        for way in ways if fields else ():
            said = answered(client, form, dict.fromkeys(typed_in, UNREADABLE) | dict.fromkeys(fields, way)).errors()
            assert [name for name in fields if f"“{way}”" in said.get(name, "")] == [], f"{form.action}: {way}"
    assert seen >= at_least, seen


SIGNED = {"kind": "other_region", "motive": "room", "why": "Hier is stroom.", "municipality_code": "GM0153"}
CASES = [
    ("/leads/nieuw", {"asked_on": "1-6-2026", "needed_by": "1-5-2026"}, "needed_by"),
    ("/leads/nieuw", {"municipality": "Atlantis"}, "municipality"),
    ("/leads/nieuw", {"kvk": "0"}, "kvk"),
    ("/leads/<code>/gegevens", {"asked_on": "1-6-2026", "needed_by": "1-5-2026"}, "needed_by"),
    ("/leads/<code>/vraag/<slug>", {"needed_by": "1-1-2025"}, "needed_by"),
    ("/leads/<code>/besluit", SIGNED | {"signed_on": "1-1-2020"}, "signed_on"),
    ("/leads/<code>/vermogen", {"amount": "-1"}, "amount"),
    ("/leads/<code>/vermogen", {"amount": "0"}, "amount"),
    ("/leads/<code>/vermogen", {"amount": "99.999.999.999.999"}, "amount"),
    ("/leads/<code>/vermogen", {"amount": "veel"}, "amount"),
    ("/bedrijven/nieuw", {"kvk": "0"}, "kvk"),
    ("/bedrijven/nieuw", {"municipality_code": "Atlantis"}, "municipality_code"),
    ("/bedrijven/<int:company_id>/gegevens", {"kvk": "0"}, "kvk"),
    ("/bedrijven/<int:company_id>/gegevens", {"municipality_code": "Atlantis"}, "municipality_code"),
]


@pytest.mark.parametrize("demo_template", ["postgresql"], indirect=True, scope="session")
@pytest.mark.parametrize(("rule", "typed", "field"), CASES)
def test_what_cannot_be_is_said_beside_its_field_and_stays_there(
    demo_site: Site, explored: Explored, rule: str, typed: dict[str, str], field: str
):
    form = next(
        form
        for form in forms_on(explored(demo_site, BOM), demo_site.app)
        if rule_of(demo_site.app, form.action) == rule and typed.keys() <= form.names
    )
    page = answered(demo_site.browser(BOM).client, form, typed)
    assert page.status == 422, page.words
    assert page.errors().get(field), page.errors()
    assert page.value(field) == typed[field]


# --- Two at once, too late, too large, too often ---------------------------------------------------------------


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("email", [BOM, COORDINATOR, ADMIN])
def test_every_page_that_somebody_else_saved_first_says_who_and_keeps_what_was_typed(
    demo_copy: Site, explored: Explored, email: str
):
    with demo_copy.system() as session:
        names = set(session.scalars(select(Person.name)))
    browser = demo_copy.browser(email)
    compared = 0
    for form in forms_on(explored(demo_copy, email), demo_copy.app):
        if not form.sent.get("version", [""])[0]:
            continue  # nothing to overtake: it makes something new
        typed = {name: f"{form.sent.get(name, [''])[0]} van mij".strip() for name in form.free_text}
        chosen = {name: options[0] for name, options in form.asked.items() if options}
        answer = browser.client.post(form.action, data={**chosen, **form.sent, **typed, "version": "0"})
        if answer.status_code == 422:
            continue  # something else is wrong with it first; what was typed stays, see above
        assert answer.status_code == 409, form.action
        page = read(answer.text)
        assert "Intussen gewijzigd" in page.text, form.action
        if not form.asked:
            continue  # the press of a button: nothing was typed
        lost = [words for words in typed.values() if escape(words) not in answer.text]
        assert lost == [], form.action
        told = page.one("div", class_="gr-alert-bad").text
        # organisations and brandpunten were laid out by the program itself
        nobody_did = form.action.startswith(("/beheer/", "/brandpunten/")) and "een collega" in told
        assert nobody_did or any(name in told for name in names), f"{form.action}: {told}"
        assert all(" ".join(words.split()) in told for words in typed.values()), f"{form.action}: {told}"
        compared += 1
    assert compared >= {BOM: 8, COORDINATOR: 1, ADMIN: 1}[email]


@pytest.mark.parametrize("demo_template", ["postgresql"], indirect=True, scope="session")
def test_two_who_change_the_same_lead_both_find_their_words(demo_copy: Site, explored: Explored):
    form = next(form for form in forms_on(explored(demo_copy, BOM), demo_copy.app) if form.action.endswith("/gegevens"))
    femke, thijs = demo_copy.browser(BOM), demo_copy.browser(COLLEAGUE)
    version = femke.get(form.action).value("version")
    field = next(iter(form.free_text))
    first, second = ({**form.sent, "version": version, field: words} for words in ("Thijs schreef", "Femke schreef"))
    thijs.post(form.action, first)
    page = femke.post(form.action, second, status=409)
    told = page.tree.one("div", class_="gr-alert-bad").text
    assert "Thijs van Aalst" in told
    assert "Thijs schreef" in told
    assert page.value(field) == "Femke schreef"
    femke.post(form.action, {**second, "version": page.value("version")})
    assert femke.get(form.action).value(field) == "Femke schreef"


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
def test_a_lead_half_written_when_the_session_ends_comes_back_whole(demo_site: Site):
    femke = demo_site.browser(BOM)
    typed = {"name": "Kwelder & <zn>", "municipality": "Rijen", "kinds": ["space", "energy"], "needed_by": "mrt 2029"}
    with femke.client.session_transaction() as cookie:
        cookie.clear()
    late = femke.post("/leads/nieuw", typed, status=401)
    form = {field.get("name"): field.get("value") for field in late.tree.all("input", type="hidden")}
    between = femke.post("/login", {**form, "email": BOM, "password": PASSWORD})
    back = next(each for each in between.tree.all("form") if each.get("action") == "/leads/nieuw")
    fields: dict[str, list[str]] = defaultdict(list)
    for field in back.all("input"):
        fields[field.get("name")].append(field.get("value"))
    page = femke.post("/leads/nieuw", fields)
    assert page.value("name") == typed["name"]
    assert page.value("municipality") == "Rijen"
    assert page.value("kinds") == "space, energy"
    assert page.value("needed_by") == "mrt 2029"
    assert page.errors() == {}
    assert typed["name"] not in read(femke.client.get("/bedrijven?zoek=Kwelder").text).one("main").text


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize(("email", "path"), [(BOM, "/leads/nieuw"), (None, "/login"), (BOM, "/leads/GR-25-001/stap")])
@pytest.mark.parametrize("as_file", [False, True], ids=["text", "file"])
def test_what_is_too_large_is_refused_in_our_own_look(demo_site: Site, email: str | None, path: str, as_file: bool):
    answer = demo_site.browser(email).client.post(
        path, data={"question": (BytesIO(LARGE), "groot.txt") if as_file else LARGE.decode()}
    )
    assert answer.status_code == 413
    page = read(answer.text)
    assert page.one("h1").text == "Dit is te groot"
    assert "Er is niets opgeslagen" in page.text


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
def test_guessing_takes_as_long_for_a_stranger_and_ends_in_the_same_words(demo_copy: Site, monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", type(passwords._hasher)(time_cost=3, memory_cost=16_384, parallelism=1))
    passwords._nobodys_hash.cache_clear()
    with demo_copy.system() as session:
        person = session.scalars(select(Person).where(Person.email == BOM)).one()
        person.password_hash = passwords.hash_password(PASSWORD)
    client = demo_copy.browser().client
    took: dict[str, list[float]] = defaultdict(list)
    pages = set()
    for _turn in range(6):
        for email in (BOM, "niemand@bom.example"):
            began = time.process_time()
            answer = client.post("/login", data={"email": email, "password": "niet het goede woord"})
            took[email].append(time.process_time() - began)
            assert answer.status_code == 422
            pages.add(read(answer.text).text)
    known, unknown = (min(took[email]) for email in took)
    passwords._nobodys_hash.cache_clear()
    assert len(pages) == 1
    assert 0.6 < known / unknown < 1.6, took


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True, scope="session")
def test_who_tries_too_often_reads_in_our_own_look_to_wait(demo_copy: Site):
    client = demo_copy.browser().client
    for _turn in range(9):
        answer = client.post("/login", data={"email": BOM, "password": "niet het goede woord"})
    assert answer.status_code == 429
    page = read(answer.text)
    assert len(page.all("h1")) == 1
    assert "Te veel pogingen achter elkaar. Wacht een kwartier" in page.text
    assert answer.headers["Retry-After"] == "900"
