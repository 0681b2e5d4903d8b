"""Forms read what people type, keep it when they cannot, and say what is wrong in Dutch."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import Babel

from app.db.errors import Refused
from app.web.forms import (
    AmountField,
    ChoiceField,
    ChoicesMultipleField,
    DutchDateField,
    EditForm,
    EuroField,
    KvkField,
    LineField,
    NoteField,
    RadioField,
    Required,
    WholeField,
)

KINDS = [("startup", "startup"), ("scaleup", "scale-up")]


class Sample(EditForm):
    name = LineField("Naam", [Required("Vul een naam in.")], longest=20)
    story = NoteField("Verhaal")
    asked_on = DutchDateField("Gevraagd op")
    needed_by = DutchDateField("Nodig per", month_ok=True)
    amount = EuroField("Bedrag", most=1_000_000_000)
    power = AmountField("Vermogen", unit="MW", places=1)
    floor = WholeField("Vloer", unit="m²")
    kvk = KvkField("KvK-nummer")
    kind = ChoiceField("Soort", choices=KINDS)
    again = RadioField("Nog eens", choices=KINDS)
    owner_id = ChoiceField("Eigenaar", choices=[(7, "Sanne"), (8, "Youssef")], coerce=int)
    topics = ChoicesMultipleField("Onderwerpen", choices=KINDS)


@pytest.fixture
def sent():
    """Sends a form and gives it back."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="sample", WTF_CSRF_ENABLED=False, BABEL_DEFAULT_LOCALE="nl")
    Babel(app)

    def send(**typed):
        with app.test_request_context(method="POST", data={"name": "Voorbeeld", **typed}):
            form = send.form()
            form.accepted = form.validate_on_submit()
            form.html = {field.name: str(field()) for field in form}
            return form

    send.form = Sample
    return send


def test_what_is_typed_becomes_values(sent):
    form = sent(
        asked_on="31 mei 2026", needed_by="mrt 2028", amount="€ 1,5 mln", power="8,5 MW", floor="5.000",
        kvk="01234567", kind="scaleup", owner_id="8", topics=["startup", "scaleup"], version="3",
    )  # fmt: skip
    assert form.accepted
    assert form.asked_on.data == date(2026, 5, 31)
    assert form.needed_by.data == date(2028, 3, 1)
    assert form.amount.data == 1_500_000
    assert form.power.data == Decimal("8.5")
    assert form.floor.data == 5000
    assert form.kvk.data == "01234567"
    assert (form.kind.data, form.owner_id.data, form.topics.data) == ("scaleup", 8, ["startup", "scaleup"])


def test_what_is_left_empty_is_nothing(sent):
    form = sent(kind="", asked_on=" ", amount="", story="")
    assert form.accepted
    empty = (form.kind, form.again, form.owner_id, form.asked_on, form.amount, form.story, form.kvk)
    assert [field.data for field in empty] == [None] * len(empty)
    assert form.topics.data == []


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("asked_on", "31-2-2026", "die maand heeft 28 dagen"),
        ("asked_on", "mrt 2028", "Zet de dag erbij"),
        ("needed_by", "ooit", "is geen datum"),
        ("amount", "1.5 mln", "Bedoel je 1,5 mln?"),
        ("amount", "2 mld", "is meer dan € 1 mld"),
        ("amount", "-3", "is negatief"),
        ("power", "8,55", "te veel decimalen"),
        ("floor", "veel", "is geen getal"),
        ("kvk", "0", "alleen nullen komt niet voor"),
        ("kind", "unicorn", "Kies een van de mogelijkheden"),
        ("again", "unicorn", "Kies een van de mogelijkheden"),
        ("name", "een veel te lange naam voor hier", "Maak het korter: 32 tekens, en er passen er 20"),
        ("name", " ", "Vul een naam in"),
    ],
)
def test_what_cannot_be_read_is_explained_and_kept(sent, field, typed, says):
    form = sent(**{field: typed})
    assert not form.accepted
    assert len(form[field].errors) == 1
    assert says in form[field].errors[0]
    if field not in ("kind", "again"):
        assert typed.strip() in form.html[field]


@pytest.mark.parametrize("typed", ["9" * 400, "abc", "-1"])
def test_a_tampered_choice_is_refused(sent, typed):
    assert not sent(owner_id=typed).accepted
    assert sent(topics=["unicorn"]).topics.errors == ["Kies alleen uit de mogelijkheden."]


def test_choices_may_come_later(sent):
    class Later(Sample):
        def __init__(self):
            super().__init__()
            self.owner_id.choices = [(9, "Noor")]
            self.topics.choices = [("other", "Anders")]

    sent.form = Later
    form = sent(owner_id="9", topics=["other"])
    assert form.accepted
    assert (form.owner_id.data, form.topics.data) == (9, ["other"])
    assert '<option selected value="9">Noor</option>' in form.html["owner_id"]
    assert not sent(owner_id="7").accepted


def test_text_loses_what_no_database_keeps(sent):
    form = sent(name=" Vo\x00orbeeld \t BV ", story="een\r\n\ntwee\x07\x85")
    assert form.name.data == "Voorbeeld BV"
    assert form.story.data == "een\n\ntwee"


def test_a_value_from_the_database_is_shown_as_people_type_it(sent):
    app = Flask(__name__)
    app.config.update(SECRET_KEY="sample", WTF_CSRF_ENABLED=False)
    Babel(app)
    row = SimpleNamespace(asked_on=date(2026, 5, 31), amount=1_500_000, power=Decimal("8.50"), version=3)
    with app.test_request_context():
        form = Sample(obj=row)
        assert 'value="31-5-2026"' in str(form.asked_on())
        assert 'value="1.500.000"' in str(form.amount())
        assert 'value="8,5"' in str(form.power())
        assert 'value="3"' in str(form.version())


def test_an_old_version_is_noticed(sent):
    row = SimpleNamespace(version=4)
    assert not sent(version="4").is_stale(row)
    assert sent(version="3").is_stale(row)
    assert sent().is_stale(row)
    assert sent(version="x").is_stale(row)


def test_a_refusal_stands_beside_its_field_or_on_top(sent):
    form = sent(needed_by="1-2020")
    form.refuse(Refused("De ruimte is nodig voordat de vraag is gesteld.", field="needed_by"))
    form.refuse(Refused("Deze lead is gesloten."))
    form.refuse(Refused("Dit veld bestaat niet.", field="elsewhere"))
    assert form.needed_by.errors == ["De ruimte is nodig voordat de vraag is gesteld."]
    assert form.form_errors == ["Deze lead is gesloten.", "Dit veld bestaat niet."]


def test_a_form_that_comes_back_after_signing_in_is_shown_again_first(sent):
    form = sent(_resume="1", amount="veel", name="Vezelwerk")
    assert not form.accepted
    assert form.errors == {}
    assert "veel" in form.html["amount"]
    assert "Vezelwerk" in form.html["name"]
