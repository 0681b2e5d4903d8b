"""What people type is read as they mean it, or answered with what is wrong and how to write it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.notation import dutch_date, euro, euro_short, month, number, short_date, typed_date
from app.web.parsing import (
    MOST_EUROS,
    ParseError,
    parse_date,
    parse_decimal,
    parse_euro,
    parse_kvk,
    parse_whole,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MESSY = st.one_of(st.text(max_size=80), st.text("0123456789.,-/ €mlndkj'", max_size=40))


@pytest.mark.parametrize(
    "typed",
    [
        "31-5-2026", "31/05/2026", "31.5.2026", "31 5 2026", "2026-05-31", "2026/5/31", "31 mei 2026",
        "31 Mei 2026", " 31  mei  2026 ", "31mei2026", "zo 31 mei 2026", "zondag 31 mei 2026", "31 May 2026",
        "31–5–2026", "31 - 5 - 2026", "３１-５-２０２６",
    ],
)  # fmt: skip
def test_a_day_is_read_in_each_usual_notation(typed):
    assert parse_date(typed) == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("1-2029", date(2029, 1, 1)),
        ("01/2029", date(2029, 1, 1)),
        ("2029-01", date(2029, 1, 1)),
        ("mrt 2028", date(2028, 3, 1)),
        ("mrt. 2028", date(2028, 3, 1)),
        ("Maart 2028", date(2028, 3, 1)),
        ("sept 2028", date(2028, 9, 1)),
    ],
)
def test_a_month_is_its_first_day_where_a_month_will_do(typed, first):
    assert parse_date(typed, month_ok=True) == first
    with pytest.raises(ParseError, match=rf"is een maand. Zet de dag erbij, zoals {typed_date(first)}"):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31-2-2026", "“31-2-2026” bestaat niet: die maand heeft 28 dagen."),
        ("30 februari 2028", "die maand heeft 29 dagen"),
        ("0-5-2026", "die maand heeft 31 dagen"),
        ("5/31/2026", "maand 31 bestaat niet. Bedoel je 31-5-2026?"),
        ("40-13-2026", "maand 13 bestaat niet"),
        ("13-2029", "maand 13 bestaat niet"),
        ("31 floreal 2026", "“floreal” is geen maand"),
        ("5/31/26", "geen jaartal van vier cijfers"),
        ("31-5-26", "geen jaartal van vier cijfers"),
        ("31 mei '26", "geen jaartal van vier cijfers"),
        ("31-5", "geen jaartal van vier cijfers"),
        ("31-5-1026", "het jaartal ligt tussen 1900 en 2100"),
        ("2026", "is geen datum. Schrijf dag, maand en jaar, zoals 31-5-2026"),
        ("binnenkort", "is geen datum"),
        ("", "is geen datum"),
        ("31-5-2026" * 20, "is geen datum"),
    ],
)
def test_an_impossible_day_is_refused_with_what_is_wrong(typed, says):
    with pytest.raises(ParseError, match=says.replace("?", r"\?")):
        parse_date(typed)


@given(DAYS)
def test_each_written_day_reads_back_as_itself(day):
    written = [typed_date(day), day.isoformat(), dutch_date(day), dutch_date(day, "en"), f"{day:%d/%m/%Y}"]
    assert {parse_date(text) for text in written} == {day}
    assert parse_date(f"{short_date(day)} {day.year}") == day
    assert parse_date(month(day), month_ok=True) == day.replace(day=1)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.500.000", 1_500_000),
        ("1500000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("€ 1,5 mln", 1_500_000),
        ("€1,5mln", 1_500_000),
        ("1,5 miljoen", 1_500_000),
        ("1,5 miljoen euro", 1_500_000),
        ("EUR 1.500.000,00", 1_500_000),
        ("1.500.000,-", 1_500_000),
        ("€ 2 mld", 2_000_000_000),
        ("2 miljard", 2_000_000_000),
        ("1.500 mln", 1_500_000_000),
        ("750k", 750_000),
        ("750 duizend euro’s", 750_000),
        ("0", 0),
    ],
)
def test_an_amount_is_read_in_each_usual_notation(typed, amount):
    assert parse_euro(typed) == amount


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1.5 mln", "een punt scheidt duizendtallen. Bedoel je 1,5 mln?"),
        ("1.50", "Bedoel je 1,5?"),
        ("1,500,000", "een komma staat voor decimalen. Bedoel je 1.500.000?"),
        ("1,500,000.00", "Bedoel je 1.500.000?"),
        ("1.500.000,50", "hele euro’s zonder centen, zoals 1.500.000."),
        ("1,5", "hele euro’s zonder centen"),
        ("0,0000001 mln", "hele euro’s zonder centen"),
        ("1,0000000000000000000000000000000000001 mln", "hele euro’s"),
        ("-5", "“-5” is negatief"),
        ("€ −1,5 mln", "is negatief"),
        ("101 mld", "is meer dan € 100 mld. Klopt het aantal nullen?"),
        ("9" * 30, "is meer dan € 100 mld"),
        ("1.500.00", "is geen bedrag"),
        ("veel", "“veel” is geen bedrag. Schrijf hele euro’s, zoals 1.500.000 of 1,5 mln."),
        ("", "is geen bedrag"),
        ("€", "is geen bedrag"),
        ("١٢", "is geen bedrag"),
    ],
)
def test_an_amount_that_cannot_be_meant_is_refused_with_what_is_wrong(typed, says):
    with pytest.raises(ParseError, match=says.replace("?", r"\?")):
        parse_euro(typed)


def test_an_amount_keeps_to_the_bounds_of_its_field():
    assert parse_euro("5 mln", least=1, most=5_000_000) == 5_000_000
    with pytest.raises(ParseError, match="meer dan € 5 mln"):
        parse_euro("5.000.001", most=5_000_000)
    with pytest.raises(ParseError, match="minder dan € 1"):
        parse_euro("0", least=1)


@given(st.integers(0, MOST_EUROS))
def test_each_written_amount_reads_back_as_itself(amount):
    assert parse_euro(euro(amount)) == parse_euro(str(amount)) == amount


@given(st.integers(0, MOST_EUROS))
def test_a_short_amount_reads_back_to_within_its_own_rounding(amount):
    assert abs(parse_euro(euro_short(amount)) - amount) * 20 <= amount


@given(st.decimals(0, 1_000_000, places=2))
def test_each_written_number_reads_back_as_itself(value):
    assert parse_decimal(number(value)) == value
    assert parse_whole(number(int(value))) == int(value)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("8,5", "8.5"), ("8,5 MW", "8.5"), ("8,5MW", "8.5"), ("1.500,25", "1500.25"), ("12", "12"), ("8,500", "8.5")],
)
def test_a_decimal_number_is_read_with_its_comma_and_unit(typed, value):
    assert parse_decimal(typed, unit="MW") == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("8.5", "Bedoel je 8,5?"),
        ("0.500", "Bedoel je 0,5?"),
        ("8,555", "te veel decimalen. Schrijf er ten hoogste 2, zoals 8,56"),
        ("-8,5", "is negatief"),
        ("100.000.001", "meer dan 100.000.000"),
        ("8,5 MWh", "is geen getal. Schrijf het zoals 1.500,5"),
    ],
)
def test_a_decimal_number_that_cannot_be_meant_is_refused(typed, says):
    with pytest.raises(ParseError, match=says.replace("?", r"\?")):
        parse_decimal(typed, unit="MW")


@pytest.mark.parametrize("typed", ["5.000", "5000", "5 000", "5.000 m²", "5000 m2", "5.000,00", "+5000"])
def test_a_whole_number_is_read_with_its_dots_and_unit(typed):
    assert parse_whole(typed, unit="m²") == 5000


def test_a_whole_number_has_no_decimals():
    with pytest.raises(ParseError, match=r"is geen heel getal\. Schrijf het zonder decimalen, zoals 12"):
        parse_whole("12,5")


@pytest.mark.parametrize("typed", ["01234567", "0123 4567", "01.23.45.67", "KvK 01234567", "kvk-nummer: 01234567"])
def test_a_kvk_number_keeps_its_leading_zero(typed):
    assert parse_kvk(typed) == "01234567"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0", "alleen nullen komt niet voor. Laat het leeg als je het niet weet"),
        ("00000000", "alleen nullen"),
        ("1234567", "heeft 7 cijfers. Mist er een nul vooraan? Schrijf dan 01234567"),
        ("000012345678", "12 cijfers: dat is een vestigingsnummer"),
        ("123456789", "heeft 8 cijfers"),
        ("onbekend", "“onbekend” is geen KvK-nummer"),
        ("", "is geen KvK-nummer"),
    ],
)
def test_a_wrong_kvk_number_is_refused_with_what_is_wrong(typed, says):
    with pytest.raises(ParseError, match=says.replace("?", r"\?")):
        parse_kvk(typed)


def _answer(read, text):
    """What a reader says to a text: nothing when it can read it, else its message."""
    try:
        read(text)
    except ParseError as error:
        return str(error)
    return ""


@given(MESSY)
def test_whatever_is_typed_gets_a_value_or_a_short_answer(text):
    readers = (parse_date, parse_euro, parse_decimal, parse_whole, parse_kvk)
    assert all(len(_answer(read, text)) < 300 for read in readers)


def test_an_answer_can_be_translated():
    with pytest.raises(ParseError) as caught:
        parse_date("31-2-2026")
    assert str(caught.value) == caught.value.template % caught.value.values
