"""The company and all that identifies it; consent says who may know."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base, Key
from app.geography.models import Municipality
from app.index.keeping import Field, searched
from app.index.rules import domain
from app.ledger.history import ERASABLE, untracked

FREE = {ERASABLE: True}


class Company(Base):
    """An onderneming: the unit that is counted (domain §3). Only its NDA holder and who has consent see it."""

    __tablename__ = "company"
    id: Mapped[Key]
    name: Mapped[str] = mapped_column(info=FREE)
    name_key: Mapped[str] = mapped_column(index=True, info=FREE)
    holder_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="startup")
    municipality_code: Mapped[str | None] = mapped_column(ForeignKey("municipality.code"))
    site: Mapped[str | None] = mapped_column(info=FREE)
    website: Mapped[str | None] = mapped_column(info=FREE)
    essential: Mapped[bool] = mapped_column(default=False)
    nda: Mapped[str] = mapped_column(String(12), default="unknown")
    nda_on: Mapped[date | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CompanyKvk(Base):
    """A KvK number: eight digits, leading zeros kept. A company may have none or several."""

    __tablename__ = "company_kvk"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    number: Mapped[str] = mapped_column(String(8), index=True)

    __table_args__ = (UniqueConstraint("company_id", "number"),)


class TradeName(Base):
    """Another name the company is known by."""

    __tablename__ = "trade_name"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str] = mapped_column(info=FREE)
    name_key: Mapped[str] = mapped_column(index=True, info=FREE)


class CompanyTechnology(Base):
    """An NTS technology of the company; part of its anonymous face."""

    __tablename__ = "company_technology"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    technology_code: Mapped[str] = mapped_column(ForeignKey("technology.code"))

    __table_args__ = (UniqueConstraint("company_id", "technology_code"),)


class TargetTest(Base):
    """The target-group test: one of two routes, warnings, and a person who decides with a motivation (002 §3.2)."""

    __tablename__ = "target_test"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    route: Mapped[str] = mapped_column(String(12))
    makes_things: Mapped[bool] = mapped_column(default=True)
    low_grade: Mapped[bool] = mapped_column(default=False)
    externalities: Mapped[bool] = mapped_column(default=False)
    positive: Mapped[bool]
    motivation: Mapped[str] = mapped_column(Text, info=FREE)
    decided_on: Mapped[date]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Contact(Base):
    """A person at the company: kept for a purpose and until a date (AVG)."""

    __tablename__ = "contact"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    name: Mapped[str | None] = mapped_column(info=FREE)
    position: Mapped[str | None] = mapped_column(info=FREE)
    email: Mapped[str | None] = mapped_column(info=FREE)
    phone: Mapped[str | None] = mapped_column(info=FREE)
    purpose: Mapped[str]
    keep_until: Mapped[date]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Consent(Base):
    """The company's permission to share who it is: scope and dates, judged at reading time."""

    __tablename__ = "consent"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    scope: Mapped[str] = mapped_column(String(12))
    granted_on: Mapped[date]
    ends_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    granted_by: Mapped[str | None] = mapped_column(info=FREE)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "company_id", "scope"),)


class ConsentOrganisation(Base):
    """An organisation that a consent names."""

    __tablename__ = "consent_organisation"
    id: Mapped[Key]
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    __table_args__ = (UniqueConstraint("consent_id", "organisation_id"),)


class Disclosure(Base):
    """What was disclosed to whom and when: the holder's list."""

    __tablename__ = "disclosure"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    what: Mapped[str]
    at: Mapped[datetime]


class Telling(Base):
    """That somebody was told about the company outside the system: who, what, when, by whom and on which consent."""

    __tablename__ = "telling"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    party: Mapped[str] = mapped_column(info=FREE)
    what: Mapped[str] = mapped_column(String(12))
    told_on: Mapped[date]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    note: Mapped[str | None] = mapped_column(Text, info=FREE)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PartyRecall(Base):
    """That who was told was asked to stop using it, after the consent had ended: of a disclosure, or of a telling."""

    __tablename__ = "party_recall"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"), unique=True)
    telling_id: Mapped[int | None] = mapped_column(ForeignKey("telling.id"), unique=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class NameReading(Base):
    """A name that somebody of the ministry read in a report, on its page or in a file they keep. Append-only.

    `token` says which case of the report; the file's name and the report hold nothing that tells the company.
    """

    __tablename__ = "name_reading"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    report_number: Mapped[str] = mapped_column(String(12))
    token: Mapped[str] = mapped_column(String(16), index=True)
    form: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]


class NameRecall(Base):
    """That whoever has a file with a name was asked to destroy it, after the company's consent had ended."""

    __tablename__ = "name_recall"
    id: Mapped[Key]
    reading_id: Mapped[int] = mapped_column(ForeignKey("name_reading.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class KnownLookup(Base):
    """A company that another organisation asked after by its exact number or name; logged to the holder."""

    __tablename__ = "known_lookup"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ContactRequest(Base):
    """A request to the holder of a hidden company or lead to get in touch."""

    __tablename__ = "contact_request"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(info=FREE)
    question: Mapped[str] = mapped_column(Text, info=FREE)
    at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text, info=FREE)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PortfolioQuestion(Base):
    """The scale-up question put to a company without a lead: when, by whom, the answer, ask again on (002 §4.3)."""

    __tablename__ = "portfolio_question"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    asked_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str | None] = mapped_column(Text, info=FREE)
    ask_again_on: Mapped[date | None]


class Handover(Base):
    """A company that its holder offers another organisation to share or to take over, by the code of a lead.

    Nothing of it changes: what became of it is a row of its own. `consent_id` is the company's agreement; who accepts is
    named on it, and only then reads whose lead it is.
    """

    __tablename__ = "handover"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    from_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str] = mapped_column(String(12))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), index=True)
    reads_on: Mapped[bool] = mapped_column(default=False)
    offered_at: Mapped[datetime]
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer_by: Mapped[date]


class HandoverOutcome(Base):
    """What became of an offer: accepted, declined and why, withdrawn, or overtaken by another. One for each offer."""

    __tablename__ = "handover_outcome"
    id: Mapped[Key]
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    what: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(12))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class MergedCompany(Base):
    """That a company turned out to be another: all of it went there, and nobody reads it any more while this row stands."""

    __tablename__ = "merged_company"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("company.id"), unique=True)
    name: Mapped[str] = mapped_column(info=FREE)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ToldApart(Base):
    """Two companies that resemble each other and are not one: somebody looked, the lower number first."""

    __tablename__ = "told_apart"
    id: Mapped[Key]
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    told_at: Mapped[datetime]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("company_id", "other_id"),)


untracked(NameReading)
MUNICIPALITY = Field("municipality_code", names=Municipality.name)
searched(Company, "company", "name", Field("website", domain), MUNICIPALITY)
searched(TradeName, "company", "name")
searched(CompanyKvk, "company", "number")
searched(Contact, "contact", "name", "email")
