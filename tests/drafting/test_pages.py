"""Preparing, publishing and reading progress, as people see it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Attempt
from app.accounts.rules import NAME_CHECK, NAME_CHECKS_A_DAY
from app.accounts.services import note_attempt
from app.ledger.models import Change
from app.reports.models import Report
from app.reports.rules import fingerprint
from tests.acting import acting, actor_of
from tests.impact.test_pages import accept, submit
from tests.impact.world import ADMIN, BOM, CODE, COORDINATOR, EZ, IPO, OOST, SECRETS, lay_out
from tests.pages import Browser, Site

TEXTS = {
    "summary": "Het programma ligt op koers.",
    "results": "### Van geen stroom naar een plan\n\nEen scale-up vond elders wel een plek.",
    "bottlenecks": "Stroom knelt **overal**.",
    "lessons": "1. Stel de vraag vroeg.\n2. Een bezoek overtuigt.",
    "hubs": "Brandpunten verwijzen naar elkaar.",
}


def version(text: str) -> str:
    return re.search(r'name="version"[^>]*value="(\d+)"', text).group(1)


def draft(browser: Browser, day: str = "31-5-2026") -> str:
    page = browser.post("/rapportages", {"reporting_date": day})
    return page.path


def write(browser: Browser, path: str, **texts: str) -> str:
    form = browser.get(path, most_queries=PREVIEW)
    return browser.post(path, {**TEXTS, **texts, "read": form.value("read")}).text


def wave_through(browser: Browser, path: str, preview: str) -> str:
    """Everything on the check-list that may stay, stays for a reason."""
    keys = re.findall(r'/controle/([\w-]+)"', preview)
    for key in keys:
        browser.post(f"{path}/controle/{key}", {"reason": "Dat komt in het volgende rapport."})
    return browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK).text if keys else preview


def publish(browser: Browser, day: str = "31-5-2026", **texts: str) -> str:
    path = draft(browser, day)
    preview = wave_through(browser, path, write(browser, path, **texts))
    page = browser.post(f"{path}/publiceer", {"version": version(preview), "confirmed": "y"})
    return page.path


def stored(site: Site) -> list[Report]:
    with site.system() as session:
        return list(session.scalars(select(Report).order_by(Report.id)))


def test_before_the_first_report_there_is_something_to_read(site: Site) -> None:
    assert "Er is nog geen voortgang gepubliceerd" in site.browser(EZ).get("/voortgang").text
    assert "Er is nog geen rapport gepubliceerd" in site.browser(EZ).get("/voortgang/eerder").text
    assert "Er is nog niets gepubliceerd" in site.browser(COORDINATOR).get("/rapportages").text


def test_from_draft_to_what_the_ministry_reads(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    path = publish(site.browser(COORDINATOR))
    assert path == "/voortgang/2026-1"
    for reader in (EZ, IPO, BOM, OOST):
        page = site.browser(reader).get("/voortgang")
        for words in (
            "Voortgang tot en met 31 mei 2026",
            "naar rato 14,1",
            "Het programma ligt op koers.",
            "Van geen stroom",
        ):
            assert words in page.text
        for secret in (*SECRETS, CODE):
            assert secret not in page.text, f"{secret} for {reader}"
    assert "31 mei 2026" in site.browser(EZ).get("/voortgang/eerder").text
    assert "Stel de vraag vroeg." in site.browser(EZ).get("/voortgang/2026-1").text


def test_the_published_text_holds_no_code_and_fits_its_fingerprint(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    publish(site.browser(COORDINATOR))
    (report,) = stored(site)
    assert report.fingerprint == fingerprint(report.document)
    for secret in (*SECRETS, CODE, "BOM", "Femke"):
        assert secret not in report.document
    document = json.loads(report.document)
    assert document["headlines"][0]["value"] == 1
    assert (report.ledger_number, "ledger_number" in document) == (1, False)


def test_what_comes_in_later_with_an_earlier_day_waits_for_the_next_report(site: Site) -> None:
    lay_out(site)
    publish(site.browser(COORDINATOR))
    (before,) = stored(site)
    submit(site)
    accept(site)
    (after,) = stored(site)
    assert after.document == before.document
    assert (
        "0 leads in portefeuille" in site.browser(EZ).get("/voortgang").text
        or ">0<" in site.browser(EZ).get("/voortgang").text
    )
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    publish(site.browser(COORDINATOR), "30-11-2026")
    _, second = stored(site)
    told = json.loads(second.document)
    assert told["headlines"][0]["value"] == 1
    assert [point["figures"][0]["value"] for point in told["trend"]] == [0, 1]
    assert "Leads in portefeuille 0 +1 0 1" in site.browser(EZ).get("/voortgang").words
    assert told["previous"] == {
        "number": "2026-1",
        "reporting_date": "2026-05-31",
        "fingerprint": before.fingerprint,
    }


def test_a_lead_that_left_the_count_is_a_correction_whose_reason_names_nobody(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    publish(site.browser(COORDINATOR))
    submit(site, "intrekken", cause="outside_target", grounds="Toch geen deeptech")
    accept(site)
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    publish(site.browser(COORDINATOR), "30-11-2026")
    words = site.browser(EZ).get("/voortgang").words
    assert "Leads in portefeuille 1 −1 0 0" in words
    assert "Waarom iets eruit ging, staat er niet bij: elke reden komt te weinig voor." in words
    told = json.loads(stored(site)[1].document)["changes"]["reasons"]
    assert set(told.values()) == {None}
    assert "buiten de doelgroep" not in words


def test_reasons_that_name_nobody_are_told(site: Site) -> None:
    codes = [f"GR-25-03{number}" for number in range(3)]
    for number, code in enumerate(codes):
        lay_out(site, code=code, name=f"Dubbelganger {number}")
        submit(site, code=code)
        accept(site)
    publish(site.browser(COORDINATOR))
    for code in codes:
        submit(site, "intrekken", code=code, cause="same_company", grounds="Stond er al")
        accept(site)
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    publish(site.browser(COORDINATOR), "30-11-2026")
    assert "Teruggedraaid of uit de telling: dubbel gevoerd (3)." in site.browser(EZ).get("/voortgang").words


@pytest.mark.parametrize("statement", ["UPDATE report SET document = '{}'", "DELETE FROM report"])
def test_the_database_refuses_to_change_a_report(site: Site, statement: str) -> None:
    publish(site.browser(COORDINATOR))
    with site.system() as session, pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
        session.connection().exec_driver_sql(statement)
    assert len(stored(site)) == 1


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("1-1-2027", "ligt in de toekomst"),
        ("31-12-2024", "voor het begin van het programma"),
        ("", "Vul de peildatum in."),
        ("31-2-2026", "31-2-2026"),
    ],
)
def test_a_day_that_cannot_be_reported_on(site: Site, day: str, why: str) -> None:
    page = site.browser(COORDINATOR).post("/rapportages", {"reporting_date": day}, status=422)
    assert why in page.text


def test_no_report_before_the_last_one(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    publish(browser)
    page = browser.post("/rapportages", {"reporting_date": "30-11-2025"}, status=422)
    assert "ligt niet na die van het vorige rapport" in page.text


def test_a_hidden_companys_name_stands_in_the_way_but_not_where(site: Site) -> None:
    lay_out(site)
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    preview = write(browser, path, results="Een succes\nStroomkade Opslag groeide.")
    assert "voor je kunt publiceren" in preview
    assert "Ergens in de teksten staat de naam van een bedrijf dat je niet mag kennen," in preview
    assert f"{path}#results" not in preview
    assert "Publiceer rapport" not in preview
    refused = browser.post(f"{path}/publiceer", {"version": "2", "confirmed": "y"}, status=422)
    assert "Ergens in de teksten" in refused.text
    assert f"{path}#results" not in refused.text
    assert stored(site) == []


def test_a_name_that_the_coordinator_knows_is_shown_where_it_stands(site: Site) -> None:
    lay_out(site, holder="IQ")
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    preview = write(browser, path, results="Een succes\nStroomkade Opslag groeide.")
    assert f"{path}#results" in preview
    assert '<mark class="gr-mark">Stroomkade Opslag</mark>' in preview
    assert "Ergens in de teksten" not in preview


AGAIN = 10  # queries, while nothing has changed
PREVIEW = 28  # a report is made of everything that counts, and held against all that does not add up
FIRST_CHECK = PREVIEW + 10  # and the texts are counted as checked


def checks(site: Site) -> int:
    with site.system() as session:
        return session.scalars(select(func.count()).where(Attempt.kind == NAME_CHECK)).one()


def test_looking_again_at_the_same_texts_costs_nothing(site: Site) -> None:
    lay_out(site)
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    browser.get(f"{path}/voorbeeld", most_queries=PREVIEW)
    assert checks(site) == 0, "there is nothing to check yet"
    write(browser, path)
    # what is written in another database of the same PostgreSQL also counts as a change: then the page asks again
    again = (browser.get(f"{path}/voorbeeld", most_queries=PREVIEW).queries for _time in range(40))
    assert any(queries <= AGAIN for queries in again), "each connection keeps what it found while nothing changes"
    browser.post(f"{path}/publiceer", {"version": "2"}, status=422)
    assert checks(site) == 1
    write(browser, path, lessons="Nog een les.")
    assert checks(site) == 2


def test_a_guess_that_is_published_unseen_counts_though_it_is_refused(site: Site) -> None:
    lay_out(site)
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    form = {**TEXTS, "results": "Stroomkade Opslag groeide."}
    assert browser.client.post(path, data=form).status_code == 303
    browser.post(f"{path}/publiceer", {"version": "2", "confirmed": "y"}, status=422)
    assert checks(site) == 1


def test_over_the_limit_texts_are_kept_and_publishing_waits(site: Site) -> None:
    lay_out(site)
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    preview = write(browser, path)
    marit = str(actor_of(site, COORDINATOR).person_id)
    with site.system() as session:
        for _one in range(NAME_CHECKS_A_DAY - 1):
            note_attempt(session, NAME_CHECK, marit)
    preview = write(browser, path, results="Stroomkade Opslag groeide.")
    assert "vandaag kunnen we ze niet meer nakijken" in preview
    assert "Ergens in de teksten" not in preview
    assert "Publiceer rapport" not in preview
    refused = browser.post(f"{path}/publiceer", {"version": "3", "confirmed": "y"}, status=422)
    assert "vandaag kunnen we ze niet meer nakijken" in refused.words
    assert stored(site) == []
    assert browser.get(path, most_queries=PREVIEW).value("results") == "Stroomkade Opslag groeide."
    site.clock.set(site.clock.now() + timedelta(hours=25))
    assert "Ergens in de teksten" in browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK).text


def test_a_tick_that_comes_back_after_signing_in_checks_and_publishes_nothing(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    browser.client.post(path, data=TEXTS)
    sent = {"version": "2", "confirmed": "y", "_resume": f"{path}/voorbeeld"}
    answer = browser.client.post(f"{path}/publiceer", data=sent)
    assert (answer.status_code, answer.location) == (303, f"{path}/voorbeeld")
    assert checks(site) == 0
    assert stored(site) == []


def test_without_a_summary_or_a_tick_nothing_is_published(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    assert "Teksten die nog ontbreken" in write(browser, path, summary="")
    preview = write(browser, path)
    page = browser.post(f"{path}/publiceer", {"version": version(preview)}, status=422)
    assert "Nog niet gepubliceerd Ik heb het rapport nagekeken zoals EZ het ziet. Vink aan dat je" in page.words
    assert stored(site) == []


def test_publishing_twice_publishes_once(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    preview = write(browser, path)
    sent = {"version": version(preview), "confirmed": "y"}
    browser.post(f"{path}/publiceer", sent)
    assert browser.post(f"{path}/publiceer", sent).path == "/voortgang/2026-1"
    assert [report.number for report in stored(site)] == ["2026-1"]


def test_a_draft_that_changed_meanwhile_is_not_published_unseen(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    old = version(write(browser, path))
    write(browser, path, summary="Iets anders.")
    page = browser.post(f"{path}/publiceer", {"version": old, "confirmed": "y"}, status=409)
    assert "het concept is veranderd sinds je dit voorbeeld opende Laatst bewaard door Marit Kaspers" in page.words
    assert "Iets anders." in page.words
    assert stored(site) == []
    again = {"version": page.value("version"), "confirmed": "y"}
    assert browser.post(f"{path}/publiceer", again).path == "/voortgang/2026-1"


def test_what_changes_in_a_draft_is_for_the_coordinator(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    write(browser, draft(browser), summary="Nog geheim.")
    drafted = select(func.count()).where(Change.table == "report_draft")
    with acting(site, COORDINATOR) as marit:
        assert marit.scalar(drafted) > 0
    with acting(site, BOM) as femke:
        assert femke.scalar(drafted) == 0


@pytest.mark.parametrize("typed", ["Zie GR-25-003 voor meer.", "KvK 01234567 groeide hard."])
def test_a_code_or_number_stands_in_the_way_too(site: Site, typed: str) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    preview = write(browser, path, results=typed)
    assert "nog één punt voor je kunt publiceren" in preview
    assert "gr-mark" in preview


def test_a_draft_goes_only_after_a_page_that_says_what_goes(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    write(browser, path)
    page = browser.get(f"{path}/weg", most_queries=PREVIEW)
    assert "Het concept tot en met 31 mei 2026 verdwijnt" in page.words
    assert "5 teksten: Samenvatting, Resultaten, " in page.words
    assert "In voorbereiding" in browser.get("/rapportages").text, "looking takes nothing away"
    assert "Concept verwijderd." in browser.post(f"{path}/weg").text
    browser.get(path, status=404)


def test_the_address_of_a_draft_that_was_published_leads_to_the_report_and_keeps_what_is_typed(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    old = {**TEXTS, "hubs": "Nog een zin."}
    old["read"] = write(browser, path) and browser.get(path, most_queries=PREVIEW).value("read")
    preview = browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK).text
    browser.post(f"{path}/publiceer", {"version": version(preview), "confirmed": "y"})
    for address in (path, f"{path}/voorbeeld", f"{path}/cases"):
        assert browser.get(address, most_queries=PREVIEW).path == "/voortgang/2026-1"
    page = browser.post(path, old, status=409)
    assert "het is intussen gepubliceerd als rapport 2026-1" in page.words
    assert "Nog een zin." in page.words
    assert TEXTS["summary"] not in page.words, "what was published stands in the report"
    told = browser.client.post(path, data=old, headers={"Accept": "application/json"})
    assert (told.status_code, told.mimetype) == (409, "application/json")
    assert "gepubliceerd als rapport 2026-1. Kopieer wat je nog typte." in told.get_json()["words"]


def test_the_reporting_date_has_an_example(site: Site) -> None:
    assert "Bijvoorbeeld 31-5-2026." in site.browser(COORDINATOR).get("/rapportages").words


def test_typed_markup_comes_out_as_text(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    publish(browser, summary="<script>alert(1)</script> =1+1 <b>vet</b>")
    text = site.browser(EZ).get("/voortgang/2026-1").response.get_data(as_text=True)
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;" in text
    assert "&lt;b&gt;vet" in text


def test_the_administrator_reads_no_report_and_others_prepare_none(site: Site) -> None:
    publish(site.browser(COORDINATOR))
    for path in ("/voortgang", "/voortgang/2026-1", "/voortgang/eerder", "/begrippen"):
        site.browser(ADMIN).get(path, status=403)
    for who in (EZ, BOM, OOST, ADMIN):
        site.browser(who).get("/rapportages", status=403)
    site.browser(EZ).get("/voortgang/2031-9", status=404)


def test_every_term_of_the_figures_is_explained(site: Site) -> None:
    page = site.browser(EZ).get("/begrippen")
    for words in ("Leads in portefeuille", "Behouden vermogen", "Naar rato", "Peildatum", "Voorsprong"):
        assert words in page.text
