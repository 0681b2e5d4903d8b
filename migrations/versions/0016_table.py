"""Anonymous cases under a token, who read a name, and what is asked and agreed at the table of the progress talk."""

import sqlalchemy as sa
from alembic import op

from app.db.triggers import make_append_only

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "name_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("report_number", sa.String(length=12), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_name_reading_company_id_company")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_name_reading_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_name_reading_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_reading")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_name_reading_company_id"), "name_reading", ["company_id"], unique=False)
    op.create_index(op.f("ix_name_reading_person_id"), "name_reading", ["person_id"], unique=False)
    op.create_index(op.f("ix_name_reading_token"), "name_reading", ["token"], unique=False)
    op.create_table(
        "progress_talk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_number", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_number"], ["report.number"], name=op.f("fk_progress_talk_report_number_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_talk")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_progress_talk_report_number"), "progress_talk", ["report_number"], unique=False)
    op.create_table(
        "report_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_number", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=24), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_report_question_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_report_question_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["report_number"], ["report.number"], name=op.f("fk_report_question_report_number_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_question_report_number"), "report_question", ["report_number"], unique=False)
    op.create_table(
        "name_recall",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_name_recall_asked_by_id_person")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_name_recall_company_id_company")),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["name_reading.id"], name=op.f("fk_name_recall_reading_id_name_reading")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_recall")),
        sa.UniqueConstraint("reading_id", name=op.f("uq_name_recall_reading_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_name_recall_company_id"), "name_recall", ["company_id"], unique=False)
    op.create_table(
        "published_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("report_number", sa.String(length=12), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("levels", sa.String(length=200), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_published_case_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_published_case_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_case")),
        sa.UniqueConstraint("token", name=op.f("uq_published_case_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_published_case_company_id"), "published_case", ["company_id"], unique=False)
    op.create_index(op.f("ix_published_case_lead_id"), "published_case", ["lead_id"], unique=False)
    op.create_index(op.f("ix_published_case_report_number"), "published_case", ["report_number"], unique=False)
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_question_answer_answered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["report_question.id"], name=op.f("fk_question_answer_question_id_report_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
        sa.UniqueConstraint("question_id", name=op.f("uq_question_answer_question_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "report_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=False),
        sa.Column("levels", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_report_case_company_id_company")),
        sa.ForeignKeyConstraint(["draft_id"], ["report_draft.id"], name=op.f("fk_report_case_draft_id_report_draft")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_report_case_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_case")),
        sa.UniqueConstraint("draft_id", "lead_id", name=op.f("uq_report_case_draft_id_lead_id")),
        sa.UniqueConstraint("token", name=op.f("uq_report_case_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_case_company_id"), "report_case", ["company_id"], unique=False)
    op.create_index(op.f("ix_report_case_draft_id"), "report_case", ["draft_id"], unique=False)
    op.create_index(op.f("ix_report_case_lead_id"), "report_case", ["lead_id"], unique=False)
    op.create_table(
        "talk_agreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("talk_id", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=16), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["talk_id"], ["progress_talk.id"], name=op.f("fk_talk_agreement_talk_id_progress_talk")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_agreement")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_talk_agreement_talk_id"), "talk_agreement", ["talk_id"], unique=False)
    make_append_only(op.get_bind(), ["name_reading", "published_case"])


def downgrade() -> None:
    """Takes down."""
    op.drop_index(op.f("ix_talk_agreement_talk_id"), table_name="talk_agreement")
    op.drop_table("talk_agreement")
    op.drop_index(op.f("ix_report_case_lead_id"), table_name="report_case")
    op.drop_index(op.f("ix_report_case_draft_id"), table_name="report_case")
    op.drop_index(op.f("ix_report_case_company_id"), table_name="report_case")
    op.drop_table("report_case")
    op.drop_table("question_answer")
    op.drop_index(op.f("ix_published_case_report_number"), table_name="published_case")
    op.drop_index(op.f("ix_published_case_lead_id"), table_name="published_case")
    op.drop_index(op.f("ix_published_case_company_id"), table_name="published_case")
    op.drop_table("published_case")
    op.drop_index(op.f("ix_name_recall_company_id"), table_name="name_recall")
    op.drop_table("name_recall")
    op.drop_index(op.f("ix_report_question_report_number"), table_name="report_question")
    op.drop_table("report_question")
    op.drop_index(op.f("ix_progress_talk_report_number"), table_name="progress_talk")
    op.drop_table("progress_talk")
    op.drop_index(op.f("ix_name_reading_token"), table_name="name_reading")
    op.drop_index(op.f("ix_name_reading_person_id"), table_name="name_reading")
    op.drop_index(op.f("ix_name_reading_company_id"), table_name="name_reading")
    op.drop_table("name_reading")
