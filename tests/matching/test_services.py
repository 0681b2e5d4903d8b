"""Putting a lead beside brandpunten, offering a place against a code, and who sees what of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from sqlalchemy import select

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.companies.models import Company
from app.db.errors import Refused
from app.growth.queries import demand_profile
from app.hubs.models import Hub
from app.hubs.queries import cards, hub_by_code
from app.leads.models import Lead, LeadCourse
from app.leads.queries import lead_by_code
from app.ledger.models import Value
from app.matching.models import MatchMove, Offer
from app.matching.queries import (
    advise,
    fitting_leads,
    match_of,
    matches_of,
    offer_by_id,
    offers_of_lead,
    own_offers,
    waiting_offers,
)
from app.matching.services import accept_offer, decline_offer, move_match, offer_place, propose, withdraw_offer
from tests.acting import acting
from tests.matching.world import ARNHEM, BOM, CODE, COORDINATOR, EZ, INWEST, NAME, NFIA, OOST, TWENTE, lay_out
from tests.pages import Site, counted

Act = Callable[[str], AbstractContextManager[GuardedSession]]


@pytest.fixture
def act(site: Site) -> Act:
    lay_out(site)
    return lambda email: acting(site, email)


def both(session: GuardedSession, hub: str = TWENTE) -> tuple[Lead, Hub]:
    return lead_by_code(session, CODE), hub_by_code(session, hub)


def test_the_advice_puts_the_better_brandpunt_first(act: Act):
    with act(BOM) as session:
        lead, _hub = both(session)
        advice = advise(session, lead, demand_profile(session, lead.id))
    assert len(advice.hubs) == 42
    first, second = advice.hubs[:2]
    assert [(one.card.code, one.score.points) for one in (first, second)] == [(TWENTE, 6), (ARNHEM, 2)]
    assert [str(part) for part in first.reasons] == ["10 MW vrij", "6.200 m² vrij"]
    assert [one.card.code for one in advice.best(3)] == [TWENTE, ARNHEM]


def test_who_sees_only_the_face_gets_an_advice_by_bands(act: Act):
    with act(NFIA) as session:
        lead, _hub = both(session)
        advice = advise(session, lead, demand_profile(session, lead.id))
    assert advice.hubs[0].card.code == TWENTE
    assert all(not asked.parts for asked in advice.asked)


def test_steps_are_remembered_one_by_one(act: Act):
    with act(BOM) as session:
        lead, hub = both(session)
        propose(session, lead=lead, hub=hub, on=date(2026, 11, 4))
        move_match(session, lead=lead, hub=hub, to="visited", on=date(2026, 11, 12))
        match = move_match(
            session, lead=lead, hub=hub, to="declined", declined_by="company", reason="distance", text="CANARY-te ver"
        )
        moves = session.scalars(select(MatchMove).order_by(MatchMove.id)).all()
        assert [(move.from_step, move.to_step) for move in moves] == [
            ("suggested", "proposed"),
            ("proposed", "visited"),
            ("visited", "declined"),
        ]
        assert (match.proposed_on, match.since) == (date(2026, 11, 4), date(2026, 11, 19))
        assert session.get(Value, match.reason_id).text == "CANARY-te ver"
        again = propose(session, lead=lead, hub=hub)
        assert (again.reason, again.reason_id, again.declined_by) == (None, None, None)


@pytest.mark.parametrize(
    ("to", "more", "field"),
    [
        ("chosen", {}, "to"),
        ("proposed", {"on": date(2026, 11, 20)}, "on"),
        ("declined", {}, "declined_by"),
        ("declined", {"declined_by": "company"}, "reason"),
        ("declined", {"declined_by": "company", "reason": "weather"}, "reason"),
    ],
)
def test_what_is_not_allowed_is_refused(act: Act, to: str, more: dict, field: str):
    with act(BOM) as session:
        lead, hub = both(session)
        with pytest.raises(Refused) as refused:
            move_match(session, lead=lead, hub=hub, to=to, **more)
        assert refused.value.field == field
        assert match_of(session, lead.id, hub.id) is None


def test_the_company_chooses_one(act: Act):
    with act(BOM) as session:
        lead, twente = both(session)
        arnhem = hub_by_code(session, ARNHEM)
        for hub in (twente, arnhem):
            propose(session, lead=lead, hub=hub)
        move_match(session, lead=lead, hub=twente, to="chosen")
        with pytest.raises(Refused):
            move_match(session, lead=lead, hub=arnhem, to="chosen")


def test_a_step_does_not_lie_before_the_last(act: Act):
    with act(BOM) as session:
        lead, hub = both(session)
        propose(session, lead=lead, hub=hub)
        with pytest.raises(Refused) as refused:
            move_match(session, lead=lead, hub=hub, to="visited", on=date(2026, 11, 1))
    assert refused.value.field == "on"


def test_a_closed_lead_is_proposed_no_more(site: Site, act: Act):
    with site.system() as session:
        session.scalars(select(LeadCourse)).one().closed_on = date(2026, 11, 1)
    with act(BOM) as session:
        lead, hub = both(session)
        with pytest.raises(Refused):
            propose(session, lead=lead, hub=hub)


def test_only_the_holder_moves_a_match(act: Act):
    for email in (OOST, COORDINATOR, NFIA):
        with pytest.raises(OutOfScope), act(email) as session:
            propose(session, lead=lead_by_code(session, CODE), hub=hub_by_code(session, TWENTE))


def test_the_region_sees_the_code_from_the_proposal_on(act: Act):
    def seen_by(email: str) -> list[str]:
        with act(email) as session:
            lead = lead_by_code(session, CODE)
            return [row.step for row in matches_of(session, lead.id).values()] if lead else []

    with act(BOM) as session:
        lead, hub = both(session)
        move_match(session, lead=lead, hub=hub, to="declined", declined_by="holder", reason="room")
    assert [seen_by(email) for email in (BOM, COORDINATOR, OOST, INWEST)] == [["declined"], ["declined"], [], []]
    with act(BOM) as session:
        lead, hub = both(session)
        propose(session, lead=lead, hub=hub)
    assert [seen_by(email) for email in (BOM, OOST, INWEST, NFIA, EZ)] == [["proposed"], ["proposed"], [], [], []]
    with act(OOST) as session:
        assert [move.to_step for move in session.scalars(select(MatchMove).order_by(MatchMove.id))][-1] == "proposed"
        assert session.scalars(select(Company.name)).all() == []


def offered(act: Act) -> int:
    with act(OOST) as session:
        lead, hub = both(session)
        return offer_place(session, lead=lead, hub=hub, text="CANARY-hal 7", available_from=date(2027, 7, 1)).id


def read_offer(act: Act, email: str) -> list[tuple[str, str | None]]:
    with act(email) as session:
        return [(row.status, row.text) for row in offers_of_lead(session, lead_by_code(session, CODE).id)]


def test_an_offer_is_for_the_holder_and_who_wrote_it(act: Act):
    offered(act)
    assert read_offer(act, OOST) == read_offer(act, BOM) == [("open", "CANARY-hal 7")]
    assert read_offer(act, COORDINATOR) == [("open", None)]
    assert read_offer(act, INWEST) == read_offer(act, NFIA) == []
    with act(BOM) as session:
        assert [row.lead_code for row in waiting_offers(session)] == [CODE]
    with act(OOST) as session:
        assert waiting_offers(session) == []
        (own,) = own_offers(session)
        assert (own.lead_code, own.company) == (CODE, None)


def test_yes_opens_the_company_to_who_offered_and_to_nobody_else(act: Act):
    number = offered(act)
    with act(OOST) as session:
        assert session.scalars(select(Company.name)).all() == []
    with act(BOM) as session:
        lead, hub = both(session)
        (row,) = offers_of_lead(session, lead.id)
        assert row.id == number
        match = accept_offer(session, lead=lead, hub=hub, offer=offer(session, lead, number), granted_by="Directie")
        assert match.step == "offer"
    with act(OOST) as session:
        assert session.scalars(select(Company.name)).all() == [NAME]
    with act(INWEST) as session:
        assert session.scalars(select(Company.name)).all() == []


def offer(session: GuardedSession, lead: Lead, number: int) -> Offer:
    found = offer_by_id(session, lead.id, number)
    assert found is not None
    return found


def test_no_returns_only_a_reason(act: Act):
    number = offered(act)
    with act(BOM) as session:
        lead, _hub = both(session)
        with pytest.raises(Refused):
            decline_offer(session, offer=offer(session, lead, number), reason="")
        decline_offer(session, offer=offer(session, lead, number), reason="distance")
        with pytest.raises(Refused):
            decline_offer(session, offer=offer(session, lead, number), reason="room")
    with act(OOST) as session:
        (row,) = own_offers(session)
        assert (row.status, row.reason) == ("declined", "distance")
        assert session.scalars(select(Company.name)).all() == []


def test_an_offer_comes_from_the_own_region_once_and_against_another_s_lead(act: Act):
    offered(act)
    for email, hub_code in ((OOST, TWENTE), (INWEST, TWENTE), (BOM, "BP-HTCE"), (NFIA, TWENTE)):
        with act(email) as session:
            lead, hub = both(session, hub_code)
            with pytest.raises(Refused):
                offer_place(session, lead=lead, hub=hub, text="Nog een hal")
    with act(OOST) as session:
        lead, hub = both(session)
        (row,) = own_offers(session)
        withdraw_offer(session, offer=offer(session, lead, row.id))
        assert offer_place(session, lead=lead, hub=hub, text="Toch hal 8").status == "open"


def test_leads_that_could_fit_come_by_name_or_by_code(site: Site, act: Act):
    with act(BOM) as session:
        lead, hub = both(session)
        (card,) = cards(session, [hub.id])
        found, count = fitting_leads(session, card, today=date(2026, 11, 19))
        assert [(fit.lead.code, fit.lead.company, count) for fit in found] == [(CODE, NAME, 1)]
        propose(session, lead=lead, hub=hub)
    with act(OOST) as session:
        (card,) = cards(session, [hub_by_code(session, TWENTE).id])
        with counted(site.engine) as statements:
            found, _count = fitting_leads(session, card, today=date(2026, 11, 19))
        (fit,) = found
        assert (fit.lead.company, fit.lead.municipality, fit.match_step) == (None, None, "proposed")
        assert len(statements) <= 4


def test_a_withheld_lead_fits_nowhere_for_others(site: Site):
    lay_out(site, withheld=True)
    with acting(site, OOST) as session:
        (card,) = cards(session, [hub_by_code(session, TWENTE).id])
        assert fitting_leads(session, card, today=date(2026, 11, 19)) == ([], 0)
        assert lead_by_code(session, CODE) is None
