"""Importing companies from a file, as a person does it: choose, look, do, undo."""

from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from app.companies.models import Company, CompanyKvk
from tests.acting import acting
from tests.companies.factories import company_of
from tests.imports.sheets import Rows, as_csv
from tests.pages import Browser, Page, Site

BOM = "taskforce@bom.example"
HEADS = ["Bedrijfsnaam", "KvK", "Plaats", "Soort", "Technologie", "Opmerking"]
BARE = ["", "", ""]
MESSY = [
    HEADS,
    ["Zonnewind B.V.", "12345678", "Eindhoven", "Scale-up", "fotonica; AI", "nieuw"],
    ["Roodspar", "", "Oss", "startup", "", "verandert"],
    ["Roodspar BV", "", "Breda", "", "", "andere plaats"],
    ["Kapot", "6070325", "Nergenshuizen", "reus", "", "fout"],
    ["Totaal", "3", "", "", "", ""],
]


@pytest.fixture
def held(site: Site) -> Site:
    with site.system() as session:
        company_of(session, "BOM", name="Roodspar", name_key="roodspar", kind="scaleup", municipality_code="GM0828")
    return site


def chosen(browser: Browser, rows: Rows, status: int = 200, name: str = "lijst.csv") -> Page:
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    return browser.post("/importeren", {"kind": "companies", "file": (BytesIO(content), name)}, status=status)


def looked(browser: Browser, rows: Rows) -> Page:
    """The preview of a file whose columns are as they were guessed."""
    page = chosen(browser, rows)
    names = [field.get("name") for field in page.tree.all("select")]
    given: dict[str, Any] = {name: page.value(name) for name in (*names, "days", "numbers") if name in page.text}
    return browser.post(page.path, {name: value for name, value in given.items() if value})


def done(browser: Browser, page: Page) -> Page:
    return browser.post(f"{page.path}/uitvoeren", {"voorbeeld": page.value("voorbeeld")})


def test_the_columns_are_guessed_and_shown(site: Site) -> None:
    page = chosen(site.browser(BOM), MESSY)
    assert [page.value(f"column_{place}") for place in range(6)] == [
        "name", "kvk", "municipality_code", "kind", "technologies", "",
    ]  # fmt: skip
    assert "gescheiden door puntkomma" in page.words


def test_the_preview_says_of_each_row_what_happens(held: Site) -> None:
    words = looked(held.browser(BOM), MESSY).words
    assert "Importeer 2 rijen" in words
    assert "Scale-up wordt Startup" in words
    assert "zelfde naam, in Oss" in words
    assert "“6070325” heeft 7 cijfers" in words
    assert "B5" in words
    assert "“Nergenshuizen” kennen we niet" in words
    assert "“reus” kennen we niet. Kies uit:" in words
    assert "totaalregel" in words


def test_what_is_agreed_to_is_done_and_undone(held: Site) -> None:
    browser = held.browser(BOM)
    page = done(browser, looked(browser, MESSY))
    with acting(held, BOM) as session:
        names = session.scalars(select(Company.name).order_by(Company.id)).all()
        assert names == ["Roodspar", "Zonnewind B.V."]
        assert session.scalar(select(Company.kind).where(Company.name == "Roodspar")) == "startup"
        assert session.scalars(select(CompanyKvk.number)).all() == ["12345678"]
    assert "Importeer" not in looked(browser, MESSY[:3]).words
    browser.post(f"{page.path}/terug")
    with acting(held, BOM) as session:
        assert session.execute(select(Company.name, Company.kind)).all() == [("Roodspar", "scaleup")]
        assert session.scalar(select(func.count(CompanyKvk.id))) == 0


def test_what_was_edited_since_stays_and_is_listed(held: Site) -> None:
    browser = held.browser(BOM)
    page = done(browser, looked(browser, MESSY))
    with acting(held, BOM) as session:
        session.scalars(select(Company).where(Company.name == "Zonnewind B.V.")).one().site = "Elders"
    words = browser.get(f"{page.path}/terug", most_queries=80).words
    assert "Zonnewind B.V. (bedrijf): sindsdien gewijzigd" in words
    browser.post(f"{page.path}/terug")
    with acting(held, BOM) as session:
        assert set(session.scalars(select(Company.name))) == {"Roodspar", "Zonnewind B.V."}


def test_a_possible_double_waits_for_a_choice(held: Site) -> None:
    browser = held.browser(BOM)
    page = looked(browser, MESSY)
    browser.post(f"{page.path}/keuze", {"rij": "4", "keuze": "new"})
    assert "Importeer 3 rijen" in browser.get(page.path).words
    with held.system() as session:
        known = session.scalars(select(Company.id)).one()
    browser.post(f"{page.path}/keuze", {"rij": "4", "keuze": str(known)})
    assert "Rij 3 gaat over hetzelfde bedrijf" in browser.get(page.path).words
    browser.post(f"{page.path}/keuze", {"rij": "4; drop", "keuze": "new"}, status=400)


def test_a_preview_that_is_not_true_any_more_does_nothing(held: Site) -> None:
    browser = held.browser(BOM)
    page = looked(browser, MESSY)
    with acting(held, BOM) as session:
        session.scalars(select(Company)).one().kind = "grownup"
    answer = browser.post(f"{page.path}/uitvoeren", {"voorbeeld": page.value("voorbeeld")})
    assert "Sinds je dit voorbeeld zag is er iets veranderd" in answer.words
    assert answer.value("voorbeeld") != page.value("voorbeeld")
    with acting(held, BOM) as session:
        assert session.scalar(select(func.count(Company.id))) == 1


def test_what_is_refused_comes_back_as_a_file_with_reasons(held: Site) -> None:
    browser = held.browser(BOM)
    page = done(browser, looked(browser, [*MESSY, ["=cmd|' /C calc'!A0", "", "", "", "", "=1+1"]]))
    answer = browser.get(f"{page.path}/geweigerd.xlsx").response
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Rij in je bestand", "Wat er aan de hand is", "Bedrijfsnaam"]
    assert [row[0] for row in rows[1:]] == [4, 5, 6, 7]
    assert "B5 (KvK-nummer): “6070325” heeft 7 cijfers" in str(rows[2][1])
    assert rows[4][2].startswith("=cmd")


def test_what_others_hold_is_not_told_by_an_import(site: Site) -> None:
    with site.system() as session:
        company_of(session, "OOSTNL", name="Geheim", name_key="geheim", municipality_code="GM0153")
    words = looked(site.browser(BOM), [HEADS, ["Geheim", "", "Enschede", "", "", ""]]).words
    assert "Importeer 1 rij" in words
    assert "dubbel" not in words.lower()


def test_an_import_is_of_the_organisation_alone(held: Site) -> None:
    page = looked(held.browser(BOM), MESSY)
    other = held.browser("taskforce@oostnl.example")
    for path in (page.path, f"{page.path}/kolommen", f"{page.path}/geweigerd.xlsx", f"{page.path}/weg"):
        other.get(path, status=404)
    other.post(f"{page.path}/uitvoeren", {"voorbeeld": page.value("voorbeeld")}, status=404)
    assert "lijst.csv" not in other.get("/importeren").words


def test_a_file_is_read_another_way_on_request(site: Site) -> None:
    browser = site.browser(BOM)
    page = chosen(browser, [["Export van 5 mei"], *MESSY])
    assert "kolomkoppen op regel 2" in page.words
    path = page.path.replace("kolommen", "lezen")
    answer = browser.post(path, {"coding": "cp1252", "separator": ";", "head_row": "3"})
    assert "kolomkoppen op regel 3" in answer.words
    assert (
        "Geen" not in browser.post(path, {"coding": "utf-8-sig", "separator": ";", "head_row": "99"}, status=422).words
    )


def test_a_column_is_chosen_once_and_the_name_at_all(site: Site) -> None:
    browser = site.browser(BOM)
    page = chosen(browser, MESSY)
    twice = browser.post(page.path, {"column_0": "kvk", "column_1": "kvk", "days": "dmy"}, status=422)
    assert "staan al bij kolom A" in twice.errors()["column_1"]
    assert "Kies bij een van de kolommen: Naam." in twice.words


def test_a_file_that_cannot_be_read_is_told_in_words(site: Site) -> None:
    page = chosen(site.browser(BOM), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, 422, "lijst.xlsx")
    assert "oud Excel-bestand" in page.errors()["file"]


def test_a_file_that_is_thrown_away_is_gone(held: Site) -> None:
    browser = held.browser(BOM)
    page = looked(browser, MESSY)
    browser.get(f"{page.path}/weg")
    assert "Nog niets geïmporteerd" in browser.post(f"{page.path}/weg").words
    browser.get(page.path, status=404)


def test_ten_times_the_rows_take_as_many_questions(site: Site) -> None:
    browser = site.browser(BOM)
    few, many = ([HEADS, *([f"{count} {row}", "", "Oss", "", "AI", ""] for row in range(count))] for count in (5, 50))
    assert looked(browser, few).queries == looked(browser, many).queries


def test_the_preview_sums_up_why_rows_are_refused(site: Site) -> None:
    rows = [
        HEADS,
        *([f"Mast {place}", f"607032{place}", "", "", "", ""] for place in range(3)),
        ["Kiel", "", "Zee", *BARE],
    ]
    page = looked(site.browser(BOM), rows)
    assert "3 keer KvK-nummer : “6070320” heeft 7 cijfers" in page.words
    assert "1 keer Vestigingsplaats : “Zee” kennen we niet" in page.words
    assert "Zet een nul voor KvK-nummers van 7 cijfers" in page.words
    only_place = looked(site.browser(BOM), [HEADS, ["Kiel", "", "Zee", *BARE]])
    assert "Zet een nul" not in only_place.words


def test_the_file_of_what_was_not_taken_says_which_row_is_alike(held: Site) -> None:
    browser = held.browser(BOM)
    rows = [HEADS, ["Mast", "", "Oss", *BARE], ["Mast B.V.", "", "Breda", *BARE], ["Roodspar", "", "Breda", *BARE]]
    page = done(browser, looked(browser, rows))
    assert "Dubbelen" in page.words
    answer = browser.get(f"{page.path}/geweigerd.xlsx").response
    sheet = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in sheet[1:]] == [
        "Mogelijk dubbel: zelfde naam, in rij 2 van dit bestand",
        "Mogelijk dubbel",
    ]


def test_a_choice_leads_back_to_the_page_of_the_list(held: Site) -> None:
    browser = held.browser(BOM)
    page = looked(browser, MESSY)
    again = browser.post(f"{page.path}/keuze", {"rij": "4", "keuze": "new", "pagina": "3"})
    assert again.response.request.args["pagina"] == "3"


def test_a_slip_of_the_pen_and_a_holding_wait_for_a_choice(held: Site) -> None:
    browser = held.browser(BOM)
    rows = [
        ["Bedrijfsnaam", "KvK"],
        ["Roodspaar", ""],
        ["Zonnewind", ""],
        ["Zonnewind Holding", ""],
        ["Roodspar 2", ""],
    ]
    page = looked(browser, rows)
    assert "Roodspar : bijna dezelfde naam" in page.words
    assert "zelfde naam zonder woorden als holding of groep als Zonnewind, in rij 3 van dit bestand" in page.words
    assert "Importeer 2 rijen" in page.words
    with held.system() as session:
        known = session.scalars(select(Company.id)).one()
    browser.post(f"{page.path}/keuze", {"rij": "2", "keuze": str(known)})
    browser.post(f"{page.path}/keuze", {"rij": "4", "keuze": "new"})
    again = browser.get(page.path)
    assert "Roodspar wordt Roodspaar" in again.words
    assert "Importeer 4 rijen" in again.words


def test_two_numbers_that_differ_are_two_companies(held: Site) -> None:
    rows = [
        ["Bedrijfsnaam", "KvK"],
        ["Zonnewind", "12345678"],
        ["Zonnewind Holding", "12345679"],
        ["Zonewind", "12345677"],
    ]
    assert "Importeer 3 rijen" in looked(held.browser(BOM), rows).words


def test_a_file_of_which_no_column_was_chosen_asks_for_it(site: Site) -> None:
    browser = site.browser(BOM)
    page = chosen(browser, [["A1", "B1"], ["Zonnewind", "x"]])
    words = browser.get(page.path.removesuffix("/kolommen")).words
    assert "1 keer Naam : Kies eerst in welke kolom dit staat." in words


def test_columns_are_as_my_organisation_chose_them_the_last_time_until_that_is_forgotten(site: Site) -> None:
    browser, other = site.browser(BOM), site.browser("taskforce@oostnl.example")
    page = chosen(browser, MESSY)
    assert "zoals de vorige keer" not in page.words
    browser.post(
        page.path,
        {
            "column_0": "name",
            "column_1": "",
            "column_2": "",
            "column_3": "",
            "column_4": "",
            "column_5": "site",
            "days": "dmy",
        },
    )
    again = chosen(browser, [MESSY[0], ["Mast", "", "", "", "", ""]])
    assert "De kolommen staan zoals de vorige keer" in again.words
    assert [again.value(f"column_{place}") for place in range(6)] == ["name", "", "", "", "", "site"]
    assert chosen(other, MESSY).value("column_1") == "kvk"
    forgotten = browser.post(again.path.replace("kolommen", "vergeet"))
    assert forgotten.value("column_1") == "kvk"
    assert "zoals de vorige keer" not in forgotten.words
    assert "zoals de vorige keer" not in chosen(browser, MESSY).words
