"""The screen speaks Dutch, or English to who asked for it."""

import pytest
from flask.testing import FlaskClient

from app import create_app
from config import Config


@pytest.fixture
def visitor(tmp_path) -> FlaskClient:
    """Somebody who has not signed in."""
    config = Config(f"sqlite:///{tmp_path / 'empty.sqlite3'}", "sample", more={"WTF_CSRF_ENABLED": False})
    return create_app(config).test_client()


def _missing_page(visitor: FlaskClient) -> str:
    return visitor.get("/bestaat-niet").get_data(as_text=True)


def test_the_screen_speaks_dutch_until_another_language_is_chosen(visitor):
    assert '<html lang="nl">' in _missing_page(visitor)
    visitor.post("/taal", data={"taal": "en"})
    assert '<html lang="en">' in _missing_page(visitor)
    visitor.post("/taal", data={"taal": "nl"})
    assert '<html lang="nl">' in _missing_page(visitor)


def test_the_other_language_is_offered_in_its_own_words(visitor):
    assert 'value="en" lang="en"' in _missing_page(visitor)
    visitor.post("/taal", data={"taal": "en"})
    assert 'value="nl" lang="nl"' in _missing_page(visitor)


def test_choosing_a_language_goes_back_to_the_page(visitor):
    answer = visitor.post("/taal", data={"taal": "en", "next": "/pijplijn?fase=3"})
    assert (answer.status_code, answer.location) == (302, "/pijplijn?fase=3")


@pytest.mark.parametrize("elsewhere", ["//elders.example", "https://elders.example", "/\\elders.example", "/a\nb", ""])
def test_choosing_a_language_never_leads_elsewhere(visitor, elsewhere):
    assert visitor.post("/taal", data={"taal": "en", "next": elsewhere}).location == "/"


def test_a_language_that_we_do_not_speak_is_refused(visitor):
    assert visitor.post("/taal", data={"taal": "fr"}).status_code == 400
    visitor.set_cookie("taal", "../../etc")
    assert '<html lang="nl">' in _missing_page(visitor)
