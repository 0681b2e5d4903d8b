"""Keeping a view under a name, changing it, and taking it away."""

from sqlalchemy import select

from app.access.session import GuardedSession
from app.board.filter import Filter
from app.board.models import SavedView
from app.db.errors import Refused
from app.words import N_

MOST_VIEWS = 50
TOO_MANY = N_("Je hebt al %(most)s weergaven. Verwijder er eerst een.")
NAME_TAKEN = N_("Je hebt al een weergave met deze naam.")


def save_view(
    session: GuardedSession, wanted: Filter, *, name: str, is_shared: bool = False, is_default: bool = False
) -> SavedView:
    """Keeps a filter with its columns and order under a name. Refused: a name that is taken, too many views."""
    own = _own(session)
    if len(own) >= MOST_VIEWS:
        raise Refused(TOO_MANY, most=MOST_VIEWS)
    _refuse_taken(own, name)
    view = SavedView(
        person_id=session.actor.person_id,
        organisation_id=session.actor.organisation_id,
        name=name,
        query=wanted.query(),
        is_shared=is_shared,
        is_default=is_default,
        created_at=session.clock.now(),
    )
    session.add(view)
    _only_default(own, view)
    session.flush()
    return view


def change_view(
    session: GuardedSession, view: SavedView, *, name: str, is_shared: bool = False, is_default: bool = False
) -> SavedView:
    """Gives a view another name, shares it or not, lets it open first or not. Refused: a name that is taken."""
    others = [one for one in _own(session) if one is not view]
    _refuse_taken(others, name)
    view.name, view.is_shared, view.is_default = name, is_shared, is_default
    _only_default(others, view)
    session.flush()
    return view


def remove_view(session: GuardedSession, view: SavedView) -> None:
    """Takes a view away; the leads that it showed stay as they are."""
    session.delete(view)
    session.flush()


def _own(session: GuardedSession) -> list[SavedView]:
    return list(session.scalars(select(SavedView).where(SavedView.person_id == session.actor.person_id)))


def _refuse_taken(others: list[SavedView], name: str) -> None:
    if any(one.name.casefold() == name.casefold() for one in others):
        raise Refused(NAME_TAKEN, field="name")


def _only_default(others: list[SavedView], view: SavedView) -> None:
    """One view opens first: the others no longer do."""
    if view.is_default:
        for one in others:
            one.is_default = False
