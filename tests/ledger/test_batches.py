"""What is done in one go is undone in one go: what came goes, what changed is as it was, what others touched stays."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.companies.models import Company, Contact
from app.db.clock import Clock
from app.db.errors import Refused
from app.index.models import SearchText
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.batches import batches_of, outlook, recording, undo
from app.ledger.models import Batch
from app.ledger.services import erase_history
from app.ledger.undoing import Why
from tests.whole.guard_world import World, build

Open = Callable[[Actor], GuardedSession]


@pytest.fixture
def world(system: GuardedSession) -> World:
    return build(system)


@pytest.fixture
def bom(world: World, session_as: Open) -> GuardedSession:
    return session_as(world.actor("BOM"))


def own(session: GuardedSession) -> Company:
    return session.scalars(select(Company)).first()


def contact(company: Company, name: str = "Jan Jansen") -> Contact:
    return Contact(company_id=company.id, name=name, purpose="contact", keep_until=date(2028, 1, 1))


def new_company(session: GuardedSession, name: str = "Nieuw B.V.") -> Company:
    company = Company(
        name=name,
        name_key=name.lower(),
        holder_id=session.actor.organisation_id,
        created_at=session.clock.now(),
        kind="startup",
    )
    session.add(company)
    session.flush()
    return company


def test_what_came_goes_and_what_changed_is_as_it_was(bom: GuardedSession) -> None:
    company = own(bom)
    site, essential = company.site, company.essential
    with recording(bom, "trial") as batch:
        bom.add(contact(company))
        company.site, company.essential, company.nda_on = "Elders", not essential, date(2026, 5, 31)
    found = undo(bom, batch)
    assert (len(found.removed), len(found.restored), found.kept) == (1, 1, [])
    bom.expire_all()
    assert bom.scalars(select(Contact).where(Contact.name == "Jan Jansen")).all() == []
    assert (own(bom).site, own(bom).essential, own(bom).nda_on) == (site, essential, None)


def test_what_was_removed_comes_back_under_its_number(bom: GuardedSession) -> None:
    row = contact(own(bom))
    bom.add(row)
    bom.flush()
    number = row.id
    with recording(bom, "removal") as batch:
        bom.delete(row)
    undo(bom, batch)
    back = bom.get(Contact, number)
    assert back is not None
    assert (back.name, back.company_id, back.keep_until) == ("Jan Jansen", own(bom).id, date(2028, 1, 1))
    assert bom.scalar(select(func.count()).where(SearchText.source == "contact", SearchText.row_id == number)) == 1


def test_a_whole_company_goes_and_comes_back_with_all_that_came_with_it(bom: GuardedSession) -> None:
    with recording(bom, "import") as batch:
        company = new_company(bom)
        bom.add(contact(company))
    number = company.id
    undone = undo(bom, batch)
    assert len(undone.removed) == 2
    assert bom.get(Company, number) is None
    again = bom.scalars(batches_of(["undo"], bom.clock.now() - timedelta(days=1))).one()
    undo(bom, again)
    assert bom.scalars(select(Contact.name).where(Contact.company_id == number)).one() == "Jan Jansen"


def test_only_what_was_done_in_it_is_undone(bom: GuardedSession) -> None:
    company = own(bom)
    company.website = "https://before.example"
    with recording(bom, "trial") as batch:
        company.site = "Elders"
    company.nda_on = date(2026, 1, 1)
    bom.flush()
    undo(bom, batch)
    assert (company.website, company.nda_on) == ("https://before.example", date(2026, 1, 1))
    assert company.site != "Elders"


def test_what_was_changed_since_stays_and_is_told(bom: GuardedSession) -> None:
    company = own(bom)
    with recording(bom, "trial") as batch:
        company.site = "Elders"
        row = contact(company)
        bom.add(row)
    company.site, row.phone = "Nog weer elders", "0123456789"
    bom.flush()
    found = undo(bom, batch)
    assert {(kept.row[0], kept.why) for kept in found.kept} == {("company", Why.CHANGED), ("contact", Why.CHANGED)}
    assert (company.site, row.name) == ("Nog weer elders", "Jan Jansen")


def test_what_something_points_at_stays_with_what_it_stands_on(bom: GuardedSession) -> None:
    with recording(bom, "import") as batch:
        company = new_company(bom)
        other = new_company(bom, "Ander B.V.")
    bom.add(contact(company))
    bom.flush()
    foreseen = outlook(bom, batch)
    found = undo(bom, batch)
    assert foreseen == found
    assert [(kept.row, kept.why) for kept in found.kept] == [(("company", company.id), Why.POINTED_AT)]
    assert bom.get(Company, other.id) is None


def test_what_somebody_else_did_at_the_same_moment_is_not_undone(world: World, session_as: Open) -> None:
    mine, theirs = session_as(world.actor("BOM")), session_as(world.actor("OOSTNL"))
    company, other = own(mine), own(theirs)
    with recording(mine, "trial") as batch:
        company.site = "Elders"
        other.site = "Daar"
        theirs.flush()
    undo(mine, batch)
    theirs.refresh(other)
    assert (company.site, other.site) != ("Elders", "Daar")
    assert other.site == "Daar"


def test_a_batch_is_of_its_organisation_and_undone_once(world: World, bom: GuardedSession, session_as: Open) -> None:
    with recording(bom, "trial") as batch:
        own(bom).site = "Elders"
    assert session_as(world.actor("OOSTNL")).get(Batch, batch.id) is None
    undo(bom, batch)
    with pytest.raises(Refused):
        undo(bom, batch)


def test_a_row_that_is_no_longer_theirs_stays(world: World, bom: GuardedSession, system: GuardedSession) -> None:
    company = own(bom)
    with recording(bom, "trial") as batch:
        company.site = "Elders"
    bom.expunge_all()
    system.expire_all()
    moved = system.get(Company, company.id)
    moved.holder_id = world.organisations["OOSTNL"].id
    system.flush()
    found = undo(bom, batch)
    assert [kept.why for kept in found.kept] in ([Why.GONE], [Why.NOT_YOURS])
    system.expire_all()
    assert system.get(Company, company.id).site == "Elders"


def test_what_was_wiped_never_comes_back(bom: GuardedSession) -> None:
    company = own(bom)
    with recording(bom, "trial") as batch:
        company.site = "Elders"
    erase_history(bom, "company", company.id)
    found = undo(bom, batch)
    assert [kept.why for kept in found.kept] == [Why.ERASED]
    assert company.site == "Elders"


def test_a_lead_goes_with_what_the_program_keeps_of_it(bom: GuardedSession, clock: Clock) -> None:
    with recording(bom, "import") as batch:
        company = new_company(bom)
        lead = Lead(code="L-26-X999", company_id=company.id, kind_at_entry="startup", kind="startup", phase=2)
        bom.add(lead)
        bom.flush()
        moment = clock.now()
        bom.add(
            LeadCourse(
                lead_id=lead.id,
                company_id=company.id,
                asked_on=clock.today(),
                step_since=clock.today(),
                last_activity_at=moment,
                created_at=moment,
            )
        )
        bom.add(LeadStory(lead_id=lead.id, company_id=company.id, question="Waar kunnen wij groeien?"))
    undo(bom, batch)
    assert bom.scalars(select(Lead.id).where(Lead.code == "L-26-X999")).all() == []
    assert bom.scalars(select(SearchText.id).where(SearchText.lead_id == lead.id)).all() == []
