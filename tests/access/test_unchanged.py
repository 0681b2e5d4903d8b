"""What is kept while nothing changes: on both databases, never for somebody else, never past a change."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.access.actor import Actor, Role
from app.access.session import open_session
from app.access.unchanged import while_it_grows, while_same, while_unchanged
from app.accounts.models import Attempt
from app.leads.models import Lead
from app.ledger import queries as ledger
from app.ledger.models import Entry
from tests.acting import actor_of
from tests.impact.world import BOM, COORDINATOR, lay_out

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
    assert [asked.by(FEMKE) for _ in range(40)] == [0] * 40
    before = asked.times
    assert before < 20  # on PostgreSQL it is asked again too when somebody writes in another database of the server
    asked.by(SANNE)
    asked.by(FEMKE, what="something else")
    assert asked.times == before + 2


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


def test_what_follows_from_the_same_is_worked_out_once_for_one_actor(site):
    asked = []

    def total(actor, given):
        with open_session(site.engine, actor, site.clock) as session:
            return while_same(session, "total", given, lambda: asked.append(actor) or sum(given))

    assert [total(FEMKE, [1]), total(FEMKE, [1]), total(FEMKE, [1, 2]), total(SANNE, [1, 2])] == [1, 1, 3, 3]
    assert asked == [FEMKE, FEMKE, SANNE]


class Ledger:
    """Reads the numbers of the ledger, and tells how many of them it knew already."""

    def __init__(self, site):
        self.site = site
        self.knew = []

    def _more(self, session, known):
        self.knew.append(len(known))
        return [row.number for row in ledger.entries(session, known[-1] if known else 0)]

    def add(self, session):
        about = session.execute(select(Lead.id.label("lead_id"), Lead.company_id)).one()._asdict()
        number = ledger.last_number(session) + 1
        now = self.site.clock.now()
        session.add(Entry(number=number, fact="admitted", holds_on=date(2026, 3, 2), recorded_at=now, **about))
        session.flush()

    def by(self, email):
        with open_session(self.site.engine, actor_of(self.site, email), self.site.clock) as session:
            return list(while_it_grows(session, Entry, lambda known: self._more(session, known)))


@pytest.fixture
def grown(site):
    lay_out(site)
    return Ledger(site)


def test_who_reads_all_of_the_ledger_reads_what_was_added(grown):
    for _turn in range(2):
        with grown.site.system() as session:
            grown.add(session)
        grown.by(COORDINATOR)
    assert grown.by(COORDINATOR) == [1, 2]
    assert grown.knew == [0, 1, 2]


def test_who_reads_a_part_of_it_reads_that_part_anew(grown):
    with grown.site.system() as session:
        grown.add(session)
    assert [grown.by(BOM), grown.by(BOM)] == [[1], [1]]
    assert grown.knew == [0, 0]


def test_of_what_is_not_committed_nothing_is_kept(grown):
    for write in (True, False):
        actor = actor_of(grown.site, COORDINATOR)
        with open_session(grown.site.engine, actor, grown.site.clock, write=write) as session:
            grown.add(session)
            assert while_it_grows(session, Entry, lambda known: grown._more(session, known)) == (1,)
            session.rollback()
    assert grown.by(COORDINATOR) == []
