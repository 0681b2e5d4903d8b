"""The pipeline's pages as people see them."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import escape
from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.cases import services as cases
from app.hubs.models import Hub
from app.leads.models import Lead
from app.matching.services import propose
from app.timeline import services as timeline
from tests.cases.world import company_with_lead
from tests.pages import Site

BOM, OOST, COORDINATOR, EZ, ADMIN = (
    "taskforce@bom.example",
    "taskforce@oostnl.example",
    "coordinator@iq.example",
    "ez@ez.example",
    "admin@groeiruimte.example",
)


def lay_out(site: Site, *, complete: bool = True, code: str = "GR-25-018", name: str = "Stroomkade Opslag") -> None:
    """A lead of BOM with a plan, a bottleneck, a talk and a task."""
    with site.system() as session:
        holder = session.scalars(select(Organisation).where(Organisation.code == "BOM")).one()
        owner = session.scalars(select(Person).where(Person.email == BOM)).one()
        _, lead, _ = company_with_lead(session, holder, owner, name, complete=complete, code=code)
        cases.save_approach(session, lead, plan="Met de netbeheerder naar 8 MW.", plan_on=date(2026, 3, 1))
        cases.note_bottleneck(session, lead, kind="grid", tried="Aanvraag gedaan.")
        timeline.record_talk(session, lead, said="Akkoord komt op 24 november.", held_on=date(2026, 11, 13))
        timeline.add_task(session, lead, title="Akkoord ophalen", due_on=date(2026, 11, 13), owner_id=owner.id)


def test_the_holder_sees_name_plan_and_what_is_missing(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get("/leads/GR-25-018")
    for words in ("Stroomkade Opslag", "Helmond", "Met de netbeheerder naar 8 MW.", "Nog nodig voor Vraagarticulatie"):
        assert words in page.text
    assert "Alleen zichtbaar voor BOM" in page.text
    assert "Akkoord komt op 24 november." in page.text


def test_the_coordinator_sees_steps_and_dates_but_no_name(site: Site) -> None:
    lay_out(site)
    page = site.browser(COORDINATOR).get("/leads/GR-25-018")
    assert "Gesignaleerd" in page.text
    assert "1 maart 2028" in page.text
    for secret in ("Stroomkade", "Helmond", "netbeheerder naar", "24 november", "Akkoord ophalen"):
        assert secret not in page.text


def test_another_rom_sees_the_anonymous_lead(site: Site) -> None:
    lay_out(site)
    page = site.browser(OOST).get("/leads/GR-25-018")
    assert "Vraag contact" in page.text
    assert "1e kwartaal 2028" in page.text
    for secret in ("Stroomkade", "Helmond", "1 maart 2028", "Gesignaleerd", "Akkoord"):
        assert secret not in page.text


def test_the_ministry_and_the_administrator_do_not_get_in(site: Site) -> None:
    lay_out(site)
    for email in (EZ, ADMIN):
        for path in ("/pijplijn", "/leads/GR-25-018", "/leads/GR-25-018/tijdlijn", "/leads/GR-25-018/stap"):
            site.browser(email).get(path, status=403)


def test_a_lead_that_is_not_there_is_not_found(site: Site) -> None:
    for path in ("/leads/GR-99-999", "/leads/GR-99-999/stap", "/leads/GR-99-999/tijdlijn", "/leads/GR-99-999/aanpak"):
        site.browser(BOM).get(path, status=404)


@pytest.mark.parametrize(("path", "most"), [("/pijplijn", 4), ("/leads/GR-25-018", 8)])
def test_a_page_that_is_opened_again_asks_only_for_what_may_differ(site: Site, path: str, most: int) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    browser.get(path)
    is_asked_whether_it_changed = browser.engine.dialect.name == "postgresql"  # SQLite's driver tells without a query
    # what is written in another database of the same PostgreSQL also counts as a change: then the page asks again
    assert any(browser.get(path).queries <= most + is_asked_whether_it_changed for _again in range(20))


def test_a_step_is_set_on_a_complete_lead(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    version = 2
    with site.system() as session:
        lead = session.scalars(select(Lead).where(Lead.code == "GR-25-018")).one()
        assert lead is not None
    page = browser.get("/leads/GR-25-018/stap")
    assert "Nodig voor Vraagarticulatie" in page.text
    version = page.text.split('name="version"')[1].split('value="')[1].split('"')[0]
    done = browser.post("/leads/GR-25-018/stap", {"step": "articulating", "version": version})
    assert "Stroomkade Opslag staat nu in Vraagarticulatie." in done.text
    late = browser.post("/leads/GR-25-018/stap", {"step": "signalled", "reason": "Toch niet.", "version": version}, 409)
    assert "Toch niet." in late.text


def test_a_step_that_lacks_something_says_what_and_keeps_what_was_typed(site: Site) -> None:
    lay_out(site, complete=False)
    browser = site.browser(BOM)
    page = browser.get("/leads/GR-25-018/stap")
    version = page.text.split('name="version"')[1].split('value="')[1].split('"')[0]
    refused = browser.post(
        "/leads/GR-25-018/stap", {"step": "articulating", "reason": "Ik wil door.", "version": version}, 422
    )
    assert "Er ontbreekt nog iets voor deze stap. Onder het formulier staat wat." in refused.text
    assert "Ik wil door." in refused.text


def test_why_the_coordinator_overrides_a_step_is_read_by_who_does_not_know_the_company(site: Site) -> None:
    lay_out(site, complete=False)
    marit = site.browser("coordinator@iq.example")
    path = "/leads/GR-25-018/stap"
    typed = {
        "step": "articulating",
        "override": "y",
        "reason": "De stuurgroep wil door.",
        "version": marit.get(path).value("version"),
    }
    refused = marit.post(path, typed, 422)
    assert refused.errors() == {"cause": "Kies waarom de lead verder mag terwijl er nog iets ontbreekt."}
    assert refused.value("reason") == "De stuurgroep wil door."
    marit.post(path, {**typed, "cause": "under_way"})
    anonymous, known = (
        site.browser(who).get("/leads/GR-25-018/tijdlijn").words for who in ("coordinator@iq.example", BOM)
    )
    for words in (anonymous, known):
        assert "Wat ontbreekt, is toegezegd en komt" in words
        assert "Ontbrak toen: Past in de doelgroep" in words
    assert "De stuurgroep wil door." in known
    assert "De stuurgroep wil door." not in anonymous


def test_a_talk_and_a_task_go_straight_into_the_timeline(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    page = browser.post(
        "/leads/GR-25-018/gesprekken/nieuw",
        {"said": "Bezoek was goed.", "held_on": "18-11-2026", "agreed": "Offerte vragen", "kind": "visit"},
    )
    assert "Bezoek was goed." in page.text
    assert "Offerte vragen" in page.text
    refused = browser.post(
        "/leads/GR-25-018/gesprekken/nieuw", {"said": "Nog te doen", "held_on": "31-2-2026"}, status=422
    )
    assert "Nog te doen" in refused.text
    assert "31-2-2026" in refused.text


def test_every_page_of_a_lead_opens_for_its_holder(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    for part in (
        "", "/stap", "/aanpak", "/acties/nieuw", "/acties/nieuw?extern=ja", "/knelpunten", "/knelpunten?soort=grid",
        "/signalen", "/lessen", "/besluit", "/vermogen", "/afsluiten", "/heropenen", "/tijdlijn", "/tijdlijn?wat=taken",
        "/gesprekken/nieuw", "/taken/nieuw", "?toevoegen=taak",
    ):  # fmt: skip
        browser.get(f"/leads/GR-25-018{part}")


def test_nobody_else_opens_a_form_of_the_lead(site: Site) -> None:
    lay_out(site)
    for part in (
        "/aanpak",
        "/acties/nieuw",
        "/knelpunten",
        "/signalen",
        "/lessen",
        "/besluit",
        "/vermogen",
        "/afsluiten",
        "/heropenen",
    ):
        site.browser(OOST).get(f"/leads/GR-25-018{part}", status=403)
        site.browser(COORDINATOR).get(f"/leads/GR-25-018{part}", status=403)


def test_the_coordinator_steers_a_step_but_neither_closes_nor_reopens_what_another_holds(site: Site) -> None:
    lay_out(site)
    coordinator = site.browser(COORDINATOR)
    coordinator.get("/leads/GR-25-018/stap")
    for part in ("/afsluiten", "/heropenen"):
        coordinator.post(f"/leads/GR-25-018{part}", {"outcome": "nowhere", "reason": "Weg ermee"}, status=403)
        assert f'href="/leads/GR-25-018{part}"' not in coordinator.get("/leads/GR-25-018").text


def test_the_words_of_a_talk_are_wiped_after_asking(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    asked = browser.get("/leads/GR-25-018/wissen/gesprek/1")
    assert "Dit is niet terug te draaien." in asked.text
    assert "Akkoord komt op 24 november." not in browser.post("/leads/GR-25-018/wissen/gesprek/1").text
    site.browser(COORDINATOR).get("/leads/GR-25-018/wissen/gesprek/1", status=404)


def test_the_second_of_two_sees_what_the_first_saved_and_keeps_what_was_typed(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    with site.system() as session:
        lead = session.scalars(select(Lead).where(Lead.code == "GR-25-018")).one()
        cases.add_action(session, lead, text="Aanvraag 5 MW", due_on=date(2026, 12, 1))
    form = {"text": "Aanvraag 8 MW", "due_on": "1-12-2026", "version": "1"}
    browser.post("/leads/GR-25-018/acties/1", form)
    second = browser.post("/leads/GR-25-018/acties/1", {**form, "text": "Aanvraag 9 MW", "due_on": "2-12-2026"}, 409)
    assert "Intussen gewijzigd door Femke de Wit" in second.text
    for words in ("Aanvraag 8 MW", "Aanvraag 9 MW", "2-12-2026"):
        assert words in second.text
    settled = browser.post("/leads/GR-25-018/acties/1", {**form, "text": "Aanvraag 9 MW", "version": "2"})
    assert "Aanvraag 9 MW" in settled.text


@pytest.mark.parametrize(
    ("path", "kind", "words"),
    [("/leads/GR-25-018/knelpunten", "permits", "tried"), ("/leads/GR-25-018/signalen", "funding_gap", "note")],
)
def test_what_is_noted_once_more_never_takes_away_the_words_that_stood_there(
    site: Site, path: str, kind: str, words: str
) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    browser.post(path, {"kind": kind, words: "Bij de buren gevraagd."})
    again = browser.post(path, {"kind": kind, words: "Nu bij de gemeente."}, status=409)
    assert "Bij de buren gevraagd." in again.text
    assert again.value(words) == "Nu bij de gemeente."
    browser.post(path, {"kind": again.value("kind"), words: again.value(words), "version": again.value("version")})
    assert browser.get(f"{path}?soort={kind}").value(words) == "Nu bij de gemeente."


def test_a_wrong_investment_keeps_everything_typed_with_the_reason_beside_the_field(site: Site) -> None:
    lay_out(site)
    browser = site.browser(BOM)
    typed = {
        "stage": "decided", "nature": "funding_round", "amount": "€ 1,5 mln", "holds_on": "3-9-2026",
        "counterfactual": "not_in_nl", "grounds": "Er ligt een aanbod.",
    }  # fmt: skip
    refused = browser.post("/leads/GR-25-018/vermogen", typed, status=422)
    assert "Een financieringsronde telt niet" in refused.text
    assert "€ 1,5 mln" in refused.text
    assert "Er ligt een aanbod." in refused.text
    before = browser.post("/leads/GR-25-018/vermogen", {**typed, "nature": "plant", "holds_on": "1-1-2025"}, 422)
    assert "Een besluit van vóór de dag waarop de vraag is gesteld telt niet" in before.text
    kept = browser.post("/leads/GR-25-018/vermogen", {**typed, "nature": "plant"})
    assert "€ 1,5 mln" in kept.text
    assert "Zonder deze aanpak: buiten Nederland" in kept.text


def test_a_rom_offers_a_place_against_the_code(site: Site) -> None:
    lay_out(site)
    assert "Bied een plek aan" in site.browser(OOST).get("/leads/GR-25-018").text
    assert "Bied een plek aan" not in site.browser("nfia@nfia.example").get("/leads/GR-25-018").text


def test_the_timeline_says_which_action_and_which_brandpunt(site: Site) -> None:
    lay_out(site)
    site.clock.set(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))
    with site.system() as session:
        lead = session.scalars(select(Lead).where(Lead.code == "GR-25-018")).one()
        cases.add_action(session, lead, text="Aanvraag 8 MW indienen", due_on=date(2026, 12, 1))
        hub = session.scalars(select(Hub).order_by(Hub.name).limit(1)).one()
        name = str(escape(hub.name))
        propose(session, lead=lead, hub=hub)
    page = site.browser(BOM).get("/leads/GR-25-018/tijdlijn")
    assert "Actie vastgelegd" in page.text
    assert "Aanvraag 8 MW indienen" in page.text
    assert f"{name}: voorgesteld" in page.text
