"""How large a request may be: most carry words alone; a view that takes a file says how much it reads."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
_ATTRIBUTE = "takes_bytes"


def takes(most: int) -> Callable[[View], View]:
    """Declares that a view reads requests of more bytes than others do; stands under its access."""

    def declare(view: View) -> View:
        setattr(view, _ATTRIBUTE, most)
        return view

    return declare


def register_uploads(app: Flask) -> None:
    """Lets the views of `app` that say so read larger requests; before anything else looks into the request."""
    app.before_request(_widen)


def _widen() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, _ATTRIBUTE, None)
    if most is not None:
        request.max_content_length = most
