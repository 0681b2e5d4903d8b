"""Rows of a file as they were judged, so that a page of a preview costs a page."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("read", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import_file.id"], name=op.f("fk_import_row_import_id_import_file"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_row_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_row_import_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_import_row_import_id_outcome_number"), "import_row", ["import_id", "outcome", "number"])
    op.add_column("import_file", sa.Column("seen", sa.Text(), nullable=True))
    # what was agreed to and not carried out yet is looked through anew
    op.execute("UPDATE import_file SET state = 'open', plan = NULL WHERE state = 'waiting' AND batch_id IS NULL")
    op.drop_column("import_file", "plan")


def downgrade() -> None:
    """Takes down."""
    op.add_column("import_file", sa.Column("plan", sa.Text(), nullable=True))
    op.drop_column("import_file", "seen")
    op.drop_table("import_row")
