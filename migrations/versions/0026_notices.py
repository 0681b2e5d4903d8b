"""What people have seen of their notices, and how they want to hear of them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "notice_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=12), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=6), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_mark_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_mark")),
        sa.UniqueConstraint(
            "person_id", "sort", "about_id", "how", name=op.f("uq_notice_mark_person_id_sort_about_id_how")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=12), nullable=False),
        sa.Column("how", sa.String(length=4), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_choice")),
        sa.UniqueConstraint("person_id", "sort", name=op.f("uq_notice_choice_person_id_sort")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Takes down."""
    op.drop_table("notice_choice")
    op.drop_table("notice_mark")
