"""The progress talk: written by the coordinator, read by everybody at the table, its agreements told in the next report."""

import json
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Select, select

from app.access.session import GuardedSession
from app.ledger.models import Change
from app.reports.models import Report
from app.talks.models import Agreement, ProgressTalk
from tests.acting import acting
from tests.drafting.table_world import NAME
from tests.impact.world import ADMIN, BOM, COORDINATOR, EZ, IPO, OOST
from tests.pages import Page, Site
from tests.talks.conftest import publish
from tests.talks.test_questions import TABLE

PEOPLE = "Hanna Lubbers (EZ)\nPieter Zwart (IPO)"
AGREED = "Laat zien wat bedrijven de doorslag gaf."


def record(site: Site, number: str, status: int = 200, **typed: str) -> Page:
    sent = {"held_on": "12-11-2026", "attendees": PEOPLE} | typed
    return site.browser(COORDINATOR).post(f"/voortgang/{number}/gesprekken/nieuw", sent, status=status)


def agree(site: Site, path: str, status: int = 200, **typed: str) -> Page:
    sent = {"what": AGREED, "party": "ministry", "due_on": "1-12-2026"} | typed
    return site.browser(COORDINATOR).post(f"{path}/afspraken", sent, status=status)


def reads(acts: AbstractContextManager[GuardedSession], rows: Select) -> bool:
    with acts as session:
        return session.scalars(rows).first() is not None


def told(site: Site) -> list[dict]:
    with site.system() as session:
        return [json.loads(text)["talks"] for text in session.scalars(select(Report.document).order_by(Report.id))]


def test_how_it_was_worded_before_is_for_the_coordinator(site: Site, number: str) -> None:
    agree(site, record(site, number).path)
    at_the_table = select(Change.id).where(Change.table.in_(model.__tablename__ for model in (ProgressTalk, Agreement)))
    readers = {who: acting(site, who) for who in (COORDINATOR, BOM, OOST, ADMIN)}
    assert [who for who, acts in readers.items() if reads(acts, at_the_table)] == [COORDINATOR]


def test_everybody_at_the_table_reads_who_was_there_and_what_was_agreed(site: Site, number: str) -> None:
    path = record(site, number).path
    page = agree(site, path)
    assert "Afspraak vastgelegd." in page.words
    assert f"EZ {AGREED} Voor 1 december 2026" in page.words
    for reader in (EZ, IPO, BOM, OOST):
        words = site.browser(reader).get("/vragen", most_queries=TABLE).words
        assert "Gesprek van 12 november 2026" in words
        assert "Hanna Lubbers (EZ)" in words
        assert AGREED in words
    site.browser(ADMIN).get("/vragen", status=403)
    for email in (EZ, IPO, BOM, OOST, ADMIN):
        site.browser(email).get(path, status=403)
        site.browser(email).post(f"{path}/afspraken", {"what": "?"}, status=403)


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"held_on": "12-12-2026"}, "held_on", "ligt in de toekomst"),
        ({"held_on": "31-5-2026"}, "held_on", "het rapport tot en met 31-5-2026. Kies een latere dag."),
        ({"held_on": ""}, "held_on", "Vul de dag van het gesprek in."),
        ({"attendees": ""}, "attendees", "Schrijf op wie er aan tafel zat."),
        ({"attendees": "Zie GR-25-301"}, "attendees", "De code of het KvK-nummer".lower()),
    ],
)
def test_a_talk_that_cannot_be_recorded_says_why(site: Site, number: str, typed: dict, field: str, why: str) -> None:
    page = record(site, number, status=422, **typed)
    assert why.lower() in page.errors()[field].lower()


def test_an_agreement_is_ticked_off_put_back_and_removed(site: Site, number: str) -> None:
    path = record(site, number).path
    agree(site, path)
    with site.system() as session:
        made = session.scalars(select(Agreement)).one()
    marit, at = site.browser(COORDINATOR), f"{path}/afspraken/{made.id}"
    assert "Klaar op 19 november 2026" in marit.post(f"{at}/klaar").words
    assert "Voor 1 december 2026" in marit.post(f"{at}/klaar").words
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    assert "Had klaar moeten zijn op 1 december 2026" in marit.get(path).words
    assert AGREED in marit.get(f"{at}/weg").words
    assert "Had klaar moeten zijn" in marit.get(path).words, "looking takes nothing away"
    assert "Nog geen afspraken" in marit.post(f"{at}/weg").words
    marit.post(f"{at}/weg", status=404)


def test_an_agreement_with_a_name_or_without_a_party_is_refused_and_kept_as_typed(site: Site, number: str) -> None:
    path = record(site, number).path
    page = agree(site, path, status=422, what=f"Bel {NAME}.")
    assert "We zeggen niet welke" in page.words
    assert page.value("what") == f"Bel {NAME}."
    assert "voor het gesprek" in agree(site, path, status=422, due_on="11-11-2026").errors()["due_on"]
    assert agree(site, path, status=422, party="").errors() == {"party": "Kies wie dit doet."}


def test_a_talk_can_be_put_right_and_the_second_of_two_writers_loses_nothing(site: Site, number: str) -> None:
    path = record(site, number).path
    marit = site.browser(COORDINATOR)
    sent = {"held_on": "13-11-2026", "attendees": PEOPLE, "version": "1"}
    assert "Gesprek bijgewerkt." in marit.post(path, sent).words
    assert "Intussen gewijzigd" in marit.post(path, sent | {"attendees": "Anderen"}, status=409).words
    with site.system() as session:
        assert session.scalars(select(ProgressTalk.held_on)).one() == date(2026, 11, 13)


def test_a_talk_is_not_moved_past_the_day_by_which_something_was_agreed_there(site: Site, number: str) -> None:
    path = record(site, number).path
    agree(site, path, due_on="18-11-2026")
    sent = {"held_on": "19-11-2026", "attendees": PEOPLE, "version": "1"}
    page = site.browser(COORDINATOR).post(path, sent, status=422)
    assert "op 18-11-2026 klaar zijn" in page.errors()["held_on"]
    assert "Gesprek bijgewerkt." in site.browser(COORDINATOR).post(path, sent | {"held_on": "18-11-2026"}).words


def test_a_talk_that_was_not_goes_with_its_agreements_once_somebody_is_sure(site: Site, number: str) -> None:
    path = record(site, number).path
    agree(site, path)
    marit = site.browser(COORDINATOR)
    sure = marit.get(f"{path}/weg")
    for words in ("het gesprek van 12 november 2026 over rapport 2026-1", "Hanna Lubbers (EZ)", f"EZ: {AGREED}"):
        assert words in sure.words
    assert marit.get(path).words, "looking takes nothing away"
    site.browser(EZ).post(f"{path}/weg", status=403)
    assert "Gesprek verwijderd." in marit.post(f"{path}/weg").words
    marit.get(path, status=404)
    with site.system() as session:
        assert session.scalars(select(Agreement)).all() == []


def test_talks_stand_in_the_next_report_without_who_was_there(site: Site, number: str) -> None:
    agree(site, record(site, number, held_on="19-11-2026").path)
    site.clock.set(datetime(2026, 12, 8, 10, 0, tzinfo=UTC))
    second = publish(site, date(2026, 11, 30))
    before, now = told(site)
    assert before == []
    assert now == [
        {
            "report": number,
            "held_on": "2026-11-19",
            "agreements": [{"party": "ministry", "what": AGREED, "due_on": "2026-12-01", "done_on": None}],
        }
    ]
    page = site.browser(EZ).get(f"/voortgang/{second}")
    assert f"EZ: {AGREED.removesuffix('.')} (voor 1 december 2026)" in page.words
    assert "Pieter Zwart" not in page.words
    assert page.words.index("Vragen en afspraken zoals zij stonden") > page.words.index("Veranderd sinds")
