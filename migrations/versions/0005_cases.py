"""The case approach: approach, partners, actions, bottlenecks, signals, lessons, programmes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "approach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("first_external_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_approach_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_approach_lead_id_lead")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_approach_owner_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["value.id"], name=op.f("fk_approach_plan_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approach")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_approach_lead_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_approach_company_id"), "approach", ["company_id"], unique=False)
    op.create_table(
        "approach_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_approach_partner_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_approach_partner_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approach_partner")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_approach_partner_company_id"), "approach_partner", ["company_id"], unique=False)
    op.create_index(op.f("ix_approach_partner_lead_id"), "approach_partner", ["lead_id"], unique=False)
    op.create_table(
        "approach_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("bottleneck", sa.String(length=24), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_approach_action_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_approach_action_lead_id_lead")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_approach_action_owner_id_person")),
        sa.ForeignKeyConstraint(["text_id"], ["value.id"], name=op.f("fk_approach_action_text_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approach_action")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_approach_action_company_id"), "approach_action", ["company_id"], unique=False)
    op.create_index(op.f("ix_approach_action_lead_id"), "approach_action", ["lead_id"], unique=False)
    op.create_index(op.f("ix_approach_action_owner_id"), "approach_action", ["owner_id"], unique=False)
    op.create_table(
        "bottleneck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("solved_on", sa.Date(), nullable=True),
        sa.Column("tried_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_bottleneck_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_bottleneck_lead_id_lead")),
        sa.ForeignKeyConstraint(["tried_id"], ["value.id"], name=op.f("fk_bottleneck_tried_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bottleneck")),
        sa.UniqueConstraint("lead_id", "kind", name=op.f("uq_bottleneck_lead_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_bottleneck_company_id"), "bottleneck", ["company_id"], unique=False)
    op.create_index(op.f("ix_bottleneck_kind"), "bottleneck", ["kind"], unique=False)
    op.create_index(op.f("ix_bottleneck_lead_id"), "bottleneck", ["lead_id"], unique=False)
    op.create_table(
        "signal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_signal_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_signal_lead_id_lead")),
        sa.ForeignKeyConstraint(["note_id"], ["value.id"], name=op.f("fk_signal_note_id_value")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal")),
        sa.UniqueConstraint("lead_id", "kind", name=op.f("uq_signal_lead_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_signal_company_id"), "signal", ["company_id"], unique=False)
    op.create_index(op.f("ix_signal_kind"), "signal", ["kind"], unique=False)
    op.create_index(op.f("ix_signal_lead_id"), "signal", ["lead_id"], unique=False)
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("bottleneck", sa.String(length=24), nullable=False),
        sa.Column("technology_code", sa.String(length=5), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_lesson_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lesson_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["technology_code"], ["technology.code"], name=op.f("fk_lesson_technology_code_technology")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_lesson_written_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lesson_bottleneck_written_at"), "lesson", ["bottleneck", "written_at"], unique=False)
    op.create_index(op.f("ix_lesson_company_id"), "lesson", ["company_id"], unique=False)
    op.create_index(op.f("ix_lesson_lead_id"), "lesson", ["lead_id"], unique=False)
    op.create_table(
        "programme",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("run_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_programme")),
    )
    op.create_table(
        "lead_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("programme_code", sa.String(length=24), nullable=False),
        sa.Column("linked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_lead_programme_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_programme_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["programme_code"], ["programme.code"], name=op.f("fk_lead_programme_programme_code_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_programme")),
        sa.UniqueConstraint("lead_id", "programme_code", name=op.f("uq_lead_programme_lead_id_programme_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lead_programme_company_id"), "lead_programme", ["company_id"], unique=False)
    op.create_index(op.f("ix_lead_programme_lead_id"), "lead_programme", ["lead_id"], unique=False)


def downgrade() -> None:
    """Takes down again."""
    op.drop_index(op.f("ix_lead_programme_lead_id"), table_name="lead_programme")
    op.drop_index(op.f("ix_lead_programme_company_id"), table_name="lead_programme")
    op.drop_table("lead_programme")
    op.drop_table("programme")
    op.drop_index(op.f("ix_lesson_lead_id"), table_name="lesson")
    op.drop_index(op.f("ix_lesson_company_id"), table_name="lesson")
    op.drop_index(op.f("ix_lesson_bottleneck_written_at"), table_name="lesson")
    op.drop_table("lesson")
    op.drop_index(op.f("ix_signal_lead_id"), table_name="signal")
    op.drop_index(op.f("ix_signal_kind"), table_name="signal")
    op.drop_index(op.f("ix_signal_company_id"), table_name="signal")
    op.drop_table("signal")
    op.drop_index(op.f("ix_bottleneck_lead_id"), table_name="bottleneck")
    op.drop_index(op.f("ix_bottleneck_kind"), table_name="bottleneck")
    op.drop_index(op.f("ix_bottleneck_company_id"), table_name="bottleneck")
    op.drop_table("bottleneck")
    op.drop_index(op.f("ix_approach_action_owner_id"), table_name="approach_action")
    op.drop_index(op.f("ix_approach_action_lead_id"), table_name="approach_action")
    op.drop_index(op.f("ix_approach_action_company_id"), table_name="approach_action")
    op.drop_table("approach_action")
    op.drop_index(op.f("ix_approach_partner_lead_id"), table_name="approach_partner")
    op.drop_index(op.f("ix_approach_partner_company_id"), table_name="approach_partner")
    op.drop_table("approach_partner")
    op.drop_index(op.f("ix_approach_company_id"), table_name="approach")
    op.drop_table("approach")
