"""What stands in the way of publishing: names that the writer knows by section, others of the whole, and counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.accounts.models import Attempt
from app.accounts.rules import NAME_CHECK, NAME_CHECKS_A_DAY
from app.companies.services import add_trade_name
from app.db.errors import Refused
from app.reports import queries
from app.reports.models import Report, ReportDraft
from app.reports.services import (
    HIDDEN,
    NAMED,
    UNCHECKED,
    WHOLE,
    count_name_check,
    objections,
    publish,
    save_draft,
    start_draft,
    texts_of,
)
from tests.acting import acting
from tests.companies.factories import company_of, share
from tests.databases import SIGNING_KEY
from tests.impact.world import COORDINATOR
from tests.pages import Site

DAY = date(2026, 5, 31)
SUMMARY = "Het programma ligt op koers."


@contextmanager
def writing(site: Site, **texts: str) -> Iterator[tuple[GuardedSession, ReportDraft]]:
    """The coordinator with a draft that holds these texts."""
    with acting(site, COORDINATOR) as marit:
        draft = start_draft(marit, reporting_date=DAY)
        yield marit, save_draft(marit, draft, narrative={"summary": SUMMARY, **texts})


def check(session: GuardedSession, draft: ReportDraft) -> dict[str, str]:
    """What stands in the way, asked as the pages ask it."""
    count_name_check(session, texts_of(draft))
    return objections(session, draft)


def checks(site: Site) -> int:
    with site.system() as system:
        return system.scalars(select(func.count()).where(Attempt.kind == NAME_CHECK)).one()


@pytest.fixture
def hidden(site: Site) -> None:
    """Two companies that the coordinator may not know, one of them with a trade name."""
    with site.system() as system:
        add_trade_name(system, company_of(system, "BOM", name="Stroomkade Opslag"), name="Kadelicht")
        company_of(system, "OOSTNL", name="Windkracht Noord")


@pytest.mark.usefixtures("hidden")
@pytest.mark.parametrize(
    "texts",
    [
        {"results": "Een succes\nStroomkade Opslag groeide."},
        {"lessons": "Vraag het aan kadelicht."},
        {"results": "Stroomkade Opslag groeide.", "lessons": "Windkracht Noord ook.", "choices": "Kadelicht wilde."},
    ],
)
def test_names_that_the_writer_may_not_know_are_told_once_of_the_whole(site: Site, texts: dict[str, str]) -> None:
    with writing(site, **texts) as (marit, draft):
        assert check(marit, draft) == {WHOLE: HIDDEN}


@pytest.mark.parametrize("how", ["ours", "by consent"])
def test_names_that_the_writer_knows_are_told_by_section(site: Site, how: str) -> None:
    with site.system() as system:
        company = company_of(system, "IQ" if how == "ours" else "BOM", name="Haven Twee")
        add_trade_name(system, company, name="Kranenwerf")
        if how == "by consent":
            share(system, company, "IQ")
    with writing(site, results="Haven Twee groeide.", lessons="Kranenwerf ook.") as (marit, draft):
        assert check(marit, draft) == {"results": NAMED, "lessons": NAMED}


@pytest.mark.usefixtures("hidden")
def test_known_and_hidden_names_are_told_apart(site: Site) -> None:
    with site.system() as system:
        company_of(system, "IQ", name="Haven Twee")
    with writing(site, results="Haven Twee groeide.", lessons="Windkracht Noord ook.") as (marit, draft):
        assert check(marit, draft) == {"results": NAMED, WHOLE: HIDDEN}


def test_that_another_holds_a_company_of_the_same_name_is_not_told(site: Site) -> None:
    with site.system() as system:
        for holder, name in (("IQ", "Haven Twee"), ("BOM", "HAVEN TWEE")):
            company_of(system, holder, name=name)
    with writing(site, results="Haven Twee groeide.") as (marit, draft):
        assert check(marit, draft) == {"results": NAMED}


@pytest.mark.usefixtures("hidden")
def test_consent_that_ended_hides_the_name_again(site: Site) -> None:
    with site.system() as system:
        share(system, company_of(system, "BOM", name="Haven Twee"), "IQ", ends_on=date(2026, 11, 18))
    with writing(site, results="Haven Twee groeide.") as (marit, draft):
        assert queries.known_names(marit) == []
        assert check(marit, draft) == {WHOLE: HIDDEN}


@pytest.mark.usefixtures("hidden")
def test_nothing_is_told_of_hidden_names_before_it_is_counted(site: Site) -> None:
    with writing(site, results="Stroomkade Opslag groeide.") as (marit, draft):
        assert objections(marit, draft) == {WHOLE: UNCHECKED}
        with pytest.raises(Refused, match="niet meer nakijken"):
            publish(marit, draft, key=SIGNING_KEY)


def test_the_same_texts_count_once_and_others_again(site: Site) -> None:
    with writing(site) as (marit, draft):
        for results in ("Eén.", "Eén.", "Twee.", "Twee.", "Eén."):
            check(marit, save_draft(marit, draft, narrative={"summary": SUMMARY, "results": results}))
    assert checks(site) == 2


def test_a_draft_without_texts_costs_nothing(site: Site) -> None:
    with writing(site, summary="") as (marit, draft):
        assert WHOLE not in check(marit, draft)
    assert checks(site) == 0


@pytest.fixture
def out_of_looks(site: Site, hidden: None) -> None:
    """The coordinator let as many texts be checked as a day allows."""
    with writing(site) as (marit, draft):
        for number in range(NAME_CHECKS_A_DAY):
            save_draft(marit, draft, narrative={"summary": SUMMARY, "results": f"Gok {number}."})
            assert check(marit, draft) == {}


@pytest.mark.usefixtures("out_of_looks")
def test_after_forty_texts_a_day_nothing_is_told_till_the_next(site: Site) -> None:
    guess = {"results": "Stroomkade Opslag groeide."}
    with writing(site, **guess) as (marit, draft):
        assert check(marit, draft) == {WHOLE: UNCHECKED}
    with writing(site, results=f"Gok {NAME_CHECKS_A_DAY - 1}.") as (marit, draft):
        assert check(marit, draft) == {}, "what was checked before stays free"
    site.clock.set(site.clock.now() + timedelta(hours=25))
    with writing(site, **guess) as (marit, draft):
        assert check(marit, draft) == {WHOLE: HIDDEN}


@pytest.mark.usefixtures("out_of_looks")
def test_over_the_limit_nothing_is_published(site: Site) -> None:
    with writing(site, results="Niets aan de hand.") as (marit, draft):
        count_name_check(marit, texts_of(draft))
        with pytest.raises(Refused, match="Open dit voorbeeld morgen"):
            publish(marit, draft, key=SIGNING_KEY)
        assert marit.scalars(select(Report)).all() == []
        assert texts_of(draft)["results"] == "Niets aan de hand."


@pytest.mark.usefixtures("out_of_looks")
def test_a_new_draft_gives_no_new_looks(site: Site) -> None:
    with acting(site, COORDINATOR) as marit:
        marit.delete(queries.draft_at(marit, DAY))
        marit.flush()
    with writing(site, results="Stroomkade Opslag groeide.") as (marit, draft):
        assert check(marit, draft) == {WHOLE: UNCHECKED}
