"""Other things than companies out of a file; and what is large, that is carried out later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.companies.models import Company, Contact, MergedCompany
from app.growth.models import Demand
from app.hubs.models import Hub, Supply, SupplyAmount
from app.hubs.models import Site as HubSite
from app.imports import jobs, routes, services
from app.imports.kept import Seen
from app.imports.models import Import
from app.imports.queries import judged_rows
from app.imports.rules import Judged, Outcome, State
from app.imports.undoing import told
from app.leads.models import Lead, LeadCourse
from app.ledger.batches import Outlook
from app.ledger.models import Batch
from app.ledger.undoing import Kept, Why
from tests.acting import acting
from tests.companies.factories import company_of
from tests.imports.sheets import Rows, as_csv
from tests.imports.test_pages import BOM, HEADS, looked
from tests.pages import Site
from tests.working import work

CONTACTS = [
    ["Bedrijf", "KvK", "Naam contactpersoon", "E-mail", "Tel", "Bewaren tot"],
    ["Roodspar B.V.", "", "Jan Jansen", "jan@roodspar.example", "06 1", "1-6-2028"],
    ["Roodspar", "", "Piet Pieters", "", "", ""],
    ["Roodspar", "", "J. Jansen", "JAN@roodspar.example", "", ""],
    ["Onbekend", "", "Kees", "", "", ""],
    ["Roodspar", "", "Klaas", "geen adres", "", "1-1-2026"],
]


@pytest.fixture
def held(site: Site) -> Site:
    with site.system() as session:
        company_of(session, "BOM", name="Roodspar", name_key="roodspar", kind="scaleup", municipality_code="GM0828")
    return site


@pytest.fixture
def bom(held: Site) -> Iterator[GuardedSession]:
    with held.app.test_request_context(), acting(held, BOM) as session:
        yield session


@dataclass
class Found:
    """What was judged of a file, and kept."""

    rows: list[Judged]
    seen: Seen


def begun(session: GuardedSession, kind: str, rows: Rows) -> tuple[Import, Found]:
    row = services.begin(session, kind=kind, name="lijst.csv", content=as_csv(rows))
    judged = services.judged(session, row)
    services.keep(session, row.id, judged)
    seen = services.seen_of(row)
    assert seen
    assert judged_rows(session, row.id) == judged
    return row, Found(judged, seen)


def done(session: GuardedSession, kind: str, rows: Rows) -> Import:
    row, found = begun(session, kind, rows)
    services.agree(session, row, found.seen.fingerprint)
    services.carry_out(session, row)
    return row


def test_contacts_belong_to_companies_of_ours(bom: GuardedSession) -> None:
    _row, found = begun(bom, "contacts", CONTACTS)
    assert [one.outcome for one in found.rows] == [
        Outcome.NEW, Outcome.NEW, Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED,
    ]  # fmt: skip
    said = [str(one.problems[0].said) for one in found.rows[2:]]
    assert said[:2] == [
        "Rij 2 gaat over dezelfde persoon.",
        "Dit bedrijf is niet van jullie. Leg het eerst vast, of importeer eerst de bedrijven.",
    ]
    assert "geen e-mailadres" in said[2]


def test_contacts_are_added_changed_and_undone(bom: GuardedSession) -> None:
    first = done(bom, "contacts", CONTACTS)
    kept = bom.execute(select(Contact.name, Contact.phone, Contact.keep_until).order_by(Contact.id)).all()
    assert kept[0] == ("Jan Jansen", "06 1", date(2028, 6, 1))
    assert kept[1].keep_until == date(2028, 5, 19)
    _row, again = begun(bom, "contacts", CONTACTS)
    assert again.seen.counts["same"] == 2
    second = done(bom, "contacts", [CONTACTS[0], ["Roodspar", "", "Jan J.", "jan@roodspar.example", "06 2", ""]])
    assert bom.scalars(select(Contact.phone).order_by(Contact.id)).all() == ["06 2", None]
    services.take_back(bom, second)
    assert bom.scalars(select(Contact.phone).order_by(Contact.id)).all() == ["06 1", None]
    assert len(services.take_back(bom, first).kept) == 1
    assert bom.scalars(select(Contact.name)).all() == ["Jan Jansen"]


LEADS = [
    ["Bedrijf", "KvK", "Plaats", "Vraag gesteld op", "Nodig per", "Soort vraag", "Vraag", "Fase"],
    ["Roodspar", "", "Oss", "1-2-2026", "mrt 2028", "ruimte; energie", "Hal te klein", "Opschalen"],
    ["Nieuweling B.V.", "12345678", "Breda", "1-2-2026", "2029-01-01", "talent", "", "2"],
    ["Nieuweling", "12345678", "Breda", "3-4-2026", "", "Kapitaal", "", ""],
    ["Te laat", "", "Oss", "1-2-2026", "1-1-2025", "ruimte", "", ""],
    ["Roodspar", "", "Oss", "1-2-2026", "", "ruimte", "", ""],
    ["Zonder", "", "Oss", "1-2-1999", "", "", "", ""],
]


def test_leads_come_with_the_companies_that_are_not_there_yet(bom: GuardedSession) -> None:
    row, found = begun(bom, "leads", LEADS)
    new, refused = Outcome.NEW, Outcome.REFUSED
    assert [one.outcome for one in found.rows] == [new, new, new, refused, refused, refused]
    said = [str(one.problems[0].said) for one in found.rows[3:]]
    assert said[0] == "Deze datum ligt vóór 1-2-2026. Bedoel je 1-1-2028?"
    assert said[1] == "Rij 2 gaat over dezelfde vraag van dit bedrijf."
    assert "tien jaar" in said[2]
    services.agree(bom, row, found.seen.fingerprint)
    services.carry_out(bom, row)
    assert bom.scalars(select(Company.name).order_by(Company.id)).all() == ["Roodspar", "Nieuweling B.V."]
    leads = bom.execute(select(Lead.code, Lead.origin_rom_code, Lead.phase).order_by(Lead.id)).all()
    assert leads == [("GR-26-001", "BOM", 3), ("GR-26-002", "BOM", 2), ("GR-26-003", "BOM", 3)]
    kinds = bom.execute(select(Demand.lead_id, Demand.kind).order_by(Demand.id)).all()
    assert [kind for _lead, kind in kinds] == ["space", "energy", "talent", "capital"]
    _row, again = begun(bom, "leads", LEADS[:4])
    assert again.seen.counts["same"] == 3
    changed = done(
        bom, "leads", [LEADS[0], ["Roodspar", "", "Oss", "1-2-2026", "apr 2028", "ruimte, talent", "Nog kleiner", ""]]
    )
    assert bom.scalar(select(LeadCourse.needed_by).order_by(LeadCourse.id)) == date(2028, 4, 1)
    services.take_back(bom, changed)
    assert bom.scalar(select(LeadCourse.needed_by).order_by(LeadCourse.id)) == date(2028, 3, 1)
    assert bom.scalar(select(func.count(Demand.id))) == 4


SUPPLY = [
    ["Brandpunt", "Gebouw", "Wat is er?", "Totaal", "Bezet", "Vanaf", "Zekerheid"],
    ["BP17", "Hal 7", "Hal", "5.000", "1.200,00", "1-1-2027", "bevestigd"],
    ["BP17", "Hal 7", "kantoor", "800", "", "1-1-2027", ""],
    ["BP17", "", "Afname", "8,5", "9", "", ""],
    ["BP17", "", "Woningen", "17,50,000", "", "", ""],
    ["BP01", "", "Hal", "100", "", "", ""],
    ["BP17", "Hal 7", "Hal", "6.000", "", "1-1-2027", ""],
]


def test_supply_is_of_our_own_hubs(bom: GuardedSession) -> None:
    with bom.no_autoflush:
        own = bom.scalars(select(Hub.code).where(Hub.rom_code == "BOM").order_by(Hub.code)).first()
    rows = [[str(cell).replace("BP17", own) for cell in row] for row in SUPPLY]
    row, found = begun(bom, "supply", rows)
    new, refused = Outcome.NEW, Outcome.REFUSED
    assert [one.outcome for one in found.rows] == [new, new, refused, refused, refused, refused]
    said = [str(one.problems[0].said) for one in found.rows[2:]]
    assert said[0] == "Bezet en in gesprek samen zijn meer dan het totaal."
    assert "“17,50,000” is geen getal" in said[1]
    assert "kennen we niet. Kies uit:" in said[2]
    assert said[3] == "Rij 2 gaat over hetzelfde aanbod."
    services.agree(bom, row, found.seen.fingerprint)
    services.carry_out(bom, row)
    kept = bom.execute(select(SupplyAmount.measure, SupplyAmount.total, SupplyAmount.taken).order_by(SupplyAmount.id))
    assert kept.all() == [("hall", 5000, 1200), ("office", 800, 0)]
    assert bom.execute(select(HubSite.name, Supply.certainty).join(Supply)).all() == [("Hal 7", "confirmed")]
    _row, again = begun(bom, "supply", rows[:3])
    assert again.seen.counts["same"] == 2
    changed = done(bom, "supply", [rows[0], rows[6]])
    assert bom.scalar(select(SupplyAmount.total).where(SupplyAmount.measure == "hall")) == 6000
    services.take_back(bom, changed)
    assert bom.scalar(select(SupplyAmount.total).where(SupplyAmount.measure == "hall")) == 5000
    services.take_back(bom, row)
    assert bom.scalars(select(SupplyAmount.measure)).all() == ["hall"]  # it was changed since, so it stays


def test_what_is_large_is_done_later_in_steps(held: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "LATER_FROM", 5)
    monkeypatch.setattr(jobs, "AT_ONCE", 4)
    browser = held.browser(BOM)
    page = looked(browser, [HEADS, *([f"Nieuw {row}", "", "Oss", "", "AI", ""] for row in range(10))])
    answer = browser.post(f"{page.path}/uitvoeren", {"voorbeeld": page.value("voorbeeld")})
    assert answer.path.startswith("/achtergrond/")
    assert "loopt nog" in browser.get(page.path).words
    assert work(held) == 3
    assert "Uitgevoerd" in browser.get(page.path).words
    with acting(held, BOM) as session:
        assert session.scalar(select(func.count(Company.id))) == 11
    assert browser.post(f"{page.path}/terug").path.startswith("/achtergrond/")
    assert "wordt ongedaan gemaakt" in browser.get(page.path).words
    browser.post(f"{page.path}/terug", status=404)
    assert work(held) == 1
    assert "Ongedaan gemaakt" in browser.get(page.path).words
    with acting(held, BOM) as session:
        assert session.scalars(select(Company.name)).all() == ["Roodspar"]


def test_what_cannot_go_on_half_way_is_undone_whole(held: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "LATER_FROM", 2)
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    browser = held.browser(BOM)
    page = looked(browser, [HEADS, ["A1", *[""] * 5], ["B2", *[""] * 5], ["Roodspar", "", "", "startup", "", ""]])
    browser.post(f"{page.path}/uitvoeren", {"voorbeeld": page.value("voorbeeld")})
    with acting(held, BOM) as session:
        session.scalars(select(Company)).one().kind = "grownup"
    work(held)
    assert (
        "Wat in rij 4 staat, is intussen door iemand anders gewijzigd" in browser.get(page.path, most_queries=20).words
    )
    with acting(held, BOM) as session:
        assert session.execute(select(Company.name, Company.kind)).all() == [("Roodspar", "grownup")]
        assert session.scalars(select(Import.state)).one() == State.OPEN


def test_what_stays_of_a_company_that_was_merged_is_named_and_leads_to_where_it_went(bom: GuardedSession) -> None:
    keep = bom.scalars(select(Company)).one()
    done(bom, "companies", [HEADS, ["Spar Twee", "", "Oss", "", "", ""]])
    gone = bom.scalars(select(Company.id).where(Company.id != keep.id)).one()
    batch = {"batch_id": bom.scalar(select(func.max(Batch.id))), "merged_at": bom.clock.now()}
    bom.add(MergedCompany(company_id=keep.id, gone_id=gone, name="Spar Twee", **batch))
    bom.flush()
    kept = told(bom, Outlook(kept=[Kept(("company", gone), Why.CHANGED, gone)]))["kept"]
    assert kept == [("bedrijf", "Spar Twee", keep.id, "sindsdien gewijzigd")]
