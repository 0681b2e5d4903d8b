"""Makes twice as much of everything: a page that then asks the database more often asks once per row."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapper

from app.access.session import GuardedSession
from app.companies.models import Company
from app.db.base import Base
from app.hubs.models import Hub
from app.ledger.models import Change

LONGEST = 200  # characters of a text column without a length of its own
NOT_COPIED = {Change}


def mappers() -> Iterator[Mapper[Any]]:
    """Every mapped table, those that others point at first."""
    by_table = {mapper.local_table: mapper for mapper in Base.registry.mappers}
    yield from (by_table[table] for table in Base.metadata.sorted_tables if table in by_table)


def unique_groups(mapper: Mapper[Any]) -> Iterator[set[str]]:
    """The sets of columns of which no two rows may hold the same."""
    table: Any = mapper.local_table
    yield from ({column.name} for column in table.columns if column.unique)
    yield from (
        {column.name for column in each.columns} for each in table.constraints if isinstance(each, UniqueConstraint)
    )
    yield from ({column.name for column in each.columns} for each in table.indexes if each.unique)


class Copier:
    """Copies rows, and lets copies point at copies."""

    def __init__(self, session: GuardedSession) -> None:
        self.session = session
        self.copies: dict[tuple[str, Any], Any] = {}

    def copy(self, mapper: Mapper[Any]) -> None:
        """A second of every row of a table."""
        primary = mapper.get_property_by_column(mapper.primary_key[0]).key
        table = mapper.local_table.name
        rows = self.session.scalars(select(mapper.class_).order_by(mapper.primary_key[0])).all()
        numbers = self._numbers(mapper, len(rows))
        for row, number in zip(rows, numbers, strict=False):
            self.copies[table, getattr(row, primary)] = number
        made = [self._second(mapper, row, primary) for row in rows]
        for copy, number in zip(made, numbers, strict=False):
            setattr(copy, primary, number)
        self.session.add_all(made)
        self.session.flush()
        for row, copy in zip(rows, made, strict=True):
            self.copies[table, getattr(row, primary)] = getattr(copy, primary)

    def stays_alone(self, mapper: Mapper[Any], group: set[str]) -> bool:
        """Whether these columns allow one row for each of something that was not copied."""
        pointed_at = {key.column.table.name for name in group for key in mapper.columns[name].foreign_keys}
        return bool(pointed_at) and pointed_at.isdisjoint({table for table, _key in self.copies})

    def _numbers(self, mapper: Mapper[Any], count: int) -> list[int]:
        """The numbers that follow, for a table that is numbered by the program; else none."""
        column = mapper.primary_key[0]
        if column.autoincrement is not False:
            return []
        last = self.session.scalar(select(func.max(column))) or 0
        return list(range(last + 1, last + 1 + count))

    def _second(self, mapper: Mapper[Any], row: Any, primary: str) -> Any:
        values = {}
        for attribute in mapper.column_attrs:
            if attribute.key != primary:
                column: Column = attribute.columns[0]
                values[attribute.key] = self._elsewhere(column, getattr(row, attribute.key))
        moved = {name for name, value in values.items() if value != getattr(row, name)}
        for group in unique_groups(mapper):
            if moved.isdisjoint(group):
                words = [name for name in group & values.keys() if isinstance(mapper.columns[name].type, String)]
                values |= {name: _another(values[name], mapper.columns[name]) for name in words}
        return mapper.class_(**values)

    def _elsewhere(self, column: Column, value: Any) -> Any:
        for key in column.foreign_keys:
            value = self.copies.get((key.column.table.name, value), value)
        return value


def _another(word: str, column: Column) -> str:
    """Another word that fits in a column."""
    return f"{word}2"[-(column.type.length or LONGEST) :]


def double_companies_and_hubs(session: GuardedSession) -> None:
    """Every company and every hub once more, each with all that belongs to it."""
    copier = Copier(session)
    for mapper in mappers():
        belongs = {"company_id", "hub_id"} & set(mapper.columns.keys())
        if mapper.class_ not in NOT_COPIED and (belongs or mapper.class_ in (Company, Hub)):
            copier.copy(mapper)


def double_within_leads(session: GuardedSession) -> None:
    """Of everything that a lead may have more than once, twice as much on the same lead."""
    copier = Copier(session)
    for mapper in mappers():
        if mapper.class_ in NOT_COPIED or "lead_id" not in mapper.columns:
            continue
        if not any(copier.stays_alone(mapper, group) for group in unique_groups(mapper)):
            copier.copy(mapper)
