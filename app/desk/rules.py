"""Where each person starts, and what asks for attention now."""

from collections.abc import Iterable

from app.access.actor import Role

HOMES = (
    (Role.COORDINATOR, "/overzicht"),
    (Role.MEMBER, "/mijn-werk"),
    (Role.VERIFIER, "/mijn-werk"),
    (Role.ADMINISTRATOR, "/beheer"),
    (Role.PROGRAMME, "/voortgang"),
)


def home_of(roles: Iterable[Role]) -> str:
    """The path of the page that a person starts on: the first that fits, from the top."""
    held = set(roles)
    return next(path for role, path in HOMES if role in held)
