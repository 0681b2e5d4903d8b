"""Facts of a lead on their way to a figure: conditions, evidence, verification, and what the figures do."""

from datetime import date

import pytest

from app.access.session import GuardedSession
from app.capital.models import Decision
from app.cases.models import Approach
from app.db.errors import Refused
from app.impact import dossier, facts, queries, services
from app.impact.rules import APPROACHES, CAPITAL, LEADS, REALISED
from app.leads.models import Lead
from app.ledger import queries as ledger
from app.ledger.rules import Fact, Status
from tests.impact.dossiers import DOUBLE, SEEN, complete, invest, settle, verify
from tests.ledger.world import COORDINATOR, MEMBER, VERIFIER


def test_a_lead_that_is_not_complete_says_what_is_missing_and_cannot_be_submitted(session_as, world):
    member = session_as(world.actor(MEMBER))
    lead = world.leads[MEMBER]
    admitted = facts.lead_facts(member, lead.id).of(Fact.ADMITTED)
    assert (admitted.state, admitted.missing) == ("missing", ("target_test", "kinds"))
    with pytest.raises(Refused, match="nog niet compleet"):
        services.submit_fact(member, lead, Fact.ADMITTED, **SEEN)


def test_a_fact_holds_on_the_day_its_last_condition_was_met(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    member = session_as(world.actor(MEMBER))
    admitted = services.submit_fact(member, lead, Fact.ADMITTED, **SEEN)
    assert admitted.holds_on == date(2025, 3, 10)
    approach = services.submit_fact(member, lead, Fact.APPROACH_STARTED, **SEEN)
    assert approach.holds_on == date(2025, 7, 1)
    assert ledger.conditions(approach)["agreement"] == date(2025, 6, 1)
    assert approach.evidence_seen_by_id == world.persons[MEMBER].id


def test_from_submission_to_figure(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    settle(system, lead, "NOM")
    money = invest(system, lead, 96_000_000)
    member = session_as(world.actor(MEMBER))
    today = clock.today()
    for fact, more in (
        (Fact.ADMITTED, {}),
        (Fact.APPROACH_STARTED, {}),
        (Fact.REALISED, {}),
        (Fact.CAPITAL_DECIDED, {"investment": money}),
    ):
        waiting = services.submit_fact(member, lead, fact, **SEEN, **more)
        verify(session_as, waiting.id, world=world)
    coordinator = session_as(world.actor(COORDINATOR))
    found = queries.figures(coordinator, today)
    assert {code: found[code].value for code in (LEADS, APPROACHES, REALISED, CAPITAL)} == {
        LEADS: 1,
        APPROACHES: 1,
        REALISED: 1,
        CAPITAL: 96_000_000,
    }
    assert found[LEADS].target == 40
    member.expire_all()
    states = {state.fact: state.state for state in facts.lead_facts(member, lead.id).states}
    assert states[Fact.REALISED] == states[Fact.CAPITAL_DECIDED] == Status.ACCEPTED
    assert [line.number for line in queries.behind(coordinator, found[REALISED].entries)] == [3]


def test_each_amount_is_submitted_once(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    one, two = invest(system, lead, 5_000_000), invest(system, lead, 7_000_000)
    member = session_as(world.actor(MEMBER))
    services.submit_fact(member, lead, Fact.CAPITAL_DECIDED, **SEEN, investment=one)
    found = facts.lead_facts(member, lead.id)
    assert found.of(Fact.CAPITAL_DECIDED, one.id).state == Status.OPEN
    assert found.of(Fact.CAPITAL_DECIDED, two.id).may_be_submitted
    with pytest.raises(Refused, match="wacht al"):
        services.submit_fact(member, lead, Fact.CAPITAL_DECIDED, **SEEN, investment=one)
    with pytest.raises(Refused, match="andere fase"):
        services.submit_fact(member, lead, Fact.CAPITAL_REALISED, **SEEN, investment=two)


def test_what_touches_the_coordinating_rom_is_judged_elsewhere(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    settle(system, lead, "IQ")
    member = session_as(world.actor(MEMBER))
    to_iq = services.submit_fact(member, lead, Fact.REALISED, **SEEN)
    assert to_iq.needs_verifier
    with pytest.raises(Refused, match="coördinerende ROM"):
        verify(session_as, to_iq.id, world=world)
    assert verify(session_as, to_iq.id, by=VERIFIER, world=world) == 1


def test_an_expected_amount_holds_from_the_day_it_is_submitted(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    expected = invest(system, lead, 5_000_000, stage="expected")
    expected.holds_on = date(2028, 1, 1)
    system.flush()
    waiting = services.submit_fact(
        session_as(world.actor(MEMBER)), lead, Fact.CAPITAL_EXPECTED, **SEEN, investment=expected
    )
    assert waiting.holds_on == clock.today()


def corrected(session: GuardedSession, lead: Lead, destination: str) -> None:
    """The decision says another region now, without the service that takes back what waits."""
    session.query(Decision).filter_by(lead_id=lead.id).one().destination_rom_code = destination
    session.flush()


def test_what_the_dossier_contradicts_is_not_accepted(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    settle(system, lead, "NOM")
    waiting = services.submit_fact(session_as(world.actor(MEMBER)), lead, Fact.REALISED, **SEEN)
    corrected(system, lead, "BOM")
    with pytest.raises(Refused, match="dossier is veranderd"):
        verify(session_as, waiting.id, world=world)
    coordinator = session_as(world.actor(COORDINATOR))
    assert queries.figures(coordinator, clock.today())[REALISED].value == 0
    back = services.ask_fact_back(coordinator, ledger.submission(coordinator, waiting.id), reason="conditions")
    assert back.status == Status.ASKED_BACK


def test_a_part_that_moved_after_submitting_is_seen_by_who_does_not_know_the_company(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    waiting = services.submit_fact(session_as(world.actor(MEMBER)), lead, Fact.APPROACH_STARTED, **SEEN)
    coordinator = session_as(world.actor(COORDINATOR))
    assert dossier.submission_differs(coordinator, ledger.submission(coordinator, waiting.id)) == ()
    system.query(Approach).filter_by(lead_id=lead.id).one().agreed_on = date(2026, 6, 1)
    system.flush()
    coordinator.expire_all()
    (differs,) = dossier.submission_differs(coordinator, ledger.submission(coordinator, waiting.id))
    assert differs == ("agreement", date(2025, 6, 1), date(2026, 6, 1))


def test_what_counts_keeps_its_amount_and_the_overview_hears_that_the_dossier_differs(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    money = invest(system, lead, 80_000_000)
    member = session_as(world.actor(MEMBER))
    waiting = services.submit_fact(member, lead, Fact.CAPITAL_DECIDED, **SEEN, investment=money)
    number = verify(session_as, waiting.id, world=world)
    coordinator = session_as(world.actor(COORDINATOR))
    assert dossier.contradictions(coordinator, queries.entries(coordinator)) == []
    money.amount = 50_000_000
    system.flush()
    for session in (member, coordinator):
        session.expire_all()
    state = facts.lead_facts(member, lead.id).of(Fact.CAPITAL_DECIDED, money.id)
    assert (state.amount, state.entry) == (80_000_000, number)
    assert state.differences == (("amount", 80_000_000, 50_000_000),)
    (found,) = dossier.contradictions(coordinator, queries.entries(coordinator))
    assert (found.number, found.lead_code, found.differences) == (number, lead.code, state.differences)
    services.reverse_entry(coordinator, ledger.entry(coordinator, number), reason="Verkeerd bedrag")
    assert dossier.contradictions(coordinator, queries.entries(coordinator)) == []


def test_what_counts_stays_on_the_lead_when_its_money_is_gone(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    money = invest(system, lead, 80_000_000)
    member = session_as(world.actor(MEMBER))
    number = verify(
        session_as,
        services.submit_fact(member, lead, Fact.CAPITAL_DECIDED, **SEEN, investment=money).id,
        world=world,
    )
    system.delete(money)
    system.flush()
    member.expire_all()
    state = facts.lead_facts(member, lead.id).of(Fact.CAPITAL_DECIDED)
    assert (state.entry, state.amount, [one.what for one in state.differences]) == (number, 80_000_000, ["gone"])


def test_a_withdrawn_lead_leaves_the_count_when_that_is_accepted(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    member = session_as(world.actor(MEMBER))
    with pytest.raises(Refused, match="nog niet compleet"):
        services.submit_fact(member, lead, Fact.WITHDRAWN, **SEEN, **DOUBLE)
    verify(session_as, services.submit_fact(member, lead, Fact.ADMITTED, **SEEN).id, world=world)
    for lacks in DOUBLE:
        with pytest.raises(Refused, match="waarom") as refused:
            services.submit_fact(member, lead, Fact.WITHDRAWN, **SEEN, **{**DOUBLE, lacks: ""})
        assert refused.value.field == lacks
    withdrawal = services.submit_fact(member, lead, Fact.WITHDRAWN, **SEEN, **DOUBLE)
    coordinator = session_as(world.actor(COORDINATOR))
    assert queries.figures(coordinator, clock.today())[LEADS].value == 1
    number = verify(session_as, withdrawal.id, world=world)
    assert queries.figures(coordinator, clock.today())[LEADS].value == 0
    member.expire_all()
    found = facts.lead_facts(member, lead.id)
    assert (found.withdrawn.number, found.withdrawn_cause) == (number, "same_company")
    assert ledger.entry(coordinator, number).cause == "same_company"
    with pytest.raises(Refused, match="uit de telling"):
        services.submit_fact(member, lead, Fact.ADMITTED, **SEEN)
    services.reverse_entry(coordinator, ledger.entry(coordinator, number), reason="Toch niet dubbel")
    assert facts.lead_facts(member, lead.id).withdrawn is None
    assert queries.figures(coordinator, clock.today())[LEADS].value == 1


def test_a_new_scale_up_is_no_question_before_the_lead_is_realised(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    member = session_as(world.actor(MEMBER))
    assert facts.lead_facts(member, lead.id).of(Fact.BECAME_SCALEUP) is None
    settle(system, lead, "NOM")
    verify(session_as, services.submit_fact(member, lead, Fact.REALISED, **SEEN).id, world=world)
    member.expire_all()
    assert facts.lead_facts(member, lead.id).of(Fact.BECAME_SCALEUP) is not None


def test_mended_after_it_was_asked_back(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    member = session_as(world.actor(MEMBER))
    waiting = services.submit_fact(member, lead, Fact.ADMITTED, **SEEN)
    coordinator = session_as(world.actor(COORDINATOR))
    services.ask_fact_back(coordinator, ledger.submission(coordinator, waiting.id), reason="evidence")
    member.expire_all()
    back = facts.lead_facts(member, lead.id).of(Fact.ADMITTED)
    assert back.state == Status.ASKED_BACK
    services.mend_fact(
        member,
        lead,
        ledger.submission(member, back.submission.id),
        evidence_kind="letter",
        evidence_on=date(2026, 4, 1),
    )
    assert facts.lead_facts(member, lead.id).of(Fact.ADMITTED).state == Status.OPEN


def test_a_reversed_fact_can_be_submitted_again(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    member = session_as(world.actor(MEMBER))
    number = verify(session_as, services.submit_fact(member, lead, Fact.ADMITTED, **SEEN).id, world=world)
    coordinator = session_as(world.actor(COORDINATOR))
    services.reverse_entry(coordinator, ledger.entry(coordinator, number), reason="Verkeerd bedrijf")
    assert queries.figures(coordinator, clock.today())[LEADS].value == 0
    member.expire_all()
    assert facts.lead_facts(member, lead.id).of(Fact.ADMITTED).may_be_submitted
    again = services.submit_fact(member, lead, Fact.ADMITTED, **SEEN)
    assert verify(session_as, again.id, world=world) == 3


def test_a_member_sees_the_facts_of_their_own_lead_only(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    services.submit_fact(session_as(world.actor(MEMBER)), lead, Fact.ADMITTED, **SEEN)
    stranger = session_as(world.actor("NFIA"))
    found = facts.lead_facts(stranger, lead.id)
    assert not found.may_submit
    assert found.of(Fact.ADMITTED).submission is None
    assert queries.waiting(stranger) == []
    coordinator = session_as(world.actor(COORDINATOR))
    (queued,) = queries.waiting(coordinator)
    assert (queued.lead_code, queued.company, queued.holder) == (lead.code, None, "BOM")
