"""What the timeline tells of the past: what was said then, in names and units, and what is gone now."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.access.session import GuardedSession
from app.capital import services as capital
from app.capital.models import Investment
from app.companies import services as companies
from app.companies.models import Company
from app.growth import services as growth
from app.leads.models import Lead, LeadStory
from tests.impact import world as facts
from tests.impact.test_pages import accept, oldest, submit, version
from tests.impact.world import CODE
from tests.pages import Site
from tests.pipeline.test_pages import BOM, COORDINATOR, lay_out

TIMELINE = f"/leads/{CODE}/tijdlijn"


@contextmanager
def at(site: Site, *moment: int) -> Iterator[tuple[GuardedSession, Lead]]:
    """The lead at a moment of November 2026."""
    site.clock.set(datetime(2026, 11, *moment, tzinfo=UTC))
    with site.system() as session:
        yield session, session.scalars(select(Lead).where(Lead.code == CODE)).one()


def told(site: Site, who: str = BOM) -> list[str]:
    """The events of the lead's timeline, the newest first, each in one line."""
    page = site.browser(who).get(TIMELINE)
    return [item.text for item in page.tree.one("ol", class_="gr-tl").all("li")]


def test_a_demand_that_was_taken_away_is_told_with_all_that_it_held(site: Site) -> None:
    lay_out(site, complete=False)
    with at(site, 20, 9) as (session, lead):
        values = {"offtake": Decimal("12.5"), "feedin": 1, "what": "Een tweede lijn."}
        growth.set_demand(session, lead=lead, kind="energy", values=values, needed_by=date(2028, 3, 1))
    with at(site, 20, 10) as (session, lead):
        growth.drop_demand(session, lead=lead, kind="energy")
    gone, written, *_ = told(site)
    assert "Vraag verwijderd" in gone
    for words in (
        "Energie",
        "Afname: 12,5 MW vervallen",
        "Teruglevering: 1 MW vervallen",
        "Een tweede lijn. vervallen",
    ):
        assert words in gone
    assert "1 maart 2028 vervallen" in gone
    assert "Afname: 12,5 MW" in written
    assert "Een tweede lijn" not in site.browser(COORDINATOR).get(TIMELINE).text


def test_an_amount_is_told_with_its_measure_and_unit(site: Site) -> None:
    lay_out(site)
    with at(site, 20, 9) as (session, lead):
        growth.set_demand(session, lead=lead, kind="space", values={"hall": 4500, "cleanroom_class": "iso6"})
    with at(site, 20, 10) as (session, lead):
        growth.set_demand(session, lead=lead, kind="space", values={"hall": 6000, "cleanroom_class": "iso5"})
    changed, made, *_ = told(site)
    assert "Hal: 4.500 m² werd 6.000 m²" in changed
    assert "Klasse van de cleanroom: ISO 6 werd ISO 5" in changed
    assert "Hal: 4.500 m²" in made
    assert "6.000" not in made


def test_a_decision_is_told_as_it_was_said_then(site: Site) -> None:
    lay_out(site)
    how = {"signed_on": date(2026, 3, 2), "motive": "grid"}
    with at(site, 20, 9) as (session, lead):
        capital.record_decision(session, lead, kind="other_region", municipality_code="GM0153", **how)
    with at(site, 20, 10) as (session, lead):
        capital.record_decision(session, lead, kind="own_region", municipality_code="GM0772", **how)
    changed, first, *_ = told(site)
    assert "Andere regio in Nederland" in first
    assert "eigen regio" not in first
    assert "Andere regio in Nederland werd Elders in de eigen regio" in changed
    assert "Enschede werd Eindhoven" in changed
    assert "Regio van bestemming: Oost NL werd BOM" in changed


def test_a_removed_investment_keeps_its_amount(site: Site) -> None:
    lay_out(site)
    with at(site, 20, 9) as (session, lead):
        how = {"stage": "expected", "nature": "plant", "holds_on": date(2027, 3, 1)}
        money = capital.record_investment(session, lead, amount=5_000_000, **how)
        number = money.id
    with at(site, 20, 10) as (session, _lead):
        capital.remove_investment(session, session.get_one(Investment, number))
    gone, made, *_ = told(site)
    assert "Bedrag: € 5.000.000 vervallen" in gone
    assert "Machines en installaties, € 5.000.000" in made


def test_nda_target_test_and_places_are_told_by_name(site: Site) -> None:
    lay_out(site, complete=False)
    with at(site, 20, 9) as (session, lead):
        company = session.get_one(Company, lead.company_id)
        companies.record_nda(session, company, nda="nda", on=date(2026, 11, 20))
    with at(site, 20, 10) as (session, lead):
        company = session.get_one(Company, lead.company_id)
        companies.decide_target_test(
            session, company, route="technology", positive=True, motivation="Maakt batterijen."
        )
    with at(site, 20, 11) as (session, lead):
        session.scalars(select(LeadStory).where(LeadStory.lead_id == lead.id)).one().municipality_code = "GM0153"
    moved, tested, agreed, *_ = told(site)
    assert "Helmond werd Enschede" in moved
    assert "Doelgroeptoets vastgelegd" in tested
    assert "Past in de doelgroep" in tested
    assert "NDA: Nog niet vastgelegd werd Getekend" in agreed


def test_what_became_of_a_fact_is_told_to_who_may_know(site: Site) -> None:
    facts.lay_out(site)
    submit(site)
    marit = site.browser(COORDINATOR)
    path = oldest(marit)
    site.clock.set(datetime(2026, 11, 20, 9, tzinfo=UTC))
    marit.post(f"{path}/terug", {**version(marit.get(path)), "reason": "day", "note": "Welke dag was het?"})
    asked, handed_in, *_ = told(site)
    assert "Teruggevraagd: Lead toegelaten" in asked
    assert "Reden: De datum klopt niet" in asked
    assert "Uitleg: Welke dag was het?" in asked
    assert "Ingediend: Lead toegelaten" in handed_in


def test_the_ledger_tells_what_it_accepted_and_took_back(site: Site) -> None:
    facts.lay_out(site)
    submit(site)
    site.clock.set(datetime(2026, 11, 19, 12, tzinfo=UTC))
    accept(site)
    marit = site.browser(COORDINATOR)
    assert "Geaccepteerd: Lead toegelaten" in told(site, COORDINATOR)[0]
    site.clock.set(datetime(2026, 11, 20, 9, tzinfo=UTC))
    marit.post("/toetsing/grootboek/1", {"cause": "duplicate", "reason": "Dubbel ingevoerd."})
    taken_back, accepted, *_ = told(site)
    assert "Teruggedraaid: Lead toegelaten" in taken_back
    assert "Dubbel ingevoerd." in taken_back
    assert "Geaccepteerd: Lead toegelaten" in accepted
    without_words = told(site, COORDINATOR)[0]
    assert "Teruggedraaid: Lead toegelaten" in without_words
    assert "Dubbel" in without_words
    assert "ingevoerd" not in without_words
