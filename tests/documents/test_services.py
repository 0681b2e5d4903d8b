"""Documents are added, seen by who may know the company, taken away, and their files swept."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.access.actor import Actor
from app.access.errors import OutOfScope
from app.access.session import GuardedSession
from app.db.errors import Refused
from app.documents import queries, services
from app.documents.models import Document
from app.documents.store import HOUR, NotThere, Store
from app.ledger.models import Change, Value
from app.timeline.queries import events
from tests.cases.world import Case, SessionAs, build, share
from tests.documents.files import PDF, PNG

NOW = datetime(2026, 11, 19, 11, 0, tzinfo=UTC).timestamp()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "documents")


def add(session: GuardedSession, case: Case, store: Store, name: str = "Offerte.pdf", content: bytes = PDF) -> Document:
    return services.add_document(session, case.lead, store=store, name=name, content=content)


def told(session: GuardedSession, case: Case, only: str | None = None) -> list[tuple[str, str | None]]:
    also = (("document", queries.documents),)
    found, _more = events(session, case.lead.id, case.company.id, also=also, only=only)
    return [(event.what, event.text) for event in found]


def test_a_document_stands_in_the_timeline_and_its_file_on_disk(
    system: GuardedSession, session_as: SessionAs, store: Store
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    row = add(bom, case, store)
    assert told(bom, case, "document") == [("document", "Offerte.pdf")]
    assert ("document", "Offerte.pdf") in told(bom, case)
    assert store.read(row.digest or "") == PDF
    path = store.folder / (row.digest or "")[:2] / (row.digest or "")
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_content_is_kept_once(system: GuardedSession, store: Store) -> None:
    case = build(system)
    assert add(system, case, store).digest == add(system, case, store, "Nog eens.pdf").digest
    assert len(list(store.folder.glob("*/*"))) == 1


def test_what_is_refused_leaves_no_file_and_no_row(system: GuardedSession, store: Store) -> None:
    case = build(system)
    with pytest.raises(Refused):
        add(system, case, store, "cijfers.xlsx", PNG)
    assert not list(store.folder.glob("*/*"))
    assert not system.query(Document).count()


def test_it_is_seen_by_who_may_know_the_company_and_by_nobody_else(
    system: GuardedSession, session_as: SessionAs, store: Store
) -> None:
    case = build(system)
    row = add(system, case, store)
    for code in ("OOST", "IQ"):
        other = session_as(case.actors[code])
        assert queries.document(other, case.lead.id, row.id) is None
        assert ("document", "Offerte.pdf") not in told(other, case)
    share(system, case, "OOST")
    assert queries.document(session_as(case.actors["OOST"]), case.lead.id, row.id) is not None


def test_an_organisation_with_consent_adds_and_takes_away_its_own_alone(
    system: GuardedSession, session_as: SessionAs, store: Store
) -> None:
    case = build(system)
    share(system, case, "OOST")
    ours = add(system, case, store)
    oost = session_as(case.actors["OOST"])
    theirs = add(oost, case, store, "Ons aanbod.pdf")
    services.take_away(oost, theirs)
    assert queries.document(oost, case.lead.id, theirs.id) is None
    not_theirs = queries.document(oost, case.lead.id, ours.id)
    assert not_theirs is not None
    with pytest.raises(OutOfScope):
        services.take_away(oost, not_theirs)


def test_taken_away_name_and_digest_are_gone_and_that_it_was_there_stays(
    system: GuardedSession, session_as: SessionAs, store: Store
) -> None:
    case = build(system)
    bom = session_as(case.actors["BOM"])
    row = add(bom, case, store, "Naam van Jan.pdf")
    digest = row.digest
    services.take_away(bom, row)
    system.expire_all()
    assert (row.name, row.digest, row.erased_at is not None) == (None, None, True)
    assert ("document", None) in told(bom, case)
    assert "Naam van Jan.pdf" not in [text for (text,) in system.query(Value.text)]
    kept = system.query(Change).filter_by(table="document", row_id=str(row.id)).all()
    assert {change.action for change in kept} == {"insert", "update"}
    assert digest not in {text for change in kept for text in (change.before, change.after)}


# --- Files ---------------------------------------------------------------------------------------------------


def age(store: Store, digest: str, seconds: float) -> None:
    os.utime(store.folder / digest[:2] / digest, (NOW - seconds, NOW - seconds))


def test_a_sweep_takes_what_nobody_wants_and_leaves_the_young(store: Store) -> None:
    wanted, old, young = store.keep(b"wanted"), store.keep(b"old"), store.keep(b"young")
    for digest, seconds in ((wanted, 9 * HOUR), (old, HOUR + 1), (young, HOUR - 1)):
        age(store, digest, seconds)
    broken_off = store.folder / old[:2] / "part-1"
    broken_off.write_bytes(b"half")
    os.utime(broken_off, (NOW - 2 * HOUR, NOW - 2 * HOUR))
    assert store.sweep(frozenset({wanted}), NOW) == 2
    assert store.lacking(frozenset({wanted, old, young})) == [old]
    assert not broken_off.exists()


def test_an_old_file_that_is_added_again_is_young(store: Store) -> None:
    digest = store.keep(b"once more")
    age(store, digest, 9 * HOUR)
    store.keep(b"once more")
    assert store.sweep(frozenset(), NOW) == 0


def test_a_file_that_is_gone_or_changed_is_not_given_out_and_is_mended_by_the_same_file(store: Store) -> None:
    digest = store.keep(b"as it was")
    path = store.folder / digest[:2] / digest
    for harm in (lambda: path.write_bytes(b"another"), path.unlink):
        harm()
        with pytest.raises(NotThere):
            store.open(digest)
        store.keep(b"as it was")
        assert store.read(digest) == b"as it was"


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 63, "A" * 64])
def test_what_is_no_digest_opens_nothing(store: Store, digest: str) -> None:
    with pytest.raises(NotThere):
        store.open(digest)


def test_the_sweep_asks_as_the_system(system: GuardedSession, session_as: SessionAs, store: Store) -> None:
    case = build(system)
    row = add(system, case, store)
    gone = add(system, case, store, content=PDF + b"\n")
    services.take_away(system, gone)
    assert queries.wanted(session_as(Actor.system("sweep"))) == {row.digest}
