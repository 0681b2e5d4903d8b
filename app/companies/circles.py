"""Who stands in which circle around a company (domain §6): the heart of what may be seen."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from app.access.actor import MINISTRY, TASKFORCE_KINDS, Role
from app.access.policy import Circle, Condition, Viewer, any_of, constant, define_circle, past_guard, protect
from app.companies.models import (
    Company,
    CompanyKvk,
    CompanyTechnology,
    Consent,
    ConsentOrganisation,
    Contact,
    ContactRequest,
    Disclosure,
    Handover,
    HandoverOutcome,
    KnownLookup,
    MergedCompany,
    NameReading,
    NameRecall,
    PartyRecall,
    PortfolioQuestion,
    TargetTest,
    Telling,
    ToldApart,
    TradeName,
)
from app.ledger.models import Submission

# The conditions look at the tables themselves, past the guard; the prefix tells the fence that they may.
company = past_guard(Company)
consent = past_guard(Consent)
named = past_guard(ConsentOrganisation)
submission = past_guard(Submission)
merged = past_guard(MergedCompany)
offered = past_guard(Handover)
ended = past_guard(HandoverOutcome)


def in_force(row: Any, today: Any) -> ColumnElement[bool]:
    """A consent that holds today: begun, not ended, not withdrawn."""
    return and_(
        row.granted_on <= today,
        or_(row.ends_on.is_(None), row.ends_on >= today),
        or_(row.withdrawn_on.is_(None), row.withdrawn_on > today),
    )


def _consented(company_id: Any, viewer: Viewer) -> ColumnElement[bool]:
    """A consent in force reaches the viewer's organisation: by its name, or as one of the taskforce."""
    by_name = exists().where(
        named.c.consent_id == consent.c.id,
        named.c.organisation_id == viewer.organisation,
    )
    reaches = and_(consent.c.scope == constant("named"), by_name.correlate_except(named))
    if viewer.actor.organisation_kind in TASKFORCE_KINDS:
        reaches = or_(consent.c.scope == constant("taskforce"), reaches)
    found = exists().where(consent.c.company_id == company_id, in_force(consent.c, viewer.day), reaches)
    return found.correlate_except(consent)


def _of_company(company_id: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(company.c.id == company_id, condition).correlate_except(company)


def held(row: Any, viewer: Viewer) -> Condition:
    """Rows of companies whose NDA holder is the viewer's organisation."""
    if not viewer.actor.is_member:
        return False
    mine = company.c.holder_id == viewer.organisation
    return _of_company(row.company_id, mine)


def identity(row: Any, viewer: Viewer) -> Condition:
    """Rows that tell who a company is: its holder, and organisations with consent in force."""
    if not viewer.actor.is_member:
        return False
    mine = company.c.holder_id == viewer.organisation
    return _of_company(row.company_id, or_(mine, _consented(company.c.id, viewer)))


def dossier(row: Any, viewer: Viewer) -> Condition:
    """Dates, amounts and steps without a name: also the coordinating ROM, and a verifier where one is needed."""
    if viewer.actor.has(Role.COORDINATOR):
        return True
    inside = identity(row, viewer)
    if not viewer.actor.has(Role.VERIFIER):
        return inside
    asked = exists().where(submission.c.company_id == row.company_id, submission.c.needs_verifier)
    return any_of(inside, asked.correlate_except(submission))


def _company_itself(row: Any, viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    is_gone = exists().where(merged.c.gone_id == row.id).correlate_except(merged)
    return and_(or_(row.holder_id == viewer.organisation, _consented(row.id, viewer)), ~is_gone)


def _held_itself(row: Any, viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    return row.holder_id == viewer.organisation


def _offered(viewer: Viewer) -> ColumnElement[bool]:
    """What is offered to the viewer's organisation, and waits for its answer."""
    is_over = exists().where(ended.c.handover_id == offered.c.id).correlate_except(ended)
    return and_(offered.c.to_id == viewer.organisation, offered.c.answer_by >= viewer.day, ~is_over)


def _held_or_taken(row: Any, viewer: Viewer) -> Condition:
    """The holder; and who takes over what they were offered, once the company's consent names them."""
    if not viewer.actor.is_member:
        return False
    names_us = exists().where(
        named.c.consent_id == offered.c.consent_id, named.c.organisation_id == viewer.organisation
    )
    taken = and_(offered.c.kind == constant("move"), _offered(viewer), names_us.correlate_except(named))
    takes = exists().where(offered.c.company_id == row.id, taken).correlate_except(offered)
    return or_(row.holder_id == viewer.organisation, takes)


def _held_or_accepted(row: Any, viewer: Viewer) -> Condition:
    """The holder; and who accepts an offer, of what says that the consent names them and that they were told."""
    if not viewer.actor.is_member:
        return False
    accepted = exists().where(offered.c.consent_id == row.consent_id, _offered(viewer)).correlate_except(offered)
    return any_of(held(row, viewer), and_(row.organisation_id == viewer.organisation, accepted))


def _offered_or_dossier(row: Any, viewer: Viewer) -> Condition:
    """Who offered, who was offered it, and who reads the dossier."""
    if not viewer.actor.is_member:
        return False
    ours = or_(row.from_id == viewer.organisation, row.to_id == viewer.organisation)
    return any_of(ours, dossier(row, viewer))


def _of_an_offer(viewer: Viewer, handover_id: Any, *sides: Any) -> ColumnElement[bool]:
    ours = or_(*(side == viewer.organisation for side in sides))
    return exists().where(offered.c.id == handover_id, ours).correlate_except(offered)


def _reads_outcome(row: Any, viewer: Viewer) -> Condition:
    if not viewer.actor.is_member:
        return False
    return any_of(_of_an_offer(viewer, row.handover_id, offered.c.from_id, offered.c.to_id), dossier(row, viewer))


def _ends_offer(row: Any, viewer: Viewer) -> Condition:
    """Who was offered it says yes or no; the holder takes an offer back. Each in their own name."""
    if not viewer.actor.is_member:
        return False
    answers = _of_an_offer(viewer, row.handover_id, offered.c.to_id)
    holds = _of_company(row.company_id, company.c.holder_id == viewer.organisation)
    return and_(row.organisation_id == viewer.organisation, or_(answers, holds))


def _own_or_held(row: Any, viewer: Viewer) -> Condition:
    """The organisation that wrote the row, and the holder it is addressed to."""
    if not viewer.actor.is_member:
        return False
    return any_of(row.organisation_id == viewer.organisation, held(row, viewer))


def _reader_of_the_name(row: type[NameReading], viewer: Viewer) -> Condition:
    """Who read a name at the ministry leaves that behind, in their own name and for their own organisation."""
    if viewer.actor.organisation_kind != MINISTRY or not viewer.actor.has(Role.PROGRAMME):
        return False
    return and_(row.person_id == viewer.person, row.organisation_id == viewer.organisation)


def _told_of_readings(row: type[NameReading], viewer: Viewer) -> Condition:
    """The reader, the holder, and the coordinator, who knows the lead by its code."""
    return any_of(viewer.actor.has(Role.COORDINATOR), _reader_of_the_name(row, viewer), held(row, viewer))


def _coordinator_or_holder(row: type[NameRecall], viewer: Viewer) -> Condition:
    return any_of(viewer.actor.has(Role.COORDINATOR), held(row, viewer))


define_circle(Circle.IDENTITY, identity)
define_circle(Circle.DOSSIER, dossier)
define_circle(Circle.HOLDER, held)

protect(Company, read=_company_itself, write=_held_or_taken, leaves=_held_itself)
for _model in (CompanyKvk, TradeName, TargetTest, Contact, PortfolioQuestion):
    protect(_model, read=Circle.IDENTITY, write=Circle.HOLDER)
protect(CompanyTechnology, read=Circle.FACE, write=Circle.HOLDER)
protect(Consent, read=Circle.IDENTITY, write=Circle.HOLDER)
protect(ConsentOrganisation, read=Circle.IDENTITY, write=_held_or_accepted)
protect(MergedCompany, read=Circle.HOLDER, write=Circle.HOLDER)
protect(ToldApart, read=Circle.HOLDER, write=Circle.HOLDER)
protect(Disclosure, read=Circle.HOLDER, write=_held_or_accepted)
protect(Handover, read=_offered_or_dossier, write=Circle.HOLDER)
protect(HandoverOutcome, read=_reads_outcome, write=_ends_offer)
protect(Telling, read=Circle.HOLDER, write=Circle.HOLDER)
protect(PartyRecall, read=Circle.HOLDER, write=Circle.HOLDER)
protect(NameReading, read=_told_of_readings, write=_reader_of_the_name)
protect(NameRecall, read=_coordinator_or_holder, write=_coordinator_or_holder)
protect(KnownLookup, read=Circle.HOLDER, write=_own_or_held)
protect(ContactRequest, read=_own_or_held, write=_own_or_held)
