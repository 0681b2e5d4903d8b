"""What stands in the way of publishing: names that the writer knows by section, others of the whole, and counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.accounts.models import Attempt
from app.accounts.rules import NAME_CHECK, NAME_CHECKS_A_DAY
from app.accounts.services import note_attempt
from app.companies.services import add_trade_name
from app.db.errors import Refused
from app.drafting import queries
from app.drafting.checking import count_name_check, look, unwaive, waive
from app.drafting.checklist import HIDDEN_NAME, MISSING, UNCHECKED, Line
from app.drafting.models import ReportDraft, ReportWaiver
from app.drafting.queries import texts_of
from app.drafting.services import discard_draft, prepare, publish, save_draft, start_draft
from app.ledger.models import Change
from app.reports.models import Report
from app.reports.rules import HIDDEN_WORD
from tests.acting import acting
from tests.companies.factories import ContactFactory, company_of, create, share
from tests.databases import SIGNING_KEY
from tests.impact.world import COORDINATOR
from tests.pages import Site

DAY = date(2026, 5, 31)
TEXTS = {"summary": "Het programma ligt op koers.", "results": "Er gebeurde veel.", "lessons": "Vraag vroeg."}


@contextmanager
def writing(site: Site, **texts: str) -> Iterator[tuple[GuardedSession, ReportDraft]]:
    """The coordinator with a draft that holds these texts."""
    with acting(site, COORDINATOR) as marit:
        draft = start_draft(marit, reporting_date=DAY)
        yield marit, save_draft(marit, draft, narrative=TEXTS | texts)


def check(session: GuardedSession, draft: ReportDraft) -> list[str]:
    """What stands in the way, asked as the pages ask it."""
    count_name_check(session, look(session, draft).texts)
    return [one.key for one in prepare(session, draft).lines if one.is_open]


def line(session: GuardedSession, draft: ReportDraft, key: str) -> Line | None:
    return next((one for one in prepare(session, draft).lines if one.key == key), None)


def checks(site: Site) -> int:
    with site.system() as system:
        return system.scalars(select(func.count()).where(Attempt.kind == NAME_CHECK)).one()


@pytest.fixture
def hidden(site: Site) -> None:
    """Two companies that the coordinator may not know, one of them with a trade name."""
    with site.system() as system:
        company = company_of(system, "BOM", name="Stroomkade Opslag", website="https://www.stroomkade.example")
        add_trade_name(system, company, name="Kadelicht")
        create(system, ContactFactory, company_id=company.id)
        company_of(system, "OOSTNL", name="Windkracht Noord")


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize(
    "texts",
    [
        {"results": "Een succes\nStroomkade Opslag groeide."},
        {"lessons": "Vraag het aan Kadelicht."},
        {"lessons": "Vraag het aan Ruud Terlinden."},
        {"results": "Stroomkade Opslag groeide.", "lessons": "Windkracht Noord ook.", "choices": "Kadelicht wilde."},
    ],
)
def test_names_that_the_writer_may_not_know_are_told_once_of_the_whole(site: Site, texts: dict[str, str]) -> None:
    with writing(site, **texts) as (marit, draft):
        assert check(marit, draft) == [HIDDEN_NAME]


@pytest.mark.parametrize("how", ["ours", "by consent"])
def test_names_that_the_writer_knows_are_told_by_section(site: Site, how: str) -> None:
    with site.system() as system:
        company = company_of(system, "IQ" if how == "ours" else "BOM", name="Haven Twee")
        add_trade_name(system, company, name="Kranenwerf")
        if how == "by consent":
            share(system, company, "IQ")
    with writing(site, results="Haven Twee groeide.", lessons="Kranenwerf ook.") as (marit, draft):
        assert check(marit, draft) == ["name-results", "name-lessons"]


@pytest.mark.usefixtures("hidden")
def test_known_and_hidden_names_are_told_apart(site: Site) -> None:
    with site.system() as system:
        company_of(system, "IQ", name="Haven Twee")
    with writing(site, results="Haven Twee groeide.", lessons="Windkracht Noord ook.") as (marit, draft):
        assert check(marit, draft) == [HIDDEN_NAME, "name-results"]


def test_that_another_holds_a_company_of_the_same_name_is_not_told(site: Site) -> None:
    with site.system() as system:
        for holder, name in (("IQ", "Haven Twee"), ("BOM", "HAVEN TWEE")):
            company_of(system, holder, name=name)
    with writing(site, results="Haven Twee groeide.") as (marit, draft):
        assert check(marit, draft) == ["name-results"]


@pytest.mark.usefixtures("hidden")
def test_consent_that_ended_hides_the_name_again(site: Site) -> None:
    with site.system() as system:
        share(system, company_of(system, "BOM", name="Haven Twee"), "IQ", ends_on=date(2026, 11, 18))
    with writing(site, results="Haven Twee groeide.") as (marit, draft):
        assert check(marit, draft) == [HIDDEN_NAME]


@pytest.mark.usefixtures("hidden")
def test_nothing_is_told_of_hidden_names_before_it_is_counted(site: Site) -> None:
    with writing(site, results="Stroomkade Opslag groeide.") as (marit, draft):
        assert [one.key for one in prepare(marit, draft).lines] == [UNCHECKED]
        with pytest.raises(Refused, match="nog niet klaar"):
            publish(marit, draft, key=SIGNING_KEY)


def test_the_same_texts_count_once_and_others_again(site: Site) -> None:
    with writing(site) as (marit, draft):
        for results in ("Eén.", "Eén.", "Twee.", "Twee.", "Eén."):
            check(marit, save_draft(marit, draft, narrative=TEXTS | {"results": results}))
    assert checks(site) == 2


def test_a_draft_without_texts_costs_nothing(site: Site) -> None:
    with writing(site, **dict.fromkeys(TEXTS, "")) as (marit, draft):
        assert check(marit, draft) == [MISSING]
    assert checks(site) == 0


CHECKED = "Een gok."


@pytest.fixture
def out_of_looks(site: Site, hidden: None) -> None:
    """The coordinator let as many texts be checked as a day allows."""
    with writing(site, results=CHECKED) as (marit, draft):
        assert check(marit, draft) == []
        note_attempt(marit, NAME_CHECK, str(marit.actor.person_id), NAME_CHECKS_A_DAY - 1)


@pytest.mark.usefixtures("out_of_looks")
def test_after_forty_texts_a_day_nothing_is_told_till_the_next(site: Site) -> None:
    guess = {"results": "Stroomkade Opslag groeide."}
    with writing(site, **guess) as (marit, draft):
        assert check(marit, draft) == [UNCHECKED]
    with writing(site, results=CHECKED) as (marit, draft):
        assert check(marit, draft) == [], "what was checked before stays free"
    site.clock.set(site.clock.now() + timedelta(hours=25))
    with writing(site, **guess) as (marit, draft):
        assert check(marit, draft) == [HIDDEN_NAME]


@pytest.mark.usefixtures("out_of_looks")
def test_over_the_limit_nothing_is_published(site: Site) -> None:
    with writing(site, results="Niets aan de hand.") as (marit, draft):
        count_name_check(marit, look(marit, draft).texts)
        with pytest.raises(Refused, match="nog niet klaar"):
            publish(marit, draft, key=SIGNING_KEY)
        assert marit.scalars(select(Report)).all() == []
        assert texts_of(draft)["results"] == "Niets aan de hand."


@pytest.mark.usefixtures("out_of_looks")
def test_a_new_draft_gives_no_new_looks(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        marit.delete(queries.draft_at(marit, DAY))
        marit.flush()
    with writing(site, results="Stroomkade Opslag groeide.") as (marit, draft):
        assert check(marit, draft) == [UNCHECKED]


@pytest.mark.usefixtures("hidden")
def test_a_hidden_companys_website_is_marked_as_an_address_and_told_of_the_whole(site: Site) -> None:
    with writing(site, region_zuid="Zie stroomkade.example/plannen.") as (marit, draft):
        assert check(marit, draft) == [HIDDEN_NAME, "web-region_zuid"]


# --- Waving through ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("hidden")
def test_a_word_that_is_also_a_hidden_name_may_stay_for_a_reason_until_the_texts_change(site: Site) -> None:
    with writing(site, lessons="Wie een kadelicht plaatst, vraagt vroeg.") as (marit, draft):
        assert check(marit, draft) == [HIDDEN_WORD]
        waive(marit, draft, line(marit, draft, HIDDEN_WORD), reason="Dit gaat over lampen langs het water.")
        assert check(marit, draft) == []
        assert prepare(marit, draft).document["waived"] == [
            {"check": HIDDEN_WORD, "reason": "Dit gaat over lampen langs het water."}
        ]
        save_draft(marit, draft, narrative=TEXTS | {"lessons": "Een kadelicht, en nog wat."})
        assert check(marit, draft) == [HIDDEN_WORD], "what it was about has changed"


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize("reason", ["Het woord kadelicht is een lamp.", "Windkracht Noord vindt het goed."])
def test_a_reason_is_searched_too_and_may_not_say_which_word_was_meant(site: Site, reason: str) -> None:
    with writing(site, lessons="Wie een kadelicht plaatst, vraagt vroeg.") as (marit, draft):
        check(marit, draft)
        waive(marit, draft, line(marit, draft, HIDDEN_WORD), reason=reason)
        assert check(marit, draft) == [HIDDEN_NAME]


@pytest.mark.parametrize(
    "typed", ["Zie GR-25-003.", "KvK 01234567.", "Bel 06-12345678.", "Mail a@b.nl.", "Haven Twee."]
)
def test_what_says_who_it_is_never_passes(site: Site, typed: str) -> None:
    with site.system() as system:
        company_of(system, "IQ", name="Haven Twee")
    with writing(site, results=typed) as (marit, draft):
        (found,) = check(marit, draft)
        with pytest.raises(Refused, match="pas de tekst aan"):
            waive(marit, draft, line(marit, draft, found), reason="Het mag best.")


def test_who_waved_what_through_and_why_stays_in_the_history(site: Site) -> None:
    with writing(site, results="Zie www.rijksoverheid.nl.") as (marit, draft):
        check(marit, draft)
        waive(marit, draft, line(marit, draft, "web-results"), reason="Dit is de overheid.")
        (told,) = look(marit, draft).waivers.values()
        assert (told.reason, told.who, told.at) == ("Dit is de overheid.", "Marit Kaspers", site.clock.now())
        waive(marit, draft, line(marit, draft, "web-results"), reason="Dit is het Rijk.")
        unwaive(marit, draft, "web-results")
        assert check(marit, draft) == ["web-results"]
        kept = marit.execute(select(Change.action, Change.before, Change.after).where(Change.field == "reason")).all()
    assert kept == [("update", "Dit is de overheid.", "Dit is het Rijk."), ("delete", "Dit is het Rijk.", None)]


def test_a_discarded_draft_takes_its_reasons_along(site: Site) -> None:
    with writing(site, results="Zie www.rijksoverheid.nl.") as (marit, draft):
        check(marit, draft)
        waive(marit, draft, line(marit, draft, "web-results"), reason="Dit is de overheid.")
        discard_draft(marit, draft)
        assert marit.scalars(select(ReportWaiver)).all() == []
