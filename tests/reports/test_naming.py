"""A name by consent: for EZ alone, as long as the consent holds, on the page and in every file; and who has it."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.access.errors import OutOfScope
from app.accounts.models import Person
from app.companies.models import Company, Consent, NameReading, NameRecall
from app.companies.services import withdraw_consent
from app.reports import naming
from app.reports.frozen import NAMES
from app.reports.models import Report
from app.reports.rules import FORMS, canonical, fingerprint
from tests.acting import acting
from tests.downloaded import all_of
from tests.drafting.table_world import CODE, NAME, consent_to_ministry, report_with_case
from tests.impact.world import ADMIN, BOM, COORDINATOR, EZ, IPO, OOST
from tests.pages import Browser, Site

SINCE = date(2026, 6, 1)
NFIA = "nfia@nfia.example"
READER_PAGE = 14  # queries: the report, the names, and the first time that it is remembered
ASK = "De toestemming is voorbij: vraag om te vernietigen"


@pytest.fixture
def number(site: Site) -> str:
    """A published report with a case whose company lets EZ know its name."""
    made = report_with_case(site)
    consent_to_ministry(site, SINCE)
    return made


def everything(browser: Browser, number: str) -> dict[str, str]:
    """All that a reader can find of a report: its page, its English page and its files, opened and read."""
    found = {"page": browser.get(f"/voortgang/{number}", most_queries=READER_PAGE).response.get_data(as_text=True)}
    browser.client.set_cookie("taal", "en")
    found["english"] = browser.get(f"/voortgang/{number}").response.get_data(as_text=True)
    browser.client.delete_cookie("taal")
    found |= {form: all_of(browser.get(f"/voortgang/{number}/rapport.{form}").response) for form in FORMS}
    return found


def holding(browser: Browser, number: str) -> set[str]:
    return {form for form, text in everything(browser, number).items() if NAME in " ".join(text.split())}


def end_consent(site: Site) -> None:
    with site.system() as session:
        withdraw_consent(session, session.scalars(select(Consent)).one())


def readings(site: Site) -> list[NameReading]:
    with site.system() as session:
        return list(session.scalars(select(NameReading).order_by(NameReading.id)))


def test_ez_reads_the_name_on_the_page_and_in_every_file_and_nobody_else_does(site: Site, number: str) -> None:
    assert holding(site.browser(EZ), number) == {"page", "english", *FORMS}
    for email in (IPO, BOM, OOST, NFIA, COORDINATOR):
        assert holding(site.browser(email), number) == set(), email
    for form in ("", *(f"/rapport.{form}" for form in FORMS)):
        site.browser(ADMIN).get(f"/voortgang/{number}{form}", status=403)


def test_the_moment_consent_is_withdrawn_the_name_is_gone_everywhere(site: Site, number: str) -> None:
    ez = site.browser(EZ)
    assert NAME in ez.get("/voortgang", most_queries=READER_PAGE).words
    end_consent(site)
    assert NAME not in ez.get("/voortgang").words
    assert holding(ez, number) == set()
    assert len(everything(ez, number)) == 6


@pytest.mark.parametrize(
    ("since", "until", "named"),
    [
        (date(2026, 11, 20), None, False),
        (SINCE, date(2026, 11, 19), True),
        (SINCE, date(2026, 11, 18), False),
    ],
)
def test_a_consent_holds_from_its_first_day_through_its_last(
    site: Site, since: date, until: date | None, named: bool
) -> None:
    number = report_with_case(site)
    consent_to_ministry(site, since, until=until)
    assert (NAME in site.browser(EZ).get(f"/voortgang/{number}", most_queries=READER_PAGE).words) is named


@pytest.mark.parametrize("scope", ["taskforce", "named"])
def test_a_consent_to_others_is_none_to_ez(site: Site, scope: str) -> None:
    number = report_with_case(site)
    consent_to_ministry(site, SINCE)
    with site.system() as session:
        session.scalars(select(Consent)).one().scope = scope
    assert NAME not in site.browser(EZ).get(f"/voortgang/{number}").words


def test_whoever_leaves_the_ministry_reads_no_name_any_more(site: Site, number: str) -> None:
    with site.system() as session:
        ipo = session.scalars(select(Person).where(Person.email == IPO)).one()
        session.scalars(select(Person).where(Person.email == EZ)).one().organisation_id = ipo.organisation_id
    assert NAME not in site.browser(EZ).get(f"/voortgang/{number}").words


def test_the_frozen_text_and_its_fingerprint_hold_no_name(site: Site, number: str) -> None:
    with site.system() as session:
        report = session.scalars(select(Report)).one()
    assert NAME not in report.document
    assert fingerprint(report.document) == report.fingerprint
    answer = site.browser(EZ).get(f"/voortgang/{number}/rapport.json").response
    told = json.loads(answer.get_data())
    assert list(told.pop(NAMES).values()) == [NAME]
    assert fingerprint(canonical(told)) == report.fingerprint
    assert answer.headers["Content-Disposition"] == f'attachment; filename="voortgang-{number}.json"'


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
def test_a_file_with_a_name_says_what_to_do_with_it(site: Site, number: str, form: str) -> None:
    warned = "Trekt een bedrijf die in, vernietig dan dit bestand."
    for email, told in ((EZ, True), (IPO, False)):
        text = " ".join(all_of(site.browser(email).get(f"/voortgang/{number}/rapport.{form}").response).split())
        assert (warned in text) is told


# --- Who has it ----------------------------------------------------------------------------------------------


def test_every_file_with_a_name_is_remembered_and_a_page_once(site: Site, number: str) -> None:
    ez = site.browser(EZ)
    ez.get(f"/voortgang/{number}", most_queries=READER_PAGE)
    ez.get("/voortgang", most_queries=READER_PAGE)
    for form in ("pdf", "pdf", "json"):
        ez.get(f"/voortgang/{number}/rapport.{form}")
    for email in (IPO, BOM, COORDINATOR):
        site.browser(email).get(f"/voortgang/{number}/rapport.pdf")
    assert [one.form for one in readings(site)] == ["page", "pdf", "pdf", "json"]
    end_consent(site)
    ez.get(f"/voortgang/{number}/rapport.pdf")
    assert len(readings(site)) == 4


def test_a_page_is_remembered_again_when_consent_was_renewed(site: Site, number: str) -> None:
    ez = site.browser(EZ)
    ez.get(f"/voortgang/{number}", most_queries=READER_PAGE)
    end_consent(site)
    site.clock.set(site.clock.now() + timedelta(days=3))
    consent_to_ministry(site, site.clock.today())
    for _twice in range(2):
        ez.get(f"/voortgang/{number}", most_queries=READER_PAGE)
        assert [one.form for one in readings(site)] == ["page", "page"]


def test_a_name_that_cannot_be_remembered_is_not_shown(
    site: Site, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_more: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(naming, "note_reading", fail)
    site.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = site.browser(EZ).client.get(f"/voortgang/{number}/rapport.json")
    assert answer.status_code == 500
    assert NAME not in answer.get_data(as_text=True)


def test_who_hears_of_a_reading(site: Site, number: str) -> None:
    site.browser(EZ).get(f"/voortgang/{number}/rapport.pdf")
    seen = {}
    for email in (EZ, IPO, BOM, OOST, COORDINATOR, ADMIN):
        with acting(site, email) as session:
            seen[email] = session.scalar(select(func.count(NameReading.id)))
    assert seen == {EZ: 1, IPO: 0, BOM: 1, OOST: 0, COORDINATOR: 1, ADMIN: 0}


@pytest.mark.parametrize(("writer", "person"), [(IPO, IPO), (BOM, BOM), (COORDINATOR, EZ), (EZ, IPO)])
def test_nobody_writes_that_a_name_was_read_but_who_read_it(site: Site, number: str, writer: str, person: str) -> None:
    with site.system() as system:
        who = system.scalars(select(Person).where(Person.email == person)).one()
        company = system.scalars(select(Company.id).where(Company.name == NAME)).one()
    with acting(site, writer) as session:
        row = NameReading(company_id=company, report_number=number, token="0" * 16, form="pdf", at=site.clock.now())
        row.person_id, row.organisation_id = who.id, who.organisation_id
        session.add(row)
        with pytest.raises(OutOfScope):
            session.flush()
        session.rollback()


@pytest.mark.parametrize("statement", ["UPDATE name_reading SET form = 'page'", "DELETE FROM name_reading"])
def test_the_database_refuses_to_forget_a_reading(site: Site, number: str, statement: str) -> None:
    site.browser(EZ).get(f"/voortgang/{number}/rapport.pdf")
    with site.system() as session, pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.connection().exec_driver_sql(statement)


def company_page(site: Site) -> str:
    with site.system() as session:
        return f"/bedrijven/{session.scalars(select(Company.id).where(Company.name == NAME)).one()}"


def test_the_holder_sees_who_has_a_file_and_ticks_that_it_was_asked_back(site: Site, number: str) -> None:
    site.browser(EZ).get(f"/voortgang/{number}/rapport.pdf")
    femke, path = site.browser(BOM), company_page(site)
    page = femke.get(path, most_queries=20)
    assert f"Hanna Lubbers heeft een PDF met de naam, rapport {number}" in page.words
    assert ASK not in page.words
    (reading,) = readings(site)
    at = f"{path}/naam/{reading.id}/gevraagd"
    assert "De toestemming geldt nog" in femke.post(at).words
    end_consent(site)
    assert ASK in femke.get(path, most_queries=20).words
    page = femke.post(at)
    assert "Vastgelegd dat om vernietigen is gevraagd." in page.words
    assert ASK not in page.words
    assert "gevraagd om te vernietigen: vandaag" in page.words
    femke.post(at)
    with site.system() as session:
        assert session.scalar(select(func.count(NameRecall.id))) == 1
    for email in (OOST, COORDINATOR):
        site.browser(email).post(at, status=404)


def test_the_coordinator_sees_it_by_code_and_is_told(site: Site, number: str) -> None:
    site.browser(EZ).get(f"/voortgang/{number}/rapport.docx")
    marit = site.browser(COORDINATOR)
    page = marit.get("/rapportages/namen")
    assert f"{CODE} Hanna Lubbers, EZ heeft een Word-document met de naam" in page.words
    assert "De toestemming geldt" in page.words
    assert "moet nog weg" not in marit.get("/vragen").words
    (reading,) = readings(site)
    assert "De toestemming geldt nog" in marit.post(f"/rapportages/namen/{reading.id}/gevraagd").words
    site.clock.set(site.clock.now() + timedelta(days=1))
    end_consent(site)
    assert "1 bestand met een naam moet nog weg" in marit.get("/vragen").words
    assert ASK in marit.get("/rapportages/namen").words
    page = marit.post(f"/rapportages/namen/{reading.id}/gevraagd")
    assert "Gevraagd om te vernietigen: vandaag" in page.words
    assert NAME not in page.text
    assert "moet nog weg" not in marit.get("/vragen").words
