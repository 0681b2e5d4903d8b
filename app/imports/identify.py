"""Which company a row is about: the one of ours with its number or its name, none yet, or perhaps one of several."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.access.session import GuardedSession
from app.companies.register import Borne, Register, register
from app.companies.rules import name_key
from app.imports.rules import Candidate, Problem, Read, Wanted
from app.words import N_, Said

SAME_NUMBER = N_("zelfde KvK-nummer, van %(holder)s")
SAME_NAME_OTHERS = N_("zelfde naam, van %(holder)s")
OTHER_NUMBER = N_("zelfde naam, ander KvK-nummer")
OTHER_PLACE = N_("zelfde naam, in %(place)s")
SEVERAL = N_("zelfde naam als meer bedrijven")


UNKNOWN_COMPANY = N_("Dit bedrijf is niet van jullie. Leg het eerst vast, of importeer eerst de bedrijven.")
WHICH_COMPANY = N_("Welk bedrijf dit is, is niet zeker: %(reason)s. Zet het KvK-nummer erbij.")

COMPANY_HEADS = (
    "naam", "bedrijfsnaam", "onderneming", "company", "company name", "organisatie", "account", "klant",
)  # fmt: skip
KVK_HEADS = ("kvk", "kvknr", "kvk nr", "kvknummer", "coc", "coc number", "chamber of commerce", "dossiernummer")


@dataclass(frozen=True)
class Match:
    """The company that a row is about, or those that it may be about."""

    company: Borne | None = None
    candidates: tuple[Candidate, ...] = ()


def register_of(session: GuardedSession, rows: Iterable[Read | Wanted]) -> Register:
    """All companies that rows may be about, by the names and numbers in them."""
    read = list(rows)
    keys = {name_key(str(row.values["name"]))[:200] for row in read if "name" in row.values}
    return register(session, keys=keys, numbers={str(row.values["kvk"]) for row in read if "kvk" in row.values})


def identify(known: Register, values: Mapping[str, object], ours: int | None) -> Match:
    """The company that a row names, by number first. One of another holder is never written, only told."""
    number, place = values.get("kvk"), values.get("municipality_code")
    bearers = known.by_number.get(str(number), ()) if number else ()
    if own := [one for one in bearers if one.holder_id == ours]:
        return Match(own[0])
    if bearers:
        return Match(
            candidates=tuple(_candidate(one, Said(SAME_NUMBER, {"holder": one.holder}), ours) for one in bearers)
        )
    namesakes = known.by_key.get(name_key(str(values.get("name", "")))[:200], ())
    fitting = [one for one in namesakes if one.holder_id == ours and not _contradiction(one, number, place)]
    if len(fitting) == 1:
        return Match(fitting[0])
    return Match(candidates=tuple(_candidate(one, _why(one, number, place, ours), ours) for one in namesakes))


def _candidate(one: Borne, reason: Said, ours: int | None) -> Candidate:
    return Candidate(one.name, reason, company_id=one.id, is_ours=one.holder_id == ours)


def _contradiction(one: Borne, number: object, place: object) -> Said | None:
    """Why a company of the same name is perhaps another one, or None."""
    if number and one.numbers and number not in one.numbers:
        return Said(OTHER_NUMBER)
    if place and one.municipality_code and place != one.municipality_code:
        return Said(OTHER_PLACE, {"place": one.municipality or ""})
    return None


def _why(one: Borne, number: object, place: object, ours: int | None) -> Said:
    if one.holder_id != ours:
        return Said(SAME_NAME_OTHERS, {"holder": one.holder})
    return _contradiction(one, number, place) or Said(SEVERAL)


def of_ours(session: GuardedSession, known: Register, row: Read) -> tuple[Borne | None, tuple[Problem, ...]]:
    """The company of ours that a row about something else belongs to; else what is wrong."""
    if row.problems:
        return None, row.problems
    match = identify(known, row.values, session.actor.organisation_id)
    if match.company is not None:
        return match.company, ()
    reasons = [one.reason for one in match.candidates if one.is_ours]
    said = Said(WHICH_COMPANY, {"reason": reasons[0]}) if reasons else Said(UNKNOWN_COMPANY)
    return None, (Problem("", "name", said),)
