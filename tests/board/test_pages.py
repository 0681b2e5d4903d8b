"""*Pijplijn* as people see it."""

from datetime import date

from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.timeline import services as timeline
from tests.cases.world import company_with_lead
from tests.pages import Site
from tests.pipeline.test_pages import BOM, COORDINATOR, OOST, lay_out


def test_the_list_shows_the_next_step_and_that_it_is_late(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/pijplijn", most_queries=6)
    assert "Stroomkade Opslag" in page.text
    assert "Akkoord ophalen" in page.text
    assert "6 dagen te laat" in page.text
    theirs = site.browser(OOST).get("/pijplijn", most_queries=7)  # a verifier's menu counts what waits
    assert "GR-25-018" in theirs.text
    assert "Stroomkade" not in theirs.text
    assert "Akkoord ophalen" not in theirs.text


def test_a_filter_shows_itself_in_chips_and_an_empty_answer_says_what_to_do(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/pijplijn?stap=proposing&regio=BOM&q=%3Cb%3E")
    assert "Geen lead past bij dit filter" in page.text
    assert "Voorstellen" in page.text
    assert "&lt;b&gt;" in page.text


def test_a_page_too_far_goes_to_the_first_one(site: Site) -> None:
    lay_out(site)
    assert "Stroomkade Opslag" in site.browser(BOM).get("/pijplijn?pagina=99").text


def test_fifty_leads_fit_in_sixty_kilobytes_with_as_many_queries_as_one(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    few = browser.get("/pijplijn").queries
    with site.system() as session:
        holder = session.scalars(select(Organisation).where(Organisation.code == "BOM")).one()
        owner = session.scalars(select(Person).where(Person.email == BOM)).one()
        for number in range(60):
            _, lead, _ = company_with_lead(
                session, holder, owner, f"Bedrijf met een naam {number}", complete=True, code=f"GR-26-{number:03}"
            )
            timeline.add_task(
                session, lead, title="Aanvraag voor acht megawatt indienen", due_on=date(2026, 12, 1), owner_id=owner.id
            )
    many = browser.get("/pijplijn")
    assert many.queries == few
    assert len(many.text.encode()) <= 60_000
    assert "1 tot 50 van 61 leads" in many.text
    assert "51 tot 61 van 61 leads" in browser.get("/pijplijn?pagina=2").text


def test_a_search_for_a_percentage_is_shown_as_typed(site: Site) -> None:
    lay_out(site)
    assert "50% %(van)s" in site.browser(BOM).get("/pijplijn?q=50%25+%25(van)s").text


def test_the_board_shows_each_lead_under_its_step(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/pijplijn?beeld=bord")
    columns = [column.text for column in page.tree.all("section", class_="gr-col")]
    assert len(columns) == 6
    assert "Stroomkade Opslag" in columns[0]
    assert not [column for column in columns[1:] if "Stroomkade" in column]
    assert page.tree.one("a", href="/leads/GR-25-018/stap?naar=articulating").text == "Naar Vraagarticulatie"


def test_a_card_moves_on_the_board_and_the_board_comes_back(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    board = femke.get("/pijplijn?wie=ik&beeld=bord")
    sent = {name: board.value(name) for name in ("version", "back")}
    page = femke.post("/leads/GR-25-018/stap", {**sent, "step": "articulating"})
    assert page.path == "/pijplijn"
    assert "Leads: van mij" in page.words
    assert "Stroomkade Opslag" in page.tree.all("section", class_="gr-col")[1].text


def test_a_card_that_lacks_something_says_what_and_a_hidden_lead_has_no_card(site: Site) -> None:
    lay_out(site, complete=False)
    femke = site.browser(BOM)
    board = femke.get("/pijplijn?beeld=bord")
    sent = {name: board.value(name) for name in ("version", "back")}
    page = femke.post("/leads/GR-25-018/stap", {**sent, "step": "articulating"}, status=422)
    assert page.value("back") == "beeld=bord"
    other = site.browser(OOST).get("/pijplijn?beeld=bord")
    assert not other.tree.all("li", class_="gr-card")
    assert "1 afgeschermde lead staat niet op het bord" in other.words
    coordinator = site.browser(COORDINATOR).get("/pijplijn?beeld=bord")
    assert "GR-25-018" in coordinator.tree.one("li", class_="gr-card").text
    assert "Stroomkade" not in coordinator.text
