"""Facts, verification and the overview, as people see them."""

import re

from sqlalchemy import select

from app.accounts.models import Organisation, Person
from app.accounts.services import grant_role
from app.capital.models import Decision
from app.leads.models import Lead
from app.ledger.models import Submission
from tests.impact.world import BOM, CODE, COORDINATOR, EVIDENCE, OOST, SECRETS, lay_out
from tests.pages import Browser, Page, Site


def submit(site: Site, slug: str = "toelating", code: str = CODE, who: str = BOM, **more: str) -> Page:
    browser = site.browser(who)
    form = browser.get(f"/leads/{code}/feiten/{slug}")
    seen_by = re.search(r'<option selected value="(\d+)"', form.text)
    return browser.post(f"/leads/{code}/feiten/{slug}", {**EVIDENCE, "seen_by_id": seen_by.group(1), **more})


def oldest(browser: Browser) -> str:
    return re.search(r'href="(/toetsing/\d+)"', browser.get("/toetsing").text).group(1)


def version(page: Page) -> dict[str, str]:
    return {"version": re.search(r'name="version"[^>]*value="(\d+)"', page.text).group(1)}


def accept(site: Site, who: str = COORDINATOR) -> Page:
    browser = site.browser(who)
    path = oldest(browser)
    return browser.post(f"{path}/akkoord", version(browser.get(path)))


def kpi(page: Page, code: str) -> str:
    return re.search(rf'href="/overzicht/{code}">([^<]+)<', page.text).group(1)


def test_the_lead_page_says_what_counts_and_what_may_be_submitted(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).get(f"/leads/{CODE}")
    assert "Telt mee" in page.text
    assert page.text.count("Leg voor ter toetsing") == 4
    assert "Nieuwe scale-up" not in page.tree.one("section", id="telt-mee").text
    assert "Kapitaal besloten, € 96 mln" in page.text
    stranger = site.browser(COORDINATOR).get(f"/leads/{CODE}")
    assert "Leg voor ter toetsing" not in stranger.text
    assert "nog niets getoetst" in stranger.text


def test_a_fact_goes_from_the_lead_through_verification_to_the_figure(site: Site) -> None:
    lay_out(site)
    before = site.browser(COORDINATOR).get("/overzicht")
    assert kpi(before, "leads_portefeuille") == "0"
    assert "Feit ligt ter toetsing." in submit(site).text
    waiting = site.browser(COORDINATOR).get("/overzicht")
    assert kpi(waiting, "leads_portefeuille") == "0"
    assert "1 te toetsen" in waiting.text
    assert "Akkoord vastgelegd onder nummer 1." in accept(site).text
    after = site.browser(COORDINATOR).get("/overzicht")
    assert kpi(after, "leads_portefeuille") == "1"
    assert f"/leads/{CODE}" in site.browser(COORDINATOR).get("/overzicht/leads_portefeuille").text
    assert "nummer 1" in site.browser(BOM).get(f"/leads/{CODE}").text


def test_the_verifier_sees_the_statement_and_no_name(site: Site) -> None:
    investment = lay_out(site)
    submit(site, f"kapitaal/{investment}")
    browser = site.browser(COORDINATOR)
    for path in (oldest(browser), "/toetsing", "/overzicht", f"/leads/{CODE}"):
        page = browser.get(path)
        for secret in SECRETS:
            assert secret not in page.text, f"{secret} on {path}"
    detail = browser.get(oldest(browser))
    for words in ("€ 96.000.000", "Getekend contract", "2 maart 2026", "Femke de Wit", "leest alleen de houder"):
        assert words in detail.text
    assert "naar het buitenland" in detail.text


def test_what_waits_says_from_which_day_it_would_hold(site: Site) -> None:
    lay_out(site)
    submit(site)
    submit(site, "besluit")
    marit = site.browser(COORDINATOR)
    for path in ("/toetsing", "/overzicht"):
        assert "Geldt vanaf 2 maart 2026" in marit.get(path).words
    card = site.browser(BOM).get(f"/leads/{CODE}").tree.one("section", id="telt-mee").text
    assert "geldt vanaf 2 maart 2026" in card


def test_what_accepting_would_do_stands_beside_the_button(site: Site) -> None:
    lay_out(site)
    submit(site)
    browser = site.browser(COORDINATOR)
    detail = browser.get(oldest(browser))
    assert "Leg akkoord vast" in detail.text
    assert re.search(r"Leads in portefeuille.*?<b>1</b>", detail.text, re.DOTALL)


def test_asked_back_the_holder_reads_why_and_submits_again(site: Site) -> None:
    lay_out(site)
    submit(site)
    coordinator = site.browser(COORDINATOR)
    path = oldest(coordinator)
    now = version(coordinator.get(path))
    refused = coordinator.post(f"{path}/terug", {**now, "note": "Welke dag?"}, status=422)
    assert "Kies een reden." in refused.text
    assert "Welke dag?" in refused.text
    coordinator.post(f"{path}/terug", {**now, "reason": "day", "note": "Welke dag?"})
    lead = site.browser(BOM).get(f"/leads/{CODE}")
    assert "Teruggevraagd: de datum klopt niet" in lead.text
    form = site.browser(BOM).get(f"/leads/{CODE}/feiten/toelating")
    assert "Welke dag?" in form.text
    submit(site, **version(form), evidence_on="3-3-2026")
    assert "3 maart 2026" in coordinator.get(oldest(coordinator)).text


def test_refused_it_says_so_and_counts_for_nothing(site: Site) -> None:
    lay_out(site)
    submit(site)
    coordinator = site.browser(COORDINATOR)
    path = oldest(coordinator)
    page = coordinator.post(f"{path}/afwijzen", {**version(coordinator.get(path)), "reason": "double"})
    assert "Feit afgewezen." in page.text
    assert kpi(coordinator.get("/overzicht"), "leads_portefeuille") == "0"
    assert "Afgewezen: dit feit staat er al" in site.browser(BOM).get(f"/leads/{CODE}").text


def test_taken_back_it_leaves_the_queue(site: Site) -> None:
    lay_out(site)
    submit(site)
    browser = site.browser(BOM)
    form = browser.get(f"/leads/{CODE}/feiten/toelating")
    path = re.search(r'action="(/leads/[^"]+/terugnemen/\d+)"', form.text).group(1)
    assert "Feit teruggenomen." in browser.post(path).text
    assert "Er ligt niets voor je klaar" in site.browser(COORDINATOR).get("/toetsing").text


def test_what_was_typed_wrong_stays_beside_what_is_wrong(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).post(
        f"/leads/{CODE}/feiten/toelating", {"evidence_kind": "", "evidence_on": "31-2-2026"}, status=422
    )
    assert "Kies welk bewijs er is." in page.text
    assert "31-2-2026" in page.text


def test_the_coordinating_rom_does_not_judge_its_own(site: Site) -> None:
    lay_out(site, holder="IQ", code="GR-25-019", name="Havenlicht", destination=None)
    submit(site, code="GR-25-019", who=COORDINATOR)
    coordinator = site.browser(COORDINATOR)
    queue = coordinator.get("/toetsing")
    assert "Er ligt niets voor je klaar" in queue.text
    assert "Bij een ander" in queue.text
    path = oldest(coordinator)
    detail = coordinator.get(path)
    assert "Leg akkoord vast" not in detail.text
    coordinator.post(f"{path}/akkoord", {"version": "1"})
    assert kpi(coordinator.get("/overzicht"), "leads_portefeuille") == "0"
    verifier = site.browser(OOST)
    assert "Havenlicht" not in verifier.get(path).text
    assert "Akkoord vastgelegd" in accept(site, OOST).text
    assert kpi(coordinator.get("/overzicht"), "leads_portefeuille") == "1"


DECIDED = {
    "stage": "decided",
    "nature": "plant",
    "holds_on": "2-3-2026",
    "counterfactual": "not_in_nl",
    "grounds": "Er lag een bod uit Texas.",
}


def test_a_corrected_decision_takes_back_what_waits_and_says_so(site: Site) -> None:
    lay_out(site)
    submit(site, "besluit")
    femke = site.browser(BOM)
    about = {**version(femke.get(f"/leads/{CODE}/besluit")), "signed_on": "2-3-2026", "motive": "grid"}
    told = femke.post(f"/leads/{CODE}/besluit", {**about, "kind": "own_region", "municipality_code": "GM0772"})
    assert "is teruggenomen" in told.words
    assert "Teruggenomen: het dossier veranderde na het indienen" in told.words
    assert "Er ligt niets voor je klaar" in site.browser(COORDINATOR).get("/toetsing").words
    submit(site, "besluit")
    assert "In eigen regio gerealiseerd" in site.browser(COORDINATOR).get("/toetsing").words


def test_a_corrected_motive_leaves_what_waits_where_it_is(site: Site) -> None:
    lay_out(site, destination="BOM")
    with site.system() as session:
        session.query(Decision).one().kind = "own_region"
    submit(site, "besluit")
    femke = site.browser(BOM)
    about = {**version(femke.get(f"/leads/{CODE}/besluit")), "signed_on": "2-3-2026", "motive": "talent"}
    told = femke.post(f"/leads/{CODE}/besluit", {**about, "kind": "own_region", "municipality_code": "GM0772"})
    assert "Besluit vastgelegd." in told.words
    assert "teruggenomen" not in told.words


def test_money_before_a_verifier_or_in_the_count_is_not_removed_and_keeps_its_stage(site: Site) -> None:
    money = lay_out(site)
    submit(site, f"kapitaal/{money}")
    femke = site.browser(BOM)
    path = f"/leads/{CODE}/vermogen/{money}"
    for counts in (False, True):
        if counts:
            accept(site)
        assert "ligt ter toetsing of telt al" in femke.post(f"{path}/weg").words
        form = version(femke.get(path))
        told = femke.post(path, {**form, **DECIDED, "amount": "96 mln", "stage": "realised"}, status=422)
        assert "Dit bedrag ligt ter toetsing of telt al" in told.errors()["stage"]


def test_an_amount_changed_after_it_was_counted_shows_everywhere(site: Site) -> None:
    money = lay_out(site, amount=80_000_000)
    submit(site)
    submit(site, f"kapitaal/{money}")
    accept(site)
    accept(site)
    femke = site.browser(BOM)
    path = f"/leads/{CODE}/vermogen/{money}"
    lead = femke.post(path, {**version(femke.get(path)), **DECIDED, "amount": "50 mln"})
    assert "Kapitaal besloten, € 80 mln" in lead.tree.one("section", id="telt-mee").text
    assert "Bedrag: € 80.000.000, in het dossier nu € 50.000.000" in lead.words
    marit = site.browser(COORDINATOR)
    overview = marit.get("/overzicht")
    assert f"{CODE}: getoetst, maar het dossier zegt nu iets anders." in overview.words
    line = marit.get(next(link for link in overview.tree.all("a") if "Bekijk regel" in link.text).get("href"))
    assert "in het dossier nu € 50.000.000" in line.words


def test_who_judges_sees_that_the_dossier_changed_and_can_only_ask_back(site: Site) -> None:
    lay_out(site)
    submit(site, "besluit")
    with site.system() as session:
        session.query(Decision).one().destination_rom_code = "BOM"
    marit = site.browser(COORDINATOR)
    path = oldest(marit)
    page = marit.get(path)
    assert "Bestemming: NOM, in het dossier nu BOM" in page.words
    assert "Leg akkoord vast" not in page.words
    assert "het dossier is veranderd" in marit.post(f"{path}/akkoord", version(page)).words.casefold()
    assert "Feit teruggevraagd." in marit.post(f"{path}/terug", {**version(page), "reason": "conditions"}).words


def test_out_of_the_count_the_lead_says_so_and_offers_nothing(site: Site) -> None:
    lay_out(site)
    submit(site)
    accept(site)
    form = site.browser(BOM).get(f"/leads/{CODE}/feiten/intrekken")
    without = site.browser(BOM).post(form.path, {**EVIDENCE, "grounds": "Dubbel met een andere code"}, status=422)
    assert without.errors()["cause"] == "Kies waarom deze lead uit de telling gaat."
    assert without.value("grounds") == "Dubbel met een andere code"
    submit(site, "intrekken", cause="same_company", grounds="Dubbel met een andere code")
    marit = site.browser(COORDINATOR)
    for path in ("/toetsing", oldest(marit)):
        words = marit.get(path).words
        assert "Dubbel gevoerd" in words
        assert "Dubbel met een andere code" not in words
    accept(site)
    assert "Dubbel gevoerd" in marit.get("/toetsing/grootboek/2").words
    for who in (COORDINATOR, BOM):
        assert "Dubbel gevoerd" in site.browser(who).get(f"/leads/{CODE}/tijdlijn").words
    card = site.browser(BOM).get(f"/leads/{CODE}").tree.one("section", id="telt-mee").text
    assert "Uit de telling: dubbel gevoerd" in card
    assert "nummer 2" in card
    assert "Leg voor ter toetsing" not in card


def test_a_verifier_judges_a_withheld_lead_by_its_code(site: Site) -> None:
    lay_out(site, holder="IQ", code="GR-25-019", name="Havenlicht", destination=None)
    with site.system() as session:
        session.scalars(select(Lead)).one().withheld = True
    assert "GR-25-019" not in site.browser(OOST).get("/pijplijn").words
    submit(site, code="GR-25-019", who=COORDINATOR)
    queue = site.browser(OOST).get("/toetsing").words
    assert "GR-25-019" in queue
    assert "Havenlicht" not in queue
    assert "Akkoord vastgelegd" in accept(site, OOST).text
    assert "GR-25-019" not in site.browser(BOM).get("/pijplijn").words


def test_what_nobody_may_judge_says_so_and_what_to_do(site: Site) -> None:
    lay_out(site, holder="IQ", code="GR-25-019", name="Havenlicht", destination="OOSTNL")
    submit(site, "besluit", code="GR-25-019", who=COORDINATOR)
    marit = site.browser(COORDINATOR)
    told = marit.get("/toetsing").tree.one("section", **{"aria-labelledby": "niemand"}).text
    assert "In andere regio gerealiseerd" in told
    assert "Vraag Beheer om iemand van een andere organisatie de rol toetser te geven." in told
    assert "Niemand mag dit nu toetsen" not in site.browser(OOST).get("/toetsing").words
    with site.system() as session:
        femke = session.scalars(select(Person).where(Person.email == BOM)).one()
        grant_role(session, femke, session.get_one(Organisation, femke.organisation_id), "verifier")
    queue = marit.get("/toetsing").words
    assert "Niemand mag dit nu toetsen" not in queue
    assert "Bij een ander" in queue
    assert "Akkoord vastgelegd" in accept(site, BOM).text


def test_what_the_coordinator_had_a_hand_in_is_not_for_them_and_a_colleague_may(site: Site) -> None:
    lay_out(site)
    submit(site)
    marit = site.browser(COORDINATOR)
    assert "Beoordeel het oudste feit" in marit.get("/toetsing").words
    with site.system() as session:
        person = session.scalars(select(Person.id).where(Person.email == COORDINATOR)).one()
        session.scalars(select(Submission)).one().hands += f" {person}"
    queue = marit.get("/toetsing")
    assert "Beoordeel het oudste feit" not in queue.words
    assert "nog iemand van de coördinerende ROM de rol coördinator te geven" in queue.words
    assert "Een ander beoordeelt dit" in marit.get(oldest(marit)).words


def test_a_verifier_does_not_see_what_needs_none(site: Site) -> None:
    lay_out(site)
    submit(site)
    path = oldest(site.browser(COORDINATOR))
    site.browser(OOST).get(path, status=404)
    site.browser(OOST).get("/overzicht", status=403)


def test_somebody_who_judges_a_fact_that_changed_meanwhile_is_told(site: Site) -> None:
    lay_out(site)
    submit(site)
    coordinator = site.browser(COORDINATOR)
    path = oldest(coordinator)
    old = version(coordinator.get(path))
    submit(site, **version(site.browser(BOM).get(f"/leads/{CODE}/feiten/toelating")), evidence_on="4-3-2026")
    coordinator.post(f"{path}/akkoord", old, status=409)
    assert kpi(coordinator.get("/overzicht"), "leads_portefeuille") == "0"


def test_a_mistake_in_the_ledger_is_taken_back_and_the_breach_shows(site: Site) -> None:
    lay_out(site)
    for slug in ("toelating", "aanpak"):
        submit(site, slug)
        accept(site)
    coordinator = site.browser(COORDINATOR)
    line = coordinator.get("/toetsing/grootboek/1")
    assert "1 ander feit leunt hierop" in line.text
    coordinator.post("/toetsing/grootboek/1", {}, status=422)
    done = coordinator.post("/toetsing/grootboek/1", {"cause": "duplicate", "reason": "Dubbel ingevoerd"})
    assert "Teruggedraaid met regel 3" in done.text
    assert "Dubbel" in coordinator.get("/toetsing/grootboek/3").words
    told = site.browser(BOM).get(f"/leads/{CODE}/tijdlijn").words
    assert "Teruggedraaid:" in told
    assert "Dubbel ingevoerd" in told
    again = coordinator.post("/toetsing/grootboek/3", {"cause": "mistake", "reason": "Toch niet"}, status=422)
    assert "blijft staan" in again.words
    overview = coordinator.get("/overzicht")
    assert kpi(overview, "leads_portefeuille") == "0"
    assert "Aanpak zonder toegelaten lead" in overview.text
    assert CODE in overview.text


def test_nobody_else_submits_a_fact(site: Site) -> None:
    lay_out(site)
    site.browser(OOST).get(f"/leads/{CODE}/feiten/toelating", status=403)
    site.browser(COORDINATOR).post(f"/leads/{CODE}/feiten/toelating", EVIDENCE, status=403)
    site.browser(BOM).get(f"/leads/{CODE}/feiten/onbekend", status=404)


def test_a_signal_reaches_the_coordinator_by_its_code_and_without_its_words(site: Site) -> None:
    lay_out(site)
    raised = {"kind": "mirt", "note": "Stroomkade wacht op het net.", "raised_on": "2-3-2026"}
    site.browser(BOM).post(f"/leads/{CODE}/signalen", raised)
    page = site.browser(COORDINATOR).get("/overzicht")
    signals = page.tree.one("section", **{"aria-labelledby": "signalen"}).text
    assert "Agenderen in het MIRT" in signals
    assert CODE in signals
    assert "Stroomkade" not in page.text
    site.browser(BOM).post(f"/leads/{CODE}/signalen/mirt/intrekken")
    assert "Er zijn nog geen signalen" in site.browser(COORDINATOR).get("/overzicht").words
