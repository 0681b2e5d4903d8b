"""Every view says who may use it; a view that says nothing stops the app."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from app.access.actor import Role
from app.access.errors import AccessError

View = TypeVar("View", bound=Callable[..., Any])

EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.VISITOR, Role.SYSTEM}
_ATTRIBUTE = "allowed_roles"


def allow(*roles: Role) -> Callable[[View], View]:
    """Declares the roles that may use a view; stands directly under the route."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, frozenset(roles))
        return view

    return declare


def public(view: View) -> View:
    """Declares that anybody may use a view, signed in or not."""
    setattr(view, _ATTRIBUTE, EVERYBODY)
    return view


def signed_in(view: View) -> View:
    """Declares that everybody with an account may use a view."""
    setattr(view, _ATTRIBUTE, SIGNED_IN)
    return view


def allowed_roles(view: Callable[..., Any]) -> frozenset[Role] | None:
    """The roles a view declares, or None where it declares nothing."""
    return getattr(view, _ATTRIBUTE, None)


def assert_every_route_declares(app: Flask) -> None:
    """Fails closed: one view without a declaration and the app does not start."""
    silent = sorted(name for name, view in app.view_functions.items() if allowed_roles(view) is None)
    if silent:
        raise AccessError(f"views that do not say who may use them: {', '.join(silent)}")
