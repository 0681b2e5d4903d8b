from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.companies import queries, services
from app.companies.known import (
    answer_contact_request,
    contact_request,
    is_held_twice,
    look_up_known,
    request_contact,
    request_contact_by_name,
    requests_by_us,
    requests_to_us,
)
from app.companies.models import Company, Consent, Contact
from app.db.errors import Refused
from app.ledger.models import Change, Value
from tests.companies.factories import ContactFactory, actor_of, company_of, create, organisation, share
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, INWEST, COORDINATOR = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "taskforce@inwest.example",
    "coordinator@iq.example",
)
As = Callable[[str], AbstractContextManager[GuardedSession]]


@pytest.fixture
def signed_in(site: Site) -> As:
    """Opens a session as the person with an address."""

    def open_as(email: str) -> Any:
        with site.system() as session:
            actor = actor_of(session, email)
        return site.session(actor)

    return open_as


def test_a_company_is_held_by_whoever_records_it(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(
            femke, name=" Roodspar  Composieten B.V. ", kvk=["01234567"], technologies=["NTS01"], names=["Roodspar"]
        )
        number = company.id
        assert company.name == "Roodspar Composieten B.V."
        assert queries.holds(femke, company)
    with signed_in(BOM) as femke:
        head = queries.company_head(femke, number)
        assert (head.numbers, head.names, head.technologies) == ("01234567", "Roodspar", "fotonica")
    with signed_in(OOSTNL) as jeroen:
        assert queries.company(jeroen, number) is None
        assert queries.kvk_numbers(jeroen, number) == []


def test_numbers_are_set_as_a_whole_and_checked(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar", kvk=["01234567", "12345678"])
        services.set_kvk(femke, company, ["12345678", "8765 4321"])
        assert queries.kvk_numbers(femke, company.id) == ["12345678", "87654321"]
        with pytest.raises(Refused, match="alleen nullen"):
            services.set_kvk(femke, company, ["00000000"])
        with pytest.raises(Refused, match="al bij een bedrijf"):
            services.add_company(femke, name="Roodspar Holding", kvk=["12345678"])


def test_somebody_else_changes_nothing(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company = company_of(system, "BOM")
        share(system, company, "OOSTNL")
        number = company.id
    with signed_in(OOSTNL) as jeroen:
        shared = queries.company(jeroen, number)
        assert shared is not None
        with pytest.raises(OutOfScope):
            services.record_nda(jeroen, shared, nda="none_needed")
        jeroen.rollback()


def test_the_target_test_is_a_decision_with_a_motivation(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        with pytest.raises(Refused, match="NTS-technologie"):
            services.decide_target_test(femke, company, route="technology", positive=True, motivation="Want …")
        services.set_technologies(femke, company, ["NTS01"])
        services.decide_target_test(femke, company, route="technology", positive=False, motivation="Alleen handel.")
        services.decide_target_test(
            femke, company, route="technology", positive=True, motivation="Maakt nu zelf.", low_grade=True
        )
        latest = queries.latest_test(femke, company.id)
        assert latest is not None
        assert latest.positive
        assert latest.decided_by_id == femke.actor.person_id
        assert len(queries.tests(femke, company.id)) == 2


def test_consent_opens_and_writes_down_for_whom(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        number, oost = company.id, organisation(femke, "OOSTNL").id
        services.give_consent(femke, company, scope="named", organisations=[oost], ends_on=date(2027, 1, 1))
        assert [row.organisation for row in queries.told(femke, number)[0]] == ["Oost NL"]
    with signed_in(OOSTNL) as jeroen:
        assert queries.company(jeroen, number) is not None
        assert queries.told(jeroen, number)[0] == []
    for other in (INWEST, COORDINATOR):
        with signed_in(other) as session:
            assert queries.company(session, number) is None


def test_consent_of_the_taskforce_and_of_the_ministry(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        number = company.id
        services.give_consent(femke, company, scope="ez")
        assert queries.told(femke, number)[0] == []  # reports hold no names: nothing is disclosed
    with signed_in(COORDINATOR) as marit:
        assert queries.company(marit, number) is None
    with signed_in(BOM) as femke:
        held = queries.company(femke, number)
        assert held is not None
        services.give_consent(femke, held, scope="taskforce")
        reached = {row.organisation for row in queries.told(femke, number)[0] if row.what == "identity"}
        assert reached == {"Oost NL", "InWest", "IQ", "NFIA"}
    with signed_in(COORDINATOR) as marit:
        assert queries.company(marit, number) is not None


def test_consent_ends_by_itself_and_by_withdrawal(site: Site, signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        number, oost = company.id, organisation(femke, "OOSTNL").id
        consent = services.give_consent(femke, company, scope="named", organisations=[oost], ends_on=date(2026, 11, 20))
        kept = consent.id
    site.clock.set(datetime(2026, 11, 20, 22, 59, tzinfo=UTC))
    with signed_in(OOSTNL) as jeroen:
        assert queries.company(jeroen, number) is not None
    site.clock.set(datetime(2026, 11, 20, 23, 1, tzinfo=UTC))
    with signed_in(OOSTNL) as jeroen:
        assert queries.company(jeroen, number) is None
    with signed_in(BOM) as femke:
        held, ended = queries.company(femke, number), queries.consent(femke, number, kept)
        assert held is not None
        assert ended is not None
        with pytest.raises(Refused, match="geëindigd"):
            services.withdraw_consent(femke, ended)
        again = services.give_consent(femke, held, scope="named", organisations=[oost])
        services.withdraw_consent(femke, again)
    with signed_in(OOSTNL) as jeroen:
        assert queries.company(jeroen, number) is None


def test_a_person_who_moved_sees_what_the_new_organisation_sees(site: Site, signed_in: As) -> None:
    with site.system() as system:
        number = company_of(system, "BOM").id
        person = actor_of(system, BOM).person_id
    with signed_in(BOM) as femke:
        assert queries.company(femke, number) is not None
    with site.system() as system:
        moved = system.get(Person, person)
        assert moved is not None
        moved.organisation_id = organisation(system, "OOSTNL").id
    with signed_in(BOM) as femke:
        assert queries.company(femke, number) is None


def test_an_erased_contact_leaves_nothing_behind(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        contact = services.add_contact(femke, company, name="Ruud Terlinden", email="ruud@roodspar.example")
        services.change_contact(femke, contact, name="Ruud van Terlinden", purpose="case", phone="06 1111 2222")
        export = services.export_contact(femke, contact)
        assert export["name"] == "Ruud van Terlinden"
        assert any(change["by"] == "Femke de Wit" for change in export["changes"])
        services.erase_contact(femke, contact)
        company_id, number = company.id, contact.id
    with signed_in(BOM) as femke:
        assert queries.contacts(femke, company_id) == []
        erased = femke.get(Contact, number)
        assert erased is not None
        assert (erased.name, erased.position, erased.email, erased.phone) == (None, None, None, None)
        kept = [*femke.scalars(select(Value.text)), *femke.scalars(select(Change.before))]
        kept += femke.scalars(select(Change.after))
        assert not [text for text in kept if text and ("Terlinden" in text or "ruud" in text or "1111" in text)]
        with pytest.raises(Refused, match="gewist"):
            services.change_contact(femke, erased, name="Ruud", purpose="case")


def test_the_name_under_a_consent_goes_with_the_contact(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        contact = services.add_contact(femke, company, name="Ruud Terlinden")
        for giver in ("ruud  terlinden", "Ruud van Terlinden", "Iemand anders"):
            services.give_consent(femke, company, scope="taskforce", granted_by=giver)
        services.change_contact(femke, contact, name="Ruud van Terlinden", purpose="case")
        export = services.export_contact(femke, contact)
        assert [one["granted_by"] for one in export["consents_given"]] == ["ruud  terlinden", "Ruud van Terlinden"]
        services.erase_contact(femke, contact)
        number = company.id
    with signed_in(BOM) as femke:
        assert {row.granted_by for row in queries.consents(femke, number)} == {None, "Iemand anders"}
        kept = [text.casefold() for text in femke.scalars(select(Value.text)) if text]
        assert not [text for text in kept if "terlinden" in text]


def test_a_company_without_a_lead_is_asked_again(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = services.add_company(femke, name="Roodspar")
        asked = services.ask_portfolio_question(femke, company, asked_on=date(2025, 11, 1))
        services.answer_portfolio_question(femke, asked, answer="Nog niet.", ask_again_on=date(2026, 11, 1))
        due = queries.questions_due(femke, femke.clock.today())
        assert [(row.name, row.ask_again_on) for row in due] == [("Roodspar", date(2026, 11, 1))]
        services.ask_portfolio_question(femke, company, answer="Volgend jaar.", ask_again_on=date(2027, 11, 1))
        assert queries.questions_due(femke, femke.clock.today()) == []


@pytest.mark.parametrize("typed", ["roodspar composieten", "Roodspar Composieten BV", "0123 4567", "Rode Spar"])
def test_a_hidden_company_answers_to_an_exact_name_or_number_only(site: Site, signed_in: As, typed: str) -> None:
    with site.system() as system:
        company = company_of(system, "BOM", name="Roodspar Composieten B.V.")
        services.set_kvk(system, company, ["01234567"])
        services.add_trade_name(system, company, name="Rode Spar")
        number = company.id
    with signed_in(OOSTNL) as jeroen:
        assert not look_up_known(jeroen, name="Roodspar").elsewhere
        known = look_up_known(jeroen, name=typed)
        assert known.elsewhere
        assert not known.visible
    with signed_in(BOM) as femke:
        assert [(row.organisation, row.person) for row in queries.told(femke, number)[1]] == [
            ("Oost NL", "Jeroen Brinkman")
        ]
        own = look_up_known(femke, name=typed)
        assert [row.name for row in own.visible] == ["Roodspar Composieten B.V."]
        assert not own.elsewhere


def test_looking_up_stops_at_twenty_a_day_for_each_person(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company_of(system, "BOM", name="Roodspar")
    with signed_in(OOSTNL) as jeroen:
        for number in range(20):
            assert not look_up_known(jeroen, name=f"Gok {number}").limited
        known = look_up_known(jeroen, name="Roodspar")
        assert known.limited
        assert not known.elsewhere
    with signed_in(INWEST) as noor:
        assert look_up_known(noor, name="Roodspar").elsewhere
    site.clock.set(site.clock.now() + timedelta(hours=25))
    with signed_in(OOSTNL) as jeroen:
        assert look_up_known(jeroen, name="Roodspar").elsewhere


def test_a_request_for_contact_reaches_the_holder_and_tells_nothing(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company_of(system, "BOM", name="Roodspar")
    with signed_in(OOSTNL) as jeroen:
        assert request_contact_by_name(jeroen, typed="Rood", question="Samen optrekken?") == 0
        assert request_contact_by_name(jeroen, typed="Roodspar BV", question="Samen optrekken?") == 1
        assert request_contact_by_name(jeroen, typed="Roodspar BV", question="Nog eens") == 1
        mine = requests_by_us(jeroen)
        assert [(row.subject, row.question) for row in mine] == [("Roodspar BV", "Samen optrekken?")]
        assert requests_to_us(jeroen) == []
    with signed_in(BOM) as femke:
        (row,) = requests_to_us(femke)
        assert (row.company, row.organisation, row.person) == ("Roodspar", "Oost NL", "Jeroen Brinkman")
        asked = contact_request(femke, row.id)
        assert asked is not None
        answer_contact_request(femke, asked, answer="Ik bel je morgen.")
        with pytest.raises(Refused, match="al beantwoord"):
            answer_contact_request(femke, asked, answer="Nog eens")
    with signed_in(OOSTNL) as jeroen:
        assert requests_by_us(jeroen)[0].answer == "Ik bel je morgen."


def test_asking_by_name_and_by_code_does_not_tell_that_they_are_one_company(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company = company_of(system, "BOM", name="Roodspar")
        leads = [lead_of(system, company, code=code) for code in ("GR-26-101", "GR-26-102")]
        number, codes = company.id, [(lead.id, lead.code) for lead in leads]
    with signed_in(OOSTNL) as jeroen:
        request_contact_by_name(jeroen, typed="Roodspar", question="Samen optrekken?")
        for _again in range(2):
            for lead_id, code in codes:
                request_contact(jeroen, company_id=number, lead_id=lead_id, subject=code, question="Past dit?")
        assert sorted(row.subject for row in requests_by_us(jeroen)) == ["GR-26-101", "GR-26-102", "Roodspar"]


@pytest.mark.parametrize("number_of", ["Roodspar", "Windkracht"])
def test_a_name_and_a_number_do_not_tell_that_they_are_one_company(site: Site, signed_in: As, number_of: str) -> None:
    with site.system() as system:
        for name in ("Roodspar", "Windkracht"):
            company = company_of(system, "BOM", name=name)
            if name == number_of:
                services.set_kvk(system, company, ["01234567"])
    with signed_in(OOSTNL) as jeroen:
        for number in ("", "01234567", "01234567"):
            request_contact_by_name(jeroen, typed="Roodspar", number=number, question="Samen optrekken?")
        assert sorted(row.subject for row in requests_by_us(jeroen)) == ["Roodspar", "Roodspar 01234567"]


@pytest.mark.parametrize("guess", ["name", "number"])
def test_a_guess_written_down_for_a_company_that_was_looked_up_tells_nothing(
    site: Site, signed_in: As, guess: str
) -> None:
    with site.system() as system:
        ours = company_of(system, "OOSTNL", name="Eigen Vondst").id
        services.set_kvk(system, company_of(system, "BOM", name="Roodspar"), ["01234567"])
        services.set_kvk(system, company_of(system, "BOM", name="Eigen Vondst"), ["12345678"])
    with signed_in(OOSTNL) as jeroen:
        assert not is_held_twice(jeroen, ours)
    site.clock.set(site.clock.now() + timedelta(minutes=1))
    with signed_in(BOM) as femke:
        assert look_up_known(femke, name="Eigen Vondst").elsewhere
    with signed_in(OOSTNL) as jeroen:
        assert is_held_twice(jeroen, ours)
    site.clock.set(site.clock.now() + timedelta(minutes=1))
    with signed_in(OOSTNL) as jeroen:
        company = jeroen.get_one(Company, ours)
        name = "Roodspar" if guess == "name" else "Iets anders"
        services.change_company(
            jeroen, company, name=name, kind="startup", municipality_code=None, site=None, website=None, essential=False
        )
        if guess == "number":
            services.set_kvk(jeroen, company, ["01234567"])
        assert not is_held_twice(jeroen, ours)
        site.clock.set(site.clock.now() + timedelta(minutes=1))
        assert look_up_known(jeroen, name="Roodspar").elsewhere
        assert is_held_twice(jeroen, ours), "the counted look-up told so"


def test_a_number_written_down_under_the_name_that_was_looked_up_tells_nothing(site: Site, signed_in: As) -> None:
    with site.system() as system:
        ours = company_of(system, "OOSTNL", name="Eigen Vondst").id
        services.set_kvk(system, company_of(system, "BOM", name="Roodspar"), ["01234567"])
    with signed_in(BOM) as femke:
        assert look_up_known(femke, name="Eigen Vondst").elsewhere
    site.clock.set(site.clock.now() + timedelta(minutes=1))
    with signed_in(OOSTNL) as jeroen:
        services.set_kvk(jeroen, jeroen.get_one(Company, ours), ["01234567"])
        assert not is_held_twice(jeroen, ours)


def test_asking_by_code_counts_with_looking_up_by_name(site: Site, signed_in: As) -> None:
    with site.system() as system:
        lead = lead_of(system, company_of(system, "BOM", name="Roodspar"))
        asked = {"company_id": lead.company_id, "lead_id": lead.id, "subject": lead.code, "question": "Past dit?"}
    with signed_in(OOSTNL) as jeroen:
        for number in range(19):
            look_up_known(jeroen, name=f"Gok {number}")
        request_contact(jeroen, **asked)
        assert look_up_known(jeroen, name="Roodspar").limited
        with pytest.raises(Refused, match="niets meer opvragen"):
            request_contact(jeroen, **asked)


def test_a_contact_of_a_hidden_company_is_hidden(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company = company_of(system, "BOM")
        contact = create(system, ContactFactory, company_id=company.id)
        consent = share(system, company, "OOSTNL", ends_on=date(2026, 11, 18))
        numbers = company.id, contact.id, consent.id
    with signed_in(OOSTNL) as jeroen:
        assert queries.contact(jeroen, *numbers[:2]) is None
        assert jeroen.get(Consent, numbers[2]) is None
        assert jeroen.scalars(select(Contact.name)).all() == []
        jeroen.add(Contact(company_id=numbers[0], name="Ik", purpose="case", keep_until=date(2028, 1, 1)))
        with pytest.raises(OutOfScope):
            jeroen.flush()
        jeroen.rollback()


def test_requests_need_words(site: Site, signed_in: As) -> None:
    with site.system() as system:
        number = company_of(system, "BOM").id
    with signed_in(OOSTNL) as jeroen, pytest.raises(Refused) as refused:
        request_contact(jeroen, company_id=number, subject="GR-25-001", question=" ")
    assert refused.value.field == "question"
