"""Every move of a lead through the pipeline."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "step_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("course", sa.String(length=12), nullable=False),
        sa.Column("from_step", sa.String(length=24), nullable=False),
        sa.Column("to_step", sa.String(length=24), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("lacking", sa.String(length=200), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_step_move_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_step_move_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_step_move_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_step_move_person_id_person")),
        sa.ForeignKeyConstraint(["reason_id"], ["value.id"], name=op.f("fk_step_move_reason_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_move")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_step_move_company_id"), "step_move", ["company_id"], unique=False)
    op.create_index(op.f("ix_step_move_lead_id_at"), "step_move", ["lead_id", "at"], unique=False)


def downgrade() -> None:
    """Takes down again."""
    op.drop_index(op.f("ix_step_move_lead_id_at"), table_name="step_move")
    op.drop_index(op.f("ix_step_move_company_id"), table_name="step_move")
    op.drop_table("step_move")
