"""Many companies at once: those that bear some names or numbers, and all that is known of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import literal, select, union_all

from app.access.session import GuardedSession
from app.accounts.models import Organisation
from app.companies.models import Company, CompanyKvk, CompanyTechnology, TradeName
from app.db.chunks import chunks
from app.geography.models import Municipality


@dataclass(frozen=True)
class Borne:
    """A company as many are compared: what stands of it in its own row, and its numbers, names and technologies."""

    id: int
    name: str
    name_key: str
    holder_id: int
    holder: str
    kind: str
    municipality_code: str | None
    municipality: str | None
    site: str | None
    website: str | None
    essential: bool
    nda: str
    nda_on: date | None
    version: int
    numbers: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    technologies: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Register:
    """The companies that the reader may see and that bear one of the names or numbers that were asked after."""

    companies: Mapping[int, Borne]
    by_number: Mapping[str, tuple[Borne, ...]] = field(default_factory=dict)
    by_key: Mapping[str, tuple[Borne, ...]] = field(default_factory=dict)


def register(session: GuardedSession, *, keys: Iterable[str], numbers: Iterable[str]) -> Register:
    """The companies with one of these names (as `name_key` makes them) or KvK numbers, in a few questions for all."""
    wanted = list(dict.fromkeys(keys))
    numbered = _pairs(session, CompanyKvk.number, CompanyKvk.company_id, dict.fromkeys(numbers))
    named = _pairs(session, Company.name_key, Company.id, wanted)
    named += _pairs(session, TradeName.name_key, TradeName.company_id, wanted)
    found = companies_by_id(session, {company_id for _, company_id in (*numbered, *named)})
    return Register(found, _grouped(numbered, found), _grouped(named, found))


def _pairs(session: GuardedSession, word: Any, company: Any, wanted: Iterable[str]) -> list[tuple[str, int]]:
    return [
        (row[0], row[1])
        for some in chunks(wanted)
        for row in session.execute(select(word, company).where(word.in_(some)))
    ]


def _grouped(pairs: Iterable[tuple[str, int]], found: Mapping[int, Borne]) -> dict[str, tuple[Borne, ...]]:
    groups: dict[str, dict[int, Borne]] = defaultdict(dict)
    for word, company_id in pairs:
        if company_id in found:
            groups[word][company_id] = found[company_id]
    return {word: tuple(group.values()) for word, group in groups.items()}


def companies_by_id(session: GuardedSession, ids: Collection[int]) -> dict[int, Borne]:
    """The companies with these numbers that the reader may see, with all that is compared of them."""
    parts = _parts(session, ids)
    columns = (
        select(
            Company.id,
            Company.name,
            Company.name_key,
            Company.holder_id,
            Organisation.short.label("holder"),
            Company.kind,
            Company.municipality_code,
            Municipality.name.label("municipality"),
            Company.site,
            Company.website,
            Company.essential,
            Company.nda,
            Company.nda_on,
            Company.version,
        )
        .join(Organisation, Organisation.id == Company.holder_id)
        .outerjoin(Municipality, Municipality.code == Company.municipality_code)
    )
    return {
        row.id: Borne(
            **row._mapping,
            numbers=frozenset(parts["number", row.id]),
            names=tuple(parts["name", row.id]),
            technologies=frozenset(parts["technology", row.id]),
        )
        for some in chunks(ids)
        for row in session.execute(columns.where(Company.id.in_(some)))
    }


PARTS = (
    ("number", CompanyKvk.company_id, CompanyKvk.number),
    ("name", TradeName.company_id, TradeName.name),
    ("technology", CompanyTechnology.company_id, CompanyTechnology.technology_code),
)


def _parts(session: GuardedSession, ids: Collection[int]) -> dict[tuple[str, int], list[str]]:
    """The numbers, trade names and technologies of companies, by what they are and whose."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for some in chunks(ids):
        all_of = union_all(
            *(
                select(literal(what).label("what"), company.label("company_id"), value.label("word")).where(
                    company.in_(some)
                )
                for what, company, value in PARTS
            )
        ).order_by("what", "company_id", "word")
        for what, company_id, value in session.execute(all_of):
            found[what, company_id].append(value)
    return found
