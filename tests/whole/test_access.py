"""Every route says who may use it, says what the table says, and keeps everybody else out."""

import pytest
from flask import Blueprint, Flask

import app as factory
from app import create_app
from app.access.actor import Role
from app.access.declare import allowed_roles
from app.access.errors import AccessError
from config import Config
from tests.pages import PEOPLE, Site
from tests.whole.access_table import lines
from tests.whole.routes import routes


@pytest.fixture
def bare(tmp_path) -> Flask:
    """The app on a database that is never opened."""
    return create_app(Config(f"sqlite:///{tmp_path / 'unused.sqlite3'}", "test"))


def test_the_table_names_every_route_and_no_other(bare):
    there = {(route.method, route.rule) for route in routes(bare)}
    assert sorted(there - lines().keys()) == [], "routes that tests/whole/access_table.py does not name"
    assert sorted(lines().keys() - there) == [], "lines of tests/whole/access_table.py without a route"


def test_every_route_opens_to_the_roles_of_the_table(bare):
    table = lines()
    for route in routes(bare):
        declared = (allowed_roles(route.view) or frozenset()) - {Role.SYSTEM}
        assert declared == table[route.method, route.rule], str(route)


def test_no_path_answers_to_other_verbs(bare):
    assert {route.method for route in routes(bare)} == {"GET", "POST"}


def test_a_route_that_does_not_say_who_may_use_it_stops_the_app(bare, monkeypatch, tmp_path):
    room = Blueprint("forgetful", __name__)
    room.get("/vergeten")(lambda: "open to whom?")
    monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, room))
    with pytest.raises(AccessError, match="forgetful"):
        create_app(Config(f"sqlite:///{tmp_path / 'unused.sqlite3'}", "test"))


def test_a_visitor_is_asked_to_sign_in_on_every_page_that_is_not_public(site: Site):
    table = lines()
    client = site.browser().client
    for route in routes(site.app):
        if Role.VISITOR in table[route.method, route.rule]:
            continue
        answer = client.open(route.path(), method=route.method, data={"name": "half-way"})
        if answer.status_code in (302, 303):
            assert answer.location.startswith("/login"), str(route)
        else:
            assert answer.status_code == 401, str(route)
            assert 'name="password"' in answer.get_data(as_text=True), str(route)


def test_whoever_signed_out_is_a_visitor_again(site: Site):
    femke = site.browser("taskforce@bom.example")
    assert femke.client.get("/pijplijn").status_code == 200
    femke.client.post("/logout")
    assert femke.client.get("/pijplijn").location.startswith("/login")


@pytest.mark.parametrize("persona", PEOPLE, ids=lambda persona: persona[1])
def test_a_role_that_a_route_does_not_name_is_refused(site: Site, persona):
    _name, email, _organisation, roles = persona
    table = lines()
    client = site.browser(email).client
    for route in routes(site.app):
        if table[route.method, route.rule].isdisjoint(roles):
            answer = client.open(route.path(), method=route.method)
            assert answer.status_code == 403, str(route)
            assert "Hier heb je geen toegang toe" in answer.get_data(as_text=True), str(route)
