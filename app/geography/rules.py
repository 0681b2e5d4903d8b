"""Which municipality is meant by what a person types. Several may be: then the person chooses, never the program."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum

from app.words import N_

# The ten technologies of the Nationale Technologiestrategie (002 §3.2), marked so that the screens translate them.
TECHNOLOGIES = {
    "NTS01": (N_("Optische systemen en geïntegreerde fotonica"), N_("fotonica")),
    "NTS02": (N_("Quantumtechnologie"), N_("quantum")),
    "NTS03": (N_("Procestechnologie, inclusief procesintensivering"), N_("proces")),
    "NTS04": (N_("Biomoleculaire en celtechnologie"), N_("biomoleculair")),
    "NTS05": (N_("Imagingtechnologieën"), N_("imaging")),
    "NTS06": (N_("Mechatronica en optomechatronica"), N_("mechatronica")),
    "NTS07": (N_("Artificial intelligence en datascience"), N_("AI")),
    "NTS08": (N_("Energiematerialen"), N_("energiematerialen")),
    "NTS09": (N_("Halfgeleidertechnologie"), N_("halfgeleider")),
    "NTS10": (N_("Cybersecurity"), N_("cybersecurity")),
}

PROVINCE_MARKS = {
    "PV20": ("gn", "gr", "groningen"),
    "PV21": ("fr", "frl", "fryslan", "friesland"),
    "PV22": ("dr", "drenthe"),
    "PV23": ("o", "ov", "overijssel"),
    "PV24": ("fl", "flevoland"),
    "PV25": ("gld", "gelderland"),
    "PV26": ("ut", "utrecht"),
    "PV27": ("nh", "noord holland"),
    "PV28": ("zh", "zuid holland"),
    "PV29": ("z", "zld", "zeeland"),
    "PV30": ("nb", "noord brabant", "brabant"),
    "PV31": ("l", "lb", "limburg"),
}
PROVINCE_OF_MARK = {mark: code for code, marks in PROVINCE_MARKS.items() for mark in marks}
_ENDS_IN_MARK = re.compile(rf"(?P<name>.+) (?P<mark>{'|'.join(sorted(PROVINCE_OF_MARK, key=len, reverse=True))})")
_IN_TOWN = re.compile(r",\s*gemeente\s", re.IGNORECASE)
_JOINED = re.compile(r"-\w+$")
_TOWN_WORDS = re.compile(r"^(?:gemeente|gem) | gemeente$")
_SAINT = re.compile(r"^st (?=\w)")
ALIKE = 0.72  # how much of a name must be right before we dare to ask “bedoel je …?”


class Named(IntEnum):
    """What bears a name; the first that bears it in full is meant."""

    MUNICIPALITY = 0
    ALIAS = 1
    PLACE = 2


@dataclass(frozen=True)
class Bearer:
    """A municipality, another name of it, or a place in it, under its search key."""

    named: Named
    key: str
    name: str
    municipality_code: str
    municipality: str
    province_code: str

    @property
    def label(self) -> str:
        """The name as we offer it: Bergen (L.); Hengelo (Gld), gemeente Bronckhorst."""
        return f"{self.name}, gemeente {self.municipality}" if self.named is Named.PLACE else self.municipality

    @property
    def is_namesake(self) -> bool:
        """Whether this is the town that its municipality is called after: offering both says nothing."""
        return self.named is Named.PLACE and self.key == search_key(self.municipality)


@dataclass(frozen=True)
class Found:
    """One municipality is meant; `place` is the town in it that was typed, if it was one."""

    municipality_code: str
    municipality: str
    place: str | None = None


@dataclass(frozen=True)
class Choice:
    """A municipality that may be meant, with the label to offer it under."""

    municipality_code: str
    label: str


@dataclass(frozen=True)
class Ambiguous:
    """Several municipalities may be meant."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Unknown:
    """Nothing bears this name; the nearest names, best first."""

    suggestions: tuple[str, ...] = ()


Answer = Found | Ambiguous | Unknown


def search_key(name: str) -> str:
    """The key that a name is kept under: no capitals, accents, apostrophes, hyphens or mark of a province.

    A province joined by a hyphen is no mark but part of the name: Midden-Drenthe.
    """
    key, marked, _province = _split(name)
    return key if _JOINED.search(name) else marked


def named_province(name: str) -> str | None:
    """The code of the province that a name is marked with: Bergen (NH.), Rijswijk ZH, Hengelo Gelderland."""
    return _split(name)[2]


def readings(typed: str) -> tuple[str, ...]:
    """The keys that a typed name may be kept under, likeliest first."""
    key, marked, _province = _split(_IN_TOWN.split(typed, maxsplit=1)[0])
    return tuple(dict.fromkeys((key, marked)))


def resolve(text: str, bearers: Iterable[Bearer]) -> Answer:
    """The municipality meant by a typed name: found, ambiguous or unknown.

    A municipality's official name, typed in full, is that municipality, whatever villages share it. A name that no
    municipality bears in full (Bergen, Hengelo) may be any municipality or place that bears it. A label that we
    offered ourselves (Hengelo (Gld), gemeente Bronckhorst) means just that one.
    """
    name, *town = _IN_TOWN.split(text, maxsplit=1)
    whole, _marked, province = _split(name)
    alike = sorted(_alike(readings(name), bearers), key=lambda b: (b.named, b.label))
    within = [b for b in alike if b.key == whole or b.province_code == province]
    if town:
        within = [b for b in within if _folded(b.municipality) == _folded(town[0])]
    if not within:
        return Unknown(tuple(choice.label for choice in _choices(alike)))
    official = [b for b in within if b.named is not Named.PLACE and _folded(b.name) == _folded(name)]
    choices = _choices(official or within)
    if len(choices) > 1:
        return Ambiguous(choices)
    first = within[0]
    return Found(first.municipality_code, first.municipality, first.name if first.named is Named.PLACE else None)


def suggest(text: str, bearers: Iterable[Bearer], limit: int = 3) -> tuple[str, ...]:
    """The labels of the names most like a typed one, best first: those that begin with it, else its likenesses."""
    key = readings(text)[-1]
    first_of = _first_by_key(bearers)
    begun = [name for name in first_of if key and name.startswith(key)][:limit]
    nearest = begun or get_close_matches(key, first_of, n=limit, cutoff=ALIKE)
    return tuple(first_of[name].label for name in nearest)


def _alike(keys: tuple[str, ...], bearers: Iterable[Bearer]) -> list[Bearer]:
    of_key: dict[str, list[Bearer]] = {key: [] for key in keys}
    for bearer in bearers:
        if bearer.key in of_key:
            of_key[bearer.key].append(bearer)
    return next((found for found in of_key.values() if found), [])


def _choices(bearers: Sequence[Bearer]) -> tuple[Choice, ...]:
    label_of: dict[str, str] = {}
    for bearer in bearers:
        label_of.setdefault(bearer.municipality_code, bearer.label)
    return tuple(Choice(code, label) for code, label in label_of.items())


def _first_by_key(bearers: Iterable[Bearer]) -> dict[str, Bearer]:
    first_of: dict[str, Bearer] = {}
    for bearer in sorted(bearers, key=lambda b: (b.named, b.key)):
        first_of.setdefault(bearer.key, bearer)
    return first_of


def _split(text: str) -> tuple[str, str, str | None]:
    """A name as a key, the same without the mark of a province, and that province's code."""
    folded = _folded(text)
    found = _ENDS_IN_MARK.fullmatch(folded)
    return (folded, found["name"], PROVINCE_OF_MARK[found["mark"]]) if found else (folded, folded, None)


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(mark for mark in letters if not unicodedata.combining(mark))
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"['’‘`´.]", "", bare))
    tidy = _TOWN_WORDS.sub("", " ".join(words.split()))
    return _SAINT.sub("sint ", tidy)
