import pytest
from sqlalchemy import Date, Integer, String, literal, union_all

from app.access.session import GuardedSession
from app.db.parts import part

KINDS = {"id": Integer, "text": String, "day": Date}


def test_parts_stand_under_each_other_and_are_silent_where_they_have_nothing(system: GuardedSession) -> None:
    notes, numbers = part("note", KINDS, text=literal("gebeld"), id=literal(1)), part("number", KINDS, id=literal(2))
    rows = system.execute(union_all(notes, numbers).order_by("id")).mappings().all()
    assert [dict(row) for row in rows] == [
        {"part": "note", "id": 1, "text": "gebeld", "day": None},
        {"part": "number", "id": 2, "text": None, "day": None},
    ]


def test_what_is_no_column_is_refused() -> None:
    with pytest.raises(TypeError, match="words"):
        part("note", KINDS, words=literal("gebeld"))
