"""A chart is drawn without a browser from the option that the page draws, and one that cannot be is left out."""

from dataclasses import replace
from threading import Thread

import pytest

from app.papers import drawing
from app.reports import charts
from app.reports.charts import Bar, Chart, Layer, Place, Point, Span

CHARTS = {
    "line": charts.line([Point("2026-05-31", 15, "15")], 40, ("2025-01-01", "2028-12-31"), ("a", "b", "doel 40"), True),
    "bars": charts.bars([Bar("Energie", [9], ["9 a"]), Bar("Wonen", [0], ["niet getoond"])], 15, "leads"),
    "pairs": charts.pairs([Bar("Noord", [3, 0], ["3", "0"])], ("vertrokken", "gekomen")),
    "spans": charts.spans([Span("Besloten", 100, 250, "€ 100 mln tot € 250 mln")], 1500, "doel € 1,5 mld", "band"),
    "places": charts.places([Place("Almere", 5.2, 52.4, 0)], [Layer("in ontwikkeling", "diamond", named=True)]),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_kind_of_chart_is_drawn_with_its_words(name: str) -> None:
    picture = drawing.svg(CHARTS[name], 480, 240)
    wanted = {"line": "doel 40", "bars": "niet getoond", "pairs": "gekomen", "spans": "doel", "places": "Almere"}
    assert wanted[name] in picture
    assert picture.startswith("<svg")
    assert "font-family:Figtree" in picture
    assert "Variable" not in picture, "the typeface of the screen is not on paper"
    assert drawing.png(picture).startswith(b"\x89PNG")


def test_the_same_chart_is_the_same_picture_on_any_thread() -> None:
    found = []
    drawing._svg.cache_clear()
    threads = [Thread(target=lambda: found.append(_anew(CHARTS["line"]))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def _anew(option: charts.Option) -> str:
    drawing._svg.cache_clear()
    return drawing.svg(option, 480, 240)


def test_words_stay_words() -> None:
    nasty = "</text><script>alert(1)</script> {c} ${x} \\u0000"
    picture = drawing.svg(charts.bars([Bar(nasty, [1], ["1"])], 1, "leads"), 480, 100)
    assert "<script" not in picture
    assert "&lt;script" in picture


def test_a_chart_that_cannot_be_drawn_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    chart = Chart("kinds", "Soorten vraag", "Niets.", CHARTS["bars"], "bars")
    wrong = replace(chart, option={"series": [{"type": "bar", "data": 3}], "xAxis": 7})
    with pytest.raises(AssertionError, match="Chart kinds cannot be drawn"):
        drawing.picture(wrong)
    monkeypatch.setattr(drawing.log, "handlers", [])
    assert drawing.picture(wrong) is None
    assert drawing.picture(chart) is not None
