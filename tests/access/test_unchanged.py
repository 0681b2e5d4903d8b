"""What is kept while nothing changes: on both databases, never for somebody else, never past a change."""

from sqlalchemy import func, select

from app.access.actor import Actor, Role
from app.access.session import open_session
from app.access.unchanged import while_unchanged
from app.accounts.models import Attempt

FEMKE = Actor(person_id=1, organisation_id=1, organisation_kind="rom", roles=frozenset({Role.MEMBER}), name="Femke")
SANNE = Actor(person_id=2, organisation_id=1, organisation_kind="rom", roles=frozenset({Role.MEMBER}), name="Sanne")


class Asked:
    """Counts attempts in the database, and how often that was really asked."""

    def __init__(self, site):
        self.site = site
        self.times = 0

    def _count(self, session):
        self.times += 1
        return session.scalar(select(func.count()).select_from(Attempt))

    def by(self, actor, what="attempts"):
        with open_session(self.site.engine, actor, self.site.clock) as session:
            return while_unchanged(session, what, lambda: self._count(session))


def attempt(site):
    return Attempt(kind="lookup", key="2", at=site.clock.now())


def test_what_was_found_is_kept_for_one_actor_and_one_question(site):
    asked = Asked(site)
    assert [asked.by(FEMKE), asked.by(FEMKE)] == [0, 0]
    assert asked.times == 1
    asked.by(SANNE)
    asked.by(FEMKE, what="something else")
    assert asked.times == 3


def test_after_any_change_it_is_asked_again(site):
    asked, found = Asked(site), []
    for _turn in range(3):
        found.append(asked.by(Actor.system("test")))
        with site.system() as session:
            session.add(attempt(site))
    assert found == [0, 1, 2]


def test_a_change_by_another_connection_is_noticed(site):
    asked = Asked(site)
    with open_session(site.engine, Actor.system("reader"), site.clock) as session:
        assert while_unchanged(session, "attempts", lambda: asked._count(session)) == 0
        with site.system() as other:  # a second connection, while the first one is open
            other.add(attempt(site))
    assert asked.by(Actor.system("reader")) == 1


def test_what_is_not_committed_is_never_kept(site):
    asked, who = Asked(site), Actor.system("test")
    for write in (True, False):
        with open_session(site.engine, who, site.clock, write=write) as session:
            session.add(attempt(site))
            session.flush()
            assert while_unchanged(session, "attempts", lambda: asked._count(session)) == 1
            session.rollback()
    assert asked.by(who) == 0
