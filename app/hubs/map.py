"""The map of brandpunten as an option of ECharts, and the same in words and as a table. Pure."""

from collections.abc import Iterable
from typing import Any

from app.hubs.filter import Listed

PETROL, HEATHER, OTHER, INK, LAND = "#0f5560", "#84346f", "#47818a", "#17262a", "#dcebec"


def map_option(listed: Iterable[Listed], chosen: str = "", *, filtered: bool = True) -> dict[str, Any]:
    """Brandpunten on the outlines "nl": those that pass large, in development as a diamond, the chosen in heather."""
    layers: dict[str, list[dict[str, Any]]] = {"other": [], "passes": [], "developing": [], "chosen": []}
    for one in listed:
        layers[_layer(one, chosen)].append(_point(one))
    return {
        "geo": {
            "map": "nl",
            "roam": False,
            "silent": True,
            "layoutCenter": ["50%", "50%"],
            "layoutSize": "98%",
            "aspectScale": 0.62,
            "itemStyle": {"areaColor": LAND, "borderColor": "#fff", "borderWidth": 1.5},
        },
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "series": [
            _series(layers["other"], "circle", 8, {"color": OTHER}),
            _series(layers["passes"], "circle", 14 if filtered else 11, {"color": PETROL}, labels=filtered),
            _series(
                layers["developing"],
                "diamond",
                17,
                {"color": "#fff", "borderColor": PETROL, "borderWidth": 2},
                labels=filtered,
            ),
            _series(layers["chosen"], "circle", 20, {"color": HEATHER}, labels=True),
        ],
    }


def _layer(one: Listed, chosen: str) -> str:
    if one.card.code == chosen:
        return "chosen"
    if not one.passes:
        return "other"
    return "developing" if one.card.is_developing else "passes"


def _point(one: Listed) -> dict[str, Any]:
    card = one.card
    short = card.name.split(" (")[0].split(" / ")[0]
    return {
        "name": card.name,
        "value": [card.longitude, card.latitude, short],
        "href": f"/brandpunten/{card.code}",
        "label": {"position": "left" if card.longitude > 5.6 else "right"},
    }


def _series(
    points: list[dict[str, Any]], symbol: str, size: int, style: dict[str, Any], *, labels: bool = False
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "coordinateSystem": "geo",
        "symbol": symbol,
        "symbolSize": size,
        "cursor": "pointer",
        "itemStyle": {"borderColor": "#fff", "borderWidth": 1.5, "opacity": 1, **style},
        "label": {"show": labels, "formatter": "{@[2]}", "fontSize": 12, "color": INK, "fontWeight": 550},
        "labelLayout": {"hideOverlap": True},
        "data": points,
    }
