"""From a lead that is logged to the figure that the coordinator and the ministry see: one company, in a real browser."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import select

from app.companies.models import Company
from app.reports.models import Report
from app.reports.rules import FORMS
from tests.browser import Visitor, chromium, serve
from tests.downloaded import all_of
from tests.pages import Site
from tests.whole.canaries import reader

FEMKE, MARIT, HANNA = "taskforce@bom.example", "coordinator@iq.example", "ez@ez.example"
FIRST = "the first on offer"
PATIENCE = 20_000  # milliseconds: the machine may be busy with other tests
NAME = "Kwelder Rompbouw"
LOGGED = {
    "name": NAME,
    "municipality": "Rijen",
    "technologies": "NTS06",
    "kinds": ("space", "energy"),
    "asked_on": "2-3-2026",
    "needed_by": "mrt 2029",
    "question": "De hal is vol en het net ook.",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """One Chromium for the journeys."""
    with chromium() as found:
        yield found


class Traveller:
    """A person who fills in forms and presses the main button, as it stands on the page."""

    def __init__(self, visitor: Visitor, email: str) -> None:
        self.visitor = visitor
        self.page: Page = visitor.page
        visitor.context.set_default_timeout(PATIENCE)
        visitor.sign_in(email)

    def open(self, path: str) -> None:
        """Opens a page."""
        self.page.goto(f"{self.visitor.base}{path}", wait_until="load")

    def reads(self, *texts: str) -> None:
        """Finds these words on the page."""
        shown = self.page.locator("main").inner_text()
        missing = [text for text in texts if text.casefold() not in shown.casefold()]
        assert missing == [], f"{self.page.url}: {shown[:1500]}"

    def fill(self, **values: str | tuple[str, ...]) -> None:
        """Fills in fields by their names: types, ticks or chooses."""
        for name, value in values.items():
            fields = self.page.locator(f"main form [name='{name}']")
            first = fields.first
            kind = first.get_attribute("type") or first.evaluate("field => field.tagName.toLowerCase()")
            if kind in ("radio", "checkbox"):
                for one in (value,) if isinstance(value, str) else value:
                    self.page.locator(f"main form [name='{name}'][value='{one}']").check(force=True)
            elif kind == "select":
                first.select_option(index=1) if value == FIRST else first.select_option(str(value))
            else:
                first.fill(str(value))

    def press(self, button: str) -> None:
        """Presses a button or link by its words and waits for the page that follows."""
        found = self.page.locator("main").get_by_role("button", name=re.compile(button)).first
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            found.click()

    def does(self, path: str, button: str, **values: str | tuple[str, ...]) -> None:
        """Opens a form, fills it in, sends it, and is not sent back."""
        self.open(path)
        self.fill(**values)
        self.press(button)
        wrong = self.page.locator(".gr-alert-bad, .gr-err")
        assert wrong.count() == 0, f"{path}: {wrong.all_inner_texts()}"

    def leaves(self) -> None:
        """Closes the window; the browser had nothing to complain of."""
        assert self.visitor.complaints == []
        self.visitor.close()


def logs_a_lead(femke: Traveller) -> str:
    """The new lead's address."""
    femke.does("/leads/nieuw", "Leg lead vast", **LOGGED)
    path = re.search(r"/leads/GR-\d\d-\d{3}", femke.page.url)
    assert path, femke.page.url
    femke.reads(NAME, "Nog nodig voor Vraagarticulatie")
    return path[0]


def completes_it(femke: Traveller, lead: str) -> None:
    """Target group, NDA, demand with amounts and phase; then the first step."""
    femke.does(f"{lead}/doelgroep", "Leg besluit vast", route="technology", verdict="yes", motivation="Maakt rompen.")
    femke.does(f"{lead}/nda", "Leg NDA vast", nda="nda", nda_on="3-3-2026")
    femke.does(f"{lead}/vraag/energie", "Bewaar de vraag", offtake="8", needed_by="mrt 2029")
    femke.does(f"{lead}/vraag/ruimte", "Bewaar de vraag", hall="6.000", needed_by="1-3-2029")
    femke.does(f"{lead}/fase", "Leg fase vast", phase="3", since="1-6-2026", evidence_kind=FIRST)
    femke.does(f"{lead}/stap?naar=articulating", "Zet stap")
    femke.reads("Nog nodig voor Aanpak in uitvoering")


def brings_it_into_execution(femke: Traveller, lead: str) -> None:
    """Plan, the company's agreement, a first action outside, and the step."""
    plan = {"plan": "Met gemeente en netbeheerder.", "plan_on": "19-11-2026", "agreed_on": "19-11-2026"}
    femke.does(f"{lead}/aanpak", "Leg plan vast", **plan)
    action = {"text": "Aanvraag bij de netbeheerder", "due_on": "19-11-2026", "done_on": "19-11-2026"}
    femke.does(f"{lead}/acties/nieuw?extern=ja", "Voeg actie toe", external="y", **action)
    femke.does(f"{lead}/stap?naar=in_execution", "Zet stap")


def finds_a_place(femke: Traveller, lead: str) -> None:
    """A brandpunt is proposed; the entrepreneur signs for another region, with what it is worth."""
    femke.open(f"{lead}/brandpunten")
    femke.press("Stel voor")
    femke.does(f"{lead}/stap?naar=proposing", "Zet stap")
    femke.does(
        f"{lead}/besluit",
        "Leg besluit vast",
        kind="other_region",
        signed_on="19-11-2026",
        municipality_code="GM0153",
        motive="room",
        why="Hier is stroom.",
    )
    femke.does(
        f"{lead}/vermogen",
        "Leg bedrag vast",
        stage="decided",
        amount="€ 12,5 mln",
        holds_on="19-11-2026",
        nature=FIRST,
        counterfactual="not_in_nl",
        grounds="De offerte uit Duitsland lag klaar.",
    )
    femke.open(lead)
    femke.reads("Enschede", "12,5 mln")


def submits_the_facts(femke: Traveller, lead: str) -> None:
    """What happened goes before a verifier, fact by fact."""
    femke.open(lead)
    hrefs = {link.get_attribute("href") or "" for link in femke.page.locator("main a[href*='/feiten/kapitaal/']").all()}
    assert len(hrefs) == 1, hrefs
    for path in (f"{lead}/feiten/toelating", f"{lead}/feiten/aanpak", f"{lead}/feiten/besluit", hrefs.pop()):
        femke.does(path, "Leg voor ter toetsing", evidence_kind=FIRST, evidence_on="19-11-2026")


def figures(reader: Traveller, path: str = "/overzicht") -> dict[str, int]:
    """The headline figures of a page, by their names."""
    reader.open(path)
    cards = reader.page.locator(".gr-kpi").all()
    return {
        card.locator("h2 > span").first.inner_text(): int(
            re.sub(r"\D", "", card.locator(".gr-kpi-value").inner_text()) or 0
        )
        for card in cards
    }


def accepts_one(marit: Traveller, code: str) -> bool:
    """Accepts the next fact of a lead that waits; says whether there was one."""
    marit.open("/toetsing")
    queue = marit.page.locator("section[aria-labelledby='voor-jou'] li", has_text=code)
    waiting = queue.locator("a[href^='/toetsing/']")
    if waiting.count() == 0:
        return False
    marit.open(waiting.first.get_attribute("href") or "")
    assert NAME not in marit.page.content()
    marit.press("Leg akkoord vast")
    return True


def prepares_a_report(marit: Traveller) -> str:
    """A draft up to today, with a summary; the address of what the ministry would read."""
    marit.does("/rapportages", "Bereid rapportage voor", reporting_date="19-11-2026")
    marit.fill(summary="Het programma ligt op koers.")
    marit.press("Bewaar en bekijk")
    return marit.page.url.removeprefix(marit.visitor.base)


def publishes(marit: Traveller, preview: str) -> None:
    """What was prepared becomes a report that never changes, once there is a reason for whatever stays as it is."""
    marit.open(preview)
    while (stays := marit.page.get_by_text("Laat staan met een reden")).count():
        stays.first.click()
        marit.page.locator("details[open] textarea").fill("Dat komt in het volgende rapport.")
        marit.press("Leg de reden vast")
    marit.does(preview, "Publiceer rapport", confirmed="y")


def names_in_what_is_published(site: Site, email: str) -> list[str]:
    """The companies whose names stand in the last report, its files or beside it without their consent."""
    with site.system() as session:
        agreed = reader(session, email, site.clock.today()).named
        names = list(session.scalars(select(Company.name).where(Company.id.not_in(agreed))))
        number = session.scalars(select(Report.number).order_by(Report.id.desc()).limit(1)).one()
    client = site.browser(email).client
    files = [f"/voortgang/{number}/rapport.{form}" for form in FORMS]
    pages = [
        "/voortgang",
        "/voortgang/eerder",
        "/voortgang/vergelijk",
        "/vragen",
        f"/voortgang/{number}/uittreksel/PV28",
    ]
    read = {path: all_of(client.get(path)) for path in (*pages, *files)}
    assert "Het programma ligt op koers." in read[f"/voortgang/{number}/rapport.pdf"]
    return [f"{name} on {path}" for path, words in read.items() for name in names if name in words]


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True)
def test_a_lead_becomes_a_figure_that_the_ministry_reads(demo_copy: Site, browser: Chromium) -> None:
    with serve(demo_copy.app) as base:
        marit = Traveller(Visitor(browser, base), MARIT)
        preview = prepares_a_report(marit)
        foreseen = figures(marit, preview)
        before = figures(marit)
        femke = Traveller(Visitor(browser, base), FEMKE)
        lead = logs_a_lead(femke)
        completes_it(femke, lead)
        brings_it_into_execution(femke, lead)
        finds_a_place(femke, lead)
        submits_the_facts(femke, lead)
        assert figures(marit) == before, "what is not accepted does not count"
        seen = [before]
        while accepts_one(marit, lead.removeprefix("/leads/")):
            seen.append(figures(marit))
        moved = [{name for name in one if one[name] != other[name]} for one, other in itertools.pairwise(seen)]
        assert len(moved) == 4, moved
        assert all(len(names) == 1 for names in moved), "each accepted fact moves one figure"
        counts = [name for name in before if seen[-1][name] - before[name] == 1]
        assert counts == ["Leads in portefeuille", "Aanpakken in uitvoering", "In andere regio gerealiseerd"], (
            before,
            seen[-1],
        )
        publishes(marit, preview)
        hanna = Traveller(Visitor(browser, base), HANNA)
        read = figures(hanna, "/voortgang")
        assert {name for name in read if read[name] - foreseen[name] == 1} >= set(counts), (foreseen, read)
        hanna.reads("19 november 2026", "Het programma ligt op koers.")
        prints(hanna)
        for traveller in (femke, marit, hanna):
            traveller.leaves()
    assert names_in_what_is_published(demo_copy, HANNA) == []


def prints(reader: Traveller) -> None:
    """On paper stands nothing to press or to choose, and every chart is drawn anew as wide as it is there."""
    page = reader.page
    page.wait_for_function("document.documentElement.dataset.ready")
    page.emulate_media(media="print")
    assert page.locator("main :is(.btn, .gr-ask, button, select):visible").count() == 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    widths = "[...document.querySelectorAll('.gr-chart svg')].map(drawn => drawn.viewBox.baseVal.width)"
    assert set(page.evaluate(widths)) == {370, 780}
    page.locator(".gr-chart-map").evaluate("box => { box.style.display = 'none' }")
    page.emulate_media(media="screen")
    page.wait_for_timeout(100)
    assert reader.visitor.complaints == [], "a map that is not seen"


@pytest.mark.parametrize("demo_template", ["sqlite"], indirect=True)
def test_a_lead_is_logged_and_completed_without_javascript(demo_copy: Site, browser: Chromium) -> None:
    with serve(demo_copy.app) as base:
        femke = Traveller(Visitor(browser, base, javascript=False), FEMKE)
        lead = logs_a_lead(femke)
        completes_it(femke, lead)
        femke.leaves()
