"""Hashing passwords with argon2, outside any write transaction: it is meant to be slow."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2 hash of a password."""
    return _hasher.hash(password)


def matches(password: str, known: str | None) -> bool:
    """Whether a password belongs to a hash; takes the same time where there is no hash at all."""
    try:
        return _hasher.verify(known or _nobodys_hash(), password) and known is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
