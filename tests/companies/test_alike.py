from app.companies.known import look_up_known
from tests.companies.factories import actor_of, company_of
from tests.pages import Site

BOM = "taskforce@bom.example"


def test_what_resembles_a_company_that_one_may_see_is_found_with_the_reason(site: Site) -> None:
    with site.system() as system:
        company_of(system, "BOM", name="Roodspar Composieten Holding B.V.", website="https://www.roodspar.example")
        company_of(system, "BOM", name="Voltaris")
        company_of(system, "OOSTNL", name="Roodspar Compossieten")
        actor = actor_of(system, BOM)
    with site.session(actor) as femke:
        found = look_up_known(femke, name="Roodspar Compossietn", website="https://roodspar.example/nl", place="GM0772")
        (row,) = found.visible
        assert (row.name, found.elsewhere) == ("Roodspar Composieten Holding B.V.", False)
        assert found.why[row.id] == ("Zelfde website", "Bijna dezelfde naam", "Zelfde plaats")
        assert not look_up_known(femke, name="Heliotroop").visible
