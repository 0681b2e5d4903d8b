"""Words in a chart stand where they are read: beside the lines, and not over another dot."""

from app.reports import charts
from app.reports.charts import Layer, Option, Place, Point
from app.reports.telling import read
from tests.reports.test_repeats import documents

PERIOD = ("2025-01-01", "2028-12-31")


def labels(height: float, words: str = "15") -> Option:
    option = charts.line([Point("2026-12-31", height, words)], 40, PERIOD, ("leads", "naar rato", "doel 40"), True)
    return option["series"][0]["data"][-1]["label"]


def test_the_words_of_a_point_stand_on_its_own_side_of_the_straight_line():
    assert labels(24)["position"] == "left"
    assert labels(12)["position"] == "right"
    assert labels(0)["offset"] == [0, -8], "above the axis"
    assert labels(24, "€ 100 mln tot € 250 mln")["position"] == "top"


def sides(*found: Place) -> dict[str, str]:
    named, other = Layer("genoemd", named=True), Layer("bekend")
    series = charts.places(found, [named, other])["series"]
    return {one["name"]: one["label"]["position"] for one in series[0]["data"]}


def test_a_name_on_the_map_goes_where_no_dot_and_no_other_name_is():
    almere, beside = Place("Almere", 5.2, 52.4, 0), Place("Zeewolde", 5.5, 52.4, 1)
    assert sides(almere) == {"Almere": "right"}
    assert sides(almere, beside) == {"Almere": "left"}
    assert len({*sides(almere, Place("Weesp", 5.2, 52.4, 0)).values()}) == 2
    assert sides(Place("Kennispark Twente", 6.9, 52.2, 0)) == {"Kennispark Twente": "left"}, "not off the map"


def test_a_rounded_amount_says_that_it_is_rounded():
    banded = documents()[0]
    amount = {"banded": False, "rounded": 260_000_000, "from": None, "until": None}
    *others, capital = banded["headlines"]
    told, before = read(banded | {"headlines": [*others, capital | {"capital": amount}]}), read(banded)
    assert (told.kpis[-1]["target"], before.kpis[-1]["target"]) == (
        "besloten en afgerond, doel € 40 in 2028",
        "besloten, doel € 40 in 2028",
    )
    assert "De bedragen zijn afgerond." in told.charts["capital"].text
    assert "afgerond" not in before.charts["capital"].text
