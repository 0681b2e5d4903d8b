"""Append-only tables: the database itself refuses to change or remove their rows, on both engines."""

from collections.abc import Iterable

from sqlalchemy import Connection

REFUSAL = "append-only"
APPEND_ONLY = frozenset(
    {
        "change",
        "counting_setting",
        "entry",
        "name_reading",
        "published_case",
        "report",
        "seal",
        "target",
        "verification",
    }
)
VERBS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only', ERRCODE = 'restrict_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def make_append_only(connection: Connection, tables: Iterable[str]) -> None:
    """Puts the refusing triggers on the tables (for migrations)."""
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        connection.exec_driver_sql(POSTGRES_FUNCTION)
    for table in tables:
        for verb in VERBS[connection.dialect.name]:
            template = POSTGRES if postgres else SQLITE
            connection.exec_driver_sql(template.format(table=table, verb=verb))


def lift_append_only(connection: Connection, tables: Iterable[str]) -> None:
    """Takes the triggers off for as long as a migration fills a new column; the same migration puts them back."""
    postgres = connection.dialect.name == "postgresql"
    for table in tables:
        for verb in VERBS[connection.dialect.name]:
            connection.exec_driver_sql(f"DROP TRIGGER {table}_no_{verb}" + (f" ON {table}" if postgres else ""))


def append_only_tables(connection: Connection) -> set[str]:
    """The tables on which both an update and a delete are refused, as the database knows them."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }[connection.dialect.name]
    names = {row[0] for row in connection.exec_driver_sql(query)}
    guarded = {name.removesuffix("_no_update") for name in names if name.endswith("_no_update")}
    return {table for table in guarded if f"{table}_no_delete" in names}
