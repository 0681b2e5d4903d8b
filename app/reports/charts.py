"""The charts of a report as options of ECharts: the page draws them in the browser, a document without one.

Each says in a sentence what it shows, and has its numbers as a table. A value that is not shown is not in an option.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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
SHORT = 10  # characters that there is room for on the left of a point
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
    marks: list[Option] = [
        {
            "value": [point.day, point.height],
            "label": {
                "show": large or point is points[-1],
                "formatter": point.words,
                **_beside(point, top, None if target is None else target * _passed(point.day, period)),
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


def _passed(day: str, period: tuple[str, str]) -> float:
    """The part of a period that has passed on a day."""
    start, end, now = (date.fromisoformat(one) for one in (*period, day))
    return (now - start).days / (end - start).days


def _beside(point: Point, top: float, straight: float | None) -> Option:
    """Where the words of a point stand: on the side of the straight line where no line runs through them."""
    if point.height > 0.9 * top:
        return {"position": "left"}
    if straight is not None and point.height < straight:
        return {"position": "right", "offset": [0, 8 if point.height > 0.1 * top else -8]}
    return {"position": "left", "offset": [0, -8]} if len(point.words) <= SHORT else {"position": "top"}


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


WEST, SOUTH, ASIDE, DOWN = 3.3, 50.7, 102, 164  # the corner of the outlines, and pixels a degree of a map of 480 high
LETTER, LINE, AWAY = 6, 12, 9  # pixels: a letter wide, half a line high with half a dot, from a dot to its name
SMALLEST, EDGES = 0.65, (-45, 455)  # how large the map is on a phone, and how far a name may go there
Box = tuple[float, float, float]  # from and to, and how high its middle is


def _free_side(place: Place, others: Iterable[Place], taken: list[Box]) -> str:
    """On which side of its dot a name lies over the fewest dots and names that have a side, and not off the map."""
    dots = [_dot(other) for other in others if other != place]

    def drawback(side: str) -> tuple[bool, int]:
        west, east, _middle = _box(place, side, 1 / SMALLEST)
        box = _box(place, side)
        over = sum(_meet(box, (left - 4, left + 4, up)) for left, up in dots)
        return west < EDGES[0] or east > EDGES[1], over + 2 * sum(_meet(box, other) for other in taken)

    found = min(("right", "left", "top", "bottom"), key=drawback)
    taken.append(_box(place, found))
    return found


def _box(place: Place, side: str, larger: float = 1) -> Box:
    (x, y), wide, away = _dot(place), larger * LETTER * len(place.name), larger * AWAY
    return {
        "right": (x + away, x + away + wide, y),
        "left": (x - away - wide, x - away, y),
        "top": (x - wide / 2, x + wide / 2, y + AWAY + LETTER),
        "bottom": (x - wide / 2, x + wide / 2, y - AWAY - LETTER),
    }[side]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < LINE


def _dot(place: Place) -> tuple[float, float]:
    return (place.longitude - WEST) * ASIDE, (place.latitude - SOUTH) * DOWN


def places(found: Iterable[Place], layers: Sequence[Layer]) -> Option:
    """Places on the outlines "nl", a layer a kind; names where they fit."""
    on: list[list[Option]] = [[] for _layer in layers]
    known, taken = list(found), list[Box]()
    named = sorted((one for one in known if layers[one.layer].named), key=lambda one: -len(one.name))
    sides = {one: {"position": _free_side(one, known, taken)} for one in named}
    for place in known:
        at = [place.longitude, place.latitude]
        on[place.layer].append({"name": place.name, "value": at, "label": sides.get(place, {})})
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
                "label": {"show": layer.named, "formatter": "{b}", "fontSize": 11, "color": INK, **HALO},
                "labelLayout": {"hideOverlap": True},
                "data": on[at],
            }
            for at, layer in enumerate(layers)
            if on[at]
        ],
    }
