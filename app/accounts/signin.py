"""Signing in: from a cookie to an actor, and from an e-mail address and password to a cookie."""

import ipaddress
from datetime import timedelta
from hashlib import sha256

import flask
from flask import Flask, current_app, request
from flask_login import LoginManager, UserMixin, login_user
from itsdangerous import BadData, URLSafeTimedSerializer

from app.access.actor import Actor
from app.access.session import GuardedSession, open_session
from app.accounts.models import Person
from app.accounts.passwords import hash_password, matches
from app.accounts.queries import Identified, attempts_since, identify, person_by_email, person_by_id, plain
from app.accounts.rules import INVITATION_DAYS, ROLES, SIGN_IN_TRIES, SIGN_IN_WINDOW, WHAT_A_ROLE_MAY
from app.accounts.services import forget_attempts, forget_old_attempts, note_attempt, note_visit, set_password

SIGN_IN = Actor.system("sign-in")
SEPARATOR = "."
LONGEST_KEY = 9  # digits
ATTEMPTS_KEPT = timedelta(days=2)
A_DAY = 24 * 3600  # seconds


class SignedIn(UserMixin):
    """What the cookie stands for: a person, the session it began, and the actor they are today."""

    def __init__(self, person_id: int, token: str, who: Identified) -> None:
        self.person_id = person_id
        self.token = token
        self.actor = who.actor
        self.language = who.language

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
    app.jinja_env.globals.update(role_names=ROLES, what_a_role_may=WHAT_A_ROLE_MAY)


def load(key: str) -> SignedIn | None:
    """The person behind a cookie, as they are at this moment; None when it does not hold any more."""
    number, _separator, token = key.partition(SEPARATOR)
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_KEY):
        return None
    with system_session() as session:
        found = identify(session, int(number), token)
    return SignedIn(int(number), token, found) if found else None


def sign_in(email: str, password: str, address: str) -> SignedIn | None:
    """Who this address and password are; None when they do not belong together, TooMany when tried too often.

    Unknown, ended and wrong all take the same time and get the same answer. The attempt is counted before the
    password is looked at, so that many at once do not slip by, and taken back when it was right.
    """
    keys = {"sign_in_email": _hidden(plain(email)), "sign_in_address": _hidden(address)}
    with system_session(write=True) as session:
        began = session.clock.now()
        _count(session, keys)
        session.commit()
    with system_session() as session:
        person = person_by_email(session, email)
    known = person if person is not None and _may_enter(person, address) else None
    if not matches(password, known.password_hash if known else None) or known is None:
        return None
    with system_session(write=True) as session:
        forget_attempts(session, "sign_in_email", keys["sign_in_email"], since=began - SIGN_IN_WINDOW)
        forget_attempts(session, "sign_in_address", keys["sign_in_address"], since=began)
        found = identify(session, known.id, known.session_token)
        note_visit(session, known.id)
        session.commit()
    return SignedIn(known.id, known.session_token, found) if found else None


def begin_session(person: SignedIn) -> None:
    """Signs a person in with a session that shares nothing with the one before."""
    flask.session.clear()
    flask.g.pop("csrf_token", None)  # the token of the old session, if a form of this request made one
    flask.session.permanent = True
    login_user(person)


def system_session(*, write: bool = False) -> GuardedSession:
    """A session of the system apart from the request's, to look somebody up before anything is written."""
    engine, clock = current_app.extensions["engine"], current_app.extensions["clock"]
    return open_session(engine, SIGN_IN, clock, write=write)


def _count(session: GuardedSession, keys: dict[str, str]) -> None:
    now = session.clock.now()
    for kind, key in keys.items():
        if attempts_since(session, kind, key, now - SIGN_IN_WINDOW) >= SIGN_IN_TRIES[kind]:
            raise TooMany
    forget_old_attempts(session, before=now - ATTEMPTS_KEPT)
    for kind, key in keys.items():
        note_attempt(session, kind, key)


def _hidden(what: str) -> str:
    """What is tried, so that no address of anybody stands in the table."""
    return sha256(what.encode(errors="replace")).hexdigest()


def _may_enter(person: Person, address: str) -> bool:
    if person.ended_at is not None or person.password_hash is None:
        return False
    return not person.is_demo or _is_this_machine(address)


def _is_this_machine(address: str) -> bool:
    """Whether the request was made here: not from elsewhere, and not passed on for somebody elsewhere."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


# --- The link with which a password is set -----------------------------------------------------------------


def invitation_for(person: Person) -> str:
    """A signed word for the link /welkom/<word>: it holds seven days, and until a password is set or reset."""
    return _invitations().dumps([person.id, person.session_token])


def invited(word: str) -> Person | None:
    """The person whom a link was made for, or None when it is false, used or too old."""
    try:
        person_id, token = _invitations().loads(word, max_age=INVITATION_DAYS * A_DAY)
    except (BadData, ValueError, TypeError):
        return None
    with system_session() as session:
        person = person_by_id(session, person_id)
    holds = person is not None and person.session_token == token and person.ended_at is None
    return person if holds else None


def first_password(person: Person, password: str) -> None:
    """Stores the password of somebody who came by a link: nobody is signed in yet, so the system writes it."""
    hashed = hash_password(password)
    with system_session(write=True) as session:
        set_password(session, session.get_one(Person, person.id), password, hashed)
        session.commit()


def _invitations() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="invitation")
