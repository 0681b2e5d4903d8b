"""The check-list before publishing: what each line looks at, and whether it may be waved through with a reason. Pure.

A line is clear, or waved through, or open; a report is published when none is open. What was waved through stands in
the report with its reason, and only holds for what it was about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.db.errors import Refused
from app.impact import rules as impact
from app.narrative import identification
from app.narrative.identification import Known
from app.narrative.markdown import Block, blocks
from app.narrative.sections import SECTIONS, missing
from app.reports.rules import CHECK_TITLES, EVIDENCE, HIDDEN_WORD, WAITING, canonical, fingerprint
from app.words import N_

MISSING, CASES, UNCHECKED = "missing", "cases", "unchecked"
HIDDEN_NAME = "hidden_name"
REASONS, REPLACES = "reasons", "replaces"  # texts of a report that are no section
OTHER_TEXTS = {
    REASONS: N_("Redenen bij deze lijst"),
    REPLACES: N_("Waarom deze versie er is"),
}


FROM_ELSEWHERE = {
    "case": N_("een case uit de praktijk"),
    "question": N_("een vraag of antwoord"),
    "talk": N_("een afspraak uit een gesprek"),
}


@dataclass(frozen=True)
class Doubt:
    """Something that does not add up: which kind, the codes of the leads, and what exactly, to see whether it changed."""

    kind: str
    codes: tuple[str, ...]
    about: tuple[str, ...]


@dataclass(frozen=True)
class Check:
    """What a line looks at: its title, what it says when it is open, and whether it may pass with a reason."""

    title: str
    words: str
    may_pass: bool = True


BOOKS = {
    **{kind: Check(title, N_("Dit telt niet of niet goed mee: %(codes)s.")) for kind, title in impact.BREACHES.items()},
    WAITING: Check(
        CHECK_TITLES[WAITING],
        N_("Zij gelden voor de peildatum en tellen niet mee: %(codes)s. Komen zij later, dan is dat een correctie."),
    ),
    EVIDENCE: Check(CHECK_TITLES[EVIDENCE], N_("Niemand zei wat dit bewijst en wie dat zag: %(codes)s.")),
    impact.NOT_SUBMITTED: Check(
        CHECK_TITLES[impact.NOT_SUBMITTED], N_("Een getekend besluit of besloten geld telt nog niet mee: %(codes)s.")
    ),
    impact.CONTRADICTED: Check(
        CHECK_TITLES[impact.CONTRADICTED], N_("Het dossier zegt nu iets anders dan wat telt: %(codes)s.")
    ),
    impact.DOUBLE: Check(CHECK_TITLES[impact.DOUBLE], N_("Een naam of KvK-nummer staat bij twee codes: %(codes)s.")),
}
TEXTS = {
    MISSING: Check(N_("Teksten die nog ontbreken"), N_("Dit hoort in een rapport van deze soort."), False),
    CASES: Check(N_("Cases die nog niet klaar zijn"), N_("Schrijf ze af, of haal ze uit het concept."), False),
    UNCHECKED: Check(
        N_("Namen die je niet mag kennen"),
        N_(
            "De teksten zijn bewaard, maar vandaag kunnen we ze niet meer nakijken op namen van bedrijven. "
            "Open dit voorbeeld morgen opnieuw. Daarna kun je publiceren."
        ),
        False,
    ),
    HIDDEN_NAME: Check(
        N_("Namen die je niet mag kennen"),
        N_(
            "Ergens in de teksten staat de naam van een bedrijf dat je niet mag kennen, of van iemand die er werkt. "
            "We zeggen niet welke naam en waar: haal alle namen weg."
        ),
        False,
    ),
    HIDDEN_WORD: Check(
        CHECK_TITLES[HIDDEN_WORD],
        N_(
            "Ergens in de teksten staat een woord dat ook de naam is van een bedrijf of van iemand die je niet mag "
            "kennen. We zeggen niet welk woord. Staan er alleen gewone woorden, zeg dan dat je dat hebt nagekeken."
        ),
    ),
}
IDENTIFICATION = {kind: Check(one.title, one.words, one.may_stay) for kind, one in identification.KINDS.items()}
CHECKS: dict[str, Check] = {**BOOKS, **TEXTS, **IDENTIFICATION}
SHOWN_WHEN_CLEAR = (*BOOKS, MISSING, CASES, HIDDEN_NAME)
CLEAR_TEXTS = N_("Codes, nummers, adressen en namen in de teksten")


PLACES = {WAITING: ("/toetsing", N_("Naar de toetsing"))}  # where a line is settled, but at the leads it names


@dataclass(frozen=True)
class Waiver:
    """That a line was waved through: what it was about then, why, who did it and when."""

    about: str
    reason: str
    who: str | None
    at: datetime


@dataclass(frozen=True)
class Line:
    """A line of the check-list that something was found for."""

    kind: str
    section: str = ""
    codes: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    shown: tuple[Block, ...] = ()
    names: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    waiver: Waiver | None = None

    @classmethod
    def of(cls, key: str) -> "Line":
        """A line by what it is called in an address, whatever was found for it."""
        kind, _sign, section = key.partition("-")
        return cls(kind, section)

    @property
    def leads(self) -> list[str]:
        """The codes that it names, each by itself."""
        return list(dict.fromkeys(one for code in self.codes for one in code.split(" / ")))

    @property
    def key(self) -> str:
        """What the line is called in an address: its kind, and where it is about one text that text."""
        return f"{self.kind}-{self.section}" if self.section else self.kind

    @property
    def check(self) -> Check:
        """What it looks at."""
        return CHECKS[self.kind]

    @property
    def may_pass(self) -> bool:
        """Whether it may be waved through: never what stands in the reasons themselves."""
        return self.check.may_pass and self.section != REASONS

    @property
    def mark(self) -> str:
        """A hash of what it is about: it changes when that does."""
        return fingerprint(canonical({"about": list(self.about)}))

    @property
    def is_open(self) -> bool:
        """Whether it stands in the way of publishing."""
        return not self.may_pass or self.waiver is None or self.waiver.about != self.mark


@dataclass(frozen=True)
class Searched:
    """What the texts were held against: names that the writer may know, and the worst there is of all others."""

    known: Known = field(default_factory=Known)
    hidden: str | None = None  # identification.NAME or WORD, UNCHECKED while that was not counted


def lines(
    kind: str, texts: Mapping[str, str], searched: Searched, doubts: Iterable[Doubt], waivers: Mapping[str, Waiver]
) -> list[Line]:
    """Every line that something was found for, in an order that no reason changes."""
    found = [*_of_texts(kind, texts), *_identified(texts, searched), *(_of_books(one) for one in doubts)]
    return [_with(one, waivers.get(one.key)) for one in found]


def _with(line: Line, waiver: Waiver | None) -> Line:
    return replace(line, waiver=waiver)


def _of_texts(kind: str, texts: Mapping[str, str]) -> Iterator[Line]:
    if names := tuple(missing(texts, kind)):
        yield Line(MISSING, names=names)


HIDDEN = {identification.NAME: HIDDEN_NAME, identification.WORD: HIDDEN_WORD, UNCHECKED: UNCHECKED}


def _identified(texts: Mapping[str, str], searched: Searched) -> Iterator[Line]:
    if searched.hidden is not None:
        written = tuple(text for name, text in sorted(texts.items()) if name != REASONS)
        yield Line(HIDDEN[searched.hidden], about=written)
    for name, text in texts.items():
        yield from spotted(name, text, searched.known)


def spotted(name: str, text: str, names: Known) -> Iterator[Line]:
    """What says in one text who a company is, as far as the writer may be told: a line for each kind.

    Each shows all that was found in the text.
    """
    found = list(identification.spot(blocks(text), names))
    shown = tuple(dict.fromkeys(one.line for one in found))
    for kind in dict.fromkeys(one.kind for one in found):
        of_kind = [one for one in found if one.kind == kind]
        yield Line(kind, name, about=tuple(one.words for one in of_kind), shown=shown)


def _of_books(doubt: Doubt) -> Line:
    return Line(doubt.kind, codes=doubt.codes, about=doubt.about)


def waived(found: Sequence[Line]) -> list[dict[str, str]]:
    """What a report says of the lines that were waved through: which check and why; no codes, and not where."""
    return [{"check": one.kind, "reason": one.waiver.reason} for one in found if one.waiver and not one.is_open]


def clear(found: Sequence[Line]) -> list[str]:
    """The titles of the checks that found nothing."""
    kinds = {one.kind for one in found} | (
        {HIDDEN_NAME} if {one.kind for one in found} & set(HIDDEN.values()) else set()
    )
    titles = [CHECKS[kind].title for kind in SHOWN_WHEN_CLEAR if kind not in kinds]
    return titles if kinds & set(IDENTIFICATION) else [*titles, CLEAR_TEXTS]


def title_of(section: str) -> str:
    """The heading of a text that a line is about."""
    return SECTIONS[section].title if section in SECTIONS else (OTHER_TEXTS | FROM_ELSEWHERE)[section.partition("-")[0]]
