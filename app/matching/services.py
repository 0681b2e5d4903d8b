"""Putting leads beside hubs, and offering places against a code (002 §4.4, domain §6). The company chooses."""

from datetime import date

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies.models import Company
from app.companies.services import give_consent
from app.db.errors import Refused
from app.hubs.models import Hub, Site
from app.hubs.queries import keeps
from app.leads.models import Lead, LeadCourse
from app.leads.queries import holds
from app.ledger.services import keep_text
from app.matching.models import Match, MatchMove, Offer, OfferNote
from app.matching.queries import match_of
from app.matching.rules import REASONS, Answer, Decliner, Step, may_move
from app.words import N_

CLOSED = N_("Deze lead is gesloten. Heropen hem eerst.")
NOT_FROM_HERE = N_("Dat kan niet vanaf deze stap.")
IN_FUTURE = N_("Deze dag moet nog komen. Leg vast wat al is gebeurd.")
BEFORE_LAST = N_("Deze dag ligt voor de vorige stap.")
WHO_DECLINED = N_("Kies wie het liet afvallen.")
WHICH_REASON = N_("Kies een reden.")
ALREADY_CHOSEN = N_("Het bedrijf koos al een ander brandpunt. Laat dat eerst afvallen.")
NOT_YOURS = N_("Je biedt alleen een plek aan in een brandpunt van je eigen regio.")
OWN_LEAD = N_("Dit is een lead van je eigen organisatie. Stel het brandpunt gewoon voor.")
ALREADY_OFFERED = N_("Dit brandpunt is al aangeboden. Wacht op het antwoord of trek het aanbod in.")
NOTHING_SAID = N_("Schrijf op wat je aanbiedt.")
ANSWERED = N_("Dit aanbod is al beantwoord of ingetrokken.")
ELSEWHERE = N_("Deze locatie hoort bij een ander brandpunt.")


def propose(session: GuardedSession, *, lead: Lead, hub: Hub, on: date | None = None) -> Match:
    """The hub is put to the company; from now on the hub's ROM sees the lead's code here."""
    return move_match(session, lead=lead, hub=hub, to=Step.PROPOSED, on=on)


def move_match(
    session: GuardedSession,
    *,
    lead: Lead,
    hub: Hub,
    to: str,
    on: date | None = None,
    declined_by: str | None = None,
    reason: str | None = None,
    text: str = "",
) -> Match:
    """A match takes a step on a day (today unless given); falling takes who let it fall and a reason of REASONS.

    The words go into an erasable row. Only the holder moves a match.
    """
    step, today = Step(to), session.clock.today()
    on = on or today
    match = match_of(session, lead.id, hub.id)
    now = Step(match.step) if match else Step.SUGGESTED
    _check(session, lead, hub, now, step)
    if on > today:
        raise Refused(IN_FUTURE, field="on")
    if match is not None and on < match.since:
        raise Refused(BEFORE_LAST, field="on")
    if step is Step.DECLINED:
        if declined_by not in tuple(Decliner):
            raise Refused(WHO_DECLINED, field="declined_by")
        if reason not in REASONS:
            raise Refused(WHICH_REASON, field="reason")
    else:
        declined_by = reason = None
    words = keep_text(session, lead.company_id, text.strip()).id if text.strip() else None
    if match is None:
        match = Match(lead_id=lead.id, company_id=lead.company_id, hub_id=hub.id, rom_code=hub.rom_code)
        session.add(match)
    match.step, match.since = step.value, on
    match.declined_by, match.reason, match.reason_id = declined_by, reason, words
    if step is Step.PROPOSED or (match.proposed_on is None and step is not Step.DECLINED):
        match.proposed_on = on
    session.flush()
    session.add(
        MatchMove(
            match_id=match.id,
            lead_id=lead.id,
            company_id=lead.company_id,
            from_step=now.value,
            to_step=step.value,
            moved_on=on,
            at=session.clock.now(),
            moved_by_id=session.actor.person_id,
            reason=reason,
            reason_id=words,
        )
    )
    _touch(session, lead)
    return match


def _check(session: GuardedSession, lead: Lead, hub: Hub, now: Step, to: Step) -> None:
    course = session.scalars(select(LeadCourse).where(LeadCourse.lead_id == lead.id)).one_or_none()
    if course is not None and course.closed_on is not None:
        raise Refused(CLOSED)
    if not may_move(now, to):
        raise Refused(NOT_FROM_HERE, field="to")
    if to is Step.CHOSEN:
        other = select(Match.id).where(Match.lead_id == lead.id, Match.step == Step.CHOSEN, Match.hub_id != hub.id)
        if session.scalars(other).first() is not None:
            raise Refused(ALREADY_CHOSEN)


def _touch(session: GuardedSession, lead: Lead) -> None:
    course = session.scalars(select(LeadCourse).where(LeadCourse.lead_id == lead.id)).one_or_none()
    if course is not None and holds(session, lead):
        course.last_activity_at = session.clock.now()
    session.flush()


def offer_place(
    session: GuardedSession,
    *,
    lead: Lead,
    hub: Hub,
    text: str,
    site: Site | None = None,
    available_from: date | None = None,
) -> Offer:
    """A ROM offers a place in one of its hubs against the code of a lead; only the holder reads the words."""
    organisation_id = session.actor.organisation_id
    if organisation_id is None or not keeps(session, hub):
        raise Refused(NOT_YOURS)
    if holds(session, lead):
        raise Refused(OWN_LEAD)
    if not text.strip():
        raise Refused(NOTHING_SAID, field="text")
    if site is not None and site.hub_id != hub.id:
        raise Refused(ELSEWHERE, field="site_id")
    waiting = select(Offer.id).where(
        Offer.lead_id == lead.id,
        Offer.hub_id == hub.id,
        Offer.organisation_id == organisation_id,
        Offer.status == Answer.OPEN,
    )
    if session.scalars(waiting).first() is not None:
        raise Refused(ALREADY_OFFERED)
    offer = Offer(
        lead_id=lead.id,
        company_id=lead.company_id,
        hub_id=hub.id,
        site_id=site.id if site else None,
        organisation_id=organisation_id,
        offered_by_id=session.actor.person_id,
        offered_on=session.clock.today(),
        available_from=available_from,
    )
    session.add(offer)
    session.flush()
    session.add(
        OfferNote(offer_id=offer.id, company_id=lead.company_id, organisation_id=organisation_id, text=text.strip())
    )
    session.flush()
    return offer


def accept_offer(
    session: GuardedSession, *, lead: Lead, hub: Hub, offer: Offer, granted_by: str = "", ends_on: date | None = None
) -> Match:
    """The company says yes: the offering organisation gets a consent by name, and the match stands at 'offer'."""
    _assert_open(offer)
    match = match_of(session, lead.id, hub.id)
    now = Step(match.step) if match else Step.SUGGESTED
    if now in (Step.SUGGESTED, Step.DECLINED):
        match = propose(session, lead=lead, hub=hub)
    assert match is not None
    if may_move(match.step, Step.OFFER):
        match = move_match(session, lead=lead, hub=hub, to=Step.OFFER)
    _answer(session, offer, Answer.ACCEPTED)
    company = session.get_one(Company, offer.company_id)
    give_consent(
        session, company, scope="named", organisations=[offer.organisation_id], granted_by=granted_by, ends_on=ends_on
    )
    return match


def decline_offer(session: GuardedSession, *, offer: Offer, reason: str) -> Offer:
    """The company says no: the offering organisation hears a reason of REASONS, and nothing else."""
    _assert_open(offer)
    if reason not in REASONS:
        raise Refused(WHICH_REASON, field="reason")
    offer.reason = reason
    _answer(session, offer, Answer.DECLINED)
    return offer


def withdraw_offer(session: GuardedSession, *, offer: Offer) -> Offer:
    """Who offered takes it back before it was answered."""
    _assert_open(offer)
    _answer(session, offer, Answer.WITHDRAWN)
    return offer


def _assert_open(offer: Offer) -> None:
    if offer.status != Answer.OPEN:
        raise Refused(ANSWERED)


def _answer(session: GuardedSession, offer: Offer, answer: Answer) -> None:
    offer.status = answer.value
    offer.answered_on = session.clock.today()
    offer.answered_by_id = session.actor.person_id
    session.flush()
