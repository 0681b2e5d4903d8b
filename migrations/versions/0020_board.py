"""Views of the pipeline that people keep, and the indexes that the list follows in each of its orders."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# what the list is sorted on, and then the number of the lead
ORDERS = (
    ("lead", ("needed_quarter", "id")),
    ("lead", ("phase", "id")),
    ("lead_course", ("step", "lead_id")),
    ("lead_course", ("step", "needed_by", "lead_id")),
    ("lead_course", ("needed_by", "lead_id")),
    ("lead_course", ("next_on", "lead_id")),
    ("lead_course", ("last_activity_at", "lead_id")),
    ("lead_course", ("asked_on", "lead_id")),
)
BEFORE = (("lead", ("needed_quarter",)), ("lead_course", ("step", "needed_by")))


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_saved_view_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"], unique=False)
    op.create_index(op.f("ix_saved_view_organisation_id"), "saved_view", ["organisation_id"], unique=False)
    _replace(BEFORE, ORDERS)


def downgrade() -> None:
    """Takes down."""
    _replace(ORDERS, BEFORE)
    op.drop_table("saved_view")


def _replace(old: tuple[tuple[str, tuple[str, ...]], ...], new: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    for table, columns in old:
        op.drop_index(_name(table, columns), table_name=table)
    for table, columns in new:
        op.create_index(_name(table, columns), table, list(columns), unique=False)


def _name(table: str, columns: tuple[str, ...]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")
