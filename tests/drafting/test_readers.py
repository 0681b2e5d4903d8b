"""What somebody who reads every report makes of the cases together: no lead is singled out, in this report or before."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.db.errors import Refused
from app.drafting import cases, portfolio
from app.drafting.models import ReportDraft
from app.drafting.readers import reader
from app.drafting.services import preview, save_draft, start_draft
from app.growth.models import Demand, DemandDetail
from app.leads.models import Lead, LeadCourse
from app.pipeline.models import StepMove
from tests.acting import acting
from tests.drafting.table_world import CASE, DAY, SUMMARY, counted_leads, publish_draft
from tests.impact.world import COORDINATOR
from tests.pages import Site

LATER, NEXT = date(2026, 11, 30), datetime(2026, 12, 8, 10, 0, tzinfo=UTC)
OUTCOME, REGION = {"outcome": "exact"}, {"region": "region"}


def tell(session: GuardedSession, told: Sequence[tuple[int, dict[str, str]]], day: date = DAY) -> ReportDraft:
    draft = save_draft(session, start_draft(session, reporting_date=day), narrative=SUMMARY)
    for lead_id, levels in told:
        row = cases.pick_case(session, draft, lead_id=lead_id)
        cases.write_case(session, row, levels=levels, **CASE)
    return draft


def weigh(session: GuardedSession, draft: ReportDraft, **document: Any) -> list[cases.Weighed]:
    rows = cases.cases_of(session, draft)
    known_to = reader(session, rows, portfolio.known(session, draft))
    return cases.weigh(rows, known_to, preview(session, draft) | document)


def objected(session: GuardedSession, draft: ReportDraft) -> list[str]:
    return [one.message for one in cases.objections(session, draft, preview(session, draft))]


def close(site: Site, *lead_ids: int, outcome: str = "other_region") -> None:
    with site.system() as session:
        for course in session.scalars(select(LeadCourse).where(LeadCourse.lead_id.in_(lead_ids))):
            course.outcome = outcome
            about = {"lead_id": course.lead_id, "company_id": course.company_id, "at": session.clock.now()}
            steps = {"from_step": course.step, "to_step": course.step, "moved_on": session.clock.today()}
            session.add(StepMove(**about, **steps, course="close", outcome=outcome))


def move_to(site: Site, rom: str, *lead_ids: int) -> None:
    with site.system() as session:
        for lead in session.scalars(select(Lead).where(Lead.id.in_(lead_ids))):
            lead.origin_rom_code = rom


def told_first(site: Site, told: Sequence[tuple[int, dict[str, str]]]) -> None:
    """A report with these cases comes out, and it becomes December."""
    with acting(site, COORDINATOR) as marit:
        publish_draft(marit, tell(marit, told))
    site.clock.set(NEXT)


def test_cases_that_take_up_all_leads_but_one_give_the_last_away(site: Site) -> None:
    *three, last = counted_leads(site, 4)
    move_to(site, "OOSTNL", last)
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [*((one, REGION) for one in three), (last, {})])
        assert [one.fitting for one in weigh(marit, draft)] == [3, 3, 3, 1]
        assert objected(marit, draft) == [cases.TOO_FINE]
        marit.rollback()
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [*((one, REGION) for one in three[:2]), (last, {})])
        assert [one.fitting for one in weigh(marit, draft)] == [3, 3, 4]
        assert objected(marit, draft) == []


def test_a_suggestion_knows_of_the_other_cases(site: Site) -> None:
    *three, last = counted_leads(site, 4)
    move_to(site, "OOSTNL", last)
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [(last, {}), *((one, REGION) for one in three)])
        row, *_others = cases.cases_of(marit, draft)
        with pytest.raises(Refused, match="nog te weinig leads"):
            cases.take_suggestion(marit, draft, row, preview(marit, draft))


def test_who_was_told_as_running_is_looked_for_among_what_was_running_then(site: Site) -> None:
    one, *others = counted_leads(site, 5)
    close(site, *others[:2])
    told_first(site, [(one, OUTCOME)])
    close(site, one)
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [(one, OUTCOME)], LATER)
        (found,) = weigh(marit, draft)
        assert (found.fitting, found.is_fine) == (1, False), "of the three that went elsewhere one was running"
        assert objected(marit, draft) == [cases.TOO_FINE]


def test_who_was_told_before_is_no_lead_that_came_or_changed_after(site: Site) -> None:
    one, *others = counted_leads(site, 5)
    close(site, one, *others[:2])
    told_first(site, [(one, OUTCOME)])
    close(site, *others[2:])
    with acting(site, COORDINATOR) as marit:
        assert weigh(marit, tell(marit, [(one, OUTCOME)], LATER))[0].fitting == 3
    move_to(site, "OOSTNL", *others[:2])
    with acting(site, COORDINATOR) as marit:
        draft = start_draft(marit, reporting_date=LATER)
        cases.drop_cases(marit, draft)
        (found,) = weigh(marit, tell(marit, [(one, REGION)], LATER))
        assert found.fitting == 1, "of the three in its region one had gone elsewhere by then"


def test_of_a_lead_whose_demand_was_edited_since_nobody_says_what_it_asked_then(site: Site) -> None:
    one, *others = counted_leads(site, 5)
    told_first(site, [(one, {"kinds": "all"})])
    with site.system() as session:
        for demand in session.scalars(select(Demand).where(Demand.lead_id.in_(others[:2]))):
            about = {"lead_id": demand.lead_id, "company_id": demand.company_id, "updated_at": session.clock.now()}
            session.add(DemandDetail(demand_id=demand.id, **about))
    with acting(site, COORDINATOR) as marit:
        assert weigh(marit, tell(marit, [(one, {})], LATER))[0].fitting == 3


def test_new_cases_leave_those_of_an_earlier_report_enough_leads(site: Site) -> None:
    one, *others = counted_leads(site, 5)
    move_to(site, "OOSTNL", *others[2:])
    told_first(site, [(one, REGION)])
    move_to(site, "BOM", *others[2:3])
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [(lead, {}) for lead in others[:2]], LATER)
        assert objected(marit, draft) == []
        cases.drop_cases(marit, draft)
    move_to(site, "OOSTNL", one)
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [(lead, REGION) for lead in others[:3]], LATER)
        assert objected(marit, draft) == [cases.TOGETHER]


@pytest.mark.parametrize(("first", "second"), [(OUTCOME, REGION), (REGION, OUTCOME)])
def test_two_reports_together_touch_no_hidden_count(site: Site, first: dict, second: dict) -> None:
    leads = counted_leads(site, 4)
    close(site, *leads)
    told_first(site, [(leads[0], first)])
    flows = {"outgoing": {"Zuid": None}, "incoming": {}}
    with acting(site, COORDINATOR) as marit:
        draft = tell(marit, [(leads[0], second)], LATER)
        (found,) = weigh(marit, draft, flows=flows)
        assert (found.fitting, found.tells_hidden) == (4, True)
        cases.drop_cases(marit, draft)
        (found,) = weigh(marit, tell(marit, [(leads[1], second)], LATER), flows=flows)
        assert found.tells_hidden is False
