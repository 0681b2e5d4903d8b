"""The parts of the look in a real browser: with and without JavaScript, wide and narrow, by keyboard and by drag."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template, request
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from app import create_app
from app.access.actor import Actor, Role
from app.access.declare import public
from app.web.forms import ChoiceField, ChoicesMultipleField, Form, RadioField
from config import Config
from tests.browser import NARROW, Visitor, chromium, serve

TEMPLATES = Path(__file__).parent / "templates"
WITHOUT_DATABASE = "sqlite:///:memory:"
FEMKE = Actor(frozenset({Role.MEMBER}), 1, 1, "rom", name="Femke de Wit", organisation_short="BOM")
LINE = {
    "xAxis": {"type": "category", "data": ["mei", "november"]},
    "yAxis": {},
    "series": [{"type": "line", "data": [3, 8]}],
}
MAP = {
    "geo": {"map": "nl"},
    "series": [{"type": "scatter", "coordinateSystem": "geo", "data": [{"value": [6.87, 52.27]}]}],
}


class Question(Form):
    name = StringField("Naam", [InputRequired("Vul een naam in.")])
    place = ChoiceField("Plaats", [InputRequired("Kies een plaats.")], choices=[("", "Kies"), ("oss", "Oss")])
    size = RadioField("Soort bedrijf", choices=[("startup", "Startup"), ("scaleup", "Scale-up")])
    kinds = ChoicesMultipleField("Wat vraagt het bedrijf?", choices=[("space", "Ruimte"), ("energy", "Energie")])
    told = BooleanField("Het bedrijf weet hiervan")


@pytest.fixture(scope="module")
def moved() -> list[str]:
    """The steps that cards were moved to."""
    return []


@pytest.fixture(scope="module")
def address(moved) -> Iterator[str]:
    """Where a program runs that shows every part to Femke."""
    app: Flask = create_app(Config(WITHOUT_DATABASE, "sample"))
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), FileSystemLoader(Path(app.root_path) / "web/templates")]
    )
    app.context_processor(lambda: {"actor": FEMKE})

    def parts() -> str:
        form = Question()
        form.validate()
        return render_template("parts.html", form=form, line=LINE, map=MAP)

    def move() -> str:
        moved.append(request.form["step"])
        return "verplaatst"

    app.add_url_rule("/onderdelen", view_func=public(parts))
    app.add_url_rule("/verplaats", view_func=public(move), methods=["POST"])
    with serve(app) as base:
        yield base


@pytest.fixture(scope="module")
def window():
    """One browser for all that is tried here."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def femke(window, address) -> Iterator[Visitor]:
    """Femke at the page with every part."""
    visitor = Visitor(window, address)
    visitor.open("/onderdelen")
    yield visitor
    visitor.close()


@pytest.fixture
def without_script(window, address) -> Iterator[Visitor]:
    """The same, in a browser that runs no scripts."""
    visitor = Visitor(window, address, javascript=False)
    visitor.open("/onderdelen")
    yield visitor
    visitor.close()


def test_no_part_fails_a_person_or_the_policy(femke):
    femke.page.wait_for_selector("#kaart svg")
    assert femke.faults() == []


def test_a_chart_replaces_its_words_and_keeps_them_for_who_cannot_see(femke):
    femke.page.wait_for_selector("#lijn svg")
    assert femke.page.locator("#lijn p").count() == 0
    assert femke.page.get_attribute("#lijn", "aria-label") == "Drie leads in mei, acht in november."


def test_without_scripts_a_chart_is_its_words_and_its_table(without_script):
    page = without_script.page
    assert page.inner_text("#lijn") == "Drie leads in mei, acht in november."
    page.click("text=Toon als tabel")
    assert page.is_visible("text=november")


def test_without_scripts_the_menu_of_a_small_screen_opens(without_script):
    page = without_script.page
    page.set_viewport_size(NARROW)
    assert not page.is_visible("text=Brandpunten")
    page.click(".gr-side-toggle summary")
    assert page.is_visible("text=Brandpunten")
    page.click("summary[aria-label='Instellingen en uitloggen']")
    assert page.is_visible("text=Uitloggen")


def test_a_definition_opens_by_keyboard_without_scripts(without_script):
    page = without_script.page
    assert not page.is_visible("#leads-uitleg")
    page.focus("button[aria-describedby=leads-uitleg]")
    assert page.is_visible("#leads-uitleg")


def test_escape_closes_a_definition_and_leaves_focus_where_it_is(femke):
    page = femke.page
    page.focus("button[aria-describedby=leads-uitleg]")
    page.keyboard.press("Escape")
    assert not page.is_visible("#leads-uitleg")
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "leads-uitleg"


def test_focus_starts_at_what_went_wrong(femke):
    assert femke.page.evaluate("document.activeElement.hasAttribute('data-errors')")


def test_the_summary_leads_to_the_field(femke):
    femke.page.click("text=Vul een naam in. >> nth=0")
    assert femke.page.url.endswith("#name")


def test_a_menu_closes_with_escape_and_gives_focus_back(femke):
    page = femke.page
    page.click("text=Mijn weergave")
    assert page.is_visible("text=Mijn leads")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.is_visible("text=Mijn leads")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_press_elsewhere_closes_a_menu(femke):
    femke.page.click("text=Mijn weergave")
    femke.page.click("h1")
    assert not femke.page.is_visible("text=Mijn leads")


def test_a_card_that_is_dragged_asks_for_its_new_step(femke, moved):
    page = femke.page
    page.wait_for_selector("[data-sortable]")
    page.locator(".gr-card .gr-sub").drag_to(page.locator("[data-step=twee]"))
    page.wait_for_selector("text=verplaatst")
    assert moved == ["twee"]


def test_the_skip_link_jumps_over_the_menu(femke):
    page = femke.page
    page.focus(".gr-skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
