"""Logging a lead in one go: the company, its question, the kinds of demand, and what else is known already."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.access.session import GuardedSession
from app.companies import queries as companies
from app.companies import services as company_services
from app.companies.models import Company
from app.companies.rules import Scope
from app.db.errors import Refused
from app.growth.services import first_demands
from app.leads.models import Lead
from app.leads.services import record_phase, signal_lead
from app.words import N_

NOT_OURS = N_("Dit bedrijf heeft een andere houder. Vraag die om contact.")
FIRST_ASSESSMENT = N_("Eerste inschatting bij het vastleggen van de lead.")


@dataclass(frozen=True)
class Case:
    """What a person knows when they log a lead; only the first six are needed (002 §4.3)."""

    name: str
    municipality_code: str
    kinds: Iterable[str]
    asked_on: date
    needed_by: date
    technologies: Iterable[str] = ()
    essential: bool = False
    company_kind: str = "startup"
    phase: int | None = None
    question: str | None = None
    kvk: str | None = None
    contact: str | None = None
    contact_email: str | None = None
    scope: str = Scope.HOLDER
    withheld: bool = False
    company_id: int | None = field(default=None)


def log_lead(session: GuardedSession, case: Case) -> Lead:
    """A lead with its company, new or known; refused for a company that another organisation holds."""
    with session.one_act():
        return _log(session, case)


def _log(session: GuardedSession, case: Case) -> Lead:
    company = _company(session, case)
    lead = signal_lead(
        session,
        company,
        municipality_code=case.municipality_code,
        asked_on=case.asked_on,
        needed_by=case.needed_by,
        question=case.question,
        phase=case.phase,
        withheld=case.withheld,
    )
    if case.phase is not None:
        record_phase(session, lead, phase=case.phase, since=session.clock.today(), evidence=FIRST_ASSESSMENT)
    first_demands(session, lead=lead, kinds=case.kinds)
    if case.contact or case.contact_email:
        company_services.add_contact(
            session, company, name=case.contact or case.contact_email or "", email=case.contact_email
        )
    if case.scope == Scope.TASKFORCE:
        company_services.give_consent(session, company, scope=Scope.TASKFORCE)
    return lead


def _company(session: GuardedSession, case: Case) -> Company:
    if case.company_id is None:
        return company_services.add_company(
            session,
            name=case.name,
            kind=case.company_kind,
            municipality_code=case.municipality_code,
            essential=case.essential,
            kvk=[case.kvk] if case.kvk else (),
            technologies=case.technologies,
        )
    known = companies.company(session, case.company_id)
    if known is None or not companies.holds(session, known):
        raise Refused(NOT_OURS, field="name")
    both = {*companies.technologies_of(session, known.id), *case.technologies}
    company_services.set_technologies(session, known, sorted(both))
    return known
