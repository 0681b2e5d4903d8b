"""A hub beside a lead: verdicts with reasons, points, an order that explains itself, and steps."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.growth.rules import KINDS, Kind
from app.hubs.rules import Amount, Certainty, Field, HubProfile, Offering
from app.matching.rules import (
    MOVES,
    Criterion,
    LeadProfile,
    Step,
    headline,
    may_move,
    rank,
    score,
)
from app.matching.verdicts import Asked, Verdict, judge

NEEDED = date(2028, 3, 1)
ORDER = (Verdict.NOT, Verdict.UNKNOWN, Verdict.PARTLY, Verdict.MET)


def power(free: int | None, **more: object) -> Offering:
    how = {"certainty": Certainty.CONFIRMED, "available_from": date(2027, 12, 1), **more}
    return Offering(Kind.ENERGY, amounts=(Amount("offtake", free),), **how)  # type: ignore[arg-type]


def rooms(certainty: Certainty = Certainty.CONFIRMED, **measures: int | str) -> Offering:
    amounts = tuple(
        Amount(code, choice=value) if isinstance(value, str) else Amount(code, value)
        for code, value in measures.items()
    )
    return Offering(Kind.SPACE, certainty, amounts)


EIGHT_MW = Asked(Kind.ENERGY, {"offtake": 8_000}, needed_by=NEEDED)
ROOM = Asked(Kind.SPACE, {"hall": 4_200, "office": 800}, needed_by=NEEDED)


def words(found) -> str:
    return "; ".join([str(found.fact), *(str(note) for note in found.notes)])


@pytest.mark.parametrize(
    ("free", "verdict", "said"),
    [
        (10_000, Verdict.MET, "10 MW vrij; per dec 2027"),
        (8_000, Verdict.MET, "8 MW vrij"),
        (5_000, Verdict.PARTLY, "5 MW vrij; 3 MW te weinig"),
        (3_900, Verdict.NOT, "4,1 MW te weinig"),
        (0, Verdict.NOT, "Niets vrij"),
        (None, Verdict.UNKNOWN, "Nog niet bekend hoeveel"),
    ],
)
def test_enough_a_part_or_not(free: int | None, verdict: Verdict, said: str):
    found = judge(EIGHT_MW, [power(free)])
    assert found.verdict is verdict
    assert said in words(found)


def test_no_supply_is_unknown_and_never_not():
    assert judge(EIGHT_MW, []).verdict is Verdict.UNKNOWN
    assert judge(EIGHT_MW, [power(100, certainty=Certainty.UNKNOWN)]).verdict is Verdict.UNKNOWN
    assert judge(EIGHT_MW, [power(100), power(None)]).verdict is Verdict.UNKNOWN


def test_what_comes_late_serves_less():
    on_time, late, too_late = (
        judge(EIGHT_MW, [power(10_000, available_from=day)]) for day in (NEEDED, date(2028, 9, 1), date(2029, 4, 1))
    )
    assert [found.verdict for found in (on_time, late, too_late)] == [Verdict.MET, Verdict.PARTLY, Verdict.NOT]
    assert "pas per sep 2028" in words(late)


def test_what_ends_before_it_is_needed_serves_nothing():
    found = judge(EIGHT_MW, [power(10_000, until=date(2028, 2, 1))])
    assert found.verdict is Verdict.NOT
    assert "tot feb 2028" in words(found)


def test_each_measure_counts_and_an_unstated_one_is_unknown():
    assert judge(ROOM, [rooms(hall=6_000, office=900)]).verdict is Verdict.MET
    short = judge(ROOM, [rooms(hall=6_000)])
    assert short.verdict is Verdict.PARTLY
    assert "kantoor: onbekend" in words(short)
    assert judge(ROOM, [rooms(lab=6_000)]).verdict is Verdict.UNKNOWN


def test_a_wish_that_is_not_served_makes_it_partly():
    heavy = replace(ROOM, wishes={"floor_load": 300, "environment": "4_2", "vibration_free": 1})
    served = rooms(hall=6_000, office=900, floor_load=350, environment="5_1", vibration_free=1)
    assert judge(heavy, [served]).verdict is Verdict.MET
    light = judge(heavy, [rooms(hall=6_000, office=900, floor_load=150)])
    assert light.verdict is Verdict.PARTLY
    assert "Vloerbelasting: 15 kN/m², gevraagd 30 kN/m²" in words(light)
    dirty = judge(heavy, [rooms(hall=6_000, office=900, environment="3_2")])
    assert "Milieucategorie: 3.2, gevraagd 4.2" in words(dirty)
    assert "geen trillingvrije vloer" in words(judge(heavy, [rooms(hall=6_000, office=900, vibration_free=0)]))


def test_a_wish_that_is_not_known_is_told_and_takes_nothing_away():
    found = judge(replace(ROOM, wishes={"floor_load": 300}), [rooms(hall=6_000, office=900)])
    assert found.verdict is Verdict.MET
    assert "Vloerbelasting: onbekend" in words(found)


def test_what_lacks_and_what_is_unknown_do_not_add_up_to_a_part():
    assert judge(ROOM, [rooms(hall=100)]).verdict is Verdict.UNKNOWN
    assert judge(ROOM, [rooms(hall=100, office=0)]).verdict is Verdict.NOT
    assert judge(ROOM, [rooms(hall=100, office=900)]).verdict is Verdict.PARTLY


def test_two_sites_together_do_it_partly():
    found = judge(EIGHT_MW, [power(3_500), power(3_800), power(900)])
    assert found.verdict is Verdict.PARTLY
    assert "verdeeld over 3 locaties" in words(found)


def test_a_hidden_demand_is_judged_by_its_band():
    band = Asked(Kind.ENERGY, least=2_000, most=10_000, needed_by=NEEDED)
    verdicts = [judge(band, [power(free)]).verdict for free in (10_000, 9_999, 1_000, 999)]
    assert verdicts == [Verdict.MET, Verdict.PARTLY, Verdict.PARTLY, Verdict.NOT]
    assert judge(Asked(Kind.ENERGY), [power(99_000)]).verdict is Verdict.UNKNOWN


frees = st.one_of(st.none(), st.integers(min_value=0, max_value=50_000))
days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2031, 1, 1)))
supplies = st.builds(
    lambda free, start, sure: power(free, available_from=start, certainty=sure), frees, days, st.sampled_from(Certainty)
)


@given(st.lists(supplies, max_size=4), st.integers(0, 40_000))
def test_more_power_never_serves_less(supply: list[Offering], more: int):
    before = judge(EIGHT_MW, supply).verdict
    extra = [
        replace(o, amounts=tuple(replace(a, total=a.total + more) for a in o.amounts if a.total is not None))
        for o in supply
    ]
    assert ORDER.index(judge(EIGHT_MW, extra).verdict) >= ORDER.index(before)


@given(st.lists(supplies, max_size=4), st.integers(1, 60))
def test_needing_it_later_never_serves_less_while_nothing_ends(supply: list[Offering], months: int):
    year, month = divmod(NEEDED.month - 1 + months, 12)
    later = replace(EIGHT_MW, needed_by=date(NEEDED.year + year, month + 1, 1))
    assert ORDER.index(judge(later, supply).verdict) >= ORDER.index(judge(EIGHT_MW, supply).verdict)


@given(st.lists(supplies, max_size=4))
def test_an_unknown_supply_more_never_makes_it_worse(supply: list[Offering]):
    before = judge(EIGHT_MW, supply).verdict
    assert ORDER.index(judge(EIGHT_MW, [*supply, power(None)]).verdict) >= ORDER.index(before)


LEAD = LeadProfile(
    (replace(EIGHT_MW, is_bottleneck=True), ROOM, Asked(Kind.TALENT, {"mbo": 90, "hbo": 35})),
    frozenset({"NTS08"}),
    origin_rom="BOM",
)


def hub(code: str, *supply: Offering, rom: str = "OOSTNL", **fields: Field) -> HubProfile:
    return HubProfile(code, code.title(), rom, fields, supply)


def test_what_pinches_now_counts_double():
    found = score(LEAD, hub("twente", power(10_000), rooms(hall=2_500, office=900)))
    assert (found.points, found.most) == (2 * 2 + 1, 8)
    assert [found.count(verdict) for verdict in Verdict] == [1, 1, 0, 1]
    assert found.demands[Kind.TALENT].verdict is Verdict.UNKNOWN


def test_the_surroundings_are_judged_apart_and_never_twice():
    strong = hub("ipkw", NTS08=Field("energiematerialen", 5, True))
    found = score(LEAD, strong)
    assert set(found.criteria) == {Criterion.COMPETENCE, Criterion.CLUSTERING, Criterion.STRATEGY}
    assert {judged.verdict for judged in found.criteria.values()} == {Verdict.MET}
    assert set(score(LeadProfile((ROOM,)), strong).criteria) == set(Criterion)
    assert score(LEAD, hub("leeg")).criteria[Criterion.COMPETENCE].verdict is Verdict.UNKNOWN
    other = hub("ander", NTS02=Field("quantum", 0, False))
    assert score(LEAD, other).criteria[Criterion.COMPETENCE].verdict is Verdict.NOT
    assert score(LEAD, other).criteria[Criterion.CLUSTERING].verdict is Verdict.UNKNOWN


def test_equals_are_ordered_by_the_surroundings_and_say_so():
    plain, strong = hub("aaa", power(10_000)), hub("zzz", power(10_000), NTS08=Field("energiematerialen", 5, True))
    twin = hub("bbb", power(10_000))
    ranked = rank(score(LEAD, one) for one in (twin, plain, strong))
    assert [one.hub for one in ranked] == ["zzz", "aaa", "bbb"]
    assert [str(one.tie or "") for one in ranked] == [
        "",
        "Evenveel punten als nummer 1; daar biedt de omgeving meer.",
        "Gelijk aan nummer 2; op alfabet gezet.",
    ]
    assert [one.rank for one in ranked] == [1, 2, 3]


hubs = st.builds(
    lambda code, free, companies: hub(code, power(free), NTS08=Field("x", companies)),
    st.text("abc", min_size=1, max_size=4),
    frees,
    st.one_of(st.none(), st.integers(0, 5)),
)


@given(st.lists(hubs, max_size=6, unique_by=lambda h: h.code), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_asking(found: list[HubProfile], random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert rank(score(LEAD, h) for h in found) == rank(score(LEAD, h) for h in shuffled)


@given(st.lists(hubs, max_size=6, unique_by=lambda h: h.code))
def test_points_lie_between_nothing_and_the_most_and_fall(found: list[HubProfile]):
    ranked = rank(score(LEAD, h) for h in found)
    assert all(0 <= one.points <= one.most for one in ranked)
    assert [one.points for one in ranked] == sorted((one.points for one in ranked), reverse=True)


def test_a_lead_without_demands_has_no_points_to_lose():
    found = score(LeadProfile(()), hub("twente", power(10_000)))
    assert (found.points, found.most, found.fits) == (0, 0, False)
    assert rank([found])[0].rank == 1


def test_the_reason_begins_with_what_pinches():
    found = score(LEAD, hub("twente", rooms(hall=2_500, office=900), power(10_000)))
    assert [str(part) for part in headline(found, LEAD.asked)] == ["10 MW vrij", "3.400 m² vrij, 1.600 m² te weinig"]


def test_every_kind_can_be_judged():
    for kind in KINDS:
        assert judge(Asked(kind, least=1, most=2), []).verdict is Verdict.UNKNOWN


def test_steps_go_where_they_may():
    assert may_move("suggested", "proposed")
    assert not may_move("suggested", "chosen")
    assert all(may_move(step, Step.DECLINED) for step in Step if step is not Step.DECLINED)
    assert set(MOVES) == set(Step)
