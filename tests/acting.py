"""Sessions of the people of tests/pages.py: what they do without a browser."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.accounts.models import Person
from app.accounts.queries import identify
from tests.pages import Site


def actor_of(site: Site, email: str) -> Actor:
    """The actor that a person is when signed in."""
    with site.system() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        known = identify(session, person.id, person.session_token)
    assert known is not None
    return known[0]


@contextmanager
def acting(site: Site, email: str) -> Iterator[GuardedSession]:
    """A session of a person, committed at the end."""
    with site.session(actor_of(site, email)) as session:
        yield session
