"""What was judged of a file is kept as it was, shown a page at a time, and goes when its time has come."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.companies.models import Company
from app.imports import routes, services
from app.imports.kept import Seen, columns_of, judged_of, seen_in, text_of, values_of
from app.imports.models import Import, ImportRow
from app.imports.rules import Candidate, Difference, Judged, Outcome, Problem, State
from app.words import Said
from tests.companies.factories import company_of
from tests.imports.test_pages import BOM, HEADS, MESSY, done, looked
from tests.pages import Site

plain = st.one_of(st.text(), st.integers(), st.booleans(), st.dates(), st.decimals(allow_nan=False), st.none())
values = st.dictionaries(st.text(), st.one_of(plain, st.lists(st.text()).map(tuple)))
said = st.builds(Said, st.text(), st.dictionaries(st.text(), st.one_of(plain, st.builds(Said, st.text()))))


@given(values)
def test_values_come_back_as_they_were(given: dict[str, object]) -> None:
    if not any(name.startswith("$") for name in given):
        assert values_of(text_of(given)) == given


@given(st.integers(1), values, said)
def test_a_row_comes_back_as_it_was_judged(number: int, values: dict[str, object], why: Said) -> None:
    row = Judged(
        number,
        Outcome.DOUBLE,
        "Zonnewind",
        {"site": "Kade", "needed": date(2028, 1, 1), "total": Decimal("8.5")},
        7,
        2,
        (Difference("technologies", ("NTS01",), ("NTS02", "NTS03")),),
        (Candidate("Zonnewind B.V.", why, 9, True), Candidate("Zonnewind", why)),
        (Problem("C4", "KvK", why),),
    )
    kept = SimpleNamespace(**columns_of(row))
    assert judged_of(kept, {9: "Zonnewind B.V."}) == row
    assert "Zonnewind B.V." not in kept.told
    assert [one.company_id for one in judged_of(kept, {}).candidates] == [None]
    seen = seen_in([row], "{}")
    assert Seen.of(seen.kept()) == seen


def test_a_page_of_the_preview_costs_a_page(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "PAGE", 5)
    browser = site.browser(BOM)
    page = looked(browser, [HEADS, *([f"Rij {row} bv", "", "Oss", "", "AI", ""] for row in range(30))])
    later = browser.get(f"{page.path}?pagina=6")
    assert "Rij 29 bv" in later.words
    assert later.queries <= 6


def test_a_double_that_one_may_not_see_any_more_is_not_named(site: Site) -> None:
    with site.system() as session:
        company_of(session, "BOM", name="Roodspar", name_key="roodspar", municipality_code="GM0828")
    browser = site.browser(BOM)
    page = looked(browser, [HEADS, ["Roodspar", "", "Breda", "", "", ""]])
    assert "zelfde naam, in Oss" in page.words
    with site.system() as session:
        ours = session.scalars(select(Company)).one()
        ours.holder_id = company_of(session, "OOSTNL", name="Elders").holder_id
    assert "zelfde naam" not in browser.get(page.path).words


def test_old_files_go_and_what_was_imported_stays(site: Site) -> None:
    browser = site.browser(BOM)
    done(browser, looked(browser, MESSY))
    looked(browser, MESSY[:2])
    site.clock.set(site.clock.now() + timedelta(days=31))
    with site.system() as session:
        services.tidy(session)
        assert session.execute(select(Import.state, Import.refused)).all() == [(State.DONE, None)]
        assert session.scalar(select(func.count(ImportRow.id))) == 0
        assert session.scalar(select(func.count(Company.id)))
