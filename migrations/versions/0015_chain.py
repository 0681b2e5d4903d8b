"""Every entry carries the hash of the one before; seals sign the head of all there is, and checks are kept."""

import sqlalchemy as sa
from alembic import op

from app.db.base import UtcDateTime
from app.db.triggers import lift_append_only, make_append_only
from app.ledger import chain

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENTS, DAYS = {"recorded_at"}, {"holds_on"}
ENTRY = sa.table(
    "entry",
    *(
        sa.column(name, UtcDateTime() if name in MOMENTS else sa.Date() if name in DAYS else None)
        for name in (*chain.ENTRY_FIELDS, "hash")
    ),
)
VALUE = sa.table("value", *(sa.column(name) for name in ("id", "text", "salt", "digest")))


def upgrade() -> None:
    """Builds up."""
    op.add_column("value", sa.Column("salt", sa.String(length=32), nullable=True))
    op.add_column("value", sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("entry", sa.Column("hash", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("history", sa.String(length=64), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reports", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
        sa.UniqueConstraint("previous", name=op.f("uq_seal_previous")),
    )
    op.create_table(
        "verification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification")),
        sqlite_autoincrement=True,
    )
    connection = op.get_bind()
    lift_append_only(connection, ["entry"])
    _fill(connection)
    make_append_only(connection, ["entry", "seal", "verification"])


def _fill(connection: sa.Connection) -> None:
    """What was there before gets its salts and digests, and its hashes in the order of the ledger."""
    digests = {}
    for number, text in connection.execute(sa.select(VALUE.c.id, VALUE.c.text)).all():
        salt = None if text is None else chain.new_salt()
        digests[number] = chain.digest(salt, text)
        new = {"salt": salt, "digest": digests[number]}
        connection.execute(sa.update(VALUE).where(VALUE.c.id == number).values(new))
    last = chain.START
    for row in connection.execute(sa.select(ENTRY).order_by(ENTRY.c.number)).all():
        last = chain.entry_hash(last, row, digests.get(row.reason_id, ""))
        connection.execute(sa.update(ENTRY).where(ENTRY.c.number == row.number).values(hash=last))


def downgrade() -> None:
    """Takes down."""
    op.drop_table("verification")
    op.drop_table("seal")
    op.drop_column("entry", "hash")
    op.drop_column("value", "digest")
    op.drop_column("value", "salt")
