"""The document that EZ reads: what it holds, and what it never holds."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.cells.breakdowns import REGIONS
from app.cells.rules import Disclosure
from app.drafting.document import Issue, Material, compose, next_number, suggested_days
from app.impact import rules as impact
from app.impact.rules import Entry, Flow, Target
from app.ledger.rules import Fact
from app.narrative.sections import SECTIONS
from app.reports.rules import canonical
from tests.drafting import documents

DAY = date(2026, 5, 31)
ISSUE = Issue("2026-1", date(2026, 6, 12))
TARGETS = [Target(code, 40, date(2025, 1, 1)) for code in impact.FIGURE_CODES]


def material(leads: int = 9, capital: int = 120_000_000, **more) -> Material:
    entries = [
        Entry(number, Fact.ADMITTED, number, number, date(2025, 3, 1), origin_rom="BOM")
        for number in range(1, leads + 1)
    ]
    entries.append(
        Entry(
            leads + 1,
            Fact.CAPITAL_DECIDED,
            1,
            1,
            date(2026, 1, 1),
            amount=capital,
            counterfactual="not_in_nl",
            origin_rom="BOM",
        )
    )
    usual = {
        "figures": impact.count(entries, DAY, TARGETS),
        "kinds": {"energy": 7, "space": 2},
        "flows": {region: Flow() for region in REGIONS},
        "bottlenecks": {"Zuid": {"grid": 4, "talent": 1}},
        "motives": {"grid": 4, "talent": 1},
        "advances": [30, 26, 40, 12, 8, 36, 25, 27, 11],
        "limits": Disclosure(),
    }
    return Material(**{**usual, **more})


def test_documents_do_not_tell_one_hidden_decision_from_two():
    """What stays in the own region is hidden below three: no number in the document counts it all the same."""

    def world(own: int) -> str:
        admitted = [Entry(n, Fact.ADMITTED, n, n, date(2025, 3, 1), origin_rom="BOM") for n in range(1, 10)]
        where = {"origin_rom": "BOM", "destination_rom": "BOM"}
        stayed = [Entry(9 + n, Fact.REALISED, n, n, date(2026, 1, 1), **where) for n in range(1, own + 1)]
        figures = impact.count([*admitted, *stayed], DAY, TARGETS)
        assert figures.lines[impact.OWN_REGION].value == own
        return canonical(compose(material(figures=figures), {}, ISSUE))

    assert world(1) == world(2)


def test_headlines_are_exact_and_capital_of_one_company_is_a_band():
    document = compose(material(), {}, ISSUE)
    leads, *_, capital = document["headlines"]
    assert leads == {
        "code": "leads_portefeuille",
        "value": 9,
        "capital": None,
        "target": 40,
        "line": "14.1",
        "indicative": False,
    }
    assert capital["value"] is None
    assert capital["capital"] == {"banded": True, "rounded": None, "from": 100_000_000, "until": 250_000_000}


def test_small_cells_are_not_in_it_and_neither_is_an_exact_amount():
    document = compose(material(), {"summary": "Het gaat goed."}, ISSUE)
    assert document["kinds"] == {"energy": None, "space": None}
    assert document["bottlenecks"]["Zuid"]["talent"] is None
    assert document["motives"] == {"grid": None, "talent": None}
    assert "120000000" not in canonical(document)


def test_a_share_that_gives_a_small_count_back_is_left_out():
    assert compose(material(), {}, ISSUE)["advance"] == {"median": 26, "asked": {"early": 6, "late": 3}}
    most = compose(material(advances=[30] * 8 + [10]), {}, ISSUE)
    assert most["advance"] == {"median": 30, "asked": {"early": None, "late": None}}
    few = compose(material(advances=[30, 30]), {}, ISSUE)
    assert few["advance"] == {"median": None, "asked": None}


def test_a_second_report_repeats_what_moved_by_less_than_three_in_every_breakdown():
    was = compose(material(12, bottlenecks={"Zuid": {"grid": 3}, "West": {"grid": 3}}, kinds={"energy": 12}), {}, ISSUE)
    issue = Issue("2026-2", date(2026, 12, 8), earlier=[was])
    now = compose(
        material(14, bottlenecks={"Zuid": {"grid": 4}, "West": {"grid": 6}}, kinds={"energy": 13, "space": 3}),
        {},
        issue,
    )
    repeated = {"as_of": "2026-05-31"}
    assert was["bottlenecks"]["Zuid"]["grid"] == 3
    assert now["bottlenecks"]["Zuid"]["grid"] == {"value": 3} | repeated
    assert now["bottlenecks"]["West"]["grid"] == 6
    assert now["kinds"] == {"energy": {"value": 12} | repeated, "space": 3}
    assert now["headlines"][0]["value"] == 14, "headlines stay exact"


@given(st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), min_size=1, max_size=3))
def test_a_published_document_is_not_touched_by_the_next(rows):
    told: list[dict] = []
    texts: list[str] = []
    for number, row in enumerate(rows, start=1):
        flows = {region: Flow(count, count) for region, count in zip(REGIONS, row, strict=True)}
        told.append(compose(material(20, flows=flows), {}, Issue(f"2026-{number}", DAY, earlier=told)))
        texts.append(canonical(told[-1]))
    assert [canonical(one) for one in told] == texts


@given(st.integers(0, 30), st.dictionaries(st.sampled_from(list(SECTIONS)), st.text()))
def test_the_same_material_always_freezes_to_the_same_text(leads, narrative):
    one = canonical(compose(material(leads), narrative, ISSUE))
    two = canonical(compose(material(leads), dict(reversed(narrative.items())), ISSUE))
    assert one == two
    assert set(json.loads(one)["narrative"]) == set(SECTIONS)


def test_numbers_run_within_the_year():
    assert next_number([], 2026) == "2026-1"
    assert next_number(["2025-1", "2026-1", "2026-2", "2026-2.1"], 2026) == "2026-3"


def test_a_version_keeps_the_number_of_its_report():
    assert next_number(["2026-1", "2026-2"], 2026, "2026-2") == "2026-2.1"
    assert next_number(["2026-1", "2026-2", "2026-2.1", "2026-2.9"], 2026, "2026-2.9") == "2026-2.10"


def test_the_usual_days_that_have_passed():
    today = date(2026, 11, 19)
    assert suggested_days(today, None) == [date(2026, 5, 31), date(2025, 11, 30)]
    assert suggested_days(today, date(2026, 5, 31)) == []
    assert suggested_days(date(2026, 12, 1), date(2026, 5, 31)) == [date(2026, 11, 30)]


def test_of_whole_documents_no_small_count_and_no_small_change_can_be_worked_out_in_any_table():
    found = documents.attack((15, 17, 57))
    assert {name: outcome.leaks for name, outcome in found.items() if outcome.leaks} == {}
    assert found["bottlenecks"].small_changes > 10
    assert found["kinds"].shown > 20
