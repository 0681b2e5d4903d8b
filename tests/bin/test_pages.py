"""What was removed by mistake is back with one click, for whoever may know of it, for thirty days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cases.models import ApproachPartner
from app.db.clock import Clock
from app.timeline.models import Talk, Task
from tests.pages import Browser, Site
from tests.pipeline.test_pages import BOM, COORDINATOR, OOST, lay_out

LEAD = "/leads/GR-25-018"


@pytest.fixture
def femke(site: Site) -> Browser:
    lay_out(site)
    return site.browser(BOM)


def number_of(site: Site, model: type) -> int:
    with site.system() as session:
        return session.scalars(select(model.id)).one()


def test_a_task_goes_at_one_click_and_is_back_at_one(site: Site, femke: Browser) -> None:
    task = number_of(site, Task)
    gone = femke.post(f"{LEAD}/taken/{task}/weg")
    assert "Taak verwijderd." in gone.words
    way_back = gone.tree.one("div", class_="gr-toasts").one("form").get("action")
    assert "Akkoord ophalen" in femke.get("/prullenbak").words
    assert "Teruggezet." in femke.post(way_back).words
    assert "De prullenbak is leeg." in femke.get("/prullenbak").words
    assert number_of(site, Task) == task
    assert "Dit is al ongedaan gemaakt." in femke.post(way_back).words


def test_the_bin_is_of_one_organisation(site: Site, femke: Browser) -> None:
    femke.post(f"{LEAD}/gesprekken/{number_of(site, Talk)}/weg")
    assert "Akkoord komt op 24 november." in femke.get("/prullenbak").words
    for other in (OOST, COORDINATOR):
        browser = site.browser(other)
        assert "De prullenbak is leeg." in browser.get("/prullenbak").words
        browser.post("/prullenbak/1/terug", status=404)


def test_after_thirty_days_it_is_gone(site: Site, femke: Browser, clock: Clock) -> None:
    femke.post(f"{LEAD}/partners", {"kind": "municipality", "name": "Gemeente Helmond"})
    way_back = "/prullenbak/1/terug"
    femke.post(f"{LEAD}/partners/{number_of(site, ApproachPartner)}/weg")
    assert "Gemeente Helmond" in femke.get("/prullenbak").words
    clock.set(clock.now() + timedelta(days=31))
    later = site.browser(BOM)
    assert "De prullenbak is leeg." in later.get("/prullenbak").words
    later.post(way_back, status=404)


def test_what_has_no_place_any_more_cannot_come_back_and_says_so(site: Site, femke: Browser) -> None:
    femke.post(f"{LEAD}/vraag/energie/weg")
    femke.post(f"{LEAD}/vraag/energie", {"mw_off": "3"})
    told = femke.post("/prullenbak/1/terug")
    assert "op die plek staat intussen iets anders" in told.words
    assert femke.get("/prullenbak").tree.all("form", action="/prullenbak/1/terug")
