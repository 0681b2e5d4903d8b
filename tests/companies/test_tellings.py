"""Who was told what: the register of a company, inside and outside the system, and what to ask when a consent is over."""

from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies import rules, tellings
from app.companies.models import Company, PartyRecall, Telling
from app.companies.rules import Told, objection_to_telling, to_ask
from app.companies.services import give_consent, withdraw_consent
from app.db.errors import Refused
from tests.companies.factories import actor_of, company_of, organisation
from tests.pages import Site

BOM, OOSTNL = "taskforce@bom.example", "taskforce@oostnl.example"
TODAY = date(2026, 11, 19)
NUMBERS = count(1)


def told(party: str, holds: bool | None, asked: bool = False) -> Told:
    return Told(next(NUMBERS), party, holds, asked)


def test_who_is_asked_to_stop_was_told_on_a_consent_that_is_over() -> None:
    over, held, none = told("Bank", False), told("Gemeente", True), told("Buurman", None)
    assert to_ask([over, held, none]) == {"bank": [over.key]}
    assert to_ask([told("Bank", False, asked=True)]) == {}


def test_one_party_is_asked_once_for_all_it_was_told() -> None:
    first, later = told("Rabo  Bank", False), told("rabo bank", False)
    assert to_ask([first, later]) == {"rabo bank": [first.key, later.key]}


def test_who_knows_it_by_another_consent_is_not_asked() -> None:
    assert to_ask([told("Bank", False), told("bank", True)]) == {}
    assert to_ask([told("Bank", False), told("bank", None)]) != {}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"party": "  "}, "party"),
        ({"what": "gossip"}, "what"),
        ({"told_on": TODAY + timedelta(days=1)}, "told_on"),
        ({"holds": False}, "consent_id"),
        ({"holds": None}, None),
        ({}, None),
    ],
)
def test_what_a_telling_needs(change: dict[str, object], field: str | None) -> None:
    given = {"party": "Bank", "what": "name", "told_on": TODAY, "today": TODAY, "holds": True, **change}
    objection = objection_to_telling(**given)  # type: ignore[arg-type]
    assert (objection and objection.field) == field


@pytest.fixture
def company_id(site: Site) -> int:
    with site.system() as system:
        return company_of(system, "BOM", name="Roodspar Composieten").id


def acting(site: Site, email: str) -> GuardedSession:
    with site.system() as system:
        actor = actor_of(system, email)
    return site.session(actor)  # type: ignore[return-value]


def test_the_register_tells_all_and_what_to_ask_until_that_is_done(site: Site, company_id: int) -> None:
    with acting(site, BOM) as femke:
        company = femke.get_one(Company, company_id)
        today = femke.clock.today()
        named = [organisation(femke, code).id for code in ("OOSTNL", "INWEST")]
        consent = give_consent(femke, company, scope="named", organisations=named)
        told = {"what": "papers", "told_on": today}
        tellings.record_telling(femke, company, party="Rabobank", consent_id=consent.id, **told)
        tellings.record_telling(femke, company, party=" Enexis ", note="Per telefoon", **told)
        register = tellings.register(femke, company_id)
        assert {line.part: len(line.rows) for line in register.lines} == {"binnen": 2, "buiten": 1}
        assert {line.rows[0].party for line in register.lines if line.part == "buiten"} == {"Rabobank", "Enexis"}
        assert not register.parties
        withdraw_consent(femke, consent)
        due = tellings.register(femke, company_id).parties
        assert sorted(row.party for row in due) == ["InWest", "Oost NL", "Rabobank"]
        for row in due:
            tellings.note_asked(femke, company, row.part, row.id)
        assert tellings.register(femke, company_id).parties == []
        assert len(femke.scalars(select(PartyRecall.id)).all()) == 3
        with pytest.raises(Refused, match="valt niets te vragen"):
            tellings.note_asked(femke, company, due[0].part, due[0].id)


def test_a_telling_on_a_consent_that_did_not_hold_that_day_is_refused(site: Site, company_id: int) -> None:
    with acting(site, BOM) as femke:
        company = femke.get_one(Company, company_id)
        consent = give_consent(femke, company, scope="ez", granted_on=femke.clock.today())
        early = {"party": "Bank", "what": "name", "told_on": femke.clock.today() - timedelta(days=1)}
        for number in (consent.id, consent.id + 1000):
            with pytest.raises(Refused) as refused:
                tellings.record_telling(femke, company, consent_id=number, **early)
            assert refused.value.message == rules.TOLD_WITHOUT


def test_nobody_but_the_holder_reads_what_was_told(site: Site, company_id: int) -> None:
    with acting(site, BOM) as femke:
        company = femke.get_one(Company, company_id)
        give_consent(femke, company, scope="taskforce")
        tellings.record_telling(femke, company, party="Bank", what="name", told_on=femke.clock.today())
        femke.commit()
    with acting(site, OOSTNL) as jeroen:
        assert jeroen.get_one(Company, company_id)
        assert jeroen.scalars(select(Telling.id)).all() == []
        assert tellings.register(jeroen, company_id).lines == []


def test_after_a_consent_the_page_offers_to_record_what_was_told_outside(site: Site, company_id: int) -> None:
    femke, jeroen = site.browser(BOM), site.browser(OOSTNL)
    at = f"/bedrijven/{company_id}/verteld"
    assert "Nog niets verteld" in femke.get(at).text
    page = femke.post(f"/bedrijven/{company_id}/toestemming", {"scope": "taskforce", "granted_on": "19-11-2026"})
    assert "Vertelde je het ook buiten Groeiruimte?" in page.text
    offered = next(one.get("href") for one in page.tree.all("a") if "/verteld/nieuw?" in (one.get("href") or ""))
    form = femke.get(offered)
    typed = {name: form.value(name) for name in ("told_on", "told_by_id", "consent_id")}
    assert typed["consent_id"]
    page = femke.post(f"{at}/nieuw", {**typed, "party": "Enexis", "note": "Per telefoon"}, status=422)
    assert "Kies wat er verteld is" in page.text
    assert "Per telefoon" in page.text
    page = femke.post(f"{at}/nieuw", {**typed, "party": "Enexis", "what": "figures"})
    assert "Ook bedragen of planning" in page.text
    assert "Dat is gevraagd" not in page.text
    jeroen.get(at, status=403)
    page = femke.post(f"/bedrijven/{company_id}/toestemming/{typed['consent_id']}/intrekken")
    assert "Nog te vragen" in page.text
    with site.system() as system:
        number = system.scalars(select(Telling.id)).one()
    jeroen.post(f"{at}/buiten/{number}/gevraagd", status=404)
    page = femke.post(f"{at}/buiten/{number}/gevraagd")
    assert "Enexis is gevraagd om te stoppen" in page.text
    assert "valt niets te vragen" in femke.post(f"{at}/buiten/{number}/gevraagd").text


def test_a_telling_is_corrected_and_taken_back_and_lies_in_the_bin(site: Site, company_id: int) -> None:
    femke, jeroen = site.browser(BOM), site.browser(OOSTNL)
    at = f"/bedrijven/{company_id}/verteld"
    with acting(site, BOM) as session:
        company = session.get_one(Company, company_id)
        one = tellings.record_telling(session, company, party="Bnak", what="name", told_on=session.clock.today()).id
        session.commit()
    page = femke.get(f"{at}/{one}")
    given = {name: page.value(name) for name in ("told_on", "told_by_id", "what")}
    page = femke.post(f"{at}/{one}", {**given, "party": "Bank"})
    assert "Bank" in page.words
    assert "Bnak" not in page.words
    jeroen.get(f"{at}/{one}/weg", status=404)
    assert "Bank" in femke.get(f"{at}/{one}/weg").words
    page = femke.post(f"{at}/{one}/weg")
    assert "Nog niets verteld" in page.words
    undo = next(form.get("action") for form in page.tree.all("form") if "prullenbak" in (form.get("action") or ""))
    femke.post(undo)
    assert "Bank" in femke.get(at).words
