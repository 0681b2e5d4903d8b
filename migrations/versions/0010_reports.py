"""Published progress, which nothing changes, and the drafts it is prepared in."""

import sqlalchemy as sa
from alembic import op

from app.db.triggers import make_append_only

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("reporting_date", sa.Date(), nullable=False),
        sa.Column("ledger_number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_report_published_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_reporting_date"), "report", ["reporting_date"], unique=False)
    op.create_table(
        "report_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reporting_date", sa.Date(), nullable=False),
        sa.Column("narrative", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_report_draft_saved_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_draft")),
        sa.UniqueConstraint("reporting_date", name=op.f("uq_report_draft_reporting_date")),
        sqlite_autoincrement=True,
    )
    make_append_only(op.get_bind(), ["report"])


def downgrade() -> None:
    """Takes down."""
    op.drop_table("report_draft")
    op.drop_index(op.f("ix_report_reporting_date"), table_name="report")
    op.drop_table("report")
