"""Lines of the check-list as people meet them: what a reason may say, taking it back, and where a line leads."""

from tests.companies.factories import company_of
from tests.drafting.test_pages import FIRST_CHECK, checks, draft, write
from tests.impact.test_pages import submit
from tests.impact.world import CODE, COORDINATOR, lay_out
from tests.pages import Browser, Page, Site


def reasoned(browser: Browser, path: str, reason: str, status: int = 200, key: str = "web-results") -> Page:
    return browser.post(f"{path}/controle/{key}", {"reason": reason}, status=status)


def test_a_reason_that_names_somebody_is_refused_where_it_is_typed(site: Site) -> None:
    with site.system() as system:
        company_of(system, "IQ", name="Halvex Fotonica")
        company_of(system, "BOM", name="Stroomkade Opslag")
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path, results="Zie www.rijksoverheid.nl.")
    page = reasoned(browser, path, "Van Halvex Fotonica.", 422)
    assert "Haal ‘Halvex Fotonica’ weg" in page.errors()["reden-web-results"]
    before = checks(site)
    page = reasoned(browser, path, "Van Stroomkade Opslag.", 422)
    assert "een bedrijf dat je niet mag kennen" in page.errors()["reden-web-results"]
    assert checks(site) == before + 1, "what is told counts"
    page = reasoned(browser, path, "Dit is de overheid.")
    assert "klaar om te publiceren" in page.words
    assert checks(site) == before + 2, "the list that follows looks at the same texts"


def test_a_reason_that_says_too_much_later_can_be_taken_back_though_its_line_is_gone(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path, results="Zie www.rijksoverheid.nl.")
    reasoned(browser, path, "Van Halvex Fotonica.")
    with site.system() as system:
        company_of(system, "IQ", name="Halvex Fotonica")
    page = browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK)
    assert page.tree.all("a", href="#regel-web-results")
    write(browser, path)
    page = browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK)
    assert "Webadres in Resultaten : Van Halvex Fotonica." in page.words
    assert not page.tree.all("a", href="#regel-web-results")
    assert page.tree.all("form", action=f"{path}/controle/web-results/terug")
    assert "klaar om te publiceren" in browser.post(f"{path}/controle/web-results/terug").words


def test_a_line_about_leads_leads_to_them_and_to_where_it_is_settled(site: Site) -> None:
    lay_out(site)
    submit(site)
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    page = browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK)
    line = page.tree.one("li", id="regel-waiting")
    assert [link.get("href") for link in line.all("a")] == [f"/leads/{CODE}", "/toetsing"]
