"""Offers to share a lead or to hand it over: those that were made and got, and what became of each."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person
from app.companies.models import Company, Consent, ConsentOrganisation, Handover, HandoverOutcome
from app.companies.queries import in_force
from app.handover.rules import Kind, covers
from app.leads.models import Lead
from app.ledger.models import Submission
from app.ledger.rules import CHANGEABLE

MOST_SHOWN = 200
giver, taker, asker, answerer = aliased(Organisation), aliased(Organisation), aliased(Person), aliased(Person)


def _told() -> Select[Any]:
    """Offers as a person reads them: by the code, and by the name where the reader may know it."""
    columns: tuple[Any, ...] = (
        Handover.id,
        Handover.company_id,
        Handover.lead_id,
        Handover.kind,
        Handover.reason,
        Handover.from_id,
        Handover.to_id,
        Handover.reads_on,
        Handover.consent_id,
        Handover.offered_at,
        Handover.answer_by,
        Lead.code,
        Company.name.label("company"),
        Company.holder_id,
        giver.short.label("giver"),
        taker.short.label("taker"),
        asker.name.label("offered_by"),
        HandoverOutcome.what.label("outcome"),
        HandoverOutcome.reason.label("answer"),
        HandoverOutcome.at.label("answered_at"),
        answerer.name.label("answered_by"),
    )
    return (
        select(*columns)
        .select_from(Handover)
        .join(giver, giver.id == Handover.from_id)
        .join(taker, taker.id == Handover.to_id)
        .outerjoin(Lead, Lead.id == Handover.lead_id)
        .outerjoin(Company, Company.id == Handover.company_id)
        .outerjoin(asker, asker.id == Handover.offered_by_id)
        .outerjoin(HandoverOutcome, HandoverOutcome.handover_id == Handover.id)
        .outerjoin(answerer, answerer.id == HandoverOutcome.person_id)
        .order_by(Handover.id.desc())
    )


OF_COMPANY = Prepared(_told().where(Handover.company_id == bindparam("company_id", type_=Integer)))


def offers_of(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The offers of a company that the reader may know of, the newest first."""
    return session.ask(OF_COMPANY, company_id=company_id)


def offer_told(session: GuardedSession, offer_id: int) -> Any:
    """One offer as a person reads it, or None."""
    return session.execute(_told().where(Handover.id == offer_id)).one_or_none()


def offer(session: GuardedSession, offer_id: int) -> Handover | None:
    """One offer, or None where the reader may not know of it."""
    return session.scalars(select(Handover).where(Handover.id == offer_id)).one_or_none()


def our_offers(session: GuardedSession) -> Sequence[Any]:
    """What our organisation offered and was offered, what waits on top, then the newest first."""
    ours = or_(Handover.from_id == session.actor.organisation_id, Handover.to_id == session.actor.organisation_id)
    waits = case((_waits(session.clock.today()), 0), else_=1)
    found = _told().where(ours).order_by(None).order_by(waits, Handover.id.desc())
    return session.execute(found.limit(MOST_SHOWN)).all()


def _waits(today: date) -> Any:
    return and_(HandoverOutcome.id.is_(None), Handover.answer_by >= today)


def waiting_for_us(session: GuardedSession) -> Sequence[Any]:
    """The offers that wait for an answer of our organisation, the first to lapse on top."""
    mine = and_(Handover.to_id == session.actor.organisation_id, _waits(session.clock.today()))
    return session.execute(_told().where(mine).order_by(None).order_by(Handover.answer_by, Handover.id)).all()


def open_offers(session: GuardedSession, company_id: int) -> list[Handover]:
    """The offers of a company that have no outcome, lapsed ones too."""
    found = select(Handover).outerjoin(HandoverOutcome, HandoverOutcome.handover_id == Handover.id)
    found = found.where(Handover.company_id == company_id, HandoverOutcome.id.is_(None))
    return list(session.scalars(found.order_by(Handover.id)))


def outcome_of(session: GuardedSession, handover: Handover) -> str | None:
    """What became of an offer, or None while it has no outcome."""
    found = select(HandoverOutcome.what).where(HandoverOutcome.handover_id == handover.id)
    return session.scalars(found).one_or_none()


def covering(session: GuardedSession, company_id: int, kind: str, to_id: int) -> Consent | None:
    """A consent in force that covers an offer to an organisation: the one that holds longest.

    An agreement that was recorded for an earlier offer to them names nobody yet, and covers a next one.
    """
    naming = select(ConsentOrganisation.consent_id).where(ConsentOrganisation.organisation_id == to_id)
    agreed = select(Handover.consent_id).where(Handover.to_id == to_id)
    names_them = or_(Consent.id.in_(naming), Consent.id.in_(agreed)).label("names_them")
    found = session.execute(
        select(Consent, names_them)
        .where(Consent.company_id == company_id, in_force(session.clock.today()))
        .order_by(Consent.ends_on.is_not(None), Consent.ends_on.desc(), Consent.id)
    )
    return next((one for one, names in found if covers(kind, one.scope, names_them=names)), None)


def is_shared(session: GuardedSession, company_id: int, to_id: int) -> bool:
    """Whether an organisation accepted to share a company, on a consent that still holds."""
    found = (
        select(Handover.id)
        .join(HandoverOutcome, HandoverOutcome.handover_id == Handover.id)
        .join(Consent, Consent.id == Handover.consent_id)
        .where(
            Handover.company_id == company_id,
            Handover.to_id == to_id,
            Handover.kind == Kind.SHARE,
            HandoverOutcome.what == "accepted",
            in_force(session.clock.today()),
        )
    )
    return session.execute(found.limit(1)).first() is not None


def waits_for_judgement(session: GuardedSession, company_id: int) -> bool:
    """Whether a fact of a company was submitted and not decided on."""
    found = select(Submission.id).where(Submission.company_id == company_id, Submission.status.in_(CHANGEABLE))
    return session.execute(found.limit(1)).first() is not None


def codes_of(session: GuardedSession, company_id: int) -> list[str]:
    """The codes of a company's leads, in order, as far as the reader may know of them."""
    return list(session.scalars(select(Lead.code).where(Lead.company_id == company_id).order_by(Lead.code)))
