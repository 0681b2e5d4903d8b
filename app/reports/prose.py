"""The texts of a document as blocks, by section, and how they stand in a report: as it was written, old or new."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.cells.breakdowns import REGIONS
from app.narrative import markdown
from app.narrative.markdown import Block
from app.narrative.sections import GOALS, OLD_TITLES, QUALITATIVE, REGION_SECTIONS, SECTIONS
from app.words import N_

PLAIN_TEXT = ("groeiruimte/voortgang/1", "groeiruimte/voortgang/2")
NOTES = {  # never in the words of who writes: no report says that a goal was met because a figure stands in for it
    "goal_earlier": N_("de voorsprong in maanden is een benadering: daarmee alleen is dit doel niet gehaald"),
}
APART = ("nowhere", "hubs", *QUALITATIVE, *GOALS)  # each a part of its own


@dataclass(frozen=True)
class Part:
    """A text with a heading of its own: the section it is, the heading, and what it says."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""


def read(document: Mapping[str, Any]) -> dict[str, tuple[Block, ...]]:
    """Every section of a document as blocks: of a document in plain text its paragraphs and points."""
    typed = document["narrative"]
    if document["format"] in PLAIN_TEXT:
        found = {name: markdown.plain(paragraphs(text)) for name, text in typed.items()}
        found["lessons"] = markdown.numbered(points(typed["lessons"]))
    else:
        found = {name: markdown.blocks(text) for name, text in typed.items()}
    found["summary"] = markdown.without_headings(found["summary"])
    return {name: found.get(name, ()) for name in SECTIONS}


def apart(document: Mapping[str, Any], texts: Mapping[str, tuple[Block, ...]]) -> list[Part]:
    """The texts that stand by themselves, where there is one, under the headings of their time."""
    old = OLD_TITLES if document["format"] in PLAIN_TEXT else {}
    return [
        Part(name, old.get(name, SECTIONS[name].title), texts[name], NOTES.get(name, ""))
        for name in APART
        if texts[name]
    ]


def regions(texts: Mapping[str, tuple[Block, ...]]) -> list[Part]:
    """What knelt where: the texts of the programme regions, where there is one."""
    named = ((region, REGION_SECTIONS[region]) for region in REGIONS)
    return [Part(name, region, texts[name]) for region, name in named if texts[name]]


def paragraphs(text: str) -> list[str]:
    """The parts of a text between blank lines."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def points(text: str) -> list[str]:
    """The lines of a text, each a point of a list."""
    return [line.strip(" -•\t") for line in text.split("\n") if line.strip(" -•\t")]
