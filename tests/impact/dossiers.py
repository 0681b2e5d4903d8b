"""What the dossier of a lead of tests/ledger/world.py holds, and bringing its facts before a judge."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.capital.models import Decision, Investment
from app.cases.models import Approach
from app.companies.models import TargetTest
from app.db.clock import Clock
from app.growth.models import Demand, DemandAmount
from app.impact import services
from app.leads.models import Lead
from app.ledger import queries as ledger
from app.ledger.services import keep_text
from tests.ledger.world import COORDINATOR, World

SessionAs = Callable[[Actor], GuardedSession]
DOUBLE = {"cause": "same_company", "grounds": "Dubbel met een andere code"}
SEEN = {"evidence_kind": "contract", "evidence_on": date(2026, 3, 2)}


def complete(system: GuardedSession, lead: Lead, clock: Clock) -> Lead:
    """The dossier of a lead gets all that an admission and an approach need; the demand is worked out on 1 July 2025."""
    about = {"lead_id": lead.id, "company_id": lead.company_id}
    noon = clock.now()
    clock.set(datetime(2025, 7, 1, 10, 0, tzinfo=UTC))
    demand = Demand(**about, kind="energy")
    system.add_all(
        [
            TargetTest(
                company_id=lead.company_id, route="nts", positive=True, motivation="past", decided_on=date(2025, 3, 10)
            ),
            Approach(
                **about,
                plan_on=date(2025, 5, 1),
                agreed_on=date(2025, 6, 1),
                first_external_on=date(2025, 6, 15),
            ),
            demand,
        ]
    )
    system.flush()
    system.add(DemandAmount(demand_id=demand.id, **about, measure="off_take", amount=8))
    system.flush()
    clock.set(noon)
    return lead


def settle(system: GuardedSession, lead: Lead, destination: str, signed_on: date = date(2026, 3, 2)) -> None:
    """A signed decision for a region."""
    system.add(
        Decision(
            lead_id=lead.id,
            company_id=lead.company_id,
            kind="other_region",
            signed_on=signed_on,
            destination_rom_code=destination,
            motive="grid",
        )
    )
    system.flush()


def invest(system: GuardedSession, lead: Lead, amount: int, stage: str = "decided") -> Investment:
    """An amount of money, with what would have happened otherwise."""
    why = keep_text(system, lead.company_id, "Zonder stroom ging dit naar Texas")
    found = Investment(
        lead_id=lead.id,
        company_id=lead.company_id,
        stage=stage,
        nature="plant",
        amount=amount,
        holds_on=date(2026, 3, 2),
        counterfactual="not_in_nl",
        grounds_id=why.id,
    )
    system.add(found)
    system.flush()
    return found


def verify(session_as: SessionAs, submission_id: int, by: str = COORDINATOR, world: World | None = None) -> int:
    """Somebody accepts a fact: the number under which it counts."""
    session = session_as(world.actor(by))
    return services.accept_fact(session, ledger.submission(session, submission_id)).number
