"""The cases of a published document in words: what each shows of its lead, what was tried, how it ended, the lesson."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.cells.coarseness import OUTCOME_GROUPS, Shown
from app.pipeline.rules import OUTCOME_LABELS
from app.reports.prose import paragraphs
from app.web.formats import inside
from app.web.marks import DEMAND_MARKS
from app.words import N_

OUTCOMES = {str(one): label for one, label in OUTCOME_LABELS.items()} | {
    group: label for group, (label, _outcomes) in OUTCOME_GROUPS.items()
}
PARTS = {"tried": N_("Geprobeerd"), "result": N_("Afloop"), "lesson": N_("Les")}
HALVES = {"1": N_("gevraagd in de eerste helft van %(year)s"), "2": N_("gevraagd in de tweede helft van %(year)s")}


@dataclass(frozen=True)
class Case:
    """A case as it is read: what is shown of the lead, and its texts with what each is about; a name only by consent."""

    title: str
    marks: list[str]
    texts: list[tuple[str, str]]
    token: str = ""
    name: str = ""

    @property
    def on_paper(self) -> tuple[str, str]:
        """The case as a title and lines of text."""
        named = [_("Bedrijf: %(name)s (alleen voor EZ)", name=self.name)] if self.name else []
        marks = [", ".join(self.marks)] if self.marks else []
        texts = [f"{about}: {words}" if about else words for about, words in self.texts]
        return self.title, "\n".join([*named, *marks, *texts])


def tell_cases(document: Mapping[str, Any], names: Mapping[str, str]) -> list[Case]:
    """The cases of a document; before 3 they were a text. `names` are those that the reader may know, by token."""
    if not document.get("cases"):
        old = written_before(document["narrative"].get("practice", ""))
        return [Case(title, [], [("", words)]) for title, words in old]
    return [
        Case(
            title=one["title"],
            marks=[
                words
                for trait in ("sector", "kinds", "region", "outcome", "period")
                if (words := say(trait, one[trait]))
            ],
            texts=[(_(label), one[part]) for part, label in PARTS.items() if one[part]],
            token=one["token"],
            name=names.get(one["token"], ""),
        )
        for one in document["cases"]
    ]


def written_before(text: str) -> list[tuple[str, str]]:
    """Cases of before 3 as (title, words): a blank line begins a case, and its first line is the title."""
    found = []
    for part in paragraphs(text):
        title, _, words = part.partition("\n")
        found.append((title.strip(), words.strip()))
    return found


def say(trait: str, shown: Shown | list[str]) -> str:
    """What is shown of a trait, in words; nothing where it is not told."""
    if not shown:
        return ""
    return WORDS[trait](shown)


def _kinds(kinds: Any) -> str:
    main, *others = (inside(_(DEMAND_MARKS[kind].label)) for kind in kinds)
    if not others:
        return _("vooral %(kind)s", kind=main)
    return _("vooral %(kind)s, ook %(others)s", kind=main, others=", ".join(others))


def _period(period: Any) -> str:
    year, _dash, half = period.partition("-")
    return _(HALVES[half], year=year) if half else _("gevraagd in %(year)s", year=year)


WORDS = {
    "sector": _,
    "kinds": _kinds,
    "region": lambda shown: _("regio %(region)s", region=_(shown)),
    "outcome": lambda shown: inside(_(OUTCOMES[shown])),
    "period": _period,
}
