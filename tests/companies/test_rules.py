from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.companies.rules import (
    CONSENT_ENDS_FIRST,
    CONSENT_NO_ONE,
    CONSENT_NO_SCOPE,
    DISCLOSED,
    KEPT_TOO_LONG,
    KEPT_TOO_SHORT,
    SCOPE_OPENS,
    SCOPES,
    TEST_NO_MOTIVATION,
    TEST_NO_TECHNOLOGY,
    WARNINGS,
    Purpose,
    Scope,
    holds_on,
    is_number,
    keep_until,
    kvk_number,
    months_later,
    name_key,
    objection_to_asking,
    objection_to_consent,
    objection_to_contact,
    objection_to_test,
    warnings,
)
from app.web.parsing import ParseError

TODAY = date(2026, 11, 19)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Roodspar Composieten B.V.", "roodspar composieten"),
        ("Ampèrwerk Hengelo BV", "Amperwerk-Hengelo"),
        ("ROODSPAR NV", "Roodspar N.V."),
        ("Jansen & Zn.", "Jansen en Zn"),
        ("'t Lichthuis", "t Lichthuis"),
        ("B.V. Staalkade", "Staalkade b.v."),
        ("Løvstrøm", "Lovstrom"),
        ("A.B. Metaal", "AB Metaal"),
    ],
)
def test_the_same_name_written_twice(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_names_stay_apart() -> None:
    assert name_key("Halvex Fotonica") != name_key("Halvex Fotonics")
    assert name_key("BV") == "bv"
    assert name_key("…") == ""


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


@given(st.text(st.characters(categories=("L", "N"), max_codepoint=0x17F), min_size=1, max_size=30))
def test_a_legal_form_changes_nothing(name: str) -> None:
    assert name_key(f"{name} telling B.V.") == name_key(f"{name} telling") == name_key(f"{name} telling NV")


@pytest.mark.parametrize("typed", ["01234567", " 0123 4567 ", "KvK 01234567", "01.23.45.67"])
def test_leading_zeros_are_kept(typed: str) -> None:
    assert is_number(typed)
    assert kvk_number(typed) == "01234567"


@pytest.mark.parametrize("typed", ["0", "00000000", "1234", "123456789012"])
def test_what_is_no_number_says_why(typed: str) -> None:
    assert is_number(typed)
    with pytest.raises(ParseError, match="KvK-nummer"):
        kvk_number(typed)


@pytest.mark.parametrize("typed", ["3M", "Roodspar", "", "KvK", "Fabriek 12"])
def test_a_name_is_no_number(typed: str) -> None:
    assert not is_number(typed)


def test_each_scope_says_what_it_opens() -> None:
    assert set(SCOPES) == set(SCOPE_OPENS) == set(Scope)
    assert DISCLOSED


@pytest.mark.parametrize(
    ("scope", "ends_on", "organisations", "message"),
    [
        ("everybody", None, (), CONSENT_NO_SCOPE),
        ("holder", None, (), CONSENT_NO_SCOPE),
        ("named", None, (), CONSENT_NO_ONE),
        ("taskforce", TODAY - timedelta(days=40), (), CONSENT_ENDS_FIRST),
    ],
)
def test_consent_that_cannot_be(scope: str, ends_on: date | None, organisations: tuple, message: str) -> None:
    objection = objection_to_consent(scope, TODAY - timedelta(days=30), ends_on, organisations, TODAY)
    assert objection is not None
    assert objection.message == message


def test_consent_may_have_ended() -> None:
    granted = TODAY - timedelta(days=30)
    assert objection_to_consent("named", granted, TODAY - timedelta(days=1), (4,), TODAY) is None


@given(DAYS, st.none() | DAYS, st.none() | DAYS, DAYS)
def test_consent_holds_between_its_days(granted: date, ends: date | None, withdrawn: date | None, day: date) -> None:
    holds = holds_on(granted, ends, withdrawn, day)
    if day < granted or (ends and day > ends) or (withdrawn and day >= withdrawn):
        assert not holds
    else:
        assert holds


def test_the_first_route_needs_a_technology_for_a_yes_only() -> None:
    def objection(route: str, positive: bool, technologies: tuple = ()) -> str | None:
        found = objection_to_test(route, positive, technologies, "Want …", TODAY, TODAY)
        return found.message if found else None

    assert objection("technology", True) == TEST_NO_TECHNOLOGY
    assert objection("technology", False) is None
    assert objection("technology", True, ("NTS01",)) is None
    assert objection("autonomy", True) is None


@given(st.booleans(), st.booleans(), st.booleans())
def test_warnings_never_decide(makes_things: bool, low_grade: bool, externalities: bool) -> None:
    found = warnings(makes_things=makes_things, low_grade=low_grade, externalities=externalities)
    assert len(found) == (not makes_things) + low_grade + externalities
    assert set(found) <= set(WARNINGS)


def test_a_no_needs_a_motivation_too() -> None:
    objection = objection_to_test("autonomy", False, (), "  ", TODAY, TODAY)
    assert objection is not None
    assert objection.message == TEST_NO_MOTIVATION


@given(DAYS, st.integers(0, 120))
def test_months_later_keeps_the_day_where_it_can(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert later.day == day.day or later.day >= 28


def test_contacts_are_kept_for_a_purpose_and_a_while() -> None:
    for purpose in Purpose:
        assert objection_to_contact("Ruud", purpose, keep_until(purpose, TODAY), TODAY) is None
    short = objection_to_contact("Ruud", "case", TODAY, TODAY)
    long = objection_to_contact("Ruud", "case", date(2032, 1, 1), TODAY)
    assert short is not None
    assert short.message == KEPT_TOO_SHORT
    assert long is not None
    assert long.message == KEPT_TOO_LONG


def test_asking_again_comes_later() -> None:
    assert objection_to_asking(TODAY, date(2027, 11, 19), TODAY) is None
    again = objection_to_asking(TODAY, TODAY, TODAY)
    future = objection_to_asking(TODAY + timedelta(days=1), None, TODAY)
    assert again is not None
    assert again.field == "ask_again_on"
    assert future is not None
    assert future.field == "asked_on"
