"""The product as it is served, with a counter of queries in each answer's head: `gunicorn benchmarks.product:app`."""

import re
from typing import Any

from flask import Response, g
from sqlalchemy import event

from app.access.rows import engines_of
from wsgi import app

NOT_A_QUERY = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|PRAGMA)\b", re.IGNORECASE)


def _count(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
    if not NOT_A_QUERY.match(sql):
        g.queries = g.get("queries", 0) + 1


for _engine in engines_of(app.extensions["engine"]):
    event.listen(_engine, "before_cursor_execute", _count)


@app.after_request
def _tell(response: Response) -> Response:
    response.headers["X-Queries"] = str(g.get("queries", 0))
    return response
