"""Plays the demo world: every act on its own day, by its own person, through the services that the pages use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import TypeVar

from sqlalchemy import Engine

from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.db.clock import AMSTERDAM, Clock

MORNING = time(8, 30)
BETWEEN_ACTS = timedelta(minutes=3)


@dataclass
class Cast:
    """Who and what the acts speak of by name: filled as the world comes to life."""

    actors: dict[str, Actor] = field(default_factory=dict)
    leads: dict[str, int] = field(default_factory=dict)
    hubs: dict[str, int] = field(default_factory=dict)
    towns: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    noted: dict[tuple[str, str], int] = field(default_factory=dict)

    def person(self, key: str) -> int:
        """The number of a person's account."""
        number = self.actors[key].person_id
        assert number is not None
        return number


Made = TypeVar("Made")
Doing = Callable[[GuardedSession, Cast], object]


@dataclass(frozen=True)
class Act:
    """Something that somebody does on a day; acts of one day keep the order of `rank`."""

    on: date
    rank: int
    who: str
    do: Doing


def prepare(engine: Engine, clock: Clock, do: Callable[[GuardedSession], Made]) -> Made:
    """What the system lays out before or after anybody acts; what it made out."""
    with open_session(engine, Actor.system("demo world"), clock, write=True) as session:
        made = do(session)
        session.commit()
    return made


def play(engine: Engine, clock: Clock, cast: Cast, acts: Iterable[Act]) -> int:
    """Plays the acts in the order of time and says how many: one session and one commit per person and day.

    `clock` tells each act its own moment, never later than where it stands when the play begins; it ends there.
    """
    latest = clock.now()
    ordered = sorted(acts, key=lambda act: (act.on, act.rank))
    for day, of_day in groupby(ordered, key=lambda act: act.on):
        moment = datetime.combine(day, MORNING, AMSTERDAM).astimezone(UTC)
        for who, together in groupby(of_day, key=lambda act: act.who):
            clock.set(min(moment, latest))
            with open_session(engine, cast.actors[who], clock, write=True) as session:
                for act in together:
                    with session.one_act():
                        act.do(session, cast)
                    moment += BETWEEN_ACTS
                    clock.set(min(moment, latest))
                session.commit()
    clock.set(latest)
    return len(ordered)
