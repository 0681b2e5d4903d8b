"""The pipeline's filter: an address in, the same address out."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from app.board.filter import YEARS, Filter, Sort, Status, Whose, chips, read_filter
from app.pipeline.rules import Step

ROMS = {"BOM": "BOM", "OOST": "Oost NL"}
KINDS = {"space": "Ruimte", "energy": "Energie"}

filters = st.builds(
    Filter,
    step=st.sampled_from(["", *Step]),
    rom=st.sampled_from(["", *ROMS]),
    kind=st.sampled_from(["", *KINDS]),
    status=st.sampled_from(Status),
    whose=st.sampled_from(["", *Whose]),
    before=st.none() | st.sampled_from(YEARS),
    text=st.text(max_size=40).map(str.strip),
    sort=st.sampled_from(Sort),
    down=st.booleans(),
)


@given(filters)
def test_a_filter_survives_its_address(wanted: Filter) -> None:
    assert read_filter(dict(parse_qsl(wanted.query())), roms=ROMS, kinds=KINDS) == wanted


@given(st.dictionaries(st.sampled_from(["stap", "regio", "vraag", "status", "wie", "voor", "q", "sorteer"]), st.text()))
def test_whatever_is_typed_in_the_address_gives_a_filter(args: dict[str, str]) -> None:
    wanted = read_filter(args, roms=ROMS, kinds=KINDS)
    assert wanted.step in ("", *Step)
    assert len(wanted.text) <= 80


@given(filters)
def test_taking_every_chip_off_leaves_the_empty_filter(wanted: Filter) -> None:
    for _ in range(8):
        found = chips(wanted, roms=ROMS, kinds=KINDS)
        if not found:
            break
        wanted = read_filter(dict(parse_qsl(found[0].href.partition("?")[2])), roms=ROMS, kinds=KINDS)
    assert wanted.is_empty


def test_the_same_column_once_more_turns_the_list_round() -> None:
    assert Filter().sort_query(Sort.NEEDED) == "sorteer=nodig&richting=af"
    assert Filter(down=True).sort_query(Sort.NEEDED) == ""
    assert Filter().direction(Sort.NEEDED) == "ascending"
    assert Filter(sort=Sort.SILENT, down=True).direction(Sort.SILENT) == "descending"
    assert Filter().direction(Sort.LEAD) == "none"
