"""A lead of BOM that is ready for its facts, on a site with the people of tests/pages.py."""

from datetime import date

from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.capital import services as capital
from app.capital.models import Decision, Investment
from app.cases.models import Approach
from app.growth.models import Demand, DemandAmount
from app.leads.models import Lead
from app.ledger.services import keep_text
from tests.cases.world import company_with_lead
from tests.pages import Site

BOM, OOST, COORDINATOR, EZ, IPO, ADMIN = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "coordinator@iq.example",
    "ez@ez.example",
    "ipo@ipo.example",
    "admin@groeiruimte.example",
)
CODE = "GR-25-018"
SECRETS = ("Stroomkade", "Helmond", "Texas")
EVIDENCE = {"evidence_kind": "contract", "evidence_on": "2-3-2026"}


def lay_out(
    site: Site,
    *,
    holder: str = "BOM",
    code: str = CODE,
    name: str = "Stroomkade Opslag",
    destination: str | None = "NOM",
    amount: int = 96_000_000,
) -> int:
    """A lead with everything that its facts ask for, a signed decision and decided money; gives the investment's id."""
    with site.system() as session:
        organisation = session.scalars(select(Organisation).where(Organisation.code == holder)).one()
        owner = session.scalars(select(Person).where(Person.organisation_id == organisation.id)).one()
        _, lead, _ = company_with_lead(session, organisation, owner, name, complete=True, code=code)
        lead.origin_rom_code = organisation.rom_code
        return complete(session, lead, destination, amount)


def complete(session: GuardedSession, lead: Lead, destination: str | None, amount: int) -> int:
    """The dossier's own rows: plan, agreement, first external action, an amount of power, decision and money."""
    about = {"lead_id": lead.id, "company_id": lead.company_id}
    session.add(
        Approach(**about, plan_on=date(2025, 11, 1), agreed_on=date(2025, 12, 1), first_external_on=date(2026, 1, 15))
    )
    demand = session.scalars(select(Demand).where(Demand.lead_id == lead.id)).one()
    session.add(DemandAmount(demand_id=demand.id, **about, measure="offtake", amount=8))
    if destination is not None:
        session.add(
            Decision(
                **about,
                kind="other_region",
                signed_on=date(2026, 3, 2),
                destination_rom_code=destination,
                motive="grid",
            )
        )
    money = Investment(
        **about,
        stage="decided",
        nature="plant",
        amount=amount,
        holds_on=date(2026, 3, 2),
        counterfactual=capital.Counterfactual.NOT_IN_NL,
        grounds_id=keep_text(session, lead.company_id, "Er lag een bod uit Texas.").id,
    )
    session.add(money)
    session.flush()
    return money.id
