"""Facts on their way into the ledger: who may do what, and what the database itself refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.access.actor import Actor
from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.ledger import queries, services
from app.ledger.models import Entry, Submission
from app.ledger.rules import Fact, Status
from tests.ledger.world import COORDINATOR, MEMBER, VERIFIER, World, build, claim

SessionAs = Callable[[Actor], GuardedSession]


@pytest.fixture
def world(system: GuardedSession) -> World:
    return build(system)


def submit(
    session: GuardedSession, world: World, holder: str = MEMBER, fact: Fact = Fact.ADMITTED, **more
) -> Submission:
    lead = world.leads[holder]
    return services.submit(
        session,
        lead_id=lead.id,
        company_id=lead.company_id,
        fact=fact,
        origin_rom_code=lead.origin_rom_code,
        claim=claim(world, holder, **more),
    )


def accepted(session_as: SessionAs, world: World, fact: Fact = Fact.ADMITTED, **more) -> Entry:
    waiting = submit(session_as(world.actor(MEMBER)), world, fact=fact, **more)
    session = session_as(world.actor(COORDINATOR))
    found = queries.submission(session, waiting.id)
    return services.accept(session, found, world.parties(MEMBER), world.judge(COORDINATOR))


def test_a_submission_counts_for_nothing_until_it_is_accepted(session_as, world):
    submit(session_as(world.actor(MEMBER)), world)
    coordinator = session_as(world.actor(COORDINATOR))
    assert queries.entries(coordinator) == []
    assert queries.count_open(coordinator) == 1


def test_acceptance_appends_one_entry_on_the_day_the_fact_holds(session_as, world, clock):
    entry = accepted(session_as, world, holds_on=date(2025, 6, 1))
    assert (entry.number, entry.holds_on, entry.recorded_at) == (1, date(2025, 6, 1), clock.now())
    assert entry.accepted_by_id == world.persons[COORDINATOR].id
    assert entry.origin_rom_code == "BOM"
    second = accepted(session_as, world, Fact.APPROACH_STARTED)
    assert second.number == 2


def test_the_same_fact_waits_only_once(session_as, world):
    member = session_as(world.actor(MEMBER))
    submit(member, world)
    with pytest.raises(Refused, match="wacht al"):
        submit(member, world)
    submit(member, world, fact=Fact.CAPITAL_EXPECTED, amount=5, counterfactual="not_in_nl")
    submit(member, world, fact=Fact.CAPITAL_EXPECTED, amount=5, counterfactual="not_in_nl")


@pytest.mark.parametrize(
    ("fact", "wrong", "field"),
    [
        (Fact.ADMITTED, {"holds_on": date(2026, 11, 20)}, "holds_on"),
        (Fact.ADMITTED, {"evidence_kind": "rumour"}, "evidence_kind"),
        (Fact.ADMITTED, {"evidence_on": None}, "evidence_on"),
        (Fact.ADMITTED, {"evidence_on": date(2027, 1, 1)}, "evidence_on"),
        (Fact.ADMITTED, {"evidence_seen_by_id": None}, "evidence_seen_by_id"),
        (Fact.CAPITAL_DECIDED, {"amount": 0}, "amount"),
        (Fact.CAPITAL_DECIDED, {"amount": 10_000_000_001}, "amount"),
        (Fact.CAPITAL_DECIDED, {"amount": 5, "counterfactual": None}, "counterfactual"),
        (Fact.CAPITAL_DECIDED, {"amount": 5, "counterfactual": "not_in_nl", "grounds": " "}, "grounds"),
        (Fact.WITHDRAWN, {"cause": "same_company", "grounds": ""}, "grounds"),
        (Fact.WITHDRAWN, {"grounds": "Dubbel met een andere code"}, "cause"),
        (Fact.WITHDRAWN, {"cause": "duplicate", "grounds": "Dubbel met een andere code"}, "cause"),
    ],
)
def test_a_claim_that_lacks_something_is_refused_at_its_field(session_as, world, fact, wrong, field):
    with pytest.raises(Refused) as refusal:
        submit(session_as(world.actor(MEMBER)), world, fact=fact, **wrong)
    assert refusal.value.field == field


def test_only_the_holder_submits(session_as, world):
    for stranger in (VERIFIER, "NFIA"):
        with pytest.raises(OutOfScope):
            submit(session_as(world.actor(stranger)), world, MEMBER)


def test_nobody_accepts_what_their_own_organisation_entered(session_as, world):
    coordinator = session_as(world.actor(COORDINATOR))
    own = submit(coordinator, world, COORDINATOR, needs_verifier=True)
    with pytest.raises(Refused, match="zelf ingediend"):
        services.accept(coordinator, own, world.parties(COORDINATOR), world.judge(COORDINATOR))
    verifier = session_as(world.actor(VERIFIER))
    elsewhere = queries.submission(verifier, own.id)
    entry = services.accept(verifier, elsewhere, world.parties(COORDINATOR), world.judge(VERIFIER))
    assert entry.accepted_for_id == world.organisations[VERIFIER].id


def test_a_member_cannot_accept(session_as, world):
    member = session_as(world.actor(MEMBER))
    waiting = submit(member, world)
    with pytest.raises(Refused, match="Alleen de coördinerende ROM"):
        services.accept(member, waiting, world.parties(MEMBER), world.judge(VERIFIER))


def test_a_member_cannot_write_an_entry_either(session_as, world):
    lead = world.leads[MEMBER]
    with pytest.raises(OutOfScope):
        services.append(
            session_as(world.actor(MEMBER)),
            Entry(fact=Fact.ADMITTED, lead_id=lead.id, company_id=lead.company_id, holds_on=date(2025, 6, 1)),
        )


def test_asked_back_it_can_be_mended_and_waits_again(session_as, world):
    member = session_as(world.actor(MEMBER))
    waiting = submit(member, world)
    coordinator = session_as(world.actor(COORDINATOR))
    seen = queries.submission(coordinator, waiting.id)
    services.ask_back(
        coordinator, seen, world.parties(MEMBER), world.judge(COORDINATOR), reason="evidence", note="Welke dag?"
    )
    assert queries.count_open(coordinator) == 0
    member.expire_all()
    back = queries.submission(member, waiting.id)
    assert (back.status, back.decision_reason) == (Status.ASKED_BACK, "evidence")
    assert queries.text_of(member, back.decision_reason_id) == "Welke dag?"
    services.change(member, back, claim(world, evidence_kind="letter"))
    assert (back.status, back.evidence_kind) == (Status.OPEN, "letter")
    coordinator.expire_all()
    assert queries.count_open(coordinator) == 1


def test_whoever_had_a_hand_in_a_fact_is_remembered_when_another_mends_it(session_as, world):
    member = session_as(world.actor(MEMBER))
    first, witness = world.persons[MEMBER].id, world.persons[VERIFIER].id
    waiting = submit(member, world, evidence_seen_by_id=witness)
    services.change(member, waiting, claim(world, evidence_seen_by_id=first))
    assert waiting.persons == {first, witness}


def test_refused_with_a_reason_it_is_closed_for_good(session_as, world):
    waiting = submit(session_as(world.actor(MEMBER)), world)
    coordinator = session_as(world.actor(COORDINATOR))
    seen = queries.submission(coordinator, waiting.id)
    judge = (world.parties(MEMBER), world.judge(COORDINATOR))
    with pytest.raises(Refused, match="Kies een reden"):
        services.refuse(coordinator, seen, *judge, reason="")
    services.refuse(coordinator, seen, *judge, reason="double")
    with pytest.raises(Refused, match="niet ter toetsing"):
        services.accept(coordinator, seen, *judge)
    member = session_as(world.actor(MEMBER))
    with pytest.raises(Refused, match="al beoordeeld"):
        services.change(member, queries.submission(member, waiting.id), claim(world))


def test_taken_back_before_it_is_judged_it_is_gone_from_the_queue(session_as, world):
    member = session_as(world.actor(MEMBER))
    waiting = submit(member, world)
    services.withdraw_submission(member, waiting)
    assert queries.count_open(session_as(world.actor(COORDINATOR))) == 0


def test_a_mistake_is_reversed_by_a_later_entry_and_names_what_leans_on_it(session_as, world):
    admitted = accepted(session_as, world)
    approach = accepted(session_as, world, Fact.APPROACH_STARTED)
    session = session_as(world.actor(COORDINATOR))
    found = queries.entry(session, admitted.number)
    assert [entry.number for entry in queries.dependents(session, found)] == [approach.number]
    judge = (world.parties(MEMBER), world.judge(COORDINATOR))
    with pytest.raises(Refused):
        services.reverse(session, found, *judge, reason="  ")
    reversal = services.reverse(session, found, *judge, reason="Dubbel ingevoerd")
    assert (reversal.number, reversal.reverses, reversal.holds_on) == (3, admitted.number, admitted.holds_on)
    with pytest.raises(Refused, match="al teruggedraaid"):
        services.reverse(session, found, *judge, reason="Nog eens")


def test_the_coordinator_reads_the_statement_but_not_the_words(session_as, world):
    waiting = submit(
        session_as(world.actor(MEMBER)),
        world,
        fact=Fact.CAPITAL_DECIDED,
        amount=7,
        counterfactual="not_in_nl",
        grounds="Er lag een bod uit Texas",
    )
    coordinator = session_as(world.actor(COORDINATOR))
    seen = queries.submission(coordinator, waiting.id)
    assert (seen.amount, seen.counterfactual, seen.evidence_kind) == (7, "not_in_nl", "contract")
    assert queries.text_of(coordinator, seen.grounds_id) == ""


def test_a_verifier_sees_only_what_needs_a_verifier(session_as, world):
    hidden = submit(session_as(world.actor(MEMBER)), world)
    shown = submit(session_as(world.actor(COORDINATOR)), world, COORDINATOR, needs_verifier=True)
    verifier = session_as(world.actor(VERIFIER))
    assert queries.submission(verifier, hidden.id) is None
    assert queries.submission(verifier, shown.id) is not None


def test_a_text_is_kept_once_and_replaced_by_another_row(session_as, world):
    session = session_as(world.actor(MEMBER))
    company = world.leads[MEMBER].company_id
    first = services.replace_text(session, company, None, "plan")
    assert services.replace_text(session, company, first, "plan") == first
    assert services.replace_text(session, company, first, "beter plan") != first
    assert services.replace_text(session, company, first, "") is None


@pytest.mark.parametrize("statement", ["UPDATE entry SET amount = 1", "DELETE FROM entry"])
def test_the_database_itself_refuses_to_change_the_ledger(session_as, world, connection, statement):
    accepted(session_as, world)
    system = session_as(Actor.system("attack"))
    system.get(Entry, 1)
    with pytest.raises(DBAPIError, match="append-only"), connection.begin_nested():
        connection.exec_driver_sql(statement)
    assert connection.execute(text("SELECT count(*) FROM entry")).scalar() == 1
