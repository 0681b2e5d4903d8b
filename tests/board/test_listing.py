"""What the list shows to whom."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.board import listing
from app.board.columns import Column
from app.board.filter import Filter, Place, Shared, Status, Whose
from app.board.listing import Sums
from app.capital import services as capital
from app.companies.models import Company
from app.leads.models import Lead, LeadCourse
from app.pipeline.rules import STEPS, Step
from tests.cases.world import BEGAN, Case, SessionAs, articulate, build, lead_of, share


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
    assert listing.totals(bom, Filter(text="brontec")).all.leads == 0
    assert names(bom, Filter(text="26-004")) == ["GR-26-004"]
    assert names(oost, Filter(text="brontec")) == ["Brontec Debiet"]
    assert names(oost, Filter(text="100%")) == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 2),
        (Filter(rom="BOM"), 1),
        (Filter(steps=(Step.SIGNALLED, Step.REALISING)), 1),
        (Filter(steps=(Step.PROPOSING,)), 0),
        (Filter(kind="energy"), 1),
        (Filter(kind="talent"), 0),
        (Filter(kind="energy", least=Decimal("0.008")), 1),
        (Filter(kind="energy", least=Decimal("0.009")), 0),
        (Filter(phase=3), 2),
        (Filter(phase=2), 0),
        (Filter(before=date(2028, 1, 1)), 1),
        (Filter(since=date(2028, 1, 1)), 1),
        (Filter(silent=30), 1),
        (Filter(silent=3000), 0),
        (Filter(consent=Shared.NONE), 1),
        (Filter(consent=Shared.WITH_US), 0),
        (Filter(consent=Shared.ENDING), 0),
        (Filter(status=Status.CLOSED), 0),
        (Filter(status=Status.ALL), 2),
        (Filter(whose=Whose.MINE), 1),
        (Filter(whose=Whose.OURS), 1),
        (Filter(whose=Whose.FOLLOWED), 0),
        (Filter(text="helmond"), 1),
    ],
)
def test_every_part_of_the_filter_counts_what_it_shows(
    system: GuardedSession, session_as: SessionAs, wanted: Filter, count: int
) -> None:
    case = build(system, complete=True)
    articulate(system, case)
    other_company(system, case, "Brontec Debiet", "GR-26-004", date(2027, 5, 1))
    bom = session_as(case.actors["BOM"])
    assert (len(listing.leads(bom, wanted).rows), listing.totals(bom, wanted).all.leads) == (count, count)


def test_a_company_that_shares_with_us_is_found_as_such_until_it_no_longer_does(
    system: GuardedSession, session_as: SessionAs
) -> None:
    case = build(system)
    share(system, case, "OOST", ends_on=date(2027, 1, 10))
    oost, bom = session_as(case.actors["OOST"]), session_as(case.actors["BOM"])
    assert names(oost, Filter(consent=Shared.WITH_US)) == ["Stroomkade Opslag"]
    for reader in (oost, bom):
        assert names(reader, Filter(consent=Shared.ENDING)) == ["Stroomkade Opslag"]
        assert names(reader, Filter(consent=Shared.NONE)) == []


def test_sums_and_amounts_are_of_leads_the_reader_may_see(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    for amount in (85_000_000, 5_000_000):
        capital.record_investment(
            system, case.lead, stage="expected", nature="plant", amount=amount, holds_on=date(2027, 9, 1)
        )
    bom, oost = session_as(case.actors["BOM"]), session_as(case.actors["OOST"])
    mine = listing.totals(bom, Filter())
    assert mine.all == Sums(1, 90_000_000, 0, 0)
    assert mine.by_step == {Step.SIGNALLED: mine.all}
    assert listing.leads(bom, Filter()).rows[0].expected == 90_000_000
    theirs = listing.totals(oost, Filter())
    assert theirs.by_step == {None: Sums(1)}
    assert listing.leads(oost, Filter()).rows[0].expected is None


def test_counting_stops_and_says_so(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    other_company(system, case, "Brontec Debiet", "GR-26-004", date(2027, 5, 1))
    bom = session_as(case.actors["BOM"])
    stopped = listing.totals(bom, Filter(), most=1)
    assert (stopped.is_exact, stopped.all.leads) == (False, 2)
    assert listing.totals(bom, Filter(), most=None).is_exact


# --- Pages ---------------------------------------------------------------------------------------------------

SIZE = 4


def many(session: GuardedSession, case: Case) -> None:
    """Twelve leads of two holders, with keys that are alike, keys that are missing, and a closed one."""
    for number in range(11):
        holder = ("BOM", "OOST")[number % 2]
        needed = date(2027 + number % 3, 1 + number % 4, 1)
        other_company(session, case, f"Bedrijf {number % 4}", f"GR-26-1{number:02}", needed, holder)
    courses = list(session.scalars(select(LeadCourse).order_by(LeadCourse.lead_id)))
    for number, course in enumerate(courses):
        course.step = STEPS[number % 3]
        course.next_on = date(2026, 12, 1 + number % 2) if number % 4 else None
        course.owner_id = case.persons["BOM"].id if number % 3 else None
    unknown = session.get_one(Lead, courses[4].lead_id)
    unknown.needed_quarter = courses[4].needed_by = None
    courses[6].closed_on, courses[6].outcome = date(2026, 11, 1), "withdrawn"
    session.flush()


def walked(session: GuardedSession, wanted: Filter) -> list[str]:
    """All pages after each other, there and back again: the codes as they came."""
    there: list[str] = []
    place: Place | None = None
    pages = 0
    while True:
        page = listing.leads(session, wanted, place, SIZE)
        there += [row.code for row in page.rows]
        pages += 1
        assert pages < 20
        if page.following is None:
            break
        place = page.following
    back = [row.code for row in page.rows]
    while page.previous is not None:
        page = listing.leads(session, wanted, page.previous, SIZE)
        back = [row.code for row in page.rows] + back
    assert back == there
    return there


def test_the_pages_together_are_the_whole_list_without_doubles(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    many(system, case)
    for code, sorts in {"BOM": tuple(Column), "OOST": (Column.NEEDED,), "IQ": (Column.LEAD,)}.items():
        reader = session_as(case.actors[code])
        for place, sort in enumerate(sorts):
            wanted = Filter(sort=sort, down=bool(place % 2), status=Status.ALL)
            whole = [row.code for row in listing.leads(reader, wanted).rows]
            assert walked(reader, wanted) == whole, wanted
            assert len(set(whole)) == len(whole) == 12


def test_what_is_sorted_on_rises_falls_and_ends_with_the_unknown(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    many(system, case)
    bom = session_as(case.actors["BOM"])
    for down in (False, True):
        shown = [row.next_on for row in listing.leads(bom, Filter(sort=Column.NEXT, down=down)).rows]
        known = [day for day in shown if day]
        assert shown == sorted(known, reverse=down) + [None] * (len(shown) - len(known))


def test_the_board_holds_the_first_of_each_step_and_the_rest_follow(
    system: GuardedSession, session_as: SessionAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "CARDS", 2)
    case = build(system)
    many(system, case)
    coordinator = session_as(case.actors["IQ"])
    for sort in (Column.NEEDED, Column.STEP, Column.LEAD):
        wanted = Filter(sort=sort, board=True)
        found = listing.board(coordinator, wanted)
        assert tuple(found) == STEPS
        totals = listing.totals(coordinator, wanted).by_step
        for step, page in found.items():
            codes = [row.code for row in page.rows]
            while page.following:
                page = listing.column(coordinator, wanted, step, page.following)
                codes += [row.code for row in page.rows]
            whole = listing.leads(coordinator, replace(wanted, steps=(step,))).rows
            assert codes == [row.code for row in whole], (sort, step)
            assert len(codes) == (totals[step].leads if step in totals else 0)


def test_a_withheld_lead_is_in_nobody_elses_list(system: GuardedSession, session_as: SessionAs) -> None:
    case = build(system)
    case.lead.withheld = True
    system.flush()
    assert names(session_as(case.actors["OOST"])) == []
    assert names(session_as(case.actors["BOM"])) == ["Stroomkade Opslag"]
