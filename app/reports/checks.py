"""Whether published reports still are what they were, and say what the ledger says. Pure: rows in, problems out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.cells.headlines import headlines
from app.cells.rules import Disclosure
from app.impact import rules as impact
from app.impact.definitions import DEFINITIONS
from app.ledger.checks import Problem, problem
from app.reports.rules import fingerprint
from app.words import N_

KINDS = {
    "report_changed": N_("Rapport %(report)s is veranderd: het controlegetal past niet bij de tekst."),
    "report_row": N_(
        "Rapport %(report)s staat onder een ander nummer, een andere peildatum of een andere regel van het grootboek dan het "
        "had toen het verscheen."
    ),
    "report_unreadable": N_("Rapport %(report)s is niet meer te lezen."),
    "report_previous": N_(
        "Rapport %(report)s noemt rapport %(previous)s met een ander controlegetal dan het nu heeft."
    ),
    "report_replaces": N_("Rapport %(report)s vervangt een ander rapport dan het zegt, of dat rapport is veranderd."),
    "report_head": N_("Rapport %(report)s noemt een zegel dat er niet meer is."),
    "report_rules": N_("Rapport %(report)s is geteld met regels die dit programma niet kent (%(version)s)."),
    "report_figure": N_(
        "Rapport %(report)s zegt bij ‘%(figure)s’ %(said)s, maar uit het grootboek volgt voor die peildatum %(counted)s."
    ),
    "report_unsealed": N_("Rapport %(report)s valt onder geen zegel."),
    "against": N_("Het controlegetal %(hash)s komt niet meer voor: niet in het grootboek, een zegel of een rapport."),
    "unguarded": N_("De database houdt veranderingen niet meer tegen in %(tables)s."),
}


def check_reports(
    reports: Sequence[Any],
    *,
    entries: Sequence[impact.Entry],
    seals: Sequence[Any],
    targets: Sequence[impact.Target],
) -> Iterator[Problem]:
    """Reports, in the order of publication, that were changed or tell other figures than the ledger does."""
    marks = {one.number: fingerprint(one.document) for one in reports}
    sealed_until = max((seal.report_id for seal in seals), default=0)
    for one in reports:
        if marks[one.number] != one.fingerprint:
            yield problem("report_changed", report=one.number)
        if one.id > sealed_until:
            yield problem("report_unsealed", report=one.number)
        try:
            yield from list(_check_document(one, json.loads(one.document), marks, entries, seals, targets))
        except (ValueError, KeyError, TypeError, AttributeError):
            yield problem("report_unreadable", report=one.number)


def _check_document(
    row: Any,
    said: Mapping[str, Any],
    marks: Mapping[str, str],
    entries: Sequence[impact.Entry],
    seals: Sequence[Any],
    targets: Sequence[impact.Target],
) -> Iterator[Problem]:
    previous, head = said["previous"], said.get("head")
    place = (said["number"], said["reporting_date"])
    if place != (row.number, row.reporting_date.isoformat()) or not _counts_until(row, said, seals):
        yield problem("report_row", report=row.number)
    if previous and marks.get(previous["number"]) != previous["fingerprint"]:
        yield problem("report_previous", report=row.number, previous=previous["number"])
    if not _replaces(row, said.get("replaces"), marks):
        yield problem("report_replaces", report=row.number)
    if head and (head["seal"], head["hash"]) not in {(seal.number, seal.hash) for seal in seals}:
        yield problem("report_head", report=row.number)
    if said["rules_version"] != impact.RULES_VERSION:
        yield problem("report_rules", report=row.number, version=said["rules_version"])
        return
    limits = Disclosure(**{name: said["settings"][name] for name in Disclosure.__dataclass_fields__})
    day = date.fromisoformat(said["reporting_date"])
    figures = impact.count(entries, day, targets, row.ledger_number)
    yield from _check_figures(row, said["headlines"], headlines(figures, limits))
    for year in said.get("years", ()):
        end = date.fromisoformat(year["day"])
        counted = headlines(impact.count(entries, end, targets, row.ledger_number), limits)
        yield from _check_figures(row, year["figures"], [one for one in counted if _is_told(one, year["figures"])])


def _counts_until(row: Any, said: Mapping[str, Any], seals: Sequence[Any]) -> bool:
    """Whether a report counts up to the entry where its seal stands; older ones say it themselves too."""
    head = said.get("head") or {}
    sealed = next((seal.entry_number for seal in seals if seal.number == head.get("seal")), row.ledger_number)
    return bool(row.ledger_number == sealed == said.get("ledger_number", sealed))


def _replaces(row: Any, said: Mapping[str, Any] | None, marks: Mapping[str, str]) -> bool:
    """Whether the version that a report replaces is the one that it names, as it still is."""
    if said is None:
        return row.replaces is None
    return bool(row.replaces == said["number"] and marks.get(said["number"]) == said["fingerprint"])


def _is_told(now: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a year says this figure: the capital at its end may be left out."""
    return any(was["code"] == now["code"] and (was["value"], was["capital"]) != (None, None) for was in said)


def _check_figures(
    row: Any, said: Sequence[Mapping[str, Any]], counted: Sequence[Mapping[str, Any]]
) -> Iterator[Problem]:
    told = {one["code"]: one for one in said}
    for now in counted:
        was = told[now["code"]]
        if (was["value"], was["capital"]) != (now["value"], now["capital"]):
            name = DEFINITIONS[now["code"]].name
            yield problem("report_figure", report=row.number, figure=name, said=_short(was), counted=_short(now))


def _short(headline: Mapping[str, Any]) -> str:
    capital = headline["capital"]
    if capital is None:
        return str(headline["value"])
    return f"€ {capital['from']}–{capital['until']}" if capital["banded"] else f"€ {capital['rounded']}"


PRINTED = 16  # characters of a number as the page prints it


def knows(mark: str, known: Iterable[str]) -> bool:
    """Whether a printed number, or as much of it as no two have in common, is one of those that there are."""
    return len(mark) >= PRINTED and any(one.startswith(mark) for one in known)
