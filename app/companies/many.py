"""Adding and changing many companies in one go: as many statements for a thousand as for one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access.many import Row, add_rows
from app.access.session import GuardedSession
from app.companies import rules
from app.companies.models import Company, CompanyKvk, CompanyTechnology, TradeName
from app.companies.rules import name_key
from app.companies.services import NO_HOLDER
from app.db.base import Base
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


def add_companies(session: GuardedSession, wanted: Sequence[NewCompany]) -> list[int]:
    """New companies, held by the actor's organisation; their numbers, in the order given. Refused where a name says nothing."""
    if not wanted:
        return []
    holder = session.actor.organisation_id
    if holder is None:
        raise Refused(NO_HOLDER)
    ours = {"holder_id": holder, "created_at": session.clock.now()}
    with session.one_act():
        numbers = add_rows(session, Company, [{**ours, **_named(one.name), **one.fields} for one in wanted])
        add_parts(session, [(number, one.parts) for number, one in zip(numbers, wanted, strict=True)])
    return numbers


def add_parts(session: GuardedSession, wanted: Collection[tuple[int, Parts]]) -> None:
    """More numbers, names and technologies for companies (by their numbers), besides those that they have."""
    rows: dict[type[Base], list[Row]] = {
        CompanyKvk: [{"company_id": one, "number": number} for one, parts in wanted for number in parts.numbers],
        TradeName: [{"company_id": one, **_named(name)} for one, parts in wanted for name in parts.names],
        CompanyTechnology: [
            {"company_id": one, "technology_code": code} for one, parts in wanted for code in parts.technologies
        ],
    }
    for model, some in rows.items():
        add_rows(session, model, some)


def _named(name: str) -> dict[str, str]:
    key = name_key(name)
    if len(key) < rules.SHORTEST_NAME:
        raise Refused(rules.NAME_TOO_SHORT, field="name")
    return {"name": " ".join(name.split()), "name_key": key[:200]}


def companies_to_change(session: GuardedSession, ids: Iterable[int]) -> dict[int, Company]:
    """The rows of companies, by their numbers, to change."""
    wanted = list(ids)
    return {row.id: row for row in session.scalars(select(Company).where(Company.id.in_(wanted)))}


def rename(company: Company, name: str) -> None:
    """The same company under another name. Refused where it says nothing."""
    for field, value in _named(name).items():
        setattr(company, field, value)
