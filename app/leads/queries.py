"""Reads of leads that every room above may use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies.models import Company, CompanyKvk, PortfolioQuestion, TradeName
from app.companies.rules import name_key
from app.geography.models import Municipality, Rom
from app.leads.models import Follow, Lead, LeadCourse, LeadStory, PhaseRecord
from app.ledger.models import Entry, Value
from app.ledger.rules import Fact

PAGE = 50


def lead_by_code(session: GuardedSession, code: str) -> Lead | None:
    """The lead with this code, or None where there is none that the reader may know of."""
    return session.scalars(select(Lead).where(Lead.code == code)).one_or_none()


def holds(session: GuardedSession, lead: Lead) -> bool:
    """Whether the actor works for the NDA holder of the lead's company, or is the system."""
    if session.actor.is_system:
        return True
    holder = session.scalars(select(Company.holder_id).where(Company.id == lead.company_id)).one_or_none()
    return holder is not None and holder == session.actor.organisation_id


def held_of(session: GuardedSession, leads: Sequence[Lead]) -> Sequence[Lead]:
    """Those of some leads whose company the actor's organisation holds; all of them for the system."""
    if session.actor.is_system:
        return leads
    own = Company.holder_id == session.actor.organisation_id
    held = set(session.scalars(select(Company.id).where(Company.id.in_({lead.company_id for lead in leads}), own)))
    return [lead for lead in leads if lead.company_id in held]


def course_of(session: GuardedSession, lead: Lead) -> LeadCourse | None:
    """The dossier of a lead, or None where the reader may not see it."""
    return session.scalars(select(LeadCourse).where(LeadCourse.lead_id == lead.id)).one_or_none()


def story_of(session: GuardedSession, lead: Lead) -> LeadStory | None:
    """The story of a lead, or None where the reader may not see it."""
    return session.scalars(select(LeadStory).where(LeadStory.lead_id == lead.id)).one_or_none()


def is_admitted(session: GuardedSession, lead: Lead) -> bool:
    """Whether the ledger holds that this lead was admitted, and nobody reversed it."""
    taken = select(Entry.reverses).where(Entry.lead_id == lead.id, Entry.reverses.is_not(None))
    admitted = select(Entry.number).where(
        Entry.lead_id == lead.id,
        Entry.fact == Fact.ADMITTED,
        Entry.reverses.is_(None),
        Entry.number.not_in(taken),
    )
    return session.execute(admitted.limit(1)).first() is not None


def leads_of_company(session: GuardedSession, company_id: int) -> Sequence[Any]:
    """The leads of a company, the newest first: code, question, step, asked_on, needed_by, outcome, closed_on."""
    return session.execute(
        select(
            Lead.code,
            Lead.phase,
            Rom.short.label("rom"),
            LeadCourse.step,
            LeadCourse.asked_on,
            LeadCourse.needed_by,
            LeadCourse.outcome,
            LeadCourse.closed_on,
            LeadStory.question,
            Municipality.name.label("municipality"),
        )
        .outerjoin(Rom, Rom.code == Lead.origin_rom_code)
        .outerjoin(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(LeadStory, LeadStory.lead_id == Lead.id)
        .outerjoin(Municipality, Municipality.code == LeadStory.municipality_code)
        .where(Lead.company_id == company_id)
        .order_by(Lead.id.desc())
    ).all()


def open_leads_of(session: GuardedSession, company_ids: Sequence[int]) -> dict[int, Any]:
    """The newest open lead of each company: code and step, by the company's number."""
    if not company_ids:
        return {}
    found = session.execute(
        select(Lead.company_id, Lead.code, LeadCourse.step, LeadCourse.owner_id)
        .join(LeadCourse, LeadCourse.lead_id == Lead.id)
        .where(Lead.company_id.in_(company_ids), LeadCourse.closed_on.is_(None))
        .order_by(Lead.id)
    )
    return {row.company_id: row for row in found}


def phases(session: GuardedSession, lead_id: int) -> Sequence[Any]:
    """The assessments of a lead's life phase, the newest first, with the assessor and the words of the evidence."""
    return session.execute(
        select(
            PhaseRecord.id,
            PhaseRecord.phase,
            PhaseRecord.since,
            PhaseRecord.is_regression,
            PhaseRecord.evidence_kind,
            PhaseRecord.assessed_by_id,
            PhaseRecord.recorded_at,
            Person.name.label("person"),
            Value.text.label("evidence"),
            Value.erased_at,
        )
        .outerjoin(Person, Person.id == PhaseRecord.assessed_by_id)
        .outerjoin(Value, Value.id == PhaseRecord.evidence_id)
        .where(PhaseRecord.lead_id == lead_id)
        .order_by(PhaseRecord.since.desc(), PhaseRecord.id.desc())
    ).all()


def phase_before(session: GuardedSession, lead: Lead, day: date) -> int | None:
    """The phase that was assessed for the time before a day, or None where nobody did."""
    return session.scalars(
        select(PhaseRecord.phase)
        .where(PhaseRecord.lead_id == lead.id, PhaseRecord.since <= day)
        .order_by(PhaseRecord.since.desc(), PhaseRecord.id.desc())
        .limit(1)
    ).one_or_none()


def follows(session: GuardedSession, lead: Lead) -> Follow | None:
    """The actor's own wish to hear of a lead, or None."""
    return session.scalars(
        select(Follow).where(Follow.lead_id == lead.id, Follow.person_id == session.actor.person_id)
    ).one_or_none()


# --- The list of companies ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class CompanyList:
    """A page of companies: rows of columns, and how many there are in all."""

    rows: Sequence[Any]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def matching(text: str, only: str, holder_id: int | None) -> list[Any]:
    """What the list of companies asks of a company and its municipality: a text, and which ones (all, ours, portfolio)."""
    conditions: list[Any] = []
    if text:
        key = name_key(text)
        digits = "".join(mark for mark in text if mark.isdigit())
        found = [Municipality.name.icontains(text, autoescape=True)]
        if key:
            found.append(Company.name_key.contains(key, autoescape=True))
            same = TradeName.name_key.contains(key, autoescape=True)
            found.append(Company.id.in_(select(TradeName.company_id).where(same)))
        if digits:
            found.append(Company.id.in_(select(CompanyKvk.company_id).where(CompanyKvk.number.startswith(digits))))
        conditions.append(or_(*found))
    if only == "ours":
        conditions.append(Company.holder_id == holder_id)
    if only == "portfolio":
        conditions += [Company.holder_id == holder_id, Company.id.not_in(select(Lead.company_id))]
    return conditions


def companies(session: GuardedSession, *, text: str = "", only: str = "", page: int = 1) -> CompanyList:
    """A page of fifty companies that the reader may see, by name; `only`: ours, or portfolio (ours without a lead)."""
    wanted = matching(text, only, session.actor.organisation_id)
    total = session.scalar(
        select(func.count(Company.id))
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
        .where(*wanted)
    )
    codes = select(func.aggregate_strings(Lead.code, ", ")).where(Lead.company_id == Company.id).scalar_subquery()
    asked = _latest_question(PortfolioQuestion.asked_on)
    again = _latest_question(PortfolioQuestion.ask_again_on)
    numbers = select(func.min(CompanyKvk.number)).where(CompanyKvk.company_id == Company.id).scalar_subquery()
    rows = session.execute(
        select(
            Company.id,
            Company.name,
            Company.kind,
            Company.holder_id,
            Company.nda,
            Municipality.name.label("municipality"),
            numbers.label("number"),
            codes.label("codes"),
            asked.label("asked_on"),
            again.label("ask_again_on"),
        )
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
        .where(*wanted)
        .order_by(Company.name_key, Company.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return CompanyList(rows, total or 0)


def to_ask(session: GuardedSession, until: date) -> Sequence[Any]:
    """Our companies without a lead to whom the scale-up question is put by a day (002 §4.3), those that waited longest first.

    Who was never asked comes last; who was asked and need not be asked again is left out. One query.
    """
    asked, again = _latest_question(PortfolioQuestion.asked_on), _latest_question(PortfolioQuestion.ask_again_on)
    return session.execute(
        select(
            Company.id,
            Company.name,
            Company.kind,
            Municipality.name.label("municipality"),
            asked.label("asked_on"),
            again.label("ask_again_on"),
            _latest_question(PortfolioQuestion.answer).label("answer"),
        )
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
        .where(*matching("", "portfolio", session.actor.organisation_id), or_(again <= until, asked.is_(None)))
        .order_by(again.is_(None), again, Company.name_key, Company.id)
    ).all()


def _latest_question(column: Any) -> Any:
    return (
        select(column)
        .where(PortfolioQuestion.company_id == Company.id)
        .order_by(PortfolioQuestion.asked_on.desc(), PortfolioQuestion.id.desc())
        .limit(1)
        .scalar_subquery()
    )
