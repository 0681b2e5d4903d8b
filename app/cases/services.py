"""Writing down the case approach: plan, partners, actions, bottlenecks, signals and lessons."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.session import GuardedSession
from app.cases.models import (
    Approach,
    ApproachAction,
    ApproachPartner,
    Bottleneck,
    LeadProgramme,
    Lesson,
    Programme,
    Signal,
)
from app.cases.queries import revealing_names
from app.cases.rules import ADJACENT_PROGRAMMES, BottleneckKind, PartnerKind, SignalKind, names_the_company
from app.db.errors import Refused
from app.leads.models import Lead
from app.ledger.batches import remove
from app.ledger.models import Batch
from app.ledger.services import keep_text, replace_text
from app.words import N_

NOT_YET = N_("Deze dag ligt in de toekomst.")
NO_PLAN = N_("Schrijf in een paar zinnen wat het plan is.")
NO_ACTION = N_("Schrijf op wat er gaat gebeuren.")
NO_PARTNER = N_("Vul de naam van de partner in.")
NO_LESSON = N_("Schrijf op wat een ander hiervan kan leren.")
NO_NOTE = N_("Schrijf op waarom dit een signaal is.")
NAMED = N_("In deze les staat ‘%(name)s’. De hele taskforce leest haar: schrijf de les zonder naam of plaats.")


def _passed(session: GuardedSession, on: date | None, field: str) -> None:
    if on is not None and on > session.clock.today():
        raise Refused(NOT_YET, field=field)


def approach_of(session: GuardedSession, lead: Lead) -> Approach:
    """The approach of a lead, begun empty when there is none yet."""
    found = session.scalars(select(Approach).where(Approach.lead_id == lead.id)).one_or_none()
    if found is None:
        found = Approach(lead_id=lead.id, company_id=lead.company_id)
        session.add(found)
    return found


def save_approach(
    session: GuardedSession,
    lead: Lead,
    *,
    plan: str = "",
    plan_on: date | None = None,
    agreed_on: date | None = None,
    owner_id: int | None = None,
) -> Approach:
    """Plan, its day, the company's agreement and the owner in; the approach out. Refuses days ahead and an empty plan."""
    _passed(session, plan_on, "plan_on")
    _passed(session, agreed_on, "agreed_on")
    words = plan.strip()
    if plan_on is not None and not words:
        raise Refused(NO_PLAN, field="plan")
    known = session.scalars(select(Approach.plan_id).where(Approach.lead_id == lead.id)).one_or_none()
    plan_id = replace_text(session, lead.company_id, known, words)
    approach = approach_of(session, lead)
    approach.plan_id = plan_id
    approach.plan_on = (plan_on or session.clock.today()) if words else None
    approach.agreed_on = agreed_on
    approach.owner_id = owner_id
    session.flush()
    return approach


def add_partner(session: GuardedSession, lead: Lead, *, kind: str, name: str) -> ApproachPartner:
    """A partner of the approach by kind and name."""
    if not name.strip():
        raise Refused(NO_PARTNER, field="name")
    partner = ApproachPartner(lead_id=lead.id, company_id=lead.company_id, kind=PartnerKind(kind), name=name.strip())
    session.add(partner)
    session.flush()
    return partner


def remove_partner(session: GuardedSession, partner: ApproachPartner) -> Batch:
    """Takes a partner off the approach, into the bin."""
    return remove(session, partner)


def add_action(
    session: GuardedSession,
    lead: Lead,
    *,
    text: str,
    due_on: date,
    owner_id: int | None = None,
    bottleneck: str | None = None,
    external: bool = False,
    done_on: date | None = None,
) -> ApproachAction:
    """A dated action, done already or still to do; the first external one done counts for the approach."""
    if not text.strip():
        raise Refused(NO_ACTION, field="text")
    _passed(session, done_on, "done_on")
    action = ApproachAction(
        lead_id=lead.id,
        company_id=lead.company_id,
        text_id=keep_text(session, lead.company_id, text.strip()).id,
        due_on=due_on,
        done_on=done_on,
        owner_id=owner_id,
        bottleneck=BottleneckKind(bottleneck) if bottleneck else None,
        external=external,
    )
    session.add(action)
    session.flush()
    _settle_first_external(session, lead)
    return action


def change_action(
    session: GuardedSession,
    action: ApproachAction,
    *,
    text: str,
    due_on: date,
    owner_id: int | None = None,
    bottleneck: str | None = None,
    external: bool = False,
    done_on: date | None = None,
    dropped_on: date | None = None,
) -> ApproachAction:
    """The same action with other words, dates or owner; done or dropped when it has that date."""
    if not text.strip():
        raise Refused(NO_ACTION, field="text")
    _passed(session, done_on, "done_on")
    action.text_id = replace_text(session, action.company_id, action.text_id, text.strip()) or action.text_id
    action.due_on, action.done_on, action.dropped_on = due_on, done_on, dropped_on
    action.owner_id, action.external = owner_id, external
    action.bottleneck = BottleneckKind(bottleneck) if bottleneck else None
    session.flush()
    _settle_first_external(session, session.get_one(Lead, action.lead_id))
    return action


def finish_action(session: GuardedSession, action: ApproachAction, *, done_on: date | None = None) -> ApproachAction:
    """The action is done, today or on an earlier day."""
    _passed(session, done_on, "done_on")
    action.done_on = done_on or session.clock.today()
    session.flush()
    _settle_first_external(session, session.get_one(Lead, action.lead_id))
    return action


def _settle_first_external(session: GuardedSession, lead: Lead) -> None:
    first = session.scalars(
        select(ApproachAction.done_on)
        .where(
            ApproachAction.lead_id == lead.id,
            ApproachAction.external,
            ApproachAction.done_on.is_not(None),
            ApproachAction.dropped_on.is_(None),
        )
        .order_by(ApproachAction.done_on)
        .limit(1)
    ).one_or_none()
    approach = session.scalars(select(Approach).where(Approach.lead_id == lead.id)).one_or_none()
    if approach is None and first is not None:
        approach = approach_of(session, lead)
    if approach is not None:
        approach.first_external_on = first
        session.flush()


def note_bottleneck(
    session: GuardedSession,
    lead: Lead,
    *,
    kind: str,
    tried: str = "",
    noted_on: date | None = None,
    solved_on: date | None = None,
) -> Bottleneck:
    """A bottleneck of one kind, what was tried, and the day it was solved; noted twice is one bottleneck."""
    _passed(session, noted_on, "noted_on")
    _passed(session, solved_on, "solved_on")
    found = session.scalars(
        select(Bottleneck).where(Bottleneck.lead_id == lead.id, Bottleneck.kind == BottleneckKind(kind))
    ).one_or_none()
    tried_id = replace_text(session, lead.company_id, found.tried_id if found else None, tried.strip())
    if found is None:
        found = Bottleneck(
            lead_id=lead.id,
            company_id=lead.company_id,
            kind=BottleneckKind(kind),
            noted_on=noted_on or session.clock.today(),
        )
        session.add(found)
    elif noted_on is not None:
        found.noted_on = noted_on
    found.tried_id = tried_id
    found.solved_on = solved_on
    session.flush()
    return found


def raise_signal(session: GuardedSession, lead: Lead, *, kind: str, note: str, raised_on: date | None = None) -> Signal:
    """A signal for policy makers with the reason why (002 §4.7, §4.8, §5.3, §5.5)."""
    if not note.strip():
        raise Refused(NO_NOTE, field="note")
    _passed(session, raised_on, "raised_on")
    found = session.scalars(
        select(Signal).where(Signal.lead_id == lead.id, Signal.kind == SignalKind(kind))
    ).one_or_none()
    note_id = replace_text(session, lead.company_id, found.note_id if found else None, note.strip())
    if found is None:
        found = Signal(lead_id=lead.id, company_id=lead.company_id, kind=SignalKind(kind))
        session.add(found)
    found.raised_on = raised_on or session.clock.today()
    found.withdrawn_on = None
    found.note_id = note_id
    session.flush()
    return found


def withdraw_signal(session: GuardedSession, signal: Signal) -> Signal:
    """The signal no longer holds, from today."""
    signal.withdrawn_on = session.clock.today()
    session.flush()
    return signal


def write_lesson(
    session: GuardedSession, lead: Lead, *, bottleneck: str, text: str, technology_code: str | None = None
) -> Lesson:
    """A lesson for every later case with this bottleneck; refused while it names the company or its place."""
    words = text.strip()
    if not words:
        raise Refused(NO_LESSON, field="text")
    named = names_the_company(words, revealing_names(session, lead))
    if named is not None:
        raise Refused(NAMED, field="text", name=named)
    lesson = Lesson(
        lead_id=lead.id,
        company_id=lead.company_id,
        bottleneck=BottleneckKind(bottleneck),
        technology_code=technology_code,
        text=words,
        written_at=session.clock.now(),
        written_by_id=session.actor.person_id,
    )
    session.add(lesson)
    session.flush()
    return lesson


def link_programmes(session: GuardedSession, lead: Lead, codes: list[str]) -> None:
    """The adjacent programmes of a case become exactly these (002 §5.3-2e)."""
    linked = {
        one.programme_code: one
        for one in session.scalars(select(LeadProgramme).where(LeadProgramme.lead_id == lead.id))
    }
    for code, row in linked.items():
        if code not in codes:
            session.delete(row)
    for code in dict.fromkeys(codes):
        if code not in linked:
            session.add(
                LeadProgramme(
                    lead_id=lead.id,
                    company_id=lead.company_id,
                    programme_code=code,
                    linked_on=session.clock.today(),
                )
            )
    session.flush()


def load_programmes(session: Session) -> None:
    """Fills the list of adjacent programmes; twice gives the same list."""
    for one in ADJACENT_PROGRAMMES:
        session.merge(Programme(code=one.code, name=one.name, run_by=one.run_by))
    session.flush()
