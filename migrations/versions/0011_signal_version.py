"""A signal carries a version, so that two people at one form see each other's words."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.add_column("signal", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    """Takes down."""
    op.drop_column("signal", "version")
