"""Several verifiers at once, each with a connection of their own: the ledger's numbers stay unique and without gaps."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm.exc import StaleDataError

from app.access.actor import Actor
from app.access.fence import fence
from app.access.session import open_session
from app.db.clock import Clock
from app.db.engine import make_engine
from app.db.errors import Refused
from app.ledger import queries, services
from app.ledger.models import Entry
from app.ledger.rules import Fact
from tests import postgres
from tests.conftest import DATABASES, NOON, migrate
from tests.ledger.world import COORDINATOR, MEMBER, World, build, claim

HANDS = 4
EACH = 5


@pytest.fixture(params=DATABASES)
def own_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database of its own, as what happens here is committed."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
        migrate(url)
        engine = fence(make_engine(url))
        yield engine
        engine.dispose()
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as made:
        url = made.render_as_string(hide_password=False)
        migrate(url)
        engine = fence(make_engine(url))
        yield engine
        engine.dispose()


@pytest.fixture
def world(own_engine: Engine) -> World:
    with open_session(own_engine, Actor.system("test"), Clock(NOON), write=True) as session:
        world = build(session)
        session.commit()
        return world


def open_facts(engine: Engine, world: World, how_many: int) -> list[int]:
    lead = world.leads[MEMBER]
    with open_session(engine, world.actor(MEMBER), Clock(NOON), write=True) as session:
        made = [
            services.submit(
                session,
                lead_id=lead.id,
                company_id=lead.company_id,
                fact=Fact.CAPITAL_EXPECTED,
                origin_rom_code="BOM",
                claim=claim(world, amount=number + 1, counterfactual="not_in_nl"),
            )
            for number in range(how_many)
        ]
        session.commit()
        return [submission.id for submission in made]


def accept(engine: Engine, world: World, submission_id: int) -> int:
    with open_session(engine, world.actor(COORDINATOR), Clock(NOON), write=True) as session:
        waiting = queries.submission(session, submission_id)
        entry = services.accept(session, waiting, world.parties(MEMBER), world.judge(COORDINATOR))
        session.commit()
        return entry.number


def test_numbers_are_given_one_after_the_other(own_engine, world):
    facts = open_facts(own_engine, world, HANDS * EACH)
    start = Barrier(HANDS)

    def work(hand: int) -> list[int]:
        start.wait()
        return [accept(own_engine, world, fact) for fact in facts[hand * EACH : (hand + 1) * EACH]]

    with ThreadPoolExecutor(HANDS) as hands:
        given = [number for numbers in hands.map(work, range(HANDS)) for number in numbers]
    assert sorted(given) == list(range(1, HANDS * EACH + 1))


def test_one_fact_accepted_twice_at_once_counts_once(own_engine, world):
    (fact,) = open_facts(own_engine, world, 1)
    start = Barrier(2)

    def work(_hand: int) -> bool:
        start.wait()
        try:
            return bool(accept(own_engine, world, fact))
        except (StaleDataError, Refused):
            return False

    with ThreadPoolExecutor(2) as hands:
        done = list(hands.map(work, range(2)))
    assert sorted(done) == [False, True]
    with open_session(own_engine, Actor.system("test"), Clock(NOON)) as session:
        assert session.scalars(select(Entry.number)).all() == [1]


def test_an_acceptance_that_is_rolled_back_leaves_no_gap(own_engine, world):
    first, second = open_facts(own_engine, world, 2)
    with open_session(own_engine, world.actor(COORDINATOR), Clock(NOON), write=True) as session:
        waiting = queries.submission(session, first)
        services.accept(session, waiting, world.parties(MEMBER), world.judge(COORDINATOR))
        session.rollback()
    assert accept(own_engine, world, second) == 1
    assert accept(own_engine, world, first) == 2


def test_an_entry_holds_on_its_own_day_whenever_it_is_recorded(own_engine, world):
    (fact,) = open_facts(own_engine, world, 1)
    accept(own_engine, world, fact)
    with open_session(own_engine, Actor.system("test"), Clock(NOON)) as session:
        entry = session.get_one(Entry, 1)
        assert (entry.holds_on, entry.recorded_at) == (date(2025, 6, 1), NOON)
