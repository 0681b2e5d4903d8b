"""How a page with a form or a button answers: the page again, or on to the next one."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access.request import session
from app.db.errors import Refused
from app.web.forms import Form


def show(template: str, form: Form, **parts: Any) -> ResponseReturnValue:
    """A page with its form: 409 where somebody else saved first (`clash`), 422 where it cannot be saved, else 200."""
    status = 409 if parts.get("clash") else 422 if form.is_wrong else 200
    return render_template(template, form=form, **parts), status


def go(path: str, message: Any = None, tone: str = "message") -> ResponseReturnValue:
    """On to a page, with a message on top of it."""
    if message:
        flash(message, tone)
    return redirect(path, 303)


def binned(text: str, batch_id: int) -> dict[str, str]:
    """A message that something was removed, with the way back."""
    return {"text": text, "undo": f"/prullenbak/{batch_id}/terug"}


def file(content: bytes, name: str, mimetype: str) -> Response:
    """A file to keep, under a name of plain letters."""
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def act(path: str, message: Any, deed: Callable[[], Any], back: str | None = None) -> ResponseReturnValue:
    """What a button does, and on to a page with the message (or what a function makes of the outcome).

    A rule's refusal is told there, or on the page `back`; nothing is half done.
    """
    try:
        with session().begin_nested():
            outcome = deed()
    except Refused as refused:
        return go(back or path, _(refused.message, **refused.values), "error")
    return go(path, message(outcome) if callable(message) else message)
