"""Decisions, investments and the financing basket."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("destination_rom_code", sa.String(length=12), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("motive", sa.String(length=16), nullable=False),
        sa.Column("why_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_decision_company_id_company")),
        sa.ForeignKeyConstraint(
            ["destination_rom_code"], ["rom.code"], name=op.f("fk_decision_destination_rom_code_rom")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_decision_lead_id_lead")),
        sa.ForeignKeyConstraint(["why_id"], ["value.id"], name=op.f("fk_decision_why_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_decision_lead_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_company_id"), "decision", ["company_id"], unique=False)
    op.create_index(op.f("ix_decision_signed_on"), "decision", ["signed_on"], unique=False)
    op.create_table(
        "decision_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_decision_place_company_id_company")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_place_decision_id_decision")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_decision_place_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_decision_place_municipality_code_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_place")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decision_place_decision_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_place_company_id"), "decision_place", ["company_id"], unique=False)
    op.create_index(op.f("ix_decision_place_lead_id"), "decision_place", ["lead_id"], unique=False)
    op.create_table(
        "investment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("nature", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("holds_on", sa.Date(), nullable=False),
        sa.Column("counterfactual", sa.String(length=16), nullable=True),
        sa.Column("grounds_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_investment_company_id_company")),
        sa.ForeignKeyConstraint(["grounds_id"], ["value.id"], name=op.f("fk_investment_grounds_id_value")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_investment_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_investment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_investment_company_id"), "investment", ["company_id"], unique=False)
    op.create_index(op.f("ix_investment_lead_id_stage"), "investment", ["lead_id", "stage"], unique=False)
    op.create_table(
        "instrument",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("first_phase", sa.SmallInteger(), nullable=True),
        sa.Column("last_phase", sa.SmallInteger(), nullable=True),
        sa.Column("ticket_from", sa.BigInteger(), nullable=True),
        sa.Column("ticket_to", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_instrument")),
    )


def downgrade() -> None:
    """Takes down again."""
    op.drop_table("instrument")
    op.drop_index(op.f("ix_investment_lead_id_stage"), table_name="investment")
    op.drop_index(op.f("ix_investment_company_id"), table_name="investment")
    op.drop_table("investment")
    op.drop_index(op.f("ix_decision_place_lead_id"), table_name="decision_place")
    op.drop_index(op.f("ix_decision_place_company_id"), table_name="decision_place")
    op.drop_table("decision_place")
    op.drop_index(op.f("ix_decision_signed_on"), table_name="decision")
    op.drop_index(op.f("ix_decision_company_id"), table_name="decision")
    op.drop_table("decision")
