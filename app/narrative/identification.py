"""What in a text may say who a company is: found in the words as they will be read, and marked where it stands.

Codes, numbers and addresses anybody can see. Names take a list of those that there are; whose list that is decides who
may be told where one stands (docs/decisions/0022).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from app.cells.breakdowns import REGIONS
from app.companies.rules import LEGAL_FORMS, name_key
from app.narrative.markdown import Block, Span, lines
from app.narrative.sections import SECTIONS
from app.words import N_


@dataclass(frozen=True)
class Kind:
    """A way to give somebody away: what it is called, what to do, and whether it may stay for a reason."""

    title: str
    words: str
    may_stay: bool = False


CODE, NUMBER, EMAIL, PHONE, SITE, WEB, NAME, PERSON, WORD = (
    "code",
    "number",
    "email",
    "phone",
    "site",
    "web",
    "name",
    "person",
    "word",
)
KINDS = {
    CODE: Kind(N_("Code van een lead"), N_("Haal de code weg: EZ leest alleen aantallen en verhalen.")),
    NUMBER: Kind(N_("KvK-nummer"), N_("Haal het nummer weg. Is het een aantal, schrijf het dan met punten.")),
    EMAIL: Kind(N_("E-mailadres"), N_("Haal het adres weg.")),
    PHONE: Kind(N_("Telefoonnummer"), N_("Haal het nummer weg.")),
    SITE: Kind(N_("Website van een bedrijf"), N_("Haal het adres weg.")),
    NAME: Kind(N_("Naam van een bedrijf"), N_("Haal de naam weg: EZ leest geen namen.")),
    PERSON: Kind(N_("Naam van een contactpersoon"), N_("Haal de naam weg: EZ leest geen namen.")),
    WEB: Kind(N_("Webadres"), N_("Is dit niet van een bedrijf in de portefeuille, zeg dan van wie wel."), True),
    WORD: Kind(
        N_("Woord dat ook een naam is"),
        N_("Is hier het gewone woord bedoeld, zeg dat dan. Anders: haal het weg."),
        True,
    ),
}

COMPANY_NAME, PERSON_NAME, KVK_NUMBER, ADDRESS = "company", "person", "kvk", "address"  # what is known, by kind

GAP = r"[\s().-]{0,4}"  # between two digits of a telephone number
TLDS = "nl|com|eu|org|net|io|ai|tech|dev|app|bio|energy|be|de|fr|uk|example"
PATTERNS = (
    (CODE, re.compile(r"\bGR[\W_]{0,3}\d\d[\W_]{0,3}\d{3,}\b", re.IGNORECASE)),
    (EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,99}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}")),
    (PHONE, re.compile(rf"(?<![\d.,])(?:(?:\+|\b00)[1-9](?:{GAP}\d){{7,12}}|0[\s.-]?[1-9](?:{GAP}\d){{8}})(?!\d)")),
    (NUMBER, re.compile(r"(?<!\d)\d{8}(?!\d)")),
    (WEB, re.compile(rf"\b(?:[\w-]{{1,63}}\.){{1,8}}(?:{TLDS})\b", re.IGNORECASE)),
)
DOMAIN = re.compile(r"\b(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}\b", re.IGNORECASE)
SPACED_NUMBER = re.compile(r"(?<!\d)\d(?:[\s.\u2010-\u2015-]?\d){7}(?!\d)")
# Marks within a word that nobody sees: joiners, directions, variants.
UNSEEN = (
    r"\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e01ef"
)
TOKEN = re.compile(rf"[\w{UNSEEN}]+|[&+]")
HIDDEN_MARKS = re.compile(rf"[{UNSEEN}]")
BEGINS = re.compile(r"(?:^|[.!?:;\u2026\u2022])[\s\W]*$")  # what stands before the first word of a sentence
SHORT = 3  # letters: a name like this counts only as it is written, in capitals
SHORTEST_SURNAME = 4
SHORTEST_FIRST = 5  # letters of the first word of a name that may stand for all of it
MOST_WORDS = 16
FARTHEST = 200  # characters of two lines that a name may stand in together
END = Block("paragraph")
PROVIDERS = frozenset(f"{name}.nl" for name in ("kpnmail", "live", "planet", "xs4all", "ziggo")) | {
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "outlook.com",
}
# Words that stand in every report: a company may be called so, but nobody is recognised by them.
OWN_WORDS = frozenset(
    name_key(word)
    for text in (*REGIONS, "Nederland Europa EZ IPO NFIA ROM", *(one.title for one in SECTIONS.values()))
    for word in re.findall(r"\w+", text)
)


@dataclass(frozen=True)
class Known:
    """What there is to find, as it is compared: names of companies and persons, numbers, addresses on the web."""

    names: Mapping[str, str] = field(default_factory=dict)  # key to kind: NAME, PERSON or WORD
    single: frozenset[str] = frozenset()  # keys of one word, which may also be an ordinary one
    firsts: frozenset[str] = frozenset()  # keys of first words, by which a company is called for short
    numbers: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    words: int = 1  # of the longest name

    def without(self, other: "Known") -> "Known":
        """The same but for what the other holds too."""
        names = {key: kind for key, kind in self.names.items() if key not in other.names}
        return replace(self, names=names, numbers=self.numbers - other.numbers, sites=self.sites - other.sites)


@dataclass(frozen=True)
class Found:
    """Something in a line of text: what it is, and where it begins and ends."""

    kind: str
    start: int
    end: int


def known(rows: Iterable[tuple[str, str | None]], places: frozenset[str] = frozenset()) -> Known:
    """What there is to find, from rows of kind and text: names, numbers, e-mail addresses and websites as typed.

    By a first word that is a place (their keys) nobody knows a company.
    """
    names: dict[str, str] = {}
    single: set[str] = set()
    numbers: set[str] = set()
    sites: set[str] = set()
    firsts: set[str] = set()
    longest = 1
    for kind, text in rows:
        if not text:
            continue
        if kind == KVK_NUMBER:
            numbers.add(text)
        elif kind == ADDRESS:
            sites.update(_site(text))
        else:
            words = [word for word in TOKEN.findall(text) if name_key(word) not in LEGAL_FORMS]
            longest = max(longest, min(len(words), MOST_WORDS))
            _learn(kind, text, words, names, single)
            firsts.update(_first(kind, words))
    firsts -= {*places, *names, *OWN_WORDS}
    names |= dict.fromkeys(firsts, WORD)
    return Known(names, frozenset(single), frozenset(firsts), frozenset(numbers), frozenset(sites), longest)


def _first(kind: str, words: Sequence[str]) -> Iterator[str]:
    """The first word of a company's name of several, if it is long enough to know it by."""
    if kind == COMPANY_NAME and len(words) > 1 and len(key := name_key(words[0])) >= SHORTEST_FIRST:
        yield key


def _learn(kind: str, text: str, words: Sequence[str], names: dict[str, str], single: set[str]) -> None:
    key = name_key(text)
    if len(key) < 2 or key in OWN_WORDS:
        return
    alone = len(words) == 1
    if alone:
        single.add(key)
    names[key] = WORD if alone and kind == PERSON_NAME else KIND_OF_NAME[kind]
    if kind == PERSON_NAME and not alone and len(words[-1]) >= SHORTEST_SURNAME:
        surname = name_key(words[-1])
        names.setdefault(surname, WORD)
        single.add(surname)


KIND_OF_NAME = {COMPANY_NAME: NAME, PERSON_NAME: PERSON}


def _site(text: str) -> Iterator[str]:
    """The domain of a website or e-mail address, where it is of a company."""
    domain = re.sub(r"^(?:https?://)?(?:www\.)?|[/?#:].*$", "", text.strip().casefold().rpartition("@")[2])
    if "." in domain and domain not in PROVIDERS:
        yield domain


def find(text: str, names: Known) -> list[Found]:
    """What a line of text gives away, in the order of the text and never twice at one place."""
    return _apart([*_shapes(text, names), *_named(text, names)])


def _apart(everything: Iterable[Found]) -> list[Found]:
    """Of what stands in one place only what is worst, over all that it covers."""
    found: list[Found] = []
    for one in sorted(everything, key=lambda each: (each.start, KINDS[each.kind].may_stay, -each.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
        elif KINDS[found[-1].kind].may_stay and not KINDS[one.kind].may_stay:
            found[-1] = replace(one, start=found[-1].start, end=max(one.end, found[-1].end))
    return found


def _shapes(text: str, names: Known) -> Iterator[Found]:
    """Codes, numbers and addresses."""
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            is_theirs = kind == WEB and not names.sites.isdisjoint(_ends(match.group()))
            yield Found(SITE if is_theirs else kind, *match.span())
    for match in DOMAIN.finditer(text) if names.sites else ():
        if not names.sites.isdisjoint(_ends(match.group())):
            yield Found(SITE, *match.span())
    for match in SPACED_NUMBER.finditer(text):
        if re.sub(r"\D", "", match.group()) in names.numbers:
            yield Found(NUMBER, *match.span())


def _ends(domain: str) -> Iterator[str]:
    """A domain and those that it lies in: shop.bedrijf.nl, bedrijf.nl."""
    parts = domain.casefold().split(".")
    return (".".join(parts[start:]) for start in range(len(parts) - 1))


def _named(text: str, names: Known) -> Iterator[Found]:
    """Names, in one word or several, however they are spaced, hyphenated or accented."""
    tokens = [(match.start(), match.end(), HIDDEN_MARKS.sub("", match.group())) for match in TOKEN.finditer(text)]
    keys = [_key(word) for _start, _end, word in tokens]
    for first, (start, _end, word) in enumerate(tokens):
        joined = ""
        for last in range(first, min(first + names.words, len(tokens))):
            joined += keys[last]
            key = joined if joined in names.names else joined.removesuffix("s")  # also where it is whose
            kind = names.names.get(key)
            if kind is not None and (told := _as_written(kind, key, word, names)):
                yield Found(told, start, tokens[last][1])


@lru_cache(maxsize=10_000)
def _key(word: str) -> str:
    """A word as it is compared; a text says most of its words many times."""
    return name_key(word)


def _across(first: Block, then: Block, names: Known) -> Iterator[Found]:
    """Names that begin in a line and end in the next, as far as they stand in the first."""
    before = max(0, len(first.text) - FARTHEST)
    tail = first.text[before:]
    for one in _named(f"{tail} {then.text[:FARTHEST]}", names) if then.text else ():
        if one.start < len(tail) < one.end:
            yield replace(one, start=before + one.start, end=len(first.text))


def _as_written(kind: str, key: str, word: str, names: Known) -> str | None:
    """What a name is, seen how it is written: in small letters one word may be the ordinary word (None: nothing)."""
    if len(key) <= SHORT:
        return WORD if word.isupper() else None
    if key not in names.single and key not in names.firsts:
        return kind
    if kind == WORD:
        return None if word.islower() else WORD
    return WORD if word.islower() else kind


@dataclass(frozen=True)
class Spotted:
    """Something found in a text: what it is, the words, and the line that they stand in, with all found there marked."""

    kind: str
    words: str
    line: Block


def spot(blocks: Iterable[Block], names: Known) -> Iterator[Spotted]:
    """All that is found in a text, in its order."""
    for line, then in pairwise([*lines(blocks), END]):
        found = _apart([*find(line.text, names), *_across(line, then, names)])
        shown = replace(line, spans=tuple(_split(line.spans, found)))
        for one in found:
            yield Spotted(one.kind, line.text[one.start : one.end], shown)


def _split(spans: Iterable[Span], found: Sequence[Found]) -> Iterator[Span]:
    """Spans cut where something begins or ends that was found."""
    cuts = sorted({edge for one in found for edge in (one.start, one.end)})
    at = 0
    for span in spans:
        edges = [at, *(cut for cut in cuts if at < cut < at + len(span.text)), at + len(span.text)]
        for start, end in pairwise(edges):
            is_in = any(one.start <= start < one.end for one in found)
            yield replace(span, text=span.text[start - at : end - at], marked=is_in)
        at += len(span.text)


def worst(texts: Iterable[Iterable[Block]], hidden: Known) -> str | None:
    """Of all texts together: NAME when they hold something of the hidden, WORD when a word may be it, None for nothing.

    No more than this may be told of names that the writer may not know: not which, not whose, not where.
    """
    found = {kind for blocks in texts for pair in pairwise([*lines(blocks), END]) for kind in _of_hidden(*pair, hidden)}
    return NAME if found - {WORD} else WORD if found else None


def _of_hidden(line: Block, then: Block, hidden: Known) -> Iterator[str]:
    text = line.text
    yield from (one.kind for one in _named(text, hidden) if not _opens(text, one, hidden))
    yield from (one.kind for one in _across(line, then, hidden))
    yield from (one.kind for one in _shapes(text, hidden) if _is_hidden(text, one, hidden))


def _opens(text: str, found: Found, hidden: Known) -> bool:
    """Whether it is a first word with the capital of a sentence: of what is hidden nobody is told which word it is."""
    key = name_key(text[found.start : found.end])
    is_first = key in hidden.firsts or key.removesuffix("s") in hidden.firsts
    return is_first and BEGINS.search(text[: found.start]) is not None


def _is_hidden(text: str, found: Found, hidden: Known) -> bool:
    """Whether a number or address is one of theirs: most are marked as what they look like, whoever they belong to."""
    words = text[found.start : found.end]
    return found.kind == SITE or (found.kind == NUMBER and re.sub(r"\D", "", words) in hidden.numbers)
