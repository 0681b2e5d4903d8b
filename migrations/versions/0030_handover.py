"""Companies that were offered to another organisation, and what became of that."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("reads_on", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_handover_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_handover_lead_id_lead")),
        sa.ForeignKeyConstraint(["from_id"], ["organisation.id"], name=op.f("fk_handover_from_id_organisation")),
        sa.ForeignKeyConstraint(["to_id"], ["organisation.id"], name=op.f("fk_handover_to_id_organisation")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_handover_consent_id_consent")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_handover_offered_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sqlite_autoincrement=True,
    )
    for column in ("company_id", "lead_id", "from_id", "to_id", "consent_id"):
        op.create_index(op.f(f"ix_handover_{column}"), "handover", [column])
    op.create_table(
        "handover_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handover.id"], name=op.f("fk_handover_outcome_handover_id_handover")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_handover_outcome_company_id_company")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_handover_outcome_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_handover_outcome_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_outcome")),
        sa.UniqueConstraint("handover_id", name=op.f("uq_handover_outcome_handover_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handover_outcome_company_id"), "handover_outcome", ["company_id"])


def downgrade() -> None:
    """Takes down."""
    op.drop_table("handover_outcome")
    op.drop_table("handover")
