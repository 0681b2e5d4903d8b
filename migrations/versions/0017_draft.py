"""A check that was waved through with a reason, and reports that take the place of another."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DRAFT = sa.table("report_draft", sa.column("id", sa.Integer()), sa.column("narrative", sa.Text()))


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "report_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["report_draft.id"], name=op.f("fk_report_waiver_draft_id_report_draft")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_report_waiver_waived_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_waiver")),
        sa.UniqueConstraint("draft_id", "line", name=op.f("uq_report_waiver_draft_id")),
        sqlite_autoincrement=True,
    )
    op.add_column("report", sa.Column("replaces", sa.String(length=12), nullable=True))
    op.add_column("report_draft", sa.Column("replaces", sa.String(length=12), nullable=True))
    op.add_column("report_draft", sa.Column("replaces_reason", sa.Text(), nullable=True))
    _keep_practice(op.get_bind())


def _keep_practice(connection: sa.Connection) -> None:
    """What was written as practice goes to the results: that section is no more."""
    for draft_id, narrative in connection.execute(sa.select(DRAFT)).all():
        texts = json.loads(narrative)
        practice = texts.pop("practice", "")
        texts["results"] = "\n\n".join(text for text in (texts.get("results"), practice) if text)
        new = {"narrative": json.dumps(texts, ensure_ascii=False)}
        connection.execute(sa.update(DRAFT).where(DRAFT.c.id == draft_id).values(new))


def downgrade() -> None:
    """Takes down."""
    op.drop_column("report_draft", "replaces_reason")
    op.drop_column("report_draft", "replaces")
    op.drop_column("report", "replaces")
    op.drop_table("report_waiver")
