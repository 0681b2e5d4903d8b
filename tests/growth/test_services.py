"""Writing down what a lead asks for, and who reads how much of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, func, select

from app.access.actor import Actor, Role
from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.growth.models import Demand, DemandAmount, DemandNote
from app.growth.queries import demand_profile, demand_profiles, kinds_of, last_saved
from app.growth.services import drop_demand, open_demands, record_absence, set_demand
from app.leads.models import Lead, LeadCourse
from app.ledger.models import Change
from tests.pages import counted
from tests.whole.guard_world import World, build, share

Open = Callable[[Actor], GuardedSession]
NEEDED = date(2028, 3, 1)


@pytest.fixture
def world(system: GuardedSession) -> World:
    return build(system)


@pytest.fixture
def bom(world: World, session_as: Open) -> GuardedSession:
    return session_as(world.actor("BOM"))


def lead_of(session: GuardedSession, world: World, code: str = "BOM") -> Lead:
    lead = session.get(Lead, world.leads[code].id)
    assert lead is not None
    return lead


def ask_for_power(session: GuardedSession, world: World, **more: object) -> Demand:
    values = {
        "offtake": Decimal(8),
        "feedin": Decimal("3.5"),
        "what": "CANARY-what",
        "pinch": "Vol",
        "grid_operator": "X",
    }
    how = {"needed_by": NEEDED, "is_bottleneck": True, "own_site": "no", "other_region": "yes", **more}
    return set_demand(session, lead=lead_of(session, world), kind="energy", values=values, **how)


def test_a_demand_is_kept_in_three_layers(world: World, bom: GuardedSession):
    row = ask_for_power(bom, world)
    assert (row.band, row.is_bottleneck) == ("M", True)
    line = demand_profile(bom, row.lead_id).line("energy")
    assert line is not None
    assert line.values == {"offtake": 8_000, "feedin": 3_500}
    assert line.notes == {"what": "CANARY-what", "pinch": "Vol", "grid_operator": "X"}
    assert str(line.size_words) == "8 MW"
    assert [mark for _name, mark, _answer in line.places] == ["not", "unknown", "met"]
    assert line.needed_by == NEEDED


def test_saving_again_replaces_what_was_there_and_counts(world: World, bom: GuardedSession, clock):
    first = ask_for_power(bom, world)
    before = demand_profile(bom, first.lead_id).line("energy")
    clock.set(clock.now().replace(hour=15))
    set_demand(bom, lead=lead_of(bom, world), kind="energy", values={"offtake": 12}, needed_by=NEEDED)
    bom.commit()
    after = demand_profile(bom, first.lead_id).line("energy")
    assert after.values == {"offtake": 12_000}
    assert (after.notes, after.is_bottleneck, after.band) == ({}, False, "L")
    assert after.version > before.version
    assert bom.scalar(select(func.count()).select_from(DemandNote)) == 0
    who, when = last_saved(bom, first.lead_id, "energy")
    assert who == "Person BOM"
    assert when == clock.now()


def test_history_keeps_what_was_asked_before(world: World, bom: GuardedSession):
    row = ask_for_power(bom, world)
    set_demand(bom, lead=lead_of(bom, world), kind="energy", values={"offtake": 5})
    kept = bom.execute(
        select(Change.before, Change.after).where(Change.lead_id == row.lead_id, Change.field == "amount")
    )
    assert ("8000", "5000") in [tuple(change) for change in kept]
    assert "CANARY-what" not in str(bom.scalars(select(Change.before)).all())


@pytest.mark.parametrize(
    ("kind", "values", "more", "field"),
    [
        ("space", {"hall": -5}, {}, "hall"),
        ("space", {"hall": 90_000_000}, {}, "hall"),
        ("space", {"offtake": 5}, {}, "offtake"),
        ("space", {"environment": "9"}, {}, "environment"),
        ("talent", {"mbo": 5, "international": 6}, {}, "international"),
        ("energy", {"offtake": 5}, {"needed_by": date(2025, 1, 31)}, "needed_by"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    world: World, bom: GuardedSession, kind: str, values: dict, more: dict, field: str
):
    with pytest.raises(Refused) as refused:
        set_demand(bom, lead=lead_of(bom, world), kind=kind, values=values, **more)
    assert refused.value.field == field
    assert kinds_of(bom, [world.leads["BOM"].id]) == {}


def test_a_warning_does_not_refuse(world: World, bom: GuardedSession):
    lead = lead_of(bom, world)
    lead.phase = 1
    set_demand(bom, lead=lead, kind="space", values={"hall": 500}, needed_by=date(2026, 12, 1))
    line = demand_profile(bom, lead.id).line("space")
    assert {warned.field for warned in line.warnings(1, date(2026, 11, 19))} == {"hall", "needed_by"}


def test_a_closed_lead_asks_no_more(world: World, bom: GuardedSession, system: GuardedSession):
    course = system.scalars(select(LeadCourse).where(LeadCourse.lead_id == world.leads["BOM"].id)).one()
    course.closed_on = date(2026, 11, 1)
    system.flush()
    with pytest.raises(Refused):
        ask_for_power(bom, world)


def test_kinds_are_opened_without_amounts_and_shown_in_their_order(world: World, bom: GuardedSession):
    lead = lead_of(bom, world)
    open_demands(bom, lead=lead, kinds=["energy", "space"], bottlenecks=["energy"])
    open_demands(bom, lead=lead, kinds=["space", "talent"])
    strip = kinds_of(bom, [lead.id])[lead.id]
    assert strip.asked == ("space", "talent", "energy")
    assert strip.bottlenecks == ("energy",)
    assert demand_profile(bom, lead.id).line("space").size is None


def test_no_demand_is_an_answer_too(world: World, bom: GuardedSession):
    lead = lead_of(bom, world)
    record_absence(bom, lead=lead, kind="housing", asked_on=date(2026, 2, 2))
    assert demand_profile(bom, lead.id).absences == {"housing": date(2026, 2, 2)}
    open_demands(bom, lead=lead, kinds=["housing"])
    profile = demand_profile(bom, lead.id)
    assert (profile.absences, profile.strip.asked) == ({}, ("housing",))
    with pytest.raises(Refused):
        record_absence(bom, lead=lead, kind="housing")
    with pytest.raises(Refused):
        record_absence(bom, lead=lead, kind="talent", asked_on=date(2027, 1, 1))


def test_a_dropped_demand_is_gone_with_all_that_was_measured(world: World, bom: GuardedSession):
    row = ask_for_power(bom, world)
    drop_demand(bom, lead=lead_of(bom, world), kind="energy")
    bom.commit()
    assert demand_profile(bom, row.lead_id).lines == ()
    assert bom.scalar(select(func.count()).select_from(DemandAmount)) == 0
    drop_demand(bom, lead=lead_of(bom, world), kind="energy")


READERS = {
    "holder": ("BOM", Role.MEMBER, True, True, True),
    "other": ("NFIA", Role.MEMBER, True, False, False),
    "coordinator": ("IQ", Role.COORDINATOR, True, True, False),
    "ministry": ("EZ", Role.PROGRAMME, False, False, False),
    "administrator": ("GR", Role.ADMINISTRATOR, False, False, False),
}


@pytest.mark.parametrize("who", READERS)
def test_each_reads_as_much_as_its_circle(world: World, bom: GuardedSession, session_as: Open, who: str):
    row = ask_for_power(bom, world)
    bom.commit()
    code, role, face, dossier, words = READERS[who]
    profile = demand_profile(session_as(world.actor(code, role)), row.lead_id)
    line = profile.line("energy")
    assert (line is not None) is face
    if line is not None:
        assert str(line.band_text) == "2 tot 10 MW"
        assert (line.size is not None, line.needed_by is not None, line.is_open) == (dossier, dossier, dossier)
        assert (line.notes != {}) is words


def test_consent_opens_all_layers(world: World, bom: GuardedSession, system: GuardedSession, session_as: Open):
    row = ask_for_power(bom, world)
    bom.commit()
    share(system, world, "BOM", "NFIA")
    line = demand_profile(session_as(world.actor("NFIA")), row.lead_id).line("energy")
    assert line.notes["what"] == "CANARY-what"


def test_nobody_else_writes_a_demand(world: World, system: GuardedSession, session_as: Open):
    share(system, world, "BOM", "NFIA")
    with pytest.raises(OutOfScope):
        ask_for_power(session_as(world.actor("NFIA")), world)
    with pytest.raises(OutOfScope):
        ask_for_power(session_as(world.actor("IQ", Role.COORDINATOR)), world)


def test_profiles_of_many_take_one_query(world: World, bom: GuardedSession, engine: Engine):
    ask_for_power(bom, world)
    ids = [lead.id for lead in world.leads.values()]
    with counted(engine) as asked:
        assert set(demand_profiles(bom, ids)) == set(ids)
    assert len(asked) == 1
