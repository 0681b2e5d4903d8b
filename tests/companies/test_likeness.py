import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.companies.likeness import Compared, Ground, Signs, core, forgiven, grounds, near_beginnings, pairs
from app.index.rules import plain


def company(number: int, *names: str, kvk: Iterable[str] = (), site: str | None = None, place: str = "") -> Signs:
    return Signs(number, names, frozenset(kvk), site, place or None)


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        ("Voltaris B.V.", "VOLTARIS bv", Ground.NAME),
        ("Jansen & Zn.", "Jansen en Zn", Ground.NAME),
        ("Café Élan", "Cafe Elan", Ground.NAME),
        ("Voltaris Holding B.V.", "Voltaris", Ground.GROUP),
        ("Koninklijke Voltaris Groep", "Koninklijke Voltaris Nederland B.V.", Ground.GROUP),
        ("Roodspar Composieten", "Roodspar Compossieten", Ground.SPELLING),
        ("Roodspar Composieten", "Roodpsar Composieten", Ground.SPELLING),
        ("Roodspar Composieten", "Oodspar Composiet", None),
        ("Studio Noord 1", "Studio Noord 2", None),
        ("Delta", "Delft", None),
        ("Voltaris", "Roodspar", None),
    ],
)
def test_a_name_is_recognised_as_people_write_it(one: str, other: str, ground: Ground | None) -> None:
    assert grounds(company(1, one), company(2, other)) == ((ground,) if ground else ())


def test_what_says_most_comes_first() -> None:
    one = company(1, "Voltaris", kvk=["01234567"], site="https://www.voltaris.example/nl", place="GM0772")
    other = company(2, "Voltaris Holding", kvk=["01234567"], site="voltaris.example", place="GM0772")
    assert grounds(one, other) == (Ground.NUMBER, Ground.GROUP, Ground.WEBSITE, Ground.PLACE)


def test_a_place_alone_says_nothing_and_neither_does_a_site_of_many() -> None:
    one = company(1, "Voltaris", site="https://linkedin.com/company/voltaris", place="GM0772")
    assert grounds(one, company(2, "Roodspar", site="https://www.linkedin.com/company/roodspar", place="GM0772")) == ()


def test_two_numbers_or_two_places_say_more_than_a_spelling() -> None:
    numbered = company(1, "Roodspar Composieten", kvk=["01234567"])
    assert grounds(numbered, company(2, "Roodspar Compossieten", kvk=["76543210"])) == ()
    here, there = (
        company(1, "Roodspar Composieten", place="GM0772"),
        company(2, "Roodspar Komposyten", place="GM0363"),
    )
    assert grounds(here, there) == ()


def test_a_trade_name_counts_as_the_name() -> None:
    assert grounds(company(1, "R.C. Beheer", "Roodspar"), company(2, "Roodspar B.V.")) == (Ground.NAME,)


def test_a_name_of_nothing_but_words_around_it_stays_what_it_is() -> None:
    assert core("The Technology Group B.V.") == "thetechnologygroup"


@given(st.text("abcdef1 ", min_size=5, max_size=14), st.integers(0, 2), st.randoms())
def test_every_slip_that_is_forgiven_is_compared(name: str, slips: int, chance: random.Random) -> None:
    first = core(name)
    second = first
    for _ in range(slips):
        place = chance.randrange(len(second) + 1)
        second = second[:place] + chance.choice(["", "x"]) + second[place + chance.choice([0, 1]) :]
    if OSA.distance(first, second) <= forgiven(min(len(first), len(second))):
        begins = {first[:7], second[:7]}
        assert len(begins) == 1 or near_beginnings(begins)


def test_pairs_are_found_once_and_the_surest_first() -> None:
    found = pairs(
        [
            company(4, "Roodspar Composieten"),
            company(3, "Roodspar Compossieten"),
            company(2, "Voltaris Holding", "Voltaris", kvk=["01234567"]),
            company(1, "Voltaris", kvk=["01234567"]),
            company(5, "Heliotroop"),
        ]
    )
    assert [(pair.one.id, pair.other.id) for pair in found] == [(1, 2), (3, 4)]


def test_ten_times_as_many_companies_are_not_compared_with_each_other() -> None:
    """On a shelf of thousands each is compared with a few: those next to it by name."""
    crowd = [company(number, f"Roodspar {number:04}") for number in range(3000)]
    found = pairs([*crowd, company(9000, "Roodspar 0042")])
    assert [(pair.one.id, pair.other.id) for pair in found] == [(42, 9000)]


@given(
    st.lists(
        st.lists(st.sampled_from(["Roodspar", "Roodpsar", "Voltaris", "Voltarsi", "Heliotroop"]), max_size=6),
        max_size=4,
    )
)
def test_what_changed_is_compared_anew_and_nothing_else_is_lost(moments: list[list[str]]) -> None:
    compared = Compared()
    for names in moments:
        now = [company(number, name) for number, name in enumerate(names)]
        assert compared.pairs(now) == pairs(now)


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Voltaris", "De Voltaris Groep B.V."),
        ("Voltaris Groep", "Voltarys"),
        ("AB Tech", "A.B. Tech Nederland"),
        ("Roodspar Compossieten", "Roodspar Composieten"),
        ("Jérôme & Zn.", "Jerome en Zn B.V."),
        ("Q", "Q Holding"),
    ],
)
def test_what_resembles_a_name_holds_a_piece_of_it_in_the_index(typed: str, known: str) -> None:
    assert any(piece in plain(known) for piece in company(1, typed).pieces)


def test_a_number_and_a_website_are_pieces_too() -> None:
    pieces = company(1, kvk=["01234567"], site="https://www.voltaris.example/nl").pieces
    assert pieces == {"01234567", plain("voltaris.example").strip()}
