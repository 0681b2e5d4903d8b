"""Whatever is typed, sent or put in an address: a clear answer, nothing lost of what was typed, and never a crash."""

from collections import Counter, defaultdict
from html import escape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.pages import Browser, Site
from tests.whole.crawl import forms_within_reach, rule_of, walk
from tests.whole.routes import routes

BOM, COORDINATOR, EZ, ADMIN = (
    "taskforce@bom.example",
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


@pytest.mark.parametrize(
    ("demo_template", "email"),
    [("postgresql", BOM), ("sqlite", COORDINATOR), ("sqlite", ADMIN)],
    indirect=["demo_template"],
)
def test_nonsense_in_every_field_is_refused_in_words(demo_copy: Site, email: str):
    browser = demo_copy.browser(email)
    for form in list(forms_within_reach(browser, demo_copy.app, of_a_kind=1)):
        for nonsense in NONSENSE:
            sent = {name: nonsense for name in form.names if name != "csrf_token"}
            answer = browser.client.post(form.action, data=sent)
            where = f"{form.action} with {nonsense[:20]!r}"
            assert answer.status_code < 500, where


@pytest.mark.parametrize(("demo_template", "email"), [("sqlite", BOM), ("sqlite", ADMIN)], indirect=["demo_template"])
def test_one_wrong_field_loses_nothing_of_the_others(demo_copy: Site, email: str):
    browser = demo_copy.browser(email)
    for form in list(forms_within_reach(browser, demo_copy.app, of_a_kind=1)):
        written = {name: f"Getypt in {name}" for name in form.asked if not form.asked[name]}
        answer = browser.client.post(form.action, data={**form.filled_in(), **written})
        if answer.status_code not in (422, 409):
            continue
        page = answer.get_data(as_text=True)
        lost = [words for name, words in written.items() if name not in form.secret and escape(words) not in page]
        assert lost == [], form.action


@pytest.mark.parametrize("number", [TOO_BIG, "2147483648", "9223372036854775808", "0"])
def test_a_number_in_an_address_that_no_row_has_leads_nowhere(demo_site: Site, number: str):
    browsers = [demo_site.browser(email).client for email in (BOM, COORDINATOR, ADMIN)]
    for route in routes(demo_site.app):
        if "<int:" not in route.rule:
            continue
        path = route.path({"code": "GR-25-001", **dict.fromkeys(route.numbers, number)})
        for client in browsers:
            status = client.open(path, method=route.method).status_code
            assert status in (303, 400, 403, 404, 409, 422), f"{route} {number}: {status}"


@pytest.mark.parametrize(
    ("demo_template", "email"),
    [("postgresql", BOM), ("sqlite", COORDINATOR), ("sqlite", EZ), ("sqlite", ADMIN)],
    indirect=["demo_template"],
)
def test_nonsense_after_the_question_mark_opens_the_page_all_the_same(demo_site: Site, email: str):
    browser = demo_site.browser(email)
    known = asked_after(browser, demo_site.app)
    for path, names in known.items():
        for nonsense in NONSENSE:
            answer = browser.client.get(path, query_string=dict.fromkeys(names, nonsense), follow_redirects=True)
            assert answer.status_code in (200, 400, 404, 422), f"{path}?{sorted(names)} with {nonsense[:20]!r}"


def asked_after(browser: Browser, app: Flask) -> dict[str, set[str]]:
    """Each page that a person comes across, with what may stand after its question mark: by links and search forms."""
    asked: dict[str, set[str]] = defaultdict(set)
    kinds = Counter[str]()

    def look(path: str, _came_from: str) -> TestResponse:
        return browser.client.get(path, follow_redirects=True)

    for visit in walk(look, app):
        for link in visit.sheet.links:
            asked[urlsplit(link).path] |= set(dict(parse_qsl(urlsplit(link).query)))
        for form in visit.sheet.forms:
            if form.method == "get":
                asked[urlsplit(form.action).path] |= form.names
    found = {}
    for path, names in asked.items():
        kinds[rule_of(app, path)] += 1
        if names and path.startswith("/") and kinds[rule_of(app, path)] <= 2:
            found[path] = names
    return found
