"""Colleagues who are named in a talk, and the addresses at which calendars read what there is to do."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

POINTS_AT = ("talk", "lead", "company", "organisation", "person")


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(f"{table}_id", sa.Integer(), nullable=False) for table in POINTS_AT),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_mention_{table}_id_{table}"))
            for table in POINTS_AT
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.UniqueConstraint("talk_id", "person_id", name=op.f("uq_mention_talk_id_person_id")),
        sqlite_autoincrement=True,
    )
    for table in ("lead", "company", "person"):
        op.create_index(op.f(f"ix_mention_{table}_id"), "mention", [f"{table}_id"])
    op.create_table(
        "calendar_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_address_person_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_address_digest")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Takes down."""
    op.drop_table("calendar_address")
    op.drop_table("mention")
