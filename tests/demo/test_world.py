"""The demo world: told through the services, it shows every screen at its best and at its worst."""

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.companies.models import Company, Consent
from app.db.errors import Refused
from app.demo.services import fill
from app.demo.world.people import LOGINS
from app.hubs.models import Supply
from app.leads.models import Lead, LeadCourse
from app.ledger.models import Entry, Submission
from app.matching.models import Offer
from app.reports.models import Report
from app.timeline.models import Task
from tests.conftest import NOON
from tests.databases import SIGNING_KEY
from tests.pages import Site

OUTCOMES = {"other_region", "own_region", "abroad", "nowhere", "withdrawn"}
STEPS = {"signalled", "articulating", "in_execution", "proposing", "deciding", "realising"}


def test_there_are_leads_from_every_rom_at_every_step_and_with_every_outcome(demo_site: Site):
    with demo_site.system() as session:
        assert session.scalar(select(func.count(Lead.id))) >= 30
        assert set(session.scalars(select(LeadCourse.step))) == STEPS
        assert set(session.scalars(select(LeadCourse.outcome).where(LeadCourse.outcome.is_not(None)))) == OUTCOMES
        assert len(set(session.scalars(select(Lead.origin_rom_code)))) == 9
        assert session.scalar(select(func.count(Company.id))) > session.scalar(select(func.count(Lead.id)))


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Zandwijk Maritiem", None),
        ("Polderion Chips", None),
        ("Brontec Debiet", None),
        ("Ampèroever Energieopslag", "other_region"),
        ("Northlyte Research", "abroad"),
    ],
)
def test_the_five_cases_of_the_programme_are_leads(demo_site: Site, name: str, outcome: str | None):
    with demo_site.system() as session:
        found = session.execute(
            select(LeadCourse.outcome).join(Company, Company.id == LeadCourse.company_id).where(Company.name == name)
        ).one()
    assert found.outcome == outcome


def test_facts_wait_were_refused_and_were_asked_back(demo_site: Site):
    with demo_site.system() as session:
        counted = dict(session.execute(select(Submission.status, func.count()).group_by(Submission.status)).all())
    assert counted["open"] >= 4
    assert counted["refused"] >= 1
    assert counted["asked_back"] >= 1
    assert counted["accepted"] > 40


def test_nobody_accepted_what_was_their_own(demo_site: Site):
    with demo_site.system() as session:
        own = session.scalars(
            select(Entry.number)
            .join(Company, Company.id == Entry.company_id)
            .where(Entry.accepted_for_id == Company.holder_id)
        ).all()
    assert own == []


def test_one_entry_was_reversed_and_its_scale_up_stands_alone(demo_site: Site):
    with demo_site.system() as session:
        reversal = session.scalars(select(Entry).where(Entry.reverses.is_not(None))).one()
        standing = set(session.scalars(select(Entry.fact).where(Entry.company_id == reversal.company_id)))
    assert reversal.fact == "realised"
    assert "became_scaleup" in standing


def test_something_is_late_and_something_ends_soon(demo_site: Site):
    today = NOON.date()
    with demo_site.system() as session:
        late = session.scalar(select(func.count(Task.id)).where(Task.done_on.is_(None), Task.due_on < today))
        ends = [(end - today).days for end in session.scalars(select(Consent.ends_on)) if end]
        offers = session.scalars(select(Offer.status)).all()
    assert late >= 3
    assert 11 in ends
    assert -1 in ends
    assert {"open", "accepted", "declined"} <= set(offers)


def test_supply_says_that_it_is_made_up(demo_site: Site):
    with demo_site.system() as session:
        assert session.scalar(select(func.count(Supply.id)).where(Supply.is_demo.is_(False))) == 0
        assert session.scalar(select(func.count(Supply.id))) >= 40


def test_every_login_opens_a_home(demo_site: Site):
    for email, _ in LOGINS:
        assert demo_site.browser(email).get("/").status == 200


def test_two_reports_were_published_and_the_leads_grew(demo_site: Site):
    with demo_site.system() as session:
        found = session.scalars(select(Report).order_by(Report.reporting_date)).all()
    assert [report.reporting_date.isoformat() for report in found] == ["2025-11-30", "2026-05-31"]
    assert [report.published_at.date() > report.reporting_date for report in found] == [True, True]


def test_everything_happened_before_now(demo_site: Site):
    with demo_site.system() as session:
        assert session.scalar(select(func.max(Entry.recorded_at))) <= NOON
        assert session.scalar(select(func.max(Person.invited_at))) <= NOON


def test_a_database_with_people_is_left_alone(site: Site):
    with pytest.raises(Refused, match="niet leeg"):
        fill(site.engine, site.clock, SIGNING_KEY)
