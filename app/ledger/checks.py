"""Whether texts, ledger, history and seals still are what they were. Pure: rows in, what is wrong out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.ledger import chain
from app.words import N_

KINDS = {
    "entry_changed": N_("Regel %(number)s van het grootboek is veranderd, of staat niet op zijn plaats."),
    "entry_missing": N_("Regel %(number)s van het grootboek is weg."),
    "entry_unfounded": N_("Regel %(number)s van het grootboek zegt iets anders dan het feit dat is geaccepteerd."),
    "fact_lost": N_("Een geaccepteerd feit staat niet in het grootboek (inzending %(number)s)."),
    "text_changed": N_("Een bewaarde tekst is veranderd (tekst %(number)s)."),
    "seal_missing": N_("Zegel %(number)s is weg."),
    "seal_changed": N_("Zegel %(number)s is veranderd."),
    "seal_forged": N_("De handtekening onder zegel %(number)s klopt niet: namaak, of een andere sleutel."),
    "ledger_cut": N_("Het grootboek eindigt bij regel %(last)s, maar zegel %(seal)s kende regel %(number)s."),
    "ledger_rewritten": N_("Het grootboek tot en met regel %(number)s is niet meer wat zegel %(seal)s vastlegde."),
    "history_changed": N_(
        "In de geschiedenis is iets veranderd, weggehaald of toegevoegd, ergens in wijziging %(first)s tot en met "
        "%(last)s (zegel %(seal)s)."
    ),
    "reports_changed": N_("De rapporten zijn niet meer die van zegel %(seal)s: veranderd, weggehaald of toegevoegd."),
}


@dataclass(frozen=True)
class Problem:
    """Something that is not what it was: its kind, and the numbers that say where."""

    kind: str
    values: Mapping[str, Any]


def problem(kind: str, **values: Any) -> Problem:
    """A problem of a kind, with the values that its words ask for."""
    return Problem(kind, values)


def check_texts(texts: Iterable[Any]) -> Iterator[Problem]:
    """Texts whose words do not fit the digest beside them; an erased text fits."""
    for text in texts:
        if text.text is not None and chain.digest(text.salt, text.text) != text.digest:
            yield problem("text_changed", number=text.id)


def check_entries(entries: Sequence[Any]) -> Iterator[Problem]:
    """Entries, in the order of their numbers, that do not follow the one before (`reason` is a digest)."""
    previous, expected = chain.START, 1
    for entry in entries:
        yield from (problem("entry_missing", number=number) for number in range(expected, entry.number))
        after_a_gap = entry.number != expected
        if not after_a_gap and chain.entry_hash(previous, entry, entry.reason or "") != entry.hash:
            yield problem("entry_changed", number=entry.number)
        previous, expected = entry.hash, entry.number + 1


FACT = ("fact", "lead_id", "holds_on", "amount", "origin_rom_code", "destination_rom_code", "counterfactual")


def check_facts(entries: Iterable[Any], accepted: Iterable[Any]) -> Iterator[Problem]:
    """Entries that are no accepted fact, and accepted facts that are no entry: what was added or cut after a seal."""
    facts = {fact.id: fact for fact in accepted}
    for entry in entries:
        fact = facts.pop(entry.submission_id, None)
        if entry.reverses is None and (fact is None or any(getattr(entry, n) != getattr(fact, n) for n in FACT)):
            yield problem("entry_unfounded", number=entry.number)
    yield from (problem("fact_lost", number=number) for number in facts)


def check_seals(
    seals: Sequence[Any],
    *,
    key: str,
    entries: Mapping[int, str],
    changes: Mapping[int, tuple[Any, str, str]],
    reports: Sequence[tuple[int, str, str]],
) -> Iterator[Problem]:
    """Seals, in the order of their numbers, that are no seals of ours or seal something else than there is.

    `entries` gives the hash of each entry; `changes` each row of the history with the digests of its texts; `reports`
    are (id, number, fingerprint) in the order of their publication.
    """
    before, expected, history, missing = chain.START, 1, chain.START, set[int]()
    sealed_until, last = 0, max(entries, default=0)
    for seal in seals:
        yield from (problem("seal_missing", number=number) for number in range(expected, seal.number))
        if chain.seal_hash(seal) != seal.hash or (seal.number == expected and seal.previous != before):
            yield problem("seal_changed", number=seal.number)
        if not chain.is_signed(key, seal.hash, seal.signature):
            yield problem("seal_forged", number=seal.number)
        if seal.entry_number > last:
            yield problem("ledger_cut", last=last, seal=seal.number, number=seal.entry_number)
        elif entries.get(seal.entry_number, chain.START) != seal.entry_hash:
            yield problem("ledger_rewritten", seal=seal.number, number=seal.entry_number)
        still = chain.numbers_of(seal.missing)
        sealed = sorted((set(range(sealed_until + 1, seal.change_id + 1)) | missing) - still)
        rows = [changes[number] for number in sealed if number in changes]
        if len(rows) < len(sealed) or chain.history_hash(history, rows) != seal.history:
            first, until = (sealed[0], sealed[-1]) if sealed else (sealed_until, seal.change_id)
            yield problem("history_changed", seal=seal.number, first=first, last=until)
        if (
            chain.reports_hash((name, mark) for number, name, mark in reports if number <= seal.report_id)
            != seal.reports
        ):
            yield problem("reports_changed", seal=seal.number)
        before, expected, history, missing = seal.hash, seal.number + 1, seal.history, still
        sealed_until = seal.change_id
