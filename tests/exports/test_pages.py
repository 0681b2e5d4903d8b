"""Exports as people make them: who may, what is in the file, what is written down."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.accounts.services import grant_role
from app.board import listing
from app.exports import lists, queries
from app.exports.cells import harmless
from app.exports.models import Export
from app.hubs.models import Hub, Supply, SupplyAmount
from tests.cases.world import company_with_lead
from tests.pages import Browser, Site
from tests.pipeline.test_pages import ADMIN, BOM, COORDINATOR, OOST, lay_out


def may_export(site: Site, *emails: str) -> None:
    with site.system() as session:
        for email in emails:
            person = session.scalars(select(Person).where(Person.email == email)).one()
            grant_role(session, person, session.get_one(Organisation, person.organisation_id), "export")


def rows(browser: Browser, path: str) -> list[dict[str, str]]:
    answer = browser.client.post(path, data={"form": "csv"})
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.data.startswith("\ufeff".encode())
    return list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_only_who_has_the_right_takes_a_list_along(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    assert "Exporteer" not in femke.get("/pijplijn").words
    femke.get("/exporteren/leads", status=403)
    assert femke.client.post("/exporteren/leads", data={"form": "csv"}).status_code == 403
    may_export(site, BOM)
    assert "Exporteer" in femke.get("/pijplijn").words
    femke.get("/exporteren/alles", status=404)


def test_leads_of_a_filter_come_as_they_are_seen_and_it_is_written_down(site: Site) -> None:
    lay_out(site)
    lay_out(site, code="GR-25-019", name="=cmd|'calc'!A0")
    may_export(site, BOM, OOST, COORDINATOR)
    femke = site.browser(BOM)
    page = femke.get("/exporteren/leads?q=Stroomkade&wie=organisatie")
    assert "Zoek: Stroomkade" in page.words
    [lead] = rows(femke, "/exporteren/leads?q=Stroomkade&wie=organisatie")
    assert {name: lead[name] for name in ("Code", "Bedrijf", "Gemeente", "Stap", "Nodig op", "Voorsprong (maanden)")} == {
        "Code": "GR-25-018", "Bedrijf": "Stroomkade Opslag", "Gemeente": "Helmond", "Stap": "Gesignaleerd",
        "Nodig op": "1-3-2028", "Voorsprong (maanden)": "28",
    }  # fmt: skip
    assert lead["Vraag"] == "Energie (knelpunt)"
    assert {one["Bedrijf"] for one in rows(femke, "/exporteren/leads")} == {
        "Stroomkade Opslag", harmless("=cmd|'calc'!A0"),
    }  # fmt: skip
    for stranger in (OOST, COORDINATOR):
        hidden = rows(site.browser(stranger), "/exporteren/leads")
        assert {one["Code"] for one in hidden} == {"GR-25-018", "GR-25-019"}
        assert {one[name] for one in hidden for name in ("Bedrijf", "Gemeente", "Volgende stap", "Eigenaar")} <= {
            "",
            "Femke de Wit",
        }
    with site.system() as session:
        made = session.scalars(select(Export).order_by(Export.id)).first()
        assert made
        assert (made.list, made.form, made.query, made.rows) == ("leads", "csv", "q=*&wie=organisatie", 1)
    assert "q: *, wie: organisatie" in femke.get("/exporteren").words
    assert "Marit" not in femke.get("/exporteren").words
    assert "Marit Kaspers" in site.browser(ADMIN).get("/exporteren").words


def test_more_than_a_page_comes_in_the_order_of_the_list(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "AT_A_TIME", 2)
    with site.system() as session:
        holder = session.scalars(select(Organisation).where(Organisation.code == "BOM")).one()
        owner = session.scalars(select(Person).where(Person.email == BOM)).one()
        for number in range(5):
            company_with_lead(session, holder, owner, f"Bedrijf {number % 3}", code=f"GR-26-{number:03}")
    may_export(site, BOM)
    femke = site.browser(BOM)
    with site.system() as session:
        shown = [row.code for row in listing.leads(session, lists.read_filter([("sorteer", "lead")], LISTS)).rows]
    assert [one["Code"] for one in rows(femke, "/exporteren/leads?sorteer=lead")] == shown
    assert [one["Bedrijf"] for one in rows(femke, "/exporteren/bedrijven?toon=ours")] == [
        f"Bedrijf {number}" for number in (0, 0, 1, 1, 2)
    ]


LISTS: Any = lists.board.Lists({}, {}, {}, {})


def test_companies_tasks_and_supply(site: Site) -> None:
    lay_out(site)
    may_export(site, BOM, OOST)
    femke, jeroen = site.browser(BOM), site.browser(OOST)
    [company] = rows(femke, "/exporteren/bedrijven?zoek=stroom")
    assert (company["Bedrijf"], company["NDA"], company["Leads"]) == ("Stroomkade Opslag", "Getekend", "GR-25-018")
    assert rows(jeroen, "/exporteren/bedrijven") == []
    [task] = rows(femke, "/exporteren/taken?wie=ik")
    assert (task["Taak"], task["Klaar op"], task["Lead"]) == ("Akkoord ophalen", "13-11-2026", "GR-25-018")
    assert rows(jeroen, "/exporteren/taken") == []
    with site.system() as session:
        hub = Hub(
            code="HTCE", name="High Tech Campus", place="Eindhoven", municipality_code="GM0772", rom_code="BOM",
            latitude=51.4, longitude=5.5, kind="campus", source="test", certainty="known", maturity="existing",
        )  # fmt: skip
        session.add(hub)
        session.flush()
        supply = Supply(hub_id=hub.id, kind="energy", certainty="confirmed", updated_at=session.clock.now())
        session.add(supply)
        session.flush()
        session.add(SupplyAmount(supply_id=supply.id, hub_id=hub.id, measure="offtake", total=8500, taken=1000))
    [power] = [one for one in rows(jeroen, "/exporteren/aanbod") if one["Code"] == "HTCE"]
    assert (power["Eenheid"], power["Totaal"], power["Vrij"], power["Zekerheid"]) == (
        "MW",
        "8,500",
        "7,500",
        "Bevestigd",
    )


def test_a_workbook_has_typed_cells_and_nothing_that_runs(site: Site) -> None:
    lay_out(site, name="=1+1")
    may_export(site, BOM)
    answer = site.browser(BOM).client.post("/exporteren/leads", data={"form": "xlsx"})
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    with ZipFile(BytesIO(answer.data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "=1+1" in sheet
        assert "<f>" not in sheet
        assert "hidden" not in sheet
        assert "Femke" not in book.read("docProps/core.xml").decode()
    assert f"<v>{(date(2028, 3, 1) - date(1899, 12, 30)).days}</v>" in sheet


def test_a_file_that_was_not_read_to_its_end_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(site)
    may_export(site, BOM)
    femke = site.browser(BOM)
    answer = femke.client.post("/exporteren/leads", data={"form": "csv"}, buffered=False)
    next(iter(answer.response))
    answer.close()
    assert "niet afgemaakt" in femke.get("/exporteren").words
    assert queries.SHOWN_LAST
