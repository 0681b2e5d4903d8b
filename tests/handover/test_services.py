"""A lead that is offered to another organisation: what is open when, and what goes along."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.access.actor import Actor
from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.companies import queries as companies
from app.companies.models import Company, ConsentOrganisation, Handover
from app.companies.services import withdraw_consent
from app.companies.tellings import register
from app.db.errors import Refused
from app.handover import queries, rules
from app.handover.rules import state_of
from app.handover.services import accept_offer, decline_offer, offer_lead, withdraw_offer
from app.impact import services as impact
from app.impact.overview import overview
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.models import Submission
from app.ledger.rules import Fact
from app.notices.queries import notices
from app.notices.rules import HANDOVER
from app.timeline.models import Task
from app.timeline.services import add_task, record_talk
from tests.companies.factories import actor_of, company_of, organisation, share
from tests.impact.world import lay_out
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, INWEST, IQ = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "taskforce@inwest.example",
    "coordinator@iq.example",
)
TODAY = date(2026, 11, 19)


@dataclass
class Offered:
    """A company of BOM with a lead, to offer to others."""

    site: Site
    company: int
    code: str
    people: dict[str, Actor]
    organisations: dict[str, int]

    @contextmanager
    def acting(self, email: str) -> Iterator[GuardedSession]:
        with self.site.session(self.people[email]) as session:
            yield session

    def offer(self, kind: str = "move", to: str = "OOSTNL", **how: Any) -> int:
        given = {"kind": kind, "to_id": self.organisations[to], "reason": "region", "agreed": True, **how}
        with self.acting(BOM) as session:
            lead = session.scalars(select(Lead).where(Lead.code == self.code)).one()
            return offer_lead(session, lead, **given).id

    def accept(self, number: int, email: str = OOSTNL) -> None:
        with self.acting(email) as session:
            accept_offer(session, session.get_one(Handover, number))

    def state(self, number: int) -> str:
        with self.acting(BOM) as session:
            told = queries.offer_told(session, number)
            return state_of(told.outcome, told.answer_by, session.clock.today())

    def knows(self, email: str) -> bool:
        with self.acting(email) as session:
            return companies.company(session, self.company) is not None


@pytest.fixture
def offered(site: Site) -> Offered:
    with site.system() as system:
        company = company_of(system, "BOM", name="Roodspar Composieten")
        people = {email: actor_of(system, email) for email in (BOM, OOSTNL, INWEST, IQ)}
        lead = lead_of(system, company, course={"owner_id": people[BOM].person_id})
        numbers = {code: organisation(system, code).id for code in ("BOM", "OOSTNL", "INWEST", "EZ")}
        offered = Offered(site, company.id, lead.code, people, numbers)
    with offered.acting(BOM) as session:
        held = session.get_one(Lead, session.scalars(select(Lead.id)).one())
        record_talk(session, held, said="Zoekt een hal", held_on=TODAY)
        add_task(session, held, title="Bel de directie", due_on=TODAY)
    return offered


def test_until_it_is_accepted_they_see_the_code_alone(offered: Offered) -> None:
    number = offered.offer()
    assert not offered.knows(OOSTNL)
    with offered.acting(OOSTNL) as session:
        (told,) = queries.waiting_for_us(session)
        assert (told.code, told.company, told.giver) == (offered.code, None, "BOM")
        assert session.scalars(select(LeadStory)).all() == []
    with offered.acting(INWEST) as session:
        assert queries.offer(session, number) is None


def test_who_takes_over_holds_all_of_it(offered: Offered) -> None:
    offered.accept(offered.offer())
    with offered.acting(OOSTNL) as session:
        company = companies.company(session, offered.company)
        assert company
        assert (company.holder_id, company.nda) == (offered.organisations["OOSTNL"], "unknown")
        jeroen = session.actor.person_id
        assert set(session.scalars(select(LeadCourse.owner_id))) == {jeroen}
        task = session.scalars(select(Task)).one()
        assert (task.owner_id, task.organisation_id) == (jeroen, offered.organisations["OOSTNL"])
        lines = register(session, offered.company).lines
        assert [(row.party, row.what) for line in lines for row in line.rows] == [("BOM", "held")]
        lead = session.scalars(select(Lead)).one()
        assert lead.origin_rom_code == "BOM"
        record_talk(session, lead, said="Kennisgemaakt", held_on=TODAY)
    assert not offered.knows(BOM)
    with offered.acting(BOM) as session:
        (told,) = queries.our_offers(session)
        assert (told.code, told.company, told.taker, told.outcome) == (offered.code, None, "Oost NL", "accepted")


def test_the_former_holder_reads_on_where_the_company_wants_that(offered: Offered) -> None:
    offered.accept(offered.offer(reads_on=True))
    assert offered.knows(BOM)
    with offered.acting(BOM) as session:
        session.get_one(Company, offered.company).site = "Werf"
        with pytest.raises(OutOfScope):
            session.flush()
        session.rollback()


def test_who_shares_reads_along_and_the_holder_stays(offered: Offered) -> None:
    offered.accept(offered.offer("share"))
    with offered.acting(OOSTNL) as session:
        company = companies.company(session, offered.company)
        assert company
        assert (company.holder_id, company.nda) == (offered.organisations["BOM"], "nda")
        record_talk(session, session.scalars(select(Lead)).one(), said="Meegedacht", held_on=TODAY)
    with offered.acting(BOM) as session:
        (line,) = register(session, offered.company).lines
        assert [row.party for row in line.rows] == ["Oost NL"]
        with pytest.raises(Refused, match=rules.ALREADY_SHARED.split("%")[0]):
            _again(session, offered, "share")


def _again(session: GuardedSession, offered: Offered, kind: str) -> None:
    lead = session.scalars(select(Lead).where(Lead.code == offered.code)).one()
    offer_lead(session, lead, kind=kind, to_id=offered.organisations["OOSTNL"], reason="region", agreed=True)


def test_without_the_company_nothing_is_offered(offered: Offered) -> None:
    with pytest.raises(Refused) as refused:
        offered.offer("share", agreed=False)
    assert (refused.value.message, refused.value.field) == (rules.NOT_AGREED, "agreed")
    with offered.site.system() as system:
        share(system, system.get_one(Company, offered.company), scope="taskforce")
    offered.offer("share", agreed=False)
    with pytest.raises(Refused, match=rules.NOT_AGREED_TO_MOVE):
        offered.offer("move", to="INWEST", agreed=False)


def test_a_consent_that_is_withdrawn_meanwhile_stops_it(offered: Offered) -> None:
    number = offered.offer()
    with offered.acting(BOM) as session:
        consent = companies.consent(session, offered.company, session.get_one(Handover, number).consent_id)
        assert consent
        withdraw_consent(session, consent)
    with pytest.raises(Refused, match=rules.CONSENT_OVER):
        offered.accept(number)
    assert offered.state(number) == "open"
    assert not offered.knows(OOSTNL)
    with offered.acting(BOM) as session:
        assert session.scalars(select(ConsentOrganisation)).all() == []


def test_one_says_what_became_of_it(offered: Offered) -> None:
    number = offered.offer()
    with offered.acting(OOSTNL) as session:
        decline_offer(session, session.get_one(Handover, number), reason="capacity")
    for again in (offered.accept, lambda it: _withdraw(offered, it)):
        with pytest.raises(Refused, match=rules.OVER):
            again(number)
    assert offered.state(number) == "declined"
    assert not offered.knows(OOSTNL)
    later = offered.offer(agreed=False)  # the company agreed before
    _withdraw(offered, later)
    assert offered.state(later) == "withdrawn"


def _withdraw(offered: Offered, number: int) -> None:
    with offered.acting(BOM) as session:
        withdraw_offer(session, session.get_one(Handover, number))


def test_an_offer_lapses(offered: Offered) -> None:
    number = offered.offer(answer_by=TODAY)
    offered.site.clock.set(offered.site.clock.now() + timedelta(days=1))
    assert offered.state(number) == "lapsed"
    with pytest.raises(Refused, match=rules.OVER):
        offered.accept(number)
    offered.accept(offered.offer())


def test_a_company_goes_to_one_only(offered: Offered) -> None:
    shared = offered.offer("share", to="INWEST")
    number = offered.offer()
    for kind, to in (("move", "INWEST"), ("share", "OOSTNL")):
        with pytest.raises(Refused):
            offered.offer(kind, to=to)
    offered.accept(number)
    assert offered.state(shared) == "overtaken"
    with pytest.raises(Refused, match=rules.OVER):
        offered.accept(shared, INWEST)


def test_nobody_takes_what_was_not_offered_to_them(offered: Offered) -> None:
    number = offered.offer("share")
    with offered.acting(OOSTNL) as session:
        told = session.get_one(Handover, number)
    about = {"consent_id": told.consent_id, "company_id": told.company_id}
    given = {**about, "lead_id": told.lead_id, "from_id": told.from_id, "kind": "move", "reason": "region"}
    for email in (OOSTNL, INWEST):
        ours = offered.people[email].organisation_id
        offer = Handover(**given, to_id=ours, offered_at=told.offered_at, answer_by=TODAY)
        assert not _may(offered, email, offer), "only the holder offers"
    named = {email: {**about, "organisation_id": offered.people[email].organisation_id} for email in (OOSTNL, INWEST)}
    assert not _may(offered, INWEST, ConsentOrganisation(**named[INWEST]))
    assert not _may(offered, OOSTNL, ConsentOrganisation(**named[INWEST]))
    assert _may(offered, OOSTNL, ConsentOrganisation(**named[OOSTNL]))
    with offered.acting(OOSTNL) as session:
        session.get_one(Company, offered.company).holder_id = offered.organisations["OOSTNL"]
        with pytest.raises(OutOfScope):
            session.flush()
        session.rollback()


def _may(offered: Offered, email: str, row: Any) -> bool:
    with offered.acting(email) as session:
        session.add(row)
        try:
            session.flush()
        except OutOfScope:
            session.rollback()
            return False
    return True


@pytest.mark.parametrize("kind", ["share", "move"])
def test_of_two_who_accept_at_once_the_second_is_told(offered: Offered, kind: str) -> None:
    number = offered.offer(kind)
    told: list[str] = []

    def second() -> None:
        with offered.acting(OOSTNL) as session:
            offer = session.get_one(Handover, number)
            ready.set()
            try:
                accept_offer(session, offer)
            except Refused as refused:
                told.append(refused.message)

    ready = threading.Event()
    with offered.acting(OOSTNL) as session:
        accept_offer(session, session.get_one(Handover, number))
        other = threading.Thread(target=second)
        other.start()
        ready.wait(5)
    other.join(20)
    assert told == [rules.OVER]
    assert offered.state(number) == "accepted"


def test_both_sides_hear_of_it_by_code(offered: Offered) -> None:
    number = offered.offer()
    assert _hears(offered, OOSTNL) == [(offered.code, None, None)]
    assert _hears(offered, BOM) == _hears(offered, INWEST) == []
    offered.accept(number)
    assert _hears(offered, OOSTNL) == []
    assert _hears(offered, BOM) == [(offered.code, None, "accepted")]


def _hears(offered: Offered, email: str) -> list[tuple[str, str | None, str | None]]:
    with offered.acting(email) as session:
        return [(row.code, row.name, row.what) for row in notices(session) if row.part == HANDOVER]


def test_what_counts_stays_with_the_origin(site: Site) -> None:
    lay_out(site, code="GR-25-018", name="Stroomkade Opslag")
    with site.system() as system:
        impact.load_reference(system)
        femke, jeroen, marit = (actor_of(system, email) for email in (BOM, OOSTNL, IQ))
        to_id = organisation(system, "OOSTNL").id
    with site.session(femke) as session:
        lead = session.scalars(select(Lead)).one()
        seen = {"evidence_kind": "contract", "evidence_on": TODAY}
        waiting = impact.submit_fact(session, lead, Fact.ADMITTED, **seen).id
        with pytest.raises(Refused, match=rules.WAITING):
            offer_lead(session, lead, kind="move", to_id=to_id, reason="region", agreed=True)
    with site.session(marit) as session:
        impact.accept_fact(session, session.get_one(Submission, waiting))

    def figures() -> Any:
        with site.session(marit) as session:
            found = overview(session, TODAY, TODAY)
            return found.figures, found.regions, found.doubts

    before = figures()
    with site.session(femke) as session:
        number = offer_lead(
            session, session.scalars(select(Lead)).one(), kind="move", to_id=to_id, reason="region", agreed=True
        ).id
    with site.session(jeroen) as session:
        accept_offer(session, session.get_one(Handover, number))
    assert figures() == before
