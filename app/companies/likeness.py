"""Which companies may be one and the same, and why: their numbers, names, websites and places compared. Pure."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import combinations, product
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.companies.rules import name_words
from app.index.rules import TRIGRAM, domain, plain
from app.words import N_


class Ground(StrEnum):
    """Why two companies may be one."""

    NUMBER = "number"
    NAME = "name"
    GROUP = "group"
    WEBSITE = "website"
    SPELLING = "spelling"
    PLACE = "place"


GROUNDS = {
    Ground.NUMBER: N_("Zelfde KvK-nummer"),
    Ground.NAME: N_("Zelfde naam"),
    Ground.GROUP: N_("Zelfde naam zonder woorden als holding of groep"),
    Ground.WEBSITE: N_("Zelfde website"),
    Ground.SPELLING: N_("Bijna dezelfde naam"),
    Ground.PLACE: N_("Zelfde plaats"),
}
# How much each says; a place says nothing by itself.
WEIGHTS = {
    Ground.NUMBER: 8,
    Ground.NAME: 5,
    Ground.GROUP: 4,
    Ground.WEBSITE: 3,
    Ground.SPELLING: 2,
    Ground.PLACE: 1,
}
# Words around a name that tell the companies of one group apart, and one company from itself as others write it down.
GROUP_WORDS = {"holding", "holdings", "groep", "group", "beheer", "participaties", "operations", "company", "co"}
COUNTRY_WORDS = {"nederland", "netherlands", "benelux", "europe", "international"}
LITTLE_WORDS = {"the", "de", "het", "en", "and", "technology", "technologies"}
AROUND = frozenset(GROUP_WORDS | COUNTRY_WORDS | LITTLE_WORDS)
SITES_OF_MANY = frozenset({"linkedin.com", "nl.linkedin.com", "facebook.com", "instagram.com", "sites.google.com"})

FORGIVEN = {5: 1, 8: 2}  # from how many letters on how many of them may be wrong, missing, doubled or swapped
BEGIN = 7  # letters with which a name begins; names that begin otherwise, slips aside, are not compared
CROWDED = 40  # companies that share something too common to compare all of them with each other
NEIGHBOURS = 8
FEW_CHANGED = 8  # companies that are compared with all others, rather than all with each other anew


@lru_cache(maxsize=4096)
def forgiven(length: int) -> int:
    """How many letters of a name of this length may differ."""
    return max((most for letters, most in FORGIVEN.items() if length >= letters), default=0)


def core(name: str) -> str:
    """A name as it is compared, without the words around it; Voltaris Holding B.V. → voltaris."""
    return "".join(_core_words(name))


def _core_words(name: str) -> list[str]:
    words = name_words(name)
    return [word for word in words if word not in AROUND] or words


def ends(name: str) -> Iterator[str]:
    """How a name begins and ends in the index of the search, three signs each: by one of them its like is looked up."""
    words = _core_words(name)
    yield (words[0] if len(words[0]) >= TRIGRAM else f" {words[0]} ")[:TRIGRAM]
    yield (words[-1] if len(words[-1]) >= TRIGRAM else f" {words[-1]} ")[-TRIGRAM:]


@dataclass(frozen=True)
class Signs:
    """What a company is recognised by: its number here, its names, KvK numbers, website and municipality."""

    id: int
    names: tuple[str, ...]
    numbers: frozenset[str] = frozenset()
    website: str | None = None
    municipality: str | None = None

    @cached_property
    def keys(self) -> frozenset[str]:
        """Its names as they are compared."""
        return frozenset("".join(name_words(name)) for name in self.names)

    @cached_property
    def cores(self) -> frozenset[str]:
        """Its names without the words around them."""
        return frozenset(core(name) for name in self.names)

    @cached_property
    def site(self) -> str | None:
        """Its website as people know it; None for a site on which many have a page."""
        found = domain(self.website).casefold() if self.website else None
        return None if found in SITES_OF_MANY else found

    @property
    def pieces(self) -> frozenset[str]:
        """The pieces of which a company that resembles it has one in the index: number, website, how a name begins or ends."""
        sites = {plain(self.site).strip()} if self.site else set()
        return frozenset({*self.numbers, *sites, *(end for name in self.names if name for end in ends(name))})

    @property
    def shelves(self) -> Iterator[Hashable]:
        """Where it lies: under its numbers, its website, and how its names begin."""
        yield from (("number", number) for number in self.numbers)
        yield from (("name", name[:BEGIN]) for name in self.cores)
        if self.site:
            yield "site", self.site


def grounds(one: Signs, other: Signs) -> tuple[Ground, ...]:
    """Why two companies may be one and the same, what says most first; empty where nothing says so."""
    found = []
    if not one.numbers.isdisjoint(other.numbers):
        found.append(Ground.NUMBER)
    by_name = _by_name(one, other)
    if by_name:
        found.append(by_name)
    if one.site and one.site == other.site:
        found.append(Ground.WEBSITE)
    if found and one.municipality and one.municipality == other.municipality:
        found.append(Ground.PLACE)
    return tuple(sorted(found, key=lambda ground: -WEIGHTS[ground])) if len(found) > 1 else tuple(found)


def _by_name(one: Signs, other: Signs) -> Ground | None:
    if not one.keys.isdisjoint(other.keys):
        return Ground.NAME
    if not one.cores.isdisjoint(other.cores):
        return Ground.GROUP
    if one.numbers and other.numbers:
        return None  # two numbers that differ say more than a spelling that does not
    apart = bool(one.municipality and other.municipality and one.municipality != other.municipality)
    return Ground.SPELLING if any(_is_near(*names, apart) for names in product(one.cores, other.cores)) else None


def _is_near(first: str, second: str, apart: bool) -> bool:
    """Whether one is a slip of the pen for the other; of companies that stand `apart` one letter less may differ."""
    most = forgiven(min(len(first), len(second))) - apart
    if most < 1 or OSA.distance(first, second, score_cutoff=most) > most:
        return False
    return _digits(first) == _digits(second)


def _digits(name: str) -> str:
    """Studio 1 and Studio 2 are two."""
    return "".join(mark for mark in name if mark.isdigit())


@dataclass(frozen=True)
class Pair:
    """Two companies that may be one, the older first, and why."""

    one: Signs
    other: Signs
    grounds: tuple[Ground, ...]

    @property
    def weight(self) -> int:
        """How much says that they are one."""
        return sum(WEIGHTS[ground] for ground in self.grounds)

    @property
    def is_doubtful(self) -> bool:
        """Whether both have KvK numbers and none in common, as a holding and what it holds do."""
        return bool(self.one.numbers and self.other.numbers) and self.one.numbers.isdisjoint(self.other.numbers)


def pairs(companies: Iterable[Signs]) -> list[Pair]:
    """All that may be one and the same, what says most first, those with other KvK numbers last.

    Each is compared with who lies on the same shelf or, by the name, on one nearby: ten times as many companies take
    some ten times as long.
    """
    shelves = defaultdict[Hashable, list[Signs]](list)
    for company in sorted(companies, key=lambda company: company.id):
        for shelf in company.shelves:
            shelves[shelf].append(company)
    compared: set[tuple[int, int]] = set()
    found = []
    for one, other in _couples(shelves):
        if one.id > other.id:
            one, other = other, one
        if one.id != other.id and (one.id, other.id) not in compared:
            compared.add((one.id, other.id))
            why = grounds(one, other)
            if why:
                found.append(Pair(one, other, why))
    return sorted(found, key=_surest_first)


def newcomers(new: Sequence[Signs], known: Iterable[Signs]) -> list[Pair]:
    """What newcomers may be one with, among those that are known and the newcomers before them; what says most first.

    Each is held against all names of about its length, so this is for some thousands beside some thousands.
    """
    shelves, cores = defaultdict[Hashable, list[Signs]](list), defaultdict[int, dict[str, list[Signs]]](dict)
    for company in (*known, *new):
        for shelf in company.shelves:
            shelves[shelf].append(company)
        for name in company.cores:
            cores[len(name)].setdefault(name, []).append(company)
    order = {one.id: place for place, one in enumerate(new)}
    found = []
    for one in new:
        for other in {other.id: other for other in (*_on_shelves(one, shelves), *_near(one, cores))}.values():
            if order.get(other.id, -1) < order[one.id] and (why := grounds(one, other)):
                found.append(Pair(one, other, why))
    return sorted(found, key=_surest_first)


def _on_shelves(one: Signs, shelves: Mapping[Any, Sequence[Signs]]) -> Iterator[Signs]:
    for shelf in one.shelves:
        yield from shelves[shelf][:CROWDED]


def _near(one: Signs, cores: Mapping[int, Mapping[str, Sequence[Signs]]]) -> Iterator[Signs]:
    for name in one.cores:
        most = forgiven(len(name))
        for length in range(len(name) - most, len(name) + most + 1):
            near = process.extract(name, cores.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=CROWDED)
            for found, _distance, _place in near:
                yield from cores[length][found][:CROWDED]


def _surest_first(pair: Pair) -> tuple[Any, ...]:
    return pair.is_doubtful, -pair.weight, pair.one.names, pair.one.id, pair.other.id


class Compared:
    """What was compared before: when a few companies changed since, only those are compared anew."""

    def __init__(self) -> None:
        self.companies: dict[int, Signs] = {}
        self.found: list[Pair] = []

    def pairs(self, companies: Iterable[Signs]) -> list[Pair]:
        """All that may be one and the same now, what says most first."""
        before, now = self.companies, {company.id: company for company in companies}
        changed = {number for number in now.keys() | before.keys() if now.get(number) != before.get(number)}
        if len(changed) > FEW_CHANGED:
            self.found = pairs(now.values())
        elif changed:
            now |= {number: company for number, company in before.items() if number not in changed}
            stay = [pair for pair in self.found if changed.isdisjoint((pair.one.id, pair.other.id))]
            self.found = sorted([*stay, *_anew(now, changed)], key=_surest_first)
        self.companies = now
        return self.found


def _anew(companies: Mapping[int, Signs], changed: Collection[int]) -> Iterator[Pair]:
    for one in (companies[number] for number in changed if number in companies):
        for other in companies.values():
            if other.id != one.id and not (other.id in changed and other.id < one.id):
                why = grounds(one, other)
                if why:
                    yield Pair(one, other, why) if one.id < other.id else Pair(other, one, why)


def _couples(shelves: Mapping[Any, Sequence[Signs]]) -> Iterator[tuple[Signs, Signs]]:
    for shelf in shelves.values():
        yield from combinations(shelf, 2) if len(shelf) <= CROWDED else _neighbours(shelf)
    for first, second in near_beginnings(begin for kind, begin in shelves if kind == "name"):
        one, other = shelves["name", first], shelves["name", second]
        yield from product(one, other) if len(one) + len(other) <= CROWDED else _neighbours([*one, *other])


def _neighbours(shelf: Sequence[Signs]) -> Iterator[tuple[Signs, Signs]]:
    """On a crowded shelf everyone with who comes next by name."""
    by_name = sorted(shelf, key=lambda company: min(company.cores))
    for place, one in enumerate(by_name):
        yield from ((one, other) for other in by_name[place + 1 : place + 1 + NEIGHBOURS])


def near_beginnings(begins: Iterable[str]) -> set[tuple[str, str]]:
    """The beginnings that become the same when some letters are taken out of each.

    Of two names that differ in no more letters than are forgiven, the beginnings always do.
    """
    left = defaultdict[str, list[str]](list)
    for begin in begins:
        for piece in _pieces(begin):
            left[piece].append(begin)
    return {couple for alike in left.values() for couple in combinations(sorted(alike), 2)}


def _pieces(begin: str) -> set[str]:
    """What is left of a beginning when as many letters are taken out as are forgiven."""
    left = {begin}
    for _ in range(forgiven(len(begin) + (len(begin) == BEGIN))):
        left |= {piece[:place] + piece[place + 1 :] for piece in left for place in range(len(piece))}
    return left
