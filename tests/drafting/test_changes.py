"""What changed since the report before: it adds up for every figure, and tells of no company."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.cells.headlines import headlines
from app.cells.rules import Disclosure
from app.drafting.changes import Since, changes, trend
from app.impact import rules as impact
from app.impact.rules import Entry
from app.ledger.rules import CAUSES, WITHDRAWALS, Fact
from app.reports.since import changes_of, signed

BEFORE, NOW = date(2026, 5, 31), date(2026, 11, 30)
LIMITS = Disclosure()
FACTS = (Fact.ADMITTED, Fact.APPROACH_STARTED, Fact.REALISED, Fact.BECAME_SCALEUP, Fact.CAPITAL_DECIDED, Fact.WITHDRAWN)


def entry(number: int, fact: Fact, company: int, day: date, *, reverses: int | None = None, amount: int = 0) -> Entry:
    money = fact is Fact.CAPITAL_DECIDED
    return Entry(
        number,
        fact,
        company,
        company,
        day,
        amount=amount or 20_000_000 if money else None,
        origin_rom="BOM",
        destination_rom="OOST" if fact is Fact.REALISED else None,
        counterfactual="not_in_nl" if money else None,
        reverses=reverses,
    )


@st.composite
def ledgers(draw) -> list[Entry]:
    """Facts of up to nine companies in any order, of any day of the year, some taken back or withdrawn later."""
    found: list[Entry] = []
    for number in range(1, draw(st.integers(1, 40)) + 1):
        company, day = draw(st.integers(1, 9)), date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 360)))
        standing = [one for one in found if one.reverses is None and one.company_id == company]
        if standing and draw(st.integers(0, 4)) == 0:
            back = draw(st.sampled_from(standing))
            found.append(entry(number, Fact(back.fact), company, back.holds_on, reverses=back.number))
        else:
            amount = draw(st.sampled_from([3_000_000, 20_000_000, 400_000_000]))
            found.append(entry(number, draw(st.sampled_from(FACTS)), company, day, amount=amount))
    return found


def told(entries: list[Entry], known: int, reasons: dict[str, int] | None = None) -> dict:
    then, known_now, now = (
        impact.count(entries, BEFORE, as_of=known),
        impact.count(entries, BEFORE),
        impact.count(entries, NOW),
    )
    found = changes(headlines(then, LIMITS), Since(then, known_now, reasons or {}), now, LIMITS)
    assert found is not None
    return found


@given(ledgers(), st.integers(0, 40))
def test_was_and_corrected_and_new_are_now_for_every_figure(entries, known):
    figures = told(entries, known)["figures"]
    assert [one["code"] for one in figures] == list(impact.FIGURE_CODES)
    for one in figures:
        if one["code"] == impact.CAPITAL:
            was, now = (one[name]["capital"]["rounded"] for name in ("was", "now"))
            if one["new"] is None:
                assert one["corrected"] is None
                continue
        else:
            was, now = one["was"]["value"], one["now"]["value"]
            assert one["new"] >= 0, "a later day never counts less"
        assert was + one["corrected"] + one["new"] == now


@given(ledgers(), st.integers(0, 40))
def test_a_split_of_a_correction_is_of_many_and_adds_up(entries, known):
    for one in told(entries, known)["figures"]:
        assert (one["late"] is None) == (one["gone"] is None)
        if one["late"] is not None:
            assert min(one["late"], one["gone"]) >= LIMITS.smallest_cell
            assert one["late"] - one["gone"] == one["corrected"]


def test_what_came_late_what_went_and_what_is_new_stand_apart():
    entries = [entry(number, Fact.ADMITTED, number, date(2026, 3, 1)) for number in range(1, 9)]
    entries += [entry(8 + gone, Fact.ADMITTED, gone, date(2026, 3, 1), reverses=gone) for gone in (1, 2, 3)]
    entries += [entry(20 + late, Fact.ADMITTED, late, date(2026, 4, 1)) for late in (11, 12, 13, 14)]
    entries.append(entry(40, Fact.ADMITTED, 20, date(2026, 9, 1)))
    leads, *_others = told(entries, 8)["figures"]
    assert {name: leads[name] for name in ("corrected", "new", "late", "gone")} == {
        "corrected": 1,
        "new": 1,
        "late": 4,
        "gone": 3,
    }
    assert leads["was"]["value"] == 8
    assert leads["now"]["value"] == 10


def test_a_lone_correction_of_capital_is_not_told_apart_from_what_is_new():
    entries = [entry(number, Fact.ADMITTED, number, date(2026, 1, 1)) for number in range(1, 10)]
    entries += [entry(10 + one, Fact.CAPITAL_DECIDED, one, date(2026, 3, 1)) for one in range(1, 5)]
    new = [entry(30 + one, Fact.CAPITAL_DECIDED, one, date(2026, 9, 1)) for one in range(5, 8)]
    *_counts, capital = told([*entries, *new], 14)["figures"]
    assert (capital["corrected"], capital["new"]) == (0, 60_000_000)
    late = entry(20, Fact.CAPITAL_DECIDED, 9, date(2026, 4, 1))
    *_counts, capital = told([*entries, late, *new], 14)["figures"]
    assert (capital["corrected"], capital["new"]) == (None, None)
    assert capital["now"]["capital"]["rounded"] - capital["was"]["capital"]["rounded"] == 80_000_000


@given(st.dictionaries(st.sampled_from([*CAUSES, *WITHDRAWALS]), st.integers(0, 12)))
def test_why_facts_were_taken_back_hides_who_is_nearly_alone(counts):
    shown = told([], 0, counts)["reasons"]
    assert shown.keys() == counts.keys()
    assert all(count in (None, 0) or (count == counts[cause] and count > 2) for cause, count in shown.items())
    hidden = [counts[cause] for cause, count in shown.items() if count is None]
    assert not any(0 < count < 3 for count in counts.values()) or len(hidden) > 1 or len(counts) == 1


def test_the_first_report_has_nothing_to_compare_with():
    assert changes([], None, impact.count([], NOW), LIMITS) is None
    assert changes_of({"previous": None}) is None


def test_the_trend_holds_every_figure_of_every_report_and_of_a_day_the_last_version():
    figures = [{"code": "leads_portefeuille", "value": 8, "capital": None, "target": 40}]
    first = {"reporting_date": "2025-11-30", "number": "2025-1", "headlines": figures}
    mended = first | {"number": "2025-2", "headlines": [figures[0] | {"value": 9}]}
    now = {"reporting_date": "2026-05-31", "number": "2026-1", "headlines": [figures[0] | {"value": 15}]}
    found = trend([first, mended], now)
    assert [(one["number"], one["figures"][0]["value"]) for one in found] == [("2025-2", 9), ("2026-1", 15)]
    assert "target" not in found[0]["figures"][0]


def test_a_difference_carries_its_sign():
    assert [signed(step) for step in (5, -1, 0, None)] == ["+5", "−1", "0", "niet uitgesplitst"]
    assert signed(-50_000_000, euros=True) == "−€ 50 mln"
