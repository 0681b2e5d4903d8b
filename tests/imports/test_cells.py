"""What is read of a cell, and what is said where it cannot be."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.imports import cells
from app.imports.cells import Days, Notation, Numbers, Unreadable, Vocabulary, days_of, numbers_of, read
from app.imports.rules import Value
from app.web.notation import number

DUTCH, ENGLISH = Notation(), Notation(numbers=Numbers.ENGLISH)
AMERICAN = Notation(days=Days.AMERICAN)
DAY = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("typed", "notation"),
    [
        ("31-5-2026", DUTCH), ("31-05-2026", DUTCH), ("31/5/26", DUTCH), ("2026-05-31", DUTCH), ("31 mei 2026", DUTCH),
        ("May 31, 2026", DUTCH), ("31 May 2026", DUTCH), ("2026-05-31 00:00:00", DUTCH), ("31-5-2026 13:45", DUTCH),
        ("5/31/26", AMERICAN), ("05/31/2026", AMERICAN), ("2026-05-31", AMERICAN),
        (date(2026, 5, 31), DUTCH), (datetime(2026, 5, 31, 12, tzinfo=UTC), DUTCH),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: Value, notation: Notation) -> None:
    assert read(cells.day(), typed, notation) == DAY


@pytest.mark.parametrize(
    ("reader", "typed", "said"),
    [
        (cells.day(), "5/31/26", "maand 31 bestaat niet"),
        (cells.day(), "1-1-1900", "kan niet kloppen"),
        (cells.day(), "31-12-2999", "jaartal"),
        (cells.day(), date(2999, 1, 1), "kan niet kloppen"),
        (cells.day(), time(0), "geen datum"),
        (cells.day(), 46173, "geen datum"),
        (cells.euros(), "17,50,000", "geen bedrag"),
        (cells.euros(), "1,500,000", "niet eenduidig"),
        (cells.euros(), "veel", "geen bedrag"),
        (cells.euros(), True, "geen getal"),
        (cells.kvk, "6070325", "7 cijfers"),
        (cells.kvk, 6070325.0, "7 cijfers"),
        (cells.kvk, "6,07E+06", "afgerond"),
        (cells.kvk, "6.07E+6", "afgerond"),
        (cells.kvk, "12345", "geen KvK-nummer"),
        (cells.line(), "=cmd|' /C calc'!A0", "formule"),
        (cells.line(10), "x" * 11, "11 tekens"),
        (cells.email, "jan", "geen e-mailadres"),
        (cells.site, "geen site", "geen webadres"),
        (cells.yes_or_no, "misschien", "geen ja of nee"),
    ],
)
def test_what_cannot_be_read_is_said(reader: Callable[..., Any], typed: Value, said: str) -> None:
    with pytest.raises(Unreadable) as why:
        read(reader, typed, DUTCH)
    assert said in str(why.value.said)


@pytest.mark.parametrize(
    ("typed", "notation", "euros"),
    [
        ("1.500.000,00", DUTCH, 1_500_000), ("€ 1.500.000", DUTCH, 1_500_000), ("1,5 mln", DUTCH, 1_500_000),
        ("1,500,000.00", ENGLISH, 1_500_000), ("€1,500,000", ENGLISH, 1_500_000), ("1.5 million", ENGLISH, 1_500_000),
        (1500000, DUTCH, 1_500_000), (1500000.0, ENGLISH, 1_500_000), ("", DUTCH, None), (None, DUTCH, None),
    ],
)  # fmt: skip
def test_an_amount_is_read_in_the_notation_of_its_file(typed: Value, notation: Notation, euros: int | None) -> None:
    assert read(cells.euros(), typed, notation) == euros


@pytest.mark.parametrize(("typed", "amount"), [("2,5 mln", 2_500_000), ("12 M€", 12_000_000), ("€ 1.500", 1_500)])
def test_an_amount_of_supply_may_be_in_millions(typed: str, amount: int) -> None:
    assert read(cells.decimal(10**10, 3), typed, DUTCH) == amount


@pytest.mark.parametrize("reader", [cells.kvk, cells.day(), cells.euros(), cells.email])
@pytest.mark.parametrize("typed", ["n.v.t.", "Onbekend", " - "])
def test_a_word_that_says_there_is_nothing_is_read_as_nothing(reader: cells.Reader, typed: str) -> None:
    assert read(reader, typed, DUTCH) is None


def test_a_zero_that_excel_took_comes_back_only_when_asked() -> None:
    assert read(cells.kvk, 6070325.0, Notation(fills_kvk=True)) == "06070325"
    assert read(cells.kvk, "KvK 12 34 56 78", DUTCH) == "12345678"


def test_words_of_a_list_are_known_by_any_of_their_names() -> None:
    words = {
        "kind": Vocabulary({"startup": 1, "scale up": 2}, ("Startup", "Scale-up")),
        "nts": Vocabulary({"ai": "NTS07", "ai en data": "NTS07", "proces inclusief x": 3}),
    }
    notation = Notation(words=words)
    assert read(cells.one_of("kind"), "Scale-up", notation) == 2
    assert read(cells.some_of("nts"), "AI; Proces, inclusief X", notation) == ("NTS07", 3)
    assert read(cells.some_of("nts"), "AI en data, ai", notation) == ("NTS07",)
    with pytest.raises(Unreadable, match=r"“reus” kennen we niet[.] Kies uit: Startup, Scale-up"):
        read(cells.one_of("kind"), "reus", notation)


def test_how_a_file_writes_is_told_by_what_can_be_read_in_one_way() -> None:
    assert days_of(["5/6/2026", "5/31/2026", "2026-01-01"]) is Days.AMERICAN
    assert days_of(["5/6/2026", "31/5/2026"]) is Days.DUTCH
    assert days_of([]) is Days.DUTCH
    assert numbers_of(["1.500", "1,500,000.00"]) is Numbers.ENGLISH
    assert numbers_of(["1.500", "17,50", "17,50,000"]) is Numbers.DUTCH


@given(st.integers(0, 10**11))
def test_every_amount_is_read_back_in_both_notations(euros: int) -> None:
    assert read(cells.euros(), number(euros), DUTCH) == euros
    assert read(cells.euros(), f"{euros:,}", ENGLISH) == euros


@given(st.dates(date(1990, 1, 1), date(2075, 12, 31)))
def test_every_day_is_read_back_in_both_orders(day: date) -> None:
    assert read(cells.day(), f"{day.day}-{day.month}-{day.year}", DUTCH) == day
    assert read(cells.day(), f"{day.month}/{day.day}/{day.year}", AMERICAN) == day


READERS = [cells.day(), cells.euros(), cells.kvk, cells.line(), cells.listed, cells.email, cells.site, cells.yes_or_no]


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.datetimes() | st.none(), st.sampled_from(READERS))
def test_a_cell_is_read_or_refused_and_nothing_else(value: Value, reader: cells.Reader) -> None:
    with suppress(Unreadable):
        read(reader, value, DUTCH)
