"""Cells of a file: read back as they were, and never run."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exports.cells import harmless, plain, typed
from app.exports.files import as_csv
from app.exports.lists import Column
from app.exports.rules import without_text


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, ""),
        (date(2026, 5, 31), "31-5-2026"),
        (1_500_000, "1500000"),
        (-3, "-3"),
        (Decimal("8.50"), "8,50"),
        ("Jansen & Co; \"Noord\"", "Jansen & Co; \"Noord\""),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-2 graden", "'-2 graden"),
        ("e\x00\x1fn", "en"),
    ],
)  # fmt: skip
def test_a_value_as_plain_text(value: object, told: str) -> None:
    assert typed(value) == told  # type: ignore[arg-type]


@given(st.text())
def test_no_text_begins_like_a_formula_and_none_is_lost(text: str) -> None:
    told = harmless(text)
    assert not told.lstrip(' "').startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert told in (plain(text), f"'{plain(text)}")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=2, max_size=2)))
def test_what_was_written_is_read_again(rows: list[list[str]]) -> None:
    columns = [Column("A;1", lambda row: row[0]), Column("B", lambda row: row[1])]
    text = b"".join(as_csv(columns, [rows[:1], rows[1:]])).decode("utf-8-sig")
    told = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    assert told == [["A;1", "B"], *[[harmless(cell) for cell in row] for row in rows]]


def test_the_head_is_on_its_way_before_a_row_is_asked_for() -> None:
    asked = []

    def pages() -> object:
        asked.append(1)
        yield [SimpleNamespace(name="Halvex")]

    file = as_csv([Column("Bedrijf", lambda row: row.name)], pages())  # type: ignore[arg-type]
    assert (next(file).decode(), asked) == ("\ufeffBedrijf\r\n", [])
    assert next(file) == b"Halvex\r\n"


def test_what_somebody_searched_for_is_not_written_down() -> None:
    assert without_text("q=Stroomkade&regio=BOM&zoek=x") == "q=*&regio=BOM&zoek=*"
