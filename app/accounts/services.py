"""Giving and taking access: invite, password, roles, moving to another organisation, ending."""

import secrets
from collections.abc import Iterable

from app.access.session import GuardedSession
from app.accounts.models import Attempt, Organisation, Person, RoleGrant
from app.accounts.queries import person_by_email, standing_grants
from app.accounts.rules import fits, password_objection
from app.db.errors import Refused
from app.words import N_

KNOWN_EMAIL = N_("Dit e-mailadres heeft al een account.")
NO_FIT = N_("Deze rol past niet bij deze organisatie.")
HAS_ROLE = N_("Deze rol is er al.")
OWN_ACCESS = N_("Je eigen toegang beëindig je niet zelf. Vraag het een andere beheerder.")


def add_organisation(
    session: GuardedSession,
    *,
    code: str,
    name: str,
    short: str,
    kind: str,
    rom_code: str | None = None,
    is_coordinating: bool = False,
) -> Organisation:
    """A new organisation of one of the known kinds."""
    organisation = Organisation(
        code=code, name=name, short=short, kind=kind, rom_code=rom_code, is_coordinating=is_coordinating
    )
    session.add(organisation)
    session.flush()
    return organisation


def invite_person(
    session: GuardedSession,
    *,
    name: str,
    email: str,
    organisation: Organisation,
    roles: Iterable[str],
    is_demo: bool = False,
) -> Person:
    """A new account without a password: the person sets one through the invitation."""
    if person_by_email(session, email) is not None:
        raise Refused(KNOWN_EMAIL, field="email")
    person = Person(
        name=name,
        email=email.strip().lower(),
        organisation_id=organisation.id,
        session_token=secrets.token_hex(32),
        invited_at=session.clock.now(),
        is_demo=is_demo,
    )
    session.add(person)
    session.flush()
    for role in roles:
        grant_role(session, person, organisation, role)
    return person


def grant_role(session: GuardedSession, person: Person, organisation: Organisation, role: str) -> RoleGrant:
    """One more role, from now on; refused where it does not fit the organisation."""
    if not fits(role, organisation.kind):
        raise Refused(NO_FIT, field="role")
    if any(grant.role == role for grant in standing_grants(session, person.id)):
        raise Refused(HAS_ROLE, field="role")
    grant = RoleGrant(
        person_id=person.id,
        role=role,
        granted_at=session.clock.now(),
        granted_by_id=session.actor.person_id,
    )
    session.add(grant)
    session.flush()
    return grant


def end_role(session: GuardedSession, grant: RoleGrant) -> None:
    """A role ends now; the grant stays on record."""
    grant.ended_at = session.clock.now()
    session.flush()


def move_person(session: GuardedSession, person: Person, organisation: Organisation) -> Person:
    """Somebody works elsewhere from now on: only roles that fit there and are nobody's appointment stay."""
    for grant in standing_grants(session, person.id):
        if grant.role != "member" or not fits("member", organisation.kind):
            end_role(session, grant)
    person.organisation_id = organisation.id
    end_sessions(person)
    session.flush()
    return person


def set_password(session: GuardedSession, person: Person, password: str, hashed: str) -> Person:
    """A new password: its hash was made before the transaction. Ends the sessions that were open."""
    objection = password_objection(password, person.email)
    if objection:
        raise Refused(objection, field="password")
    person.password_hash = hashed
    end_sessions(person)
    session.flush()
    return person


def end_sessions(person: Person) -> None:
    """Whoever was signed in as this person is not any more."""
    person.session_token = secrets.token_hex(32)


def end_access(session: GuardedSession, person: Person) -> Person:
    """No more access, at once; what the person did stays on record."""
    if person.id == session.actor.person_id:
        raise Refused(OWN_ACCESS)
    person.ended_at = session.clock.now()
    end_sessions(person)
    session.flush()
    return person


def restore_access(session: GuardedSession, person: Person) -> Person:
    """Access again, with the roles that stand."""
    person.ended_at = None
    session.flush()
    return person


def note_attempt(session: GuardedSession, kind: str, key: str) -> None:
    """Remembers that something was tried."""
    session.add(Attempt(kind=kind, key=key, at=session.clock.now()))
    session.flush()
