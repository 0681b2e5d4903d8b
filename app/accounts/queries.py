"""Reads about persons and organisations, and the one question that every request asks: who is this?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import undefer_group
from sqlalchemy.orm.interfaces import ORMOption

from app.access.actor import Actor, Role
from app.access.prepared import Prepared
from app.access.session import GuardedSession
from app.accounts.models import SECRETS, Attempt, Organisation, Person, RoleGrant
from app.accounts.rules import RIGHTS
from app.ledger.models import Change


def person_by_email(session: GuardedSession, email: str) -> Person | None:
    """The person with this address, whatever its capitals, or None."""
    found = select(Person).where(Person.email == plain(email)).options(*_secrets(session))
    return session.scalars(found).one_or_none()


def _secrets(session: GuardedSession) -> list[ORMOption]:
    """What signs a person in comes along for who may read it: the system, and the administrator."""
    may = session.actor.is_system or session.actor.has(Role.ADMINISTRATOR)
    return [undefer_group(SECRETS)] if may else []


def plain(email: str) -> str:
    """An e-mail address as it is stored."""
    return email.strip().lower()


def person_by_id(session: GuardedSession, person_id: int) -> Person | None:
    """A person by key, or None."""
    return session.get(Person, person_id, options=_secrets(session))


class Identified(NamedTuple):
    """Who a person is at this moment, and the language they read."""

    actor: Actor
    language: str


_AS_ACTOR = (
    select(
        Person.name,
        Person.language,
        Organisation.id.label("organisation_id"),
        Organisation.kind,
        Organisation.code,
        Organisation.short,
        Organisation.rom_code,
        RoleGrant.role,
    )
    .join(Organisation, Organisation.id == Person.organisation_id)
    .join(RoleGrant, RoleGrant.person_id == Person.id)
    .where(Person.id == bindparam("person_id"), Person.ended_at.is_(None), RoleGrant.ended_at.is_(None))
)
WHO = Prepared(_AS_ACTOR.where(Person.session_token == bindparam("token")))
WHO_WITHOUT_SESSION = Prepared(_AS_ACTOR)


def identify(session: GuardedSession, person_id: int, token: str) -> Identified | None:
    """A signed-in person at this moment: one query; None once access ended or the session did."""
    rows = session.ask(WHO, person_id=person_id, token=token)
    if all(row.role in RIGHTS for row in rows):
        return None
    return Identified(actor_of(person_id, rows), rows[0].language)


def with_access(session: GuardedSession, person_id: int) -> Identified | None:
    """A person who has access, signed in or not: who they are now; None when they have none."""
    rows = session.ask(WHO_WITHOUT_SESSION, person_id=person_id)
    return Identified(actor_of(person_id, rows), rows[0].language) if rows else None


def acts_for(session: GuardedSession, person_id: int, organisation_id: int | None) -> Actor | None:
    """The actor that a person is now; None when they have no access any more, or work for another organisation."""
    known = with_access(session, person_id)
    return known.actor if known and known.actor.organisation_id == organisation_id else None


def actor_of(person_id: int, rows: Sequence[Row]) -> Actor:
    """A person with their organisation of today and the roles that stand."""
    first = rows[0]
    return Actor(
        roles=frozenset(Role(row.role) for row in rows if row.role not in RIGHTS),
        may_export=any(row.role == "export" for row in rows),
        person_id=person_id,
        organisation_id=first.organisation_id,
        organisation_kind=first.kind,
        organisation_code=first.code,
        organisation_short=first.short,
        rom_code=first.rom_code,
        name=first.name,
    )


def attempts_since(session: GuardedSession, kind: str, key: str, moment: datetime) -> int:
    """How often this was tried since a moment."""
    ((times,),) = session.ask(TRIED, kind=kind, key=key, moment=moment)
    return int(times)


TRIED = Prepared(
    select(func.count())
    .select_from(Attempt)
    .where(Attempt.kind == bindparam("kind"), Attempt.key == bindparam("key"), Attempt.at > bindparam("moment"))
)


def organisation_by_code(session: GuardedSession, code: str) -> Organisation | None:
    """The organisation with this code, or None."""
    return session.scalars(select(Organisation).where(Organisation.code == code)).one_or_none()


def organisations(session: GuardedSession) -> Sequence[Organisation]:
    """All organisations, by kind and name."""
    return session.scalars(select(Organisation).order_by(Organisation.kind, Organisation.name)).all()


def people(session: GuardedSession) -> Sequence[Row]:
    """Everybody with an account: person and organisation, by organisation and name."""
    return session.execute(
        select(Person, Organisation.short)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .order_by(Person.ended_at.is_not(None), Organisation.short, Person.name)
    ).all()


def grants(session: GuardedSession) -> Sequence[Row]:
    """Every role grant with the person's name, the newest first."""
    return session.execute(
        select(RoleGrant, Person.name, Organisation.short)
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
    ).all()


def standing_grants(session: GuardedSession, person_id: int) -> Sequence[RoleGrant]:
    """The roles that a person has now."""
    return session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))
    ).all()


def people_with(session: GuardedSession, roles: Collection[str]) -> Sequence[Row]:
    """Who has access and one of these roles: person, role, organisation and its ROM area; as far as the reader may know."""
    columns = Person.id, RoleGrant.role, Person.organisation_id, Organisation.rom_code
    return session.execute(
        select(*columns)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .where(RoleGrant.role.in_(roles), RoleGrant.ended_at.is_(None), Person.ended_at.is_(None))
    ).all()


def last_saved(session: GuardedSession, table: str, row_id: int) -> tuple[str, datetime] | None:
    """Who last saved a row, and when; None where the reader may not know, or comes in by a login that may not ask."""
    if session.actor.has(Role.PROGRAMME):
        return None
    found = session.execute(
        select(Person.name, Change.at)
        .join(Person, Person.id == Change.person_id)
        .where(Change.table == table, Change.row_id == str(row_id))
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    return (found.name, found.at) if found else None


def administrators_left(session: GuardedSession) -> int:
    """How many people with access are administrator."""
    return session.scalars(
        select(func.count())
        .select_from(RoleGrant)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.ended_at.is_(None), Person.ended_at.is_(None))
    ).one()


def colleagues(session: GuardedSession, organisation_id: int | None) -> list[tuple[int, str]]:
    """The persons of an organisation who still have access: id and name, by name."""
    found = session.execute(
        select(Person.id, Person.name)
        .where(Person.organisation_id == organisation_id, Person.ended_at.is_(None))
        .order_by(Person.name)
    )
    return [(number, name) for number, name in found]
