"""The board without a mouse: a lead moves, what its step needs is filled in over the board, and several leads get a task."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from sqlalchemy import select

from app.companies.models import Company, TargetTest
from app.leads.models import LeadCourse
from app.timeline.models import Task
from tests.browser import Visitor, chromium, serve
from tests.journeys.keyboard import press, tab_to
from tests.pages import Site
from tests.pipeline.test_pages import BOM


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """One Chromium for the keyboard."""
    with chromium() as found:
        yield found


@pytest.mark.browser
@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True)
def test_a_lead_moves_and_what_it_lacks_is_filled_in_without_a_mouse(demo_copy: Site, browser: Chromium) -> None:
    with demo_copy.system() as session:
        company = session.scalars(select(Company).where(Company.name == "Meerlicht Optiek")).one()
        company.nda, company.nda_on = "unknown", None
        tested = {"route": "1", "positive": True, "motivation": "Maakt.", "decided_on": session.clock.today()}
        session.add(TargetTest(company_id=company.id, **tested))
    with serve(demo_copy.app) as base:
        visitor = Visitor(browser, base)
        visitor.sign_in(BOM)
        page = visitor.page
        visitor.open("/pijplijn?beeld=bord&q=Meerlicht")
        press(page, ".gr-card-move")
        page.wait_for_selector(".gr-move select:focus")
        page.keyboard.type("Vraag")
        press(page, ".gr-move button")
        press(page, "a[data-here][href$='/nda']")
        page.wait_for_selector("dialog.gr-here[open]")
        visitor.complaints.clear()  # Chromium calls it an error that the step was refused
        assert visitor.faults() == []
        press(page, "dialog [name=nda]", "ArrowUp")
        press(page, "dialog button[type=submit]")
        page.wait_for_selector(".gr-move select:focus")
        assert page.locator(".gr-checks").all_inner_texts() == []
        with page.expect_navigation():
            press(page, ".gr-move button")
        assert "Meerlicht Optiek staat nu in Vraagarticulatie." in page.locator(".gr-toast").inner_text()
        page.goto(f"{base}/pijplijn?q=Meerlicht")
        press(page, ".gr-pick", "Space")
        with page.expect_navigation():
            tab_to(page, "button[formaction$=taak]", "Shift+Tab")
            page.keyboard.press("Enter")
        tab_to(page, "[name=title]")
        page.keyboard.type("Bel de directie")
        tab_to(page, "[name=due_on]")
        page.keyboard.type("vrijdag")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        with page.expect_navigation():
            press(page, "button[name=doe]")
        assert "1 lead gewijzigd." in page.locator(".gr-toast").inner_text()
        with page.expect_navigation():
            press(page, ".gr-toast button")
        assert "1 lead is zoals hij was." in page.locator(".gr-toast").inner_text()
        assert visitor.faults() == []
        visitor.close()
    with demo_copy.system() as session:
        assert not session.scalars(select(Task).where(Task.title == "Bel de directie")).all()
        about = select(LeadCourse.step).where(LeadCourse.company_id == company.id)
        assert session.scalars(about).one() == "articulating"
