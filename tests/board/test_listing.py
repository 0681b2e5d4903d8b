"""What the list shows to whom."""

from datetime import date

import pytest

from app.access.session import GuardedSession
from app.board import listing
from app.board.filter import Filter, Sort, Status, Whose
from app.capital import services as capital
from app.companies.models import Company
from tests.cases.world import BEGAN, Case, SessionAs, build, lead_of


def other_company(
    session: GuardedSession, case: Case, name: str, code: str, needed: date, holder: str = "OOST"
) -> None:
    """A lead of another holder."""
    company = Company(
        name=name, name_key=name.casefold(), holder_id=case.organisations[holder].id, kind="startup", created_at=BEGAN
    )
    session.add(company)
    session.flush()
    lead_of(session, company, code=code, needed=needed, rom=holder)


def names(session: GuardedSession, wanted: Filter | None = None) -> list[str]:
    """The list as a person reads it: the name, or the code of who is hidden."""
    return [row.company or row.code for row in listing.leads(session, wanted or Filter()).rows]


def test_the_list_shows_names_of_our_own_and_codes_of_others_first_needed_on_top(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    other_company(system, case, "Brontec Debiet", "GR-26-004", date(2027, 5, 1))
    bom = session_as(case.actors["BOM"])
    assert names(bom) == ["GR-26-004", "Stroomkade Opslag"]
    assert names(bom, Filter(down=True)) == ["Stroomkade Opslag", "GR-26-004"]
    hidden = listing.leads(bom, Filter()).rows[0]
    assert (hidden.step, hidden.needed_by, hidden.municipality, hidden.next_on, hidden.expected) == (None,) * 5
    assert hidden.needed_quarter == date(2027, 4, 1)
    assert names(session_as(case.actors["EZ"])) == []


def test_a_hidden_name_is_not_found_by_searching_for_it(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    other_company(system, case, "Brontec Debiet", "GR-26-004", date(2027, 5, 1))
    bom, oost = session_as(case.actors["BOM"]), session_as(case.actors["OOST"])
    assert names(bom, Filter(text="brontec")) == []
    assert listing.leads(bom, Filter(text="brontec")).total == 0
    assert names(bom, Filter(text="26-004")) == ["GR-26-004"]
    assert names(oost, Filter(text="brontec")) == ["Brontec Debiet"]
    assert names(oost, Filter(text="100%")) == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 2),
        (Filter(rom="BOM"), 1),
        (Filter(step="signalled"), 1),
        (Filter(step="proposing"), 0),
        (Filter(kind="energy"), 1),
        (Filter(kind="talent"), 0),
        (Filter(before=2028), 1),
        (Filter(status=Status.CLOSED), 0),
        (Filter(status=Status.ALL), 2),
        (Filter(whose=Whose.MINE), 1),
        (Filter(whose=Whose.OURS), 1),
        (Filter(sort=Sort.LEAD), 2),
        (Filter(sort=Sort.STEP), 2),
        (Filter(sort=Sort.SILENT, down=True), 2),
    ],
)
def test_every_part_of_the_filter_counts_what_it_shows(
    system: GuardedSession, session_as: SessionAs, wanted: Filter, count: int
) -> None:
    case = build(system, complete=True)
    other_company(system, case, "Brontec Debiet", "GR-26-004", date(2027, 5, 1))
    found = listing.leads(session_as(case.actors["BOM"]), wanted)
    assert (len(found.rows), found.total) == (count, count)


def test_sums_and_amounts_are_of_leads_the_reader_may_see(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    capital.record_investment(
        system, case.lead, stage="expected", nature="plant", amount=85_000_000, holds_on=date(2027, 9, 1)
    )
    mine = listing.leads(session_as(case.actors["BOM"]), Filter())
    assert (mine.sum_of("expected"), mine.sum_of("decided")) == (85_000_000, 0)
    assert mine.rows[0].expected == 85_000_000
    theirs = listing.leads(session_as(case.actors["OOST"]), Filter())
    assert (theirs.sum_of("expected"), theirs.rows[0].expected) == (0, None)


def test_a_withheld_lead_is_in_nobody_elses_list(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    case.lead.withheld = True
    system.flush()
    assert names(session_as(case.actors["OOST"])) == []
    assert names(session_as(case.actors["BOM"])) == ["Stroomkade Opslag"]
