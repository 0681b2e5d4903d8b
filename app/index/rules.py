"""How a text is searched: without capitals, accents and signs, by pieces of its words, and back to where those stood."""

import re
import unicodedata
from dataclasses import dataclass

LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
INITIALS = re.compile(r"(?<=\b\w)\.\s*(?=\w\b)")
UNSAID = frozenset("'’‘`´")
WORDS_OF_SIGNS = {"&": " en ", "+": " en "}
TRIGRAM = 3
MOST_SIGNS = 4096

# The kinds of things that are found, each with the mark that its rows bear in the index. What is typed has no capitals,
# so it never meets a mark.
MARKS = {"company": "COM", "lead": "LEA", "hub": "HUB", "contact": "CON", "talk": "TAL"}


@dataclass(frozen=True)
class Spelled:
    """A text as it is searched, a space around each word, and for each of its signs where that stood in the text."""

    text: str
    places: tuple[int, ...]


def spelled(text: str) -> Spelled:
    """Jérôme & Zn. B.V. → “ jerome en zn bv ”, with the places of the signs in what was given."""
    unsaid = {place for found in INITIALS.finditer(text) for place in range(*found.span())}
    signs, places = [" "], [0]
    for place, sign in enumerate(text):
        if place in unsaid:
            continue
        for letter in LETTERS_OF[ord(sign)]:
            if letter != " " or signs[-1] != " ":
                signs.append(letter)
                places.append(place)
    if signs[-1] != " ":
        signs.append(" ")
        places.append(len(text))
    return Spelled("".join(signs), tuple(places))


def plain(text: str) -> str:
    """A text as it is searched: what `spelled` says, sooner."""
    words = INITIALS.sub("", text).translate(LETTERS_OF).split()
    return f" {' '.join(words)} " if words else " "


def _letters(sign: str) -> str:
    """One sign of a text as it is searched: letters and digits, a space, or nothing for a sign that is not said."""
    if sign in UNSAID:
        return ""
    if sign in WORDS_OF_SIGNS:
        return WORDS_OF_SIGNS[sign]
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", sign).casefold())
    bare = "".join(mark for mark in apart if not unicodedata.combining(mark)).translate(LETTERS)
    return "".join(mark if mark.isalnum() else " " for mark in bare)


class _Letters(dict[int, str]):
    """What `_letters` says of a sign, by the number of that sign; found out once."""

    def __missing__(self, number: int) -> str:
        said = _letters(chr(number))
        return self.setdefault(number, said) if len(self) < MOST_SIGNS else said


LETTERS_OF = _Letters()


def body(kind: str, lines: list[str]) -> str:
    """What the index holds of a row: the mark of its kind, and each of its lines as it is searched."""
    return "\n".join((MARKS[kind], *map(plain, lines)))


def trigrams(piece: str) -> list[str]:
    """Every three signs in a row of a piece."""
    return [piece[place : place + TRIGRAM] for place in range(len(piece) - TRIGRAM + 1)]


def all_signs(piece: str) -> str:
    """The question to SQLite's index for a text that holds all of a piece; where in the text is not known to it."""
    return "(" + " AND ".join(f'"{sign}"' for sign in trigrams(piece)) + ")"


def domain(website: str) -> str:
    """https://www.voltaris.example/nl → voltaris.example: what people know a website by."""
    return re.sub(r"^\w+://|^www\.", "", re.sub(r"^\w+://", "", website.strip())).split("/")[0]
