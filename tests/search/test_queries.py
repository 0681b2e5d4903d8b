"""What is found by a piece of a word, by whom, and what is gone once it is wiped."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select

from app.access.actor import Role
from app.access.session import GuardedSession
from app.companies import services as companies
from app.companies.models import Contact
from app.index.keeping import reindex
from app.index.models import SearchText
from app.search.queries import search
from app.timeline import services as timeline
from app.timeline.models import Talk
from tests.pages import counted
from tests.search.conftest import Found
from tests.whole.guard_world import share

COMPANY = ("company", "Jérôme Vélox & Zoon B.V.")
LEAD = ("lead", "GR-25-BOM")
CONTACT = ("contact", "Saskia Øverbeek")
TALK = ("talk", COMPANY[1])
HUB = ("hub", "Photonics Campus")

FINDS = {
    "elox": {COMPANY, LEAD, CONTACT},
    "VÉLOX": {COMPANY, LEAD, CONTACT},
    "jerome": {COMPANY, LEAD},
    "velox en zoon": {COMPANY, LEAD},
    "vélox & zoon bv": {COMPANY, LEAD},
    "zoon jerome": {COMPANY, LEAD},
    "snelw": {COMPANY, LEAD},
    "06070325": {COMPANY, LEAD},
    "6070325": {COMPANY, LEAD},
    "6070 325": {COMPANY, LEAD},
    "www.veloxzoon.example": {COMPANY, LEAD, CONTACT},
    "velox eindh": {COMPANY, LEAD},
    "eindhoven": {COMPANY, LEAD, HUB},
    "gr-25-bom": {LEAD},
    "canary bom question": {LEAD},
    "overbeek": {CONTACT},
    "s.overbeek@velox": {CONTACT},
    "hal is te kl": {TALK},
    "netbeheerder": {TALK},
    "photo": {HUB},
    "velix": {COMPANY, LEAD, CONTACT},
    "jeromme": {COMPANY, LEAD},
    "photoncis": {HUB},
    "ovrebeek": {CONTACT},
    "ph": {HUB},
    "x": set(),
    "": set(),
    "%": set(),
    "100%_": set(),
    "niemand": set(),
}


@pytest.mark.parametrize("typed", FINDS)
def test_a_holder_finds_by_a_piece(found: Found, typed: str):
    assert found.by("BOM", typed) - {("lead", "GR-25-OOS")} == FINDS[typed]


@pytest.mark.parametrize("typed", [typed for typed in FINDS if typed])
def test_others_find_codes_and_brandpunten_and_nothing_else(found: Found, typed: str):
    for who in ("OOSTNL", "IQ", "NFIA"):
        expected = {HUB} & FINDS[typed] | ({LEAD} if typed in ("gr-25-bom",) else set())
        own = {("company", f"CANARY-{who}-name"), ("lead", f"GR-25-{who[:3]}")}
        assert found.by(who, typed) - own == expected, who


@pytest.mark.parametrize(("who", "role"), [("EZ", Role.PROGRAMME), ("IPO", Role.PROGRAMME), ("GR", Role.ADMINISTRATOR)])
def test_who_follows_or_administers_finds_nothing(found: Found, who: str, role: Role):
    session = found.session_as(found.world.actor(who, role))
    assert [search(session, typed) for typed in FINDS] == [{}] * len(FINDS)


def test_a_withheld_lead_is_not_found_by_its_code(found: Found, system: GuardedSession):
    found.lead.withheld = True
    system.commit()
    assert found.by("OOSTNL", "gr-25-bom") == set()
    assert found.by("BOM", "gr-25-bom") == {LEAD}


def test_a_consent_opens_and_its_end_closes_at_once(found: Found, system: GuardedSession, clock):
    consent = share(system, found.world, "BOM", "OOSTNL", ends_on=clock.today())
    system.commit()
    assert found.by("OOSTNL", "velox") == FINDS["elox"]
    assert found.by("INWEST", "velox") == set()
    clock.set(clock.now() + timedelta(days=1))
    assert found.by("OOSTNL", "velox") == set()
    clock.set(clock.now() - timedelta(days=1))
    companies.withdraw_consent(system, consent)
    system.commit()
    assert found.by("OOSTNL", "velox") == set()
    assert found.by("OOSTNL", "velix") == set()


def test_a_new_name_is_found_and_the_old_one_no_more(found: Found, system: GuardedSession):
    found.company.name = "Wadlicht Optiek"
    system.flush()
    assert found.by("BOM", "wadlicht") == {("company", "Wadlicht Optiek"), LEAD}
    assert found.by("BOM", "jerome") == set()


def test_what_is_undone_is_not_found(found: Found, system: GuardedSession):
    with system.begin_nested() as savepoint:
        found.company.name = "Wadlicht Optiek"
        system.flush()
        savepoint.rollback()
    assert found.by("BOM", "wadlicht") == set()
    assert COMPANY in found.by("BOM", "jerome")


def test_what_is_wiped_or_removed_is_gone_from_the_index(found: Found, system: GuardedSession):
    companies.erase_contact(system, system.get_one(Contact, found.contact.id))
    timeline.erase_talk(system, system.get_one(Talk, found.talk.id))
    companies.set_trade_names(system, found.company, [])
    system.commit()
    for typed in ("overbeek", "hal is te klein", "snelwerk"):
        assert found.by("BOM", typed) == set(), typed
    for piece in ("overbeek", "te klein", "snelwerk"):
        left = select(func.count()).select_from(SearchText).where(SearchText.body.contains(piece))
        assert system.scalar(left) == 0, piece


def test_more_rows_than_are_weighed_do_not_hide_a_name(found: Found, system: GuardedSession):
    lead = found.world.leads["BOM"]
    about = {"company_id": lead.company_id, "lead_id": lead.id, "organisation_id": found.company.holder_id}
    day = found.talk.held_on
    system.add_all(
        Talk(**about, kind="meeting", held_on=day, said=f"Over Vélox, keer {n}", recorded_at=found.talk.recorded_at)
        for n in range(230)
    )
    system.commit()
    assert {COMPANY, LEAD, TALK} <= found.by("BOM", "velox")


def test_the_index_made_anew_is_the_same(found: Found, system: GuardedSession):
    def all_of() -> set[tuple]:
        columns = [each for each in SearchText.__table__.columns if each.key != "id"]
        return set(system.execute(select(*columns)).all())

    before = all_of()
    system.execute(SearchText.__table__.delete())
    assert found.by("BOM", "velox") == set()
    assert reindex(system) == len(before)
    assert all_of() == before
    assert found.by("BOM", "velox") == FINDS["elox"]


def test_a_search_takes_few_queries(found: Found, engine: Engine):
    with counted(engine) as statements:
        assert found.by("BOM", "velix")
    assert len(statements) <= 3
