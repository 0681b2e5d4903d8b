"""Reference data: facts in files beside the room that uses them, added to the database once."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from app.db.base import Base


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a reference file (CSV with a head, UTF-8); an empty cell is an empty text."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def add_missing(session: Session, model: type[Base], rows: Iterable[dict[str, Any]], key: str = "") -> int:
    """Adds the rows whose key is not there yet, in one batch, and says how many; what is there stays as it is.

    The key is the primary key unless another column is named. Needs the system's session: nobody else inserts in bulk.
    """
    name = key or inspect(model).primary_key[0].name
    there = set(session.scalars(select(getattr(model, name))))
    missing = [row for row in rows if row[name] not in there]
    if missing:
        session.execute(insert(model), missing)
    return len(missing)
