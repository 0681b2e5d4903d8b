"""Companies that may be one and the same, among those that the reader may see: by number, name, website and place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, union_all

from app.access.session import GuardedSession
from app.access.unchanged import while_same
from app.companies.likeness import Compared, Ground, Pair, Signs, grounds
from app.companies.models import Company, CompanyKvk, TradeName

FEW = 5
WORDS: tuple[tuple[str, Any, Any], ...] = (
    ("number", CompanyKvk, CompanyKvk.number),
    ("name", TradeName, TradeName.name),
)
END = 3  # letters at the beginning or the end of a name by which it is looked up


@dataclass(frozen=True)
class Alike:
    """A company that may be the one that is meant, and why."""

    id: int
    grounds: tuple[Ground, ...]


def alike(session: GuardedSession, meant: Signs) -> list[Alike]:
    """The few companies that the reader may see and that may be the one that is meant, what says most first."""
    near = [Company.id != meant.id, or_(*_near(meant))]
    found = [Pair(meant, one, why) for one in signs(session, *near) if (why := grounds(meant, one))]
    return [Alike(pair.other.id, pair.grounds) for pair in sorted(found, key=lambda pair: -pair.weight)[:FEW]]


def _near(meant: Signs) -> Iterator[ColumnElement[bool]]:
    """Where a company can be that resembles another: it has its number or website, or how its name begins or ends."""
    yield Company.id.in_(select(CompanyKvk.company_id).where(CompanyKvk.number.in_(sorted(meant.numbers))))
    for piece in sorted({end for name in meant.cores for end in (name[:END], name[-END:])}):
        yield Company.name_key.contains(piece, autoescape=True)
        named = select(TradeName.company_id).where(TradeName.name_key.contains(piece, autoescape=True))
        yield Company.id.in_(named)
    if meant.site:
        yield Company.website.icontains(meant.site, autoescape=True)


def doubles(session: GuardedSession) -> list[Pair]:
    """All pairs of the actor's own companies that may be one, what says most first; only what changed is compared anew."""
    compared = while_same(session, "doubles", None, Compared)
    return compared.pairs(signs(session, Company.holder_id == session.actor.organisation_id))


def signs(session: GuardedSession, *of: ColumnElement[bool]) -> list[Signs]:
    """What companies are recognised by; two queries."""
    chosen = select(Company.id).where(*of)
    words = (
        select(what.company_id, literal(kind).label("kind"), what.id, word.label("word")).where(
            what.company_id.in_(chosen)
        )
        for kind, what, word in WORDS
    )
    found = defaultdict[tuple[int, str], list[str]](list)
    for company_id, kind, _id, word in session.execute(union_all(*words).order_by("id")):
        found[company_id, kind].append(word)
    rows = session.execute(
        select(Company.id, Company.name, Company.website, Company.municipality_code).where(*of).order_by(Company.id)
    )
    return [
        Signs(
            row.id,
            (row.name, *found[row.id, "name"]),
            frozenset(found[row.id, "number"]),
            row.website,
            row.municipality_code,
        )
        for row in rows
    ]
