"""The parts of the look, as a person's browser gets them."""

import re
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from app import create_app
from app.web.assets import read_manifest
from app.web.forms import ChoicesMultipleField, Form
from app.web.marks import DEMAND_MARKS, VERDICT_MARKS
from config import Config

WEB = Path(__file__).resolve().parents[2] / "app" / "web"
APP = WEB.parent


class Question(Form):
    name = StringField("Naam", [InputRequired("Vul een naam in.")])
    note = StringField("Toelichting", [Length(max=3, message="Te lang.")])
    kinds = ChoicesMultipleField("Wat vraagt het bedrijf?", choices=[("space", "Ruimte"), ("energy", "Energie")])
    told = BooleanField("Het bedrijf weet hiervan")


@pytest.fixture
def app(tmp_path) -> Flask:
    """The app on an empty database; nothing here asks it anything."""
    more = {"WTF_CSRF_ENABLED": False}
    return create_app(Config(f"sqlite:///{tmp_path / 'empty.sqlite3'}", "sample", more=more))


@pytest.fixture
def draw(app):
    """Draws a piece of template with the macros of the look; white space as a reader sees it."""

    def draw_piece(piece: str, source: str = "look.html", **values) -> str:
        name = re.match(r"{{\s*(\w+)\(|{%-?\s*call\s+(\w+)\(", piece)
        imported = f'{{% from "{source}" import {name[1] or name[2]} %}}{piece}'
        with app.test_request_context("/"):
            return re.sub(r"\s+", " ", app.jinja_env.from_string(imported).render(**values)).strip()

    return draw_piece


def test_the_demand_strip_says_in_words_what_its_signs_show(draw):
    strip = draw('{{ demand_strip(["space", "energy"], ["energy"]) }}')
    assert "Vraagt: ruimte, energie (knelpunt)</span>" in strip
    assert strip.count("<i") == len(DEMAND_MARKS)
    assert 'class="k-space on"' in strip
    assert 'class="k-energy hot"' in strip


def test_a_lead_without_demands_has_a_strip_of_dots(draw):
    strip = draw("{{ demand_strip([]) }}")
    assert "Nog geen vraag vastgelegd" in strip
    assert strip.count("<i></i>") == 5


@pytest.mark.parametrize("state", VERDICT_MARKS)
def test_a_verdict_has_a_shape_and_a_word(draw, state):
    verdict = draw("{{ verdict(state) }}", state=state)
    assert f'class="v-{state}"' in verdict
    assert VERDICT_MARKS[state].label in verdict


@pytest.mark.parametrize("percent", [-5, 0, 37.5, 100, 240])
def test_a_bar_stays_in_its_track(draw, percent):
    widths = [float(width) for width in re.findall(r'width="([\d.-]+)%"', draw("{{ bar(p, rest=20) }}", p=percent))]
    assert widths
    assert all(0 <= width <= 100 for width in widths)


def test_a_suppressed_figure_draws_no_amount(draw):
    bar = draw("{{ bar(0, mark=35, suppressed=true) }}")
    assert "gr-bar-none" in bar
    assert "gr-bar-fill" not in bar


def test_what_people_type_is_text_and_never_markup(draw):
    typed = '<script>"&'
    for piece in (
        '{{ flag("bad", "x", t) }}',
        "{{ hidden(t, t, t) }}",
        "{{ avatar(t, t) }}",
        '{{ tip("a", t, t) }}',
        "{{ conflict({'who': t, 'at': none, 'changes': [(t, t, t)]}) }}",
        "{{ toast(t, undo=t) }}",
        '{{ chart("a", {"name": t}, t, {"head": [t], "rows": [[t]]}) }}',
    ):
        assert "<script>" not in draw(piece, t=typed), piece


def test_the_step_track_says_where_the_lead_stands(draw):
    steps = [{"title": "Gesignaleerd", "state": "done"}, {"title": "Vraagarticulatie", "state": "now"}]
    track = draw("{{ step_track(steps) }}", steps=steps)
    assert track.count('aria-current="step"') == 1
    assert "Gesignaleerd<span" in track
    assert "gezet" in track


def test_a_definition_is_tied_to_its_button(draw):
    tip = draw('{{ tip("leads", "Leads", "Wat telt") }}')
    assert 'aria-describedby="leads-uitleg"' in tip
    assert 'id="leads-uitleg"' in tip


@pytest.fixture
def refused(app):
    """A form that was sent with a name missing and a note that is too long."""
    with app.test_request_context("/", method="POST"):
        form = Question(MultiDict({"note": "te lang", "kinds": "energy", "told": "y"}), meta={"csrf": False})
        form.validate()
        yield form


def test_an_error_stands_with_its_field_and_the_typed_text_stays(draw, refused):
    field = draw("{{ field(form.note, 'Kort') }}", "fields.html", form=refused)
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="note-hulp note-fout"' in field
    assert 'id="note-fout"' in field
    assert "Te lang." in field
    assert 'value="te lang"' in field


def test_the_summary_links_to_each_wrong_field(draw, refused):
    summary = draw("{{ error_summary(form) }}", "fields.html", form=refused)
    assert "2 velden kloppen niet" in summary
    assert re.findall(r'href="#(\w+)"', summary) == ["name", "note"]


def test_a_form_without_errors_has_no_summary(app, draw):
    with app.test_request_context("/"):
        assert draw("{{ error_summary(form) }}", "fields.html", form=Question(meta={"csrf": False})) == ""


def test_tiles_and_boxes_keep_what_was_picked(draw, refused):
    tiles = draw("{{ kinds(form.kinds) }}", "fields.html", form=refused)
    assert re.findall(r'value="(\w+)"[^>]* checked', tiles) == ["energy"]
    assert " checked" in draw("{{ field(form.told) }}", "fields.html", form=refused)


def test_every_icon_that_is_named_is_in_the_sprite():
    known = set((WEB / "icons.txt").read_text().split("\n"))
    named = set()
    for file in [*APP.rglob("*.html"), *APP.rglob("*.py")]:
        named |= set(re.findall(r"""\bicon\(["']([a-z0-9-]+)["']""", file.read_text()))
        named |= set(re.findall(r"""\bflag\([^,)]+,\s*["']([a-z0-9-]+)["']""", file.read_text()))
    marked = {mark.icon for mark in (*DEMAND_MARKS.values(), *VERDICT_MARKS.values())}
    assert named
    assert (named | marked) - known == set()


def test_a_page_asks_for_files_that_the_build_made(app):
    built = read_manifest()
    page = app.test_client().get("/bestaat-niet").get_data(as_text=True)
    asked = re.findall(r'(?:href|src)="/static/([^"#]+)', page)
    assert {"app.css", "app.js", "icons.svg", "charts.js"} <= set(built)
    assert asked
    assert set(asked) <= set(built.values())
    assert all((WEB / "static" / place.partition("?")[0]).exists() for place in built.values())
