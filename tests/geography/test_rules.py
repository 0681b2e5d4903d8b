"""A typed name finds its municipality, or asks which one is meant; never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.reference import read_rows
from app.geography.rules import (
    TECHNOLOGIES,
    Ambiguous,
    Bearer,
    Found,
    Named,
    Unknown,
    named_province,
    readings,
    resolve,
    search_key,
    suggest,
)
from app.geography.services import DATA

TOWNS = read_rows(DATA / "gemeenten.csv")
PLACES = read_rows(DATA / "woonplaatsen.csv")


def _bearer(named, name, row):
    return Bearer(named, search_key(name), name, row["gemeente_code"], row["gemeente"], row["provincie_code"])


BEARERS = (
    [_bearer(Named.MUNICIPALITY, row["gemeente"], row) for row in TOWNS]
    + [_bearer(Named.ALIAS, alias, row) for row in TOWNS for alias in row["alias"].split("|") if alias]
    + [_bearer(Named.PLACE, row["woonplaats"], row) for row in PLACES]
)


@pytest.mark.parametrize(
    ("typed", "municipality"),
    [
        ("Eindhoven", "Eindhoven"),
        ("  eindhoven ", "Eindhoven"),
        ("Gemeente Eindhoven", "Eindhoven"),
        ("Den Haag", "'s-Gravenhage"),
        ("the hague", "'s-Gravenhage"),
        ("’s Gravenhage", "'s-Gravenhage"),
        ("Den Bosch", "'s-Hertogenbosch"),
        ("Sudwest Fryslan", "Súdwest-Fryslân"),
        ("Midden Drenthe", "Midden-Drenthe"),
        ("Bergen (L.)", "Bergen (L.)"),
        ("Bergen L", "Bergen (L.)"),
        ("bergen, Noord-Holland", "Bergen (NH.)"),
        ("Hengelo (O.)", "Hengelo (O.)"),
        ("Hengelo Overijssel", "Hengelo (O.)"),
        ("Bergen op Zoom", "Bergen op Zoom"),
        ("Utrecht", "Utrecht"),
        ("Middelburg", "Middelburg (Z.)"),
    ],
)
def test_a_municipality_is_found_by_the_names_people_type(typed, municipality):
    answer = resolve(typed, BEARERS)
    assert isinstance(answer, Found)
    assert (answer.municipality, answer.place) == (municipality, None)


@pytest.mark.parametrize(
    ("typed", "place", "municipality"),
    [
        ("Weesp", "Weesp", "Amsterdam"),
        ("ijmuiden", "IJmuiden", "Velsen"),
        ("St. Annaparochie", "St.-Annaparochie", "Waadhoeke"),
        ("Hengelo Gld", "Hengelo (Gld)", "Bronckhorst"),
        ("Rijswijk (NB)", "Rijswijk (NB)", "Altena"),
    ],
)
def test_a_place_is_found_in_its_municipality(typed, place, municipality):
    answer = resolve(typed, BEARERS)
    assert isinstance(answer, Found)
    assert (answer.place, answer.municipality) == (place, municipality)


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("Bergen", ["Bergen (L.)", "Bergen (NH.)"]),
        ("Hengelo", ["Hengelo (O.)", "Hengelo (Gld), gemeente Bronckhorst"]),
        ("Laren", ["Laren (NH.)", "Laren, gemeente Lochem"]),
        ("Beek", ["Beek (L.)", "Beek, gemeente Berg en Dal", "Beek, gemeente Montferland"]),
    ],
)
def test_a_name_that_several_bear_asks_which_is_meant(typed, labels):
    answer = resolve(typed, BEARERS)
    assert isinstance(answer, Ambiguous)
    assert [choice.label for choice in answer.choices] == labels


def test_an_official_name_in_full_is_that_municipality_whatever_villages_share_it():
    assert resolve("Oosterhout", BEARERS) == Found("GM0826", "Oosterhout")


def test_a_name_in_the_wrong_province_is_not_found_but_offered():
    assert resolve("Eindhoven (L.)", BEARERS) == Unknown(("Eindhoven",))


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Eindhovn", "Eindhoven"),
        ("Amsterdamm", "Amsterdam"),
        ("Eind", "Eindhoven"),
        ("Weesb", "Weesp, gemeente Amsterdam"),
    ],
)
def test_a_slip_gets_the_nearest_name(typed, nearest):
    assert resolve(typed, BEARERS) == Unknown()
    assert suggest(typed, BEARERS)[0] == nearest


@pytest.mark.parametrize("typed", ["", "   ", "Parijs aan Zee in Frankrijk", "12345", "(NH.)"])
def test_what_is_no_place_is_unknown(typed):
    assert resolve(typed, BEARERS) == Unknown()
    assert suggest(typed, BEARERS) == ()


@pytest.mark.parametrize("row", TOWNS, ids=lambda row: row["gemeente_code"])
def test_each_official_name_finds_its_own_municipality(row):
    assert resolve(row["gemeente"], BEARERS) == Found(row["gemeente_code"], row["gemeente"])
    assert search_key(row["gemeente"]) == search_key(row["zoeknaam"])


def test_each_place_is_found_or_asked_about():
    unknown = [row["woonplaats"] for row in PLACES if isinstance(resolve(row["woonplaats"], BEARERS), Unknown)]
    assert unknown == []


def test_each_label_that_we_offer_means_what_it_says():
    for bearer in BEARERS:
        answer = resolve(bearer.label, BEARERS)
        assert isinstance(answer, Found)
        assert answer.municipality_code == bearer.municipality_code


def test_a_province_behind_a_hyphen_belongs_to_the_name():
    assert search_key("Midden-Drenthe") == "midden drenthe"
    assert readings("Midden Drenthe") == ("midden drenthe", "midden")
    assert (search_key("Bergen (NH.)"), named_province("Bergen (NH.)")) == ("bergen", "PV27")


@given(st.text(max_size=60))
def test_whatever_is_typed_gets_an_answer(typed):
    assert isinstance(resolve(typed, BEARERS), Found | Ambiguous | Unknown)


@given(st.sampled_from(BEARERS), st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_and_accents_make_no_difference(bearer, write):
    assert bearer.key in readings(write(bearer.name))


def test_the_technologies_are_those_of_their_file():
    rows = read_rows(DATA / "nts_technologieen.csv")
    assert {row["code"]: (row["naam_nl"], row["kort"]) for row in rows} == TECHNOLOGIES
