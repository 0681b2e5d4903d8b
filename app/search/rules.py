"""What is typed as words to look for, which typing errors are forgiven, what fits best, and which piece is marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from app.index.rules import MARKS, TRIGRAM, Spelled, all_signs, plain, spelled, trigrams
from app.words import N_

MOST_WORDS, LONGEST_WORD, LONGEST = 6, 40, 120
FORGIVEN = {5: 1, 8: 2}  # from how many letters on how many of them may be wrong, missing, doubled or swapped
FORGIVING = ("company", "contact", "hub")  # names; a text is found by its own words
AROUND = 60  # signs before and after the marked piece of a long text

WEB = re.compile(r"\bhttps?://(?:www\.)?|\bwww\.", re.IGNORECASE)  # what every address begins with

GROUPS = {
    "company": (N_("Bedrijven"), "building"),
    "lead": (N_("Leads"), "layout-kanban"),
    "hub": (N_("Brandpunten"), "map-2"),
    "contact": (N_("Contactpersonen"), "user"),
    "talk": (N_("Gesprekken en taken"), "message"),
}
# What was found where the name of the thing does not say it: table and column.
REASONS = {
    ("trade_name", "name"): N_("Handelsnaam"),
    ("company_kvk", "number"): N_("KvK-nummer"),
    ("company", "website"): N_("Website"),
    ("company", "municipality_code"): N_("Gemeente"),
    ("lead_story", "question"): N_("Vraag"),
    ("lead_story", "site_name"): N_("Locatie"),
    ("lead_story", "municipality_code"): N_("Gemeente"),
    ("contact", "email"): N_("E-mail"),
    ("talk", "said"): N_("Gezegd"),
    ("talk", "agreed"): N_("Afgesproken"),
    ("task", "title"): N_("Taak"),
    ("hub", "place"): N_("Plaats"),
}


def words_of(typed: str) -> tuple[str, ...]:
    """The words that are looked for, as they are searched; the longest first, as that finds the fewest."""
    words = dict.fromkeys(word[:LONGEST_WORD] for word in plain(WEB.sub("", typed[:LONGEST])).split())
    return tuple(sorted(list(words)[:MOST_WORDS], key=len, reverse=True))


def pieces_of(words: Sequence[str]) -> tuple[str, ...]:
    """What a text has to hold: each word as a piece of one of its own; words of two letters by themselves begin one."""
    if any(len(word) >= TRIGRAM for word in words):
        return tuple(words)
    return tuple(f" {word}" for word in words if len(word) == TRIGRAM - 1)


def likely_pieces(words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each word that may hold an error the pieces of which a text has one: both halves, the beginning, the end."""
    return tuple(tuple(dict.fromkeys(_parts(word))) for word in words if len(word) >= min(FORGIVEN))


def _parts(word: str) -> Iterable[str]:
    half = len(word) // 2
    if half >= TRIGRAM:
        yield from (word[:half], word[-half:])
    yield from (f" {word[:TRIGRAM]}", f"{word[-TRIGRAM:]} ")


def asked(pieces: Iterable[str], kind: str | None = None) -> str:
    """The question to SQLite's index: the pieces, three signs at a time, in a row of this kind; the rest is checked."""
    signs = dict.fromkeys(sign for piece in pieces for sign in (*trigrams(piece)[::TRIGRAM], *trigrams(piece)[-1:]))
    return " AND ".join(f'"{sign}"' for sign in (*signs, *([MARKS[kind]] if kind else ())))


def asked_any(pieces: Iterable[str], sure: Iterable[str] = ()) -> str:
    """The same where one of the pieces will do beside all that is sure, in the rows of names."""
    ways = " OR ".join(all_signs(piece) for piece in pieces)
    always = "".join(f'"{sign}" AND ' for word in sure for sign in trigrams(word))
    return always + "(" + " OR ".join(f'"{MARKS[kind]}"' for kind in FORGIVING) + f") AND ({ways})"


# --- What fits best ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fit:
    """How well a line of a text fits what was typed, from 0 to 100, and where."""

    line: int
    score: float
    marks: tuple[tuple[int, int], ...] = ()


def fit(text: str, words: Sequence[str], typed: str) -> Fit:
    """The line of a text that fits best, and which of its signs to mark; score 0 where no word stands in it."""
    lines = [spelled(line) for line in text.split("\n")]
    return max((_fit(number, line, words, typed) for number, line in enumerate(lines)), key=lambda one: one.score)


def _fit(number: int, line: Spelled, words: Sequence[str], typed: str) -> Fit:
    found = [place for word in words for place in _places(line, word)]
    if not found:
        return Fit(number, 0)
    there = sum(1 for word in words if word in line.text) / len(words)
    begins = any(f" {word}" in line.text for word in words)
    whole = typed in line.text
    return Fit(number, 50 * there + 10 * begins + 15 * whole + ratio(typed, line.text) / 4, tuple(found))


def _places(line: Spelled, word: str) -> Iterable[tuple[int, int]]:
    start = line.text.find(word)
    while start >= 0:
        yield line.places[start], line.places[start + len(word) - 1] + 1
        start = line.text.find(word, start + len(word))


def forgiving_fit(text: str, words: Sequence[str]) -> Fit:
    """The line of a text in which every word stands, but for a few letters; score 0 where one does not."""
    lines = [spelled(line) for line in text.split("\n")]
    return max((_forgive(number, line, words) for number, line in enumerate(lines)), key=lambda one: one.score)


def _forgive(number: int, line: Spelled, words: Sequence[str]) -> Fit:
    there = line.text.split()
    marks: list[tuple[int, int]] = []
    wrong = 0
    for word in words:
        found = _nearest(word, there)
        if found is None:
            return Fit(number, 0)
        near, errors = found
        wrong += errors
        marks.extend(list(_places(line, near))[:1])
    return Fit(number, 100 - 10 * wrong + ratio(" ".join(words), line.text) / 10, tuple(marks))


def _nearest(word: str, there: Iterable[str]) -> tuple[str, int] | None:
    """The word of a text, or the beginning of one, that differs least from a typed word, if that may be an error."""
    most = max((errors for letters, errors in FORGIVEN.items() if len(word) >= letters), default=0)
    near = [
        (errors, other)
        for whole in there
        for other in dict.fromkeys((whole, whole[: len(word)]))
        if (errors := OSA.distance(word, other, score_cutoff=most)) <= most
    ]
    return (min(near)[1], min(near)[0]) if near else None


# --- What is shown -----------------------------------------------------------------------------------------


Part = tuple[str, bool]


@dataclass(frozen=True)
class Hit:
    """One thing that was found: its name and address, what stands under it, and what it was found by.

    `title` is the name in parts that are marked or not; `parts` likewise, where the `reason` is another text.
    """

    kind: str
    key: int
    name: str
    href: str
    score: float
    title: Sequence[Part]
    under: str = ""
    reason: str = ""
    parts: Sequence[Part] = ()


def marked(text: str, marks: Iterable[tuple[int, int]]) -> list[Part]:
    """A line in parts, each with whether it is marked; of a long line what stands around the first mark."""
    places = sorted(marks)
    start, end = 0, len(text)
    if places and len(text) > 3 * AROUND:
        start, end = _word(text, places[0][0] - AROUND), _word(text, places[0][1] + 2 * AROUND)
    parts, last = [("… ", False)] if start else [], start
    for begin, stop in places:
        if begin < last or stop > end:
            continue
        parts += [(text[last:begin], False), (text[begin:stop], True)]
        last = stop
    parts += [(text[last:end], False), (" …" if end < len(text) else "", False)]
    return [part for part in parts if part[0]]


def _word(text: str, place: int) -> int:
    """The beginning of the word in which a place lies, within the text."""
    if place <= 0 or place >= len(text):
        return max(0, min(place, len(text)))
    return text.rfind(" ", 0, place) + 1
