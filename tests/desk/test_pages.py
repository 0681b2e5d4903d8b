"""Mijn werk: what asks for attention, tasks to tick off, and nothing of anybody else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.companies.models import Company
from app.companies.services import add_company, add_contact
from app.intake.services import Case, log_lead
from app.leads.models import Lead, LeadCourse
from app.timeline.models import Task
from app.timeline.services import add_task
from tests.acting import acting
from tests.companies.factories import share
from tests.pages import Browser, Site

FEMKE = "taskforce@bom.example"


@pytest.fixture
def lead(site: Site) -> str:
    with acting(site, FEMKE) as session:
        made = log_lead(
            session,
            Case(
                name="Roodspar Composieten",
                municipality_code="GM0784",
                kinds=["space"],
                asked_on=date(2026, 11, 1),
                needed_by=date(2028, 3, 1),
                technologies=["NTS06"],
            ),
        )
        add_task(session, made, title="Reactie vragen", due_on=date(2026, 11, 19))
        return made.code


@pytest.fixture
def femke(site: Site) -> Browser:
    return site.browser(FEMKE)


def test_the_day_begins_at_home(femke: Browser, lead: str) -> None:
    assert femke.get("/").path == "/mijn-werk"


def test_a_lead_that_needs_room_soon_asks_for_attention(femke: Browser, lead: str) -> None:
    page = femke.get("/mijn-werk")
    assert "Roodspar Composieten" in page.text
    assert "Ruimte nodig over 15 maanden" in page.text
    assert "Brandpunt voorstellen" in page.text


@pytest.mark.parametrize(
    "title", ["<b hx-post=/x hx-trigger=load>bel</b>", "10% korting regelen", "Vraag 50% subsidie"]
)
def test_a_title_is_shown_as_it_was_typed(site: Site, femke: Browser, lead: str, title: str) -> None:
    femke.post(f"/leads/{lead}/taken/nieuw", {"title": title, "due_on": "1-11-2026"})
    site.clock.set(site.clock.now() + timedelta(days=9))
    page = femke.get("/mijn-werk")
    assert page.tree.one("span", class_="gr-dot").text == title
    assert page.tree.all("b", **{"hx-post": "/x"}) == []


def test_a_late_step_is_named_first(site: Site, femke: Browser, lead: str) -> None:
    site.clock.set(site.clock.now() + timedelta(days=9))
    page = femke.get("/mijn-werk")
    assert "Stap te laat: 9 dagen" in page.text
    assert "te laat" in page.text


def test_a_task_is_ticked_off_and_can_be_taken_back(site: Site, femke: Browser, lead: str) -> None:
    with site.system() as session:
        task_id = session.scalars(select(Task.id)).one()
    page = femke.post(f"/mijn-werk/taken/{lead}/{task_id}/klaar")
    assert "Taak afgerond" in page.text
    assert "1 taak afgerond deze maand" in page.text
    femke.post(f"/leads/{lead}/taken/{task_id}/terug")
    with site.system() as session:
        assert session.scalars(select(Task.done_on)).one() is None


def test_what_changed_since_yesterday_is_told(femke: Browser, lead: str) -> None:
    page = femke.get("/mijn-werk")
    assert "vastgelegd" in page.text
    assert "Jij" in page.words


def test_what_another_begins_to_share_with_us_is_told(site: Site, lead: str) -> None:
    noor = "taskforce@inwest.example"
    with acting(site, FEMKE) as session:
        company = session.scalars(select(Company)).one()
        share(session, company, "INWEST")

    page = site.browser(noor).get("/mijn-werk")

    assert "Roodspar Composieten BOM deelt dit bedrijf met jouw organisatie Femke de Wit, BOM" in page.words
    assert "deelt dit bedrijf" not in site.browser("taskforce@oostnl.example").get("/mijn-werk").words


def test_on_monday_the_news_of_friday_is_told(site: Site, femke: Browser, lead: str) -> None:
    site.clock.set(site.clock.now() + timedelta(days=4))

    page = femke.get("/mijn-werk")

    assert "Veranderd sinds vr 20 nov" in page.words
    assert "Geen nieuws" in page.words


def test_a_name_or_a_number_begins_a_new_lead(femke: Browser) -> None:
    assert femke.get("/leads/nieuw?naam=Roodspar").value("name") == "Roodspar"
    begun = femke.get("/leads/nieuw?naam=01234567")
    assert begun.value("kvk") == "01234567"
    assert not begun.value("name")


def test_somebody_elses_lead_is_not_on_my_page(site: Site, lead: str) -> None:
    page = site.browser("taskforce@oostnl.example").get("/mijn-werk")
    assert lead not in page.text
    assert "Je hebt nog geen leads" in page.text


def test_the_number_of_queries_does_not_grow_with_the_leads(site: Site, femke: Browser, lead: str) -> None:
    femke.get("/instellingen")  # the bell counts once a minute
    few = femke.get("/mijn-werk").queries
    with acting(site, FEMKE) as session:
        for number in range(12):
            log_lead(
                session,
                Case(
                    name=f"Bedrijf nummer {number}",
                    municipality_code="GM0784",
                    kinds=["space", "energy"],
                    asked_on=date(2026, 11, 1),
                    needed_by=date(2027, 3, 1),
                    technologies=["NTS06"],
                ),
            )
    assert femke.get("/mijn-werk").queries == few
    with site.system() as session:
        assert len(session.scalars(select(Lead)).all()) == 13
        assert len(session.scalars(select(LeadCourse)).all()) == 13


def test_contacts_past_their_retention_day_are_told_where_they_are_held(site: Site, femke: Browser) -> None:
    with acting(site, FEMKE) as session:
        company = add_company(session, name="Roodspar Composieten")
        for name in ("Ruud Terlinden", "Iris Vlam"):
            add_contact(session, company, name=name, keep_until=date(2026, 11, 25))
        number = company.id
    assert "bewaartermijn" not in femke.get("/mijn-werk").words
    site.clock.set(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    page = femke.get("/mijn-werk", most_queries=12)
    assert "2 contactpersonen zijn over hun bewaartermijn" in page.words
    assert page.tree.one("a", href=f"/bedrijven/{number}#contacten").text == "Roodspar Composieten"
    assert "bewaartermijn" not in site.browser("taskforce@oostnl.example").get("/mijn-werk").words
