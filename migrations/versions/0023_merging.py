"""Companies that turned out to be another, and those that somebody told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "merged_company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_merged_company_company_id_company")),
        sa.ForeignKeyConstraint(["gone_id"], ["company.id"], name=op.f("fk_merged_company_gone_id_company")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_merged_company_batch_id_batch")),
        sa.ForeignKeyConstraint(["merged_by_id"], ["person.id"], name=op.f("fk_merged_company_merged_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merged_company")),
        sa.UniqueConstraint("gone_id", name=op.f("uq_merged_company_gone_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_merged_company_company_id"), "merged_company", ["company_id"])
    op.create_table(
        "told_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_told_apart_company_id_company")),
        sa.ForeignKeyConstraint(["other_id"], ["company.id"], name=op.f("fk_told_apart_other_id_company")),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_told_apart_told_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_apart")),
        sa.UniqueConstraint("company_id", "other_id", name=op.f("uq_told_apart_company_id_other_id")),
        sqlite_autoincrement=True,
    )
    for column in ("company_id", "other_id"):
        op.create_index(op.f(f"ix_told_apart_{column}"), "told_apart", [column])


def downgrade() -> None:
    """Takes down."""
    op.drop_table("told_apart")
    op.drop_table("merged_company")
