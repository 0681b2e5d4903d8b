"""The box on a lead's page: a talk, a task, a note or a document, with what is wrong told in place."""

from datetime import UTC, datetime

import pytest

from tests.pages import Site
from tests.pipeline.test_pages import BOM, COORDINATOR, OOST, lay_out

LEAD = "/leads/GR-25-018"


@pytest.mark.parametrize("tab", ["gesprek", "taak", "notitie", "document", "onzin"])
def test_each_tab_opens_its_own_form(site: Site, tab: str) -> None:
    lay_out(site)
    page = site.browser(BOM).get(f"{LEAD}?toevoegen={tab}")
    box = page.tree.one("div", class_="gr-add")
    assert [link.text for link in box.all("a", **{"aria-current": "true"})] == [
        {"onzin": "Gesprek"}.get(tab, tab.capitalize())
    ]
    (shown,) = [form for form in box.all("form") if "hidden" not in form.attributes]
    assert (
        shown.get("action").split("#")[0] == f"{LEAD}/documenten/nieuw" if tab == "document" else f"{LEAD}/toevoegen/"
    )


def test_a_task_is_due_on_a_day_as_people_say_it(site: Site) -> None:
    lay_out(site)
    page = site.browser(BOM).post(f"{LEAD}/toevoegen/taak", {"title": "Netbeheerder bellen", "due_on": "vrijdag"})
    assert "Taak toegevoegd, klaar op 20 november 2026." in page.words
    assert "Netbeheerder bellen" in page.words


def test_a_note_stands_apart_from_talks(site: Site) -> None:
    lay_out(site)
    femke = site.browser(BOM)
    assert "Notitie bewaard." in femke.post(f"{LEAD}/toevoegen/notitie", {"said": "Wacht op de gemeente"}).words
    assert "Wacht op de gemeente" in femke.get(f"{LEAD}/tijdlijn?wat=notities").words
    assert "Akkoord komt op" not in femke.get(f"{LEAD}/tijdlijn?wat=notities").words
    assert "Wacht op de gemeente" not in femke.get(f"{LEAD}/tijdlijn?wat=gesprekken").words


def test_a_talk_brings_its_next_step_as_a_task(site: Site) -> None:
    lay_out(site)
    sent = {"said": "Het gaat door.", "held_on": "18-11-2026", "agreed": "Offerte vragen"}
    page = site.browser(BOM).post(f"{LEAD}/toevoegen/gesprek", sent)
    assert "Offerte vragen" in page.tree.one("section", id="tijdlijn").text


@pytest.mark.parametrize(
    ("tab", "sent", "wrong"),
    [
        ("gesprek", {"said": "Half af", "held_on": "31-2-2026"}, {"held_on": "bestaat niet"}),
        ("gesprek", {"said": "Nog te doen", "held_on": "1-3-2029"}, {"held_on": "Een gesprek is geweest"}),
        ("taak", {"title": "Bellen", "due_on": "ooit"}, {"due_on": "is geen datum"}),
        ("notitie", {"said": " "}, {"said": "Schrijf op wat je wilt onthouden."}),
    ],
)
def test_what_is_wrong_is_told_in_the_box_with_all_that_was_typed(
    site: Site, tab: str, sent: dict[str, str], wrong: dict[str, str]
) -> None:
    lay_out(site)
    page = site.browser(BOM).post(f"{LEAD}/toevoegen/{tab}", sent, status=422)
    assert page.tree.one("h1").text == "Stroomkade Opslag"
    assert {name: page.value(name) for name in sent} == {name: text.strip() for name, text in sent.items()}
    errors = page.errors()
    assert errors.keys() == wrong.keys()
    assert all(words in errors[name] for name, words in wrong.items())


def test_who_may_not_know_the_company_adds_nothing(site: Site) -> None:
    lay_out(site)
    for email in (OOST, COORDINATOR):
        site.browser(email).post(f"{LEAD}/toevoegen/notitie", {"said": "x"}, status=404)
    site.browser(BOM).post(f"{LEAD}/toevoegen/document", {}, status=404)


def test_a_lead_on_which_nothing_happens_says_for_how_long(site: Site) -> None:
    lay_out(site)
    assert "dagen stil" not in site.browser(BOM).get(LEAD).words
    site.clock.set(datetime(2027, 1, 8, 12, 0, tzinfo=UTC))
    assert "50 dagen stil" in site.browser(BOM).get(LEAD).words
