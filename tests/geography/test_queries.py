"""Each municipality lies in one ROM area, and typed places find it on both databases."""

import pytest
from sqlalchemy import func, select

from app.access.actor import Actor
from app.access.errors import Unfilterable
from app.geography.models import Municipality, Place, Technology
from app.geography.queries import (
    find_place,
    municipalities,
    municipality_name,
    places_like,
    programme_region_of,
    provinces,
    rom_of,
    roms,
    technologies,
)
from app.geography.rules import Ambiguous, Found, Unknown
from app.geography.services import load_reference

REGION_OF_ROM = {
    "NOM": "Noord",
    "OOSTNL": "Oost",
    "BOM": "Zuid",
    "LIOF": "Zuid",
    "IMPULS": "Zuid",
    "IQ": "West",
    "INWEST": "West",
    "HORIZON": "Midden",
    "ROMUTRECHT": "Midden",
}
ROM_OF_PROVINCE = {
    "PV20": {"NOM"}, "PV21": {"NOM"}, "PV22": {"NOM"}, "PV23": {"OOSTNL"}, "PV24": {"HORIZON"}, "PV25": {"OOSTNL"},
    "PV26": {"ROMUTRECHT"}, "PV27": {"INWEST", "ROMUTRECHT"}, "PV28": {"IQ"}, "PV29": {"IMPULS"}, "PV30": {"BOM"},
    "PV31": {"LIOF"},
}  # fmt: skip


@pytest.fixture
def land(system):
    load_reference(system)
    return system


def test_loading_twice_adds_everything_once(system):
    assert load_reference(system) > 2_800
    assert load_reference(system) == 0
    counts = [system.scalar(select(func.count()).select_from(model)) for model in (Municipality, Place, Technology)]
    assert counts == [342, 2501, 10]
    assert (len(roms(system)), len(provinces(system))) == (9, 12)


def test_what_an_administrator_changed_stays(land):
    land.get(Municipality, "GM0772").note = "nagekeken"
    land.flush()
    load_reference(land)
    assert land.get(Municipality, "GM0772").note == "nagekeken"


def test_only_the_system_loads(session_as):
    with pytest.raises(Unfilterable):
        load_reference(session_as(Actor.visitor()))


@pytest.mark.parametrize(
    ("typed", "rom"),
    [
        ("Hilversum", "ROMUTRECHT"),
        ("Weesp", "INWEST"),
        ("Eemnes", "ROMUTRECHT"),
        ("Almere", "HORIZON"),
        ("Lelystad", "HORIZON"),
        ("IJmuiden", "INWEST"),
        ("Den Haag", "IQ"),
        ("Den Bosch", "BOM"),
        ("Maastricht", "LIOF"),
        ("Terneuzen", "IMPULS"),
        ("Hengelo (O.)", "OOSTNL"),
        ("Leeuwarden", "NOM"),
    ],
)
def test_a_typed_place_leads_to_its_rom(land, typed, rom):
    found = find_place(land, typed)
    assert isinstance(found, Found)
    assert rom_of(land, found.municipality_code) == rom


def test_every_municipality_has_one_rom_in_its_province_and_that_roms_region(land):
    rows = land.execute(select(Municipality.code, Municipality.province_code)).all()
    assert len(rows) == 342
    for code, province in rows:
        rom = rom_of(land, code)
        assert rom in ROM_OF_PROVINCE[province]
        assert programme_region_of(land, code) == REGION_OF_ROM[rom]


def test_exactly_gooi_en_vechtstreek_is_in_noord_holland_with_rom_utrecht(land):
    names = land.scalars(
        select(Municipality.name).where(Municipality.province_code == "PV27", Municipality.rom_code == "ROMUTRECHT")
    )
    assert set(names) == {"Blaricum", "Gooise Meren", "Hilversum", "Huizen", "Laren (NH.)", "Wijdemeren"}


def test_no_municipality_has_an_unknown_code(land):
    with pytest.raises(LookupError):
        rom_of(land, "GM9999")
    assert municipality_name(land, "GM9999") is None
    assert municipality_name(land, "GM0772") == "Eindhoven"


def test_a_name_borne_by_several_is_asked_about(land):
    asked = find_place(land, "Bergen")
    assert isinstance(asked, Ambiguous)
    assert [choice.label for choice in asked.choices] == ["Bergen (L.)", "Bergen (NH.)"]


def test_a_slip_gets_the_nearest_name(land):
    assert find_place(land, "Eindhovn") == Unknown(("Eindhoven",))
    assert find_place(land, "") == Unknown()


def test_what_is_typed_so_far_lists_municipalities_before_places(land):
    assert places_like(land, "Eindh") == ["Eindhoven"]
    assert places_like(land, "henge") == [
        "Hengelo (O.)",
        "Hengelo (Gld), gemeente Bronckhorst",
        "Hengevelde, gemeente Hof van Twente",
    ]
    assert places_like(land, "den b")[0] == "'s-Hertogenbosch"
    assert places_like(land, "e") == []
    assert places_like(land, "100%_") == []
    assert len(places_like(land, "be")) == 8


def test_the_lists_are_in_order(land):
    assert [row.code for row in technologies(land)] == [f"NTS{number:02}" for number in range(1, 11)]
    assert len(municipalities(land)) == 342
