"""A messy list without a mouse: chosen, read, looked through, imported and undone, in a real browser."""

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.accounts.services import set_password
from app.companies.models import Company
from tests.browser import Visitor, chromium, serve
from tests.companies.factories import company_of
from tests.imports.sheets import as_csv
from tests.journeys.keyboard import follow, press
from tests.pages import Site

FEMKE = "taskforce@bom.example"
SENTENCE = "een lijst die er rommelig uitziet"
LIST = as_csv(
    [
        ["Bedrijvenlijst 2026", "", "", ""],
        ["Bedrijfsnaam", "KvK nr.", "Plaats", "Opmerking"],
        ["Zonnewind  B.V.", "12345678", "'s Hertogenbosch", "belt terug"],
        ["Café Ørsted", "6070325", "Breda", "nul kwijt"],
        ["Roodspar BV", "", "Breda", "andere plaats"],
        ["", "", "", ""],
        ["Totaal", "3", "", ""],
    ],
    coding="cp1252",
)


@pytest.mark.parametrize("template", ["sqlite"], indirect=True, scope="session")
def test_a_list_is_imported_and_undone_with_the_keyboard(site: Site) -> None:
    with site.system() as system:
        company_of(system, "BOM", name="Roodspar", municipality_code="GM0828")
        person = system.scalars(select(Person).where(Person.email == FEMKE)).one()
        set_password(system, person, SENTENCE, hash_password(SENTENCE))
    with chromium() as browser, serve(site.app) as base:
        femke = Visitor(browser, base)
        femke.sign_in(FEMKE, SENTENCE)
        page = femke.page
        page.goto(f"{base}/bedrijven")
        follow(page, "main a[href='/importeren']")
        press(page, "[name=kind]", "Space")
        with page.expect_file_chooser() as opened:
            press(page, "[type=file]")
        opened.value.set_files({"name": "lijst.csv", "mimeType": "text/csv", "buffer": LIST})
        follow(page, "main form button[type=submit]")
        follow(page, "main form button[type=submit]")
        shown = page.locator("main").inner_text()
        assert all(words in shown for words in ("Importeer 1 rij", "heeft 7 cijfers", "zelfde naam, in", "totaalregel"))
        follow(page, "a[href$='#fills_kvk']")
        press(page, "[name=fills_kvk]", "Space")
        follow(page, "main form button[type=submit]")
        follow(page, "main button[name=keuze][value=new]")
        follow(page, "form[action$='/uitvoeren'] button")
        assert "Geïmporteerd." in page.locator(".gr-toast").inner_text()
        assert femke.faults() == []
        with site.system() as system:
            assert set(system.scalars(select(Company.name))) == {
                "Roodspar", "Roodspar BV", "Zonnewind B.V.", "Café Ørsted",
            }  # fmt: skip
        follow(page, "main a[href$='/terug']")
        assert femke.faults() == []
        follow(page, "main form button")
        assert "De import is ongedaan gemaakt." in page.locator(".gr-toast").inner_text()
        femke.close()
    with site.system() as system:
        assert system.scalars(select(Company.name)).all() == ["Roodspar"]
