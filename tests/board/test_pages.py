"""*Pijplijn* as people see it."""

from datetime import date
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event, select

from app.accounts.models import Organisation, Person
from app.accounts.services import invite_person
from app.board import listing
from app.leads.models import LeadCourse
from app.timeline import services as timeline
from tests.cases.world import company_with_lead
from tests.pages import Site
from tests.pipeline.test_pages import BOM, COORDINATOR, OOST, lay_out

HX = {"HX-Request": "true"}


def test_the_list_shows_the_next_step_and_that_it_is_late(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/pijplijn", most_queries=7)  # the bell counts what waits, until something changes
    assert "Stroomkade Opslag" in page.text
    assert "Akkoord ophalen" in page.text
    assert "6 dagen te laat" in page.text
    theirs = site.browser(OOST).get("/pijplijn", most_queries=8)  # a verifier’s menu counts what waits too
    assert "GR-25-018" in theirs.text
    assert "Stroomkade" not in theirs.text
    assert "Akkoord ophalen" not in theirs.text


def test_a_filter_shows_itself_in_chips_and_an_empty_answer_says_what_to_do(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/pijplijn?stap=proposing&regio=BOM&q=%3Cb%3E")
    assert "Geen lead past bij dit filter" in page.text
    assert "Voorstellen" in page.text
    assert "&lt;b&gt;" in page.text


def test_the_form_of_the_filter_shows_what_is_asked_and_sends_it_again(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    path = "/pijplijn/filter?regio=BOM&vraag=energy&minimaal=8%2C5&voor=2028-3&stap=proposing&sorteer=stil&beeld=bord"
    page = femke.get(path)
    sent = {name: page.value(name) for name in ("regio", "vraag", "minimaal", "voor", "sorteer", "beeld", "status")}
    assert sent == {
        "regio": "BOM", "vraag": "energy", "minimaal": "8,5", "voor": "2028-3", "sorteer": "stil", "beeld": "bord",
        "status": "open",
    }  # fmt: skip
    assert "checked" in page.tree.one("input", id="f-stap-proposing").attributes
    part = femke.client.get(path, headers=HX).text
    assert "<html" not in part
    assert "gr-filter-form" in part


def test_a_page_too_far_goes_to_the_first_one(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    for place in ("na=999999.2040-01-01", "tot=0", "na=1.x", "na=x", "tot=1.9999-99-99"):
        assert "Stroomkade Opslag" in browser.get(f"/pijplijn?status=alle&{place}").text, place


def test_fifty_leads_fit_in_sixty_kilobytes_with_as_many_queries_as_one(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    browser.get("/instellingen")  # the bell counts once a minute
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
    assert "61 leads" in many.words
    following = browser.get(many.tree.one("a", rel="next").attributes["href"])
    assert len(following.tree.all("tr")) == 1 + 11
    assert browser.get(following.tree.one("a", rel="prev").attributes["href"]).path == "/pijplijn"


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
    assert page.tree.one("a", href="/leads/GR-25-018/stap?terug=beeld%3Dbord").get("title") == "Verplaats naar"


def test_a_card_moves_on_the_board_and_the_board_comes_back(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    board = femke.get("/pijplijn?wie=ik&beeld=bord")
    sent = {"back": board.value("back"), "version": board.tree.one("li", class_="gr-card").get("data-version")}
    page = femke.post("/leads/GR-25-018/stap", {**sent, "step": "articulating"})
    assert page.path == "/pijplijn"
    assert "Leads: van mij" in page.words
    assert "Stroomkade Opslag" in page.tree.all("section", class_="gr-col")[1].text


@pytest.mark.parametrize("template", ["postgresql"], indirect=True)  # SQLite lets one in at a time
def test_a_card_that_a_colleague_moves_at_the_same_moment_is_not_moved_over_it(site: Site) -> None:
    lay_out(site)
    femke, colleague = site.browser(BOM), site.browser(COORDINATOR)
    board = femke.get("/pijplijn?wie=ik&beeld=bord")
    version = board.tree.one("li", class_="gr-card").get("data-version")
    theirs = {
        "version": version,
        "step": "deciding",
        "override": "y",
        "cause": "urgent",
        "reason": "Het bedrijf wacht niet.",
    }
    moved: list[int] = []
    path = "/leads/GR-25-018/stap"

    def while_it_is_looked_at(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Between what the page looks at and what it writes."""
        if not moved and "lead_course.lead_id IN" in statement:
            moved.append(0)
            thread = Thread(target=lambda: moved.append(colleague.client.post(path, data=theirs).status_code))
            thread.start()
            thread.join()

    event.listen(site.engine, "before_cursor_execute", while_it_is_looked_at)
    answer = femke.client.post(path, data={"version": version, "step": "articulating"})
    event.remove(site.engine, "before_cursor_execute", while_it_is_looked_at)
    assert moved == [0, 303]
    assert answer.status_code == 409
    with site.system() as session:
        assert session.scalars(select(LeadCourse.step)).one() == "deciding"


def test_a_card_that_lacks_something_says_what_and_a_hidden_lead_has_no_card(site: Site) -> None:
    lay_out(site, complete=False)
    femke = site.browser(BOM)
    board = femke.get("/pijplijn?beeld=bord")
    sent = {"back": board.value("back"), "version": board.tree.one("li", class_="gr-card").get("data-version")}
    page = femke.post("/leads/GR-25-018/stap", {**sent, "step": "articulating"}, status=422)
    assert page.value("back") == "beeld=bord"
    other = site.browser(OOST).get("/pijplijn?beeld=bord")
    assert not other.tree.all("li", class_="gr-card")
    assert "1 afgeschermde lead staat niet op het bord" in other.words
    coordinator = site.browser(COORDINATOR).get("/pijplijn?beeld=bord")
    assert "GR-25-018" in coordinator.tree.one("li", class_="gr-card").text
    assert "Stroomkade" not in coordinator.text


def test_a_step_that_needs_something_opens_its_form_in_the_card(site: Site) -> None:
    lay_out(site, complete=False)
    client = site.browser(BOM).client
    asked = client.get("/leads/GR-25-018/stap?naar=articulating&terug=beeld%3Dbord", headers=HX)
    assert asked.status_code == 200
    assert "<html" not in asked.text
    assert "Past in de doelgroep" in asked.text
    assert 'name="back" type="hidden" value="beeld=bord"' in asked.text
    typed = {"step": "articulating", "version": "1", "back": "beeld=bord"}
    refused = client.post("/leads/GR-25-018/stap", data=typed, headers=HX)
    assert refused.status_code in (409, 422)
    assert "<html" not in refused.text


def test_a_card_that_may_go_moves_without_leaving_the_board(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    board = femke.get("/pijplijn?beeld=bord")
    sent = {"back": board.value("back"), "version": board.tree.one("li", class_="gr-card").get("data-version")}
    moved = femke.client.post("/leads/GR-25-018/stap", data={**sent, "step": "articulating"}, headers=HX)
    assert (moved.status_code, moved.headers["HX-Redirect"]) == (204, "/pijplijn?beeld=bord")
    late = femke.client.post("/leads/GR-25-018/stap", data={**sent, "step": "articulating"}, headers=HX)
    assert late.status_code == 409
    assert "Intussen gewijzigd door" in late.text


def test_a_column_shows_more_as_a_page_or_as_a_part(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "CARDS", 1)
    lay_out(site)
    lay_out(site, code="GR-25-019", name="Roodspar")
    femke = site.browser(BOM)
    board = femke.get("/pijplijn?beeld=bord")
    column = board.tree.one("section", id="stap-signalled")
    assert "2" in column.one("span", id="som-signalled").text
    assert len(column.all("li", class_="gr-card")) == 1
    more = column.one("li", class_="gr-col-more").one("a").attributes["href"]
    assert len(femke.get(more).tree.all("li", class_="gr-card")) == 1
    part = femke.client.get(more, headers=HX)
    assert "<html" not in part.text
    assert part.text.count('class="gr-card ') == 1


def test_columns_are_chosen_and_stay_chosen(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/pijplijn?kolommen=eigenaar&kolommen=regio&kolommen=fase&kolommen=gesteld")
    assert [head.text for head in page.tree.all("th")] == ["", "Lead", "Regio", "Fase", "Eigenaar", "Gesteld op"]
    assert "Femke de Wit" in page.tree.one("table").text
    assert "14-10-2025" in page.tree.one("table").text
    assert "kolommen=regio%2Cfase%2Ceigenaar%2Cgesteld" in page.tree.all("a", class_="gr-sort")[0].attributes["href"]


def test_everything_is_counted_on_a_page_of_its_own(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    assert "Gesignaleerd" in femke.get("/pijplijn/totaal?regio=BOM").tree.one("table").text
    part = femke.client.get("/pijplijn/totaal?beeld=bord", headers=HX).text
    assert "<html" not in part
    assert 'id="som-signalled" hx-swap-oob="true"' in part


def test_a_view_is_kept_opened_changed_and_removed(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    address = "/pijplijn/weergaven/nieuw?regio=BOM&sorteer=stil&kolommen=stil&onzin=1"
    assert femke.post(address, {"name": " "}, status=422).errors() == {"name": "Geef de weergave een naam."}
    kept = femke.post(address, {"name": "Stil in Brabant", "is_default": "y"})
    assert "Weergave ‘Stil in Brabant’ bewaard." in kept.words
    assert femke.post(address, {"name": "stil in brabant"}, status=422).errors() == {
        "name": "Je hebt al een weergave met deze naam."
    }
    opened = femke.get("/pijplijn")
    assert "Regio: BOM" in opened.words
    assert [head.text for head in opened.tree.all("th")] == ["", "Lead", "Stil"]
    assert "Regio: BOM" not in femke.get("/pijplijn?status=open").words
    page = femke.get("/pijplijn/weergaven/1")
    femke.post("/pijplijn/weergaven/1", {"name": "Brabant", "is_shared": "y", "version": page.value("version")})
    assert "Regio: BOM" not in femke.get("/pijplijn").words
    assert "Brabant" in femke.get("/pijplijn/weergaven").words
    asked = femke.get("/pijplijn/weergaven/1/weg")
    assert "de weergave ‘Brabant’, ook voor je collega’s" in asked.words
    femke.post("/pijplijn/weergaven/1/weg")
    assert "Nog geen weergave bewaard" in femke.get("/pijplijn/weergaven").words


def test_a_view_is_shared_with_colleagues_alone_and_changed_by_its_keeper_alone(site: Site) -> None:
    with site.system() as session:
        colleague = invite_person(
            session,
            name="Bram Bos",
            email="bram@bom.example",
            organisation=session.scalars(select(Organisation).where(Organisation.code == "BOM")).one(),
            roles=("member",),
        )
        assert colleague
    femke = site.browser(BOM)
    for name, shared in (("Van ons", "y"), ("Van mij", "")):
        femke.post("/pijplijn/weergaven/nieuw?regio=BOM", {"name": name, **({"is_shared": "y"} if shared else {})})
    bram, jeroen = site.browser("bram@bom.example"), site.browser(OOST)
    assert "Van ons" in bram.get("/pijplijn").words
    assert "Van mij" not in bram.get("/pijplijn/weergaven").words
    assert "Van" not in jeroen.get("/pijplijn/weergaven").words
    for browser in (bram, jeroen):
        browser.get("/pijplijn/weergaven/1", status=404)
        browser.post("/pijplijn/weergaven/1/weg", status=404)
