"""Giving and taking access: invite, password, roles, moving to another organisation, ending."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select, update

from app.access.actor import Role
from app.access.session import GuardedSession
from app.accounts.models import Attempt, Organisation, Person, RoleGrant
from app.accounts.queries import (
    administrators_left,
    attempts_since,
    organisation_by_code,
    person_by_email,
    plain,
    standing_grants,
)
from app.accounts.rules import A_DAY, fits, password_objection, roles_for
from app.db.errors import Refused
from app.words import N_

KNOWN_EMAIL = N_("Dit e-mailadres heeft al een account.")
NO_FIT = N_("Deze rol past niet bij deze organisatie.")
HAS_ROLE = N_("Deze rol is er al.")
CODE_TAKEN = N_("Deze code is al in gebruik.")
ROM_NEEDS_AREA = N_("Kies bij een ROM haar gebied, en alleen daar.")
NO_ACCESS = N_("De toegang van deze persoon is beëindigd.")
WORKS_HERE = N_("Deze persoon werkt hier al.")
LAST_ADMINISTRATOR = N_("Dit is de laatste beheerder. Geef eerst iemand anders die rol.")
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
    """A new organisation of one of the known kinds; a ROM, and only a ROM, comes with its area."""
    if organisation_by_code(session, code) is not None:
        raise Refused(CODE_TAKEN, field="code")
    if (kind == "rom") != (rom_code is not None):
        raise Refused(ROM_NEEDS_AREA, field="rom_code")
    organisation = Organisation(
        code=code, name=name, short=short, kind=kind, rom_code=rom_code, is_coordinating=is_coordinating
    )
    session.add(organisation)
    session.flush()
    return organisation


def rename_organisation(session: GuardedSession, organisation: Organisation, *, name: str, short: str) -> Organisation:
    """Another name for an organisation; its code and kind stay."""
    organisation.name = name
    organisation.short = short
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
        email=plain(email),
        organisation_id=organisation.id,
        session_token=new_token(),
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
    if person.ended_at is not None:
        raise Refused(NO_ACCESS, field="role")
    if role not in roles_for(organisation.kind, is_coordinating=organisation.is_coordinating):
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
    """A role ends now; the grant stays on record. The last administrator keeps hers."""
    if grant.role == Role.ADMINISTRATOR and administrators_left(session) == 1:
        raise Refused(LAST_ADMINISTRATOR)
    grant.ended_at = session.clock.now()
    session.flush()


def move_person(session: GuardedSession, person: Person, organisation: Organisation) -> Person:
    """Somebody works elsewhere from now on: only roles that fit there and are nobody's appointment stay."""
    if person.organisation_id == organisation.id:
        raise Refused(WORKS_HERE, field="organisation_id")
    for grant in standing_grants(session, person.id):
        if grant.role != "member" or not fits("member", organisation.kind):
            end_role(session, grant)
    person.organisation_id = organisation.id
    end_sessions(person)
    session.flush()
    return person


def set_password(session: GuardedSession, person: Person, password: str, hashed: str) -> Person:
    """A new password: its hash was made before the transaction. Ends the sessions that were open."""
    objection = password_objection(password, person.email, is_demo=person.is_demo)
    if objection:
        raise Refused(objection, field="password")
    person.password_hash = hashed
    end_sessions(person)
    session.flush()
    return person


def reset_password(session: GuardedSession, person: Person) -> Person:
    """Takes the password away and ends every session and older link; a new link lets the person choose another."""
    if person.ended_at is not None:
        raise Refused(NO_ACCESS)
    person.password_hash = None
    end_sessions(person)
    session.flush()
    return person


def change_settings(session: GuardedSession, person: Person, *, name: str, language: str) -> Person:
    """Changes what people may change of themselves: their name and the language of the screen."""
    person.name = name
    person.language = language
    session.flush()
    return person


def new_token() -> str:
    """A word that nobody can guess: a session holds as long as its person has it."""
    return secrets.token_hex(32)


def end_sessions(person: Person) -> None:
    """Whoever was signed in as this person is not any more."""
    person.session_token = new_token()


def sign_out_everywhere(session: GuardedSession, person_id: int) -> None:
    """Ends every session of a person: a copied cookie is worth nothing after signing out."""
    # not through the row: signing in or out may not make an administrator's open form stale
    session.execute(update(Person).where(Person.id == person_id).values(session_token=new_token()))


def note_visit(session: GuardedSession, person_id: int) -> None:
    """Remembers when a person was here last."""
    session.execute(update(Person).where(Person.id == person_id).values(last_seen_at=session.clock.now()))


def end_access(session: GuardedSession, person: Person) -> Person:
    """No more access, at once, and no more roles; what the person did stays on record."""
    if person.id == session.actor.person_id:
        raise Refused(OWN_ACCESS)
    for grant in standing_grants(session, person.id):
        end_role(session, grant)
    person.ended_at = session.clock.now()
    person.password_hash = None
    end_sessions(person)
    session.flush()
    return person


def restore_access(session: GuardedSession, person: Person) -> Person:
    """Access again; roles and a password have to be given anew."""
    person.ended_at = None
    session.flush()
    return person


def note_attempt(session: GuardedSession, kind: str, key: str, times: int = 1) -> None:
    """Remembers that something was tried. It is a trace: who leaves it can neither change it nor take it away."""
    session.add_all(Attempt(kind=kind, key=key, at=session.clock.now()) for _time in range(times))
    session.flush()


def may_try(session: GuardedSession, kind: str, times_a_day: int, *, cost: int = 1) -> bool:
    """Whether the actor may do this once more within 24 hours; if so it is counted, `cost` times. The system always may.

    The person's row is held until the commit: of several at once none is counted with a number that is no more true.
    """
    person = session.actor.person_id
    if person is None:
        return session.actor.is_system
    session.execute(select(Person.id).where(Person.id == person).with_for_update())
    if attempts_since(session, kind, str(person), session.clock.now() - A_DAY) + cost > times_a_day:
        return False
    note_attempt(session, kind, str(person), cost)
    return True


def forget_attempts(session: GuardedSession, kind: str, key: str, *, since: datetime) -> None:
    """Takes back what was counted: it was no guess after all."""
    session.execute(delete(Attempt).where(Attempt.kind == kind, Attempt.key == key, Attempt.at >= since))


def forget_old_attempts(session: GuardedSession, *, before: datetime) -> None:
    """Removes attempts that no limit looks at any more."""
    session.execute(delete(Attempt).where(Attempt.at < before))
