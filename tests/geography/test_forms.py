"""The place field finds the municipality, asks which one is meant, and keeps what was typed."""

import pytest
from flask import g

from app import create_app
from app.access.actor import Actor
from app.geography.forms import MunicipalityField
from app.geography.routes import suggestions
from app.geography.services import load_reference
from app.web.forms import Form, Required
from config import Config


class Sample(Form):
    municipality = MunicipalityField("Gemeente waar het knelt", [Required("Vul een gemeente in.")])


@pytest.fixture
def sent(system, session_as, tmp_path):
    """Sends a form, or a question for suggestions, as a visitor of the map."""
    load_reference(system)
    app = create_app(Config(f"sqlite:///{tmp_path / 'unused.sqlite3'}", "sample", more={"WTF_CSRF_ENABLED": False}))

    def send(path="/", answer=None, **typed):
        with app.test_request_context(path, method="POST" if typed else "GET", data=typed):
            g.session = session_as(Actor.visitor())
            if answer:
                return answer()
            form = Sample()
            form.accepted = form.validate_on_submit()
            form.html = str(form.municipality(class_="form-control"))
            return form

    return send


@pytest.mark.parametrize(
    ("typed", "code", "place"),
    [("Eindhoven", "GM0772", None), ("Weesp", "GM0363", "Weesp"), ("bergen nh", "GM0373", None)],
)
def test_a_typed_name_becomes_a_municipality(sent, typed, code, place):
    form = sent(municipality=typed)
    assert form.accepted
    assert (form.municipality.data, form.municipality.place) == (code, place)


def test_a_name_that_several_bear_is_asked_about_with_the_text_kept(sent):
    form = sent(municipality="Bergen")
    assert not form.accepted
    assert form.municipality.errors == [
        "Er is meer dan één Bergen: Bergen (L.) of Bergen (NH.). Kies hieronder welke je bedoelt."
    ]
    assert 'value="Bergen"' in form.html
    assert "<select" in form.html
    assert '<option value="GM0893">Bergen (L.)</option>' in form.html


def test_the_choice_decides(sent):
    form = sent(municipality="Bergen", municipality_keuze="GM0373")
    assert form.accepted
    assert form.municipality.data == "GM0373"
    assert '<option value="GM0373" selected>Bergen (NH.)</option>' in form.html


@pytest.mark.parametrize("tampered", ["GM0772", "", "x" * 5000])
def test_a_choice_that_was_not_offered_does_not_count(sent, tampered):
    assert not sent(municipality="Bergen", municipality_keuze=tampered).accepted


def test_a_choice_for_another_name_is_forgotten(sent):
    assert sent(municipality="Eindhoven", municipality_keuze="GM0373").municipality.data == "GM0772"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Eindhovn", "“Eindhovn” kennen we niet als gemeente of plaats. Bedoel je Eindhoven?"),
        ("Parijs bij de zee", "kennen we niet als gemeente of plaats. Schrijf de naam voluit"),
        ("Eindhoven" * 50, "kennen we niet als gemeente of plaats"),
        (" ", "Vul een gemeente in."),
    ],
)
def test_an_unknown_name_is_refused_with_the_text_kept(sent, typed, says):
    form = sent(municipality=typed)
    assert not form.accepted
    assert len(form.municipality.errors) == 1
    assert says in form.municipality.errors[0]
    assert typed.strip() in form.html


def test_typed_text_cannot_become_markup(sent):
    html = sent(municipality='"><b>Bergen').html
    assert "<b>" not in html


def test_suggestions_list_what_the_text_begins(sent):
    assert '<option value="Eindhoven"></option>' in sent("/plaatsen?municipality=Eindh", suggestions)
    assert sent("/plaatsen", suggestions).strip() == ""
