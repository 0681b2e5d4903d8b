"""Targets and the settings of the counting."""

import sqlalchemy as sa
from alembic import op

from app.db.triggers import make_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_target_code_valid_from")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "counting_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counting_setting")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_counting_setting_code_valid_from")),
        sqlite_autoincrement=True,
    )
    make_append_only(op.get_bind(), ["target", "counting_setting"])


def downgrade() -> None:
    """Takes down."""
    op.drop_table("counting_setting")
    op.drop_table("target")
