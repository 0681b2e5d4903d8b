"""The counting rules: what each figure is, on which day, and why (002 §5.5)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count as numbers

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.impact import rules
from app.impact.rules import APPROACHES, CAPITAL, LEADS, OWN_REGION, REALISED, SCALEUPS, Entry, Pending, Target
from app.ledger.rules import Fact

DAY = date(2026, 5, 31)
ROMS = ("BOM", "OOSTNL", "INWEST", "ROMUTRECHT", "HORIZON")
TARGETS = [
    Target(LEADS, 40, date(2025, 1, 1)),
    Target(APPROACHES, 24, date(2025, 1, 1)),
    Target(REALISED, 12, date(2025, 1, 1)),
    Target(SCALEUPS, 6, date(2025, 1, 1)),
    Target(CAPITAL, 1_500_000_000, date(2025, 1, 1)),
]


class Ledger:
    """Writes entries the way the ledger does: one number after the other."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._next = numbers(1)

    def add(self, fact: Fact, company: int = 1, on: date = date(2025, 6, 1), lead: int | None = None, **more) -> int:
        entry = Entry(next(self._next), fact, company, lead or company, on, **more)
        self.entries.append(entry)
        return entry.number

    def move(self, origin: str | None, destination: str | None, company: int = 1, on: date = date(2026, 1, 1)) -> int:
        return self.add(Fact.REALISED, company, on, origin_rom=origin, destination_rom=destination)

    def decide(self, amount: int, company: int = 1, on: date = date(2026, 1, 1), why: str | None = "not_in_nl") -> int:
        return self.add(Fact.CAPITAL_DECIDED, company, on, amount=amount, counterfactual=why)

    def at(self, day: date = DAY, as_of: int | None = None) -> rules.Figures:
        return rules.count(self.entries, day, TARGETS, as_of)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2024, 12, 31), "0.0"),
        (date(2026, 5, 31), "14.1"),
        (date(2026, 11, 30), "19.1"),
        (date(2026, 12, 31), "20.0"),
        (date(2028, 12, 31), "40.0"),
        (date(2030, 1, 1), "40.0"),
    ],
)
def test_the_line_runs_straight_over_1461_days(day, line):
    assert rules.PROGRAMME_DAYS == 1461
    assert rules.pro_rata(40, day) == Decimal(line)


def test_only_leads_are_pro_rata_and_the_others_indicative(ledger):
    figures = ledger.at()
    assert {code: figures[code].indicative for code in rules.FIGURE_CODES} == {
        LEADS: False,
        APPROACHES: True,
        REALISED: True,
        SCALEUPS: True,
        CAPITAL: True,
    }
    assert figures[CAPITAL].pro_rata == Decimal(529774127)


def test_a_company_with_two_leads_counts_once_at_its_first_date(ledger):
    ledger.add(Fact.ADMITTED, company=1, lead=10, on=date(2026, 3, 1), origin_rom="BOM")
    earlier = ledger.add(Fact.ADMITTED, company=1, lead=11, on=date(2025, 3, 1), origin_rom="LIOF")
    figures = ledger.at()
    assert (figures[LEADS].value, figures[LEADS].entries) == (1, (earlier,))
    assert {rom: row.leads for rom, row in rules.per_rom(figures).items()} == {"LIOF": 1}


def test_a_fact_counts_from_the_day_it_holds(ledger):
    ledger.add(Fact.ADMITTED, on=date(2026, 5, 31))
    assert ledger.at(date(2026, 5, 30))[LEADS].value == 0
    assert ledger.at(date(2026, 5, 31))[LEADS].value == 1


def test_a_late_entry_is_unknown_at_an_earlier_ledger_number(ledger):
    known = ledger.add(Fact.ADMITTED, company=1)
    ledger.add(Fact.ADMITTED, company=2, on=date(2025, 2, 1))
    assert ledger.at(as_of=known)[LEADS].value == 1
    assert ledger.at()[LEADS].value == 2


def test_a_withdrawn_lead_leaves_every_figure(ledger):
    for fact in (Fact.ADMITTED, Fact.APPROACH_STARTED):
        ledger.add(fact)
    ledger.move("BOM", "NOM")
    before = ledger.add(Fact.CAPITAL_DECIDED, amount=5, counterfactual="not_in_nl", on=date(2026, 1, 1))
    ledger.add(Fact.WITHDRAWN, on=date(2026, 9, 1))
    assert [ledger.at()[code].value for code in rules.FIGURE_CODES] == [0, 0, 0, 0, 0]
    assert [ledger.at(as_of=before)[code].value for code in rules.FIGURE_CODES] == [1, 1, 1, 0, 5]


def test_a_withdrawn_lead_leaves_the_company_its_other_lead(ledger):
    ledger.add(Fact.ADMITTED, company=1, lead=10, on=date(2025, 2, 1))
    other = ledger.add(Fact.ADMITTED, company=1, lead=11, on=date(2025, 8, 1))
    ledger.add(Fact.WITHDRAWN, company=1, lead=10)
    assert ledger.at()[LEADS].entries == (other,)


def test_a_reversed_reversal_lets_the_fact_stand(ledger):
    admitted = ledger.add(Fact.ADMITTED)
    reversal = ledger.add(Fact.ADMITTED, reverses=admitted)
    assert ledger.at()[LEADS].value == 0
    ledger.add(Fact.ADMITTED, reverses=reversal)
    assert ledger.at()[LEADS].entries == (admitted,)


@pytest.mark.parametrize(
    ("place", "origin", "destination", "other", "own"),
    [
        ("Hilversum naar Amsterdam", "ROMUTRECHT", "INWEST", 1, 0),
        ("Almere naar Lelystad", "HORIZON", "HORIZON", 0, 1),
        ("zonder Nederlandse vestiging", None, "NOM", 0, 0),
        ("naar het buitenland", "BOM", None, 0, 0),
    ],
)
def test_only_another_rom_area_is_another_region(ledger, place, origin, destination, other, own):
    ledger.move(origin, destination)
    figures = ledger.at()
    assert (figures[REALISED].value, figures.lines[OWN_REGION].value) == (other, own), place


def test_a_scale_up_counts_once_it_is_realised_and_is_shown_until_then(ledger):
    for fact in (Fact.ADMITTED, Fact.APPROACH_STARTED):
        ledger.add(fact)
    grown = ledger.add(Fact.BECAME_SCALEUP, on=date(2026, 1, 1))
    assert ledger.at()[SCALEUPS].value == 0
    assert [(breach.kind, breach.company_ids) for breach in ledger.at().breaches] == [
        ("scaleup_without_realised", (1,))
    ]
    ledger.move("BOM", "NOM")
    assert ledger.at()[SCALEUPS].entries == (grown,)
    assert ledger.at().breaches == ()


def test_a_breach_is_counted_and_shown(ledger):
    ledger.move("BOM", "NOM", company=7)
    figures = ledger.at()
    assert figures[REALISED].value == 1
    assert [(breach.kind, breach.company_ids) for breach in figures.breaches] == [("realised_without_approach", (7,))]


def test_capital_keeps_expected_decided_and_realised_apart(ledger):
    ledger.add(Fact.ADMITTED)
    for fact, amount in ((Fact.CAPITAL_EXPECTED, 90), (Fact.CAPITAL_REALISED, 20)):
        ledger.add(fact, amount=amount, counterfactual="not_at_all", on=date(2026, 1, 1))
    ledger.decide(60)
    ledger.decide(5)
    figures = ledger.at()
    assert figures[CAPITAL].value == 65
    assert (figures.lines[rules.EXPECTED].value, figures.lines[rules.SPENT].value) == (90, 20)


def test_capital_from_before_entry_or_without_grounds_does_not_count(ledger):
    ledger.add(Fact.ADMITTED, on=date(2025, 6, 1))
    ledger.decide(10, on=date(2025, 5, 31))
    ledger.decide(20, on=date(2025, 6, 1))
    ledger.decide(40, why=None)
    ledger.decide(80, company=2)
    figures = ledger.at()
    assert figures[CAPITAL].value == 20
    assert [breach.kind for breach in figures.breaches] == [
        "capital_without_lead",
        "capital_before_entry",
        "capital_without_counterfactual",
    ]


def test_a_target_changes_on_the_day_it_is_valid_from():
    targets = [*TARGETS, Target(LEADS, 44, date(2026, 7, 1))]
    assert rules.target_at(targets, LEADS, date(2026, 6, 30)) == 40
    assert rules.target_at(targets, LEADS, date(2026, 7, 1)) == 44
    assert rules.count([], date(2026, 6, 30), [])[LEADS].pro_rata is None


def test_what_awaits_adds_only_companies_that_do_not_count_yet(ledger):
    ledger.add(Fact.ADMITTED, company=1)
    waiting = [
        Pending(Fact.ADMITTED, 1),
        Pending(Fact.ADMITTED, 2),
        Pending(Fact.ADMITTED, 2),
        Pending(Fact.REALISED, 3, origin_rom="BOM", destination_rom="BOM"),
        Pending(Fact.REALISED, 4, origin_rom="BOM", destination_rom="NOM"),
        Pending(Fact.CAPITAL_DECIDED, 4, amount=9),
        Pending(Fact.WITHDRAWN, 1),
    ]
    assert rules.awaiting(ledger.at(), waiting) == {LEADS: 1, APPROACHES: 0, REALISED: 1, SCALEUPS: 0, CAPITAL: 9}


def test_kinds_count_the_lead_that_was_counted_and_overlap(ledger):
    ledger.add(Fact.ADMITTED, company=1, lead=10)
    ledger.add(Fact.ADMITTED, company=2, lead=20)
    kinds = {"energie": {10, 20}, "ruimte": {10}, "talent": {99}}
    assert rules.per_kind(ledger.at(), kinds) == {"energie": 2, "ruimte": 1}


def test_in_and_out_stand_apart_per_region(ledger):
    ledger.move("BOM", "LIOF", company=1)
    ledger.move("BOM", "NOM", company=2)
    regions = {"BOM": "Zuid", "LIOF": "Zuid", "NOM": "Noord", "OOSTNL": "Oost"}
    assert rules.flows(ledger.at(), regions) == {
        "Zuid": rules.Flow(outgoing=2, incoming=1),
        "Noord": rules.Flow(outgoing=0, incoming=1),
        "Oost": rules.Flow(),
    }


@st.composite
def ledgers(draw) -> list[Entry]:
    """Any ledger: facts in any order, back-dated, reversed, withdrawn, with and without an origin."""
    entries: list[Entry] = []
    for number in range(1, draw(st.integers(0, 30)) + 1):
        company = draw(st.integers(1, 6))
        fact = draw(st.sampled_from([*Fact, Fact.ADMITTED, Fact.ADMITTED, Fact.REALISED]))
        reverses = draw(st.one_of(st.none(), st.none(), st.none(), st.integers(1, max(1, number - 1))))
        entries.append(
            Entry(
                number,
                fact,
                company,
                company * 10 + draw(st.integers(0, 1)),
                date(2025, 1, 1) + timedelta(draw(st.integers(0, 900))),
                amount=draw(st.integers(1, 10**9)) if "capital" in fact else None,
                origin_rom=draw(st.sampled_from([*ROMS, None])),
                destination_rom=draw(st.sampled_from([*ROMS, None])),
                counterfactual=draw(st.sampled_from(["not_in_nl", "not_at_all", None])),
                reverses=reverses if number > 1 else None,
            )
        )
    return entries


days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(ledgers(), days)
def test_each_count_is_its_entries_and_one_per_company(entries, day):
    figures = rules.count(entries, day, TARGETS)
    companies = {entry.number: entry.company_id for entry in entries}
    for code in (LEADS, APPROACHES, REALISED, SCALEUPS):
        made_by = [companies[number] for number in figures[code].entries]
        assert figures[code].value == len(made_by) == len(set(made_by))
    amounts = {entry.number: entry.amount or 0 for entry in entries}
    assert figures[CAPITAL].value == sum(amounts[number] for number in figures[CAPITAL].entries)


@given(ledgers(), days)
def test_new_scale_ups_are_a_part_of_the_realised(entries, day):
    figures = rules.count(entries, day, TARGETS)
    assert figures.companies(SCALEUPS) <= figures.companies(REALISED)


@given(ledgers(), days)
def test_without_a_breach_the_chain_of_figures_only_gets_shorter(entries, day):
    figures = rules.count(entries, day, TARGETS)
    if not {breach.kind for breach in figures.breaches} & set(rules.INVARIANTS):
        values = [figures[code].value for code in (SCALEUPS, REALISED, APPROACHES, LEADS)]
        assert values == sorted(values)
    named = {company for breach in figures.breaches for company in breach.company_ids}
    assert (figures.companies(REALISED) - figures.companies(APPROACHES)) <= named


@given(ledgers(), days, st.integers(0, 30))
def test_what_is_entered_later_never_changes_what_was_known(entries, day, number):
    early = rules.count(entries[:number], day, TARGETS)
    assert early == rules.count(entries, day, TARGETS, as_of=number if number < len(entries) else None)


@given(ledgers(), days, st.randoms())
def test_the_order_of_reading_does_not_matter(entries, day, chance):
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert rules.count(entries, day, TARGETS) == rules.count(shuffled, day, TARGETS)


@given(ledgers(), days)
def test_rows_per_rom_add_up_to_the_totals_and_destinations_stand_apart(entries, day):
    figures = rules.count(entries, day, TARGETS)
    rows = rules.per_rom(figures).values()
    assert sum(row.leads for row in rows) == figures[LEADS].value
    assert sum(row.approaches for row in rows) == figures[APPROACHES].value
    assert sum(row.realised for row in rows) == figures[REALISED].value
    assert sum(row.decided for row in rows) == figures[CAPITAL].value
    regions = dict.fromkeys(ROMS, "Nederland")
    flow = rules.flows(figures, regions)["Nederland"]
    assert flow.outgoing == flow.incoming == figures[REALISED].value


@given(ledgers(), days, days)
def test_an_accepted_lead_never_leaves_by_waiting(entries, one, two):
    kept = [entry for entry in entries if entry.reverses is None and entry.fact != Fact.WITHDRAWN]
    earlier, later = sorted((one, two))
    before, after = rules.count(kept, earlier, TARGETS), rules.count(kept, later, TARGETS)
    for code in (LEADS, APPROACHES, REALISED, SCALEUPS):
        assert before.companies(code) <= after.companies(code)


@given(days)
def test_the_line_never_falls(day):
    assert Decimal(0) <= rules.pro_rata(40, day) <= rules.pro_rata(40, day + timedelta(1)) <= Decimal(40)
