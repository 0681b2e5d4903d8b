"""Filling the targets and settings, and bringing facts of a lead before a verifier."""

from pathlib import Path

from sqlalchemy import insert, select

from app.access.session import GuardedSession
from app.db.reference import read_rows
from app.impact.models import CountingSetting, Target
from app.impact.rules import PROGRAMME_START
from app.impact.settings import DEFAULTS

DATA = Path(__file__).parent / "data"


def load_reference(session: GuardedSession) -> int:
    """Adds the targets of 002 §5.5 and the settings of the counting that are missing; changes none."""
    targets = [
        {"code": row["code"], "amount": int(row["doel_2028"]), "valid_from": PROGRAMME_START, "source": row["bron"]}
        for row in read_rows(DATA / "impactdoelen.csv")
        if row["doel_2028"]
    ]
    settings = [{"code": code, "amount": amount, "valid_from": PROGRAMME_START} for code, amount in DEFAULTS.items()]
    return _add(session, Target, targets) + _add(session, CountingSetting, settings)


def _add(session: GuardedSession, model: type[Target] | type[CountingSetting], rows: list[dict[str, object]]) -> int:
    there = set(session.scalars(select(model.code)))
    missing = [row for row in rows if row["code"] not in there]
    if missing:
        session.execute(insert(model), missing)
    return len(missing)
