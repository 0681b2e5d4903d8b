"""Geography, accounts, the ledger, companies and leads."""

import sqlalchemy as sa
from alembic import op

from app.db.triggers import make_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Builds up."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attempt_kind_key_at"), "attempt", ["kind", "key", "at"], unique=False)
    op.create_table(
        "code_counter",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_code_counter")),
    )
    op.create_table(
        "rom",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("programme_region", sa.String(length=12), nullable=False),
        sa.Column("certainty", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_rom")),
    )
    op.create_table(
        "technology",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("short", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_technology")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("rom_code", sa.String(length=12), nullable=True),
        sa.Column("is_coordinating", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rom_code"], ["rom.code"], name=op.f("fk_organisation_rom_code_rom")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "province",
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("synonym", sa.String(length=200), nullable=False),
        sa.Column("iso", sa.String(length=5), nullable=False),
        sa.Column("programme_region", sa.String(length=12), nullable=False),
        sa.Column("rom_code", sa.String(length=12), nullable=False),
        sa.Column("certainty", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["rom_code"], ["rom.code"], name=op.f("fk_province_rom_code_rom")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_province")),
    )
    op.create_table(
        "municipality",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=200), nullable=False),
        sa.Column("corop_code", sa.String(length=4), nullable=False),
        sa.Column("corop", sa.String(length=200), nullable=False),
        sa.Column("province_code", sa.String(length=4), nullable=False),
        sa.Column("rom_code", sa.String(length=12), nullable=False),
        sa.Column("subregion", sa.String(length=200), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["province_code"],
            ["province.code"],
            name=op.f("fk_municipality_province_code_province"),
        ),
        sa.ForeignKeyConstraint(["rom_code"], ["rom.code"], name=op.f("fk_municipality_rom_code_rom")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
    )
    op.create_index(op.f("ix_municipality_rom_code"), "municipality", ["rom_code"], unique=False)
    op.create_index(
        op.f("ix_municipality_search_name"),
        "municipality",
        ["search_name"],
        unique=False,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_token", sa.String(length=64), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_person_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("site", sa.String(length=200), nullable=True),
        sa.Column("website", sa.String(length=200), nullable=True),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.Column("nda", sa.String(length=12), nullable=False),
        sa.Column("nda_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["organisation.id"],
            name=op.f("fk_company_holder_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_company_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_company_holder_id"), "company", ["holder_id"], unique=False)
    op.create_index(op.f("ix_company_name_key"), "company", ["name_key"], unique=False)
    op.create_table(
        "municipality_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.Column("alias", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_municipality_alias_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality_alias")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_municipality_alias_search_name"),
        "municipality_alias",
        ["search_name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_municipality_alias_municipality_code"),
        "municipality_alias",
        ["municipality_code"],
        unique=False,
    )
    op.create_table(
        "place",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_name", sa.String(length=200), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_place_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_place")),
    )
    op.create_index(op.f("ix_place_municipality_code"), "place", ["municipality_code"], unique=False)
    op.create_index(op.f("ix_place_search_name"), "place", ["search_name"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"],
            ["person.id"],
            name=op.f("fk_role_grant_granted_by_id_person"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_table(
        "company_kvk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_company_kvk_company_id_company"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_kvk")),
        sa.UniqueConstraint("company_id", "number", name=op.f("uq_company_kvk_company_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_company_kvk_company_id"), "company_kvk", ["company_id"], unique=False)
    op.create_index(op.f("ix_company_kvk_number"), "company_kvk", ["number"], unique=False)
    op.create_table(
        "company_technology",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("technology_code", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_company_technology_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["technology_code"],
            ["technology.code"],
            name=op.f("fk_company_technology_technology_code_technology"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_technology")),
        sa.UniqueConstraint(
            "company_id",
            "technology_code",
            name=op.f("uq_company_technology_company_id_technology_code"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_company_technology_company_id"),
        "company_technology",
        ["company_id"],
        unique=False,
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.String(length=200), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_consent_company_id_company")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["person.id"],
            name=op.f("fk_consent_recorded_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_consent_company_id"), "consent", ["company_id"], unique=False)
    op.create_index(
        op.f("ix_consent_company_id_scope"),
        "consent",
        ["company_id", "scope"],
        unique=False,
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("position", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=200), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_contact_company_id_company")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contact_company_id"), "contact", ["company_id"], unique=False)
    op.create_table(
        "known_lookup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_known_lookup_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_known_lookup_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_lookup_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_lookup")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_known_lookup_company_id"), "known_lookup", ["company_id"], unique=False)
    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("origin_rom_code", sa.String(length=12), nullable=True),
        sa.Column("kind_at_entry", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("needed_quarter", sa.Date(), nullable=True),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_lead_company_id_company")),
        sa.ForeignKeyConstraint(["origin_rom_code"], ["rom.code"], name=op.f("fk_lead_origin_rom_code_rom")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("code", name=op.f("uq_lead_code")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lead_company_id"), "lead", ["company_id"], unique=False)
    op.create_index(op.f("ix_lead_needed_quarter"), "lead", ["needed_quarter"], unique=False)
    op.create_index(op.f("ix_lead_origin_rom_code"), "lead", ["origin_rom_code"], unique=False)
    op.create_table(
        "portfolio_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["person.id"],
            name=op.f("fk_portfolio_question_asked_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_portfolio_question_company_id_company"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_portfolio_question_company_id"),
        "portfolio_question",
        ["company_id"],
        unique=False,
    )
    op.create_table(
        "target_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=12), nullable=False),
        sa.Column("makes_things", sa.Boolean(), nullable=False),
        sa.Column("low_grade", sa.Boolean(), nullable=False),
        sa.Column("externalities", sa.Boolean(), nullable=False),
        sa.Column("positive", sa.Boolean(), nullable=False),
        sa.Column("motivation", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_target_test_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_target_test_decided_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_test")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_target_test_company_id"), "target_test", ["company_id"], unique=False)
    op.create_table(
        "trade_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_trade_name_company_id_company"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trade_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_trade_name_company_id"), "trade_name", ["company_id"], unique=False)
    op.create_index(op.f("ix_trade_name_name_key"), "trade_name", ["name_key"], unique=False)
    op.create_table(
        "value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_value_company_id_company")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_value_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_value_company_id"), "value", ["company_id"], unique=False)
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("system", sa.String(length=200), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("before_value_id", sa.Integer(), nullable=True),
        sa.Column("after_value_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["after_value_id"],
            ["value.id"],
            name=op.f("fk_change_after_value_id_value"),
        ),
        sa.ForeignKeyConstraint(
            ["before_value_id"],
            ["value.id"],
            name=op.f("fk_change_before_value_id_value"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_change_company_id_company")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_change_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_change_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_company_id_at"), "change", ["company_id", "at"], unique=False)
    op.create_index(op.f("ix_change_lead_id_at"), "change", ["lead_id", "at"], unique=False)
    op.create_index(op.f("ix_change_table_row_id"), "change", ["table", "row_id"], unique=False)
    op.create_table(
        "consent_organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_consent_organisation_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent.id"],
            name=op.f("fk_consent_organisation_consent_id_consent"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consent_organisation_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_organisation")),
        sa.UniqueConstraint(
            "consent_id",
            "organisation_id",
            name=op.f("uq_consent_organisation_consent_id_organisation_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_consent_organisation_company_id"),
        "consent_organisation",
        ["company_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_consent_organisation_consent_id"),
        "consent_organisation",
        ["consent_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_consent_organisation_organisation_id"),
        "consent_organisation",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "contact_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["person.id"],
            name=op.f("fk_contact_request_answered_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_contact_request_company_id_company"),
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_contact_request_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_request_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_contact_request_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_contact_request_company_id"),
        "contact_request",
        ["company_id"],
        unique=False,
    )
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_disclosure_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent.id"],
            name=op.f("fk_disclosure_consent_id_consent"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_disclosure_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_disclosure_company_id"), "disclosure", ["company_id"], unique=False)
    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_follow_lead_id_lead")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_follow_lead_id"), "follow", ["lead_id"], unique=False)
    op.create_index(op.f("ix_follow_person_id"), "follow", ["person_id"], unique=False)
    op.create_table(
        "lead_course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("step_since", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_lead_course_company_id_company"),
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_course_lead_id_lead")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_lead_course_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_course")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_lead_course_lead_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lead_course_company_id"), "lead_course", ["company_id"], unique=False)
    op.create_index(op.f("ix_lead_course_owner_id"), "lead_course", ["owner_id"], unique=False)
    op.create_index(
        op.f("ix_lead_course_step_needed_by"),
        "lead_course",
        ["step", "needed_by"],
        unique=False,
    )
    op.create_table(
        "lead_story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("municipality_code", sa.String(length=6), nullable=True),
        sa.Column("site_name", sa.String(length=200), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("next_step", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_lead_story_company_id_company"),
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_story_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_lead_story_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_story")),
        sa.UniqueConstraint("lead_id", name=op.f("uq_lead_story_lead_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lead_story_company_id"), "lead_story", ["company_id"], unique=False)
    op.create_table(
        "phase_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("assessed_by_id", sa.Integer(), nullable=True),
        sa.Column("evidence_kind", sa.String(length=40), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("is_regression", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"],
            ["person.id"],
            name=op.f("fk_phase_record_assessed_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_phase_record_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["value.id"],
            name=op.f("fk_phase_record_evidence_id_value"),
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_phase_record_lead_id_lead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_record")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_phase_record_company_id"), "phase_record", ["company_id"], unique=False)
    op.create_index(op.f("ix_phase_record_lead_id"), "phase_record", ["lead_id"], unique=False)
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=24), nullable=False),
        sa.Column("holds_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("counterfactual", sa.String(length=24), nullable=True),
        sa.Column("origin_rom_code", sa.String(length=12), nullable=True),
        sa.Column("destination_rom_code", sa.String(length=12), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.Text(), nullable=True),
        sa.Column("evidence_kind", sa.String(length=40), nullable=True),
        sa.Column("evidence_on", sa.Date(), nullable=True),
        sa.Column("evidence_seen_by_id", sa.Integer(), nullable=True),
        sa.Column("hands", sa.Text(), nullable=False),
        sa.Column("grounds_id", sa.Integer(), nullable=True),
        sa.Column("needs_verifier", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_for_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=40), nullable=True),
        sa.Column("decision_reason_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
            name=op.f("fk_submission_company_id_company"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_submission_decided_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["decision_reason_id"],
            ["value.id"],
            name=op.f("fk_submission_decision_reason_id_value"),
        ),
        sa.ForeignKeyConstraint(
            ["destination_rom_code"],
            ["rom.code"],
            name=op.f("fk_submission_destination_rom_code_rom"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_seen_by_id"],
            ["person.id"],
            name=op.f("fk_submission_evidence_seen_by_id_person"),
        ),
        sa.ForeignKeyConstraint(["grounds_id"], ["value.id"], name=op.f("fk_submission_grounds_id_value")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_submission_lead_id_lead")),
        sa.ForeignKeyConstraint(
            ["origin_rom_code"],
            ["rom.code"],
            name=op.f("fk_submission_origin_rom_code_rom"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"],
            ["person.id"],
            name=op.f("fk_submission_submitted_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_for_id"],
            ["organisation.id"],
            name=op.f("fk_submission_submitted_for_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_submission_company_id"), "submission", ["company_id"], unique=False)
    op.create_index(op.f("ix_submission_lead_id"), "submission", ["lead_id"], unique=False)
    op.create_index(op.f("ix_submission_status"), "submission", ["status"], unique=False)
    op.create_table(
        "entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=24), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("holds_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("counterfactual", sa.String(length=24), nullable=True),
        sa.Column("origin_rom_code", sa.String(length=12), nullable=True),
        sa.Column("destination_rom_code", sa.String(length=12), nullable=True),
        sa.Column("reverses", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=24), nullable=True),
        sa.Column("reason_id", sa.Integer(), nullable=True),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_for_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"],
            ["person.id"],
            name=op.f("fk_entry_accepted_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_for_id"],
            ["organisation.id"],
            name=op.f("fk_entry_accepted_for_id_organisation"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_entry_company_id_company")),
        sa.ForeignKeyConstraint(
            ["destination_rom_code"],
            ["rom.code"],
            name=op.f("fk_entry_destination_rom_code_rom"),
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_entry_lead_id_lead")),
        sa.ForeignKeyConstraint(["origin_rom_code"], ["rom.code"], name=op.f("fk_entry_origin_rom_code_rom")),
        sa.ForeignKeyConstraint(["reason_id"], ["value.id"], name=op.f("fk_entry_reason_id_value")),
        sa.ForeignKeyConstraint(["reverses"], ["entry.number"], name=op.f("fk_entry_reverses_entry")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_entry_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_entry")),
        sa.UniqueConstraint("reverses", name=op.f("uq_entry_reverses")),
    )
    op.create_index(op.f("ix_entry_company_id"), "entry", ["company_id"], unique=False)
    op.create_index(op.f("ix_entry_lead_id"), "entry", ["lead_id"], unique=False)

    make_append_only(op.get_bind(), ["change", "entry"])


def downgrade() -> None:
    """Takes down."""
    op.drop_index(op.f("ix_entry_lead_id"), table_name="entry")
    op.drop_index(op.f("ix_entry_company_id"), table_name="entry")
    op.drop_table("entry")
    op.drop_index(op.f("ix_submission_status"), table_name="submission")
    op.drop_index(op.f("ix_submission_lead_id"), table_name="submission")
    op.drop_index(op.f("ix_submission_company_id"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(op.f("ix_phase_record_lead_id"), table_name="phase_record")
    op.drop_index(op.f("ix_phase_record_company_id"), table_name="phase_record")
    op.drop_table("phase_record")
    op.drop_index(op.f("ix_lead_story_company_id"), table_name="lead_story")
    op.drop_table("lead_story")
    op.drop_index(op.f("ix_lead_course_step_needed_by"), table_name="lead_course")
    op.drop_index(op.f("ix_lead_course_owner_id"), table_name="lead_course")
    op.drop_index(op.f("ix_lead_course_company_id"), table_name="lead_course")
    op.drop_table("lead_course")
    op.drop_index(op.f("ix_follow_person_id"), table_name="follow")
    op.drop_index(op.f("ix_follow_lead_id"), table_name="follow")
    op.drop_table("follow")
    op.drop_index(op.f("ix_disclosure_company_id"), table_name="disclosure")
    op.drop_table("disclosure")
    op.drop_index(op.f("ix_contact_request_company_id"), table_name="contact_request")
    op.drop_table("contact_request")
    op.drop_index(
        op.f("ix_consent_organisation_organisation_id"),
        table_name="consent_organisation",
    )
    op.drop_index(op.f("ix_consent_organisation_consent_id"), table_name="consent_organisation")
    op.drop_index(op.f("ix_consent_organisation_company_id"), table_name="consent_organisation")
    op.drop_table("consent_organisation")
    op.drop_index(op.f("ix_change_table_row_id"), table_name="change")
    op.drop_index(op.f("ix_change_lead_id_at"), table_name="change")
    op.drop_index(op.f("ix_change_company_id_at"), table_name="change")
    op.drop_table("change")
    op.drop_index(op.f("ix_value_company_id"), table_name="value")
    op.drop_table("value")
    op.drop_index(op.f("ix_trade_name_name_key"), table_name="trade_name")
    op.drop_index(op.f("ix_trade_name_company_id"), table_name="trade_name")
    op.drop_table("trade_name")
    op.drop_index(op.f("ix_target_test_company_id"), table_name="target_test")
    op.drop_table("target_test")
    op.drop_index(op.f("ix_portfolio_question_company_id"), table_name="portfolio_question")
    op.drop_table("portfolio_question")
    op.drop_index(op.f("ix_lead_origin_rom_code"), table_name="lead")
    op.drop_index(op.f("ix_lead_needed_quarter"), table_name="lead")
    op.drop_index(op.f("ix_lead_company_id"), table_name="lead")
    op.drop_table("lead")
    op.drop_index(op.f("ix_known_lookup_company_id"), table_name="known_lookup")
    op.drop_table("known_lookup")
    op.drop_index(op.f("ix_contact_company_id"), table_name="contact")
    op.drop_table("contact")
    op.drop_index(op.f("ix_consent_company_id_scope"), table_name="consent")
    op.drop_index(op.f("ix_consent_company_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index(op.f("ix_company_technology_company_id"), table_name="company_technology")
    op.drop_table("company_technology")
    op.drop_index(op.f("ix_company_kvk_number"), table_name="company_kvk")
    op.drop_index(op.f("ix_company_kvk_company_id"), table_name="company_kvk")
    op.drop_table("company_kvk")
    op.drop_index(op.f("ix_role_grant_person_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_place_search_name"), table_name="place")
    op.drop_index(op.f("ix_place_municipality_code"), table_name="place")
    op.drop_table("place")
    op.drop_index(op.f("ix_municipality_alias_municipality_code"), table_name="municipality_alias")
    op.drop_index(op.f("ix_municipality_alias_search_name"), table_name="municipality_alias")
    op.drop_table("municipality_alias")
    op.drop_index(op.f("ix_company_name_key"), table_name="company")
    op.drop_index(op.f("ix_company_holder_id"), table_name="company")
    op.drop_table("company")
    op.drop_index(op.f("ix_person_organisation_id"), table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_municipality_search_name"), table_name="municipality")
    op.drop_index(op.f("ix_municipality_rom_code"), table_name="municipality")
    op.drop_table("municipality")
    op.drop_table("province")
    op.drop_table("organisation")
    op.drop_table("technology")
    op.drop_table("rom")
    op.drop_table("code_counter")
    op.drop_index(op.f("ix_attempt_kind_key_at"), table_name="attempt")
    op.drop_table("attempt")
