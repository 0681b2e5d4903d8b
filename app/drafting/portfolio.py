"""All leads that a report counts, as far as a case may tell of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.cells.coarseness import AUTONOMY, GROUPS, RUNNING, Shown, Traits
from app.companies.models import CompanyTechnology
from app.drafting.models import ReportDraft
from app.geography.models import Rom, Technology
from app.growth.queries import kinds_of
from app.impact import queries as impact
from app.leads.models import Lead, LeadCourse

MAIN_FIRST = ("energy", "space", "talent", "housing", "capital")  # our own order: what ties a company to a place most


@dataclass(frozen=True)
class Known:
    """All leads that a report counts, as far as a case may tell of them, by their number; and their codes."""

    traits: Mapping[int, Traits]
    codes: Mapping[int, str]
    sectors: Mapping[str, str]

    def plain(self, shown: Mapping[str, Shown]) -> dict[str, Any]:
        """What is shown of a lead as a document holds it."""
        listed = {trait: list(value) if isinstance(value, tuple) else value for trait, value in shown.items()}
        return {**listed, "sector": self.sector(shown["sector"])}

    def sector(self, shown: Shown) -> str | None:
        """The Dutch words for a sector or a group of them."""
        return self.sectors.get(shown) if isinstance(shown, str) else None


def known(session: GuardedSession, draft: ReportDraft) -> Known:
    """The leads in portfolio at the reporting date of a draft. Six queries, whatever their number."""
    counted = impact.figures(session, draft.reporting_date).leads
    columns = (Lead.id, Lead.code, Lead.company_id, Rom.programme_region, LeadCourse.outcome, LeadCourse.asked_on)
    leads = session.execute(
        select(*columns)
        .join(LeadCourse, LeadCourse.lead_id == Lead.id)
        .outerjoin(Rom, Rom.code == Lead.origin_rom_code)
        .where(Lead.id.in_(counted))
        .order_by(Lead.code)
    ).all()
    ordered = select(Technology.code, Technology.name).order_by(Technology.position)
    technologies = {row.code: row.name for row in session.execute(ordered)}
    first = _first_technologies(session, list(technologies))
    strips = kinds_of(session, counted)
    return Known(
        traits={
            row.id: Traits(
                sector=first.get(row.company_id, AUTONOMY),
                kinds=_main_first(strips[row.id].asked, strips[row.id].bottlenecks) if row.id in strips else (),
                region=row.programme_region,
                outcome=row.outcome or RUNNING,
                asked_on=row.asked_on,
            )
            for row in leads
        },
        codes={row.id: row.code for row in leads},
        sectors={group: label for group, (label, _) in GROUPS.items()}
        | {AUTONOMY: GROUPS["applied"][0]}
        | technologies,
    )


def _first_technologies(session: GuardedSession, order: Sequence[str]) -> dict[int, str]:
    """The technology by which a company goes: of several the first in the order of the strategy."""
    rows = session.execute(select(CompanyTechnology.company_id, CompanyTechnology.technology_code))
    found: dict[int, str] = {}
    for company_id, code in sorted(rows, key=lambda row: order.index(row[1])):
        found.setdefault(company_id, code)
    return found


def _main_first(asked: Sequence[str], bottlenecks: Sequence[str]) -> tuple[str, ...]:
    """The kinds of demand that a lead has, what holds it back now before the others."""
    main = min(bottlenecks or asked, key=MAIN_FIRST.index)
    return (main, *(kind for kind in asked if kind != main))
