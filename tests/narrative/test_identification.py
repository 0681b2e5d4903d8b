"""What in a text may say who a company is: what is found, where, and what is told of names that the writer may not know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.narrative.identification import (
    ADDRESS,
    CODE,
    COMPANY_NAME,
    EMAIL,
    KVK_NUMBER,
    NAME,
    NUMBER,
    PERSON,
    PERSON_NAME,
    PHONE,
    SITE,
    WEB,
    WORD,
    find,
    known,
    spot,
    worst,
)
from app.narrative.markdown import blocks

ROWS = [
    (COMPANY_NAME, "Stroomkade Opslag B.V."),
    (COMPANY_NAME, "Kadelicht"),
    (COMPANY_NAME, "Zuid"),
    (COMPANY_NAME, "ABB"),
    (COMPANY_NAME, "Łódź & Zonen"),
    (PERSON_NAME, "Ruud Terlinden"),
    (PERSON_NAME, None),
    (KVK_NUMBER, "01234567"),
    (ADDRESS, "https://www.stroomkade.example/contact"),
    (ADDRESS, "ruud@gmail.com"),
    (ADDRESS, "https://kadelicht.shop"),
    (COMPANY_NAME, "Delft Optiek"),
]
NAMES = known(ROWS, frozenset({"delft"}))


def found(text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[one.start : one.end]) for one in find(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("STROOMKADE opslag groeide", [(NAME, "STROOMKADE opslag")]),
        ("de Stroomkade-Opslag BV", [(NAME, "Stroomkade-Opslag")]),
        ("Str\u00adoomkade Op\u200bslag", [(NAME, "Str\u00adoomkade Op\u200bslag")]),
        ("StroomkadeOpslag", [(NAME, "StroomkadeOpslag")]),
        ("Lodz en zonen", [(NAME, "Lodz en zonen")]),
        ("Stroomkades groeien, Opslag ook", [(WORD, "Stroomkades")]),
        ("een stroomkade aan het water", []),
        ("Stroomkade Opslags hal, en Stroomkade's", [(NAME, "Stroomkade Opslags"), (WORD, "Stroomkade's")]),
        ("In Delft, bij Delft Optiek", [(NAME, "Delft Optiek")]),
        ("KvK 01.23.45.67, of 0123–4567", [(NUMBER, "01.23.45.67"), (NUMBER, "0123–4567")]),
        ("zie kadelicht.shop", [(SITE, "kadelicht.shop")]),
        ("Kadelicht en een kadelicht", [(NAME, "Kadelicht"), (WORD, "kadelicht")]),
        ("Wat ABB doet, en abb", [(WORD, "ABB")]),
        ("In Zuid knelt stroom", []),
        ("Ruud Terlinden, of Terlinden", [(PERSON, "Ruud Terlinden"), (WORD, "Terlinden")]),
        ("GR-25-003, gr 26 0012", [(CODE, "GR-25-003"), (CODE, "gr 26 0012")]),
        ("01234567 of 01 234 567", [(NUMBER, "01234567"), (NUMBER, "01 234 567")]),
        ("12.345.678 euro in 2026 en 31-12-2026", []),
        ("06-12345678, 076 000 00 00", [(PHONE, "06-12345678"), (PHONE, "076 000 00 00")]),
        ("+31 (0)76 1234567", [(PHONE, "+31 (0)76 1234567")]),
        ("jan@bedrijf.nl", [(EMAIL, "jan@bedrijf.nl")]),
        ("shop.stroomkade.example en gmail.com", [(SITE, "shop.stroomkade.example"), (WEB, "gmail.com")]),
        ("Klaar.Het kan, o.a. zo, bijv. dat.", []),
    ],
)  # fmt: skip
def test_what_is_found_and_where(text: str, told: list[tuple[str, str]]) -> None:
    assert found(text) == told


def test_a_name_is_found_through_markup_and_marked_in_its_line() -> None:
    (one,) = spot(blocks("Niets.\n\n- Een *Stroomkade* **Opslag** hier"), NAMES)
    assert one.words == "Stroomkade Opslag"
    assert "".join(f"[{span.text}]" if span.marked else span.text for span in one.line.spans) == (
        "Een [Stroomkade][ ][Opslag] hier"
    )


words = st.sampled_from(
    ["Stroomkade", "Opslag", "Kadelicht", "kadelicht", "Terlinden", "de", "**een**", "-", "\n", "ABB"]
)
texts = st.lists(words | st.text(max_size=6), max_size=12).map(" ".join)


@given(texts)
def test_what_is_found_lies_in_the_text_and_never_overlaps(text: str) -> None:
    end = 0
    for one in find(text, NAMES):
        assert end <= one.start < one.end <= len(text)
        end = one.end


@given(texts)
def test_marking_changes_no_word(text: str) -> None:
    for one in spot(blocks(text), NAMES):
        assert one.words in one.line.text
        assert any(span.marked for span in one.line.spans)


def test_what_another_holds_too_is_told_as_the_writers_own() -> None:
    hidden = known([(COMPANY_NAME, "KADELICHT"), (COMPANY_NAME, "Roodspar")]).without(NAMES)
    assert worst([blocks("Kadelicht")], hidden) is None
    assert worst([blocks("Roodspar")], hidden) == NAME
    assert worst([blocks("een roodspar")], hidden) == WORD


def test_a_name_that_runs_over_two_lines_is_seen_in_the_first() -> None:
    [one] = spot(blocks("- Stroomkade\n- Opslag groeit"), NAMES)
    assert (one.kind, one.words) == (NAME, "Stroomkade")
    assert worst([blocks("Stroomkade\n\nOpslag")], NAMES) == NAME


@pytest.mark.parametrize(
    ("text", "told"),
    [("Stroomkade groeit.", None), ("Zo ook. Stroomkade groeit.", None), ("Zo groeit Stroomkade.", WORD)],
)
def test_of_what_is_hidden_a_first_word_counts_where_no_sentence_begins_with_it(text: str, told: str | None) -> None:
    assert worst([blocks(text)], NAMES) == told


def test_a_long_text_full_of_dots_is_read_in_one_go() -> None:
    dots = "a." * 100_000
    assert find(dots, NAMES) == []
    assert [one.kind for one in find(f"{dots} x@kade.nl", NAMES)] == [EMAIL]
