"""What a stranger can learn of a hidden lead by filtering and sorting: its face, and nothing behind it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete

from app.access.session import GuardedSession
from app.board import listing
from app.board.columns import Column
from app.board.filter import DIMENSIONS, Filter, Shared, Status, Whose
from app.capital.models import Investment
from app.companies.models import Consent
from app.growth.models import Demand, DemandAmount
from app.hubs.models import Hub
from app.leads.models import Lead, LeadStory
from app.matching.models import Match
from app.pipeline.rules import STEPS, Step
from tests.board.test_listing import names, other_company
from tests.cases.world import Case, SessionAs, build

# for every dimension what would find the lead as it was and as it became
TRIED: dict[str, list[Any]] = {
    "text": ["Stroomkade", "Andere", "helmond", "enschede", "GR-25"],
    "steps": [(step,) for step in STEPS],
    "rom": ["BOM", "OOST"],
    "hub": ["ELDERS"],
    "kind": ["energy", "space"],
    "least": [Decimal("0.001"), Decimal(5)],
    "phase": [3, 4],
    "technology": ["NTS01", "NTS02"],
    "before": [date(2028, 1, 1), date(2028, 4, 1)],
    "since": [date(2028, 1, 1), date(2028, 4, 1)],
    "owner": ["1", "2", "3"],
    "whose": [*Whose],
    "silent": [1, 30, 365],
    "consent": [*Shared],
    "status": [*Status],
}
# what stands on the face of every lead
FACE = {"text", "rom", "kind", "phase", "technology", "before", "since"}


def test_what_stands_behind_the_face_of_a_lead_changes_nothing_for_a_stranger(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system, complete=True)
    other_company(system, case, "Brontec Debiet", "GR-26-004", date(2028, 2, 1), "OOST")
    oost = session_as(case.actors["OOST"])
    assert set(TRIED) == {each.field for each in DIMENSIONS}
    before = asked_everything(oost)
    change_all_that_is_hidden(system, case)
    oost.expire_all()
    assert asked_everything(oost) == before
    assert names(session_as(case.actors["BOM"]), Filter(text="andere", status=Status.ALL)) == ["Andere Naam"]


def test_by_what_is_hidden_nobody_is_found(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system, complete=True)
    oost = session_as(case.actors["OOST"])
    for field, values in TRIED.items():
        if field not in FACE and field != "status":
            for value in values:
                assert names(oost, wanted_by(field, value)) == [], (field, value)


def wanted_by(field: str, value: Any) -> Filter:
    kind = {"kind": "energy"} if field == "least" else {}
    return Filter(**{field: value}, **kind)


def asked_everything(reader: GuardedSession) -> list[Any]:
    """All that a reader is told by every dimension, every order and the board."""
    wanted = [wanted_by(field, value) for field, values in TRIED.items() for value in values]
    wanted += [Filter(sort=sort, down=down, status=Status.ALL) for sort in Column for down in (False, True)]
    told: list[Any] = [(listing.leads(reader, one, size=1), listing.totals(reader, one)) for one in wanted]
    return [*told, *(listing.board(reader, replace(one, board=True)) for one in wanted[:3])]


def change_all_that_is_hidden(session: GuardedSession, case: Case) -> None:
    """Another name, place, owner, step, day, size, match, consent, investment and end; the same face."""
    about = {"lead_id": case.lead.id, "company_id": case.company.id}
    case.company.name, case.company.name_key = "Andere Naam", "andere naam"
    story = session.query(LeadStory).filter_by(lead_id=case.lead.id).one()
    story.municipality_code = "GM0153"
    course = case.course
    course.owner_id, course.step, course.needed_by = None, Step.DECIDING, date(2028, 1, 2)
    course.last_activity_at, course.next_on = datetime(2026, 11, 18, tzinfo=UTC), date(2026, 12, 1)
    course.asked_on, course.closed_on, course.outcome = date(2024, 1, 1), date(2026, 11, 1), "withdrawn"
    demand = session.query(Demand).filter_by(lead_id=case.lead.id).one()
    session.add(DemandAmount(demand_id=demand.id, **about, measure="offtake", amount=8000))
    hub = Hub(
        code="ELDERS", name="Elders", place="Delft", municipality_code="GM0794", rom_code="IQ", latitude=52.0,
        longitude=4.4, kind="campus", source="test", certainty="known", maturity="mature",
    )  # fmt: skip
    session.add(hub)
    session.flush()
    session.add(Match(**about, hub_id=hub.id, rom_code="IQ", step="proposed", since=date(2026, 1, 1)))
    session.add(Investment(**about, stage="expected", nature="plant", amount=9_000_000, holds_on=date(2027, 1, 1)))
    session.execute(delete(Consent).where(Consent.company_id == case.company.id))
    session.add(Consent(company_id=case.company.id, scope="ez", granted_on=date(2026, 1, 1), ends_on=date(2026, 12, 1)))
    session.flush()
    assert session.get_one(Lead, case.lead.id).phase == 3
