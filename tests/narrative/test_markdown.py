"""The little Markdown of reports: what it makes of a text, and that everything else comes out as it was typed."""

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.narrative.markdown import (
    HEADING,
    NUMBERS,
    PARAGRAPH,
    POINTS,
    Block,
    Span,
    as_text,
    blocks,
    tidy,
    without_headings,
)

MARKUP = (
    "# ",
    "- ",
    "1. ",
    "**",
    "_",
    "\n",
    "\n\n",
    "  ",
    "\\",
    "<b>",
    "{{ x }}",
    "[a](b)",
    "`",
    "> ",
    "| ",
    "=",
    "\t",
)
typed = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=8)), max_size=30).map("".join)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def test_paragraphs_headings_lists_and_emphasis():
    found = blocks(
        "## Kop\nEen **vet** en _schuin_ woord,\nop twee regels.\n\n- een\n- twee\n  1. sub\n\n1. eerst\n2. dan"
    )
    assert [one.kind for one in found] == [HEADING, PARAGRAPH, POINTS, NUMBERS]
    assert found[1].spans == (
        Span("Een "),
        Span("vet", bold=True),
        Span(" en "),
        Span("schuin", italic=True),
        Span(" woord,\nop twee regels."),
    )
    assert as_text(found[2:]) == "• een\n• twee\n   1. sub\n1. eerst\n2. dan"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> <b>vet</b> &amp; &euro;",
        "[tekst](https://example.org) ![plaat](x.png) <https://example.org> https://example.org",
        "=1+1",
        "=2*3*4 en 2**8",
        "+31 is geen punt",
        "1990. was een goed jaar",
        "#panic(1) #set page() $x^2$ @bron",
        "{{ 7*7 }} {% raw %} %s {0}",
        "`code` ~~weg~~ | tabel | > citaat",
        "שלום مرحبا 😀",
        "```\nblok\n```",
        "---",
        "    ingesprongen".strip(),
    ],
)
def test_what_is_not_in_the_little_markdown_stays_text(text):
    assert blocks(text) == (Block(PARAGRAPH, (Span(text),)),)


def test_a_backslash_takes_the_meaning_away_and_a_pasted_bullet_is_a_point():
    assert as_text(blocks(r"\*zo\* en \# zo")) == "*zo* en # zo"
    assert [one.kind for one in blocks("• een\n• twee")] == [POINTS]


@given(typed)
@example("- - - - - - diep")
@example("1. a\n1. b\n   - c\n     - d\n       - e\n         - f")
def test_no_word_is_lost_or_made_up(text):
    assert words(as_text(blocks(text))) == words(text.replace("\x00", "\ufffd"))


@given(typed)
def test_no_block_is_empty_and_no_list_deeper_than_three(text):
    def check(found, depth):
        assert depth <= 3
        for one in found:
            assert bool(one.spans) != bool(one.items)
            for item in one.items:
                assert item
                check(item, depth + 1)

    check(blocks(text), 0)


def calls(text):
    """How many calls it takes to read a text: what a busy machine does not change."""
    count = 0

    def note(_frame, event, _arg):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        blocks(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("part", ["*", "**a ", "- ", "_a_ ", "\\", "<", "1. ", "- a\n  ", "#", "[", " "])
def test_a_text_made_to_keep_us_busy_does_not(part):
    times = 4_000 // len(part)
    assert calls(part * 2 * times) < 3 * calls(part * times), "twice the text is about twice the work"


def test_a_text_under_no_heading_has_none():
    assert without_headings(blocks("# Kop\n\nTekst")) == (
        Block(PARAGRAPH, (Span("Kop", bold=True),)),
        Block(PARAGRAPH, (Span("Tekst"),)),
    )


def test_typed_text_has_one_kind_of_line_end_and_no_spaces_that_nobody_sees() -> None:
    assert tidy("een \r\n\r\ntwee\r") == "een\n\ntwee"
