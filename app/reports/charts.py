"""The charts of a report as options of ECharts: the page draws them in the browser, a document without one.

Each says in a sentence what it shows, and has its numbers as a table. A value that is not shown is not in an option.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PETROL, HEATHER, PALE, MIDDLE, INK, GREY, TRACK, LAND = (
    "#0f5560",
    "#84346f",
    "#8fbcc0",
    "#47818a",
    "#17262a",
    "#4b5b60",
    "#e3e8e9",
    "#dcebec",
)
SIZES = {
    "large": (640, 280),
    "small": (310, 160),
    "bars": (360, 180),
    "pairs": (360, 240),
    "few": (500, 140),
    "map": (480, 480),
}
YEAR = 365 * 24 * 3600 * 1000
HALO = {"textBorderColor": "#fff", "textBorderWidth": 3}  # a word stays to be read where a line runs through it
Option = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """A chart: its name on the page, its heading, what it shows in a sentence, how it is drawn, and its numbers."""

    id: str
    title: str
    text: str
    option: Option
    size: str
    table: Mapping[str, Any] | None = None

    @property
    def alt(self) -> str:
        """What it says to who does not see it."""
        return f"{self.title}: {self.text}"

    @property
    def pixels(self) -> tuple[int, int]:
        """How wide and high it is on paper; on the page its width is what there is room for."""
        return SIZES[self.size]


@dataclass(frozen=True)
class Point:
    """A figure in a report: the day (ISO), how high it stands, and in words."""

    day: str
    height: float
    words: str


@dataclass(frozen=True)
class Bar:
    """A row of bars: its name, and a length and words for each series."""

    name: str
    lengths: Sequence[float]
    words: Sequence[str]


@dataclass(frozen=True)
class Span:
    """An amount that is known exactly (begin nought) or between two."""

    name: str
    begin: float
    end: float
    words: str


@dataclass(frozen=True)
class Place:
    """A place on the map, and which of the layers it stands in."""

    name: str
    longitude: float
    latitude: float
    layer: int


def line(
    points: Sequence[Point], target: float | None, period: tuple[str, str], names: tuple[str, str, str], large: bool
) -> Option:
    """A figure over reports beside the straight line to its target; `names` of the figure, the line and the target."""
    start, end = period
    top = max(target or 0, *(point.height for point in points), 1)
    figure, straight, aim = names
    scale = {"show": float(top).is_integer() and top < 1000}
    marks = [
        {
            "value": [point.day, point.height],
            "label": {
                "show": large or point is points[-1],
                "formatter": point.words,
                "position": "left" if point.height > 0.9 * top else "top",
            },
        }
        for point in points
    ]
    series: list[Option] = [
        {
            "type": "line",
            "name": figure,
            "data": [{"value": [start, 0], "symbol": "none", "label": {"show": False}}, *marks],
            "label": {"show": True, "position": "top", "fontWeight": 600, "color": PETROL, **HALO},
            "z": 3,
        }
    ]
    if target is not None:
        series.append(
            {
                "type": "line",
                "name": straight,
                "data": [[start, 0], [end, target]],
                "symbol": "none",
                "lineStyle": {"type": "dashed", "width": 2, "color": HEATHER},
                "endLabel": {"show": True, "formatter": aim, "color": HEATHER, "fontWeight": 600},
            }
        )
    years = {"type": "time", "min": start, "max": end, "minInterval": YEAR, "axisLabel": {"formatter": "{yyyy}"}}
    return {
        "grid": {"left": 44, "right": 28 + 6 * len(aim), "top": 20, "bottom": 26},
        "xAxis": years if large else years | {"minInterval": 2 * YEAR},
        "yAxis": {"type": "value", "min": 0, "max": top, "interval": top / (4 if large else 2), "axisLabel": scale},
        "series": series,
    }


def bars(rows: Sequence[Bar], whole: float, name: str) -> Option:
    """A bar a row on a track as long as the whole, with its words at the right."""
    category = {"type": "category", "inverse": True, "axisLine": {"show": False}, "axisTick": {"show": False}}
    said = [row.words[0] for row in rows]
    return {
        "grid": {"left": 4, "right": 4, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": whole or 1},
        "yAxis": [
            category | {"data": [row.name for row in rows], "axisLabel": {"color": INK, "margin": 12}},
            category
            | {"data": said, "position": "right", "axisLabel": {"color": INK, "fontWeight": 600, "margin": 12}},
        ],
        "series": [
            {
                "type": "bar",
                "name": name,
                "data": [row.lengths[0] for row in rows],
                "barWidth": 10,
                "showBackground": True,
                "backgroundStyle": {"color": TRACK, "borderRadius": 5},
                "itemStyle": {"borderRadius": 5},
            }
        ],
    }


def pairs(rows: Sequence[Bar], names: tuple[str, str]) -> Option:
    """Two bars a row beside each other, never added up; each with its words behind it."""
    most = max([4.0, *(length for row in rows for length in row.lengths)])
    return {
        "legend": {"top": 0, "left": 0, "itemWidth": 14, "itemHeight": 10, "selectedMode": False, "textStyle": LABEL},
        "grid": {"left": 4, "right": 76, "top": 32, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": most},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [row.name for row in rows],
            "axisLabel": {"color": INK, "margin": 12},
        },
        "series": [
            {
                "type": "bar",
                "name": name,
                "barWidth": 10,
                "barGap": "20%",
                "itemStyle": {"borderRadius": [0, 3, 3, 0]},
                "label": {"show": True, "position": "right", "color": INK},
                "data": [{"value": row.lengths[at], "label": {"formatter": row.words[at]}} for row in rows],
            }
            for at, name in enumerate(names)
        ],
    }


LABEL = {"color": INK, "fontSize": 12}
AIM = {"color": HEATHER, "fontWeight": 600, "fontSize": 12, "textBorderWidth": 0, "position": "start", "distance": 6}


def spans(rows: Sequence[Span], target: float | None, aim: str, until: str) -> Option:
    """Amounts under each other beside the target: a bar, or the band in which one lies; never added up."""
    series: list[Option] = [
        {"type": "bar", "stack": "amount", "silent": True, "itemStyle": {"color": "transparent"}, "barWidth": 12},
        {"type": "bar", "stack": "amount", "name": until, "barWidth": 12},
    ]
    series[0]["data"] = [row.begin for row in rows]
    series[1]["data"] = [
        {
            "value": row.end - row.begin,
            "itemStyle": {"color": PALE if row.begin else PETROL, "borderRadius": 3},
            "label": {"show": True, "position": "right", "formatter": row.words, "color": INK, "fontWeight": 600},
        }
        for row in rows
    ]
    if target is not None:
        series[1]["markLine"] = {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": HEATHER, "type": "dashed", "width": 2},
            "label": AIM | {"formatter": aim},
            "data": [{"xAxis": target}],
        }
    return {
        "grid": {"left": 4, "right": 40, "top": 26, "bottom": 4, "containLabel": True},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": max([target or 0, *(row.end for row in rows), 1])},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [row.name for row in rows],
            "axisLabel": {"color": INK, "margin": 12},
        },
        "series": series,
    }


@dataclass(frozen=True)
class Layer:
    """Places of one kind on the map: what they are, and how they are marked."""

    name: str
    symbol: str = "circle"
    size: int = 11
    style: Mapping[str, Any] = field(default_factory=dict)
    named: bool = False


def places(found: Iterable[Place], layers: Sequence[Layer]) -> Option:
    """Places on the outlines "nl", a layer a kind; names where they fit."""
    on: list[list[Option]] = [[] for _layer in layers]
    for place in found:
        on[place.layer].append(
            {
                "name": place.name,
                "value": [place.longitude, place.latitude],
                "label": {"position": "left" if place.longitude > 5.4 else "right"},
            }
        )
    return {
        "legend": {"left": 0, "top": 0, "orient": "vertical", "selectedMode": False, "textStyle": LABEL},
        "geo": {
            "map": "nl",
            "roam": False,
            "silent": True,
            "layoutCenter": ["50%", "52%"],
            "layoutSize": "96%",
            "aspectScale": 0.62,
            "itemStyle": {"areaColor": LAND, "borderColor": "#fff", "borderWidth": 1.5},
        },
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "series": [
            {
                "type": "scatter",
                "coordinateSystem": "geo",
                "name": layer.name,
                "symbol": layer.symbol,
                "symbolSize": layer.size,
                "itemStyle": {"borderColor": "#fff", "borderWidth": 1.5, "opacity": 1, **layer.style},
                "label": {"show": layer.named, "formatter": "{b}", "fontSize": 11, "color": INK},
                "labelLayout": {"hideOverlap": True},
                "data": on[at],
            }
            for at, layer in enumerate(layers)
            if on[at]
        ],
    }
