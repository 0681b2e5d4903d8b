"""Why the coordinator overrides what a step asks for, as a category for who may not read the words."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.add_column("step_move", sa.Column("cause", sa.String(length=24), nullable=True))


def downgrade() -> None:
    """Takes down."""
    op.drop_column("step_move", "cause")
