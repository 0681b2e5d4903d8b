"""Signing in: from a cookie to an actor, and from an e-mail address and password to a cookie."""

import ipaddress
from typing import Any

from flask import Flask, current_app
from flask_login import LoginManager, UserMixin, login_user
from flask_login import logout_user as forget

from app.access.actor import Actor
from app.access.session import open_session
from app.accounts.models import Person
from app.accounts.passwords import matches
from app.accounts.queries import attempts_since, identify, person_by_email
from app.accounts.rules import SIGN_IN_TRIES, SIGN_IN_WINDOW
from app.accounts.services import note_attempt

SIGN_IN = Actor.system("sign-in")
SEPARATOR = "."


class SignedIn(UserMixin):
    """What the cookie stands for: a person, the session it began, and the actor they are today."""

    def __init__(self, person_id: int, token: str, actor: Actor, language: str) -> None:
        self.person_id = person_id
        self.token = token
        self.actor = actor
        self.language = language

    def get_id(self) -> str:
        """What the cookie keeps: the person, and a token that ends with the session."""
        return f"{self.person_id}{SEPARATOR}{self.token}"


class TooMany(Exception):
    """Somebody tried too often."""


def register_sign_in(app: Flask) -> None:
    """Lets every request know its person."""
    manager = LoginManager(app)
    manager.session_protection = None  # our own token ends sessions; an address may change on a train
    manager.user_loader(load)


def load(key: str) -> SignedIn | None:
    """The person behind a cookie, as they are at this moment; None when it does not hold any more."""
    number, _separator, token = key.partition(SEPARATOR)
    if not number.isdigit():
        return None
    with _system_session() as session:
        found = identify(session, int(number), token)
    if found is None:
        return None
    actor, language = found
    return SignedIn(int(number), token, actor, language)


def sign_in(email: str, password: str, address: str) -> bool:
    """Whether this address and password open a session; raises TooMany when tried too often.

    Unknown, ended and wrong all take the same time and get the same answer.
    """
    keys = {"sign_in_email": email.strip().lower()[:200], "sign_in_address": address}
    _refuse_when_too_many(keys)
    with _system_session() as session:
        person = person_by_email(session, email)
    known = person if person is not None and _may_enter(person, address) else None
    if not matches(password, known.password_hash if known else None) or known is None:
        _remember(keys)
        return False
    return _begin(known)


def _refuse_when_too_many(keys: dict[str, str]) -> None:
    with _system_session() as session:
        since = session.clock.now() - SIGN_IN_WINDOW
        for kind, key in keys.items():
            if attempts_since(session, kind, key, since) >= SIGN_IN_TRIES[kind]:
                raise TooMany


def _remember(keys: dict[str, str]) -> None:
    with _system_session(write=True) as session:
        for kind, key in keys.items():
            note_attempt(session, kind, key)
        session.commit()


def _may_enter(person: Person, address: str) -> bool:
    if person.ended_at is not None or person.password_hash is None:
        return False
    return not person.is_demo or _is_this_machine(address)


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _begin(person: Person) -> bool:
    with _system_session(write=True) as session:
        found = identify(session, person.id, person.session_token)
        if found is None:
            return False
        seen = session.get(Person, person.id)
        assert seen is not None
        seen.last_seen_at = session.clock.now()
        session.commit()
    actor, language = found
    login_user(SignedIn(person.id, person.session_token, actor, language))
    return True


def sign_out() -> None:
    """Ends the session of this browser."""
    forget()


def _system_session(*, write: bool = False) -> Any:
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    return open_session(engine, SIGN_IN, clock, write=write)
