"""Companies and what belongs to them, with plausible values; `create` puts one in a session of the system."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from sqlalchemy import select

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.accounts.queries import identify
from app.companies.models import Company, Consent, ConsentOrganisation, Contact
from app.companies.rules import name_key

LONG_AGO = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)


class CompanyFactory(factory.Factory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda number: f"Bedrijf {number}")
    name_key = factory.LazyAttribute(lambda made: name_key(made.name))
    kind = "scaleup"
    municipality_code = "GM0772"
    nda = "nda"
    nda_on = date(2025, 1, 3)
    created_at = LONG_AGO


class ContactFactory(factory.Factory):
    class Meta:
        model = Contact

    name = "Ruud Terlinden"
    position = "directeur"
    email = factory.Sequence(lambda number: f"ruud{number}@bedrijf.example")
    phone = "076 000 00 00"
    purpose = "case"
    keep_until = date(2028, 1, 1)


class ConsentFactory(factory.Factory):
    class Meta:
        model = Consent

    scope = "named"
    granted_on = date(2026, 1, 5)


def create(session: GuardedSession, maker: type[factory.Factory], **values: Any) -> Any:
    """One row of a factory, in the database."""
    row = maker(**values)
    session.add(row)
    session.flush()
    return row


def company_of(session: GuardedSession, code: str, **values: Any) -> Company:
    """A company held by the organisation with this code."""
    return create(session, CompanyFactory, holder_id=organisation(session, code).id, **values)


def share(session: GuardedSession, company: Company, *codes: str, **values: Any) -> Consent:
    """A consent of a company, for these organisations."""
    consent = create(session, ConsentFactory, company_id=company.id, **values)
    for code in codes:
        named = organisation(session, code).id
        session.add(ConsentOrganisation(consent_id=consent.id, company_id=company.id, organisation_id=named))
    session.flush()
    return consent


def organisation(session: GuardedSession, code: str) -> Organisation:
    """The organisation with this code."""
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def actor_of(session: GuardedSession, email: str) -> Actor:
    """The person with this address, as they are today."""
    person = session.scalars(select(Person).where(Person.email == email)).one()
    found = identify(session, person.id, person.session_token)
    assert found is not None
    return found[0]
