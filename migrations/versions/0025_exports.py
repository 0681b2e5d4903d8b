"""What goes out in a file is written down: who, when, which list, by which filter, how many rows."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("list", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_export_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_export_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_export_organisation_id_at"), "export", ["organisation_id", "at"], unique=False)


def downgrade() -> None:
    """Takes down."""
    op.drop_index(op.f("ix_export_organisation_id_at"), table_name="export")
    op.drop_table("export")
