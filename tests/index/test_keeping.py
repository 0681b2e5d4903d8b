"""The index goes with its rows: nothing of what was wiped is left, also not in the file."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import aliased

from app.access.actor import Actor
from app.access.errors import Unfilterable
from app.access.fence import fence
from app.access.session import GuardedSession, open_session
from app.companies import services as companies
from app.companies.models import Contact
from app.db.clock import Clock
from app.db.engine import make_engine
from app.index.models import SearchText, search_index
from app.leads.models import Lead
from tests.conftest import NOON, migrate
from tests.whole.guard_world import build

NAME, PIECES = "Qxzwvu Jqkxz", (b"qxz", b"Qxzwvu", b"jqkxz")


def session_of(engine: Engine) -> GuardedSession:
    return open_session(engine, Actor.system("test"), Clock(NOON), write=True)


def test_nothing_of_what_was_wiped_is_left_in_the_file(tmp_path: Path):
    file = tmp_path / "wiped.sqlite3"
    migrate(f"sqlite:///{file}")
    engine = fence(make_engine(f"sqlite:///{file}"))
    with session_of(engine) as session:
        world = build(session)
        contact = companies.add_contact(session, world.companies["BOM"], name=NAME)
        session.commit()
        number = contact.id
    engine.dispose()
    held = file.read_bytes()
    assert [piece for piece in PIECES if piece not in held] == []
    with session_of(engine) as session:
        companies.erase_contact(session, session.get_one(Contact, number))
        session.commit()
    engine.dispose()
    left = file.read_bytes()
    assert [piece for piece in PIECES if piece in left] == []


def test_the_fence_lets_the_index_by_only_beside_its_texts(session_as, system: GuardedSession):
    world = build(system)
    system.commit()
    member = session_as(world.actor("OOSTNL"))
    other = aliased(Lead, name="search_text")
    tied = search_index.c.rowid == SearchText.id
    for statement in (
        select(search_index.c.rowid),
        select(Lead.id).join(search_index, search_index.c.rowid == Lead.id),
        select(SearchText.id).join(search_index, search_index.c.rowid == SearchText.row_id),
        select(SearchText.id).where(SearchText.id.in_(select(search_index.c.rowid))),
        select(other.id).join(search_index, search_index.c.rowid == other.id),
        select(SearchText.id).join(search_index, tied).where(select(search_index.c.rowid).exists()),
    ):
        with pytest.raises(Unfilterable):
            member.execute(statement)
