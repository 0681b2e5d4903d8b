import pytest

from app.companies.queries import company
from app.companies.services import set_kvk
from tests.companies.factories import company_of, share
from tests.leads.factories import lead_of
from tests.pages import Site

BOM, OOSTNL, NFIA = "taskforce@bom.example", "taskforce@oostnl.example", "nfia@nfia.example"


@pytest.fixture
def two(site: Site) -> tuple[int, int, str]:
    """Two companies of BOM that are one; the second has a number, a lead, and readers."""
    with site.system() as system:
        keep = company_of(system, "BOM", name="Roodspar Composieten", municipality_code=None)
        gone = company_of(system, "BOM", name="Roodspar Composieten Holding B.V.", site="Werf", kind="startup")
        set_kvk(system, gone, ["01234567"])
        share(system, gone, "OOSTNL")
        return keep.id, gone.id, lead_of(system, gone).code


def test_a_double_is_found_compared_merged_and_taken_apart(site: Site, two: tuple[int, int, str]) -> None:
    keep, gone, code = two
    femke = site.browser(BOM)
    page = femke.get("/bedrijven/dubbelen")
    assert "Zelfde naam zonder woorden als holding of groep" in page.words
    page = femke.get(f"/bedrijven/{keep}/samenvoegen/{gone}", most_queries=16)
    assert page.value("municipality") == "gone", "what only one of the two says is suggested"
    assert "straks alles van beide: Oost NL" in page.words
    answers = {"version": page.value("version"), "name": "keep", "kind": "gone", "municipality": "gone", "site": "keep"}
    page = femke.post(f"/bedrijven/{keep}/samenvoegen/{gone}", answers)
    for words in ("Roodspar Composieten", code, "01234567", "Startup", "Eindhoven", "hierin opgegaan"):
        assert words in page.words
    assert femke.get(f"/bedrijven/{gone}").path == f"/bedrijven/{keep}", "an old link leads on"
    assert f"/bedrijven/{keep}" in femke.get("/zoeken?q=Holding").text, "found by the name that went"
    assert "Geen dubbelen" in femke.get("/bedrijven/dubbelen").words
    (link,) = [one.get("href") for one in page.tree.all("a") if "samenvoegingen" in (one.get("href") or "")]
    assert "Leads" in femke.get(link, most_queries=40).words, "a few queries for each table that went along"
    page = femke.post(link)
    assert page.path == f"/bedrijven/{gone}"
    assert code in page.words
    assert "Haal uit elkaar" not in femke.get(f"/bedrijven/{keep}").words


def test_what_is_said_otherwise_has_to_be_chosen(site: Site, two: tuple[int, int, str]) -> None:
    keep, gone, _code = two
    femke = site.browser(BOM)
    at = f"/bedrijven/{keep}/samenvoegen/{gone}"
    version = femke.get(at, most_queries=16).value("version")
    assert set(femke.post(at, {"version": version}, status=422).errors()) >= {"name", "kind"}
    with site.system() as system:
        changed = company(system, keep)
        assert changed
        changed.site = "Haven"
    page = femke.post(
        at, {"version": version, "name": "keep", "kind": "keep", "municipality": "keep", "site": "keep"}, status=409
    )
    assert "Haven" in page.words


def test_told_apart_they_leave_the_queue_until_somebody_doubts_again(site: Site, two: tuple[int, int, str]) -> None:
    keep, gone, _code = two
    femke = site.browser(BOM)
    page = femke.post(f"/bedrijven/dubbelen/{keep}/{gone}/verschillend")
    assert "Geen dubbelen" in page.words
    assert "Mogelijk hetzelfde" in femke.post(f"/bedrijven/dubbelen/{keep}/{gone}/toch").words


def test_the_queue_leads_from_pair_to_pair_the_doubtful_last(site: Site, two: tuple[int, int, str]) -> None:
    keep, gone, _code = two
    with site.system() as system:
        for number, name in enumerate(("Heliotroop", "Heliotroop Holding"), start=12345678):
            set_kvk(system, company_of(system, "BOM", name=name), [str(number)])
    femke = site.browser(BOM)
    page = femke.get("/bedrijven/dubbelen")
    assert page.words.index("Roodspar") < page.words.index("Heliotroop"), "two numbers that differ are less likely one"
    first = next(one.get("href") for one in page.tree.all("a") if "samenvoegen" in (one.get("href") or ""))
    assert first.endswith("?lijst=0")
    page = femke.get(first, most_queries=20)
    second = femke.get("/bedrijven/dubbelen/volgende?lijst=0", most_queries=20)
    assert "Heliotroop Holding" in second.words
    page = femke.post(f"/bedrijven/dubbelen/{keep}/{gone}/verschillend?lijst=0")
    assert page.path == second.path
    assert femke.get("/bedrijven/dubbelen/volgende?lijst=0").path == "/bedrijven/dubbelen"


def test_another_company_is_looked_for_by_name(site: Site, two: tuple[int, int, str]) -> None:
    keep, gone, _code = two
    with site.system() as system:
        other = company_of(system, "BOM", name="Heliotroop").id
        theirs = company_of(system, "OOSTNL", name="Heliograaf")
        share(system, theirs, "BOM")
    femke = site.browser(BOM)
    assert f"/samenvoegen/{gone}" in femke.get(f"/bedrijven/{keep}/samenvoegen").text
    page = femke.get(f"/bedrijven/{keep}/samenvoegen?zoek=helio")
    assert f"/samenvoegen/{other}" in page.text
    assert "Heliograaf" not in page.words, "only our own can be merged"


def test_only_the_holder_merges(site: Site, two: tuple[int, int, str]) -> None:
    keep, gone, _code = two
    site.browser(NFIA).get(f"/bedrijven/{keep}/samenvoegen/{gone}", status=404)
    jeroen = site.browser(OOSTNL)
    jeroen.get(f"/bedrijven/{gone}/samenvoegen", status=403)
    jeroen.post(f"/bedrijven/{gone}/samenvoegen/{keep}", status=403)
