"""Leads in their three layers, with plausible values."""

from datetime import UTC, date, datetime
from typing import Any

import factory

from app.access.session import GuardedSession
from app.companies.models import Company
from app.leads.models import Lead, LeadCourse, LeadStory
from tests.companies.factories import create

LONG_AGO = datetime(2025, 2, 3, 9, 0, tzinfo=UTC)


class LeadFactory(factory.Factory):
    class Meta:
        model = Lead

    code = factory.Sequence(lambda number: f"GR-25-{number:03d}")
    origin_rom_code = "BOM"
    kind_at_entry = "scaleup"
    kind = "scaleup"
    phase = 3
    needed_quarter = date(2028, 1, 1)
    withheld = False


class LeadCourseFactory(factory.Factory):
    class Meta:
        model = LeadCourse

    asked_on = date(2025, 2, 3)
    needed_by = date(2028, 3, 1)
    step = "signalled"
    step_since = date(2025, 2, 3)
    last_activity_at = LONG_AGO
    created_at = LONG_AGO


class LeadStoryFactory(factory.Factory):
    class Meta:
        model = LeadStory

    municipality_code = "GM0772"
    question = "Waar kan een hal van 5.000 m²?"


def lead_of(session: GuardedSession, company: Company, *, course: Any = None, story: Any = None, **face: Any) -> Lead:
    """A lead of a company, with its course and its story."""
    lead = create(session, LeadFactory, company_id=company.id, **face)
    about = {"lead_id": lead.id, "company_id": company.id}
    create(session, LeadCourseFactory, **about, **(course or {}))
    create(session, LeadStoryFactory, **about, **(story or {}))
    return lead
