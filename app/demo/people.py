"""The people of the demo world get their accounts, and one of them goes to work elsewhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import Engine, select

from app.access.actor import Actor
from app.access.session import GuardedSession
from app.accounts import services as accounts
from app.accounts.models import Organisation, Person
from app.accounts.passwords import hash_password
from app.accounts.queries import identify, organisation_by_code
from app.db.clock import AMSTERDAM, Clock
from app.demo.teller import MORNING, Act, Cast, prepare
from app.demo.world.people import MOVES, ORGANISATIONS, PASSWORD, PLAYERS

START = date(2025, 1, 6)
ADMINISTRATOR = "olga"
WELCOME = 5


def bring_in(engine: Engine, clock: Clock) -> Cast:
    """Organisations and accounts, as of the first working day of the programme; the cast out."""
    hashed = hash_password(PASSWORD)  # once for all, before any transaction: it is slow by design
    clock.set(datetime.combine(START, MORNING, AMSTERDAM).astimezone(UTC))
    return prepare(engine, clock, lambda session: _invite(session, hashed))


def _invite(session: GuardedSession, hashed: str) -> Cast:
    cast = Cast()
    for code, name, short, kind, rom_code in ORGANISATIONS:
        organisation = organisation_by_code(session, code) or accounts.add_organisation(
            session,
            code=code,
            name=name,
            short=short,
            kind=kind,
            rom_code=rom_code,
            is_coordinating=code == "IQ",
        )
        cast.organisations[code] = organisation.id
    for player in PLAYERS:
        organisation = session.get_one(Organisation, cast.organisations[player.organisation])
        person = accounts.invite_person(
            session,
            name=player.name,
            email=player.email,
            organisation=organisation,
            roles=player.roles,
            is_demo=True,
        )
        accounts.set_password(session, person, PASSWORD, hashed)
        cast.actors[player.key] = _actor(session, person)
    return cast


def _actor(session: GuardedSession, person: Person) -> Actor:
    found = identify(session, person.id, person.session_token)
    assert found is not None, person.email
    return found[0]


def moves() -> Iterator[Act]:
    """Who went to work elsewhere: from that day on they see what their new organisation sees."""
    for key, code, on in MOVES:

        def move(session: GuardedSession, cast: Cast, key: str = key, code: str = code) -> None:
            person = session.scalars(select(Person).where(Person.id == cast.person(key))).one()
            accounts.move_person(session, person, session.get_one(Organisation, cast.organisations[code]))
            cast.actors[key] = _actor(session, person)

        yield Act(on, WELCOME, ADMINISTRATOR, move)
