"""An option of ECharts as a picture: what a page draws in the browser, drawn here without one.

ECharts runs in QuickJS, with the theme of the screens. The engine is loaded for the first picture, lives on its own
thread as long as the process, and draws one picture at a time; the last ones are kept.
"""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from app.reports.charts import Chart

STATIC = Path(__file__).resolve().parents[1] / "web" / "static"
TYPEFACES = STATIC / "build" / "print"
ECHARTS = TYPEFACES / "charts.js"
OUTLINES = STATIC / "map" / "provinces.geojson"
COUNTED = re.compile(r"\bzr\d+-c")  # ECharts numbers the charts it drew: the same chart is to be the same picture
FOR_A_POINTER = re.compile(
    r' (?:class="[^"]*"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")|<style >.*?</style>', re.DOTALL
)
LARGER = 1.25  # 120 dots an inch on paper: sharp enough, and half the work
log = logging.getLogger(__name__)

_drawing = Lock()


def picture(chart: Chart) -> str | None:
    """A chart as SVG; None for one that cannot be drawn: the document goes out without it, and the log says so."""
    try:
        return svg(chart.option, *chart.pixels)
    except Exception:
        log.exception("Chart %s cannot be drawn", chart.id)
        return None


@contextmanager
def drawn_ahead(charts: Iterable[Chart]) -> Iterator[None]:
    """Draws charts on a thread of their own, while a document is begun: the engine leaves room for other work."""
    with ThreadPoolExecutor(1) as pool:
        for chart in charts:
            pool.submit(picture, chart)
        yield


def svg(option: dict[str, Any], width: int, height: int) -> str:
    """An option as SVG of so many pixels; the same option gives the same text."""
    return _svg(json.dumps(option), "geo" in option, width, height)


@lru_cache(maxsize=64)
def _svg(option: str, on_map: bool, width: int, height: int) -> str:
    outlines = OUTLINES.read_text(encoding="utf-8") if on_map else None
    with _drawing:
        # without run_gc=False it would go through all objects of the process for each picture
        drawn = _engine()(option, outlines, width, height, run_gc=False)
    return COUNTED.sub("c", FOR_A_POINTER.sub("", json.loads(drawn)))


@lru_cache(maxsize=64)
def png(picture: str) -> bytes:
    """SVG as PNG, somewhat larger, in the typeface of the screens and no other."""
    resvg = import_module("resvg_py")
    return bytes(
        resvg.svg_to_bytes(
            svg_string=picture,
            zoom=LARGER,
            background="#fff",
            skip_system_fonts=True,
            font_dirs=[str(TYPEFACES)],
            font_family="Figtree",
            sans_serif_family="Figtree",
        )
    )


@cache
def _engine() -> Any:
    if not ECHARTS.exists():
        raise FileNotFoundError(f"{ECHARTS} is not built: run `npm run build`")
    return import_module("quickjs").Function("draw", ECHARTS.read_text(encoding="utf-8"))
