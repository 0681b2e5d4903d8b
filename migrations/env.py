"""Runs the migrations on DATABASE_URL, or on the connection that the caller hands over."""

from alembic import context
from sqlalchemy import Connection

import app.rooms  # noqa: F401
from app.db.base import Base, UtcDateTime
from app.db.engine import assert_all_point_somewhere, make_migrating_engine
from config import Config


def render_type(kind: str, item: object, _context: object) -> str | bool:
    """Our own column types are written as the plain ones they are made of."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def migrate(connection: Connection) -> None:
    """Runs what was asked for on a connection, in one transaction where the database can."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_item=render_type)
    with context.begin_transaction():
        context.run_migrations()
    assert_all_point_somewhere(connection)


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with make_migrating_engine(Config.from_environment().database_url).connect() as own:
        migrate(own)
        own.commit()
