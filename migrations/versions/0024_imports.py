"""Files on their way in: how they are read, how far they are, and what was refused of them."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("refused", sa.LargeBinary(), nullable=True),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_import_file_batch_id_batch")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_file_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_file_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_import_file_batch_id"), "import_file", ["batch_id"], unique=False)
    op.create_index(op.f("ix_import_file_organisation_id_id"), "import_file", ["organisation_id", "id"], unique=False)
    op.create_index(op.f("ix_import_file_person_id"), "import_file", ["person_id"], unique=False)


def downgrade() -> None:
    """Takes down."""
    op.drop_table("import_file")
