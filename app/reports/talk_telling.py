"""What was asked and agreed, as a published document holds it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.reports.rules import ABOUT, PARTIES
from app.web import notation
from app.web.language import language


@dataclass(frozen=True)
class Question:
    """A question with what it was about and who asked; an empty answer is still open."""

    about: str
    question: str
    answer: str


@dataclass(frozen=True)
class Talk:
    """A talk with what was agreed, a line each."""

    title: str
    agreements: list[str]


def tell_questions(document: Mapping[str, Any]) -> list[Question]:
    """The questions of a document; before 3 there were none."""
    return [
        Question(
            _(
                "%(who)s over ‘%(what)s’ in rapport %(number)s, %(day)s",
                who=one["organisation"],
                what=_(ABOUT.get(one["about"], one["about"])),
                number=one["report"],
                day=_day(one["asked_on"]),
            ),
            one["question"],
            one["answer"] or "",
        )
        for one in document.get("questions", ())
    ]


def tell_talks(document: Mapping[str, Any]) -> list[Talk]:
    """The talks of a document; before 3 there were none."""
    return [
        Talk(
            _("Gesprek van %(day)s over rapport %(number)s", day=_day(one["held_on"]), number=one["report"]),
            [_agreement(each) for each in one["agreements"]],
        )
        for one in document.get("talks", ())
    ]


def _agreement(one: Mapping[str, Any]) -> str:
    words = f"{_(PARTIES.get(one['party'], one['party']))}: {one['what'].removesuffix('.')}"
    if one["done_on"]:
        return _("%(what)s (klaar op %(day)s)", what=words, day=_day(one["done_on"]))
    if one["due_on"]:
        return _("%(what)s (voor %(day)s)", what=words, day=_day(one["due_on"]))
    return _("%(what)s (loopt)", what=words)


def _day(iso: str) -> str:
    return notation.dutch_date(date.fromisoformat(iso), language())


def on_paper(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Questions and talks as headings with lines of text."""
    asked = [(one.about, f"{one.question}\n{_answer(one)}") for one in tell_questions(document)]
    return [*asked, *((one.title, "\n".join(one.agreements)) for one in tell_talks(document))]


def _answer(one: Question) -> str:
    return _("Antwoord: %(words)s", words=one.answer) if one.answer else _("Nog open")
