"""What somebody has to do in the calendar they use elsewhere: days and codes, at an address that only they know."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.services import end_access
from app.notices.models import CalendarAddress
from app.timeline.services import add_task
from tests.acting import acting
from tests.companies.factories import company_of
from tests.leads.factories import lead_of
from tests.pages import Browser, Site

FEMKE = "taskforce@bom.example"


@pytest.fixture
def code(site: Site) -> str:
    with site.system() as system:
        lead = lead_of(system, company_of(system, "BOM", name="Roodspar"))
        code, number = lead.code, lead.id
    with acting(site, FEMKE) as femke:
        lead = femke.get_one(type(lead), number)
        add_task(femke, lead, title="Bel Roodspar", due_on=femke.clock.today() + timedelta(days=3))
    return code


def made(femke: Browser) -> str:
    page = femke.post("/meldingen/agenda")
    return page.tree.one("input", id="adres").get("value").removeprefix("http://127.0.0.1:5000")


def test_a_calendar_holds_days_and_codes_and_no_name(site: Site, code: str) -> None:
    femke, anybody = site.browser(FEMKE), site.browser()
    page = anybody.get(made(femke))
    found = Calendar.from_ical(page.response.data)
    (day,) = found.walk("VEVENT")
    assert str(day["summary"]) == f"{code}: taak"
    assert str(day["url"]).endswith(f"/leads/{code}")
    assert (day.decoded("dtend") - day.decoded("dtstart")).days == 1
    assert b"Roodspar" not in page.response.data
    assert page.response.mimetype == "text/calendar"


def test_an_address_is_renewed_and_withdrawn(site: Site, code: str) -> None:
    femke, anybody = site.browser(FEMKE), site.browser()
    first, second = made(femke), made(femke)
    anybody.get(first, status=404)
    anybody.get(second)
    with site.system() as system:
        assert second.split("/")[-1].removesuffix(".ics") not in system.scalars(select(CalendarAddress.digest)).one()
    femke.get("/meldingen/agenda/weg")
    femke.post("/meldingen/agenda/weg")
    anybody.get(second, status=404)


def test_without_access_there_is_no_calendar(site: Site, code: str) -> None:
    address = made(site.browser(FEMKE))
    with site.system() as system:
        end_access(system, system.scalars(select(Person).where(Person.email == FEMKE)).one())
    site.browser().get(address, status=404)
