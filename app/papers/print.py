"""A report as a PDF that a screen reader can read (PDF/UA-1), set by typst in the house's typeface."""

import json
import re
import unicodedata
from dataclasses import is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst

from app.papers.drawing import TYPEFACES, picture
from app.papers.paper import Paper, Section
from app.web.notation import AMSTERDAM

APP = Path(__file__).resolve().parents[1]
TEMPLATE = APP / "papers" / "templates" / "papers" / "report.typ"
# Signs that our typefaces have a shape for: Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation, euro, reckoning.
SHAPELESS = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u0391-\u03a1\u03a3-\u03c9\u0400-\u045f\u05d0-\u05ea\u060c\u061f\u0621-\u063a\u0641-\u064a"
    "\u2010-\u2015\u2018-\u201e\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212\u2248\u2260\u2264\u2265]"
)
STEERING = ("Cc", "Cf", "Cs", "Mn", "Zl", "Zp")  # kinds of signs of Unicode


def write(paper: Paper) -> bytes:
    """A report as a paper in, the bytes of a PDF out."""
    told = vars(paper) | {
        "day": [paper.published.year, paper.published.month, paper.published.day],
        "sections": [_section(one) for one in paper.sections],
    }
    made: bytes = typst.compile(
        str(TEMPLATE),
        root=str(APP),
        font_paths=[str(TYPEFACES)],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_settable(told))},
        pdf_standards=["ua-1"],
        timestamp=int(datetime.combine(paper.published, time(12), AMSTERDAM).timestamp()),
    )
    return made


def _section(section: Section) -> dict[str, Any]:
    drawn = [(chart, picture(chart)) for chart in section.charts]
    return vars(section) | {
        "table": vars(section.table) | {"numeric": section.table.numeric} if section.table else None,
        "charts": [
            {"alt": chart.alt, "says": chart.text, "title": chart.title, "size": chart.size, "svg": svg}
            for chart, svg in drawn
            if svg
        ],
    }


def _settable(value: Any) -> Any:
    """Whatever a paper is made of as JSON can hold it, each text as it can be set."""
    if isinstance(value, str):
        return spelled_out(value)
    if is_dataclass(value):
        return _settable(vars(value))
    if isinstance(value, dict):
        return {name: _settable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(one) for one in value]
    return str(value) if isinstance(value, Decimal | date) else value


def spelled_out(text: str) -> str:
    """A text with signs that our typefaces have no shape for as their names; what only steers other signs goes."""
    return SHAPELESS.sub(_name, text.replace("\t", " "))


def _name(found: re.Match[str]) -> str:
    sign = found.group()
    if unicodedata.category(sign) in STEERING:
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
