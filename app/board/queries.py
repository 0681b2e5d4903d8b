"""What the filter of *Pijplijn* offers to choose from, and the views that were kept."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import String, bindparam, cast, literal_column, select, union_all

from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.board.filter import Lists
from app.board.models import SavedView
from app.geography.models import Rom, Technology
from app.hubs.models import Hub


@dataclass(frozen=True)
class View:
    """A view that was kept: its name and the address of what it shows; whether it is mine, shared, and opens first."""

    id: int
    name: str
    query: str
    is_mine: bool
    is_shared: bool
    is_default: bool


@dataclass(frozen=True)
class Offered:
    """What may be chosen from: the lists of the filter, and the views that the reader may open."""

    lists: Lists
    views: tuple[View, ...]

    @property
    def default(self) -> View | None:
        """The view that opens when nothing is asked."""
        return next((view for view in self.views if view.is_mine and view.is_default), None)


def offered(session: GuardedSession) -> Offered:
    """What the reader may choose from, in one query."""
    actor = session.actor
    by_kind: dict[str, list[Any]] = {"view": [], "rom": [], "hub": [], "technology": [], "owner": []}
    for row in session.ask(OFFERED, organisation=actor.organisation_id):
        by_kind[row.what].append(row)
    for rows in by_kind.values():
        rows.sort(key=lambda row: row.name.casefold())
    named = {what: {row.code: row.name for row in rows} for what, rows in by_kind.items()}
    views = tuple(
        View(int(row.code), row.name, row.query, row.person_id == actor.person_id, row.is_shared, row.is_default)
        for row in by_kind["view"]
    )
    return Offered(Lists(named["rom"], named["hub"], named["technology"], named["owner"]), views)


def _offered_statement() -> Any:
    # the views come first: what the other parts leave empty takes its type from them
    empty: list[Any] = [
        literal_column("NULL").label(name) for name in ("query", "person_id", "is_shared", "is_default")
    ]
    view = (SavedView.query, SavedView.person_id, SavedView.is_shared, SavedView.is_default)
    return union_all(
        select(_what("view"), cast(SavedView.id, String).label("code"), SavedView.name.label("name"), *view),
        select(_what("rom"), Rom.code, Rom.short, *empty),
        select(_what("hub"), Hub.code, Hub.name, *empty),
        select(_what("technology"), Technology.code, Technology.name, *empty),
        select(_what("owner"), cast(Person.id, String), Person.name, *empty).where(
            Person.organisation_id == bindparam("organisation"), Person.ended_at.is_(None)
        ),
    )


def _what(word: str) -> Any:
    return literal_column(f"'{word}'").label("what")


OFFERED = Prepared(_offered_statement())


def view_by_id(session: GuardedSession, view_id: int) -> SavedView | None:
    """A view of one's own; None where there is none."""
    mine = SavedView.id == view_id, SavedView.person_id == session.actor.person_id
    return session.scalars(select(SavedView).where(*mine)).one_or_none()


def pairs(query: str) -> list[tuple[str, str]]:
    """The names and words of a view's address."""
    return parse_qsl(query)
