"""Reads of companies: one by its number, what belongs to it, and what asks for attention."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, func, or_, select

from app.access.actor import TASKFORCE_KINDS
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import (
    Company,
    CompanyKvk,
    CompanyTechnology,
    Consent,
    ConsentOrganisation,
    Contact,
    Disclosure,
    KnownLookup,
    MergedCompany,
    PortfolioQuestion,
    TargetTest,
    TradeName,
)
from app.companies.rules import as_spoken
from app.db.base import UtcDateTime
from app.db.parts import part
from app.geography.models import Municipality, Technology
from app.ledger.models import Change, Value


def company(session: GuardedSession, company_id: int) -> Company | None:
    """The company with this number, or None where the reader may not know of it."""
    return session.scalars(select(Company).where(Company.id == company_id)).one_or_none()


def holds(session: GuardedSession, held: Company) -> bool:
    """Whether the actor works for the NDA holder of a company, or is the system."""
    return session.actor.is_system or held.holder_id == session.actor.organisation_id


def in_force(today: date) -> ColumnElement[bool]:
    """The consents that hold today."""
    return and_(
        Consent.granted_on <= today,
        or_(Consent.ends_on.is_(None), Consent.ends_on >= today),
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > today),
    )


# --- One company -------------------------------------------------------------------------------------------


def company_head(session: GuardedSession, company_id: int) -> Any:
    """What the top of a company's page says, or None where the reader may not know of it."""
    technologies = (
        select(func.aggregate_strings(Technology.short, ", "))
        .join(CompanyTechnology, CompanyTechnology.technology_code == Technology.code)
        .where(CompanyTechnology.company_id == Company.id)
        .scalar_subquery()
    )
    numbers = (
        select(func.aggregate_strings(CompanyKvk.number, ", "))
        .where(CompanyKvk.company_id == Company.id)
        .scalar_subquery()
    )
    names = (
        select(func.aggregate_strings(TradeName.name, ", ")).where(TradeName.company_id == Company.id).scalar_subquery()
    )
    found = session.execute(
        select(
            Company.id,
            Company.name,
            Company.kind,
            Company.site,
            Company.website,
            Company.essential,
            Company.nda,
            Company.nda_on,
            Company.holder_id,
            Company.municipality_code,
            Company.created_at,
            Organisation.short.label("holder"),
            Municipality.name.label("municipality"),
            technologies.label("technologies"),
            numbers.label("numbers"),
            names.label("names"),
        )
        .join(Organisation, Organisation.id == Company.holder_id)
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
        .where(Company.id == company_id)
    )
    return found.one_or_none()


def kvk_numbers(session: GuardedSession, company_id: int) -> list[str]:
    """The KvK numbers of a company, in order."""
    return list(
        session.scalars(
            select(CompanyKvk.number).where(CompanyKvk.company_id == company_id).order_by(CompanyKvk.number)
        )
    )


def trade_names(session: GuardedSession, company_id: int) -> Sequence[TradeName]:
    """The other names a company is known by."""
    return session.scalars(
        select(TradeName).where(TradeName.company_id == company_id).order_by(TradeName.name, TradeName.id)
    ).all()


def technologies_of(session: GuardedSession, company_id: int) -> list[str]:
    """The codes of a company's NTS technologies."""
    return list(
        session.scalars(
            select(CompanyTechnology.technology_code)
            .where(CompanyTechnology.company_id == company_id)
            .order_by(CompanyTechnology.technology_code)
        )
    )


def tests(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The decisions on the target group, the newest first, with who decided."""
    return session.execute(
        select(TargetTest, Person.name.label("decided_by"))
        .outerjoin(Person, Person.id == TargetTest.decided_by_id)
        .where(TargetTest.company_id == company_id)
        .order_by(TargetTest.decided_on.desc(), TargetTest.id.desc())
    ).all()


def latest_test(session: GuardedSession, company_id: int) -> TargetTest | None:
    """The decision on the target group that stands, or None."""
    return session.scalars(
        select(TargetTest)
        .where(TargetTest.company_id == company_id)
        .order_by(TargetTest.decided_on.desc(), TargetTest.id.desc())
        .limit(1)
    ).one_or_none()


def contacts(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The contact persons of a company that were not erased."""
    return session.execute(
        select(
            Contact.id,
            Contact.name,
            Contact.position,
            Contact.email,
            Contact.phone,
            Contact.purpose,
            Contact.keep_until,
        )
        .where(Contact.company_id == company_id, Contact.erased_at.is_(None))
        .order_by(Contact.name, Contact.id)
    ).all()


def contact(session: GuardedSession, company_id: int, contact_id: int) -> Contact | None:
    """A contact person of a company, or None."""
    return session.scalars(
        select(Contact).where(Contact.id == contact_id, Contact.company_id == company_id)
    ).one_or_none()


def contact_changes(session: GuardedSession, contact_id: int) -> Sequence[Any]:
    """Who changed which field of a contact and when: what belongs in the export of a person's data."""
    return session.execute(
        select(Change.at, Change.action, Change.field, Person.name.label("by"))
        .outerjoin(Person, Person.id == Change.person_id)
        .where(Change.table == "contact", Change.row_id == str(contact_id))
        .order_by(Change.id)
    ).all()


def consents_by(session: GuardedSession, named: Contact) -> list[Consent]:
    """The consents that a contact gave, as far as their free text says so: by the name it bears or bore."""
    bore = (
        select(Value.text)
        .join(Change, Change.before_value_id == Value.id)
        .where(Change.table == "contact", Change.row_id == str(named.id), Change.field == "name")
    )
    names = {as_spoken(name) for name in (named.name, *session.scalars(bore)) if name}
    given = session.scalars(select(Consent).where(Consent.company_id == named.company_id).order_by(Consent.id))
    return [one for one in given if one.granted_by and as_spoken(one.granted_by) in names]


def consents(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The consents of a company, the newest first, with the organisations they name."""
    named = (
        select(func.aggregate_strings(Organisation.short, ", "))
        .join(ConsentOrganisation, ConsentOrganisation.organisation_id == Organisation.id)
        .where(ConsentOrganisation.consent_id == Consent.id)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Consent.id,
            Consent.scope,
            Consent.granted_on,
            Consent.ends_on,
            Consent.withdrawn_on,
            Consent.granted_by,
            named.label("organisations"),
        )
        .where(Consent.company_id == company_id)
        .order_by(Consent.granted_on.desc(), Consent.id.desc())
    ).all()


def consent(session: GuardedSession, company_id: int, consent_id: int) -> Consent | None:
    """A consent of a company, or None."""
    return session.scalars(
        select(Consent).where(Consent.id == consent_id, Consent.company_id == company_id)
    ).one_or_none()


def is_agreed(session: GuardedSession, company_id: int, scope: str) -> bool:
    """Whether a consent of this scope holds today."""
    held = select(Consent.id).where(
        Consent.company_id == company_id, Consent.scope == scope, in_force(session.clock.today())
    )
    return session.execute(held.limit(1)).first() is not None


def organisations_to_share_with(session: GuardedSession, holder_id: int | None) -> Sequence[Any]:
    """The organisations of the taskforce but the holder: id, short name."""
    return session.execute(
        select(Organisation.id, Organisation.short)
        .where(Organisation.kind.in_(TASKFORCE_KINDS), Organisation.id != holder_id)
        .order_by(Organisation.short)
    ).all()


def portfolio_questions(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The times that a company was asked, the newest first."""
    return session.execute(
        select(PortfolioQuestion, Person.name.label("asked_by"))
        .outerjoin(Person, Person.id == PortfolioQuestion.asked_by_id)
        .where(PortfolioQuestion.company_id == company_id)
        .order_by(PortfolioQuestion.asked_on.desc(), PortfolioQuestion.id.desc())
    ).all()


def portfolio_question(session: GuardedSession, company_id: int, question_id: int) -> PortfolioQuestion | None:
    """One time that a company was asked, or None."""
    return session.scalars(
        select(PortfolioQuestion).where(PortfolioQuestion.id == question_id, PortfolioQuestion.company_id == company_id)
    ).one_or_none()


_TOLD = {"id": Integer, "at": UtcDateTime, "what": String, "organisation": String, "person": String}
LATEST_LOOKUPS = 20


def told(session: GuardedSession, company_id: int) -> tuple[list[Any], list[Any], list[Any]]:
    """What was disclosed to whom, who looked the company up by its exact name or number, and what was merged into it.

    Only the holder reads it; each the newest first, in one query.
    """
    disclosed = (
        part(
            "disclosed",
            _TOLD,
            id=Disclosure.id,
            at=Disclosure.at,
            what=Disclosure.what,
            organisation=Organisation.short,
        )
        .join(Organisation, Organisation.id == Disclosure.organisation_id)
        .where(Disclosure.company_id == company_id)
    )
    sought = (
        part("sought", _TOLD, id=KnownLookup.id, at=KnownLookup.at, organisation=Organisation.short, person=Person.name)
        .join(Organisation, Organisation.id == KnownLookup.organisation_id)
        .outerjoin(Person, Person.id == KnownLookup.person_id)
        .where(KnownLookup.company_id == company_id)
    )
    merged = (
        part(
            "merged",
            _TOLD,
            id=MergedCompany.id,
            at=MergedCompany.merged_at,
            what=MergedCompany.name,
            person=Person.name,
        )
        .outerjoin(Person, Person.id == MergedCompany.merged_by_id)
        .where(MergedCompany.company_id == company_id)
    )
    named = disclosed.selected_columns
    newest = (named["at"].desc(), named["what"], named["id"].desc())
    rows = session.execute(disclosed.union_all(sought, merged).order_by(*newest)).all()
    by_part = {name: [row for row in rows if row.part == name] for name in ("disclosed", "sought", "merged")}
    return by_part["disclosed"], by_part["sought"][:LATEST_LOOKUPS], by_part["merged"]


def became(session: GuardedSession, company_id: int) -> int | None:
    """The company that this one turned out to be, for who holds both; None where it is still there."""
    return session.scalars(select(MergedCompany.company_id).where(MergedCompany.gone_id == company_id)).one_or_none()


# --- Attention ---------------------------------------------------------------------------------------------


def questions_due(session: GuardedSession, until: date) -> Sequence[Any]:
    """The companies that should be asked again by a day: company_id, name, ask_again_on; only those we hold."""
    latest = (
        select(PortfolioQuestion.company_id, func.max(PortfolioQuestion.id).label("id"))
        .group_by(PortfolioQuestion.company_id)
        .subquery()
    )
    return session.execute(
        select(Company.id.label("company_id"), Company.name, PortfolioQuestion.ask_again_on)
        .join(latest, latest.c.id == PortfolioQuestion.id)
        .join(Company, Company.id == PortfolioQuestion.company_id)
        .where(Company.holder_id == session.actor.organisation_id, PortfolioQuestion.ask_again_on <= until)
        .order_by(PortfolioQuestion.ask_again_on, Company.name)
    ).all()


def consents_ending(session: GuardedSession, until: date) -> Sequence[Any]:
    """The consents of companies we hold that hold today and end by a day: company_id, name, scope, ends_on."""
    return session.execute(
        select(Company.id.label("company_id"), Company.name, Consent.scope, Consent.ends_on)
        .join(Consent, Consent.company_id == Company.id)
        .where(
            Company.holder_id == session.actor.organisation_id,
            in_force(session.clock.today()),
            Consent.ends_on <= until,
        )
        .order_by(Consent.ends_on, Company.name)
    ).all()


def contacts_overdue(session: GuardedSession) -> Sequence[Any]:
    """The contacts of companies we hold whose retention day has passed: company_id, company, id, keep_until."""
    return session.execute(
        select(Company.id.label("company_id"), Company.name.label("company"), Contact.id, Contact.keep_until)
        .join(Contact, Contact.company_id == Company.id)
        .where(
            Company.holder_id == session.actor.organisation_id,
            Contact.erased_at.is_(None),
            Contact.keep_until < session.clock.today(),
        )
        .order_by(Contact.keep_until, Contact.id)
    ).all()


def organisations_of_kind(session: GuardedSession, kinds: Iterable[str]) -> list[int]:
    """The numbers of the organisations of some kinds."""
    return list(session.scalars(select(Organisation.id).where(Organisation.kind.in_(list(kinds)))))
