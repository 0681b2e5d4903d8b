"""What each database adds to find a piece of a word at once: SQLite an index beside the table, PostgreSQL one on it."""

from sqlalchemy import Connection

# without positions: half as large, and nobody could read a text back from it; kept by triggers, so by whoever writes
SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        body, content='search_text', content_rowid='id', tokenize='trigram case_sensitive 1', detail='none', columnsize=0
    )""",
    """CREATE TRIGGER search_text_added AFTER INSERT ON search_text BEGIN
        INSERT INTO search_index (rowid, body) VALUES (new.id, new.body);
    END""",
    """CREATE TRIGGER search_text_removed AFTER DELETE ON search_text BEGIN
        INSERT INTO search_index (search_index, rowid, body) VALUES ('delete', old.id, old.body);
    END""",
    """CREATE TRIGGER search_text_changed AFTER UPDATE ON search_text BEGIN
        INSERT INTO search_index (search_index, rowid, body) VALUES ('delete', old.id, old.body);
        INSERT INTO search_index (rowid, body) VALUES (new.id, new.body);
    END""",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_search_text_pieces ON search_text USING gin (body gin_trgm_ops)",
)
MADE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def make_index(connection: Connection) -> None:
    """Makes the index over the table search_text (for migrations)."""
    for statement in MADE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def drop_index(connection: Connection) -> None:
    """Takes away what goes not with the table itself; the extension stays, as others may use it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE search_index")
