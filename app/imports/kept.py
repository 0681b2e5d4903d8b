"""Rows of a file as they are kept: what was read of them and what was judged, as text and back. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.imports.rules import Candidate, Difference, Judged, Outcome, Problem
from app.web.parsing import KVK_SHORT
from app.words import Said

SAID, DAY, NUMBER = "$said", "$day", "$number"


def text_of(values: Mapping[str, Any]) -> str:
    """Values as text: words, numbers, days, amounts, sentences, and rows of those."""
    return json.dumps(values, default=_marked, ensure_ascii=False)


def values_of(text: str) -> dict[str, Any]:
    """Values that were kept as text."""
    found: dict[str, Any] = json.loads(text, object_hook=_unmarked)
    return found


def _marked(value: object) -> dict[str, Any]:
    if isinstance(value, Said):
        return {SAID: value.template, "values": value.values}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, Decimal):
        return {NUMBER: str(value)}
    raise TypeError(f"not a value of a row: {value!r}")


def _unmarked(parts: dict[str, Any]) -> Any:
    if SAID in parts:
        return Said(parts[SAID], parts["values"])
    if DAY in parts:
        return date.fromisoformat(parts[DAY])
    if NUMBER in parts:
        return Decimal(parts[NUMBER])
    return {name: tuple(value) if isinstance(value, list) else value for name, value in parts.items()}


def columns_of(row: Judged) -> dict[str, Any]:
    """A row as it is kept; a company that it may be double with is named when it is shown, not here."""
    verdict = {
        "title": row.title,
        "differences": [vars(one) for one in row.differences],
        "candidates": [{**vars(one), "name": "" if one.company_id else one.name} for one in row.candidates],
        "problems": [vars(one) for one in row.problems],
    }
    return {
        "number": row.number,
        "outcome": row.outcome.value,
        "target": row.target,
        "version": row.version,
        "read": text_of(row.values),
        "told": text_of(verdict),
    }


def judged_of(row: Any, names: Mapping[int, str]) -> Judged:
    """A kept row as it was judged; of the companies that it may be double with those that still have a name here."""
    told = values_of(row.told)
    return Judged(
        row.number,
        Outcome(row.outcome),
        told["title"],
        values_of(row.read),
        row.target,
        row.version,
        tuple(Difference(**one) for one in told["differences"]),
        tuple(_named([Candidate(**one) for one in told["candidates"]], names)),
        tuple(Problem(**one) for one in told["problems"]),
    )


def _named(candidates: Sequence[Candidate], names: Mapping[int, str]) -> list[Candidate]:
    return [
        Candidate(names.get(one.company_id or 0, one.name), one.reason, one.company_id, one.is_ours)
        for one in candidates
        if one.company_id is None or one.company_id in names
    ]


def companies_in(verdict: str) -> list[int]:
    """The companies that a row may be double with, by their numbers."""
    return [one["company_id"] for one in values_of(verdict)["candidates"] if one["company_id"]]


# --- All of a file together ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What was judged of a file: how many rows of each outcome, why rows are refused, and a word for all that is written."""

    settings: str
    fingerprint: str
    counts: Mapping[str, int]
    reasons: tuple[tuple[Problem, int], ...]

    def kept(self) -> str:
        """As text."""
        return text_of(
            asdict(self) | {"reasons": [{"problem": vars(one), "count": count} for one, count in self.reasons]}
        )

    @classmethod
    def of(cls, text: str) -> "Seen":
        """From text."""
        told = values_of(text)
        reasons = tuple((Problem(**one["problem"]), one["count"]) for one in told.pop("reasons"))
        return cls(**told, reasons=reasons)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return sum(self.counts.values())

    @property
    def writes(self) -> int:
        """How many rows are written."""
        return self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED]

    @property
    def lacks_noughts(self) -> bool:
        """Whether rows are refused for a KvK number of which the file lost the first nought."""
        return any(problem.said.template == KVK_SHORT for problem, _count in self.reasons)


def digest(text: str) -> str:
    """A word for a text: another one as soon as anything of it is different."""
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def seen_in(rows: Sequence[Judged], settings: str) -> Seen:
    """All rows of a file together: their counts, the most frequent reason first, and what is written of them."""
    found = Counter(row.outcome for row in rows)
    plan = [[row.number, row.target, row.version] for row in rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)]
    problems = [problem for row in rows for problem in row.problems]
    sorts = Counter((one.field, one.said.template) for one in problems)
    firsts = {(one.field, one.said.template): one for one in reversed(problems)}
    return Seen(
        digest(settings),
        digest(f"{settings}{json.dumps(plan)}"),
        {outcome.value: found[outcome] for outcome in Outcome},
        tuple((firsts[sort], count) for sort, count in sorts.most_common()),
    )
