from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.companies.models import Company
from app.companies.services import add_company, change_company
from app.db.errors import Refused
from app.leads import queries, services
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.models import Change, Entry
from tests.companies.factories import LONG_AGO, actor_of, company_of, organisation, share
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, NFIA, COORDINATOR = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "nfia@nfia.example",
    "coordinator@iq.example",
)
EINDHOVEN, HENGELO, LELYSTAD = "GM0772", "GM0164", "GM0995"
HANDS, EACH = 4, 5
As = Callable[[str], AbstractContextManager[GuardedSession]]


@pytest.fixture
def signed_in(site: Site) -> As:
    """Opens a session as the person with an address."""

    def open_as(email: str) -> Any:
        with site.system() as session:
            actor = actor_of(session, email)
        return site.session(actor)

    return open_as


def signal(session: GuardedSession, name: str = "Roodspar", **more: Any) -> Lead:
    company = add_company(session, name=name, kind="startup", municipality_code=EINDHOVEN)
    return services.signal_lead(session, company, **{"municipality_code": EINDHOVEN, **more})


def test_a_lead_has_three_layers_and_an_owner(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        lead = signal(femke, needed_by=date(2029, 1, 1), question="Waar kan een hal?")
        course, story = queries.course_of(femke, lead), queries.story_of(femke, lead)
        assert course is not None
        assert story is not None
        assert (lead.code, lead.origin_rom_code, lead.kind_at_entry, lead.phase) == ("GR-26-001", "BOM", "startup", 2)
        assert lead.needed_quarter == date(2029, 1, 1)
        assert (course.asked_on, course.step, course.owner_id) == (
            date(2026, 11, 19),
            "signalled",
            femke.actor.person_id,
        )
        assert story.question == "Waar kan een hal?"


def test_the_origin_follows_the_place_and_not_who_logged_it(signed_in: As) -> None:
    with signed_in(NFIA) as robert:
        code = signal(robert, municipality_code=HENGELO).code
    with signed_in(OOSTNL) as jeroen:
        lead = queries.lead_by_code(jeroen, code)
        assert lead is not None
        assert lead.origin_rom_code == "OOSTNL"
        assert queries.story_of(jeroen, lead) is None
        assert queries.course_of(jeroen, lead) is None
        assert not queries.holds(jeroen, lead)


def test_the_origin_can_be_mended_until_the_lead_is_admitted(site: Site, signed_in: As) -> None:
    with signed_in(BOM) as femke:
        lead = signal(femke)
        change(femke, lead, municipality_code=HENGELO)
        assert lead.origin_rom_code == "OOSTNL"
        code, about = lead.code, {"lead_id": lead.id, "company_id": lead.company_id}
        mended = select(Change.before, Change.after).where(Change.field == "origin_rom_code")
        assert femke.execute(mended).one() == ("BOM", "OOSTNL")
    with site.system() as system:
        system.add(Entry(number=1, fact="admitted", **about, holds_on=date(2026, 11, 19), recorded_at=LONG_AGO))
    with signed_in(BOM) as femke:
        lead = change(femke, queries.lead_by_code(femke, code), municipality_code=EINDHOVEN)
        assert (queries.story_of(femke, lead).municipality_code, lead.origin_rom_code) == (EINDHOVEN, "OOSTNL")
    with site.system() as system:
        system.add(
            Entry(number=2, fact="admitted", **about, holds_on=date(2026, 11, 19), recorded_at=LONG_AGO, reverses=1)
        )
    with signed_in(BOM) as femke:
        assert change(femke, queries.lead_by_code(femke, code), municipality_code=LELYSTAD).origin_rom_code == "HORIZON"


def change(session: GuardedSession, lead: Lead, **more: Any) -> Lead:
    usual = {
        "asked_on": date(2026, 11, 19),
        "needed_by": date(2029, 1, 1),
        "municipality_code": EINDHOVEN,
        "question": None,
        "site_name": None,
        "owner_id": None,
    }
    return services.change_lead(session, lead, **{**usual, **more})


def test_no_site_no_origin(signed_in: As) -> None:
    with signed_in(NFIA) as robert:
        assert signal(robert, municipality_code=None).origin_rom_code is None


def test_needed_before_asked_is_refused_with_the_likely_day(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        with pytest.raises(Refused, match="Bedoel je 1-3-2028") as refused:
            signal(femke, needed_by=date(2025, 3, 1))
        assert refused.value.field == "needed_by"
        femke.rollback()


def test_codes_count_on_within_a_year(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        codes = [signal(femke, f"Bedrijf {number}").code for number in range(3)]
        assert codes == ["GR-26-001", "GR-26-002", "GR-26-003"]


def test_codes_stay_unique_when_many_log_at_once(site: Site, signed_in: As) -> None:
    with site.system() as system:
        actors = [actor_of(system, email) for email in (BOM, OOSTNL, NFIA, COORDINATOR)]
    ready = Barrier(HANDS)

    def log(number: int) -> list[str]:
        ready.wait()
        codes = []
        for turn in range(EACH):
            with site.session(actors[number]) as session:
                codes.append(signal(session, f"Bedrijf {number} {turn}").code)
        return codes

    with ThreadPoolExecutor(HANDS) as hands:
        codes = [code for found in hands.map(log, range(HANDS)) for code in found]
    assert sorted(codes) == [f"GR-26-{number:03d}" for number in range(1, HANDS * EACH + 1)]


def test_phases_have_a_history_and_the_newest_is_shown(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        lead = signal(femke)
        services.record_phase(
            femke, lead, phase=3, since=date(2026, 6, 1), evidence="Eerste serie", evidence_kind="talk"
        )
        services.record_phase(femke, lead, phase=2, since=date(2025, 1, 1))
        assert lead.phase == 3
        with pytest.raises(Refused) as refused:
            services.record_phase(femke, lead, phase=2)
        assert refused.value.field == "evidence"
        services.record_phase(femke, lead, phase=2, evidence="De serie is gestopt.")
        rows = queries.phases(femke, lead.id)
        assert lead.phase == 2
        assert [(row.phase, row.is_regression) for row in rows] == [(2, True), (3, False), (2, False)]
        assert rows[1].evidence == "Eerste serie"


def test_evidence_in_words_is_for_the_circle_of_the_company(site: Site, signed_in: As) -> None:
    with signed_in(BOM) as femke:
        lead = signal(femke)
        services.record_phase(femke, lead, phase=3, evidence="Roodspar levert aan Schip en Kade", evidence_kind="talk")
        number = lead.id
    with signed_in(COORDINATOR) as marit:
        (row,) = queries.phases(marit, number)
        assert (row.phase, row.evidence_kind, row.evidence) == (3, "talk", None)


def test_a_company_grows_and_the_kind_at_entry_stays(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        lead = signal(femke)
        company = femke.get(Company, lead.company_id)
        assert company is not None
        services.change_kind(femke, company, "scaleup")
        assert (company.kind, lead.kind, lead.kind_at_entry) == ("scaleup", "scaleup", "startup")
        services.correct_kind_at_entry(femke, lead, "scaleup")
        assert lead.kind_at_entry == "scaleup"


def test_the_kind_at_entry_stands_once_the_lead_counts(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company = company_of(system, "BOM")
        lead = lead_of(system, company)
        system.add(
            Entry(
                number=1,
                fact="admitted",
                lead_id=lead.id,
                company_id=company.id,
                holds_on=date(2025, 3, 1),
                recorded_at=LONG_AGO,
            )
        )
        code = lead.code
    with signed_in(BOM) as femke:
        held = queries.lead_by_code(femke, code)
        assert held is not None
        with pytest.raises(Refused, match="staat vast"):
            services.correct_kind_at_entry(femke, held, "startup")


def test_a_withheld_face_is_for_the_holder_until_the_company_agrees(site: Site, signed_in: As) -> None:
    with signed_in(BOM) as femke:
        lead = signal(femke)
        code, company_id = lead.code, lead.company_id
        services.withhold_face(femke, lead, withheld=True)
    with signed_in(OOSTNL) as jeroen:
        assert queries.lead_by_code(jeroen, code) is None
    with signed_in(COORDINATOR) as marit:
        assert queries.lead_by_code(marit, code) is not None
    with site.system() as system:
        company = system.get(Company, company_id)
        assert company is not None
        share(system, company, "OOSTNL")
    with signed_in(OOSTNL) as jeroen:
        assert queries.lead_by_code(jeroen, code) is not None


def test_following_is_somebodys_own(site: Site, signed_in: As) -> None:
    with site.system() as system:
        code = lead_of(system, company_of(system, "BOM")).code
    with signed_in(OOSTNL) as jeroen:
        lead = queries.lead_by_code(jeroen, code)
        assert lead is not None
        assert services.follow(jeroen, lead) is services.follow(jeroen, lead)
        services.unfollow(jeroen, lead)
        assert queries.follows(jeroen, lead) is None


def test_consent_lets_read_and_not_write(site: Site, signed_in: As) -> None:
    with site.system() as system:
        company = company_of(system, "BOM")
        code = lead_of(system, company).code
        share(system, company, "OOSTNL")
    with signed_in(OOSTNL) as jeroen:
        lead = queries.lead_by_code(jeroen, code)
        assert lead is not None
        assert queries.story_of(jeroen, lead) is not None
        with pytest.raises(OutOfScope):
            change(jeroen, lead, question="Iets anders")
        jeroen.rollback()
        assert jeroen.scalars(select(LeadCourse.needed_by)).one() == date(2028, 3, 1)
        assert jeroen.scalars(select(LeadStory.question)).one() == "Waar kan een hal van 5.000 m²?"


def test_the_list_shows_what_one_may_see(site: Site, signed_in: As) -> None:
    with site.system() as system:
        lead_of(system, company_of(system, "BOM", name="Roodspar Composieten"))
        company_of(system, "BOM", name="Ampèrwerk")
        shared = company_of(system, "OOSTNL", name="Stroomkade", municipality_code=HENGELO)
        share(system, shared, "BOM")
        company_of(system, "OOSTNL", name="Geheim")
    with signed_in(BOM) as femke:
        found = queries.companies(femke)
        assert [row.name for row in found.rows] == ["Ampèrwerk", "Roodspar Composieten", "Stroomkade"]
        assert (found.total, found.pages) == (3, 1)
        assert [row.name for row in queries.companies(femke, text="amperw").rows] == ["Ampèrwerk"]
        assert [row.name for row in queries.companies(femke, text="Hengelo").rows] == ["Stroomkade"]
        assert [row.name for row in queries.companies(femke, only="ours").rows] == ["Ampèrwerk", "Roodspar Composieten"]
        assert [row.name for row in queries.companies(femke, only="portfolio").rows] == ["Ampèrwerk"]
        assert queries.companies(femke, text="geheim").total == 0


def test_a_name_changes_and_its_key_with_it(signed_in: As) -> None:
    with signed_in(BOM) as femke:
        company = add_company(femke, name="Roodspar")
        usual = {"kind": "scaleup", "municipality_code": None, "site": None, "website": None, "essential": True}
        change_company(femke, company, name="Blauwspar N.V.", **usual)
        assert queries.companies(femke, text="blauwspar").total == 1
        assert queries.companies(femke, text="roodspar").total == 0
        assert company.holder_id == organisation(femke, "BOM").id
