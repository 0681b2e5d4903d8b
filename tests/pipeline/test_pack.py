"""The page to take along on a visit, for who may know the company."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from app.companies.models import Company
from app.companies.services import add_contact, give_consent
from tests.pages import Site
from tests.pipeline.test_pages import BOM, COORDINATOR, EZ, OOST, lay_out

PACK = "/leads/GR-25-018/meenemen"


def test_it_tells_who_what_and_with_whom_it_may_be_shared(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get(PACK)
    assert page.tree.one("h1").text == "Stroomkade Opslag"
    for words in (
        "Vertrouwelijk",
        "Helmond",
        "Gesignaleerd",
        "Alles voor Vraagarticulatie is er.",
        "Akkoord ophalen",
        "Akkoord komt op 24 november.",
        "Niets: alleen BOM mag weten welk bedrijf dit is.",
        "Nog geen contactpersoon vastgelegd.",
        "Ruimte nodig op 1 maart 2028",
    ):
        assert words in page.words, words
    assert f'href="{PACK}"' in site.browser(BOM).get("/leads/GR-25-018").text


def test_whom_to_call_and_who_may_know_today(site: Site) -> None:
    lay_out(site)
    with site.system() as session:
        company = session.scalars(select(Company)).one()
        add_contact(session, company, name="Jan de Boer", phone="06 12345678", keep_until=date(2028, 1, 1))
        give_consent(session, company, scope="taskforce", granted_by="Jan de Boer", ends_on=date(2026, 11, 30))
    whom = site.browser(BOM).get(PACK).tree.one("div", class_="gr-pack").all("section")[0].text
    assert "Jan de Boer" in whom
    assert "06 12345678" in whom
    page = site.browser(OOST).get(PACK)
    assert "De hele taskforce, tot en met 30 november 2026" in page.words
    site.clock.set(datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    assert "Niets: alleen BOM" in site.browser(BOM).get(PACK).words
    site.browser(OOST).get(PACK, status=404)


def test_nobody_else_finds_it(site: Site) -> None:
    lay_out(site)
    for email, status in ((OOST, 404), (COORDINATOR, 404), (EZ, 403)):
        site.browser(email).get(PACK, status=status)
