"""Anonymous cases: picked by code, refused while too few leads share what is shown, published under a token."""

import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.access.errors import OutOfScope
from app.db.errors import Refused
from app.drafting import cases
from app.drafting.models import ReportCase
from app.drafting.readers import levels_of
from app.drafting.services import discard_draft, preview, start_draft
from app.ledger.models import Change, Entry
from app.ledger.rules import Fact
from app.ledger.services import append
from app.reports.models import PublishedCase, Report
from tests.acting import acting
from tests.drafting.table_world import (
    CASE,
    COARSE,
    CODE,
    DAY,
    NAME,
    counted_leads,
    lead,
    publish_draft,
    report_with_case,
    with_case,
)
from tests.impact.world import ADMIN, BOM, COORDINATOR, EZ, IPO, OOST
from tests.pages import Browser, Site

FINE = {"sector": "exact", "kinds": "all", "outcome": "exact", "region": "region", "period": "half"}
CASE_PAGE = 33  # queries: the whole report is made to see which counts it hides


def stored(site: Site) -> list[Report]:
    with site.system() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def test_a_report_shows_a_case_at_its_levels_with_a_token_and_no_code_or_name(site: Site) -> None:
    number = report_with_case(site)
    (report,) = stored(site)
    (told,) = json.loads(report.document)["cases"]
    with site.system() as session:
        token = session.scalars(select(PublishedCase.token)).one()
    assert told == {
        "token": token,
        "sector": None,
        "kinds": ["energy"],
        "outcome": None,
        "region": None,
        "period": None,
        **CASE,
    }
    for hidden in (NAME, CODE):
        assert hidden not in report.document
    words = site.browser(IPO).get(f"/voortgang/{number}").words
    for shown in ("Van geen stroom naar een plan", "Vooral energie", "Geprobeerd", "Begin bij het net."):
        assert shown in words
    for form in ("pdf", "docx", "xlsx", "json"):
        site.browser(IPO).get(f"/voortgang/{number}/rapport.{form}")


def test_a_token_says_nothing_of_its_lead_and_is_new_in_each_report(site: Site) -> None:
    first, *_others = counted_leads(site)
    tokens = []
    for day in (DAY, date(2026, 11, 1)):
        with acting(site, COORDINATOR) as marit:
            draft = start_draft(marit, reporting_date=day)
            tokens.append(cases.pick_case(marit, draft, lead_id=first).token)
    assert len(set(tokens)) == 2
    assert all(len(token) == 16 for token in tokens)


def test_only_a_lead_that_counts_on_the_day_can_be_told_and_once(site: Site) -> None:
    first, *_others = counted_leads(site)
    with acting(site, COORDINATOR) as marit:
        draft = with_case(marit, first)
        with pytest.raises(Refused, match="staat al een case"):
            cases.pick_case(marit, draft, lead_id=first)
        with pytest.raises(Refused, match="telt op de peildatum niet mee"):
            cases.pick_case(marit, start_draft(marit, reporting_date=date(2025, 11, 30)), lead_id=first)


@pytest.mark.parametrize("leads", [1, 2])
def test_a_case_that_fits_too_few_leads_is_not_published(site: Site, leads: int) -> None:
    first, *_others = counted_leads(site, leads)
    with acting(site, COORDINATOR) as marit:
        draft = with_case(marit, first, {})
        with pytest.raises(Refused, match="past op minder dan 3 leads") as refused:
            publish_draft(marit, draft)
        assert refused.value.values["code"] == CODE
        marit.rollback()
    assert stored(site) == []


def test_a_case_says_nothing_of_a_count_that_its_report_hides(site: Site) -> None:
    leads = counted_leads(site)
    with acting(site, COORDINATOR) as marit:
        draft = with_case(marit, leads[0])
        document = preview(marit, draft)
        hidden = document | {"kinds": {"energy": None}}
        assert cases.objections(marit, draft, document) == []
        assert [one.message for one in cases.objections(marit, draft, hidden)] == [cases.TELLS_HIDDEN]


def test_a_case_without_words_waits(site: Site) -> None:
    first, *_others = counted_leads(site)
    with acting(site, COORDINATOR) as marit:
        draft = with_case(marit, first, tried="")
        assert [one.message for one in cases.objections(marit, draft, preview(marit, draft))] == [cases.UNWRITTEN]


def test_the_suggestion_is_as_fine_as_enough_leads_allow(site: Site) -> None:
    first, *_others = counted_leads(site)
    with acting(site, COORDINATOR) as marit:
        draft = with_case(marit, first, {})
        (row,) = cases.cases_of(marit, draft)
        cases.take_suggestion(marit, draft, row, preview(marit, draft))
        assert levels_of(row) == FINE
        assert cases.objections(marit, draft, preview(marit, draft)) == []


def test_who_may_know_which_lead_a_token_stands_for(site: Site) -> None:
    report_with_case(site)
    seen = {}
    for email in (COORDINATOR, BOM, OOST, EZ, IPO, ADMIN):
        with acting(site, email) as session:
            seen[email] = session.scalar(select(func.count(PublishedCase.id)))
    assert seen == {COORDINATOR: 1, BOM: 1, OOST: 0, EZ: 0, IPO: 0, ADMIN: 0}
    with acting(site, BOM) as femke:
        known = lead(femke)
        about = {"lead_id": known.id, "company_id": known.company_id, "published_at": site.clock.now()}
        femke.add(PublishedCase(token="1" * 16, report_number="2026-1", levels="{}", **about))
        with pytest.raises(OutOfScope):
            femke.flush()
        femke.rollback()


@pytest.mark.parametrize(
    "statement", ["UPDATE published_case SET company_id = company_id", "DELETE FROM published_case"]
)
def test_the_database_refuses_to_change_whom_a_token_stands_for(site: Site, statement: str) -> None:
    report_with_case(site)
    with site.system() as session, pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.connection().exec_driver_sql(statement)


def test_what_is_drafted_about_a_lead_is_for_the_coordinator_alone(site: Site) -> None:
    first, *_others = counted_leads(site)
    with acting(site, COORDINATOR) as marit:
        with_case(marit, first)
    drafted = select(func.count()).where(Change.table == "report_case")
    seen = {}
    for email in (COORDINATOR, BOM, OOST, EZ, ADMIN):
        with acting(site, email) as session:
            seen[email] = (bool(session.scalar(drafted)), session.scalar(select(func.count(ReportCase.id))))
    assert seen == {COORDINATOR: (True, 1), BOM: (False, 0), OOST: (False, 0), EZ: (False, 0), ADMIN: (False, 0)}
    assert CASE["title"] not in site.browser(BOM).get(f"/leads/{CODE}", most_queries=40).words


def test_the_cases_go_with_their_draft(site: Site) -> None:
    first, *_others = counted_leads(site)
    with acting(site, COORDINATOR) as marit:
        discard_draft(marit, with_case(marit, first))
        assert marit.scalar(select(func.count(ReportCase.id))) == 0


# --- The pages -----------------------------------------------------------------------------------------------


def drafted(site: Site, leads: int = 3) -> tuple[Browser, str]:
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    counted_leads(site, leads)
    marit = site.browser(COORDINATOR)
    return marit, marit.post("/rapportages", {"reporting_date": "30-11-2026"}).path


def pick(site: Site, marit: Browser, path: str) -> str:
    with site.system() as session:
        number = lead(session).id
    return marit.post(f"{path}/cases", {"lead_id": str(number)}).path


def test_from_a_code_to_a_case_with_a_warning_and_the_way_out(site: Site) -> None:
    marit, path = drafted(site)
    page = marit.get(f"{path}/cases", most_queries=CASE_PAGE)
    assert "Nog geen cases" in page.words
    assert f"{CODE} · " in page.words
    at = pick(site, marit, path)
    page = marit.post(at, {"version": "1", **CASE, **FINE, "title": "<b>Titel</b>"})
    assert "Case bewaard." in page.words
    assert page.queries <= CASE_PAGE
    assert "Dit past op 3 leads" in page.words
    assert "&lt;b&gt;Titel" in page.text
    assert (page.value("sector"), page.value("region")) == ("exact", "region")
    with site.system() as session:
        gone = lead(session, "GR-25-303")
        about = {"lead_id": gone.id, "company_id": gone.company_id}
        append(session, Entry(fact=Fact.WITHDRAWN, holds_on=DAY, **about))
    page = marit.get(at, most_queries=CASE_PAGE)
    assert "Te herkennen: dit past op maar 2 leads" in page.words
    assert "Publiceren kan pas als de case op minstens 3 leads past." in page.words


def test_a_case_needs_a_title_and_what_was_tried_and_keeps_what_was_typed(site: Site) -> None:
    marit, path = drafted(site)
    at = pick(site, marit, path)
    page = marit.post(at, {"version": "1", "title": "", "tried": "", "lesson": "Begin vroeg.", **COARSE}, status=422)
    assert page.errors() == {"title": "Geef de case een titel.", "tried": "Schrijf op wat er is geprobeerd."}
    assert page.value("lesson") == "Begin vroeg."


def test_the_second_of_two_writers_of_a_case_loses_nothing(site: Site) -> None:
    marit, path = drafted(site)
    at = pick(site, marit, path)
    marit.post(at, {"version": "1", **CASE})
    page = marit.post(at, {"version": "1", **CASE, "title": "Anders"}, status=409)
    assert "Intussen gewijzigd door Marit Kaspers" in page.words
    assert page.value("title") == "Anders"


def test_a_suggestion_is_taken_with_what_was_typed_and_a_case_goes(site: Site) -> None:
    marit, path = drafted(site)
    at = pick(site, marit, path)
    typed = {"version": "1", "title": "", "lesson": "Begin vroeg.", **COARSE}
    page = marit.post(f"{at}/voorstel", typed)
    assert "De case vertelt nu zo veel als kan." in page.words
    assert page.value("lesson") == "Begin vroeg."
    page = marit.post(f"{at}/voorstel", {"version": "1", **CASE}, status=409)
    assert page.value("title") == CASE["title"], "nobody saved over anybody"
    assert "Past op 3 leads" in marit.get(f"{path}/cases", most_queries=CASE_PAGE).words
    assert "‘Nog zonder titel’ verdwijnt" in marit.get(f"{at}/weg", most_queries=CASE_PAGE).words
    assert marit.get(at, most_queries=CASE_PAGE).value("lesson") == "Begin vroeg.", "looking takes nothing away"
    assert "Case verwijderd." in marit.post(f"{at}/weg").words


def test_nobody_else_tells_cases(site: Site) -> None:
    marit, path = drafted(site)
    at = pick(site, marit, path)
    for email in (BOM, OOST, EZ, IPO, ADMIN):
        for address in (f"{path}/cases", at):
            site.browser(email).get(address, status=403)
    marit.get(f"{path}/cases/999", status=404)
