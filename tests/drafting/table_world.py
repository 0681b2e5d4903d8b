"""Leads that count, drafts with cases about them, and reports in which such a case stands."""

from datetime import date

from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, Consent
from app.drafting import cases
from app.drafting.models import ReportDraft
from app.drafting.services import publish, save_draft, start_draft
from app.leads.models import Lead
from app.ledger.models import Entry
from app.ledger.rules import Fact
from app.ledger.services import append
from app.narrative.sections import REQUIRED
from tests.acting import acting
from tests.cases.world import company_with_lead
from tests.databases import SIGNING_KEY
from tests.drafting.ready import ready
from tests.impact.world import COORDINATOR
from tests.pages import Site

DAY = date(2026, 5, 31)
NAME, CODE = "Zandkorrel Composieten", "GR-25-301"
CASE = {
    "title": "Van geen stroom naar een plan",
    "tried": "Met de netbeheerder is gezocht naar een plek met een zwaar net.",
    "result": "Er ligt een plan.",
    "lesson": "Begin bij het net.",
}
COARSE = {"kinds": "main"}
SUMMARY = dict.fromkeys(REQUIRED["december"], "Het programma ligt op koers.")


def counted_leads(site: Site, number: int = 3, *, holder: str = "BOM") -> list[int]:
    """Leads alike that were admitted, the first with NAME and CODE; their numbers."""
    with site.system() as session:
        organisation = session.scalars(select(Organisation).where(Organisation.code == holder)).one()
        owner = session.scalars(select(Person).where(Person.organisation_id == organisation.id)).one()
        return [_counted(session, organisation, owner, place) for place in range(number)]


def _counted(session: GuardedSession, organisation: Organisation, owner: Person, place: int) -> int:
    name = NAME if not place else f"Buurbedrijf {place}"
    company, lead, _course = company_with_lead(
        session, organisation, owner, name, complete=True, code=f"GR-25-{301 + place}"
    )
    fact = Entry(fact=Fact.ADMITTED, holds_on=date(2026, 1, 5), company_id=company.id, lead_id=lead.id)
    fact.origin_rom_code = lead.origin_rom_code
    append(session, fact)
    return lead.id


def with_case(session: GuardedSession, lead_id: int, levels: dict[str, str] | None = None, **texts: str) -> ReportDraft:
    """A draft with one case, of the coordinator whose session this is."""
    draft = start_draft(session, reporting_date=DAY)
    save_draft(session, draft, narrative=SUMMARY)
    row = cases.pick_case(session, draft, lead_id=lead_id)
    cases.write_case(session, row, levels=COARSE if levels is None else levels, **CASE | texts)
    return draft


def publish_draft(session: GuardedSession, draft: ReportDraft) -> str:
    """The draft becomes a report; its number."""
    return publish(session, ready(session, draft), key=SIGNING_KEY).number


def report_with_case(site: Site, number: int = 3) -> str:
    """A published report with a case about the company NAME; its number."""
    first, *_rest = counted_leads(site, number)
    with acting(site, COORDINATOR) as marit:
        return publish_draft(marit, with_case(marit, first))


def consent_to_ministry(site: Site, since: date, *, until: date | None = None, name: str = NAME) -> int:
    """The company lets EZ know its name from a day; the number of its consent."""
    with site.system() as session:
        company = session.scalars(select(Company).where(Company.name == name)).one()
        given = Consent(company_id=company.id, scope="ez", granted_on=since, ends_on=until)
        session.add(given)
        session.flush()
        return given.id


def lead(session: GuardedSession, code: str = CODE) -> Lead:
    """A lead by its code."""
    return session.scalars(select(Lead).where(Lead.code == code)).one()
