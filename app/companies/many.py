"""Adding and changing many companies in one go: as many statements for a thousand as for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.session import GuardedSession
from app.companies import rules
from app.companies.models import Company, CompanyKvk, CompanyTechnology, TradeName
from app.companies.rules import name_key
from app.companies.services import NO_HOLDER
from app.db.errors import Refused


@dataclass(frozen=True)
class Parts:
    """What belongs to a company in rows of its own: KvK numbers, trade names, technologies."""

    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewCompany:
    """A company to add; its fields are those of its own row, checked and cleaned."""

    name: str
    fields: Mapping[str, Any]
    parts: Parts = Parts()


def add_companies(session: GuardedSession, wanted: Sequence[NewCompany]) -> list[Company]:
    """New companies, held by the actor's organisation, in the order given. Refused where a name says nothing."""
    if not wanted:
        return []
    holder = session.actor.organisation_id
    if holder is None:
        raise Refused(NO_HOLDER)
    now = session.clock.now()
    added = [Company(**_named(one.name), holder_id=holder, created_at=now, **one.fields) for one in wanted]
    with session.one_act():
        session.add_all(added)
        session.flush()
        for company, one in zip(added, wanted, strict=True):
            _add_parts(session, company, one.parts)
    return added


def add_parts(session: GuardedSession, wanted: Iterable[tuple[Company, Parts]]) -> None:
    """More numbers, names and technologies for companies, besides those that they have."""
    for company, parts in wanted:
        _add_parts(session, company, parts)
    session.flush()


def _named(name: str) -> dict[str, str]:
    key = name_key(name)
    if len(key) < rules.SHORTEST_NAME:
        raise Refused(rules.NAME_TOO_SHORT, field="name")
    return {"name": " ".join(name.split()), "name_key": key[:200]}


def _add_parts(session: GuardedSession, company: Company, parts: Parts) -> None:
    session.add_all(CompanyKvk(company_id=company.id, number=number) for number in parts.numbers)
    session.add_all(TradeName(company_id=company.id, **_named(name)) for name in parts.names)
    session.add_all(CompanyTechnology(company_id=company.id, technology_code=code) for code in parts.technologies)


def companies_to_change(session: GuardedSession, ids: Iterable[int]) -> dict[int, Company]:
    """The rows of companies, by their numbers, to change."""
    wanted = list(ids)
    return {row.id: row for row in session.scalars(select(Company).where(Company.id.in_(wanted)))}


def rename(company: Company, name: str) -> None:
    """The same company under another name. Refused where it says nothing."""
    for field, value in _named(name).items():
        setattr(company, field, value)
