"""Who works here: organisations, persons, the roles they were granted, and counters against guessing."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import (
    Condition,
    Viewer,
    administrators,
    constant,
    nobody,
    open_to_all,
    protect,
)
from app.accounts.rules import CHECKED_TEXT, OWN_ATTEMPTS
from app.db.base import Base, Key
from app.ledger.history import NEVER_KEPT, untracked

SECRETS = "secrets"  # what signs somebody in: read only where it is asked for


class Organisation(Base):
    """A ROM, the NFIA, a triple-helix organisation, the ministry, the IPO, or the keeper of the system."""

    __tablename__ = "organisation"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[str]
    short: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(16))
    rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"))
    is_coordinating: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Person(Base):
    """A person with an account; what they may see follows the organisation they work for now."""

    __tablename__ = "person"
    id: Mapped[Key]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(deferred=True, deferred_group=SECRETS, info={NEVER_KEPT: True})
    session_token: Mapped[str] = mapped_column(
        String(64), deferred=True, deferred_group=SECRETS, info={NEVER_KEPT: True}
    )
    invited_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None] = mapped_column(info={NEVER_KEPT: True})
    ended_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class RoleGrant(Base):
    """A role that a person was given; it ends, it is never removed."""

    __tablename__ = "role_grant"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class Attempt(Base):
    """One attempt at something that may not be tried without end: signing in, looking a company up."""

    __tablename__ = "attempt"
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(24))
    key: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "kind", "key", "at"),)


SIGNS_IN = frozenset({"password_hash", "session_token"})
OWN_SETTINGS = frozenset({"name", "language", "password_hash", "session_token", "last_seen_at", "version"})


def _reads_persons(row: type[Person], viewer: Viewer) -> Condition:
    """Colleagues know each other; the ministry and the IPO know only themselves."""
    if viewer.actor.is_member or viewer.actor.has(Role.ADMINISTRATOR):
        return True
    return row.id == viewer.person


def _writes_persons(row: type[Person], viewer: Viewer) -> Condition:
    """The administrator; and everybody their own settings."""
    if viewer.actor.has(Role.ADMINISTRATOR):
        return True
    return row.id == viewer.person


def _columns_of_persons(viewer: Viewer) -> frozenset[str] | None:
    """Of themselves people change their settings and what signs them in, not where they work or how they are known."""
    return None if viewer.actor.has(Role.ADMINISTRATOR) else OWN_SETTINGS


def _secrets(viewer: Viewer) -> frozenset[str]:
    """What signs somebody in is for the system, and for the administrator who lets people in."""
    return frozenset() if viewer.actor.has(Role.ADMINISTRATOR) else SIGNS_IN


def _reads_grants(row: type[RoleGrant], viewer: Viewer) -> Condition:
    if viewer.actor.has(Role.ADMINISTRATOR, Role.COORDINATOR):
        return True
    return or_(row.person_id == viewer.person)


def _own_attempts(row: type[Attempt], viewer: Viewer) -> Condition:
    """How often somebody looked at what is hidden today is their own count; all other attempts are the system's."""
    if viewer.actor.person_id is None or not (viewer.actor.is_member or viewer.actor.has(Role.PROGRAMME)):
        return False
    kinds = or_(*(row.kind == constant(kind) for kind in OWN_ATTEMPTS))
    own = and_(kinds, row.key == constant(str(viewer.actor.person_id)))
    return or_(own, row.kind == constant(CHECKED_TEXT)) if viewer.actor.has(Role.COORDINATOR) else own


open_to_all(Organisation, write=administrators)
protect(Person, read=_reads_persons, write=_writes_persons, columns=_columns_of_persons, closed=_secrets)
protect(RoleGrant, read=_reads_grants, write=administrators)
protect(Attempt, read=_own_attempts, write=nobody, leaves=_own_attempts)
untracked(Attempt)
