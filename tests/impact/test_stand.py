"""The figures of any day as known at any line of the ledger, and what was learned of that day since."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.impact import rules
from app.impact.stand import learned
from tests.impact.test_pages import accept, submit
from tests.impact.test_rules import TARGETS, days, ledgers
from tests.impact.world import CODE, COORDINATOR, lay_out
from tests.pages import Page, Site


@given(ledgers(), days, st.integers(0, 30))
def test_what_was_known_then_and_what_was_learned_since_make_what_is_known_now(entries, day, as_of):
    then, now = rules.count(entries, day, TARGETS, as_of), rules.count(entries, day, TARGETS)
    changes = {one.code: one for one in learned(then, now)}
    for code, line in now.lines.items():
        was = set(then.lines[code].entries)
        if code not in changes:
            assert was == set(line.entries)
            continue
        one = changes[code]
        assert (was | set(one.joined)) - set(one.left) == set(line.entries)
        assert (one.was, one.now) == (then.lines[code].value, line.value)


def figure(page: Page, name: str) -> str:
    found = re.search(rf'href="/overzicht/{name}(\?[^"]*)?">([^<]+)<', page.text)
    assert found
    return found.group(2)


def test_every_figure_as_it_was_known_at_a_line(site: Site) -> None:
    lay_out(site)
    for slug in ("toelating", "aanpak"):
        submit(site, slug)
        accept(site)
    browser = site.browser(COORDINATOR)
    now = browser.get("/overzicht/stand")
    assert (figure(now, "leads_portefeuille"), figure(now, "aanpakken")) == ("1", "1")
    assert "tot en met regel 2 van het grootboek" in now.words
    then = browser.get("/overzicht/stand?regel=1")
    assert (figure(then, "leads_portefeuille"), figure(then, "aanpakken")) == ("1", "0")
    learned_since = then.tree.one("section", aria_labelledby="sindsdien").text
    assert "Aanpakken in uitvoering" in learned_since
    assert "Regel 2" in learned_since
    assert CODE in learned_since
    assert "Leads in portefeuille" not in learned_since
    behind = browser.get("/overzicht/aanpakken?regel=1")
    assert "Hier telt nog niets" in behind.words
    assert "zoals bekend tot en met regel 1" in behind.words
    assert CODE in browser.get("/overzicht/aanpakken?regel=2").words
    early = browser.get("/overzicht/stand?peildatum=1-6-2025&regel=2")
    assert figure(early, "leads_portefeuille") == "0"
    assert "Er kwam niets bij" in early.words
    assert early.queries <= 8


def test_a_stand_that_cannot_be_read_says_so_and_keeps_what_was_typed(site: Site) -> None:
    lay_out(site)
    browser = site.browser(COORDINATOR)
    page = browser.get("/overzicht/stand?peildatum=31-2-2026&regel=7")
    assert set(page.errors()) == {"peildatum", "regel"}
    assert "de laatste regel is 0" in page.words
    assert (page.value("peildatum"), page.value("regel")) == ("31-2-2026", "7")
    browser.get("/overzicht/leads_portefeuille?regel=-1&peildatum=zomaar")


@pytest.mark.parametrize(("day", "why"), [("1-1-2027", "in de toekomst"), ("31-12-2024", "voor het begin")])
def test_a_day_that_has_not_been_or_was_before_the_programme_is_refused(site: Site, day: str, why: str) -> None:
    page = site.browser(COORDINATOR).get(f"/overzicht/stand?peildatum={day}")
    assert why in page.errors()["peildatum"]
    assert "Stand op 19 november 2026" in page.words, "today stands there meanwhile"
