"""Other things than companies out of a file; and what is large, that is carried out later."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.companies.models import Company, Contact
from app.imports import jobs, routes, services
from app.imports.models import Import
from app.imports.rules import Outcome, State
from app.imports.services import Preview
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


def begun(session: GuardedSession, kind: str, rows: Rows) -> tuple[Import, Preview]:
    row = services.begin(session, kind=kind, name="lijst.csv", content=as_csv(rows))
    return row, services.preview(session, row)


def done(session: GuardedSession, kind: str, rows: Rows) -> Import:
    row, found = begun(session, kind, rows)
    services.agree(session, row, found.fingerprint)
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
    assert again.counts["same"] == 2
    second = done(bom, "contacts", [CONTACTS[0], ["Roodspar", "", "Jan J.", "jan@roodspar.example", "06 2", ""]])
    assert bom.scalars(select(Contact.phone).order_by(Contact.id)).all() == ["06 2", None]
    services.take_back(bom, second)
    assert bom.scalars(select(Contact.phone).order_by(Contact.id)).all() == ["06 1", None]
    assert len(services.take_back(bom, first).kept) == 1
    assert bom.scalars(select(Contact.name)).all() == ["Jan Jansen"]


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
    browser.post(f"{page.path}/terug")
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
    assert "Wat in rij 4 staat, is intussen door iemand anders gewijzigd" in browser.get(page.path).words
    with acting(held, BOM) as session:
        assert session.execute(select(Company.name, Company.kind)).all() == [("Roodspar", "grownup")]
        assert session.scalars(select(Import.state)).one() == State.OPEN
