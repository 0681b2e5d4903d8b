"""What each dimension of the filter asks of a lead, in SQL. Every table is guarded: a row that is hidden does not match."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from app.access.policy import reads_all
from app.access.session import GuardedSession
from app.board.filter import DIMENSIONS, ENDING_WITHIN_DAYS, Filter, Shared, Status, Whose
from app.companies.circles import in_force
from app.companies.models import Company, CompanyTechnology, Consent
from app.geography.models import Municipality
from app.growth.models import Demand, DemandAmount
from app.growth.rules import main_measures
from app.hubs.models import Hub
from app.leads.models import Follow, Lead, LeadCourse, LeadStory
from app.matching.models import Match
from app.matching.rules import Step as MatchStep


@dataclass(frozen=True)
class Asked:
    """A whole filter, and of who asks and when no more than it looks at: so most statements serve every reader.

    `sees_all` tells that no dossier is hidden from the reader.
    """

    wanted: Filter
    person_id: int | None = None
    organisation_id: int | None = None
    today: date = date.min
    sees_all: bool = False


def asked_by(session: GuardedSession, wanted: Filter) -> Asked:
    """A filter as somebody asks it now; which columns are shown makes no difference."""
    actor, personal, dated = session.actor, wanted.whose or wanted.consent, wanted.silent or wanted.consent
    return Asked(
        replace(wanted, columns=Filter().columns, board=False),
        actor.person_id if personal else None,
        actor.organisation_id if personal else None,
        session.clock.today() if dated else date.min,
        reads_all(LeadCourse, session.viewer),
    )


Condition = Callable[[Any, Asked], ColumnElement[bool]]


def matches_text(text: str) -> ColumnElement[bool]:
    """Leads with a text in their code, or in the name or municipality of a company that the reader may know."""
    towns = select(Municipality.code).where(Municipality.name.icontains(text, autoescape=True))
    return or_(
        Lead.code.icontains(text, autoescape=True),
        Lead.company_id.in_(select(Company.id).where(Company.name.icontains(text, autoescape=True))),
        Lead.id.in_(select(LeadStory.lead_id).where(LeadStory.municipality_code.in_(towns))),
    )


def _is_matched(code: str, _asked: Asked) -> ColumnElement[bool]:
    standing = Hub.code == code, Match.step != MatchStep.DECLINED
    return Lead.id.in_(select(Match.lead_id).join(Hub, Hub.id == Match.hub_id).where(*standing))


def _asks_at_least(_least: Any, asked: Asked) -> ColumnElement[bool]:
    measures = [measure.code for measure in main_measures(asked.wanted.kind)]
    size = func.sum(DemandAmount.amount)
    large = select(DemandAmount.lead_id).where(DemandAmount.measure.in_(measures)).group_by(DemandAmount.lead_id)
    return Lead.id.in_(large.having(size >= asked.wanted.least_stored))


def _has_technology(code: str, _asked: Asked) -> ColumnElement[bool]:
    makers = select(CompanyTechnology.company_id).where(CompanyTechnology.technology_code == code)
    return Lead.company_id.in_(makers)


def _is_whose(whose: Whose, asked: Asked) -> ColumnElement[bool]:
    if whose is Whose.MINE:
        return LeadCourse.owner_id == asked.person_id
    if whose is Whose.FOLLOWED:
        return Lead.id.in_(select(Follow.lead_id).where(Follow.person_id == asked.person_id))
    return Lead.company_id.in_(select(Company.id).where(Company.holder_id == asked.organisation_id))


def _is_silent(days: int, asked: Asked) -> ColumnElement[bool]:
    return LeadCourse.last_activity_at < datetime.combine(asked.today - timedelta(days=days), time(), UTC)


def _agreed(what: Shared, asked: Asked) -> ColumnElement[bool]:
    """Of companies that the reader may know: of the others it is not known what they agreed to."""
    holding = select(Consent.company_id).where(in_force(Consent, asked.today))
    known = select(Company.id)
    if what is Shared.WITH_US:
        return Lead.company_id.in_(known.where(Company.holder_id != asked.organisation_id))
    if what is Shared.ENDING:
        last = asked.today + timedelta(days=ENDING_WITHIN_DAYS)
        return Lead.company_id.in_(holding.where(Consent.ends_on <= last))
    return Lead.company_id.in_(known.where(Company.id.not_in(holding)))


def _has_status(status: Status, _asked: Asked) -> ColumnElement[bool]:
    return LeadCourse.closed_on.is_(None) if status is Status.OPEN else LeadCourse.closed_on.is_not(None)


CONDITIONS: dict[str, Condition] = {
    "text": lambda text, _asked: matches_text(text),
    "steps": lambda steps, _asked: LeadCourse.step.in_(steps),
    "rom": lambda code, _asked: Lead.origin_rom_code == code,
    "hub": _is_matched,
    "kind": lambda kind, _asked: Lead.id.in_(select(Demand.lead_id).where(Demand.kind == kind)),
    "least": _asks_at_least,
    "phase": lambda phase, _asked: Lead.phase == phase,
    "technology": _has_technology,
    "since": lambda day, _asked: Lead.needed_quarter >= day,
    "before": lambda day, _asked: Lead.needed_quarter < day,
    "owner": lambda number, _asked: LeadCourse.owner_id == int(number),
    "whose": _is_whose,
    "silent": _is_silent,
    "consent": _agreed,
    "status": _has_status,
}


def conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    """What a filter asks of a lead and its dossier, a condition for each of its dimensions."""
    for each in DIMENSIONS:
        value = getattr(asked.wanted, each.field)
        if each.field == "status" and value is Status.ALL:
            continue
        if value != each.empty or each.field == "status":
            yield CONDITIONS[each.field](value, asked)
