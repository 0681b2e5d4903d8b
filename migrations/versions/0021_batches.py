"""What was changed in one go can be undone in one go; the history outlives the companies and leads it tells of."""

import sqlalchemy as sa
from alembic import op

from app.db.triggers import lift_append_only, make_append_only

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# the table, its column, and what that pointed at
POINTED = (("change", "company_id", "company"), ("change", "lead_id", "lead"), ("value", "company_id", "company"))


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_batch_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_batch_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["undone_by_id"], ["batch.id"], name=op.f("fk_batch_undone_by_id_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_batch_organisation_id_kind_at"), "batch", ["organisation_id", "kind", "at"], unique=False)
    connection = op.get_bind()
    lift_append_only(connection, ["change"])
    for table in ("change", "value"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
            for name, column, target in POINTED:
                if name == table:
                    batch.drop_constraint(_name(name, column, target), type_="foreignkey")
    make_append_only(connection, ["change"])


def downgrade() -> None:
    """Takes down. SQLite refuses while the history tells of companies and leads that are gone; PostgreSQL checks new rows."""
    connection = op.get_bind()
    lift_append_only(connection, ["change"])
    for table in ("change", "value"):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
            for name, column, target in POINTED:
                if name == table:
                    batch.create_foreign_key(
                        _name(name, column, target), target, [column], ["id"], postgresql_not_valid=True
                    )
    make_append_only(connection, ["change"])
    op.drop_table("batch")


def _name(table: str, column: str, target: str) -> str:
    return op.f(f"fk_{table}_{column}_{target}")
