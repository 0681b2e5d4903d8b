"""The lines of the check-list: what the writer is told of names that they may not know, and what may stay."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.drafting.checklist import Doubt, Line, Searched, Waiver, lines
from app.narrative import identification
from app.narrative.identification import COMPANY_NAME, known, worst
from app.narrative.markdown import blocks
from app.reports.rules import HIDDEN_WORD
from tests.narrative.test_identification import NAMES, texts

SOME = st.sampled_from(["Halvex Fotonica", "Roodspar", "Windkracht Noord", "Ønske & Zn"])


@given(SOME, SOME, st.sampled_from(["results", "lessons", "hubs"]), texts)
def test_of_hidden_names_all_worlds_look_alike(one: str, other: str, where: str, text: str) -> None:
    """Whichever hidden name stands in whichever text, the writer is told the very same: once, and nothing more."""

    def told(name: str, section: str) -> list[tuple]:
        written = {"summary": f"Goed. {text}", section: f"Ook {name} groeide."}
        hidden = known([(COMPANY_NAME, name)]).without(NAMES)
        searched = Searched(NAMES, worst(map(blocks, written.values()), hidden))
        listed = lines("interim", written, searched, [], {})
        return [(line.kind, line.section, line.codes, line.names, line.shown) for line in listed]

    assert told(one, where) == told(other, "choices")
    assert told(one, where)[0][0] == "hidden_name"


WRITTEN = {
    "summary": "De bron is het net.",
    "case-7": "Gezocht.",
    "question-1": "Wanneer?",
    "talk-2": "EZ belt.",
    "replaces": "",
}


@pytest.mark.parametrize("name", [*WRITTEN, "case-8", "results"])
def test_what_was_waved_through_for_all_texts_falls_away_when_any_of_them_changes(name: str) -> None:
    def hidden_word(texts: dict[str, str], waivers: Mapping[str, Waiver]) -> Line:
        found = lines("interim", texts, Searched(NAMES, identification.WORD), [], waivers)
        return next(one for one in found if one.kind == HIDDEN_WORD)

    seen = hidden_word(WRITTEN, {})
    waivers = {seen.key: Waiver(seen.mark, "Een gewoon woord.", None, datetime(2026, 11, 19, tzinfo=UTC))}
    assert not hidden_word(dict(reversed(WRITTEN.items())), waivers).is_open
    assert not hidden_word(WRITTEN | {"reasons": "Een gewoon woord."}, waivers).is_open
    assert hidden_word(WRITTEN | {name: "Bij vonkwijk is gezocht."}, waivers).is_open


def test_a_doubt_is_a_line_that_may_stay() -> None:
    (line,) = lines("interim", {"summary": "Goed."}, Searched(), [Doubt("waiting", ("GR-25-001",), ("4",))], {})
    assert (line.key, line.may_pass, line.is_open) == ("waiting", True, True)
