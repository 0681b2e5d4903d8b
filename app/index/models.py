"""What can be found by a piece of a word: a row of text for each row of other tables that may be searched."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.access.policy import index_of
from app.db.base import Base, Key

SEARCH_INDEX = "search_index"


class SearchText(Base):
    """What a row says, as it is shown (`text`, a line for each field) and as it is searched (`body`).

    It goes with its row: whatever is wiped or removed there is gone here in the same flush (AVG).
    """

    __tablename__ = "search_text"
    id: Mapped[Key]
    source: Mapped[str] = mapped_column(String(24))
    row_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), index=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("lead.id", ondelete="CASCADE"), index=True)
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hub.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("source", "row_id"),
        Index("ix_search_text_pieces", "body", postgresql_using="gin", postgresql_ops={"body": "gin_trgm_ops"}).ddl_if(
            dialect="postgresql"
        ),
    )


# SQLite's own index over the bodies; PostgreSQL has one on the table itself.
search_index: Any = index_of(SearchText, SEARCH_INDEX)
