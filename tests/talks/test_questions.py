"""Questions to a report: EZ and IPO ask, the coordinator answers, everybody reads, the next report holds them."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.access.errors import OutOfScope
from app.access.session import open_session
from app.accounts.models import Attempt, Organisation
from app.accounts.rules import ASKED_NAMES_A_DAY, NAME_CHECK, NAME_CHECKS_A_DAY
from app.accounts.services import may_try, note_attempt
from app.drafting.services import prepare
from app.ledger.models import Change
from app.narrative.wording import WORDS_A_LOOK
from app.reports.models import Report
from app.talks import queries
from app.talks.models import QuestionAnswer, ReportQuestion
from tests.acting import acting, actor_of
from tests.companies.factories import company_of
from tests.drafting.ready import looked_at
from tests.drafting.table_world import NAME, SUMMARY, save_draft, start_draft
from tests.impact.world import ADMIN, BOM, COORDINATOR, EZ, IPO, OOST
from tests.pages import Page, Site
from tests.talks.conftest import publish

ASKED = "Waarom zijn de aantallen per regio niet te zien?"
ANSWERED = "Omdat er per regio nog te weinig leads zijn."
TABLE = 10  # queries on the page with all questions, whatever their number; those of the coordinator, who hears of files too


def ask(site: Site, number: str, words: str = ASKED, who: str = EZ, status: int = 200) -> Page:
    sent = {"about": "flows", "question": words}
    return site.browser(who).post(f"/voortgang/{number}/vragen/nieuw", sent, status=status)


def only(site: Site) -> ReportQuestion:
    with site.system() as session:
        return session.scalars(select(ReportQuestion)).one()


def answer(site: Site, words: str = ANSWERED, status: int = 200) -> Page:
    asked = only(site)
    with site.system() as session:
        given = queries.answer_to(session, asked)
    sent = {"answer": words, "version": "" if given is None else str(given.version)}
    return site.browser(COORDINATOR).post(f"/vragen/{asked.id}/antwoord", sent, status=status)


def documents(site: Site) -> list[dict]:
    with site.system() as session:
        return [json.loads(text) for text in session.scalars(select(Report.document).order_by(Report.id))]


@pytest.mark.parametrize("who", [EZ, IPO])
def test_a_question_is_read_by_everybody_at_the_table_and_answered(site: Site, number: str, who: str) -> None:
    assert "De vraag is gesteld." in ask(site, number, who=who).words
    for reader in (EZ, IPO, BOM, OOST, COORDINATOR):
        words = site.browser(reader).get("/vragen", most_queries=TABLE).words
        assert ASKED in words
        assert "over ‘In en uit per regio’" in words
        assert "Nog open" in words
        assert ("Beantwoord :" in words) is (reader == COORDINATOR)
    assert "Antwoord bewaard." in answer(site).words
    for reader in (EZ, IPO, BOM):
        assert ANSWERED in site.browser(reader).get("/vragen", most_queries=TABLE).words


def test_the_menu_tells_the_coordinator_of_what_waits(site: Site, number: str) -> None:
    ask(site, number)
    assert "Vragen 1 open" in site.browser(COORDINATOR).get("/vragen", most_queries=TABLE).words
    answer(site)
    assert "Vragen 1 open" not in site.browser(COORDINATOR).get("/vragen", most_queries=TABLE).words


def test_the_form_knows_what_was_asked_about(site: Site, number: str) -> None:
    ez = site.browser(EZ)
    assert ez.get(f"/voortgang/{number}/vragen/nieuw?over=kinds").value("about") == "kinds"
    assert ez.get(f"/voortgang/{number}/vragen/nieuw?over=anders").value("about") == "report"
    page = ask(site, number, words="", status=422)
    assert page.errors() == {"question": "Schrijf de vraag op."}
    ez.get("/voortgang/2031-9/vragen/nieuw", status=404)


def test_only_ez_and_ipo_ask_and_only_the_coordinator_answers(site: Site, number: str) -> None:
    ask(site, number)
    asked = only(site)
    for email in (BOM, OOST, COORDINATOR, ADMIN):
        site.browser(email).post(f"/voortgang/{number}/vragen/nieuw", {"question": ASKED}, status=403)
        site.browser(email).get(f"/vragen/{asked.id}", status=403)
    for email in (EZ, IPO, BOM, OOST, ADMIN):
        site.browser(email).get(f"/vragen/{asked.id}/antwoord", status=403)
    site.browser(ADMIN).get("/vragen", status=403)
    site.browser(IPO).get(f"/vragen/{asked.id}", status=403)
    site.browser(IPO).post(f"/vragen/{asked.id}/weg", status=403)


def test_nobody_asks_for_another_organisation_or_answers_in_the_coordinators_place(site: Site, number: str) -> None:
    ask(site, number)
    with site.system() as session:
        other = session.scalars(select(Organisation.id).where(Organisation.code == "IPO")).one()
    with acting(site, EZ) as hanna:
        about = {"report_number": number, "about": "report", "question": "?", "asked_at": site.clock.now()}
        hanna.add(ReportQuestion(**about, organisation_id=other))
        with pytest.raises(OutOfScope):
            hanna.flush()
        hanna.rollback()
    with acting(site, EZ) as hanna:
        hanna.add(QuestionAnswer(question_id=only(site).id, answer="Ja.", answered_at=site.clock.now()))
        with pytest.raises(OutOfScope):
            hanna.flush()
        hanna.rollback()


def test_an_open_question_can_be_changed_or_taken_back_and_an_answered_one_not_taken_back(
    site: Site, number: str
) -> None:
    ask(site, number)
    at = f"/vragen/{only(site).id}"
    ez = site.browser(EZ)
    assert "De vraag is gewijzigd." in ez.post(at, {"question": "Anders gevraagd?", "version": "1"}).words
    ez.post(at, {"question": "Te laat.", "version": "1"}, status=409)
    with site.system() as session:
        kept = select(func.count(Change.id)).where(Change.table == "report_question", Change.field == "question")
        assert session.scalar(kept) == 1
    answer(site)
    assert "al beantwoord" in ez.post(f"{at}/weg", status=422).words
    ask(site, number, "Nog een?")
    with site.system() as session:
        last = session.scalar(select(func.max(ReportQuestion.id)))
    assert "Nog een?" in ez.get(f"/vragen/{last}/weg").words
    assert "De vraag is ingetrokken." in ez.post(f"/vragen/{last}/weg").words
    assert "Nog een?" not in ez.get("/vragen", most_queries=TABLE).words


# --- Names ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [f"Hoe gaat het met {NAME}?", f"hoe gaat het met {NAME.lower()}?"])
def test_a_name_in_a_question_is_refused_before_anybody_else_reads_it(site: Site, number: str, typed: str) -> None:
    page = ask(site, number, typed, status=422)
    assert "Hierin staat de naam van een bedrijf. We zeggen niet welke" in page.words
    assert page.value("question") == typed
    assert NAME not in site.browser(COORDINATOR).get("/vragen", most_queries=TABLE).words
    with site.system() as session:
        assert session.scalar(select(func.count(Attempt.id)).where(Attempt.kind == NAME_CHECK)) >= 1


def test_a_code_or_a_name_in_an_answer_is_refused_too(site: Site, number: str) -> None:
    ask(site, number)
    assert "code of het KvK-nummer" in answer(site, "Zie GR-25-301.", status=422).words
    assert "We zeggen niet welke" in answer(site, f"Dat is {NAME}.", status=422).words
    with site.system() as session:
        assert session.scalar(select(func.count(QuestionAnswer.id))) == 0


@pytest.mark.parametrize(("who", "most"), [(EZ, ASKED_NAMES_A_DAY), (COORDINATOR, NAME_CHECKS_A_DAY)])
def test_guessing_names_ends_with_the_day(site: Site, number: str, who: str, most: int) -> None:
    ask(site, number)
    person = str(actor_of(site, who).person_id)
    with site.system() as session:
        for _one in range(most):
            note_attempt(session, NAME_CHECK, person)
    page = ask(site, number, f"En {NAME}?", status=422) if who == EZ else answer(site, f"Dat is {NAME}.", status=422)
    assert "Vandaag kunnen we niets meer nakijken" in page.words
    assert "We zeggen niet welke" not in page.words
    site.clock.set(site.clock.now() + timedelta(hours=25))
    page = ask(site, number, f"En {NAME}?", status=422) if who == EZ else answer(site, f"Dat is {NAME}.", status=422)
    assert "We zeggen niet welke" in page.words


def test_a_long_question_is_as_many_looks_as_names_fit_in_it(site: Site, number: str) -> None:
    page = ask(site, number, "o " * WORDS_A_LOOK * ASKED_NAMES_A_DAY + NAME, status=422)
    assert "Vandaag kunnen we niets meer nakijken" in page.words
    assert "We zeggen niet welke" in ask(site, number, f"En {NAME}?", status=422).words, "and it was not counted"


def test_of_many_looks_at_once_no_more_are_allowed_than_one_after_another(site: Site) -> None:
    actor, together = actor_of(site, EZ), Barrier(ASKED_NAMES_A_DAY + 2)

    def look(_number: int) -> bool:
        together.wait()
        with open_session(site.app.extensions["engine"], actor, site.clock, write=True) as session:
            allowed = may_try(session, NAME_CHECK, ASKED_NAMES_A_DAY)
            session.commit()
        return allowed

    with ThreadPoolExecutor(together.parties) as pool:
        assert sum(pool.map(look, range(together.parties))) == ASKED_NAMES_A_DAY


# --- The next report -----------------------------------------------------------------------------------------


def test_what_is_open_and_what_was_answered_since_stands_in_the_next_report(site: Site, number: str) -> None:
    ask(site, number)
    answer(site)
    ask(site, number, "En de tweede vraag?", who=IPO)
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    second = publish(site, date(2026, 11, 30))
    first, told = documents(site)
    assert first["questions"] == []
    assert told["questions"] == [
        {
            "report": number,
            "about": "flows",
            "asked_on": "2026-11-19",
            "organisation": "EZ",
            "question": ASKED,
            "answer": ANSWERED,
            "answered_on": "2026-11-19",
        },
        {
            "report": number,
            "about": "flows",
            "asked_on": "2026-11-19",
            "organisation": "IPO",
            "question": "En de tweede vraag?",
            "answer": None,
            "answered_on": None,
        },
    ]
    words = site.browser(IPO).get(f"/voortgang/{second}").words
    assert f"EZ over ‘In en uit per regio’ in rapport {number}, 19 november 2026 {ASKED} {ANSWERED}" in words
    assert "En de tweede vraag? Nog open" in words


def test_an_answer_changes_until_the_next_report_and_is_told_there_once(site: Site, number: str) -> None:
    ask(site, number)
    answer(site)
    answer(site, "Een beter antwoord.")
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    publish(site, date(2026, 11, 30))
    assert "staat al in een volgend rapport" in answer(site, "Te laat.", status=422).words
    site.clock.set(datetime(2026, 12, 20, 10, 0, tzinfo=UTC))
    publish(site, date(2026, 12, 15))
    assert [len(told["questions"]) for told in documents(site)] == [0, 1, 0]
    assert documents(site)[1]["questions"][0]["answer"] == "Een beter antwoord."


def test_a_word_that_became_a_name_after_the_answer_keeps_no_report_back(site: Site, number: str) -> None:
    ask(site, number, "Ligt er een plan voor Groenvonk Accu?")
    answer(site)
    ez, at = site.browser(EZ), f"/vragen/{only(site).id}"
    with site.system() as system:
        company_of(system, "BOM", name="Groenvonk Accu")
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    assert "Wijzig vraag" in ez.get("/vragen", most_queries=TABLE).words
    assert "gewijzigd na het antwoord" not in ez.get("/vragen", most_queries=TABLE).words
    ez.post(at, {"question": "Ligt er een plan voor Groenvonk Accu nu?", "version": "1"}, status=422)
    assert "De vraag is gewijzigd." in ez.post(at, {"question": "Ligt er een plan?", "version": "1"}).words
    for reader in (EZ, COORDINATOR, BOM):
        assert "gewijzigd na het antwoord" in site.browser(reader).get("/vragen", most_queries=TABLE).words
    publish(site, date(2026, 11, 30))
    assert [one["question"] for one in documents(site)[1]["questions"]] == ["Ligt er een plan?"]
    assert "al in een rapport" in ez.post(at, {"question": "Toch anders?", "version": "2"}, status=422).words
    assert "Wijzig vraag" not in ez.get("/vragen", most_queries=TABLE).words


def test_what_was_answered_is_searched_once_more_before_it_is_published(site: Site, number: str) -> None:
    ask(site, number)
    answer(site)
    with site.system() as system:
        company_of(system, "BOM", name="Weinig Leads")
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    with acting(site, COORDINATOR) as marit:
        draft = save_draft(marit, start_draft(marit, reporting_date=date(2026, 11, 30)), narrative=SUMMARY)
        assert "hidden_name" in [one.key for one in prepare(marit, looked_at(marit, draft)).lines]
