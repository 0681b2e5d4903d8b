"""What counts on conditions, against a dossier that changed: told to who sees it, never guessed."""

from collections.abc import Callable
from datetime import date

import pytest

from app.access.session import GuardedSession
from app.cases.models import Approach
from app.companies.models import Company, TargetTest
from app.growth.models import Demand, DemandAmount
from app.impact import dossier, facts, queries, services
from app.leads.models import Lead, LeadCourse
from app.ledger import queries as ledger
from app.ledger.rules import Fact
from tests.impact.dossiers import SEEN, complete, verify
from tests.ledger.world import COORDINATOR, MEMBER

LATER = date(2026, 6, 1)
ADMITTED, STARTED = 1, 2
Change = Callable[[GuardedSession, Lead], None]


def approach(**days: date | None) -> Change:
    def change(system: GuardedSession, lead: Lead) -> None:
        row = system.query(Approach).filter_by(lead_id=lead.id).one()
        for name, day in days.items():
            setattr(row, name, day)

    return change


def nda(**fields: object) -> Change:
    def change(system: GuardedSession, lead: Lead) -> None:
        row = system.get_one(Company, lead.company_id)
        for name, value in fields.items():
            setattr(row, name, value)

    return change


def asked_later(system: GuardedSession, lead: Lead) -> None:
    system.query(LeadCourse).filter_by(lead_id=lead.id).one().asked_on = LATER


def without_amounts(system: GuardedSession, lead: Lead) -> None:
    system.delete(system.query(DemandAmount).filter_by(lead_id=lead.id).one())


def without_demand(system: GuardedSession, lead: Lead) -> None:
    without_amounts(system, lead)
    system.flush()
    system.delete(system.query(Demand).filter_by(lead_id=lead.id).one())


def tried_again(*, positive: bool) -> Change:
    def change(system: GuardedSession, lead: Lead) -> None:
        again = TargetTest(company_id=lead.company_id, route="nts", motivation="opnieuw", positive=positive)
        again.decided_on = LATER
        system.add(again)

    return change


@pytest.fixture
def counting(session_as, system, world, clock) -> Lead:
    """A lead that is admitted (entry 1) and whose approach started (entry 2)."""
    lead = complete(system, world.leads[MEMBER], clock)
    member = session_as(world.actor(MEMBER))
    for fact in (Fact.ADMITTED, Fact.APPROACH_STARTED):
        verify(session_as, services.submit_fact(member, lead, fact, **SEEN).id, world=world)
    return lead


def told(session: GuardedSession) -> dict[int, list[str]]:
    found = dossier.contradictions(session, queries.entries(session))
    return {one.number: [differs.what for differs in one.differences] for one in found}


def of_lead(session: GuardedSession, lead: Lead) -> dict[int, list[str]]:
    states = facts.lead_facts(session, lead.id).states
    return {state.entry: [one.what for one in state.differences] for state in states if state.differences}


@pytest.mark.parametrize(
    ("change", "to_all", "to_who_knows_the_company"),
    [
        (approach(plan_on=None), {STARTED: ["plan"]}, {}),
        (approach(agreed_on=None, first_external_on=None), {STARTED: ["agreement", "external"]}, {}),
        (approach(agreed_on=LATER), {STARTED: ["agreement"]}, {}),
        (asked_later, {ADMITTED: ["question", "kinds", "origin"]}, {}),
        (without_amounts, {STARTED: ["articulated"]}, {}),
        (without_demand, {ADMITTED: ["kinds"], STARTED: ["articulated"]}, {}),
        (nda(nda="unknown", nda_on=None), {}, {ADMITTED: ["nda"]}),
        (nda(nda_on=LATER), {}, {ADMITTED: ["nda"]}),
        (tried_again(positive=False), {}, {ADMITTED: ["target_test"]}),
        (tried_again(positive=True), {}, {}),
        (approach(plan_on=date(2025, 4, 1), agreed_on=date(2025, 6, 20)), {}, {}),
        (nda(nda="none_needed"), {}, {}),
    ],
)
def test_a_part_that_went_or_moved_on_contradicts_what_counts(
    session_as, system, world, counting, change, to_all, to_who_knows_the_company
):
    change(system, counting)
    system.flush()
    coordinator, member = session_as(world.actor(COORDINATOR)), session_as(world.actor(MEMBER))
    assert told(coordinator) == of_lead(coordinator, counting) == to_all
    assert told(member) == of_lead(member, counting) == to_all | to_who_knows_the_company


def test_what_is_taken_back_is_contradicted_no_more(session_as, system, world, counting):
    approach(plan_on=None)(system, counting)
    system.flush()
    coordinator = session_as(world.actor(COORDINATOR))
    assert told(coordinator) == {STARTED: ["plan"]}
    services.reverse_entry(coordinator, ledger.entry(coordinator, STARTED), reason="Het plan is ingetrokken")
    assert told(coordinator) == {}


def test_an_amount_that_went_cannot_be_submitted_again(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    waiting = services.submit_fact(session_as(world.actor(MEMBER)), lead, Fact.APPROACH_STARTED, **SEEN)
    without_amounts(system, lead)
    system.flush()
    coordinator = session_as(world.actor(COORDINATOR))
    (differs,) = dossier.submission_differs(coordinator, ledger.submission(coordinator, waiting.id))
    assert differs == ("articulated", date(2025, 7, 1), None)
