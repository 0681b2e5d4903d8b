"""The lines of the check-list: what the writer is told of names that they may not know, and what may stay."""

from hypothesis import given
from hypothesis import strategies as st

from app.drafting.checklist import Doubt, Searched, lines
from app.narrative.identification import COMPANY_NAME, known, worst
from app.narrative.markdown import blocks
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


def test_a_doubt_is_a_line_that_may_stay() -> None:
    (line,) = lines("interim", {"summary": "Goed."}, Searched(), [Doubt("waiting", ("GR-25-001",), ("4",))], {})
    assert (line.key, line.may_pass, line.is_open) == ("waiting", True, True)
