"""Whether nothing is half there: what must hold of a database and its folder whatever happened to the program."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.access.session import GuardedSession
from app.db.base import Base
from app.db.engine import assert_all_point_somewhere, make_engine
from app.documents.queries import wanted
from app.documents.store import DIGEST
from app.index.keeping import reindex
from app.index.models import SearchText
from app.jobs.models import Job
from app.jobs.rules import OPEN
from app.leads.models import Lead, LeadCourse, LeadStory
from app.ledger.history import ERASABLE, IN_PARTS, NEVER_KEPT, is_tracked
from app.ledger.models import Batch, Change, Entry, Submission, Value
from app.pipeline.models import StepMove
from app.reports import verification
from tests.soak.world import system

SILENT = {"person": {"last_seen_at"}}  # columns that are set without a line of history


def faults(app: Flask) -> frozenset[str]:
    """All that is not whole, in words; what was so before is for the caller to leave out."""
    with system(app, write=True) as session:  # the index is made anew beside the one that is there
        return frozenset(
            [
                *_damaged(app),
                *_unlike_history(session),
                *_half_leads(session),
                *_half_facts(session),
                *_half_batches(session),
                *_tampered(app, session),
                *_unfound(session),
                *_without_file(app, session),
            ]
        )


def stray_files(app: Flask) -> int:
    """How many files belong to no document: what an upload left that was broken off, for the sweep to take."""
    store = app.extensions["documents"]
    with system(app) as session:
        kept = wanted(session)
    return sum(path.name not in kept for path in store.folder.glob("??/*"))


def unfinished(app: Flask) -> int:
    """How many jobs a worker has still to do."""
    with system(app) as session:
        return session.scalar(select(func.count(Job.id)).where(Job.status.in_(OPEN))) or 0


def _damaged(app: Flask) -> Iterator[str]:
    """What the database itself says; PostgreSQL never stops checking where rows point."""
    url = app.extensions["settings"].database_url
    if not url.startswith("sqlite"):
        return
    engine = make_engine(url)
    with engine.connect() as connection:
        try:
            assert_all_point_somewhere(connection)
        except ValueError as lost:
            yield str(lost)
        (told,) = connection.exec_driver_sql("PRAGMA integrity_check").first() or ("",)
        if told != "ok":
            yield f"the file is damaged: {told}"
    engine.dispose()


def _tracked() -> Iterator[Any]:
    return (mapper for mapper in Base.registry.mappers if is_tracked(mapper.class_))


def _unlike_history(session: GuardedSession) -> Iterator[str]:
    """Rows that no line of history tells of, or that hold something else than the last one says."""
    came, last, texts = _told(session)
    for mapper in _tracked():
        model, table = mapper.class_, mapper.class_.__tablename__
        keys = [each.key for each in mapper.column_attrs if not each.columns[0].info.get(NEVER_KEPT)]
        primary = mapper.get_property_by_column(mapper.primary_key[0]).key
        there = set()
        for row in session.execute(select(*(getattr(model, key) for key in dict.fromkeys([primary, *keys])))):
            number = str(getattr(row, primary))
            there.add(number)
            for key in keys:
                said = last.get((table, number, key))
                info = mapper.column_attrs[key].columns[0].info
                if said is None or info.get(IN_PARTS) or key in SILENT.get(table, ()):
                    continue
                after = texts.get(said.after_value_id) if info.get(ERASABLE) else said.after
                now = getattr(row, key)
                if (None if now is None else str(now)) != after and said.after_value_id not in texts.erased:
                    yield f"{table} {number}: {key} is not what history says"
        yield from (f"{table} {number}: no history of how it came" for number in there - came[table])
        yield from (f"{table} {number}: history says that it is there" for number in came[table] - there)


class _Texts(dict[int | None, str | None]):
    """What erasable texts say, and which of them were wiped."""

    erased: frozenset[int] = frozenset()


def _told(session: GuardedSession) -> tuple[dict[str, set[str]], dict[tuple[str, str, str], Any], _Texts]:
    """The rows that are there by history, the last change of each field, and the erasable texts."""
    came: dict[str, set[str]] = {mapper.class_.__tablename__: set() for mapper in _tracked()}
    last: dict[tuple[str, str, str], Any] = {}
    columns = (Change.table, Change.row_id, Change.action, Change.field, Change.after, Change.after_value_id)
    for row in session.execute(select(*columns).order_by(Change.id)):
        rows = came.setdefault(row.table, set())
        if row.action == "insert":
            rows.add(row.row_id)
        elif row.action == "delete":
            rows.discard(row.row_id)
        else:
            last[row.table, row.row_id, row.field] = row
    found = session.execute(select(Value.id, Value.text, Value.erased_at)).all()
    texts = _Texts({row.id: row.text for row in found})
    texts.erased = frozenset(row.id for row in found if row.erased_at or row.text is None)
    return came, last, texts


def _half_leads(session: GuardedSession) -> Iterator[str]:
    leads = set(session.scalars(select(Lead.id)))
    for part in (LeadCourse, LeadStory):
        there = Counter(session.scalars(select(part.lead_id)))
        yield from (f"lead {one} has {there[one]} rows in {part.__tablename__}" for one in leads if there[one] != 1)
    newest = select(func.max(StepMove.id)).group_by(StepMove.lead_id)
    moved = session.execute(select(StepMove.lead_id, StepMove.to_step).where(StepMove.id.in_(newest)))
    steps = dict(session.execute(select(LeadCourse.lead_id, LeadCourse.step)).all())
    yield from (
        f"lead {row.lead_id} is not at the step of its last move" for row in moved if steps[row.lead_id] != row.to_step
    )


def _half_facts(session: GuardedSession) -> Iterator[str]:
    """An accepted fact and its line in the ledger come together."""
    accepted = set(session.scalars(select(Submission.id).where(Submission.status == "accepted")))
    entered = set(session.scalars(select(Entry.submission_id).where(Entry.submission_id.is_not(None))))
    yield from (f"submission {one} is accepted and in no ledger, or the other way round" for one in accepted ^ entered)


def _half_batches(session: GuardedSession) -> Iterator[str]:
    numbers = set(session.scalars(select(Batch.id)))
    undone = session.scalars(select(Batch.undone_by_id).where(Batch.undone_by_id.is_not(None)))
    yield from (f"batch {one} undid something and is not there" for one in set(undone) - numbers)


def _tampered(app: Flask, session: GuardedSession) -> Iterator[str]:
    key = app.extensions["settings"].signing_key
    yield from (f"verify: {one.kind} {one.values}" for one in verification.problems(session, key=key, against=""))


def _unfound(session: GuardedSession) -> Iterator[str]:
    """What the index of the search lacks or holds too much, beside one that is made anew."""

    def texts() -> set[tuple[Any, ...]]:
        found = session.execute(select(SearchText.source, SearchText.row_id, SearchText.text, SearchText.body))
        return {tuple(row) for row in found}

    before = texts()
    reindex(session)
    yield from (f"search: {one[0]} {one[1]} is not as it would be made anew" for one in before ^ texts())


def _without_file(app: Flask, session: GuardedSession) -> Iterator[str]:
    store = app.extensions["documents"]
    yield from (f"a document lacks its file {one[:8]}" for one in store.lacking(wanted(session)))
    parts = [path for path in store.folder.glob("??/*") if DIGEST.fullmatch(path.name)]
    yield from (
        f"the file {one[:8]} is not what its name says" for one in store.lacking(frozenset(path.name for path in parts))
    )
