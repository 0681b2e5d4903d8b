"""Who saved first: what a form on an existing row asks when it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.access.request import session
from app.accounts.queries import last_saved
from app.web.clash import Clash, clash
from app.web.forms import EditForm

Last = Callable[[], tuple[str, datetime] | None]


def overtaken(form: EditForm, row: Any, saved: Callable[[], EditForm], last: Last | None = None) -> Clash | None:
    """What somebody saved since this form was opened, when it is sent; `last` tells who, where the row cannot."""
    if row is None or not form.validate_on_submit() or not form.is_stale(row):
        return None
    return clash(form, saved(), last() if last else last_saved(session(), row.__tablename__, row.id))
