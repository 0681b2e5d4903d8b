"""Recording companies: who they are, their NDA, the target-group test, consent, contacts and the yearly question."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.actor import TASKFORCE_KINDS
from app.access.session import GuardedSession
from app.companies import rules
from app.companies.models import (
    Company,
    CompanyKvk,
    CompanyTechnology,
    Consent,
    ConsentOrganisation,
    Contact,
    Disclosure,
    PortfolioQuestion,
    TargetTest,
    TradeName,
)
from app.companies.queries import (
    consents_by,
    contact_changes,
    kvk_numbers,
    organisations_of_kind,
    technologies_of,
    trade_names,
)
from app.companies.rules import Objection, Scope, name_key
from app.db.errors import Refused
from app.ledger.services import erase_history
from app.web.parsing import ParseError
from app.words import N_

KNOWN_NUMBER = N_("Dit KvK-nummer staat al bij een bedrijf van jullie.")
NO_HOLDER = N_("Alleen een organisatie van de taskforce legt een bedrijf vast.")


def _refuse(objection: Objection | None) -> None:
    if objection is not None:
        raise Refused(objection.message, field=objection.field)


# --- Who it is ---------------------------------------------------------------------------------------------


def add_company(
    session: GuardedSession,
    *,
    name: str,
    kind: str = "startup",
    municipality_code: str | None = None,
    holder_id: int | None = None,
    site: str | None = None,
    website: str | None = None,
    essential: bool = False,
    kvk: Iterable[str] = (),
    technologies: Iterable[str] = (),
    names: Iterable[str] = (),
) -> Company:
    """A new company, held by the actor's organisation; the system says who holds it. Refused without a name."""
    holder = holder_id if session.actor.is_system else session.actor.organisation_id
    if holder is None:
        raise Refused(NO_HOLDER)
    company = Company(
        holder_id=holder,
        kind=rules.Kind(kind),
        municipality_code=municipality_code,
        site=site,
        website=website,
        essential=essential,
        nda=rules.Nda.UNKNOWN,
        created_at=session.clock.now(),
    )
    _name(company, name)
    session.add(company)
    session.flush()
    numbers = list(kvk)
    if numbers:
        set_kvk(session, company, numbers)
    _replace(session, CompanyTechnology, company, "technology_code", (), list(dict.fromkeys(technologies)))
    for other in names:
        add_trade_name(session, company, name=other)
    return company


def _name(company: Company, name: str) -> None:
    key = name_key(name)
    if len(key) < rules.SHORTEST_NAME:
        raise Refused(rules.NAME_TOO_SHORT, field="name")
    company.name, company.name_key = " ".join(name.split()), key[:200]


def change_company(
    session: GuardedSession,
    company: Company,
    *,
    name: str,
    kind: str,
    municipality_code: str | None,
    site: str | None,
    website: str | None,
    essential: bool,
) -> Company:
    """The same company under another name, of another kind or at another place."""
    _name(company, name)
    company.kind = rules.Kind(kind)
    company.municipality_code = municipality_code
    company.site, company.website = site or None, website or None
    company.essential = essential
    session.flush()
    return company


def set_kvk(session: GuardedSession, company: Company, numbers: Iterable[str]) -> list[str]:
    """Exactly these KvK numbers, leading zeros kept; refused with the reason when one is none."""
    try:
        wanted = list(dict.fromkeys(rules.kvk_number(number) for number in numbers if number.strip()))
    except ParseError as error:
        raise Refused(str(error), field="kvk") from error
    held = select(CompanyKvk.id).join(Company, Company.id == CompanyKvk.company_id)
    elsewhere = held.where(
        CompanyKvk.number.in_(wanted), Company.id != company.id, Company.holder_id == company.holder_id
    )
    if session.execute(elsewhere.limit(1)).first():
        raise Refused(KNOWN_NUMBER, field="kvk")
    _replace(session, CompanyKvk, company, "number", kvk_numbers(session, company.id), wanted)
    return wanted


def add_trade_name(session: GuardedSession, company: Company, *, name: str) -> TradeName:
    """Another name that the company is known by."""
    if len(name_key(name)) < rules.SHORTEST_NAME:
        raise Refused(rules.NAME_TOO_SHORT, field="names")
    trade_name = TradeName(company_id=company.id, name=" ".join(name.split()), name_key=name_key(name)[:200])
    session.add(trade_name)
    session.flush()
    return trade_name


def set_trade_names(session: GuardedSession, company: Company, names: Iterable[str]) -> None:
    """Exactly these other names."""
    wanted = {name_key(name): name for name in names if name.strip()}
    for row in trade_names(session, company.id):
        if wanted.pop(row.name_key, None) is None:
            session.delete(row)
    for name in wanted.values():
        add_trade_name(session, company, name=name)
    session.flush()


def set_technologies(session: GuardedSession, company: Company, codes: Iterable[str]) -> None:
    """Exactly these NTS technologies."""
    there = technologies_of(session, company.id)
    _replace(session, CompanyTechnology, company, "technology_code", there, list(dict.fromkeys(codes)))


def _replace(
    session: GuardedSession, model: Any, company: Company, field: str, there: Collection[str], wanted: Collection[str]
) -> None:
    column = getattr(model, field)
    gone = [one for one in there if one not in wanted]
    if gone:
        for row in session.scalars(select(model).where(model.company_id == company.id, column.in_(gone))):
            session.delete(row)
    session.add_all(model(company_id=company.id, **{field: one}) for one in wanted if one not in there)
    session.flush()


# --- NDA and target group ----------------------------------------------------------------------------------


def record_nda(session: GuardedSession, company: Company, *, nda: str, on: date | None = None) -> Company:
    """Signed, none needed, or not known; the first two since a day (today when none is named)."""
    state = rules.Nda(nda)
    day = (on or session.clock.today()) if rules.is_recorded(state) else None
    if day is not None and day > session.clock.today():
        raise Refused(rules.NDA_IN_FUTURE, field="nda_on")
    company.nda, company.nda_on = state, day
    session.flush()
    return company


def decide_target_test(
    session: GuardedSession,
    company: Company,
    *,
    route: str,
    positive: bool,
    motivation: str,
    makes_things: bool = True,
    low_grade: bool = False,
    externalities: bool = False,
    decided_on: date | None = None,
) -> TargetTest:
    """A person's decision whether the company fits the programme, by a route and with a motivation (002 §3.2)."""
    day = decided_on or session.clock.today()
    codes = technologies_of(session, company.id)
    _refuse(rules.objection_to_test(route, positive, codes, motivation, day, session.clock.today()))
    test = TargetTest(
        company_id=company.id,
        route=rules.Route(route),
        makes_things=makes_things,
        low_grade=low_grade,
        externalities=externalities,
        positive=positive,
        motivation=motivation.strip(),
        decided_on=day,
        decided_by_id=session.actor.person_id,
    )
    session.add(test)
    session.flush()
    return test


# --- Consent -----------------------------------------------------------------------------------------------


def give_consent(
    session: GuardedSession,
    company: Company,
    *,
    scope: str,
    granted_on: date | None = None,
    ends_on: date | None = None,
    organisations: Iterable[int] = (),
    granted_by: str | None = None,
) -> Consent:
    """The company's permission to share who it is, with a scope and dates; the holder's list says who learnt what."""
    today = session.clock.today()
    day = granted_on or today
    wanted = [one for one in dict.fromkeys(organisations) if one != company.holder_id]
    _refuse(rules.objection_to_consent(scope, day, ends_on, wanted, today))
    consent = Consent(
        company_id=company.id,
        scope=Scope(scope),
        granted_on=day,
        ends_on=ends_on,
        granted_by=(granted_by or "").strip() or None,
        recorded_by_id=session.actor.person_id,
    )
    session.add(consent)
    session.flush()
    if scope == Scope.NAMED:
        session.add_all(
            ConsentOrganisation(consent_id=consent.id, company_id=company.id, organisation_id=one) for one in wanted
        )
        session.flush()
    # what the ministry learns by it is remembered when it reads a report in which the company has a case (NameReading)
    if scope != Scope.MINISTRY and rules.holds_on(day, ends_on, None, today):
        _disclose(session, company, consent, wanted)
    return consent


def _disclose(session: GuardedSession, company: Company, consent: Consent, named: Iterable[int]) -> None:
    if consent.scope != Scope.NAMED:
        named = [one for one in organisations_of_kind(session, TASKFORCE_KINDS) if one != company.holder_id]
    about = {"company_id": company.id, "consent_id": consent.id, "what": rules.IDENTITY, "at": session.clock.now()}
    session.add_all(Disclosure(**about, organisation_id=one) for one in named)
    session.flush()


def withdraw_consent(session: GuardedSession, consent: Consent, *, withdrawn_on: date | None = None) -> Consent:
    """The consent ends: on that day (today when none is named) others see the code again."""
    day = withdrawn_on or session.clock.today()
    if not rules.holds_on(consent.granted_on, consent.ends_on, consent.withdrawn_on, session.clock.today()):
        raise Refused(rules.CONSENT_OVER)
    if day < consent.granted_on:
        raise Refused(rules.WITHDRAWN_BEFORE, field="withdrawn_on")
    consent.withdrawn_on = day
    session.flush()
    return consent


# --- Contacts ----------------------------------------------------------------------------------------------


def add_contact(
    session: GuardedSession,
    company: Company,
    *,
    name: str,
    purpose: str = rules.Purpose.CASE,
    position: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    keep_until: date | None = None,
) -> Contact:
    """A person at the company, kept for a purpose and until a day (AVG)."""
    contact = Contact(company_id=company.id)
    _fill_contact(session, contact, name, purpose, position, email, phone, keep_until)
    session.add(contact)
    session.flush()
    return contact


def change_contact(
    session: GuardedSession,
    contact: Contact,
    *,
    name: str,
    purpose: str = rules.Purpose.CASE,
    position: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    keep_until: date | None = None,
) -> Contact:
    """The same person with other details; what was erased stays erased."""
    if contact.erased_at is not None:
        raise Refused(rules.CONTACT_ERASED)
    _fill_contact(session, contact, name, purpose, position, email, phone, keep_until)
    session.flush()
    return contact


def _fill_contact(
    session: GuardedSession,
    contact: Contact,
    name: str,
    purpose: str,
    position: str | None,
    email: str | None,
    phone: str | None,
    until: date | None,
) -> None:
    today = session.clock.today()
    known = rules.keep_until(purpose, today) if purpose in rules.PURPOSES else today
    _refuse(rules.objection_to_contact(name, purpose, until or known, today))
    contact.name, contact.purpose, contact.keep_until = name.strip(), purpose, until or known
    contact.position, contact.email, contact.phone = position or None, email or None, phone or None


def erase_contact(session: GuardedSession, contact: Contact) -> None:
    """Wipes a person's details, here, in history and under the consents it gave; that it was there stays (AVG)."""
    for consent in consents_by(session, contact):
        consent.granted_by = None
        erase_history(session, "consent", consent.id)
    contact.name = contact.position = contact.email = contact.phone = None
    contact.erased_at = session.clock.now()
    erase_history(session, "contact", contact.id)


def export_contact(session: GuardedSession, contact: Contact) -> dict[str, Any]:
    """Everything we keep of a person, for that person: details, purpose, retention, and who changed them when."""
    return {
        "name": contact.name,
        "position": contact.position,
        "email": contact.email,
        "phone": contact.phone,
        "purpose": rules.PURPOSES[rules.Purpose(contact.purpose)],
        "keep_until": contact.keep_until.isoformat(),
        "consents_given": [
            {"granted_on": row.granted_on.isoformat(), "granted_by": row.granted_by}
            for row in consents_by(session, contact)
        ],
        "changes": [
            {"at": row.at.isoformat(), "action": row.action, "field": row.field, "by": row.by}
            for row in contact_changes(session, contact.id)
        ],
    }


# --- The yearly question -----------------------------------------------------------------------------------


def ask_portfolio_question(
    session: GuardedSession,
    company: Company,
    *,
    asked_on: date | None = None,
    answer: str | None = None,
    ask_again_on: date | None = None,
) -> PortfolioQuestion:
    """The question put to a company without a lead: when, by whom, what it said, when to ask again (002 §4.3)."""
    today = session.clock.today()
    day = asked_on or today
    _refuse(rules.objection_to_asking(day, ask_again_on, today))
    question = PortfolioQuestion(
        company_id=company.id,
        asked_on=day,
        asked_by_id=session.actor.person_id,
        answer=(answer or "").strip() or None,
        ask_again_on=ask_again_on,
    )
    session.add(question)
    session.flush()
    return question


def answer_portfolio_question(
    session: GuardedSession, question: PortfolioQuestion, *, answer: str | None, ask_again_on: date | None
) -> PortfolioQuestion:
    """What the company said, and when to ask again."""
    _refuse(rules.objection_to_asking(question.asked_on, ask_again_on, session.clock.today()))
    question.answer, question.ask_again_on = (answer or "").strip() or None, ask_again_on
    session.flush()
    return question
