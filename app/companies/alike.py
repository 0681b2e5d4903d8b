"""Companies that may be one and the same, among those that the reader may see: by number, name, website and place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, null, or_, select, union_all

from app.access.policy import constant
from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.access.unchanged import while_same
from app.companies.likeness import Compared, Ground, Pair, Signs, grounds
from app.companies.models import Company, CompanyKvk, TradeName
from app.index.looking import dialect_of, holding, indexed, parameters
from app.index.models import SearchText
from app.index.rules import MARKS, all_signs

FEW = 5
MOST = 2_000  # texts that are looked at; of pieces that more texts hold, some
KIND = "company"


@dataclass(frozen=True)
class Alike:
    """A company that may be the one that is meant, and why."""

    id: int
    grounds: tuple[Ground, ...]


def alike(session: GuardedSession, meant: Signs) -> list[Alike]:
    """The few companies that the reader may see and that may be the one that is meant, what says most first."""
    found = [Pair(meant, one, why) for one in _near(session, meant) if (why := grounds(meant, one))]
    return [Alike(pair.other.id, pair.grounds) for pair in sorted(found, key=lambda pair: -pair.weight)[:FEW]]


def _near(session: GuardedSession, meant: Signs) -> list[Signs]:
    """The companies of which a text holds a piece by which the one that is meant is recognised. One query."""
    pieces = sorted(meant.pieces)
    if not pieces:
        return []
    asked = f'"{MARKS[KIND]}" AND (' + " OR ".join(map(all_signs, pieces)) + ")"
    near = _told_near(dialect_of(session), len(pieces))
    return _signs(session.ask(near, **parameters(pieces), asked=asked, me=meant.id))


@cache
def _told_near(dialect: str, count: int) -> Prepared:
    whose: Any = SearchText.company_id
    texts = indexed(dialect, "asked", select(whose)).where(SearchText.kind == constant(KIND), whose != bindparam("me"))
    near = texts.where(or_(*holding(count))).limit(MOST).cte("near")
    return Prepared(_told(select(near.c.company_id)))


def doubles(session: GuardedSession) -> list[Pair]:
    """All pairs of the actor's own companies that may be one, what says most first; only what changed is compared anew."""
    compared = while_same(session, "doubles", None, Compared)
    return compared.pairs(signs(session, Company.holder_id == session.actor.organisation_id))


def signs(session: GuardedSession, *of: ColumnElement[bool]) -> list[Signs]:
    """What companies are recognised by. One query."""
    return _signs(session.execute(_told(select(Company.id).where(*of))))


def _told(chosen: Any) -> CompoundSelect[Any]:
    """A row for each of the chosen companies, with its own name, and one for each of its other names and numbers."""
    own: Any = select(
        Company.id,
        constant("own").label("what"),
        Company.name.label("word"),
        Company.website,
        Company.municipality_code.label("place"),
    )
    names = select(TradeName.company_id, constant("name"), TradeName.name, null(), null())
    numbers = select(CompanyKvk.company_id, constant("number"), CompanyKvk.number, null(), null())
    return union_all(
        own.where(Company.id.in_(chosen)),
        names.where(TradeName.company_id.in_(chosen)),
        numbers.where(CompanyKvk.company_id.in_(chosen)),
    )


def _signs(rows: Iterable[Any]) -> list[Signs]:
    """What each company is recognised by, in the order of their numbers here."""
    own = {}
    words = defaultdict[tuple[int, str], list[str]](list)
    for row in rows:
        if row.what == "own":
            own[row.id] = row
        words[row.id, row.what].append(row.word)
    return [
        Signs(
            number,
            (one.word, *sorted(words[number, "name"])),
            frozenset(words[number, "number"]),
            one.website,
            one.place,
        )
        for number, one in sorted(own.items())
    ]
