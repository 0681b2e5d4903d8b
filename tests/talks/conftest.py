"""What these tests begin with: a published report, made once and copied for every test."""

from collections.abc import Callable
from datetime import date

import pytest

from app.commands import load_reference
from app.db.clock import Clock
from tests.acting import acting
from tests.conftest import DATABASES, NOON, place_of
from tests.databases import Template, fill, new_app
from tests.drafting.table_world import SUMMARY, counted_leads, publish_draft, save_draft, start_draft
from tests.impact.world import COORDINATOR
from tests.pages import Site, people


def publish(site: Site, day: date) -> str:
    """The number of a report of a day, published by the coordinator."""
    with acting(site, COORDINATOR) as marit:
        draft = start_draft(marit, reporting_date=day)
        return publish_draft(marit, save_draft(marit, draft, narrative=SUMMARY))


def with_a_report(url: str) -> None:
    """Fills a database with a published report; a company that the coordinator may not know is about."""
    fill(url, Clock(NOON), load_reference, people)
    site = Site(new_app(url, Clock(NOON)), Clock(NOON))
    counted_leads(site, 1)
    assert publish(site, date(2026, 5, 31)) == "2026-1"
    site.app.extensions["engine"].dispose()


@pytest.fixture(scope="session", params=DATABASES)
def template(request: pytest.FixtureRequest, made_once: Callable[..., Template]) -> Template:
    """A database with the people of tests/pages.py and a published report, to be copied."""
    return made_once("published", place_of(request), with_a_report)


@pytest.fixture
def number() -> str:
    """The number of the report that is there."""
    return "2026-1"
