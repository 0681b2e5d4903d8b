"""Many leads at once: as many statements for a thousand as for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access.session import GuardedSession
from app.companies.models import Company
from app.geography.queries import municipalities
from app.leads import rules
from app.leads.models import Lead, LeadCourse, LeadStory
from app.leads.services import FIRST_STEP, new_codes


@dataclass(frozen=True)
class NewLead:
    """A lead to log, of a company that is there; its days were looked at before."""

    company: Company
    municipality_code: str
    asked_on: date
    needed_by: date | None = None
    question: str | None = None
    phase: int | None = None


def signal_leads(session: GuardedSession, wanted: Sequence[NewLead]) -> list[Lead]:
    """New leads under codes of their own, in the order given; the origin ROM follows the municipality (002 §4.3)."""
    if not wanted:
        return []
    today, now = session.clock.today(), session.clock.now()
    roms = {row.code: row.rom_code for row in municipalities(session)}
    codes = new_codes(session, today.year, len(wanted))
    leads = [_lead(one, code, roms[one.municipality_code]) for one, code in zip(wanted, codes, strict=True)]
    session.add_all(leads)
    session.flush()
    for one, lead in zip(wanted, leads, strict=True):
        about = {"lead_id": lead.id, "company_id": lead.company_id}
        session.add(
            LeadCourse(
                **about,
                asked_on=one.asked_on,
                needed_by=one.needed_by,
                step=FIRST_STEP,
                step_since=today,
                owner_id=session.actor.person_id,
                last_activity_at=now,
                created_at=now,
            )
        )
        session.add(LeadStory(**about, municipality_code=one.municipality_code, question=one.question))
    session.flush()
    return leads


def _lead(one: NewLead, code: str, rom: str) -> Lead:
    return Lead(
        code=code,
        company_id=one.company.id,
        origin_rom_code=rom,
        kind_at_entry=one.company.kind,
        kind=one.company.kind,
        phase=one.phase or rules.default_phase(one.company.kind),
        needed_quarter=rules.quarter_of(one.needed_by),
    )
