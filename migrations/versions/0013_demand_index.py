"""Leads are found by the kind of their demand without reading the demand itself."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_index(op.f("ix_demand_kind_lead_id"), "demand", ["kind", "lead_id"], unique=False)
    op.drop_index(op.f("ix_demand_kind"), table_name="demand")


def downgrade() -> None:
    """Takes down."""
    op.create_index(op.f("ix_demand_kind"), "demand", ["kind"], unique=False)
    op.drop_index(op.f("ix_demand_kind_lead_id"), table_name="demand")
