"""What is changed behind the application is found, in each of the ways to change it; what the application does is not."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, insert, select, text

from app.access.session import GuardedSession
from app.companies.models import Contact
from app.companies.services import erase_contact
from app.db.engine import make_engine
from app.db.triggers import APPEND_ONLY, lift_append_only, make_append_only
from app.leads.models import Lead
from app.ledger import chain, sealing
from app.ledger.models import Change, Entry, Seal, Submission, Value
from app.ledger.services import append, erase_history, erase_texts
from app.reports import verification
from app.reports.models import Report
from app.reports.rules import canonical, fingerprint
from tests.databases import SIGNING_KEY
from tests.impact.world import EZ
from tests.pages import Site

LATER_ENTRIES = int(os.environ.get("LATER_ENTRIES", "200"))  # `make soak` adds 10,000


@contextmanager
def behind(site: Site) -> Iterator[Connection]:
    """The database as somebody has it who knows its password: nothing refuses, and no trace is left in the triggers."""
    engine = make_engine(site.app.extensions["settings"].database_url)
    with engine.connect() as connection:
        lift_append_only(connection, APPEND_ONLY)
        yield connection
        make_append_only(connection, APPEND_ONLY)
        connection.commit()
    engine.dispose()


def found(site: Site, against: str = "") -> dict[str, dict]:
    """The kinds of what is wrong, with the numbers of the first of each."""
    with site.system() as session:
        problems = verification.problems(session, key=SIGNING_KEY, against=against)
    return {one.kind: dict(one.values) for one in reversed(problems)}


def seal(site: Site, key: str = SIGNING_KEY) -> None:
    with site.system() as session:
        verification.seal_now(session, key=key)


def rewrite(connection: Connection, *, seals: bool, key: str = "guessed") -> None:
    """Every hash of the ledger anew, and those of the seals with a key that may be the right one."""
    reason = select(Entry.__table__, Value.digest.label("reason")).outerjoin(Value, Value.id == Entry.reason_id)
    hashes, last = {0: chain.START}, chain.START
    for row in connection.execute(reason.order_by(Entry.number)).all():
        last = hashes[row.number] = chain.entry_hash(last, row, row.reason or "")
        connection.execute(
            text("UPDATE entry SET hash = :hash WHERE number = :number"), {"hash": last, "number": row.number}
        )
    previous = chain.START
    for row in connection.execute(select(Seal.__table__).order_by(Seal.number)).all() if seals else ():
        made = SimpleNamespace(**{**row._mapping, "entry_hash": hashes[row.entry_number], "previous": previous})
        previous = chain.seal_hash(made)
        new = {"entry_hash": made.entry_hash, "previous": made.previous, "hash": previous, "number": row.number}
        connection.execute(
            text(
                "UPDATE seal SET entry_hash = :entry_hash, previous = :previous, hash = :hash, signature = :signature "
                "WHERE number = :number"
            ),
            {**new, "signature": chain.sign(key, previous)},
        )


# --- Ten ways to tamper --------------------------------------------------------------------------------------


def change_a_value(connection: Connection) -> None:
    connection.execute(
        text("UPDATE entry SET amount = amount + 1 WHERE number = (SELECT min(number) FROM entry WHERE amount > 0)")
    )


def change_a_date(connection: Connection) -> None:
    connection.execute(text("UPDATE entry SET holds_on = '2025-01-02' WHERE number = 2"))


def remove_an_entry(connection: Connection) -> None:
    connection.execute(text("DELETE FROM entry WHERE number = 2"))


def swap_two(connection: Connection) -> None:
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        connection.execute(text("UPDATE entry SET number = :new WHERE number = :old"), {"old": old, "new": new})


def insert_one(connection: Connection) -> None:
    """At the end, with the right hash: so it is found by what it says, as no fact was accepted that says it."""
    rows = connection.execute(select(Entry.__table__).order_by(Entry.number.desc())).all()
    model = next(row for row in rows if row.fact == "admitted")
    new = {**model._mapping, "number": rows[0].number + 1, "reason_id": None}
    new["hash"] = chain.entry_hash(rows[0].hash, SimpleNamespace(**new), "")
    connection.execute(Entry.__table__.insert(), new)


def insert_one_between(connection: Connection) -> None:
    for number in range(connection.scalar(text("SELECT max(number) FROM entry")), 4, -1):
        connection.execute(text("UPDATE entry SET reverses = NULL WHERE number = :number"), {"number": number})
        connection.execute(text("UPDATE entry SET number = number + 1 WHERE number = :number"), {"number": number})
    model = connection.execute(select(Entry.__table__).where(Entry.number == 4)).one()
    connection.execute(Entry.__table__.insert(), {**model._mapping, "number": 5, "reverses": None})


def cut_the_tail(connection: Connection) -> None:
    sealed = connection.scalar(text("SELECT max(entry_number) FROM seal"))
    connection.execute(text("DELETE FROM entry WHERE number > :sealed - 3"), {"sealed": sealed})


def _other_amount(connection: Connection) -> None:
    change_a_value(connection)
    connection.execute(
        text(
            "UPDATE submission SET amount = (SELECT amount FROM entry WHERE submission_id = submission.id) "
            "WHERE id IN (SELECT submission_id FROM entry)"
        )
    )


def recompute_the_chain(connection: Connection) -> None:
    _other_amount(connection)
    rewrite(connection, seals=False)


def recompute_the_seals_too(connection: Connection) -> None:
    _other_amount(connection)
    rewrite(connection, seals=True)


def recompute_with_the_key(connection: Connection) -> None:
    _other_amount(connection)
    rewrite(connection, seals=True, key=SIGNING_KEY)


def _first_document(connection: Connection) -> dict:
    return json.loads(connection.scalar(text("SELECT document FROM report ORDER BY id LIMIT 1")))


def _put(connection: Connection, document: dict, **more: str) -> None:
    new = {"document": canonical(document), **more}
    sets = ", ".join(f"{name} = :{name}" for name in new)
    connection.execute(text(f"UPDATE report SET {sets} WHERE number = :number"), {**new, "number": document["number"]})


def change_a_document(connection: Connection) -> None:
    document = _first_document(connection)
    document["headlines"][0]["value"] += 1
    _put(connection, document)


def change_its_hash_too(connection: Connection) -> None:
    """The last one, as no later report names its number; in words, as figures are counted again."""
    document = json.loads(connection.scalar(text("SELECT document FROM report ORDER BY id DESC LIMIT 1")))
    document["narrative"]["summary"] = "Het programma ligt ver voor."
    _put(connection, document, fingerprint=fingerprint(canonical(document)))


def change_the_history(connection: Connection) -> None:
    connection.execute(
        text("UPDATE change SET after = '2026-01-01' WHERE id = (SELECT min(id) FROM change WHERE after IS NOT NULL)")
    )


def remove_history(connection: Connection) -> None:
    connection.execute(text("DELETE FROM change WHERE id = (SELECT max(change_id) FROM seal)"))


def change_words_in_the_history(connection: Connection) -> None:
    connection.execute(
        text(
            "UPDATE value SET text = 'iets anders' WHERE id = "
            "(SELECT min(after_value_id) FROM change WHERE after_value_id IS NOT NULL)"
        )
    )


def replace_words_with_their_digest(connection: Connection) -> None:
    wanted = "SELECT min(after_value_id) FROM change WHERE after_value_id IS NOT NULL"
    new = {"text": "iets anders", "salt": "zout", "digest": chain.digest("zout", "iets anders")}
    connection.execute(
        text(f"UPDATE value SET text = :text, salt = :salt, digest = :digest WHERE id = ({wanted})"), new
    )


TAMPERING: list[tuple[Callable[[Connection], None], set[str]]] = [
    (change_a_value, {"entry_changed", "entry_unfounded"}),
    (change_a_date, {"entry_changed", "entry_unfounded"}),
    (remove_an_entry, {"entry_missing", "fact_lost"}),
    (swap_two, {"entry_changed"}),
    (insert_one, {"entry_unfounded"}),
    (insert_one_between, {"entry_changed", "ledger_rewritten"}),
    (cut_the_tail, {"ledger_cut", "fact_lost"}),
    (recompute_the_chain, {"ledger_rewritten"}),
    (recompute_the_seals_too, {"seal_forged", "report_head"}),
    (recompute_with_the_key, {"report_head"}),
    (change_a_document, {"report_changed", "report_previous", "reports_changed", "report_figure"}),
    (change_its_hash_too, {"reports_changed"}),
    (change_the_history, {"history_changed"}),
    (remove_history, {"history_changed"}),
    (change_words_in_the_history, {"text_changed"}),
    (replace_words_with_their_digest, {"history_changed"}),
]


@pytest.mark.parametrize(("tamper", "kinds"), TAMPERING, ids=lambda one: getattr(one, "__name__", None))
def test_tampering_behind_the_application_is_found(
    demo_copy: Site, tamper: Callable[[Connection], None], kinds: set[str]
) -> None:
    with behind(demo_copy) as connection:
        tamper(connection)
    assert kinds <= set(found(demo_copy))


def test_a_cut_after_the_last_seal_is_found_by_the_facts_that_were_accepted(demo_copy: Site) -> None:
    with demo_copy.system() as session:
        add_entries(session, 2)
    assert found(demo_copy) == {}
    with behind(demo_copy) as connection:
        connection.execute(text("DELETE FROM entry WHERE number = (SELECT max(number) FROM entry)"))
    assert set(found(demo_copy)) == {"fact_lost"}


def test_a_chain_recomputed_with_the_key_is_found_against_a_printed_number(demo_copy: Site) -> None:
    with demo_copy.system() as session:
        printed = [*session.scalars(select(Seal.hash)), *session.scalars(select(Entry.hash).where(Entry.amount > 0))]
        printed = [*printed[:2], *printed[-2:]]
        report = session.scalars(select(Report.fingerprint)).first()
    assert all(found(demo_copy, against=mark[:16]) == {} for mark in (*printed, report))
    with behind(demo_copy) as connection:
        recompute_with_the_key(connection)
    assert all("against" in found(demo_copy, against=mark[:16]) for mark in printed)


def test_triggers_that_are_gone_are_told(demo_copy: Site) -> None:
    engine = make_engine(demo_copy.app.extensions["settings"].database_url)
    with engine.begin() as connection:
        lift_append_only(connection, ["entry"])
    engine.dispose()
    assert found(demo_copy) == {"unguarded": {"tables": "entry"}}


DOES_NOTHING = {
    "sqlite": ("CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry WHEN 0 BEGIN SELECT 1; END",),
    "postgresql": (
        "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION nothing()",
    ),
}


def test_a_trigger_of_the_same_name_that_refuses_nothing_is_told(demo_copy: Site) -> None:
    engine = make_engine(demo_copy.app.extensions["settings"].database_url)
    with engine.begin() as connection:
        gone = "DROP TRIGGER entry_no_update" + (" ON entry" if engine.dialect.name == "postgresql" else "")
        for statement in (gone, *DOES_NOTHING[engine.dialect.name]):
            connection.exec_driver_sql(statement)
    engine.dispose()
    assert found(demo_copy) == {"unguarded": {"tables": "entry"}}


def test_a_few_characters_are_no_printed_number(demo_copy: Site) -> None:
    with demo_copy.system() as session:
        mark = session.scalars(select(Report.fingerprint)).first()
    assert "against" in found(demo_copy, against=mark[:15])


# --- What the application does is no tampering ---------------------------------------------------------------


def test_the_demo_world_is_sound_and_the_command_says_so(demo_copy: Site) -> None:
    answer = demo_copy.app.test_cli_runner().invoke(args=["verify"])
    assert (answer.exit_code, answer.output) == (0, "Gecontroleerd op 19 november 2026: alles klopt.\n")


def test_the_command_lists_what_is_wrong_and_fails(demo_copy: Site) -> None:
    with behind(demo_copy) as connection:
        remove_an_entry(connection)
    runner = demo_copy.app.test_cli_runner()
    answer = runner.invoke(args=["verify"])
    assert answer.exit_code == 1
    assert "Regel 2 van het grootboek is weg." in answer.output
    assert "er klopt iets niet" in answer.output
    assert runner.invoke(args=["verify", "--against", "geen getal"]).exit_code == 2
    unknown = runner.invoke(args=["verify", "--against", "0123 4567 89AB CDEF"])
    assert "Het controlegetal 0123456789abcdef komt niet meer voor" in unknown.output


def test_erasing_breaks_nothing(demo_copy: Site) -> None:
    """A contact person, the history of the row, words behind an entry: text and salt are gone, the digests stay."""
    seal(demo_copy)
    with demo_copy.system() as session:
        for contact in session.scalars(select(Contact).where(Contact.erased_at.is_(None)).limit(3)):
            erase_contact(session, contact)
        erase_history(session, "lead_story", 1)
        reasons = session.scalars(select(Entry.reason_id).where(Entry.reason_id.is_not(None))).all()
        erase_texts(session, reasons)
        assert reasons
        left = session.execute(select(Value.text, Value.salt, Value.digest).where(Value.id.in_(reasons))).all()
        assert all(row.text is None and row.salt is None and row.digest for row in left)
    assert found(demo_copy) == {}
    seal(demo_copy)
    assert found(demo_copy) == {}


def test_work_that_was_not_finished_is_sealed_next_time(demo_copy: Site) -> None:
    """On PostgreSQL the number of a row may be given out long before it is committed."""
    with behind(demo_copy) as connection:
        late = connection.execute(select(Change.__table__).order_by(Change.id.desc()).offset(1).limit(1)).one()
        connection.execute(text("DELETE FROM change WHERE id = :id"), {"id": late.id})
    seal(demo_copy)
    with behind(demo_copy) as connection:
        connection.execute(Change.__table__.insert(), dict(late._mapping))
    assert found(demo_copy) == {}
    seal(demo_copy)
    assert found(demo_copy) == {}
    with demo_copy.system() as session:
        assert sealing.last_seal(session).missing == ""
    with behind(demo_copy) as connection:
        connection.execute(text("UPDATE change SET action = 'insert', field = 'x' WHERE id = :id"), {"id": late.id})
    assert set(found(demo_copy)) == {"history_changed"}


def test_nothing_new_needs_no_new_seal(demo_copy: Site) -> None:
    seal(demo_copy)
    seal(demo_copy)
    with demo_copy.system() as session:
        numbers = session.scalars(select(Seal.number).order_by(Seal.number)).all()
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 5


def test_a_seal_by_another_key_is_no_seal(demo_copy: Site) -> None:
    with demo_copy.system() as session:
        add_entries(session, 1)
    seal(demo_copy, key="another")
    assert set(found(demo_copy)) == {"seal_forged"}


def add_entries(session: GuardedSession, how_many: int) -> None:
    """Facts that were accepted late, of which most hold for early days."""
    leads = session.scalars(select(Lead).order_by(Lead.id)).all()
    person = session.scalars(select(Submission).limit(1)).one()
    facts = [
        {
            "fact": "admitted",
            "lead_id": lead.id,
            "company_id": lead.company_id,
            "holds_on": date(2025, 1, 1) + timedelta(days=number % 600),
        }
        for number, lead in zip(range(how_many), cycle(leads), strict=False)
    ]
    who = {"submitted_by_id": person.submitted_by_id, "submitted_for_id": person.submitted_for_id}
    rows = [{**fact, **who, "status": "accepted", "submitted_at": session.clock.now()} for fact in facts]
    given = session.scalars(insert(Submission).returning(Submission.id, sort_by_parameter_order=True), rows).all()
    for number, fact in zip(given, facts, strict=True):
        append(session, Entry(**fact, submission_id=number))


def test_a_published_document_never_moves(demo_copy: Site) -> None:
    """Byte for byte the same after many later entries, also for days before its own; and still what the ledger says."""
    ez = demo_copy.browser(EZ)

    def published() -> tuple[list[str], list[str]]:
        with demo_copy.system() as session:
            rows = session.execute(select(Report.number, Report.document).order_by(Report.id)).all()
        return [row.document for row in rows], [ez.get(f"/voortgang/{row.number}").words for row in rows]

    before = published()
    with demo_copy.system() as session:
        add_entries(session, LATER_ENTRIES)
    assert published() == before
    assert found(demo_copy) == {}
