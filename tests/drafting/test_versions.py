"""A mistake in a published report is a new version; publishing happens once, wholly, or not at all."""

import json
from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.db.engine import make_engine
from app.db.errors import Refused
from app.drafting.models import ReportDraft
from app.drafting.services import prepare, preview, publish, save_draft, start_draft, start_version
from app.reports import verification
from app.reports.models import Report
from tests.acting import acting
from tests.companies.factories import company_of
from tests.databases import SIGNING_KEY
from tests.drafting.ready import WHY, looked_at, ready
from tests.drafting.test_pages import FIRST_CHECK, PREVIEW, draft, stored, version, wave_through, write
from tests.drafting.test_pages import publish as publish_page
from tests.drafting.test_services import TEXTS
from tests.impact.world import COORDINATOR, EZ
from tests.pages import Site
from tests.reports.test_verification import behind

DAY = date(2026, 5, 31)


def first(session: GuardedSession, **texts: str) -> Report:
    made = save_draft(session, start_draft(session, reporting_date=DAY), narrative=TEXTS | texts)
    return publish(session, ready(session, made), key=SIGNING_KEY)


def improved(session: GuardedSession, of: Report, **texts: str) -> Report:
    made = start_version(session, of, reason="Er stond een fout in de samenvatting.")
    save_draft(session, made, narrative=json.loads(made.narrative) | texts)
    return publish(session, ready(session, made), key=SIGNING_KEY)


def test_an_improved_version_says_what_it_replaces_and_why(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        old = first(marit)
        new = improved(marit, old, summary="Het programma ligt achter.")
        newest = improved(marit, new)
        assert [new.number, newest.number] == ["2026-1.1", "2026-1.2"]
        told = json.loads(new.document)
        assert told["replaces"] == {
            "number": "2026-1",
            "fingerprint": old.fingerprint,
            "reason": "Er stond een fout in de samenvatting.",
        }
        assert told["narrative"] == json.loads(old.document)["narrative"] | {"summary": "Het programma ligt achter."}
        assert told["previous"] is None, "the report before is that of an earlier day"
        assert [point["reporting_date"] for point in told["trend"]] == ["2026-05-31"]
    with site.system() as system:
        assert verification.problems(system, key=SIGNING_KEY) == []


def test_the_next_report_goes_on_from_the_latest_version(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        new = improved(marit, first(marit))
        made = save_draft(marit, start_draft(marit, reporting_date=date(2026, 8, 1)), narrative=TEXTS)
        told = preview(marit, made)
        assert told["number"] == "2026-2"
        assert (told["previous"]["number"], told["previous"]["fingerprint"]) == (new.number, new.fingerprint)
        with pytest.raises(Refused, match="ligt niet na die van het vorige rapport"):
            start_draft(marit, reporting_date=DAY)


def test_only_the_latest_report_gets_a_version_and_only_with_a_reason(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        old = first(marit)
        with pytest.raises(Refused, match="Schrijf waarom"):
            start_version(marit, old, reason="  ")
        waits = start_version(marit, old, reason="Een tikfout.")
        assert start_version(marit, old, reason="Een rekenfout.") is waits
        improved(marit, old)
        with pytest.raises(Refused, match="Alleen het laatste rapport"):
            start_version(marit, old, reason="Nog een fout.")


def test_the_reason_of_a_version_is_searched_too(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        made = start_version(marit, first(marit), reason="GR-25-018 stond er dubbel in.")
        with pytest.raises(Refused, match="nog niet klaar"):
            publish(marit, ready(marit, made), key=SIGNING_KEY)


def test_readers_see_the_latest_version_and_find_the_old_one(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    publish_page(browser)
    page = browser.post("/rapportages/2026-1/verbeter", {"reason": ""}, status=422)
    assert "Schrijf waarom er een nieuwe versie komt" in page.errors()["reason"]
    page = browser.post("/rapportages/2026-1/verbeter", {"reason": "De samenvatting klopte niet."})
    assert page.value("summary") == "Het programma ligt op koers."
    seen = wave_through(browser, page.path, write(browser, page.path, summary="Het programma ligt achter."))
    browser.post(f"{page.path}/publiceer", {"version": version(seen), "confirmed": "y"})
    ez = site.browser(EZ)
    now, then = ez.get("/voortgang").words, ez.get("/voortgang/2026-1").words
    assert "Deze versie vervangt rapport 2026-1 De samenvatting klopte niet." in now
    assert "Het programma ligt achter." in now
    assert "Er is een verbeterde versie: rapport 2026-1.1" in then
    assert "Het programma ligt op koers." in then
    marked = "nummer 2026-1 vervangen door rapport 2026-1.1"
    assert ez.get("/voortgang/eerder").words.count(marked) == 1
    assert ez.get("/voortgang").words.count(marked) == 1
    assert "2026-1, tot en met 31 mei 2026 (vervangen door 2026-1.1)" in ez.get("/voortgang/vergelijk").words
    files = [ez.get(f"/voortgang/2026-1.1/rapport.{form}").status for form in ("pdf", "docx", "xlsx")]
    assert files == [200, 200, 200]


def test_a_reason_for_a_version_that_names_somebody_is_refused_where_it_is_typed_and_can_be_reworded(
    site: Site,
) -> None:
    with site.system() as system:
        company_of(system, "IQ", name="Halvex Fotonica")
        company_of(system, "BOM", name="Stroomkade Opslag")
    browser = site.browser(COORDINATOR)
    publish_page(browser)
    at = "/rapportages/2026-1/verbeter"
    page = browser.post(at, {"reason": "Halvex Fotonica stond erin."}, status=422)
    assert "Haal ‘Halvex Fotonica’ weg" in page.errors()["reason"]
    page = browser.post(at, {"reason": "Stroomkade Opslag stond erin."}, status=422)
    assert "een bedrijf dat je niet mag kennen" in page.errors()["reason"]
    path = browser.post(at, {"reason": "Er stond een naam in."}).path
    again = browser.get(f"{path}/reden")
    assert again.value("reason") == "Er stond een naam in."
    page = browser.post(f"{path}/reden", {"reason": "Zie GR-25-018."}, status=422)
    assert "Haal ‘GR-25-018’ weg" in page.errors()["reason"]
    browser.post(f"{path}/reden", {"reason": "Er stond iets dubbel in."})
    with site.system() as system:
        (kept,) = system.scalars(select(ReportDraft.replaces_reason)).all()
        company_of(system, "IQ", name="Dubbel")
    assert kept == "Er stond iets dubbel in."
    page = browser.get(f"{path}/voorbeeld", most_queries=FIRST_CHECK)
    assert [link.text for link in page.tree.all("a", href=f"{path}/reden")] == [
        "Waarom deze versie er is",
        "Pas de reden aan",
    ]


def test_an_improved_version_begins_with_the_reasons_of_the_report_it_replaces(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        texts = TEXTS | {"results": "Zie www.rijksoverheid.nl.", "hubs": "Zie www.cbs.nl."}
        made = save_draft(marit, start_draft(marit, reporting_date=DAY), narrative=texts)
        old = publish(marit, ready(marit, made), key=SIGNING_KEY)
        made = looked_at(marit, start_version(marit, old, reason="Er stond een fout in."))
        lines = {one.key: one for one in prepare(marit, made).lines}
        assert [key for key in lines if lines[key].is_open] == []
        assert lines["web-results"].waiver.reason == WHY
        save_draft(marit, made, narrative=texts | {"hubs": "Zie www.kvk.nl."})
        lines = {one.key: one for one in prepare(marit, looked_at(marit, made)).lines}
        assert [key for key in lines if lines[key].is_open] == ["web-hubs"], "it is about something else now"
        assert list(lines) == ["web-results", "web-hubs"], "a reason moves no line"


def test_a_version_that_hides_what_it_replaces_is_found(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        improved(marit, first(marit))
    with behind(site) as connection:
        connection.exec_driver_sql("UPDATE report SET replaces = NULL WHERE replaces IS NOT NULL")
    with site.system() as system:
        assert "report_replaces" in {one.kind for one in verification.problems(system, key=SIGNING_KEY)}


# --- Once, and wholly ----------------------------------------------------------------------------------------


def test_two_who_publish_at_once_publish_once(site: Site) -> None:
    browsers = [site.browser(COORDINATOR) for _one in range(2)]
    path = draft(browsers[0])
    seen = version(write(browsers[0], path))
    together, answers = Barrier(2), []

    def send(number: int) -> None:
        together.wait()
        answer = browsers[number].client.post(f"{path}/publiceer", data={"version": seen, "confirmed": "y"})
        answers.append((answer.status_code, answer.location))

    threads = [Thread(target=send, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report.number for report in stored(site)] == ["2026-1"]
    answers.remove((303, "/voortgang/2026-1"))
    assert answers[0] in ((303, "/voortgang/2026-1"), (303, "/rapportages")), "the other hears that it is gone"


FAILS = {
    "sqlite": ("CREATE TRIGGER full BEFORE INSERT ON verification BEGIN SELECT RAISE(ABORT, 'disk full'); END",),
    "postgresql": (
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk full'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON verification FOR EACH ROW EXECUTE FUNCTION full_disk()",
    ),
}


def fill_up(site: Site) -> None:
    """A database that fails at the very last thing that publishing writes."""
    engine = make_engine(site.app.extensions["settings"].database_url)
    with engine.begin() as connection:
        for statement in FAILS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_crash_in_the_middle_of_publishing_leaves_the_draft_as_it_was(site: Site) -> None:
    browser = site.browser(COORDINATOR)
    path = draft(browser)
    seen = version(write(browser, path))
    fill_up(site)
    answer = browser.client.post(f"{path}/publiceer", data={"version": seen, "confirmed": "y"})
    assert answer.status_code == 500
    assert stored(site) == []
    with site.system() as system:
        assert system.scalars(select(ReportDraft.version)).all() == [int(seen)]
    assert browser.get(path, most_queries=PREVIEW).value("summary") == "Het programma ligt op koers."
