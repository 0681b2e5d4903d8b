"""Acting as one of the people of tests/pages.py through the services, for what a test lays out."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from app.access.session import GuardedSession
from app.accounts.models import Person
from app.accounts.queries import identify
from tests.pages import Site


@contextmanager
def acting(site: Site, email: str) -> Iterator[GuardedSession]:
    """A session of this person, committed at the end."""
    with site.system() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        found = identify(session, person.id, person.session_token)
        assert found is not None
    with site.session(found[0]) as session:
        yield session
