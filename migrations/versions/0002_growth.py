"""What leads ask for, in the five kinds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("band", sa.String(length=4), nullable=True),
        sa.Column("is_bottleneck", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_demand_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_demand_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
        sa.UniqueConstraint("lead_id", "kind", name=op.f("uq_demand_lead_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_demand_company_id"), "demand", ["company_id"], unique=False)
    op.create_index(op.f("ix_demand_kind"), "demand", ["kind"], unique=False)
    op.create_table(
        "demand_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_demand_absence_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_demand_absence_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_absence")),
        sa.UniqueConstraint("lead_id", "kind", name=op.f("uq_demand_absence_lead_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_demand_absence_company_id"), "demand_absence", ["company_id"], unique=False)
    op.create_table(
        "demand_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("choice", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_demand_amount_company_id_company")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_demand_amount_demand_id_demand")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_demand_amount_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_amount")),
        sa.UniqueConstraint("demand_id", "measure", name=op.f("uq_demand_amount_demand_id_measure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_demand_amount_company_id"), "demand_amount", ["company_id"], unique=False)
    op.create_index(op.f("ix_demand_amount_lead_id"), "demand_amount", ["lead_id"], unique=False)
    op.create_table(
        "demand_detail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("own_site", sa.String(length=8), nullable=False),
        sa.Column("own_region", sa.String(length=8), nullable=False),
        sa.Column("other_region", sa.String(length=8), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_demand_detail_company_id_company")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_demand_detail_demand_id_demand")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_demand_detail_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_detail")),
        sa.UniqueConstraint("demand_id", name=op.f("uq_demand_detail_demand_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_demand_detail_company_id"), "demand_detail", ["company_id"], unique=False)
    op.create_index(op.f("ix_demand_detail_lead_id"), "demand_detail", ["lead_id"], unique=False)
    op.create_table(
        "demand_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_demand_note_company_id_company")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_demand_note_demand_id_demand")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_demand_note_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand_note")),
        sa.UniqueConstraint("demand_id", "measure", name=op.f("uq_demand_note_demand_id_measure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_demand_note_company_id"), "demand_note", ["company_id"], unique=False)
    op.create_index(op.f("ix_demand_note_lead_id"), "demand_note", ["lead_id"], unique=False)


def downgrade() -> None:
    """Takes down."""
    op.drop_index(op.f("ix_demand_note_lead_id"), table_name="demand_note")
    op.drop_index(op.f("ix_demand_note_company_id"), table_name="demand_note")
    op.drop_table("demand_note")
    op.drop_index(op.f("ix_demand_detail_lead_id"), table_name="demand_detail")
    op.drop_index(op.f("ix_demand_detail_company_id"), table_name="demand_detail")
    op.drop_table("demand_detail")
    op.drop_index(op.f("ix_demand_amount_lead_id"), table_name="demand_amount")
    op.drop_index(op.f("ix_demand_amount_company_id"), table_name="demand_amount")
    op.drop_table("demand_amount")
    op.drop_index(op.f("ix_demand_absence_company_id"), table_name="demand_absence")
    op.drop_table("demand_absence")
    op.drop_index(op.f("ix_demand_kind"), table_name="demand")
    op.drop_index(op.f("ix_demand_company_id"), table_name="demand")
    op.drop_table("demand")
