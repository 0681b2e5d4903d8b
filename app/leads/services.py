"""Recording leads: a company has a question; what changes about it; its life phase; who follows it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.access.session import GuardedSession
from app.companies.models import Company
from app.companies.rules import Kind
from app.db.errors import Refused
from app.geography.queries import rom_of
from app.leads import rules
from app.leads.models import CodeCounter, Follow, Lead, LeadCourse, LeadStory, PhaseRecord
from app.leads.queries import course_of, follows, is_admitted, phase_before, story_of
from app.leads.rules import Objection
from app.ledger.rules import EVIDENCE, Fact
from app.ledger.services import keep_text, take_back
from app.words import N_

FIRST_STEP = "signalled"
NO_EVIDENCE_KIND = N_("Kies wat voor bewijs er is.")
KIND_COUNTED = N_("Deze lead is al toegelaten: de soort bij binnenkomst staat vast.")
NO_PERSON = N_("Alleen een persoon kan een lead volgen.")


def _refuse(objection: Objection | None) -> None:
    if objection is not None:
        raise Refused(objection.message, field=objection.field)


def signal_lead(
    session: GuardedSession,
    company: Company,
    *,
    municipality_code: str | None,
    asked_on: date | None = None,
    needed_by: date | None = None,
    question: str | None = None,
    site_name: str | None = None,
    phase: int | None = None,
    owner_id: int | None = None,
    withheld: bool = False,
) -> Lead:
    """A company with a question enters the pipeline under a code of its own (002 §4.3).

    The origin ROM follows the municipality where growth is stuck and stays what it is; without one there is none.
    """
    today = session.clock.today()
    asked = asked_on or today
    _refuse(rules.objection_to_days(asked, needed_by, today))
    lead = Lead(
        code=_new_code(session, today.year),
        company_id=company.id,
        origin_rom_code=rom_of(session, municipality_code) if municipality_code else None,
        kind_at_entry=company.kind,
        kind=company.kind,
        phase=phase or rules.default_phase(company.kind),
        needed_quarter=rules.quarter_of(needed_by),
        withheld=withheld,
    )
    session.add(lead)
    session.flush()
    session.add_all(
        (
            LeadCourse(
                lead_id=lead.id,
                company_id=company.id,
                asked_on=asked,
                needed_by=needed_by,
                step=FIRST_STEP,
                step_since=today,
                owner_id=owner_id or session.actor.person_id,
                last_activity_at=session.clock.now(),
                created_at=session.clock.now(),
            ),
            LeadStory(
                lead_id=lead.id,
                company_id=company.id,
                municipality_code=municipality_code,
                site_name=site_name or None,
                question=(question or "").strip() or None,
            ),
        )
    )
    session.flush()
    return lead


def _new_code(session: GuardedSession, year: int) -> str:
    return new_codes(session, year, 1)[0]


def new_codes(session: GuardedSession, year: int, count: int) -> list[str]:
    """The next so many codes of a year."""
    last = _last_number(session, year, count)
    while last is None:
        try:
            with session.begin_nested():
                session.add(CodeCounter(year=year, last=0))
        except IntegrityError:
            session.expire_all()  # somebody else began the year at the same moment
        last = _last_number(session, year, count)
    return [rules.lead_code(year, number) for number in range(last - count + 1, last + 1)]


def _last_number(session: GuardedSession, year: int, count: int) -> int | None:
    """So many more than the last number of the year; the row stays locked until the end, so no number goes out twice."""
    return session.scalar(
        update(CodeCounter)
        .where(CodeCounter.year == year)
        .values(last=CodeCounter.last + count)
        .returning(CodeCounter.last)
        .execution_options(synchronize_session=False)
    )


def change_lead(
    session: GuardedSession,
    lead: Lead,
    *,
    asked_on: date,
    needed_by: date | None,
    municipality_code: str | None,
    question: str | None,
    site_name: str | None,
    owner_id: int | None,
) -> Lead:
    """What is known of the question now. The origin ROM follows the municipality until the lead is admitted.

    From then on it stays what it was; what waits to be judged about an earlier origin or question is taken back.
    """
    _refuse(rules.objection_to_days(asked_on, needed_by, session.clock.today()))
    course, story = course_of(session, lead), story_of(session, lead)
    if course is None or story is None:
        raise LookupError("only who reads the whole lead may change it")
    if municipality_code != story.municipality_code and not is_admitted(session, lead):
        _move_origin(session, lead, municipality_code)
    if asked_on != course.asked_on:
        take_back(session, lead.id, (Fact.ADMITTED,))
    course.asked_on, course.needed_by, course.owner_id = asked_on, needed_by, owner_id
    course.last_activity_at = session.clock.now()
    lead.needed_quarter = rules.quarter_of(needed_by)
    story.municipality_code, story.site_name = municipality_code, site_name or None
    story.question = (question or "").strip() or None
    session.flush()
    return lead


def assign_owner(session: GuardedSession, leads: Sequence[Lead], owner_id: int) -> None:
    """Leads get another owner. That is no activity: how long it has been silent stays to be seen."""
    for course in session.scalars(select(LeadCourse).where(LeadCourse.lead_id.in_([lead.id for lead in leads]))):
        course.owner_id = owner_id
    session.flush()


def _move_origin(session: GuardedSession, lead: Lead, municipality_code: str | None) -> None:
    origin = rom_of(session, municipality_code) if municipality_code else None
    if origin != lead.origin_rom_code:
        lead.origin_rom_code = origin
        take_back(session, lead.id, Fact)


def change_kind(session: GuardedSession, company: Company, kind: str) -> None:
    """The company and its leads are of another kind today; the kind at entry stays as it was."""
    company.kind = Kind(kind)
    for lead in session.scalars(select(Lead).where(Lead.company_id == company.id, Lead.kind != company.kind)):
        lead.kind = company.kind
    session.flush()


def change_kinds(session: GuardedSession, companies: Collection[Company]) -> None:
    """The leads of many companies are of the kind that those are now; the kind at entry stays as it was."""
    kinds = {company.id: company.kind for company in companies}
    for lead in session.scalars(select(Lead).where(Lead.company_id.in_(kinds))):
        lead.kind = kinds[lead.company_id]
    session.flush()


def correct_kind_at_entry(session: GuardedSession, lead: Lead, kind: str) -> Lead:
    """The kind at entry was mistaken: may be mended until the lead is admitted, then it counts (002 §5.5)."""
    if is_admitted(session, lead):
        raise Refused(KIND_COUNTED, field="kind_at_entry")
    lead.kind_at_entry = Kind(kind)
    session.flush()
    return lead


def record_phase(
    session: GuardedSession,
    lead: Lead,
    *,
    phase: int,
    since: date | None = None,
    evidence: str = "",
    evidence_kind: str | None = None,
) -> PhaseRecord:
    """An assessment of the life phase from a day on; going back needs evidence (002 §4.2). The newest one is shown."""
    today = session.clock.today()
    day = since or today
    before = phase_before(session, lead, day)
    _refuse(rules.objection_to_phase(phase, day, before, evidence, today))
    if evidence_kind is not None and evidence_kind not in EVIDENCE:
        raise Refused(NO_EVIDENCE_KIND, field="evidence_kind")
    said = evidence.strip()
    record = PhaseRecord(
        lead_id=lead.id,
        company_id=lead.company_id,
        phase=phase,
        since=day,
        assessed_by_id=session.actor.person_id,
        evidence_kind=evidence_kind,
        evidence_id=keep_text(session, lead.company_id, said).id if said else None,
        is_regression=rules.is_regression(phase, before),
        recorded_at=session.clock.now(),
    )
    session.add(record)
    session.flush()
    newest = phase_before(session, lead, today)
    if newest is not None:
        lead.phase = newest
    session.flush()
    return record


def withhold_face(session: GuardedSession, lead: Lead, *, withheld: bool) -> Lead:
    """Whether even the code and the anonymous facts wait until the company agrees (domain §6)."""
    lead.withheld = withheld
    session.flush()
    return lead


def follow(session: GuardedSession, lead: Lead) -> Follow:
    """The actor wants to hear what changes on a lead."""
    if session.actor.person_id is None:
        raise Refused(NO_PERSON)
    wish = follows(session, lead)
    if wish is None:
        wish = Follow(lead_id=lead.id, person_id=session.actor.person_id)
        session.add(wish)
        session.flush()
    return wish


def unfollow(session: GuardedSession, lead: Lead) -> None:
    """The actor does not want to hear of a lead any more."""
    wish = follows(session, lead)
    if wish is not None:
        session.delete(wish)
        session.flush()
