"""What somebody takes along on a visit to a company: one lead on one or two pages."""

from typing import Any

from app.access.session import GuardedSession
from app.companies.queries import consents, contacts
from app.companies.rules import KINDS, SCOPES, holds_on
from app.growth.queries import demand_profile
from app.leads.rules import PHASES
from app.matching.queries import advise
from app.pipeline.queries import LeadHead, work_of
from app.pipeline.rules import OUTCOME_LABELS, STEP_LABELS, missing_for, next_step
from app.timeline.queries import events, open_tasks

HUBS = 3
TALKS = 5


def meeting_pack(session: GuardedSession, head: LeadHead) -> dict[str, Any]:
    """The words of the page, of what the reader may see: for who may know the company."""
    row, today = head.row, session.clock.today()
    profile = demand_profile(session, row.id)
    case, capital = work_of(session, row.id)
    upcoming = None if row.closed_on else next_step(row.step)
    talks, _more = events(session, row.id, row.company_id, size=TALKS, only="talk")
    return {
        "lead": row,
        "today": today,
        "contacts": contacts(session, row.company_id),
        "profile": profile,
        "step": STEP_LABELS[row.step],
        "upcoming": STEP_LABELS[upcoming] if upcoming else None,
        "missing": missing_for(row.step, upcoming, head.facts) if upcoming else (),
        "outcome": OUTCOME_LABELS.get(row.outcome),
        "best": advise(session, row, profile).best(HUBS)[:HUBS],
        "tasks": open_tasks(session, row.id),
        "actions": [one for one in case.actions if one.done_on is None and one.dropped_on is None],
        "case": case,
        "talks": talks,
        "capital": capital,
        "consents": [
            one
            for one in consents(session, row.company_id)
            if holds_on(one.granted_on, one.ends_on, one.withdrawn_on, today)
        ],
        "scopes": SCOPES,
        "kind_names": KINDS,
        "phase_names": PHASES,
    }
