"""People, organisations, roles and reference data as the administrator sees them. No company, no lead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import aliased

from app.access.session import GuardedSession
from app.accounts.models import Organisation, Person, RoleGrant
from app.administration.rules import Tick, backup_tick, ledger_tick, refusal_tick
from app.db.triggers import append_only_tables
from app.jobs.models import Job
from app.ledger.models import Entry

JOBS_A_PAGE = 50


@dataclass(frozen=True)
class Somebody:
    """A line of the list of people."""

    row: Row
    roles: tuple[str, ...]


def people(session: GuardedSession) -> list[Somebody]:
    """Everybody with an account: those without access at the end, else by organisation and name (two queries)."""
    roles: dict[int, list[str]] = defaultdict(list)
    for person_id, role in session.execute(
        select(RoleGrant.person_id, RoleGrant.role).where(RoleGrant.ended_at.is_(None)).order_by(RoleGrant.id)
    ):
        roles[person_id].append(role)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.invited_at,
            Person.last_seen_at,
            Person.ended_at,
            Person.password_hash.is_not(None).label("has_password"),
            Organisation.short,
        )
        .join(Organisation, Organisation.id == Person.organisation_id)
        .order_by(Person.ended_at.is_not(None), Organisation.short, Person.name)
    ).all()
    return [Somebody(row, tuple(roles[row.id])) for row in rows]


def grants_of(session: GuardedSession, person_id: int) -> Sequence[Row]:
    """Every role that a person has or had, the newest first: id, role, granted_at, ended_at, giver."""
    giver = aliased(Person)
    return session.execute(
        select(RoleGrant.id, RoleGrant.role, RoleGrant.granted_at, RoleGrant.ended_at, giver.name.label("giver"))
        .outerjoin(giver, giver.id == RoleGrant.granted_by_id)
        .where(RoleGrant.person_id == person_id)
        .order_by(RoleGrant.ended_at.is_not(None), RoleGrant.granted_at.desc(), RoleGrant.id.desc())
    ).all()


def grant(session: GuardedSession, person_id: int, grant_id: int) -> RoleGrant | None:
    """A standing role of a person, or None."""
    return session.scalars(
        select(RoleGrant).where(
            RoleGrant.id == grant_id, RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None)
        )
    ).one_or_none()


def grants(session: GuardedSession, limit: int = 200) -> Sequence[Row]:
    """Who was given which role by whom, and when it ended; the newest first."""
    giver = aliased(Person)
    return session.execute(
        select(
            RoleGrant.id,
            RoleGrant.role,
            RoleGrant.granted_at,
            RoleGrant.ended_at,
            Person.name,
            Organisation.short,
            giver.name.label("giver"),
        )
        .join(Person, Person.id == RoleGrant.person_id)
        .join(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(giver, giver.id == RoleGrant.granted_by_id)
        .order_by(RoleGrant.granted_at.desc(), RoleGrant.id.desc())
        .limit(limit)
    ).all()


def organisations(session: GuardedSession) -> Sequence[Row]:
    """Every organisation with the number of people who have access."""
    people_here = (
        select(func.count(Person.id))
        .where(Person.organisation_id == Organisation.id, Person.ended_at.is_(None))
        .correlate(Organisation)
        .scalar_subquery()
    )
    return session.execute(
        select(
            Organisation.id,
            Organisation.code,
            Organisation.name,
            Organisation.short,
            Organisation.kind,
            Organisation.is_coordinating,
            people_here.label("people"),
        ).order_by(Organisation.kind.desc(), Organisation.short)
    ).all()


def organisation_choices(session: GuardedSession) -> list[tuple[int, str]]:
    """Organisations to choose from: key and short name."""
    found = session.execute(select(Organisation.id, Organisation.short).order_by(Organisation.short))
    return [(key, short) for key, short in found]


def integrity(session: GuardedSession, folder: Path) -> list[Tick]:
    """Whether ledger, refusals and back-up are well. Needs the system's session: it counts what nobody here reads."""
    count, last = session.execute(select(func.count(Entry.number), func.coalesce(func.max(Entry.number), 0))).one()
    return [
        ledger_tick(count, last),
        refusal_tick(append_only_tables(session.connection())),
        backup_tick(_newest(folder), session.clock.now()),
    ]


def _newest(folder: Path) -> datetime | None:
    times = [file.stat().st_mtime for file in folder.glob("*") if file.is_file()] if folder.is_dir() else []
    return datetime.fromtimestamp(max(times), UTC) if times else None


# --- What runs later: that it is there, never what it is about ------------------------------------------------


def background(session: GuardedSession, status: str | None = None, before: int | None = None) -> Sequence[Row]:
    """Jobs from the newest on, a page of them and one more; those of a status, those before a number."""
    chosen = select(
        Job.id,
        Job.kind,
        Job.status,
        Job.done,
        Job.total,
        Job.tries,
        Job.trouble,
        Job.asked_at,
        Job.ended_at,
        Person.name,
        Organisation.short,
    )
    chosen = chosen.outerjoin(Person, Person.id == Job.person_id)
    chosen = chosen.outerjoin(Organisation, Organisation.id == Job.organisation_id)
    if status:
        chosen = chosen.where(Job.status == status)
    if before:
        chosen = chosen.where(Job.id < before)
    return session.execute(chosen.order_by(Job.id.desc()).limit(JOBS_A_PAGE + 1)).all()


def background_counts(session: GuardedSession) -> dict[str, int]:
    """How many jobs there are of each status."""
    return dict(session.execute(select(Job.status, func.count()).group_by(Job.status)).all())


# --- Reference data ----------------------------------------------------------------------------------------


def rows_of(session: GuardedSession, *columns: Any) -> Sequence[Row]:
    """A list of reference data, in the order of its first column."""
    return session.execute(select(*columns).order_by(columns[0])).all()


def count_of(session: GuardedSession, models: Sequence[Any]) -> list[int]:
    """How many rows each list has, in one query."""
    counts = [select(func.count()).select_from(model).scalar_subquery() for model in models]
    return list(session.execute(select(*counts)).one())
