"""A row of text for each row that can be searched, an index over them, and the texts of what is there already."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from app.index.database import drop_index, make_index
from app.index.rules import body, domain

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# table, kind, its own number as which owner, the other owners it names, and what is searched of it, in the order of the lines
SEARCHED = (
    ("company", "company", "company_id", (), ("name", "website", "municipality_code")),
    ("trade_name", "company", None, ("company_id",), ("name",)),
    ("company_kvk", "company", None, ("company_id",), ("number",)),
    ("contact", "contact", None, ("company_id",), ("name", "email")),
    ("lead", "lead", "lead_id", ("company_id",), ("code",)),
    ("lead_story", "lead", None, ("company_id", "lead_id"), ("question", "site_name", "municipality_code")),
    ("talk", "talk", None, ("company_id", "lead_id"), ("said", "agreed")),
    ("task", "talk", None, ("company_id", "lead_id"), ("title",)),
    ("hub", "hub", "hub_id", (), ("name", "place")),
)
BATCH = 2_000


def upgrade() -> None:
    """Builds up."""
    made = op.create_table(
        "search_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=24), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_search_text_company_id_company"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_search_text_lead_id_lead"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_search_text_hub_id_hub"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
        sa.UniqueConstraint("source", "row_id", name=op.f("uq_search_text_source_row_id")),
        sqlite_autoincrement=True,
    )
    connection = op.get_bind()
    make_index(connection)
    towns = dict(connection.execute(sa.text("SELECT code, name FROM municipality")).all())
    rows = []
    for row in _found(connection, towns):
        rows.append(row)
        if len(rows) == BATCH:
            connection.execute(made.insert(), rows)
            rows = []
    if rows:
        connection.execute(made.insert(), rows)


def _found(connection: sa.Connection, towns: dict[str, str]) -> Iterator[dict[str, object]]:
    said = {"website": domain, "municipality_code": lambda code: towns.get(code, "")}
    for table, kind, own, owners, fields in SEARCHED:
        names = ("id", *owners, *fields)
        for row in connection.execute(sa.select(*map(sa.column, names)).select_from(sa.table(table))).mappings().all():
            lines = [" ".join(said.get(name, str)(row[name]).split()) if row[name] else "" for name in fields]
            if any(lines):
                about = {name: row[name] if name in owners else row["id"] if name == own else None for name in OWNERS}
                yield {
                    "source": table,
                    "row_id": row["id"],
                    "kind": kind,
                    **about,
                    "text": "\n".join(lines),
                    "body": body(kind, lines),
                }


OWNERS = ("company_id", "lead_id", "hub_id")


def downgrade() -> None:
    """Takes down."""
    drop_index(op.get_bind())
    op.drop_table("search_text")
