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
    """The tables on which both an update and a delete are refused, as the database knows them.

    A trigger counts only when it is made as we make it: one of the same name may do nothing.
    """
    own = {"sqlite": _refusing_sqlite, "postgresql": _refusing_postgresql}[connection.dialect.name](connection)
    guarded = {name.removesuffix("_no_update") for name in own if name.endswith("_no_update")}
    return {table for table in guarded if f"{table}_no_delete" in own}


def _refusing_sqlite(connection: Connection) -> set[str]:
    made = connection.exec_driver_sql("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {
        name
        for name, table, sql in made
        if any(sql.split() == SQLITE.format(table=table, verb=verb).split() for verb in VERBS["sqlite"])
    }


def _refusing_postgresql(connection: Connection) -> set[str]:
    body = POSTGRES_FUNCTION.split("$$")[1]
    made = connection.exec_driver_sql(
        "SELECT t.tgname, pg_get_triggerdef(t.oid), p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
    )
    return {name for name, told, source in made if source == body and " WHEN " not in told and " BEFORE " in told}
