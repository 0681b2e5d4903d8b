"""What the database holds, row by row, so that a test can say what a request changed and what it left alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.db.base import Base
from tests.pages import Site

# what may grow whenever somebody does anything: the history, the counted attempts
ALWAYS_MOVING = {"change", "attempt"}

Row = dict[str, Any]
Rows = dict[tuple[str, Any], Row]


@dataclass(frozen=True)
class Difference:
    """A row that is new (no `before`), gone (no `after`) or changed."""

    table: str
    key: Any
    before: Row | None
    after: Row | None

    @property
    def changed(self) -> set[str]:
        """The columns that hold something else."""
        before, after = self.before or {}, self.after or {}
        return {name for name in {*before, *after} if before.get(name) != after.get(name)}

    def __str__(self) -> str:
        moved = {name: ((self.before or {}).get(name), (self.after or {}).get(name)) for name in sorted(self.changed)}
        return f"{self.table} {self.key}: {moved}"


def snapshot(site: Site) -> Rows:
    """Every row of every table but those that always move."""
    rows: Rows = {}
    with site.system() as session:
        for mapper in Base.registry.mappers:
            name = mapper.class_.__tablename__
            if name in ALWAYS_MOVING:
                continue
            keys = [attribute.key for attribute in mapper.column_attrs]
            primary = mapper.get_property_by_column(mapper.primary_key[0]).key
            for found in session.execute(select(*(getattr(mapper.class_, key) for key in keys))):
                row = dict(zip(keys, found, strict=True))
                rows[name, row[primary]] = row
    return rows


def differences(before: Rows, after: Rows) -> Iterator[Difference]:
    """What is new, gone or changed."""
    for key in sorted({*before, *after}, key=str):
        if before.get(key) != after.get(key):
            yield Difference(*key, before.get(key), after.get(key))
