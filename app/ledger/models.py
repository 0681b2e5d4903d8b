"""Kinds of memory: erasable text, the history of changes, submitted facts, the ledger that counts, and its seals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.access.actor import Role
from app.access.policy import Circle, Condition, Viewer, any_of, constant, having, nobody, protect, read_rule
from app.db.base import Base, Key
from app.ledger import chain
from app.ledger.rules import persons_of


def _digest(context: Any) -> str:
    row = context.get_current_parameters()
    return chain.digest(row["salt"], row.get("text"))


class Value(Base):
    """A free text that may have to be erased: other rows point at it and never copy it.

    What is hashed covers its `digest`, which stays; the salt goes with the text, and nothing tells what it was.
    """

    __tablename__ = "value"
    id: Mapped[Key]
    company_id: Mapped[int | None] = mapped_column(index=True)  # no foreign key: what was told outlives what is removed
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[datetime | None]
    salt: Mapped[str | None] = mapped_column(String(32), default=chain.new_salt)
    digest: Mapped[str] = mapped_column(String(64), default=_digest)


class Change(Base):
    """One field of one row that changed: who, when, what, before, after. Append-only; it outlives the row."""

    __tablename__ = "change"
    id: Mapped[Key]
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    system: Mapped[str | None] = mapped_column(String(200))
    company_id: Mapped[int | None]
    lead_id: Mapped[int | None]
    table: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[str] = mapped_column(String(24))
    action: Mapped[str] = mapped_column(String(8))
    field: Mapped[str | None] = mapped_column(String(40))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    before_value_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    after_value_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))

    __table_args__ = (
        Index(None, "lead_id", "at"),
        Index(None, "company_id", "at"),
        Index(None, "table", "row_id"),
    )


class Batch(Base):
    """What somebody changed in one go, and may undo in one go: their changes of one moment, between two numbers.

    `label` says codes, counts and kinds, never a name: it is read by the organisation whatever consent becomes.
    """

    __tablename__ = "batch"
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(24))
    label: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    after: Mapped[int]
    until: Mapped[int]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "organisation_id", "kind", "at"),)


class Submission(Base):
    """A fact that somebody submits to be verified: editable, never counted.

    `conditions` holds the day each condition was met, as the holder states them; `about_id` the row of the dossier
    that the fact is about, where a lead can have more than one (an investment); `hands` the persons who had one in it;
    `cause` why a lead leaves the count.
    """

    __tablename__ = "submission"
    id: Mapped[Key]
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    fact: Mapped[str] = mapped_column(String(24))
    holds_on: Mapped[date]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    counterfactual: Mapped[str | None] = mapped_column(String(24))
    origin_rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"))
    destination_rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"))
    about_id: Mapped[int | None]
    conditions: Mapped[str | None] = mapped_column(Text)
    evidence_kind: Mapped[str | None] = mapped_column(String(40))
    evidence_on: Mapped[date | None]
    evidence_seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hands: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str | None] = mapped_column(String(24))
    grounds_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    needs_verifier: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(16), default="open", index=True)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_for_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    submitted_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(String(40))
    decision_reason_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def persons(self) -> frozenset[int]:
        """Everybody who ever submitted or mended it, or saw its evidence."""
        return persons_of(self.hands)


class Entry(Base):
    """One accepted, dated fact: what the figures are made of. Append-only and without gaps.

    `cause` is why another entry is taken back, or why the lead leaves the count. `hash` covers the row and the hash of
    the one before; an entry that was not appended by the ledger's own service has none, and the check says so.
    """

    __tablename__ = "entry"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fact: Mapped[str] = mapped_column(String(24))
    lead_id: Mapped[int] = mapped_column(ForeignKey("lead.id"), index=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    holds_on: Mapped[date]
    recorded_at: Mapped[datetime]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    counterfactual: Mapped[str | None] = mapped_column(String(24))
    origin_rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"))
    destination_rom_code: Mapped[str | None] = mapped_column(ForeignKey("rom.code"))
    reverses: Mapped[int | None] = mapped_column(ForeignKey("entry.number"), unique=True)
    cause: Mapped[str | None] = mapped_column(String(24))
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("value.id"))
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_for_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    hash: Mapped[str] = mapped_column(String(64), default="")


class Seal(Base):
    """The signed head of ledger, history and published reports at a moment. Append-only and without gaps.

    Up to row `change_id` the history is sealed, but for the numbers in `missing`: those belonged to work that was not
    finished, or undone. `history`, `reports` and `entry_hash` are hashes of all that there was; `previous` is the seal
    before, and the signature needs a key that is not in the database.
    """

    __tablename__ = "seal"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed_at: Mapped[datetime]
    entry_number: Mapped[int]
    entry_hash: Mapped[str] = mapped_column(String(64))
    change_id: Mapped[int]
    missing: Mapped[str] = mapped_column(Text)
    history: Mapped[str] = mapped_column(String(64))
    report_id: Mapped[int]
    reports: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(64))


# What nobody published: drafts, and what was asked, answered and agreed before it was worded as it is now.
OF_REPORTS = (
    "report_draft",
    "report_case",
    "report_waiver",
    "report_question",
    "question_answer",
    "progress_talk",
    "talk_agreement",
)


def _reads_text(row: Any, viewer: Viewer) -> Condition:
    """Text about a company belongs to its identity circle; other text to the taskforce and the administrator."""
    if viewer.actor.has(Role.ADMINISTRATOR):
        return row.company_id.is_(None)
    if not viewer.actor.is_member:
        return False
    return any_of(row.company_id.is_(None), read_rule(Circle.IDENTITY)(row, viewer))


def _reads_change(row: Any, viewer: Viewer) -> Condition:
    """As text; but what changed in a report that is being written, or at its table, is for who writes the report."""
    drafted = or_(*(row.table == constant(table) for table in OF_REPORTS))
    known = _reads_text(row, viewer)
    if viewer.actor.has(Role.COORDINATOR):
        return any_of(drafted, known)
    return known if isinstance(known, bool) else and_(known, ~drafted)


def _writes_text(row: Any, viewer: Viewer) -> Condition:
    """Whoever wrote it, and the holder, who may have to erase it."""
    own = row.organisation_id == viewer.organisation
    return any_of(own, read_rule(Circle.HOLDER)(row, viewer))


def _handles_facts(row: Any, viewer: Viewer) -> Condition:
    """The holder submits; the coordinator and an appointed verifier decide."""
    if viewer.actor.has(Role.COORDINATOR, Role.VERIFIER):
        return read_rule(Circle.DOSSIER)(row, viewer)
    return read_rule(Circle.HOLDER)(row, viewer)


def _in_own_name(row: Any, viewer: Viewer) -> Condition:
    """What people did is written down as theirs, of the organisation they acted for."""
    mine = and_(row.person_id == viewer.person, row.organisation_id == viewer.organisation)
    return and_(mine, row.system.is_(None))


def _of_own_organisation(row: Any, viewer: Viewer) -> Condition:
    return row.organisation_id == viewer.organisation if viewer.actor.is_member else False


def _records(row: Any, viewer: Viewer) -> Condition:
    return viewer.actor.has(Role.COORDINATOR, Role.VERIFIER)


protect(Value, read=_reads_text, write=_writes_text)
protect(Change, read=_reads_change, write=nobody, leaves=_in_own_name)
protect(Batch, read=_of_own_organisation, write=_of_own_organisation)
protect(Submission, read=Circle.DOSSIER, write=_handles_facts)
protect(Entry, read=Circle.DOSSIER, write=_records)
protect(Seal, read=having(Role.COORDINATOR), write=having(Role.COORDINATOR))
