"""The list of brandpunten, and what its own ROM writes of each."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.hubs.models import HubTechnology
from app.hubs.queries import cards, hub_by_code, supply_of, technologies_of, wishes_of
from app.hubs.rules import Certainty, Room, room_for
from app.hubs.services import (
    Parts,
    add_wish,
    change_hub,
    end_wish,
    keep_site,
    load_reference,
    remove_supply,
    set_supply,
    set_technology,
)
from tests.acting import acting
from tests.pages import Site, counted

TWENTE, KLEEFSE_WAARD, HILVERSUM = "BP-TECHBASE", "BP-IPKW", "BP-MEDIA"


@pytest.fixture
def oost(site: Site) -> Iterator[GuardedSession]:
    with acting(site, "taskforce@oostnl.example") as session:
        yield session


def test_the_list_has_all_brandpunten_in_their_own_area(oost: GuardedSession):
    found = {card.code: card for card in cards(oost)}
    assert len(found) == 42
    assert found[HILVERSUM].profile.rom == "ROMUTRECHT"
    assert [card.code for card in found.values() if card.is_developing] == ["BP-ALMERE"]
    assert set(found["BP-HTSP"].profile.technologies) == {"NTS05", "NTS06", "NTS09"}


def test_loading_again_changes_nothing(site: Site):
    with site.system() as session:
        assert load_reference(session) == 0
        assert len(cards(session)) == 42


def power(session: GuardedSession, code: str = TWENTE, **more: object):
    hub = hub_by_code(session, code)
    how = {"amounts": {"offtake": Parts(Decimal("16"), Decimal("5.5"), 0)}, "available_from": date(2027, 12, 1), **more}
    return set_supply(session, hub=hub, kind="energy", **how)


def test_supply_is_written_and_read_back(oost: GuardedSession):
    hub = hub_by_code(oost, TWENTE)
    hall = keep_site(oost, hub=hub, name="Hal 7 en 8", remark="Laadkuil")
    supply = set_supply(
        oost,
        hub=hub,
        kind="space",
        amounts={"hall": Parts(14_000, 5_400, 2_400), "floor_load": Parts(35), "vibration_free": Parts(0)},
        choices={"environment": "4_2", "cleanroom_class": None},
        certainty=Certainty.ESTIMATE,
        site=hall,
        remark=" Nieuw dak ",
    )
    (row,) = supply_of(oost, hub.id)
    assert (row.id, row.offering.site, row.offering.remark) == (supply.id, "Hal 7 en 8", "Nieuw dak")
    assert row.offering.size.free == 6_200
    assert row.offering.amount("floor_load").total == 350
    assert row.offering.amount("environment").choice == "4_2"
    assert row.offering.amount("cleanroom_class") is None


def test_saving_again_replaces_the_amounts(oost: GuardedSession):
    supply = power(oost)
    set_supply(oost, hub=hub_by_code(oost, TWENTE), kind="energy", amounts={"feedin": Parts(4)}, supply=supply,
               certainty="unknown")  # fmt: skip
    (row,) = supply_of(oost, supply.hub_id)
    assert [amount.measure for amount in row.offering.amounts] == ["feedin"]
    assert room_for("energy", [row.offering]) is Room.UNKNOWN
    remove_supply(oost, supply=supply)
    assert supply_of(oost, supply.hub_id) == []


@pytest.mark.parametrize(
    ("amounts", "more", "field"),
    [
        ({"offtake": Parts(5, 4, 2)}, {}, "offtake_total"),
        ({"offtake": Parts(-5)}, {}, "offtake_total"),
        ({"offtake": Parts(90_000)}, {}, "offtake_total"),
        ({"hall": Parts(5)}, {}, "hall_total"),
        ({"offtake": Parts(5)}, {"until": date(2027, 1, 1)}, "until"),
        ({}, {}, "certainty"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(oost: GuardedSession, amounts: dict, more: dict, field: str):
    with pytest.raises(Refused) as refused:
        power(oost, amounts=amounts, **more)
    assert refused.value.field == field


def test_a_site_of_another_brandpunt_is_refused(oost: GuardedSession):
    elsewhere = keep_site(oost, hub=hub_by_code(oost, KLEEFSE_WAARD), name="Connectr")
    assert keep_site(oost, hub=hub_by_code(oost, KLEEFSE_WAARD), name="Connectr ").id == elsewhere.id
    with pytest.raises(Refused):
        power(oost, site=elsewhere)


def test_only_the_own_rom_writes(site: Site):
    for email in ("taskforce@bom.example", "coordinator@iq.example", "nfia@nfia.example"):
        with pytest.raises(OutOfScope), acting(site, email) as session:
            power(session)
    with acting(site, "coordinator@iq.example") as session:
        assert power(session, "BP-DELFT").id


@pytest.mark.parametrize("email", ["ez@ez.example", "ipo@ipo.example"])
def test_the_ministry_reads_none(site: Site, email: str):
    with acting(site, email) as session:
        assert cards(session) == []


def test_the_administrator_reads_which_there_are_and_nothing_of_what_they_have(demo_site: Site):
    with acting(demo_site, "taskforce@oostnl.example") as session:
        assert any(card.profile.supply for card in cards(session))
    with acting(demo_site, "admin@groeiruimte.example") as session:
        listed = cards(session)
    assert listed
    assert not any(card.profile.supply for card in listed)


def test_details_technologies_and_wishes(oost: GuardedSession):
    hub = hub_by_code(oost, TWENTE)
    change_hub(oost, hub=hub, maturity="existing", education="Mbo en universiteit", strategy=" Batterijen ")
    assert (hub.education, hub.strategy, hub.facilities) == ("Mbo en universiteit", "Batterijen", None)
    set_technology(oost, hub=hub, technology_code="NTS06", companies=3, is_priority=True)
    set_technology(oost, hub=hub, technology_code="NTS08")
    fields = {row.technology_code: row for row in technologies_of(oost, hub.id)}
    assert isinstance(fields["NTS08"], HubTechnology)
    assert (fields["NTS06"].companies, fields["NTS06"].is_priority) == (3, True)
    wish = add_wish(oost, hub=hub, text="Een gieterij", technology_code="NTS06")
    assert [(row.text, row.technology) for row in wishes_of(oost, hub.id)] == [("Een gieterij", "mechatronica")]
    end_wish(oost, wish=wish)
    assert wishes_of(oost, hub.id) == []
    with pytest.raises(Refused):
        add_wish(oost, hub=hub, text=" ")


def test_all_brandpunten_take_one_query(site: Site, oost: GuardedSession):
    power(oost)
    with counted(site.engine) as statements:
        assert len(cards(oost)) == 42
    assert len(statements) == 1
