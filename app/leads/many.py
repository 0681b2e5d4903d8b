"""Many leads at once: as many statements for a thousand as for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access.many import Row, add_rows
from app.access.session import GuardedSession
from app.geography.queries import municipalities
from app.leads import rules
from app.leads.models import Lead, LeadCourse, LeadStory
from app.leads.services import FIRST_STEP, new_codes


@dataclass(frozen=True)
class NewLead:
    """A lead to log, of a company that is there and of its kind; its days were looked at before."""

    company_id: int
    kind: str
    municipality_code: str
    asked_on: date
    needed_by: date | None = None
    question: str | None = None
    phase: int | None = None


def signal_leads(session: GuardedSession, wanted: Sequence[NewLead]) -> list[int]:
    """New leads under codes of their own; their numbers out, in order. The origin ROM follows the municipality (002 §4.3)."""
    if not wanted:
        return []
    today, now = session.clock.today(), session.clock.now()
    roms = {row.code: row.rom_code for row in municipalities(session)}
    codes = new_codes(session, today.year, len(wanted))
    leads = [_lead(one, code, roms[one.municipality_code]) for one, code in zip(wanted, codes, strict=True)]
    numbers = add_rows(session, Lead, leads)
    begun = {"step": FIRST_STEP, "step_since": today, "owner_id": session.actor.person_id}
    begun |= {"last_activity_at": now, "created_at": now}
    keyed = [
        ({"lead_id": number, "company_id": one.company_id}, one) for number, one in zip(numbers, wanted, strict=True)
    ]
    courses = [{**key, **begun, "asked_on": one.asked_on, "needed_by": one.needed_by} for key, one in keyed]
    stories = [{**key, "municipality_code": one.municipality_code, "question": one.question} for key, one in keyed]
    add_rows(session, LeadCourse, courses)
    add_rows(session, LeadStory, stories)
    return numbers


def _lead(one: NewLead, code: str, rom: str) -> Row:
    return {
        "code": code,
        "company_id": one.company_id,
        "origin_rom_code": rom,
        "kind_at_entry": one.kind,
        "kind": one.kind,
        "phase": one.phase or rules.default_phase(one.kind),
        "needed_quarter": rules.quarter_of(one.needed_by),
    }
