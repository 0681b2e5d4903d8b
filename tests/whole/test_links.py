"""Every link of the demo world leads somewhere, every page on the way is whole, and none asks the database too much."""

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.access.session import GuardedSession
from app.accounts.models import Organisation
from app.companies.models import Company
from app.desk.rules import home_of
from app.leads.models import Lead
from app.timeline.models import Talk
from tests.acting import actor_of
from tests.pages import PEOPLE, Site
from tests.whole.crawl import walk
from tests.whole.doubling import double_companies_and_hubs, double_within_leads

EMAILS = [email for _name, email, _organisation, _roles in PEOPLE]
BOM, COORDINATOR = "taskforce@bom.example", "coordinator@iq.example"
TWO_OF_A_KIND = (BOM, COORDINATOR)  # who sees most; the others see the same pages with less on them


class Critic:
    """Opens pages as a person and notes what is wrong with them: not found, not whole, or more than twelve queries."""

    def __init__(self, site: Site, email: str | None) -> None:
        self.browser = site.browser(email)
        self.faults: list[str] = []

    def open(self, path: str, came_from: str) -> TestResponse:
        """The answer at an address, checked."""
        try:
            return self.browser.get(path).response
        except AssertionError as error:
            self.faults.append(f"{path}, linked from {came_from or 'nowhere'}: {error}")
            return self.browser.client.get(path, follow_redirects=True)


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True)
@pytest.mark.parametrize("email", [*EMAILS, None])
def test_every_link_within_reach_leads_to_a_whole_page(demo_site: Site, email: str | None):
    critic = Critic(demo_site, email)
    of_a_kind = 2 if email in TWO_OF_A_KIND else 1
    opened = [visit.path for visit in walk(critic.open, demo_site.app, of_a_kind=of_a_kind)]
    assert "\n".join(critic.faults) == ""
    assert len(opened) > (5 if email else 1), opened


@pytest.mark.parametrize("email", EMAILS)
def test_the_home_of_every_role_opens(demo_site: Site, email: str):
    home = home_of(actor_of(demo_site, email).roles)
    assert demo_site.browser(email).get("/").path == home


LISTS = {
    BOM: ("/mijn-werk", "/pijplijn", "/bedrijven", "/brandpunten"),
    COORDINATOR: ("/overzicht", "/toetsing", "/pijplijn"),
}


def queries_of(site: Site, paths: dict[str, tuple[str, ...]]) -> dict[tuple[str, str], int]:
    """How often each page asks the database, per person."""
    return {(email, path): site.browser(email).get(path).queries for email in paths for path in paths[email]}


def test_a_list_of_twice_as_many_asks_the_database_as_often(demo_copy: Site):
    before = queries_of(demo_copy, LISTS)
    with demo_copy.system() as session:
        double_companies_and_hubs(session)
    assert grown(before, queries_of(demo_copy, LISTS)) == {}


def test_a_lead_on_which_twice_as_much_happened_asks_the_database_as_often(demo_copy: Site):
    with demo_copy.system() as session:
        code = busiest_lead(session)
    pages = {BOM: (f"/leads/{code}", f"/leads/{code}/tijdlijn"), COORDINATOR: (f"/leads/{code}",)}
    before = queries_of(demo_copy, pages)
    with demo_copy.system() as session:
        double_within_leads(session)
    assert grown(before, queries_of(demo_copy, pages)) == {}


def grown(
    before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]
) -> dict[tuple[str, str], tuple[int, int]]:
    """The pages that ask more often than they did."""
    return {page: (before[page], after[page]) for page in after if after[page] > before[page]}


def busiest_lead(session: GuardedSession) -> str:
    """The lead of BOM on which most talks were held."""
    held = (
        select(Lead.code)
        .join(Company, Company.id == Lead.company_id)
        .join(Organisation, Organisation.id == Company.holder_id)
        .outerjoin(Talk, Talk.lead_id == Lead.id)
        .where(Organisation.code == "BOM")
        .group_by(Lead.id, Lead.code)
        .order_by(func.count(Talk.id).desc(), Lead.id)
    )
    return session.scalars(held).first() or ""
