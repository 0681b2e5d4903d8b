"""A word of its own in every confidential field, and who may come across it: worked out without the guard."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapper

from app.access.actor import TASKFORCE_KINDS
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, Consent, ConsentOrganisation
from app.db.base import Base
from app.ledger.history import ERASABLE
from app.ledger.models import Value
from app.reports.models import PublishedCase

SHARED = frozenset({"lesson.text"})  # written for the whole taskforce, in words that name nobody (002 §5.5)
WORD = re.compile(r"kanarie\d{5}x")


@dataclass(frozen=True)
class Secret:
    """Where a word was put: whose company it is about, and who wrote the row it stands in."""

    place: str
    company_id: int
    written_for: int | None


def plant(session: GuardedSession) -> dict[str, Secret]:
    """Adds a word to every erasable text about a company; gives the words with where they stand."""
    secrets: dict[str, Secret] = {}
    for mapper in sorted(Base.registry.mappers, key=lambda each: each.class_.__tablename__):
        fields = erasable_fields(mapper)
        if not fields:
            continue
        for row in session.scalars(select(mapper.class_)):
            company_id = row.id if isinstance(row, Company) else getattr(row, "company_id", None)
            if company_id is None:
                continue
            for field in fields:
                text = getattr(row, field)
                if text is None:
                    continue
                word = f"kanarie{len(secrets):05d}x"
                setattr(row, field, f"{text} {word}")
                place = f"{mapper.class_.__tablename__}.{field}"
                secrets[word] = Secret(place, company_id, getattr(row, "organisation_id", None))
    session.flush()
    return secrets


def erasable_fields(mapper: Mapper[Any]) -> list[str]:
    """The free or identifying fields of a table."""
    if mapper.class_ is Value:
        return ["text"]
    return [each.key for each in mapper.column_attrs if each.columns[0].info.get(ERASABLE)]


@dataclass(frozen=True)
class Reader:
    """Who reads: an organisation, whether it is of the taskforce, the companies it may know, and those it may know by name."""

    organisation_id: int = -1
    is_member: bool = False
    known: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()

    def may_read(self, secret: Secret) -> bool:
        """Whether this word belongs where this person looks."""
        written_here = secret.written_for == self.organisation_id
        by_name = secret.place == "company.name" and secret.company_id in self.named
        shared = self.is_member and secret.place in SHARED
        return secret.company_id in self.known or written_here or by_name or shared


def reader(session: GuardedSession, email: str, today: date) -> Reader:
    """A person as a reader, with the companies their organisation may know: as holder, or by a consent in force (domain §6)."""
    person = session.scalars(select(Person).where(Person.email == email)).one()
    organisation = session.get(Organisation, person.organisation_id)
    assert organisation is not None
    consents = [each for each in session.scalars(select(Consent)) if _holds(each, today)]
    if organisation.kind not in TASKFORCE_KINDS:
        told = set(session.scalars(select(PublishedCase.company_id))) if organisation.kind == "ministry" else set()
        agreed = {each.company_id for each in consents if each.scope == "ez"}
        return Reader(organisation.id, named=frozenset(told & agreed))
    known = {company.id for company in session.scalars(select(Company)) if company.holder_id == organisation.id}
    named = {
        each.consent_id
        for each in session.scalars(select(ConsentOrganisation))
        if each.organisation_id == organisation.id
    }
    for consent in consents:
        if consent.scope == "taskforce" or (consent.scope == "named" and consent.id in named):
            known.add(consent.company_id)
    return Reader(organisation.id, True, frozenset(known))


def _holds(consent: Consent, today: date) -> bool:
    """Whether a consent has begun, and neither ended nor was withdrawn."""
    begun = consent.granted_on <= today
    ended = consent.ends_on is not None and consent.ends_on < today
    withdrawn = consent.withdrawn_on is not None and consent.withdrawn_on <= today
    return begun and not ended and not withdrawn
