"""Rows of several tables in one select: every part has the same columns, NULL where it has nothing to say."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import cast, literal, null, select
from sqlalchemy.sql.selectable import Select

Kinds = Mapping[str, Any]


def filled(kinds: Kinds, given: Mapping[str, Any]) -> list[Any]:
    """Columns by name in the order of `kinds` (name to type): what is given, else NULL of that type.

    TypeError where something is given that is no column: it would silently be left out.
    """
    if unknown := given.keys() - kinds.keys():
        raise TypeError(f"no such columns: {sorted(unknown)}")
    return [given.get(name, cast(null(), kind)).label(name) for name, kind in kinds.items()]


def part(name: str, kinds: Kinds, /, **given: Any) -> Select[Any]:
    """A select of one part: its name in the column `part`, then the columns of `kinds`."""
    return select(literal(name).label("part"), *filled(kinds, given))
