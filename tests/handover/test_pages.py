"""Offering a lead and answering that, through the pages."""

import pytest
from sqlalchemy import select

from app.companies.models import Company, Handover
from app.leads.models import Lead
from tests.companies.factories import company_of, organisation, share
from tests.leads.factories import lead_of
from tests.pages import Page, Site

BOM, OOSTNL, INWEST, IQ = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "taskforce@inwest.example",
    "coordinator@iq.example",
)
CODE, NAME = "GR-25-018", "Roodspar Composieten"


@pytest.fixture
def lead(site: Site) -> str:
    with site.system() as system:
        lead_of(system, company_of(system, "BOM", name=NAME), code=CODE)
    return CODE


def offered(site: Site, kind: str = "move", **typed: str) -> Page:
    with site.system() as system:
        to = str(organisation(system, "OOSTNL").id)
    given = {"kind": kind, "to_id": to, "reason": "region", "answer_by": "1-12-2026", "agreed": "y", **typed}
    return site.browser(BOM).post(f"/leads/{CODE}/overdragen", given)


def test_a_lead_goes_over_from_page_to_page(site: Site, lead: str) -> None:
    femke, jeroen = site.browser(BOM), site.browser(OOSTNL)
    assert f"/leads/{CODE}/overdragen" in femke.get(f"/leads/{CODE}").text
    page = offered(site)
    assert "Wacht op antwoord" in page.words
    address = page.path
    for path in ("/mijn-werk", "/overdrachten", address, f"/leads/{CODE}"):
        page = jeroen.get(path)
        assert "Beantwoord aanbod" in page.text or path == address
        assert CODE in page.words
        assert NAME not in page.text
    page = jeroen.post(f"{address}/aannemen", {"owner_id": page_owner(jeroen.get(address))})
    assert page.path == f"/leads/{CODE}"
    assert page.tree.one("h1").text == NAME
    assert "Overgenomen van BOM" in page.words
    assert "Hier telt de lead mee" in page.words
    page = femke.get(f"/leads/{CODE}")
    assert NAME not in page.text
    assert "Overgenomen van BOM" in page.words
    assert "Overgenomen van BOM" in site.browser(IQ).get(f"/leads/{CODE}").words
    assert "Aangenomen" in femke.get("/overdrachten").words


def page_owner(page: Page) -> str:
    return page.value("owner_id")


def test_an_offer_to_one_is_no_news_to_another_who_reads_along(site: Site, lead: str) -> None:
    with site.system() as system:
        share(system, system.scalars(select(Company)).one(), "INWEST")
    offered(site)
    assert "deelt dit bedrijf" not in site.browser(INWEST).get("/mijn-werk").words


def test_who_declines_says_why_and_learns_nothing(site: Site, lead: str) -> None:
    address = offered(site, "share").path
    jeroen = site.browser(OOSTNL)
    page = jeroen.post(f"{address}/afslaan", {}, status=422)
    assert page.errors() == {"reason": "Kies waarom."}
    assert "Afgeslagen" in jeroen.post(f"{address}/afslaan", {"reason": "capacity"}).words
    page = site.browser(BOM).get(address)
    assert "Nu geen mensen voor" in page.words
    assert NAME not in jeroen.get(address).text
    assert "wacht niet meer" in jeroen.post(f"{address}/aannemen", status=422).words


def test_what_is_wrong_is_told_beside_its_field(site: Site, lead: str) -> None:
    femke = site.browser(BOM)
    page = femke.post(f"/leads/{CODE}/overdragen", {"answer_by": "morgen"}, status=422)
    assert set(page.errors()) == {"kind", "to_id", "reason", "answer_by"}
    typed = {"kind": "share", "to_id": "999", "reason": "x", "answer_by": "1-1-2026"}
    assert {"to_id", "reason"} <= set(femke.post(f"/leads/{CODE}/overdragen", typed, status=422).errors())
    with site.system() as system:
        typed |= {"to_id": str(organisation(system, "OOSTNL").id), "reason": "region"}
    assert set(femke.post(f"/leads/{CODE}/overdragen", typed, status=422).errors()) == {"answer_by"}
    page = femke.post(f"/leads/{CODE}/overdragen", typed | {"answer_by": "1-12-2026"}, status=422)
    assert "Geen toestemming van het bedrijf dekt dit" in page.errors()["agreed"]


def test_an_offer_is_between_two(site: Site, lead: str) -> None:
    address = offered(site).path
    noor, femke = site.browser(INWEST), site.browser(BOM)
    noor.get(address, status=404)
    noor.post(f"{address}/aannemen", status=404)
    noor.get(f"/leads/{CODE}/overdragen", status=403)
    femke.post(f"{address}/aannemen", status=403)
    site.browser(OOSTNL).post(f"{address}/terug", status=403)
    assert "Ingetrokken" in femke.post(f"{address}/terug").words
    assert "wacht niet meer" in femke.post(f"{address}/terug").words
    with site.system() as system:
        assert system.scalars(select(Handover)).one()
        assert system.scalars(select(Lead)).one().origin_rom_code == "BOM"


def test_a_company_that_two_hold_becomes_one(site: Site, lead: str) -> None:
    with site.system() as system:
        keep = company_of(system, "OOSTNL", name=f"{NAME} B.V.")
        lead_of(system, keep, origin_rom_code="OOSTNL")
        keep_id, iq = keep.id, str(organisation(system, "IQ").id)
    femke, jeroen = site.browser(BOM), site.browser(OOSTNL)
    earlier = offered(site, "share", to_id=iq)
    site.browser(IQ).post(f"{earlier.path}/afslaan", {"reason": "timing"})
    assert femke.get(f"/leads/{CODE}/overdragen?waarom=double").value("reason") == "double"
    address = offered(site, reason="double").path
    page = jeroen.post(f"{address}/aannemen", {"owner_id": jeroen.get(address).value("owner_id")})
    assert f"{NAME} B.V." in page.words
    gone = page.path.split("/")[2]
    merging = f"/bedrijven/{keep_id}/samenvoegen/{gone}"
    form = jeroen.get(merging)
    page = jeroen.post(merging, {"version": form.value("version"), "name": "keep", "nda": "keep"})
    assert f"is opgegaan in {NAME}" in page.words
    assert "Overgenomen van BOM" in jeroen.get(f"/leads/{CODE}").words
    assert "Aangenomen" in femke.get("/overdrachten").words
    assert jeroen.get(f"/bedrijven/{gone}").path == f"/bedrijven/{keep_id}"
