"""Leads beside hubs, and what was offered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "hub_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("rom_code", sa.String(length=12), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=True),
        sa.Column("declined_by", sa.String(length=12), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_hub_match_company_id_company")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_match_hub_id_hub")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_hub_match_lead_id_lead")),
        sa.ForeignKeyConstraint(["reason_id"], ["value.id"], name=op.f("fk_hub_match_reason_id_value")),
        sa.ForeignKeyConstraint(["rom_code"], ["rom.code"], name=op.f("fk_hub_match_rom_code_rom")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_match")),
        sa.UniqueConstraint("lead_id", "hub_id", name=op.f("uq_hub_match_lead_id_hub_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_match_company_id"), "hub_match", ["company_id"], unique=False)
    op.create_index(op.f("ix_hub_match_hub_id"), "hub_match", ["hub_id"], unique=False)
    op.create_index(op.f("ix_hub_match_rom_code_proposed_on"), "hub_match", ["rom_code", "proposed_on"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_offer_answered_by_id_person")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_offer_company_id_company")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_offer_hub_id_hub")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_offer_lead_id_lead")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_offer_offered_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offer_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["hub_site.id"], name=op.f("fk_offer_site_id_hub_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_offer_company_id"), "offer", ["company_id"], unique=False)
    op.create_index(op.f("ix_offer_hub_id"), "offer", ["hub_id"], unique=False)
    op.create_index(op.f("ix_offer_lead_id"), "offer", ["lead_id"], unique=False)
    op.create_index(op.f("ix_offer_organisation_id"), "offer", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_offer_status"), "offer", ["status"], unique=False)
    op.create_table(
        "match_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("from_step", sa.String(length=12), nullable=False),
        sa.Column("to_step", sa.String(length=12), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_match_move_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_match_move_lead_id_lead")),
        sa.ForeignKeyConstraint(["match_id"], ["hub_match.id"], name=op.f("fk_match_move_match_id_hub_match")),
        sa.ForeignKeyConstraint(["moved_by_id"], ["person.id"], name=op.f("fk_match_move_moved_by_id_person")),
        sa.ForeignKeyConstraint(["reason_id"], ["value.id"], name=op.f("fk_match_move_reason_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_move")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_match_move_company_id"), "match_move", ["company_id"], unique=False)
    op.create_index(op.f("ix_match_move_lead_id"), "match_move", ["lead_id"], unique=False)
    op.create_index(op.f("ix_match_move_match_id"), "match_move", ["match_id"], unique=False)
    op.create_table(
        "offer_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_offer_note_company_id_company")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_note_offer_id_offer")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_offer_note_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_note")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_offer_note_offer_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_offer_note_company_id"), "offer_note", ["company_id"], unique=False)


def downgrade() -> None:
    """Takes down."""
    op.drop_index(op.f("ix_offer_note_company_id"), table_name="offer_note")
    op.drop_table("offer_note")
    op.drop_index(op.f("ix_match_move_match_id"), table_name="match_move")
    op.drop_index(op.f("ix_match_move_lead_id"), table_name="match_move")
    op.drop_index(op.f("ix_match_move_company_id"), table_name="match_move")
    op.drop_table("match_move")
    op.drop_index(op.f("ix_offer_status"), table_name="offer")
    op.drop_index(op.f("ix_offer_organisation_id"), table_name="offer")
    op.drop_index(op.f("ix_offer_lead_id"), table_name="offer")
    op.drop_index(op.f("ix_offer_hub_id"), table_name="offer")
    op.drop_index(op.f("ix_offer_company_id"), table_name="offer")
    op.drop_table("offer")
    op.drop_index(op.f("ix_hub_match_rom_code_proposed_on"), table_name="hub_match")
    op.drop_index(op.f("ix_hub_match_hub_id"), table_name="hub_match")
    op.drop_index(op.f("ix_hub_match_company_id"), table_name="hub_match")
    op.drop_table("hub_match")
