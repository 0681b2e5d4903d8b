"""The quarterly round along companies without a lead: who is asked now, who comes after, and who need not be asked."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.companies.services import ask_portfolio_question
from app.leads.rules import quarter_end
from tests.companies.factories import company_of
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, EZ = "taskforce@bom.example", "taskforce@oostnl.example", "ez@ez.example"
QUEUE = "/bedrijven/navragen"
MOST = 6


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_a_quarter_ends_on_the_last_day_of_its_third_month(day: date) -> None:
    end = quarter_end(day)
    assert timedelta() <= end - day < timedelta(days=92)
    assert (end.month % 3, (end + timedelta(days=1)).day) == (0, 1)


def laid_out(site: Site) -> dict[str, int]:
    """Companies of BOM by when they are asked again; and one that is no business of theirs."""
    with site.system() as system:
        days = {
            "Laat": date(2026, 10, 1),
            "Straks": date(2026, 12, 31),
            "Volgend jaar": date(2027, 1, 1),
            "Nooit meer": None,
        }
        made = {}
        for name, day in days.items():
            company = company_of(system, "BOM", name=name)
            ask_portfolio_question(
                system, company, asked_on=date(2025, 9, 1), answer=f"{name} groeit.", ask_again_on=day
            )
            made[name] = company.id
        made["Nieuw"] = company_of(system, "BOM", name="Nieuw").id
        lead_of(system, company_of(system, "BOM", name="Heeft een lead"))
        made["Van een ander"] = company_of(system, "OOSTNL", name="Van een ander").id
        return made


def test_who_waited_longest_is_asked_first_and_leaves_when_asked(site: Site) -> None:
    laid_out(site)
    femke = site.browser(BOM)
    page = femke.get(QUEUE, most_queries=MOST)
    assert "Laat groeit." in page.words
    order = [
        page.words.index(words)
        for words in ("Had gevraagd moeten zijn op 1 oktober 2026", "Straks", "Nog nooit gevraagd")
    ]
    assert order == sorted(order)
    for name in ("Volgend jaar", "Nooit meer", "Heeft een lead", "Van een ander"):
        assert name not in page.words
    sent = {"asked_on": "19-11-2026", "ask_again_on": "19-11-2027", "answer": "Nu wel."}
    page = femke.post(QUEUE, sent)
    assert "Laat is gevraagd. Nog 2 bedrijven te gaan." in page.words
    assert "Straks groeit." in page.words
    assert "19 november 2027" in femke.get("/bedrijven?zoek=Laat").words


def test_one_is_left_for_later_and_another_chosen(site: Site) -> None:
    made = laid_out(site)
    page = site.browser(BOM).get(f"{QUEUE}?bedrijf={made['Nieuw']}")
    assert "Vraag nu : Laat" in page.words
    assert "Vraag nu : Nieuw" not in page.words, "that one is on the table"
    assert "Sla nu over" not in page.words, "nobody comes after the last"
    assert f"bedrijf={made['Straks']}" in site.browser(BOM).get(f"{QUEUE}?bedrijf={made['Laat']}").text


def test_a_colleague_was_first_and_nothing_is_written_down_for_another_company(site: Site) -> None:
    made = laid_out(site)
    sent = {"asked_on": "19-11-2026", "ask_again_on": "19-11-2027", "answer": "Twee keer."}
    femke = site.browser(BOM)
    femke.post(f"{QUEUE}?bedrijf={made['Laat']}", sent)
    assert "een collega was je voor" in femke.post(f"{QUEUE}?bedrijf={made['Laat']}", sent).words
    assert "Twee keer." not in femke.get(f"/bedrijven/{made['Straks']}").words
    assert "een collega was je voor" in femke.post(f"{QUEUE}?bedrijf={made['Van een ander']}", sent).words


def test_what_is_typed_stays_when_it_is_refused(site: Site) -> None:
    laid_out(site)
    sent = {"asked_on": "19-11-2026", "ask_again_on": "1-1-2020", "answer": "Dit staat er nog."}
    page = site.browser(BOM).post(QUEUE, sent, status=422)
    assert page.errors()
    assert page.value("answer") == "Dit staat er nog."


def test_nobody_left_is_told(site: Site) -> None:
    assert "Iedereen is gevraagd" in site.browser(OOSTNL).get(QUEUE).words
    site.browser(EZ).get(QUEUE, status=403)


def test_the_list_of_companies_without_a_lead_leads_there(site: Site) -> None:
    laid_out(site)
    assert "Navragen 3 te vragen" in site.browser(BOM).get("/bedrijven?toon=portfolio").words
    assert "Navragen" not in site.browser(BOM).get("/bedrijven").words
