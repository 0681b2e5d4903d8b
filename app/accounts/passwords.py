"""Hashing passwords with argon2, outside any write transaction: it is meant to be slow."""

import secrets
from base64 import b64encode
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
    """A well-formed hash that no password gives; made without hashing, so that the first guess takes no longer."""
    salt, digest = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (_hasher.salt_len, _hasher.hash_len)
    )
    costs = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
