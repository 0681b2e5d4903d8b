"""What the coordinator's overview hears of: what is missing, what may be double, and how leads do."""

from app.companies.models import Company
from app.impact import overview, services
from app.ledger import queries as ledger
from app.ledger.rules import Fact
from tests.impact.dossiers import DOUBLE, SEEN, complete, invest, settle, verify
from tests.ledger.world import COORDINATOR, MEMBER, VERIFIER


def test_what_was_taken_back_and_not_submitted_again_is_missing_again(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    settle(system, lead, "NOM")
    money = invest(system, lead, 5_000_000)
    coordinator, member = session_as(world.actor(COORDINATOR)), session_as(world.actor(MEMBER))

    def missing() -> list[str]:
        return overview.marked(coordinator, clock.today()).unsubmitted

    assert missing() == [lead.code]
    for fact, more in ((Fact.REALISED, {}), (Fact.CAPITAL_DECIDED, {"investment": money})):
        services.submit_fact(member, lead, fact, **SEEN, **more)
    first, second = (
        verify(session_as, waiting.id, world=world) for waiting in ledger.submissions_of_lead(member, lead.id)
    )
    assert missing() == []
    for number in (first, second):
        services.reverse_entry(coordinator, ledger.entry(coordinator, number), reason="Verkeerd")
        assert missing() == [lead.code]
    services.submit_fact(member, lead, Fact.REALISED, **SEEN)
    assert missing() == [lead.code]
    services.submit_fact(member, lead, Fact.CAPITAL_DECIDED, **SEEN, investment=money)
    assert missing() == []


def test_a_lead_out_of_the_count_misses_nothing(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    settle(system, lead, "NOM")
    member = session_as(world.actor(MEMBER))
    verify(session_as, services.submit_fact(member, lead, Fact.ADMITTED, **SEEN).id, world=world)
    coordinator = session_as(world.actor(COORDINATOR))
    assert overview.marked(coordinator, clock.today()).unsubmitted == [lead.code]
    withdrawal = services.submit_fact(member, lead, Fact.WITHDRAWN, **SEEN, **DOUBLE)
    number = verify(session_as, withdrawal.id, world=world)
    assert overview.marked(coordinator, clock.today()).unsubmitted == []
    services.reverse_entry(coordinator, ledger.entry(coordinator, number), reason="Toch niet dubbel")
    assert overview.marked(coordinator, clock.today()).unsubmitted == [lead.code]


def test_the_overview_hears_of_signed_decisions_that_nobody_submitted(session_as, system, world, clock):
    lead = complete(system, world.leads[MEMBER], clock)
    coordinator = session_as(world.actor(COORDINATOR))
    assert overview.marked(coordinator, clock.today()).unsubmitted == []
    settle(system, lead, "NOM")
    assert overview.marked(coordinator, clock.today()).unsubmitted == [lead.code]
    settle(system, other := world.leads[VERIFIER], "NOM")
    assert overview.marked(coordinator, clock.today()).unsubmitted == sorted([lead.code, other.code])
    services.submit_fact(session_as(world.actor(MEMBER)), lead, Fact.REALISED, **SEEN)
    assert overview.marked(coordinator, clock.today()).unsubmitted == [other.code]


def test_the_overview_hears_which_codes_may_be_one_company_but_not_whose(session_as, system, world):
    coordinator = session_as(world.actor(COORDINATOR))
    assert overview.possibly_double(coordinator) == []
    system.get_one(Company, world.leads[VERIFIER].company_id).name_key = system.get_one(
        Company, world.leads[MEMBER].company_id
    ).name_key
    system.flush()
    assert overview.possibly_double(coordinator) == [(world.leads[MEMBER].code, world.leads[VERIFIER].code)]


def test_a_name_that_the_coordinator_writes_down_does_not_find_a_code(session_as, system, world):
    ours, theirs = (system.get_one(Company, world.leads[code].company_id) for code in (COORDINATOR, MEMBER))
    ours.name_key = theirs.name_key
    system.flush()
    assert overview.possibly_double(session_as(world.actor(COORDINATOR))) == []


def test_advance_silence_and_days_in_a_step(session_as, world, clock):
    coordinator = session_as(world.actor(COORDINATOR))
    how = overview.pace(coordinator, clock.today(), {world.leads[MEMBER].id})
    assert how.advance == {"BOM": 30}
    assert (how.advance_all, how.early_percent) == (30, 100)
    assert how.silent["BOM"] == 1
    assert [(one.step, one.leads) for one in how.stuck] == [("articulating", 3)]
