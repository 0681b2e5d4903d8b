"""What was told of a company outside the system, and who was asked to stop using what they know."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "telling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_telling_company_id_company")),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name=op.f("fk_telling_consent_id_consent")),
        sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_telling_told_by_id_person")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_telling_recorded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_telling_company_id"), "telling", ["company_id"])
    op.create_table(
        "party_recall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=True),
        sa.Column("telling_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_party_recall_company_id_company")),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_party_recall_disclosure_id_disclosure")
        ),
        sa.ForeignKeyConstraint(["telling_id"], ["telling.id"], name=op.f("fk_party_recall_telling_id_telling")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_party_recall_asked_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_recall")),
        sa.UniqueConstraint("disclosure_id", name=op.f("uq_party_recall_disclosure_id")),
        sa.UniqueConstraint("telling_id", name=op.f("uq_party_recall_telling_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_party_recall_company_id"), "party_recall", ["company_id"])


def downgrade() -> None:
    """Takes down."""
    op.drop_table("party_recall")
    op.drop_table("telling")
