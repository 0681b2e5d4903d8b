"""Hubs with their sites, supply and wishes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "hub",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("rom_code", sa.String(length=12), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("facilities", sa.Text(), nullable=True),
        sa.Column("education", sa.Text(), nullable=True),
        sa.Column("strategy", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("certainty", sa.String(length=12), nullable=False),
        sa.Column("maturity", sa.String(length=12), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"], ["municipality.code"], name=op.f("fk_hub_municipality_code_municipality")
        ),
        sa.ForeignKeyConstraint(["rom_code"], ["rom.code"], name=op.f("fk_hub_rom_code_rom")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub")),
        sa.UniqueConstraint("code", name=op.f("uq_hub_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_rom_code"), "hub", ["rom_code"], unique=False)
    op.create_table(
        "hub_technology",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("technology_code", sa.String(length=5), nullable=False),
        sa.Column("companies", sa.Integer(), nullable=True),
        sa.Column("is_priority", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_technology_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["technology_code"], ["technology.code"], name=op.f("fk_hub_technology_technology_code_technology")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_technology")),
        sa.UniqueConstraint("hub_id", "technology_code", name=op.f("uq_hub_technology_hub_id_technology_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "hub_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("technology_code", sa.String(length=5), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_wish_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["technology_code"], ["technology.code"], name=op.f("fk_hub_wish_technology_code_technology")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_wish")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_wish_hub_id"), "hub_wish", ["hub_id"], unique=False)
    op.create_table(
        "hub_site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_site_hub_id_hub")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_site")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_site_hub_id"), "hub_site", ["hub_id"], unique=False)
    op.create_table(
        "supply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("certainty", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_supply_hub_id_hub")),
        sa.ForeignKeyConstraint(["site_id"], ["hub_site.id"], name=op.f("fk_supply_site_id_hub_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_supply_hub_id_kind"), "supply", ["hub_id", "kind"], unique=False)
    op.create_table(
        "supply_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supply_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=24), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("in_talks", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_supply_amount_hub_id_hub")),
        sa.ForeignKeyConstraint(["supply_id"], ["supply.id"], name=op.f("fk_supply_amount_supply_id_supply")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_amount")),
        sa.UniqueConstraint("supply_id", "measure", name=op.f("uq_supply_amount_supply_id_measure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_supply_amount_hub_id"), "supply_amount", ["hub_id"], unique=False)


def downgrade() -> None:
    """Takes down."""
    op.drop_index(op.f("ix_supply_amount_hub_id"), table_name="supply_amount")
    op.drop_table("supply_amount")
    op.drop_index(op.f("ix_supply_hub_id_kind"), table_name="supply")
    op.drop_table("supply")
    op.drop_index(op.f("ix_hub_site_hub_id"), table_name="hub_site")
    op.drop_table("hub_site")
    op.drop_index(op.f("ix_hub_wish_hub_id"), table_name="hub_wish")
    op.drop_table("hub_wish")
    op.drop_table("hub_technology")
    op.drop_index(op.f("ix_hub_rom_code"), table_name="hub")
    op.drop_table("hub")
