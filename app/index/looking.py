"""Looking for pieces of words in the index, on either database in the same way."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, bindparam

from app.access.session import GuardedSession
from app.index.models import SearchText, search_index


def indexed(dialect: str, asked: str, found: Select) -> Select:
    """A select of texts by SQLite's own index, with the parameter `asked`; PostgreSQL's answers the conditions itself."""
    if dialect != "sqlite":
        return found
    joined = found.join(search_index, search_index.c.rowid == SearchText.id)
    return joined.where(search_index.c.search_index.op("MATCH")(bindparam(asked)))


def holding(count: int) -> list[ColumnElement[bool]]:
    """For each of so many parameters, piece_0 and on, the condition that a text holds it."""
    return [SearchText.body.like(bindparam(f"piece_{number}")) for number in range(count)]


def parameters(pieces: Sequence[str]) -> dict[str, str]:
    """The parameters for as many pieces."""
    return {f"piece_{number}": f"%{piece}%" for number, piece in enumerate(pieces)}


def dialect_of(session: GuardedSession) -> str:
    """Which database is asked."""
    return session.get_bind().dialect.name
