"""Whose a text of the index is, in indexes: a company that goes takes its texts along without a look at all others."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

OWNERS = ("company_id", "lead_id", "hub_id")


def upgrade() -> None:
    """Builds up."""
    for owner in OWNERS:
        op.create_index(op.f(f"ix_search_text_{owner}"), "search_text", [owner], unique=False)


def downgrade() -> None:
    """Takes down."""
    for owner in OWNERS:
        op.drop_index(op.f(f"ix_search_text_{owner}"), table_name="search_text")
