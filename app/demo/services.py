"""Fills an empty database with the demo world: companies, leads, hubs and reports, as people would have made them."""

from collections.abc import Iterator

from sqlalchemy import Engine, func, select

from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.accounts.models import Person
from app.db.clock import Clock
from app.db.errors import Refused
from app.demo import people
from app.demo.acts import acts_of
from app.demo.companies import company_acts, portfolio_acts
from app.demo.facts import facts_of
from app.demo.hubs import hub_acts
from app.demo.matches import bid_acts, match_acts
from app.demo.progress import report_acts
from app.demo.story import Calendar, Story
from app.demo.teller import Act, play
from app.demo.world import east_and_north, middle, south, west
from app.geography.models import Municipality
from app.hubs.models import Hub
from app.words import N_

NOT_EMPTY = N_("Deze database is niet leeg: de demowereld wordt alleen in een lege database gezet.")


def stories(day: Calendar) -> tuple[Story, ...]:
    """Every lead of the world."""
    return (
        *south.brabant(day),
        *south.limburg_and_zeeland(day),
        *west.south_holland(day),
        *west.north_holland_and_abroad(day),
        *east_and_north.east(day),
        *east_and_north.north(day),
        *middle.middle(day),
    )


def is_empty(session: GuardedSession) -> bool:
    """Whether nobody has an account yet."""
    return session.scalar(select(func.count(Person.id))) == 0


def is_told(session: GuardedSession) -> bool:
    """Whether the people of the demo world are here."""
    return session.scalar(select(func.count(Person.id)).where(Person.is_demo)) != 0


def fill(engine: Engine, clock: Clock, key: str) -> int:
    """The whole world up to the clock's day; how many acts it took. Refused when somebody is there already.

    Needs the reference data and the key that seals reports. The clock tells each act its own moment and ends where it began.
    """
    now = clock.now()
    with open_session(engine, Actor.system("demo world"), clock) as session:
        if not is_empty(session):
            raise Refused(NOT_EMPTY)
    cast = people.bring_in(engine, clock)
    clock.set(now)
    day = Calendar(clock.today())
    with open_session(engine, Actor.system("demo world"), clock) as session:
        cast.towns = {name: code for code, name in session.execute(select(Municipality.code, Municipality.name))}
        cast.hubs = {code: number for number, code in session.execute(select(Hub.id, Hub.code))}
        acts = [*hub_acts(session, day)]
    return play(engine, clock, cast, [*acts, *people.moves(), *_all_acts(day, key)])


def _all_acts(day: Calendar, key: str) -> Iterator[Act]:
    told = {story.key: story for story in stories(day)}
    for story in told.values():
        yield from company_acts(story)
        yield from match_acts(story)
        yield from acts_of(story)
        yield from facts_of(story)
    for bid in middle.bids(day):
        yield from bid_acts(bid, told[bid.lead].owner)
    for asked in middle.portfolio(day):
        yield from portfolio_acts(asked)
    yield from report_acts(day, key)
