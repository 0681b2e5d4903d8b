"""Why a lead leaves the count, as a category for who may not read the words."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.add_column("submission", sa.Column("cause", sa.String(length=24), nullable=True))


def downgrade() -> None:
    """Takes down."""
    op.drop_column("submission", "cause")
