"""Offering a lead to another organisation, and answering that; nothing is open before both have said yes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.access.session import GuardedSession
from app.accounts.models import Organisation
from app.accounts.queries import colleagues
from app.cases.models import Approach, ApproachAction
from app.companies import rules as companies
from app.companies.models import Company, Consent, ConsentOrganisation, Disclosure, Handover, HandoverOutcome
from app.companies.queries import organisations_to_share_with
from app.db.errors import Refused
from app.handover import queries, rules
from app.handover.rules import Kind, Outcome, objection_to_offer, state_of
from app.leads.models import Lead, LeadCourse
from app.leads.services import follow
from app.timeline.models import Task


def offer_lead(
    session: GuardedSession,
    lead: Lead,
    *,
    kind: str,
    to_id: int | None = None,
    reason: str = "",
    answer_by: date | None = None,
    reads_on: bool = False,
    agreed: bool = False,
    granted_on: date | None = None,
    granted_by: str = "",
    ends_on: date | None = None,
) -> Handover:
    """The holder offers to share the lead's company, or to hand it over; the other sees the code until it accepts.

    Refused where no consent of the company covers it and none is `agreed` here, or where it is offered already.
    """
    today = session.clock.today()
    company = session.get_one(Company, lead.company_id)
    until = answer_by or today + timedelta(days=rules.USUAL_DAYS)
    others = [row.id for row in organisations_to_share_with(session, company.holder_id)]
    objection = objection_to_offer(
        kind, to_id, reason, until, holder_id=company.holder_id, others=others, reads_on=reads_on, today=today
    )
    if objection is not None:
        raise Refused(objection.message, field=objection.field)
    assert to_id is not None
    _assert_free(session, lead, Kind(kind), to_id)
    consent = queries.covering(session, company.id, kind, to_id)
    if consent is None:
        if not agreed:
            raise Refused(rules.NOT_AGREED if kind == Kind.SHARE else rules.NOT_AGREED_TO_MOVE, field="agreed")
        consent = _agree(session, company, to_id, granted_on or today, ends_on, granted_by)
    offer = Handover(
        company_id=company.id,
        lead_id=lead.id,
        kind=Kind(kind),
        from_id=company.holder_id,
        to_id=to_id,
        reason=reason,
        consent_id=consent.id,
        reads_on=reads_on,
        offered_at=session.clock.now(),
        offered_by_id=session.actor.person_id,
        answer_by=until,
    )
    session.add(offer)
    session.flush()
    return offer


def _assert_free(session: GuardedSession, lead: Lead, kind: Kind, to_id: int) -> None:
    """Nothing stands in the way: what is offered already, what is shared already, what waits to be judged."""
    if lead.withheld:
        raise Refused(rules.WITHHELD)
    today = session.clock.today()
    for other in queries.open_offers(session, lead.company_id):
        if state_of(None, other.answer_by, today) != rules.OPEN:
            continue
        if other.to_id == to_id:
            raise Refused(rules.ALREADY_OFFERED, field="to_id", to=_short(session, to_id))
        if other.kind == kind == Kind.MOVE:
            raise Refused(rules.ALREADY_MOVING, field="kind", to=_short(session, other.to_id))
    if kind is Kind.SHARE and queries.is_shared(session, lead.company_id, to_id):
        raise Refused(rules.ALREADY_SHARED, field="to_id", to=_short(session, to_id))
    if kind is Kind.MOVE and queries.waits_for_judgement(session, lead.company_id):
        raise Refused(rules.WAITING)


def _short(session: GuardedSession, organisation_id: int) -> str:
    return session.get_one(Organisation, organisation_id).short


def _agree(
    session: GuardedSession, company: Company, to_id: int, granted_on: date, ends_on: date | None, granted_by: str
) -> Consent:
    """The company agrees that they know; who they are is added when they accept, so until then it opens nothing."""
    today = session.clock.today()
    objection = companies.objection_to_consent(companies.Scope.NAMED, granted_on, ends_on, [to_id], today)
    if objection is not None:
        raise Refused(objection.message, field=objection.field)
    consent = Consent(
        company_id=company.id,
        scope=companies.Scope.NAMED,
        granted_on=granted_on,
        ends_on=ends_on,
        granted_by=granted_by.strip() or None,
        recorded_by_id=session.actor.person_id,
    )
    session.add(consent)
    session.flush()
    return consent


def withdraw_offer(session: GuardedSession, offer: Handover) -> None:
    """The holder takes an offer back before it was answered."""
    _end(session, offer, Outcome.WITHDRAWN)


def decline_offer(session: GuardedSession, offer: Handover, *, reason: str) -> None:
    """We do not want it; the holder hears a reason of DECLINED_FOR, and nothing is open."""
    if reason not in rules.DECLINED_FOR:
        raise Refused(rules.NO_REASON, field="reason")
    _end(session, offer, Outcome.DECLINED, reason)


def accept_offer(session: GuardedSession, offer: Handover, *, owner_id: int | None = None) -> None:
    """We read along from now on, or we are the holder; all at once, or refused in words and nothing of it.

    `owner_id` is who of ours sees to the leads that go over (the actor when nobody is named).
    """
    with _first(session):
        _assert_open(session, offer)
        _open_up(session, offer, offer.to_id)
        company = session.scalars(select(Company).where(Company.id == offer.company_id)).one_or_none()
        if company is None:
            raise Refused(rules.CONSENT_OVER)
        if offer.kind == Kind.MOVE:
            _take_over(session, company, offer)
        _end(session, offer, Outcome.ACCEPTED)
        if offer.kind == Kind.MOVE:
            _settle_in(session, company, offer, owner_id or session.actor.person_id)
        follow(session, session.get_one(Lead, offer.lead_id))


def _open_up(session: GuardedSession, offer: Handover, organisation_id: int) -> None:
    """The consent of an offer names an organisation from now on, and the holder's list says that it was told."""
    about = {"consent_id": offer.consent_id, "company_id": offer.company_id, "organisation_id": organisation_id}
    named = select(ConsentOrganisation.id).where(
        ConsentOrganisation.consent_id == offer.consent_id, ConsentOrganisation.organisation_id == organisation_id
    )
    if session.execute(named).first() is None and not _reaches_all(session, offer):
        session.add(ConsentOrganisation(**about))
    session.add(Disclosure(**about, what=companies.IDENTITY, at=session.clock.now()))
    session.flush()


def _reaches_all(session: GuardedSession, offer: Handover) -> bool:
    """Whether the consent is one to the whole taskforce; an agreement that does not reach us yet is not for us to read."""
    scope = session.scalars(select(Consent.scope).where(Consent.id == offer.consent_id)).one_or_none()
    return scope == companies.Scope.TASKFORCE


def _take_over(session: GuardedSession, company: Company, offer: Handover) -> None:
    """The company has another holder; an NDA that was signed with the former one is not ours."""
    company.holder_id = offer.to_id
    if company.nda == companies.Nda.NDA:
        company.nda, company.nda_on = companies.Nda.UNKNOWN, None
    session.flush()
    if queries.waits_for_judgement(session, company.id):
        raise Refused(rules.WAITING)


def _settle_in(session: GuardedSession, company: Company, offer: Handover, owner_id: int | None) -> None:
    """What hangs on a company that has just become ours: other offers, who sees to it, and the former holder."""
    for other in queries.open_offers(session, company.id):
        _end(session, other, Outcome.OVERTAKEN)
    _see_to(session, company, offer, owner_id)
    if offer.reads_on:
        _open_up(session, offer, offer.from_id)
    else:
        told = {"company_id": company.id, "organisation_id": offer.from_id, "what": companies.HELD}
        session.add(Disclosure(**told, at=session.clock.now()))
        session.flush()


def _see_to(session: GuardedSession, company: Company, offer: Handover, owner_id: int | None) -> None:
    """One of us sees to what the people of the former holder saw to; what is done stays theirs."""
    ours = [number for number, _name in colleagues(session, offer.to_id)]
    if owner_id not in ours:
        raise Refused(rules.NO_OWNER, field="owner_id")
    open_action = (ApproachAction.done_on.is_(None), ApproachAction.dropped_on.is_(None))
    owned: dict[Any, tuple[Any, ...]] = {LeadCourse: (), Approach: (), ApproachAction: open_action}
    for model, still in owned.items():
        theirs = or_(model.owner_id.not_in(ours), model.owner_id.is_(None))
        for row in session.scalars(select(model).where(model.company_id == company.id, theirs, *still)):
            row.owner_id = owner_id
    tasks = select(Task).where(Task.company_id == company.id, Task.organisation_id == offer.from_id)
    for task in session.scalars(tasks.where(Task.done_on.is_(None))):
        task.owner_id, task.organisation_id = owner_id, offer.to_id
    session.flush()


def _assert_open(session: GuardedSession, offer: Handover) -> None:
    if state_of(queries.outcome_of(session, offer), offer.answer_by, session.clock.today()) != rules.OPEN:
        raise Refused(rules.OVER)


def _end(session: GuardedSession, offer: Handover, what: Outcome, reason: str | None = None) -> None:
    """Says what became of an offer. The first who says so is right: there is one outcome of each."""
    if what is not Outcome.OVERTAKEN:
        _assert_open(session, offer)
    with _first(session):
        session.add(
            HandoverOutcome(
                handover_id=offer.id,
                company_id=offer.company_id,
                organisation_id=session.actor.organisation_id,
                what=what,
                reason=reason,
                at=session.clock.now(),
                person_id=session.actor.person_id,
            )
        )


@contextmanager
def _first(session: GuardedSession) -> Iterator[None]:
    """All of it or nothing; whoever of two at the same moment comes second hears that it was answered."""
    try:
        with session.begin_nested():
            yield
    except (IntegrityError, StaleDataError) as error:
        raise Refused(rules.OVER) from error
